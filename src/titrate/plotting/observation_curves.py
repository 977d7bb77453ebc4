"""What a picture of an observation shows: a course with what was seen on it, doses, or a strip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.patients import Patient
from titrate.timecourse import Array
from titrate.units import convert
from titrate.validation import CURVES, Checked, curve_of, drug_of, span_of, who_of

VALUES = ("at", "mean", "peak", "lowest", "c_max", "c_min", "c_avg")
TIMES = ("t_max_h", "t_peak_h", "first_above_h", "first_below_h")
_POINTS = 241
_BEFORE_H, _AFTER_H = 24.0, 24.0
# Doses are drawn from a third of the lowest that is accepted to three times the highest.
_WIDER, _DOSES = 3.0, 31
_DAY_H = 24.0
_QUANTILES = (5.0, 50.0, 95.0)


@dataclass(frozen=True, eq=False)
class Course:
    """A curve over time, in the unit of what was published.

    Parameters
    ----------
    times_h : Array, shape (times,)
    low, middle, high : Array, shape (times,)
        The 5th, 50th and 95th percentile of people; all the same for one person.
    many : bool
    """

    times_h: Array
    low: Array
    middle: Array
    high: Array
    many: bool


@dataclass(frozen=True, eq=False)
class Doses:
    """The response at one time over the dose a day given all along.

    Parameters
    ----------
    doses, response : Array
        The dose in the observation's unit.
    holds : float
    """

    doses: Array
    response: Array
    holds: float


def shown(checked: Checked) -> Course | Doses | None:
    """Return what a picture draws besides what was published; None for a strip of numbers."""
    seen = checked.observation
    if seen.compare or seen.reading is not None:
        return None
    looked = seen.arms[0].looked
    if looked.measure == "dose_that_holds":
        return _doses(checked)
    curve = looked.subject in CURVES and looked.measure in (*VALUES, *TIMES)
    own_scale = not seen.scale or seen.scale == "ashworth 1-5"
    by_one_number = seen.over_people is None or seen.over_people.statistic in ("mean", "median")
    return _course(checked) if curve and own_scale and by_one_number else None


def _course(checked: Checked) -> Course:
    seen = checked.observation
    arm = seen.arms[0]
    drug = drug_of(seen, arm)
    who = who_of(arm, drug)
    regimen = arm.given.regimen
    assert regimen is not None  # a curve is of something given
    start, end = span_of(arm.looked, regimen)
    first = max(0.0, start - _BEFORE_H)
    last = end + _AFTER_H if start == end else end
    times = np.linspace(first, last, _POINTS)
    _, curve = curve_of(arm, drug, who, times)
    if arm.looked.subject == "site" and arm.looked.measure in VALUES and seen.unit:
        curve = convert(curve, "ug/L", seen.unit)
    low, middle, high = (np.percentile(curve, q, axis=0) for q in _QUANTILES)
    return Course(times, low, middle, high, curve.shape[0] > 1)


def _doses(checked: Checked) -> Doses | None:
    seen = checked.observation
    arm = seen.arms[0]
    drug = drug_of(seen, arm)
    who = who_of(arm, drug)
    regimen = arm.given.regimen
    assert regimen is not None  # a dose is of something given
    if not isinstance(who, Patient):
        return None
    low, high = seen.accepted
    doses = np.geomspace(max(low, high / 100) / _WIDER, high * _WIDER, _DOSES)
    written = convert(regimen.daily_parts[0].amount_per_day_ug / _DAY_H, "ug/h", seen.unit)
    time = np.array([arm.looked.numbers["at_h"]])
    response = [
        float(curve_of(arm, drug, who, time, regimen.scaled(dose / written))[1][0, 0])
        for dose in doses.tolist()
    ]
    holds = arm.looked.holds
    level = drug.parameters.value(holds) if isinstance(holds, str) else float(holds or 0.0)
    return Doses(doses, np.array(response), level)
