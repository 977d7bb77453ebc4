"""Courses in any amounts, from each of them at one unit a day.

The body is linear, so the concentration is what was there before plus, for each course, its amount
times the concentration of one unit a day. Kinetics are solved once; responses and adaptation,
which are not linear, are worked out at each amount from these curves, some hundred people and
amounts at a time: what they need then stays in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from titrate.dosing import Regimen
from titrate.pd import Adaptation, AnyAdaptation, Endpoint, Panels, widest_h
from titrate.search.goals import Goals
from titrate.search.levels import needed_endpoints
from titrate.search.spans import Span
from titrate.search.unit_courses import Seen, unit_courses
from titrate.simulation import (
    Final,
    Initial,
    Subject,
    adaptations_of,
    panels_over,
    require_initial,
    settled_habit,
    shared,
    sites_of,
)
from titrate.timecourse import Array

# (courses, levels), or each person's own (courses, levels, people) -> (goals, levels, people)
AtAmounts = Callable[[Array], Array]
ByName = Mapping[str, Array]

# So many people at so many amounts at a time, and the nodes of them all: as many as stay in the
# processor's cache.
_TOGETHER, _NODES_TOGETHER = 384, 200_000


def mixture(subject: Subject, units: Sequence[Regimen], goals: Goals, initial: Initial) -> Mixture:
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
    Mixture
        Called with amounts (courses, levels), or each person's own (courses, levels, people), it
        returns statistics (goals, levels, people).
    """
    adaptations = adaptations_of(needed_endpoints(subject, goals))
    require_initial(subject, initial, adaptations)
    run = unit_courses(subject, units, goals, initial)
    span = Span.of(run.cuts_h, run.length_h, goals.over_h, widest_h(adaptations))
    driving = tuple(dict.fromkeys(a.site for a in adaptations))
    felt = sites_of(needed_endpoints(subject, goals))
    span = replace(span, panels=shared(span.panels, run.every, driving))
    last = run.seen(span.last, tuple(dict.fromkeys((*felt, *driving))))
    drives = run.seen(span.panels, driving)
    period = None
    if run.period_h is not None:
        panels = panels_over(run.cuts_h, 0.0, run.period_h)
        period = _Period(panels, run.seen(panels, driving), run.skipped)
    people = len(subject.people)
    most = _together(span.panels)
    parts: list[tuple[slice, _Part]] = []
    for begin in range(0, people, most):
        who = slice(begin, min(begin + most, people))
        some = subject if who.stop - begin == people else subject.take(who)
        start = initial.adaptation if isinstance(initial, Final) else None
        if start is not None:
            start = {name: level[who] if len(level) > 1 else level for name, level in start.items()}
        here = None if period is None else replace(period, seen=period.seen.take(who))
        one = _Part(some, goals, span, drives.take(who), last.take(who), start, here)
        parts.append((who, one))
    return Mixture(tuple(parts), len(goals.goals), people, most, _together(span.last))


