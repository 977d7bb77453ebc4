"""The verb `dose_map`: two courses given together, each in any amount, and who meets every goal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from titrate.dosing import Regimen, require_regimen
from titrate.errors import InvalidModel, InvalidValue, require_one, require_pair, shown
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.search.asked import checked_level, goals_for
from titrate.search.dose_map import DoseAxis, DoseMap
from titrate.search.finding import start_words
from titrate.search.goals import Goals
from titrate.search.intervals import Interval, intervals_of, levels_over
from titrate.search.levels import goal_endpoints
from titrate.search.map_shares import pairs_of, shares_met
from titrate.search.met_untreated import met_untreated
from titrate.search.mixing import Mixture, mixture
from titrate.search.varied_dose import VariedDose, varied_dose
from titrate.simulation import ORDER, Initial, Subject, subject_of
from titrate.timecourse import Array, frozen

_LEVELS, _FEWEST, _HALF = 41, 2, 0.5


def dose_map(
    drug: DrugModel,
    who: Patient | Population,
    regimen: Regimen,
    other: Regimen,
    *,
    daily_mg: Interval | None = None,
    daily_ug: Interval | None = None,
    levels: int | tuple[int, int] = _LEVELS,
    goals: Goals | None = None,
    initial: Initial = None,
    unusual_dose: bool = False,
) -> DoseMap:
    """Give two courses together, each in many amounts, and see who meets every goal.

    A single person, or few people at few pairs of doses, are worked out pair by pair. For many
    people the statistics are interpolated between Chebyshev points of both doses (square roots
    of their odds, which are nearly straight), and so is how far the people have got used to the
    drug by the last hours; some pairs are worked out besides, and points added
    until no share in them is off by more than a quarter over the root of the number of people,
    half of what chance does to a share. What was found is `DoseMap.off_by`.

    Parameters
    ----------
    drug : DrugModel
        Whose uptake does not depend on the dose.
    who : Patient or Population
    regimen, other : Regimen
        Two patterns by two doors, of one length; the daily amount of each is varied.
    daily_mg, daily_ug : (low, high), optional
        Daily amounts to look at, by the door that counts in that unit; from nothing to the
        highest usual one by default.
    levels : int or (int, int), default 41
        How many amounts of each.
    goals : Goals, optional
    initial : None, "adapted" or a result's final
        As for `simulate`.
    unusual_dose : bool
        Let doses outside the domain of a door pass.

    Returns
    -------
    DoseMap

    Raises
    ------
    InvalidValue
        If the two use the same door, last differently, or a range does not go with either.
    InvalidModel
        If uptake depends on the dose, so that amounts do not add up.
    InvalidGoal, UnusualDose
        As for `find_window`.

    Examples
    --------
    >>> import titrate as tt
    >>> drug, patient = tt.load_drug("baclofen"), tt.Patient(origin="ms")
    >>> tablets = tt.oral(dose_mg=10, every_h=8, days=3)
    >>> found = tt.dose_map(drug, patient, tablets, tt.pump(rate_ug_per_day=50, days=3), levels=11)
    >>> found.share_inside.shape
    (11, 11)
    """
    subject = subject_of(drug, who)
    for each in (regimen, other):
        require_regimen(each, ORDER)
    if abs(regimen.end_h - other.end_h) > 1e-6:
        raise InvalidValue(
            f"One course lasts {regimen.end_h:g} h and the other {other.end_h:g} h.",
            "Give both for the same days.",
        )
    if any(callable(entry.share) for entry in subject.model.entries):
        raise InvalidModel(
            f"In {drug.name} uptake depends on the dose, so two courses do not add up.",
            "Use find_window with family=, a function from a number to a regimen.",
        )
    wanted = goals_for(drug, goals, subject.endpoints)
    tasks = _tasks(subject, (regimen, other), daily_mg, daily_ug)
    notes = tuple(
        note
        for task in tasks
        for level in task.searched
        for note in checked_level(subject, task, level, unusual_dose)
    )
    x, y = (
        DoseAxis(frozen(np.linspace(*task.searched, count)), task.unit, task.route, task.words)
        for task, count in zip(tasks, _counts(levels), strict=True)
    )
    names = [goal.endpoint for goal in wanted.goals]
    units = tuple(task.at(1.0) for task in tasks)
    if len(subject.people) == 1:
        at = mixture(subject, units, wanted, initial)
        statistics = at(pairs_of(x.amounts, y.amounts))
        margins = wanted.margins(statistics).reshape(-1, len(x.amounts), len(y.amounts))
        met, off_by = np.stack([margins.min(axis=0), *margins]) >= 0, 0.0
        alone = _alone(at, wanted, (x, y))
    else:
        alone = {}
        met, off_by = shares_met(subject, units, x.amounts, y.amounts, wanted, initial)
        margins = met[1:] - _HALF
    met = frozen(met.astype(np.float64))
    always = met[1:].min(axis=(1, 2)) >= 1
    return DoseMap(
        x=x,
        y=y,
        share_inside=met[0],
        meets=dict(zip(names, met[1:], strict=True)),
        edges=dict(zip(names, frozen(margins), strict=True)),
        off_by=off_by,
        alone=alone,
        met_untreated=met_untreated(subject, wanted, always),
        goals=wanted,
        endpoints=goal_endpoints(subject, wanted),
        start=start_words(initial, regimen.end_h),
        who=subject.people,
        provenance=subject.provenance(tuple(dict.fromkeys(notes))),
    )


def _alone(
    at: Mixture, goals: Goals, axes: tuple[DoseAxis, DoseAxis]
) -> dict[str, tuple[Interval, ...]]:
    """Return by route where one person's goals all hold by that door alone, edges exact."""
    found: dict[str, tuple[Interval, ...]] = {}
    for k, (axis, beside) in enumerate(zip(axes, axes[::-1], strict=True)):
        if beside.amounts[0] == 0:
            levels = levels_over(float(axis.amounts[0]), float(axis.amounts[-1]))
            score = _by_one_door(at, goals, k)
            found[axis.route] = intervals_of(score, levels, score(levels))
    return found


