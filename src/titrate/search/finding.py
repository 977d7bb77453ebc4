"""The verb `find_window`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from titrate.dosing import Regimen, prescription
from titrate.errors import require_between, require_one
from titrate.model import DrugModel
from titrate.patients import Patient, Population, Seed
from titrate.pk import Ode, require_method
from titrate.search.asked import checked_level, goals_for
from titrate.search.family import DAY_H
from titrate.search.goals import Goals
from titrate.search.intervals import (
    Interval,
    chosen_interval,
    highest_near,
    intervals_of,
    levels_over,
    ranked,
)
from titrate.search.levels import goal_endpoints
from titrate.search.met_untreated import met_untreated
from titrate.search.openings import openings
from titrate.search.question import Question
from titrate.search.uncertain_window import require_uncertainty, uncertainty_of
from titrate.search.varied_dose import Family, VariedDose
from titrate.search.window import DoseWindow
from titrate.simulation import Final, Initial, Subject, subject_of
from titrate.timecourse import Array, frozen

_HALF = 0.5
# Scores as near as this are equal.
_EQUAL = 1e-9
# Multiples of a step that was counted from a pattern carry its round-off.
_DECIMALS = 9
# A dose is just outside an edge at this share of it: edges are found more closely than that.
_OUTSIDE = 1e-5


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
    uncertainty: int | None = None,
    seed: Seed | None = None,
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
        the unit of the range. Where it is not the daily amount, ``why()`` says what is given, and
        no dose is best on a step.
    share : float, default 0.5
        Of a population a dose is inside when at least this share of its people are.
    method : {"exact", "ode"} or Ode
    unusual_dose : bool
        Let doses outside the domain of the door pass.
    uncertainty : int, optional
        How many sets of the drug's numbers to draw from what is known of each; the window then
        also says between what its edges lie and how likely there is none. Of one patient only:
        this is how well the model is known, not how people differ.
    seed : int, numpy SeedSequence or Generator
        Required with ``uncertainty``.

    Returns
    -------
    DoseWindow
        An empty window is an answer: its ``why()`` says what stands in the way.

    Raises
    ------
    InvalidValue
        If the range is upside down, the regimen gives nothing to scale or uses several doors, or
        the goals look further back than the regimen lasts. If ``uncertainty`` has no seed, is too
        small, or is asked of a population or of a family.
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
    require_method(method)
    wanted = goals_for(drug, goals, subject.endpoints)
    ranges = daily_mg, daily_ug
    question = Question(drug, who, regimen, family, *ranges, wanted, initial, method, share)
    require_uncertainty(subject, question, uncertainty, seed)
    task = question.task(subject)
    notes: tuple[str, ...] = ()
    for level in task.searched:
        notes += checked_level(subject, task, level, unusual_dose)
    require_one("share", share)
    require_between("share", share, 1 / len(subject.people) if len(subject.people) > 1 else 0, 1)
    enough = max(1, math.ceil(share * len(subject.people) - 1e-9))
    window = _window(question, subject, task, enough, tuple(dict.fromkeys(notes)))
    if uncertainty is not None:
        found = uncertainty_of(question, window.levels, uncertainty, seed)
        window = replace(window, uncertainty=found)
    return (
        window
        if not window.is_empty
        else replace(window, elsewhere=_elsewhere(question, subject, task, enough))
    )


def _elsewhere(
    question: Question, subject: Subject, task: VariedDose, enough: int
) -> tuple[DoseWindow, ...]:
    """Return the windows of the drug's other doors, each by the door's own pattern."""
    usual = replace(question, family=None, daily_mg=None, daily_ug=None, method="exact")
    others = [
        replace(usual, regimen=prescription(door.pattern))
        for route, door in question.drug.doors.items()
        if door.pattern and route != task.route
    ]
    return tuple(_window(other, subject, other.task(subject), enough, ()) for other in others)


def _window(
    question: Question, subject: Subject, task: VariedDose, enough: int, notes: tuple[str, ...]
) -> DoseWindow:
    goals = question.goals
    at, exactly = question.at_many(subject, task)

    def margins(levels: Array) -> Array:
        return goals.margins(at(levels))

    def score(levels: Array) -> Array:
        return ranked(margins(levels).min(axis=0), enough)

    def exact(levels: Array) -> Array:
        return ranked(goals.margins(exactly(levels)).min(axis=0), enough)

    refine = None if exactly is at else exact

    levels = levels_over(*task.searched)
    statistics = at(levels)
    scanned = goals.margins(statistics)
    least = ranked(scanned.min(axis=0), enough)
    intervals = intervals_of(score, levels, least, highest_near(scanned, enough), refine)
    best = _best(score, intervals, task.step)
    chosen = chosen_interval(intervals, best)
    alone = subject.people.alone
    names = [goal.endpoint for goal in goals.goals]
    limits = _limits(margins, names, chosen, task.searched)
    return DoseWindow(
        intervals=intervals,
        best=best,
        unit=task.unit,
        step=task.step,
        searched=task.searched,
        limited_by={side: name for side, (name, _) in limits.items()},
        missed={} if alone else {side: share for side, (_, share) in limits.items()},
        levels=frozen(levels),
        statistics={
            n: frozen(np.median(s, axis=-1)) for n, s in zip(names, statistics, strict=True)
        },
        margins=frozen(np.stack([ranked(margin, enough) for margin in scanned])),
        share_inside=frozen((scanned.min(axis=0) >= 0).mean(axis=-1)),
        opens_at={} if intervals else openings(goals, at, levels, statistics, enough),
        goals=goals,
        endpoints=goal_endpoints(subject, goals),
        route=task.route,
        pattern=task.words,
        start=start_words(question.initial, task.at(task.searched[1]).end_h),
        who=subject.people,
        provenance=subject.provenance(notes),
        question=question,
        met_untreated=met_untreated(subject, goals, scanned.min(axis=(1, 2)) >= 0),
    )


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
    scores = score(np.array(inside))
    # The first of equals: ties go to the lower dose.
    return round(inside[int(np.argmax(scores >= scores.max() - _EQUAL))], _DECIMALS)


def _limits(
    margins: Callable[[Array], Array],
    names: list[str],
    chosen: Interval | None,
    searched: Interval,
) -> dict[str, tuple[str, float]]:
    """Return which goal sets each edge, and the share of the people who miss it just outside.

    The goal that more people miss there than in the middle of the window, by most; of equals, the
    one with the least margin.
    """
    if chosen is None:
        return {}
    found: dict[str, tuple[str, float]] = {}
    # At the edge itself, whoever sets it still meets every goal.
    outside = np.array(chosen) * (1 + _OUTSIDE * np.array([-1, 1]))
    looked_at = margins(np.append(np.clip(outside, *searched), sum(chosen) / 2))
    missed = (looked_at < 0).mean(axis=-1)
    for i, (side, edge) in enumerate(zip(("low", "high"), chosen, strict=True)):
        if edge == searched[i]:
            found[side] = "range", 0.0
        else:
            more = missed[:, i] - missed[:, -1]
            most = np.lexsort((looked_at[:, i].min(axis=-1), -more))[0]
            found[side] = names[most], float(missed[most, i])
    return found


def start_words(initial: Initial, lasts_h: float) -> str:
    """Return what body a search began in, in words."""
    if initial == "adapted":
        return "adapted"
    days = lasts_h / DAY_H
    span = f"after {days:g} day{'' if days == 1 else 's'}"
    return f"{span} more" if isinstance(initial, Final) else span
