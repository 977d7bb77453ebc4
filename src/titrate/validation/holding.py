"""The dose that holds a response: found by root finding, for one person or for each of many."""

from __future__ import annotations

import numpy as np

from titrate.errors import InvalidValue
from titrate.model import DrugModel
from titrate.patients import Patient
from titrate.timecourse import Array
from titrate.validation.measuring import Who, curve_of, daily_dose
from titrate.validation.observation import Arm

# How far from the regimen as it is written a dose is looked for, as a factor either way, and on
# how many levels for people who are all given the same at a time.
_FARTHEST = 64.0
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
    time = np.array([arm.looked.numbers["at_h"]])
    written = daily_dose(regimen) / _DAY_H

    def left(log_factor: float) -> Array:
        scaled = regimen.scaled(float(np.exp(log_factor)))
        return curve_of(arm, drug, who, time, scaled)[1][:, 0] - level

    edge = float(np.log(_FARTHEST))
    if isinstance(who, Patient):
        from scipy.optimize import brentq

        if left(-edge)[0] * left(edge)[0] > 0:
            raise _not_found(level, written)
        root = brentq(lambda x: float(left(x)[0]), -edge, edge, xtol=1e-5)
        return written * np.exp(np.array([root], dtype=np.float64))
    places = np.linspace(-edge, edge, _LEVELS)
    found = np.stack([left(place) for place in places.tolist()], axis=1)
    return written * np.exp([_crossing(places, row, level, written) for row in found])


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
