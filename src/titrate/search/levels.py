"""What the goals see at any dose level, many levels at once.

The body is linear, so the concentration at a level is what was there before plus the level times
that of one unit a day. Kinetics are solved once; responses and adaptation, which are not linear,
are worked out at each level from these curves. Where doses do not add up that way (uptake that
depends on the dose, a family of regimens) each level is solved by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.dosing import Regimen
from titrate.errors import InvalidValue
from titrate.pd import Adaptation, Endpoint, Panels, with_read
from titrate.pk import Ode, Problem, State, steady_state
from titrate.search.goals import Goals
from titrate.search.statistics import statistic_of
from titrate.simulation import (
    Final,
    Initial,
    Subject,
    adaptation_courses,
    adaptations_of,
    looked_up,
    panels_over,
    require_initial,
    responses,
    settled_adaptation,
    settled_period,
    sites_of,
    start_of,
)
from titrate.timecourse import Array

# (levels,) -> (goals, levels, people)
AtLevels = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class _Span:
    """The nodes of a run, and which of them the goals look at."""

    panels: Panels
    last: Panels

    @staticmethod
    def of(problem: Problem, over_h: float) -> _Span:
        end = problem.end_h
        if over_h > end:
            raise InvalidValue(
                f"The goals look at the last {over_h:g} h and the regimen lasts {end:g} h.",
                "Give a longer regimen or a shorter over_h.",
            )
        last = panels_over(problem, end - over_h, end)
        if over_h == end:
            return _Span(last, last)
        early = panels_over(problem, 0.0, end - over_h)
        return _Span(Panels(np.concatenate([early.edges_h, last.edges_h[1:]])), last)

    def statistics(
        self,
        goals: Goals,
        endpoints: tuple[Endpoint, ...],
        adaptations: tuple[Adaptation, ...],
        concentration: Mapping[str, Array],
        start: Mapping[str, Array] | None,
    ) -> Array:
        """Return the statistic of each goal, (goals, ..., people).

        Parameters
        ----------
        goals : Goals
        endpoints : tuple of Endpoint
            Those of the goals, each after those that it reads.
        adaptations : tuple of Adaptation
        concentration : mapping of site to Array (..., people, nodes)
        start : mapping of adaptation to Array (..., people), or None
            How far each adaptation is at the beginning of the run.
        """
        level: dict[str, Array] = {}
        if adaptations:
            courses = adaptation_courses(adaptations, self.panels, concentration, start)
            level = courses.at_nodes(slice(-len(self.last.lengths_h), None))
        seen = slice(-len(self.last.nodes_h), None)
        there = {site: curve[..., seen] for site, curve in concentration.items()}
        found = responses(endpoints, there, level)
        better = {endpoint.name: endpoint.better for endpoint in endpoints}
        return np.stack(
            [
                statistic_of(g.statistic, better[g.endpoint], self.last, found[g.endpoint])
                for g in goals.goals
            ]
        )


def goal_endpoints(subject: Subject, goals: Goals) -> tuple[Endpoint, ...]:
    """Return the endpoints that the goals are about, each after those that it reads."""
    return with_read([goal.endpoint for goal in goals.goals], subject.endpoints)


def proportional(subject: Subject, unit: Regimen, goals: Goals, initial: Initial) -> AtLevels:
    """Return the statistics of the goals as a function of the dose level.

    Parameters
    ----------
    subject : Subject
        With kinetics that are proportional to the dose.
    unit : Regimen
        The pattern at one unit a day.
    goals : Goals
    initial : None, "adapted" or Final

    Returns
    -------
    callable
        From levels (levels,), or each person's own (levels, people), to statistics
        (goals, levels, people).
    """
    endpoints = goal_endpoints(subject, goals)
    adaptations = adaptations_of(endpoints)
    sites = tuple(dict.fromkeys((*sites_of(endpoints), *(a.site for a in adaptations))))
    require_initial(subject, initial, adaptations)
    settled = (
        steady_state(subject.model, unit, weight_kg=subject.weight_kg)
        if isinstance(initial, str)
        else None
    )
    problem = subject.given(unit, np.array([unit.end_h]), settled)
    span = _Span.of(problem, goals.over_h)
    per_unit = looked_up(problem, span.panels.nodes_h, sites, span.panels.before)
    background = dict.fromkeys(sites, 0.0)
    if isinstance(initial, Final):
        nothing = subject.given(unit.scaled(0), np.array([unit.end_h]), initial.state)
        background = looked_up(nothing, span.panels.nodes_h, sites, span.panels.before)
    first = _start(subject, adaptations, unit, initial, settled)

    def at(levels: Array) -> Array:
        up = _by_person(levels)
        there = {s: background[s] + up * per_unit[s] for s in sites}
        return span.statistics(goals, endpoints, adaptations, there, first(levels))

    return at


def one_by_one(
    subject: Subject,
    family: Callable[[float], Regimen],
    goals: Goals,
    initial: Initial,
    method: str | Ode,
) -> AtLevels:
    """Return the statistics of the goals at levels whose regimens are solved one by one.

    The arguments and the result are those of `proportional`; ``family`` gives the regimen of a
    level.
    """
    endpoints = goal_endpoints(subject, goals)
    adaptations = adaptations_of(endpoints)
    sites = tuple(dict.fromkeys((*sites_of(endpoints), *(a.site for a in adaptations))))

    def at_one(level: float) -> Array:
        regimen = family(float(level))
        start = start_of(subject, regimen, initial, adaptations)
        state = None if start is None else start.state
        problem = subject.given(regimen, np.array([regimen.end_h]), state, method)
        span = _Span.of(problem, goals.over_h)
        there = looked_up(problem, span.panels.nodes_h, sites, span.panels.before)
        first = None if start is None else start.adaptation
        return span.statistics(goals, endpoints, adaptations, there, first)

    return lambda levels: np.stack([at_one(level) for level in levels], axis=1)


def _start(
    subject: Subject,
    adaptations: Sequence[Adaptation],
    unit: Regimen,
    initial: Initial,
    settled: State | None,
) -> Callable[[Array], dict[str, Array] | None]:
    """Return where adaptation begins at each level, (levels, people); None if untreated."""
    if initial is None:
        return lambda levels: None  # noqa: ARG005
    if isinstance(initial, Final):
        held = initial.adaptation
        return lambda levels: {  # noqa: ARG005
            a.name: held[a.name][None] for a in adaptations
        }
    assert settled is not None
    period = settled_period(subject, unit, settled)
    panels = panels_over(period, 0.0, period.end_h)
    sites = tuple(dict.fromkeys(a.site for a in adaptations))
    per_unit = looked_up(period, panels.nodes_h, sites, panels.before)

    def at(levels: Array) -> dict[str, Array]:
        there = {s: _by_person(levels) * per_unit[s] for s in sites}
        return settled_adaptation(adaptations, panels, there)

    return at


def _by_person(levels: Array) -> Array:
    """Return levels ready to multiply curves (people, nodes)."""
    return (levels[:, None] if levels.ndim == 1 else levels)[..., None]
