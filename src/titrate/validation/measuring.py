"""A measure of one arm: the drug is given, and one number per person comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from titrate.dosing import Regimen
from titrate.errors import InvalidValue
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.pk import Solution, fraction_in, half_life_h, measures
from titrate.simulation import Result, simulate, subject_of
from titrate.timecourse import Array
from titrate.validation.curve_measures import CURVE_MEASURES
from titrate.validation.measures import CURVES
from titrate.validation.observation import Arm, Looked

_DAY_H = 24.0
_QUARTER_H = 0.25
# A curve is looked at every two minutes over two days; over more, so many times, and besides every
# so often for two days after each dose or change of rate.
_OFTEN_H, _AT_MOST = 1 / 30, 1441
_AFTER_H, _MOVING_H = 1 / 12, 48.0
# Looks that agree to so many digits of an hour are one.
_SAME_INSTANT = 6
# People times moments that are simulated at a time.
_TOGETHER = 5_000_000

Who = Patient | Population


def measured(arm: Arm, drug: DrugModel, who: Who) -> Array:
    """Return the measure of an arm, (people,); infinite where what is waited for never happens.

    Parameters
    ----------
    arm : Arm
        With a measure that needs no search for a dose.
    drug : DrugModel
    who : Patient or Population
    """
    looked = arm.looked
    if looked.subject == "value":
        return np.atleast_1d(subject_of(drug, who).values[looked.name])
    if looked.subject == "compartments":
        return _rate(looked, drug, who)
    regimen = arm.given.regimen
    assert regimen is not None  # the reader asks for one
    start, end = span_of(looked, regimen)
    if looked.measure == "dose_given":
        return np.atleast_1d(_dose_given(drug, who, regimen, start, end))
    if looked.measure in CURVE_MEASURES:
        times = spaced(start, end, regimen)
        measure = CURVE_MEASURES[looked.measure]
        return np.concatenate(
            [
                measure(times - start, curve_of(arm, drug, some, times)[1], looked.numbers)
                for some in _some_at_a_time(who, len(times))
            ]
        )
    return np.atleast_1d(_of_site(arm, drug, who, regimen, (start, end)))


def span_of(looked: Looked, regimen: Regimen) -> tuple[float, float]:
    """Return the span that a measure looks at, in h."""
    if "at_h" in looked.numbers:
        return looked.numbers["at_h"], looked.numbers["at_h"]
    start, end = looked.numbers.get("from_h", 0.0), looked.numbers.get("to_h", regimen.end_h)
    if start >= end:
        raise InvalidValue(
            f"The span begins at {start:g} h and ends at {end:g} h.",
            "Give from_h below to_h; without to_h a span ends with the regimen.",
        )
    return start, end


def spaced(start: float, end: float, regimen: Regimen) -> Array:
    """Return the times at which a curve is looked at, close together where it moves fast."""
    if start == end:
        return np.array([start])
    count = min(max(int(np.ceil((end - start) / _OFTEN_H)) + 1, 2), _AT_MOST)
    even = np.linspace(start, end, count)
    if count < _AT_MOST:
        return even
    doses = regimen.doses
    changes = np.unique(np.concatenate([doses.time_h, doses.time_h + doses.duration_h]))
    changes = changes[(changes > start - _MOVING_H) & (changes < end)]
    if not len(changes):
        return even
    lasts = np.minimum(np.diff(changes, append=np.inf), _MOVING_H)
    after = [
        change + np.arange(0.0, last, _AFTER_H)
        for change, last in zip(changes.tolist(), lasts.tolist(), strict=True)
    ]
    times = np.concatenate([even, *after]).round(_SAME_INSTANT)
    inside = times[(times > start + _AFTER_H / 2) & (times < end)]
    return np.unique(np.concatenate([[start], inside, [end]]))


def _some_at_a_time(who: Who, moments: int) -> Iterator[Who]:
    """Yield people few enough that so many moments of each fit into memory."""
    if isinstance(who, Patient):
        yield who
        return
    count = max(1, _TOGETHER // moments)
    for first in range(0, len(who), count):
        yield who[first : first + count]


def curve_of(
    arm: Arm, drug: DrugModel, who: Who, times: Array, regimen: Regimen | None = None
) -> tuple[Array, Array]:
    """Return times and the curve that an arm looks at, (people, times)."""
    looked, given = arm.looked, arm.given
    chosen = given.regimen if regimen is None else regimen
    assert chosen is not None  # the reader asks for one
    outputs = None
    if looked.subject in ("site", "endpoint"):
        outputs = [looked.name]
    result = simulate(
        drug,
        who,
        chosen,
        times,
        outputs=outputs,
        initial="adapted" if given.initial == "adapted" else None,
        unusual_dose=regimen is not None,
    )
    return times, _CURVES[looked.subject](result, looked.name)


def _ec50_factor(result: Result, name: str) -> Array:
    known = {e.adaptation.name: e.adaptation for e in result.endpoints if e.adaptation}
    return known[name].ec50_factor(result.adaptation.curves)


_CURVES: Mapping[str, Callable[[Result, str], Array]] = {
    "site": lambda result, name: result.concentration.curves[name],
    "endpoint": lambda result, name: result.response.curves[name],
    "ec50_factor": _ec50_factor,
    "withdrawal": lambda result, name: result.withdrawal().curves[name],
}
assert tuple(_CURVES) == CURVES


def _of_site(
    arm: Arm, drug: DrugModel, who: Who, regimen: Regimen, span: tuple[float, float]
) -> Array | float:
    looked, given = arm.looked, arm.given
    start, end = span
    fitted = looked.measure == "half_life_h"
    times = np.arange(start, end + _QUARTER_H / 2, _QUARTER_H) if fitted else np.unique(span)
    site = looked.name if looked.subject == "site" else "plasma"
    result = simulate(
        drug,
        who,
        regimen,
        times,
        outputs=[site],
        initial="adapted" if given.initial == "adapted" else None,
    )
    solution: Solution = result.solution
    match looked.measure:
        case "half_life_h":
            return half_life_h(solution, site, from_h=start, to_h=float(times[-1]))
        case "fraction_in_urine":
            return fraction_in(solution, "urine")
        case "clearance" | "clearance_per_kg":
            area = np.atleast_1d(measures(solution, site, from_h=start, to_h=end).auc)
            given_then = _dose_given(drug, who, regimen, start, end)
            if np.all(np.asarray(given_then) == 0):
                raise InvalidValue(
                    f"No dose is given from {start:g} to {end:g} h, so there is no clearance.",
                    "Take a span that begins with a dose: from_h, to_h.",
                )
            cleared = given_then / area
            per_kg = looked.measure == "clearance_per_kg"
            return cleared / result.who.number("weight_kg") if per_kg else cleared
        case "t_max_h":
            return measures(solution, site, from_h=start, to_h=end).t_max_h - start
        case name:
            return getattr(measures(solution, site, from_h=start, to_h=end), name)


def _dose_given(
    drug: DrugModel, who: Who, regimen: Regimen, start: float, end: float
) -> Array | float:
    """Return the amount given from ``start`` to just before ``end``, in ug, (people,) or one."""
    weight_kg = drug.people(who).number("weight_kg")
    total: Array | float = 0.0
    doses = regimen.doses
    for time, amount, over, per_kg in zip(
        doses.time_h, doses.amount_ug, doses.duration_h, doses.per_kg, strict=True
    ):
        if over > 0:
            share = max(0.0, min(end, time + over) - max(start, time)) / over
        else:
            share = float(start <= time < end)
        total = total + share * amount * (weight_kg if per_kg else 1.0)
    return total


def _rate(looked: Looked, drug: DrugModel, who: Who) -> Array:
    """Return the fastest or slowest eigenvalue of a block of the rate matrix, in 1/h."""
    model = subject_of(drug, who).model
    unknown = [name for name in looked.names if name not in model.compartments]
    if unknown:
        raise InvalidValue(
            f"compartments has {unknown[0]!r}, which this model has not.",
            f"Compartments: {', '.join(model.compartments)}.",
        )
    rows = [model.states.index(name) for name in looked.names]
    block = model.rate_matrix()[:, rows][:, :, rows]
    rates = np.sort(-np.linalg.eigvals(block).real.astype(np.float64), axis=1)
    return rates[:, -1] if looked.measure == "fast_rate" else rates[:, 0]


def daily_dose(regimen: Regimen) -> float:
    """Return what a regimen's first part gives a day, in ug."""
    return regimen.daily_parts[0].amount_per_day_ug
