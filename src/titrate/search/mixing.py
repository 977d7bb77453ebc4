"""Courses in any amounts, from each of them at one unit a day.

The body is linear, so the concentration is what was there before plus, for each course, its amount
times the concentration of one unit a day. Kinetics are solved once; responses and adaptation,
which are not linear, are worked out at each amount from these curves, some hundred people and
amounts at a time: what they need then stays in the processor's cache.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from titrate.dosing import Regimen
from titrate.pd import Adaptation, Panels
from titrate.pk import Problem, repeated_pattern, steady_state
from titrate.search.goals import Goals
from titrate.search.levels import needed_endpoints
from titrate.search.spans import Span, require_span
from titrate.simulation import (
    Final,
    Initial,
    Subject,
    adaptations_of,
    looked_up,
    panels_over,
    require_initial,
    settled_habit,
    shared,
    sites_of,
)
from titrate.timecourse import Array

# (courses, levels), or each person's own (courses, levels, people) -> (goals, levels, people)
AtAmounts = Callable[[Array], Array]

# So many people at so many amounts at a time, and the nodes of them all: as many as stay in the
# processor's cache.
_TOGETHER, _NODES_TOGETHER = 384, 200_000


@dataclass(frozen=True, eq=False)
class _Seen:
    """Concentrations of courses at one unit a day: site to (courses, people, nodes).

    ``before`` is what earlier runs left, site to (people, nodes); nothing where it is empty.
    """

    courses: dict[str, Array]
    before: dict[str, Array]

    def take(self, who: slice) -> _Seen:
        return _Seen(
            {site: curves[:, who] for site, curves in self.courses.items()},
            {site: curve[who] for site, curve in self.before.items()},
        )

    def mixed(self, amounts: Array) -> dict[str, Array]:
        """Return concentrations at amounts (courses, levels, people or 1).

        By site, (levels, people, nodes).
        """
        found: dict[str, Array] = {}
        for site, curves in self.courses.items():
            total = amounts[0][..., None] * curves[0]
            for amount, curve in zip(amounts[1:], curves[1:], strict=True):
                total += amount[..., None] * curve
            if site in self.before:
                total += self.before[site]
            found[site] = total
        return found


@dataclass(frozen=True, eq=False)
class _Run:
    """Problems of each course at one unit a day, over the hours that matter.

    ``skipped`` periods of a settled pattern lie between the start and the hours simulated: they
    change nothing but the drift. ``left`` is what an earlier run left behind.
    """

    problems: tuple[Problem, ...]
    left: Problem | None
    length_h: float
    period_h: float | None
    skipped: int

    @property
    def every(self) -> tuple[Problem, ...]:
        """All problems that are looked at together."""
        return self.problems if self.left is None else (*self.problems, self.left)

    @property
    def cuts_h(self) -> Array:
        """Where something begins or ends in any of them."""
        return np.unique(np.concatenate([problem.line.cuts_h for problem in self.every]))

    def seen(self, panels: Panels, sites: Sequence[str]) -> _Seen:
        """Return what is at sites at the nodes of some panels."""
        nodes = panels.nodes_h, tuple(sites), panels.before
        each = [looked_up(problem, *nodes) for problem in self.problems]
        before = {} if self.left is None else looked_up(self.left, *nodes)
        return _Seen({site: np.stack([one[site] for one in each]) for site in sites}, before)


def mixture(
    subject: Subject, units: Sequence[Regimen], goals: Goals, initial: Initial
) -> AtAmounts:
    """Return the statistics of the goals as a function of the amounts of some courses.

    Parameters
    ----------
    subject : Subject
        With kinetics that are proportional to the dose.
    units : sequence of Regimen
        The courses, given together, each at one unit a day.
    goals : Goals
    initial : None, "adapted" or Final

    Returns
    -------
    callable
        From amounts (courses, levels), or each person's own (courses, levels, people), to
        statistics (goals, levels, people).
    """
    adaptations = adaptations_of(needed_endpoints(subject, goals))
    require_initial(subject, initial, adaptations)
    run = _run_of(subject, units, goals, initial)
    span = Span.of(run.cuts_h, run.length_h, goals.over_h)
    driving = tuple(dict.fromkeys(a.site for a in adaptations))
    felt = sites_of(needed_endpoints(subject, goals))
    span = replace(span, panels=shared(span.panels, run.every, driving))
    drives, feels = run.seen(span.panels, driving), run.seen(span.last, felt)
    period = None
    if run.period_h is not None:
        panels = panels_over(run.cuts_h, 0.0, run.period_h)
        period = _Period(panels, run.seen(panels, driving), run.skipped)
    people = len(subject.people)
    most = max(_TOGETHER, _NODES_TOGETHER // len(span.panels.nodes_h))
    parts: list[tuple[slice, _Part]] = []
    for begin in range(0, people, most):
        who = slice(begin, min(begin + most, people))
        some = subject if who.stop - begin == people else subject.take(who)
        start = initial.adaptation if isinstance(initial, Final) else None
        if start is not None:
            start = {name: level[who] if len(level) > 1 else level for name, level in start.items()}
        here = None if period is None else replace(period, seen=period.seen.take(who))
        parts.append(
            (who, _Part(some, goals, span, drives.take(who), feels.take(who), start, here))
        )

    def at(amounts: Array) -> Array:
        each = amounts[..., None] if amounts.ndim == 2 else amounts
        found = np.empty((len(goals.goals), amounts.shape[1], people))
        for who, part in parts:
            together = max(1, most // (who.stop - who.start))
            for begin in range(0, amounts.shape[1], together):
                some = slice(begin, begin + together)
                own = each[:, some, who] if each.shape[2] > 1 else each[:, some]
                found[:, some, who] = part.statistics(own)
        return found

    return at


@dataclass(frozen=True, eq=False)
class _Period:
    """One period of a settled pattern, and how many of them are skipped."""

    panels: Panels
    seen: _Seen
    skipped: int

    def start(self, adaptations: Sequence[Adaptation], amounts: Array) -> dict[str, Array]:
        """Return where adaptation and drift begin, name to (levels, people)."""
        habit = settled_habit(adaptations, self.panels, self.seen.mixed(amounts))
        gained = habit.drift.end if habit.drift else {}
        return habit.start | {name: self.skipped * level for name, level in gained.items()}


@dataclass(frozen=True, eq=False)
class _Part:
    """Some hundred people, ready to be given any amounts."""

    subject: Subject
    goals: Goals
    span: Span
    driving: _Seen
    felt: _Seen
    initial: dict[str, Array] | None
    period: _Period | None

    def statistics(self, amounts: Array) -> Array:
        """Return the statistic of each goal, (goals, levels, people)."""
        endpoints = needed_endpoints(self.subject, self.goals)
        adaptations = adaptations_of(endpoints)
        start = self.initial
        if start is not None:
            start = {name: level[None] for name, level in start.items()}
        elif self.period is not None and adaptations:
            start = self.period.start(adaptations, amounts)
        driving, felt = self.driving.mixed(amounts), self.felt.mixed(amounts)
        return self.span.statistics(self.goals, endpoints, adaptations, driving, felt, start)


def _run_of(subject: Subject, units: Sequence[Regimen], goals: Goals, initial: Initial) -> _Run:
    together = reduce(lambda one, other: one + other, units)
    end = together.end_h
    require_span(end, goals.over_h)
    period_h, skipped, length_h = None, 0, end
    if isinstance(initial, str):
        pattern = repeated_pattern(together)
        period_h = pattern.period_h
        if pattern.throughout:
            # Nothing changes from period to period but the drift: the last ones are enough.
            whole = math.ceil(goals.over_h / period_h - 1e-9)
            skipped = max(0, round(end / period_h) - whole)
            length_h = end - skipped * period_h
    problems: list[Problem] = []
    for unit in units:
        state = None
        if isinstance(initial, str):
            state = steady_state(subject.model, unit, weight_kg=subject.weight_kg)
        problem = subject.given(unit, np.array([end]), state)
        problems.append(replace(problem, end_h=length_h))
    left = None
    if isinstance(initial, Final):
        left = subject.given(units[0].scaled(0), np.array([end]), initial.state)
    return _Run(tuple(problems), left, length_h, period_h, skipped)
