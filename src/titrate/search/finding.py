"""The verb `find_window`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from titrate import units
from titrate.dosing import Regimen
from titrate.errors import InvalidValue, require_between, require_not_negative
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.pk import Ode
from titrate.search.goals import Goals
from titrate.search.intervals import Interval, intervals_of, levels_over, ranked
from titrate.search.levels import AtLevels, goal_endpoints, one_by_one, proportional
from titrate.search.openings import openings
from titrate.search.window import DoseWindow, chosen_interval
from titrate.simulation import ORDER, Final, Initial, Subject, subject_of
from titrate.timecourse import Array, frozen

Family = Callable[[float], Regimen]
_HALF = 0.5
_DAY_H = 24.0


def find_window(
    drug: DrugModel,
    who: Patient | Population,
    regimen: Regimen | None = None,
    *,
    daily_mg: Interval | None = None,
    daily_ug: Interval | None = None,
    goals: Goals | None = None,
    initial: Initial = None,
    family: Family | None = None,
    share: float = _HALF,
    method: str | Ode = "exact",
    unusual_dose: bool = False,
) -> DoseWindow:
    """Find the doses at which every goal holds, and what sets the ends.

    Parameters
    ----------
    drug : DrugModel
    who : Patient or Population
    regimen : Regimen
        The pattern; its daily amount is what is varied.
    daily_mg, daily_ug : (float, float), optional
        Range of daily amounts to search; by default what is usual for the door.
    goals : Goals, optional
        By default those of ``params/goals.toml``, a choice.
    initial : None, "adapted" or a result's final
        Never treated; long settled on each dose; or where an earlier run ended.
    family : callable, optional
        Regimen of a number, instead of a pattern to scale; needs a range, and the number is in
        the unit of the range.
    share : float, default 0.5
        Of a population a dose is inside when at least this share of its people are.
    method : {"exact", "ode"} or Ode
    unusual_dose : bool
        Let doses outside the domain of the door pass.

    Returns
    -------
    DoseWindow
        An empty window is an answer: its ``why()`` says what stands in the way.

    Raises
    ------
    InvalidValue
        If the range is upside down, the regimen gives nothing to scale or uses several doors, or
        the goals look further back than the regimen lasts.
    InvalidGoal
        If a goal cannot be missed or cannot be met by definition, or there is no endpoint for it.
    UnusualDose
        If the range leaves the domain of the door.

    Examples
    --------
    >>> import titrate as tt
    >>> drug = tt.load_drug("baclofen")
    >>> patient = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
    >>> window = tt.find_window(drug, patient, tt.oral(dose_mg=10, every_h=8, days=14))
    >>> window.is_empty, window.limited_by["low"]
    (False, 'relief_legs')
    """
    subject = subject_of(drug, who)
    wanted = Goals() if goals is None else goals
    if not isinstance(wanted, Goals):
        raise InvalidValue(f"goals is {goals!r}.", "Give Goals(at_least=..., at_most=...).")
    wanted.require_for(subject.endpoints)
    task = _task(subject, regimen, family, daily_mg, daily_ug)
    notes: tuple[str, ...] = ()
    for level in task.searched:
        notes += drug.check(task.at(level), weight_kg=subject.weight_kg, unusual_dose=unusual_dose)
    require_between("share", share, 1 / len(subject.people) if len(subject.people) > 1 else 0, 1)
    at = _statistics(subject, task, wanted, initial, method)
    enough = max(1, math.ceil(share * len(subject.people) - 1e-9))

    def margins(levels: Array) -> Array:
        seen = at(levels)
        return np.stack([goal.margin(s) for goal, s in zip(wanted.goals, seen, strict=True)])

    def score(levels: Array) -> Array:
        return ranked(margins(levels).min(axis=0), enough)

    levels = levels_over(*task.searched)
    statistics = at(levels)
    scanned = np.stack([g.margin(s) for g, s in zip(wanted.goals, statistics, strict=True)])
    intervals = intervals_of(score, levels, ranked(scanned.min(axis=0), enough))
    best = _best(score, intervals, task.step)
    by_goal = np.stack([ranked(margin, enough) for margin in scanned])
    chosen = chosen_interval(intervals, best)
    names = [goal.endpoint for goal in wanted.goals]
    return DoseWindow(
        intervals=intervals,
        best=best,
        unit=task.unit,
        step=task.step,
        searched=task.searched,
        limited_by=_limits(margins, enough, names, chosen, task.searched),
        levels=frozen(levels),
        statistics={
            n: frozen(np.median(s, axis=-1)) for n, s in zip(names, statistics, strict=True)
        },
        margins=frozen(by_goal),
        opens_at={} if intervals else openings(wanted, at, levels, statistics, enough),
        goals=wanted,
        endpoints=goal_endpoints(subject, wanted),
        route=task.route,
        pattern=task.words,
        start=_start_words(initial, task.at(task.searched[1]).end_h),
        who=subject.people,
        provenance=subject.provenance(tuple(dict.fromkeys(notes))),
    )


@dataclass(frozen=True, eq=False)
class _Task:
    """What is varied: from a daily amount to a regimen."""

    at: Family
    route: str
    unit: str
    searched: Interval
    step: float
    words: str
    scalable: bool


def _task(
    subject: Subject,
    regimen: Regimen | None,
    family: Family | None,
    daily_mg: Interval | None,
    daily_ug: Interval | None,
) -> _Task:
    if (regimen is None) == (family is None):
        raise InvalidValue(
            "find_window needs a regimen whose daily amount it varies, or a family of regimens.",
            "Give one of them.",
        )
    if daily_mg is not None and daily_ug is not None:
        raise InvalidValue("A range is given in mg and in ug.", "Give one of them.")
    asked = daily_mg if daily_ug is None else daily_ug
    if family is not None:
        if not callable(family):
            raise InvalidValue(
                f"family is {family!r}.", "Give a function from a number to a regimen."
            )
        if asked is None:
            raise InvalidValue("A family has no usual range.", "Give daily_mg or daily_ug.")
        unit = "mg" if daily_ug is None else "ug"
        searched = _range(asked)
        example = _member(family, searched[1])
        route = example.daily_parts[0].route if example.daily_parts else ""
        step = _door_step(subject.drug, route, unit, example)
        at = lambda level: _member(family, level)  # noqa: E731
        return _Task(at, route, f"{unit}/day", searched, step, "a family of regimens", False)
    assert regimen is not None
    if not isinstance(regimen, Regimen):
        raise InvalidValue(f"regimen is {regimen!r}.", ORDER)
    routes = {part.route for part in regimen.daily_parts}
    if len(routes) != 1:
        raise InvalidValue(
            f"The regimen uses several doors: {', '.join(sorted(routes))}.",
            "Say what is varied with family=, a function from a number to a regimen.",
        )
    route = routes.pop()
    subject.drug.check(regimen.scaled(0), weight_kg=subject.weight_kg)
    door = subject.drug.doors[route]
    if asked is not None and (door.unit == "mg") != (daily_ug is None):
        raise InvalidValue(
            f"The range is given in {'mg' if daily_ug is None else 'ug'} and the door in "
            f"{door.unit}.",
            f"Give daily_{door.unit}.",
        )
    single = len(regimen.daily_parts) == 1 and regimen.repeating is None
    usual = (door.usual_per_dose if single else None) or door.usual_per_day
    searched = _range(usual if asked is None else asked)
    per_day = _per_day(subject, regimen, door.unit)
    step = _door_step(subject.drug, route, door.unit, regimen)

    def at_level(level: float) -> Regimen:
        return regimen.scaled(level / per_day)

    return _Task(at_level, route, f"{door.unit}/day", searched, step, str(regimen), True)


def _statistics(
    subject: Subject, task: _Task, goals: Goals, initial: Initial, method: str | Ode
) -> AtLevels:
    uptake_varies = any(callable(entry.share) for entry in subject.model.entries)
    if task.scalable and not uptake_varies and method == "exact":
        return proportional(subject, task.at(1.0), goals, initial)
    return one_by_one(subject, task.at, goals, initial, method)


def _member(family: Family, level: float) -> Regimen:
    regimen = family(float(level))
    if not isinstance(regimen, Regimen):
        raise InvalidValue(
            f"The family returned {regimen!r} for {level:g}.", "It must return a Regimen."
        )
    return regimen


def _range(asked: Interval | None) -> Interval:
    if asked is None:
        raise InvalidValue("The door has no usual range.", "Give daily_mg or daily_ug.")
    if not isinstance(asked, tuple | list) or len(asked) != 2:
        raise InvalidValue(f"The range is {asked!r}.", "Give (low, high).")
    low, high = (float(require_not_negative("the range", end)) for end in asked)
    if low >= high:
        raise InvalidValue(f"The range runs from {low:g} to {high:g}.", "Give the lower end first.")
    return low, high


def _per_day(subject: Subject, regimen: Regimen, unit: str) -> float:
    """Return the daily amount of a regimen: one course's mean, else the last day's."""
    weights = subject.weight_kg
    parts = regimen.daily_parts
    if any(part.per_kg for part in parts) and len(subject.people) > 1:
        raise InvalidValue(
            "Doses per kg give every person of a population another daily amount.",
            "Use family= to say what is varied.",
        )
    if len(parts) == 1:
        weight = 1.0 if not parts[0].per_kg or weights is None else float(weights[0])
        amount = parts[0].amount_per_day_ug * weight
    else:
        doses = regimen.doses
        each = doses.amounts_for(weights)[0]
        ends = doses.time_h + np.maximum(doses.duration_h, 1e-9)
        since = np.maximum(doses.time_h, regimen.end_h - _DAY_H)
        amount = float(np.sum(each * np.clip((ends - since) / (ends - doses.time_h), 0.0, 1.0)))
    if amount <= 0:
        raise InvalidValue(
            f"The regimen gives nothing: {regimen}.", "Give a pattern with a dose above 0."
        )
    return units.convert(amount, "ug", unit)


def _door_step(drug: DrugModel, route: str, unit: str, regimen: Regimen) -> float:
    """Return the difference between two daily amounts that the door's step allows."""
    if route not in drug.doors:
        return 0.0
    door = drug.doors[route]
    part = regimen.daily_parts[-1]
    times = 1.0
    if part.amount_ug is not None and part.amount_ug > 0:
        times = part.amount_per_day_ug / part.amount_ug
    return units.convert(door.step * times, door.unit, unit)