def _by_one_door(at: Mixture, goals: Goals, k: int) -> Callable[[Array], Array]:
    """Return the least margin of one person as a function of the amounts of one course alone."""

    def score(amounts: Array) -> Array:
        pairs = np.zeros((2, len(amounts)))
        pairs[k] = amounts
        return goals.margins(at(pairs)).min(axis=0)[:, 0]

    return score


def _tasks(
    subject: Subject,
    regimens: tuple[Regimen, Regimen],
    daily_mg: Interval | None,
    daily_ug: Interval | None,
) -> tuple[VariedDose, VariedDose]:
    """Return what is varied of each course; a range goes to the door that counts in its unit."""
    ranges = {"mg": daily_mg, "ug": daily_ug}
    plain = [varied_dose(subject, each, None, None, None) for each in regimens]
    routes = [task.route for task in plain]
    if routes[0] == routes[1]:
        raise InvalidValue(f"Both courses go by {routes[0]}.", "Give one by mouth and one by pump.")
    units = [task.unit.removesuffix("/day") for task in plain]
    for unit, given in ranges.items():
        if given is not None and units.count(unit) != 1:
            raise InvalidValue(
                f"daily_{unit} is given, and the doors count in {units[0]} and {units[1]}.",
                "Give daily_mg for a door in mg and daily_ug for one in ug.",
            )
    asked = [
        (0.0, task.searched[1]) if ranges[unit] is None else ranges[unit]
        for unit, task in zip(units, plain, strict=True)
    ]
    first, second = (
        varied_dose(subject, each, None, *(span if u == unit else None for u in ranges))
        for each, unit, span in zip(regimens, units, asked, strict=True)
    )
    return first, second


def _counts(levels: Any) -> tuple[int, int]:
    pair = (levels, levels)
    if isinstance(levels, tuple | list):
        pair = require_pair("levels", levels, "Give one count, or two: levels=(41, 21).")
    for count in pair:
        whole = require_one("levels", count)
        if not isinstance(whole, int | np.integer) or isinstance(whole, bool) or whole < _FEWEST:
            raise InvalidValue(
                f"levels is {shown(levels)}.", f"Give whole numbers of at least {_FEWEST}."
            )
    return int(pair[0]), int(pair[1])
