"""Spinal fluid as a chain of five segments or as one pool, with two clocks to cord and brain.

Blood reaches cord and brain through capillaries, within minutes; spinal fluid soaks into the
cord over hours. Hence a tablet's effect on the legs peaks after two to three hours and a
bolus' after four.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from titrate.library.baclofen.parts import Fluid
from titrate.library.baclofen.responses import (
    ARMS_DIMENSIONS,
    BRAIN_DIMENSIONS,
    at_the_arms,
    at_the_brain,
    at_the_legs,
    in_order,
)
from titrate.model import Values
from titrate.pd import Endpoint
from titrate.pk import CompartmentModel, Delay, Site, csf_chain

SEGMENTS = ("lumbar", "thoracic", "cervical", "cisternal", "cranial")


def _with_five(body: CompartmentModel, values: Values) -> CompartmentModel:
    trunk = csf_chain(
        body,
        volumes_L={name: values[f"csf_{name}_volume"] for name in SEGMENTS},
        flows_L_per_h=tuple(values[f"csf_flow_{low}_{high}"] for low, high in pairwise(SEGMENTS)),
        loss_per_h={
            name: values["csf_cranial_loss_rate" if name == "cranial" else "csf_loss_rate"]
            for name in SEGMENTS
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


def _with_one(body: CompartmentModel, values: Values) -> CompartmentModel:
    """Return a body with lumbar fluid alone: no gradient, no arms, no brain."""
    trunk = csf_chain(
        body,
        volumes_L={"lumbar": values["csf_lumbar_volume"]},
        flows_L_per_h=(),
        loss_per_h={"lumbar": values["csf_loss_rate"]},
        plasma_ratio=values["csf_plasma_ratio"],
    )
    sites = (
        Site("blood", {"blood": 1.0}),
        Site("cord_legs", {"soak_legs": 1.0, "blood": values["kappa_cord"]}),
    )
    return replace(
        trunk,
        sites=trunk.sites + sites,
        delays=(
            Delay("blood", "plasma", values["blood_rate"]),
            Delay("soak_legs", "csf_lumbar", values["soak_rate"]),
        ),
    )


def _everywhere(values: Values) -> tuple[Endpoint, ...]:
    return in_order((*at_the_legs(values), *at_the_arms(values), *at_the_brain(values)))


_SHARED = {
    "csf_loss_rate": "rate",
    "csf_plasma_ratio": "dimensionless",
    "blood_rate": "rate",
    "soak_rate": "rate",
    "kappa_cord": "dimensionless",
}
FIVE_SEGMENTS = Fluid(
    dimensions={
        **{f"csf_{name}_volume": "volume" for name in SEGMENTS},
        **{f"csf_flow_{low}_{high}": "flow" for low, high in pairwise(SEGMENTS)},
        **_SHARED,
        "csf_cranial_loss_rate": "rate",
        "brain_soak_rate": "rate",
        "phi": "dimensionless",
        **ARMS_DIMENSIONS,
        **BRAIN_DIMENSIONS,
    },
    joined=_with_five,
    endpoints=_everywhere,
)
_NO_GRADIENT = "its spinal fluid is one pool, so there is no way along the spine"
_NO_BRAIN = "its spinal fluid is one pool that ends below the skull"
ONE_POOL = Fluid(
    dimensions={"csf_lumbar_volume": "volume", **_SHARED},
    joined=_with_one,
    endpoints=at_the_legs,
    fitted_together=("csf_lumbar_volume", "csf_loss_rate"),
    lacks={
        **dict.fromkeys(SEGMENTS[1:], _NO_GRADIENT),
        **dict.fromkeys((f"csf_{name}" for name in SEGMENTS[1:]), _NO_GRADIENT),
        **dict.fromkeys(("csf_at_arms", "cord_arms", "cord_trunk"), _NO_GRADIENT),
        **dict.fromkeys(("relief_arms", "ashworth_arms"), _NO_GRADIENT),
        **dict.fromkeys(("brain", "drowsiness", "drowsiness_observed", "sedation"), _NO_BRAIN),
        **dict.fromkeys(("dizziness", "discontinuation"), _NO_BRAIN),
    },
)
