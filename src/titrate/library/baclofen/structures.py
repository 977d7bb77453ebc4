"""Baclofen's models: which parts each is put together from, by the name a file gives it.

A file says ``model = "..."`` in its [about]; nothing else in this room asks which preset it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from titrate.library.baclofen.absorption import FIRST_ORDER, LAGGED, TRANSIT
from titrate.library.baclofen.fluid import FIVE_SEGMENTS, ONE_POOL
from titrate.library.baclofen.parts import Absorption, Fluid, Plasma
from titrate.library.baclofen.plasma import ONE_COMPARTMENT, SHARED_VOLUME, TWO_COMPARTMENTS
from titrate.model import Values
from titrate.parameters import ModelForm
from titrate.pk import CompartmentModel
from titrate.timecourse import Array

# What every model needs.
_SHARED = {
    "bioavailability": "dimensionless",
    "reference_creatinine_clearance": "flow",
    "renal_share": "dimensionless",
    "reference_weight": "body weight",
    "clearance_weight_exponent": "dimensionless",
    "volume_weight_exponent": "dimensionless",
    "relief_legs_ec50": "concentration",
    "relief_slope": "dimensionless",
    "relief_maximum": "dimensionless",
    "ec50_factor_spinal": "dimensionless",
    "ec50_factor_cerebral": "dimensionless",
    "ec50_factor_ms": "dimensionless",
    "cord_adaptation_maximum": "dimensionless",
    "cord_adaptation_factor_spinal": "dimensionless",
    "cord_adaptation_factor_cerebral": "dimensionless",
    "cord_adaptation_factor_ms": "dimensionless",
    "cord_adaptation_half_way": "concentration",
    "cord_adaptation_slope": "dimensionless",
    "cord_adaptation_half_time_up": "time",
    "cord_adaptation_half_time_down": "time",
    "cord_drift_rate_spinal": "rate",
    "cord_drift_rate_cerebral": "rate",
    "cord_drift_rate_ms": "rate",
    "weakness_cord_ec50_ratio": "dimensionless",
    "weakness_cord_slope": "dimensionless",
    "weakness_blood_maximum": "dimensionless",
    "weakness_blood_ec50": "concentration",
    "relief_spasms_ec50_ratio": "dimensionless",
    "limb_score_placebo": "dimensionless",
    "limb_score_at_entry": "dimensionless",
    "limb_score_responsiveness": "dimensionless",
}


def _kidneys_of_any_size(for_flow: Array) -> Array:
    """Creatinine clearance is in mL/min as measured, so body size is in it already."""
    return np.ones_like(for_flow)


def _kidneys_for_their_size(for_flow: Array) -> Array:
    """Creatinine clearance is per 1.73 m2, so body size comes on top."""
    return for_flow


@dataclass(frozen=True)
class Structure:
    """How a body is put together.

    Parameters
    ----------
    absorption : Absorption
    plasma : Plasma
    fluid : Fluid
    kidneys : callable
        From the factor of body size for flows to that for the renal clearance, (people,).
    besides : mapping of parameter to dimension
        What else a model needs: the clearance by a machine.
    """

    absorption: Absorption = LAGGED
    plasma: Plasma = TWO_COMPARTMENTS
    fluid: Fluid = FIVE_SEGMENTS
    kidneys: Callable[[Array], Array] = _kidneys_of_any_size
    besides: Mapping[str, str] | None = None

    @property
    def form(self) -> ModelForm:
        """What a file for this model has to hold, and what of it belongs to one fit."""
        disposition = {**self.plasma.dimensions, **self.absorption.dimensions}
        together = [tuple(disposition), self.fluid.fitted_together]
        return ModelForm(
            {**disposition, **_SHARED, **self.fluid.dimensions, **(self.besides or {})},
            tuple(group for group in together if group),
        )

    def body(self, values: Values) -> CompartmentModel:
        """Return the compartment model of one or many people.

        Parameters
        ----------
        values : mapping of name to Array (people,)
            From `titrate.library.baclofen.individual`.
        """
        with_door = self.absorption.with_door(self.plasma.compartments(values), values)
        return self.fluid.joined(with_door, values)


MODELS: Mapping[str, Structure] = {
    "first-order absorption with lag, two compartments, five segments of spinal fluid": Structure(),
    "first-order absorption, one compartment, five segments of spinal fluid": Structure(
        FIRST_ORDER, ONE_COMPARTMENT
    ),
    "three transit compartments, two compartments of one volume, five segments of spinal fluid, "
    "kidneys for their size": Structure(TRANSIT, SHARED_VOLUME, kidneys=_kidneys_for_their_size),
    "first-order absorption with lag, two compartments, one pool of spinal fluid": Structure(
        fluid=ONE_POOL
    ),
    "first-order absorption with lag, two compartments, five segments of spinal fluid, "
    "haemodialysis": Structure(besides={"haemodialysis_clearance": "flow"}),
}