def _best(
    score: Callable[[Array], Array], intervals: tuple[Interval, ...], step: float
) -> float | None:
    if step <= 0:
        return None
    inside = [
        k * step
        for low, high in intervals
        for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        if k > 0
    ]
    if not inside:
        return None
    # argmax takes the first of equals: ties go to the lower dose.
    return float(inside[int(np.argmax(score(np.array(inside))))])


def _limits(
    margins: Callable[[Array], Array],
    enough: int,
    names: list[str],
    chosen: Interval | None,
    searched: Interval,
) -> dict[str, str]:
    """Return which goal sets each edge: the one with the least margin there."""
    if chosen is None:
        return {}
    found: dict[str, str] = {}
    at_edges = margins(np.array(chosen))
    for i, (side, edge) in enumerate(zip(("low", "high"), chosen, strict=True)):
        if edge == searched[i]:
            found[side] = "range"
        else:
            each = [float(ranked(margin[i : i + 1], enough)[0]) for margin in at_edges]
            found[side] = names[int(np.argmin(each))]
    return found


def _start_words(initial: Initial, lasts_h: float) -> str:
    if initial == "adapted":
        return "adapted"
    days = lasts_h / _DAY_H
    span = f"after {days:g} day{'' if days == 1 else 's'}"
    return f"{span} more" if isinstance(initial, Final) else span
