"""Ways from the gut to plasma."""

from __future__ import annotations

from dataclasses import replace

from titrate.library.baclofen.parts import Absorption
from titrate.model import Values
from titrate.pk import CompartmentModel, Entry, Flow, with_transit
from titrate.timecourse import Array

# What the child's model is called after; the number is a choice, see its file.
_TRANSITS = 3


def _from_gut(
    body: CompartmentModel, values: Values, rate_per_h: Array, lag_h: float
) -> CompartmentModel:
    return replace(
        body,
        compartments=("gut", *body.compartments),
        flows=(Flow("gut", "plasma", rate_per_h), *body.flows),
        entries=(Entry("oral", "gut", values["bioavailability"], lag_h), *body.entries),
    )


def _with_lag(body: CompartmentModel, values: Values) -> CompartmentModel:
    return _from_gut(body, values, values["absorption_rate"], float(values["absorption_lag"][0]))


def _without_lag(body: CompartmentModel, values: Values) -> CompartmentModel:
    return _from_gut(body, values, values["absorption_rate"], 0.0)


def _by_transit(body: CompartmentModel, values: Values) -> CompartmentModel:
    """Return a body with a chain of equal compartments, of which the gut is the last."""
    rate = _TRANSITS / values["absorption_mean_time"]
    before = _TRANSITS - 1
    return with_transit(_from_gut(body, values, rate, 0.0), mean_time_h=before / rate, count=before)


LAGGED = Absorption({"absorption_rate": "rate", "absorption_lag": "time"}, _with_lag)
FIRST_ORDER = Absorption({"absorption_rate": "rate"}, _without_lag)
TRANSIT = Absorption({"absorption_mean_time": "time"}, _by_transit)
