"""Baclofen's body: gut, plasma and tissue, a chain of spinal fluid, two clocks to cord and brain.

Blood reaches cord and brain through capillaries, within minutes; spinal fluid soaks into the
cord over hours. Hence a tablet's effect on the legs peaks after two to three hours and a
bolus' after four.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from titrate.model import Values
from titrate.pk import CompartmentModel, Delay, Entry, Flow, Site, csf_chain

_SEGMENTS = ("lumbar", "thoracic", "cervical", "cisternal", "cranial")


def body(values: Values) -> CompartmentModel:
    """Return the compartment model of one or many people.

    Parameters
    ----------
    values : mapping of name to Array (people,)
        From `titrate.library.baclofen.individual`.
    """
    trunk = csf_chain(
        _plasma_and_gut(values),
        volumes_L={name: values[f"csf_{name}_volume"] for name in _SEGMENTS},
        flows_L_per_h=tuple(values[f"csf_flow_{low}_{high}"] for low, high in pairwise(_SEGMENTS)),
        loss_per_h={
            name: values["csf_cranial_loss_rate" if name == "cranial" else "csf_loss_rate"]
            for name in _SEGMENTS
        },
        plasma_ratio=values["csf_plasma_ratio"],
    )
    return replace(
        trunk,
        sites=trunk.sites + _delayed_sites(values),
        delays=(
            Delay("blood", "plasma", values["blood_rate"]),
            Delay("soak_legs", "csf_lumbar", values["soak_rate"]),
            Delay("soak_trunk", "csf_thoracic", values["soak_rate"]),
            Delay("soak_arms", "csf_at_arms", values["soak_rate"]),
            Delay("soak_brain", "csf_cisternal", values["brain_soak_rate"]),
        ),
    )


def _plasma_and_gut(values: Values) -> CompartmentModel:
    central, peripheral = values["central_volume"], values["peripheral_volume"]
    between = values["intercompartmental_clearance"]
    return CompartmentModel(
        compartments=("gut", "plasma", "tissue", "urine", "metabolised", "unabsorbed"),
        flows=(
            Flow("gut", "plasma", values["absorption_rate"]),
            Flow("plasma", "tissue", between / central),
            Flow("tissue", "plasma", between / peripheral),
            Flow("plasma", "urine", values["renal_clearance"] / central),
            Flow("plasma", "metabolised", values["metabolic_clearance"] / central),
        ),
        entries=(
            Entry("oral", "gut", values["bioavailability"], float(values["absorption_lag"][0])),
            Entry("iv", "plasma"),
        ),
        sites=(Site("plasma", {"plasma": 1 / central}),),
    )


def _delayed_sites(values: Values) -> tuple[Site, ...]:
    """Return the sites that responses read.

    The cord of the arms lies where thoracic and cervical fluid meet, so its driver is their
    mean. The brain is rescaled by ``1 + phi Kp``: by mouth, where cisternal fluid settles at
    ``Kp`` times plasma, it equals plasma whatever phi is.
    """
    kappa, phi = values["kappa_cord"], values["phi"]
    whole = 1 + phi * values["csf_plasma_ratio"]
    neighbours = ("thoracic", "cervical")
    return (
        Site(
            "csf_at_arms",
            {
                f"csf_{name}": 1 / (len(neighbours) * values[f"csf_{name}_volume"])
                for name in neighbours
            },
        ),
        Site("blood", {"blood": 1.0}),
        Site("cord_legs", {"soak_legs": 1.0, "blood": kappa}),
        Site("cord_trunk", {"soak_trunk": 1.0, "blood": kappa}),
        Site("cord_arms", {"soak_arms": 1.0, "blood": kappa}),
        Site("brain", {"blood": 1 / whole, "soak_brain": phi / whole}),
    )
