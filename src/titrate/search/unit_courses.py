"""Courses at one unit a day: their problems, and what they bring to the sites."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from titrate.dosing import Regimen
from titrate.pd import Panels
from titrate.pk import Problem, cut_alike, repeated_pattern, steady_state
from titrate.search.goals import Goals
from titrate.search.spans import require_span
from titrate.simulation import Final, Initial, Subject, looked_up
from titrate.timecourse import Array


@dataclass(frozen=True, eq=False)
class Seen:
    """Concentrations of courses at one unit a day: site to (courses, people, nodes).

    ``before`` is what earlier runs left, site to (people, nodes); nothing where it is empty.
    """

    courses: dict[str, Array]
    before: dict[str, Array]

    def take(self, who: slice) -> Seen:
        """Return what is seen of some of the people."""
        return Seen(
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
class UnitCourses:
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

    def seen(self, panels: Panels, sites: Sequence[str]) -> Seen:
        """Return what is at sites at the nodes of some panels."""
        nodes = panels.nodes_h, tuple(sites), panels.before
        each = [looked_up(problem, *nodes) for problem in self.problems]
        before = {} if self.left is None else looked_up(self.left, *nodes)
        return Seen({site: np.stack([one[site] for one in each]) for site in sites}, before)


def unit_courses(
    subject: Subject, units: Sequence[Regimen], goals: Goals, initial: Initial
) -> UnitCourses:
    """Return the problems of courses at one unit a day, over the hours that matter to goals.

    Parameters
    ----------
    subject : Subject
        With kinetics that are proportional to the dose.
    units : sequence of Regimen
        Given together.
    goals : Goals
    initial : None, "adapted" or Final

    Raises
    ------
    InvalidValue
        If the goals look further back than the courses last.
    """
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
    if not isinstance(initial, Final):
        return UnitCourses(cut_alike(problems), None, length_h, period_h, skipped)
    left = subject.given(units[0].scaled(0), np.array([end]), initial.state)
    *problems, left = cut_alike([*problems, left])
    return UnitCourses(tuple(problems), left, length_h, period_h, skipped)