def _together(panels: Panels) -> int:
    """Return how many people and amounts are looked at over some panels at a time."""
    return max(_TOGETHER, _NODES_TOGETHER // len(panels.nodes_h))


@dataclass(frozen=True, eq=False)
class Mixture:
    """Courses that can be given in any amounts, some hundred people and amounts at a time.

    Amounts are (courses, levels), or each person's own (courses, levels, people).
    """

    _parts: tuple[tuple[slice, _Part], ...]
    _goals: int
    _people: int
    _most: int
    _most_after: int

    def __call__(self, amounts: Array) -> Array:
        """Return the statistics of the goals, (goals, levels, people)."""
        found = np.empty((self._goals, amounts.shape[1], self._people))
        for some, who, part, own in self._some(amounts, self._most):
            found[:, some, who] = part.statistics(own)
        return found

    @property
    def is_smooth(self) -> bool:
        """Whether habits are smooth in the amounts, and what drives them has an inverse.

        Not where people begin at the end of an earlier run, nor by an equation of one's own.
        """
        return all(part.is_smooth for _, part in self._parts)

    @property
    def has_a_past(self) -> bool:
        """Whether people get used to the drug long before the hours that goals look at."""
        return any(part.has_a_past for _, part in self._parts)

    def habits(self, amounts: Array) -> dict[str, Array]:
        """Return how far people have got used to the drug before the hours that goals look at.

        By name of the adaptation, or of its drift: (levels, people). Nothing where nothing adapts.
        """
        found: dict[str, Array] = {}
        for some, who, part, own in self._some(amounts, self._most):
            for name, level in part.habits(own).items():
                whole = found.setdefault(name, np.empty((amounts.shape[1], self._people)))
                whole[some, who] = level
        return found

    def fullest(self) -> dict[str, tuple[Array, Array]]:
        """Return how far `habits` could go at most, and the slope of what drives them.

        By name, two arrays (people,): the level under a drive that is complete throughout, and
        the Hill exponent of the drive.
        """
        found: dict[str, tuple[Array, Array]] = {}
        for who, part in self._parts:
            for name, ends in part.fullest().items():
                whole = found.setdefault(name, (np.empty(self._people), np.empty(self._people)))
                for values, end in zip(whole, ends, strict=True):
                    values[who] = end
        return found

    def after(self, habits: Mapping[str, Array], amounts: Array) -> Array:
        """Return the statistics of the goals where `habits` are known, (goals, levels, people)."""
        found = np.empty((self._goals, amounts.shape[1], self._people))
        for some, who, part, own in self._some(amounts, self._most_after):
            start = {name: level[some, who] for name, level in habits.items()}
            found[:, some, who] = part.after(start, own)
        return found

    def _some(self, amounts: Array, most: int) -> Iterator[tuple[slice, slice, _Part, Array]]:
        """Yield some levels, some people, these people, and their amounts, ``most`` at a time."""
        each = amounts[..., None] if amounts.ndim == 2 else amounts
        for who, part in self._parts:
            together = max(1, most // (who.stop - who.start))
            for begin in range(0, amounts.shape[1], together):
                some = slice(begin, min(begin + together, amounts.shape[1]))
                yield some, who, part, each[:, some, who] if each.shape[2] > 1 else each[:, some]


@dataclass(frozen=True, eq=False)
class _Period:
    """One period of a settled pattern, and how many of them are skipped."""

    panels: Panels
    seen: Seen
    skipped: int

    def start(self, adaptations: Sequence[AnyAdaptation], amounts: Array) -> dict[str, Array]:
        """Return where adaptation and drift begin, name to (levels, people)."""
        return self._from(adaptations, self.seen.mixed(amounts))

    def fullest(self, adaptations: Sequence[AnyAdaptation]) -> dict[str, Array]:
        """Return where they begin at most, name to (1, people)."""
        everywhere = {
            site: np.full((1, *curves.shape[1:]), np.inf)
            for site, curves in self.seen.courses.items()
        }
        return self._from(adaptations, everywhere)

    def _from(self, adaptations: Sequence[AnyAdaptation], driving: ByName) -> dict[str, Array]:
        habit = settled_habit(adaptations, self.panels, driving)
        gained = habit.drift.end if habit.drift else {}
        return habit.start | {name: self.skipped * level for name, level in gained.items()}


@dataclass(frozen=True, eq=False)
class _Part:
    """Some hundred people, ready to be given any amounts.

    ``driving`` is seen over all panels, ``last`` over those that the goals look at.
    """

    subject: Subject
    goals: Goals
    span: Span
    driving: Seen
    last: Seen
    initial: dict[str, Array] | None
    period: _Period | None

    @cached_property
    def _endpoints(self) -> tuple[Endpoint, ...]:
        return needed_endpoints(self.subject, self.goals)

    @cached_property
    def _adaptations(self) -> tuple[AnyAdaptation, ...]:
        return adaptations_of(self._endpoints)

    @property
    def is_smooth(self) -> bool:
        """Whether they begin without a habit or settled, and adapt by a sigmoid drive."""
        gradual = all(isinstance(each, Adaptation) for each in self._adaptations)
        return self.initial is None and gradual

    @property
    def has_a_past(self) -> bool:
        """Whether they get used to the drug long before the hours that goals look at."""
        days = len(self.span.panels.nodes_h) > 2 * len(self.span.last.nodes_h)
        return bool(self._adaptations) and (days or self.period is not None)

    def statistics(self, amounts: Array) -> Array:
        """Return the statistic of each goal, (goals, levels, people)."""
        driving = self.driving.mixed(amounts) if self._adaptations else {}
        return self._held(self.span, driving, self.last.mixed(amounts), self._start(amounts))

    def after(self, habits: ByName, amounts: Array) -> Array:
        """Return the statistic of each goal from where the last hours begin."""
        last = self.last.mixed(amounts)
        return self._held(self.span.end, last, last, habits)

    def habits(self, amounts: Array) -> dict[str, Array]:
        """Return how far people are where the last hours begin, name to (levels, people)."""
        if not self._adaptations:
            return {}
        driving = self.driving.mixed(amounts)
        return self.span.before_last(self._adaptations, driving, self._start(amounts))

    def fullest(self) -> dict[str, tuple[Array, Array]]:
        """Return how far at most, and the slope of the drive: name to two arrays (people,)."""
        if not self._adaptations:
            return {}
        everywhere = {
            site: np.full((1, *curves.shape[1:]), np.inf)
            for site, curves in self.driving.courses.items()
        }
        start = self._begun()
        if self.period is not None:
            start = self.period.fullest(self._adaptations)
        found = self.span.before_last(self._adaptations, everywhere, start)
        gradual = [a for a in self._adaptations if isinstance(a, Adaptation)]
        slopes = {name: a.slope for a in gradual for name in a.course_names}
        people = len(self.subject.people)
        return {
            name: (level[0], np.broadcast_to(slopes[name], people)) for name, level in found.items()
        }

    def _held(self, span: Span, driving: ByName, felt: ByName, start: ByName | None) -> Array:
        return span.statistics(self.goals, self._endpoints, self._adaptations, driving, felt, start)

    def _start(self, amounts: Array) -> dict[str, Array] | None:
        """Return where adaptation and drift begin, name to (levels or 1, people)."""
        if self.period is not None and self._adaptations:
            return self.period.start(self._adaptations, amounts)
        return self._begun()

    def _begun(self) -> dict[str, Array] | None:
        """Return where an earlier run ended, name to (1, people)."""
        if self.initial is None:
            return None
        return {name: level[None] for name, level in self.initial.items()}
