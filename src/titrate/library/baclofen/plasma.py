"""Plasma as one compartment or two."""

from __future__ import annotations

from titrate.library.baclofen.parts import Plasma, Scales
from titrate.model import Values
from titrate.pk import CompartmentModel, Entry, Flow, Site
from titrate.timecourse import Array

_LEDGERS = ("urine", "metabolised", "unabsorbed")


def _one(values: Values) -> CompartmentModel:
    volume = values["central_volume"]
    return CompartmentModel(
        compartments=("plasma", *_LEDGERS),
        flows=_leaving(values),
        entries=(Entry("iv", "plasma"),),
        sites=(Site("plasma", {"plasma": 1 / volume}),),
    )


def _two(values: Values) -> CompartmentModel:
    central, peripheral = values["central_volume"], values["peripheral_volume"]
    between = values["intercompartmental_clearance"]
    return CompartmentModel(
        compartments=("plasma", "tissue", *_LEDGERS),
        flows=(
            Flow("plasma", "tissue", between / central),
            Flow("tissue", "plasma", between / peripheral),
            *_leaving(values),
        ),
        entries=(Entry("iv", "plasma"),),
        sites=(Site("plasma", {"plasma": 1 / central}),),
    )


def _leaving(values: Values) -> tuple[Flow, ...]:
    central = values["central_volume"]
    return (
        Flow("plasma", "urine", values["renal_clearance"] / central),
        Flow("plasma", "metabolised", values["metabolic_clearance"] / central),
    )


def _volume(values: Values, scales: Scales) -> dict[str, Array]:
    return {"central_volume": values["apparent_volume"] * scales.share * scales.for_volume}


def _volumes(values: Values, scales: Scales) -> dict[str, Array]:
    return {
        "central_volume": values["apparent_central_volume"] * scales.share * scales.for_volume,
        "peripheral_volume": (
            values["apparent_peripheral_volume"] * scales.share * scales.for_volume
        ),
    } | _to_tissue(values, scales)


def _volumes_of_steady_state(values: Values, scales: Scales) -> dict[str, Array]:
    whole = values["apparent_steady_state_volume"] * scales.share * scales.for_volume
    central = values["central_share_of_volume"]
    return {
        "central_volume": whole * central,
        "peripheral_volume": whole * (1 - central),
    } | _to_tissue(values, scales)


def _to_tissue(values: Values, scales: Scales) -> dict[str, Array]:
    flow = values["apparent_intercompartmental_clearance"] * scales.share
    return {"intercompartmental_clearance": flow * scales.for_flow}


_CLEARANCE = {"apparent_clearance": "flow"}
_TO_TISSUE = {"apparent_intercompartmental_clearance": "flow"}
ONE_COMPARTMENT = Plasma(_CLEARANCE | {"apparent_volume": "volume"}, _volume, _one)
TWO_COMPARTMENTS = Plasma(
    {
        **_CLEARANCE,
        "apparent_central_volume": "volume",
        **_TO_TISSUE,
        "apparent_peripheral_volume": "volume",
    },
    _volumes,
    _two,
)
SHARED_VOLUME = Plasma(
    {
        **_CLEARANCE,
        "apparent_steady_state_volume": "volume",
        "central_share_of_volume": "dimensionless",
        **_TO_TISSUE,
    },
    _volumes_of_steady_state,
    _two,
)
