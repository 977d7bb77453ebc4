"""The dose that holds a response: found by root finding, for one person or for each of many."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from titrate.errors import InvalidValue
from titrate.model import DrugModel
from titrate.patients import Patient
from titrate.timecourse import Array
from titrate.validation.measuring import Who, curve_of, daily_dose
from titrate.validation.observation import Arm

# How far from the regimen as it is written a dose is looked for, as factors either way, and on
# how many levels for people who are all given the same at a time.
_FACTORS = (2.0, 4.0, 16.0, 64.0)
_FARTHEST = _FACTORS[-1]
_LEVELS = 65
_DAY_H = 24.0


def dose_that_holds(arm: Arm, drug: DrugModel, who: Who, level: float) -> Array:
    """Return each person's dose, ug/h, at which the response at one time is ``level``.

    The regimen's amounts are scaled and its times kept: the dose is one that was given all along.

    Raises
    ------
    InvalidValue
        If no dose within a factor of 64 of the one written holds it.
    """
    regimen = arm.given.regimen
    assert regimen is not None  # the reader asks for one
    if len(regimen.daily_parts) != 1:
        raise InvalidValue(
            f"dose_that_holds scales {str(regimen)!r}, which has {len(regimen.daily_parts)} parts, "
            "and a dose a day is of one.",
            "Give a regimen of one part.",
        )
    time = np.array([arm.looked.numbers["at_h"]])
    written = daily_dose(regimen) / _DAY_H

    def left(log_factor: float) -> Array:
        scaled = regimen.scaled(float(np.exp(log_factor)))
        return curve_of(arm, drug, who, time, scaled)[1][:, 0] - level

    edge = float(np.log(_FARTHEST))
    if isinstance(who, Patient):
        from scipy.optimize import brentq

        ends = _bracket(lambda place: float(left(place)[0]))
        if ends is None:
            raise _not_found(level, written)
        root = brentq(lambda place: float(left(place)[0]), *ends, xtol=1e-5)
        return written * np.exp(np.array([root], dtype=np.float64))
    places = np.linspace(-edge, edge, _LEVELS)
    found = np.stack([left(place) for place in places.tolist()], axis=1)
    return written * np.exp([_crossing(places, row, level, written) for row in found])


def _bracket(left: Callable[[float], float]) -> tuple[float, float] | None:
    """Return two places, as near to 0 as can be, between which ``left`` crosses 0."""
    here = left(0.0)
    towards = -1.0 if here > 0 else 1.0
    for way in (towards, -towards):
        near = 0.0
        for factor in _FACTORS:
            far = way * float(np.log(factor))
            if left(far) * here <= 0:
                return min(near, far), max(near, far)
            near = far
    return None


def _crossing(places: Array, row: Array, level: float, written: float) -> float:
    turns = np.flatnonzero(row[:-1] * row[1:] <= 0)
    if not len(turns):
        raise _not_found(level, written)
    k = int(turns[0])
    share = row[k] / (row[k] - row[k + 1])
    return float(places[k] + share * (places[k + 1] - places[k]))


def _not_found(level: float, written: float) -> InvalidValue:
    low, high = (written * _DAY_H * factor for factor in (1 / _FARTHEST, _FARTHEST))
    return InvalidValue(
        f"No dose from {low:.3g} to {high:.3g} ug/day holds a response of {level:g}.",
        "Write a regimen nearer to that dose, or another level.",
    )
