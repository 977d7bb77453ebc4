"""What the goals see at any dose level.

Where doses do not add up (uptake that depends on the dose, a family of regimens) each level is
solved by itself; where they do, `titrate.search.mixing` solves the kinetics once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from titrate.dosing import Regimen
from titrate.pd import Endpoint, widest_h, with_read
from titrate.pk import Ode
from titrate.search.goals import Goals
from titrate.search.spans import Span
from titrate.simulation import (
    Initial,
    Subject,
    adaptations_of,
    looked_up,
    shared,
    sites_of,
    start_of,
)
from titrate.timecourse import Array

# (levels,) -> (goals, levels, people)
AtLevels = Callable[[Array], Array]


def goal_endpoints(subject: Subject, goals: Goals) -> tuple[Endpoint, ...]:
    """Return the endpoints that the goals are about, in the order of the goals."""
    by_name = {endpoint.name: endpoint for endpoint in subject.endpoints}
    return tuple(by_name[goal.endpoint] for goal in goals.goals)


def needed_endpoints(subject: Subject, goals: Goals) -> tuple[Endpoint, ...]:
    """Return the endpoints that the goals are about, each after those that it reads."""
    return with_read([goal.endpoint for goal in goals.goals], subject.endpoints)


def one_by_one(
    subject: Subject,
    family: Callable[[float], Regimen],
    goals: Goals,
    initial: Initial,
    method: str | Ode,
) -> AtLevels:
    """Return the statistics of the goals at levels whose regimens are solved one by one.

    Parameters
    ----------
    subject : Subject
    family : callable
        From a level to its regimen.
    goals : Goals
    initial : None, "adapted" or Final
    method : {"exact", "ode"} or Ode

    Returns
    -------
    callable
        From levels (levels,) to statistics (goals, levels, people).
    """
    endpoints = needed_endpoints(subject, goals)
    adaptations = adaptations_of(endpoints)
    sites = sites_of(endpoints)
    driven = tuple(dict.fromkeys(a.site for a in adaptations))

    def at_one(level: float) -> Array:
        regimen = family(float(level))
        start = start_of(subject, regimen, initial, adaptations)
        state = None if start is None else start.state
        problem = subject.given(regimen, np.array([regimen.end_h]), state, method)
        span = Span.of(problem.line.cuts_h, problem.end_h, goals.over_h, widest_h(adaptations))
        span = replace(span, panels=shared(span.panels, [problem], driven))
        driving = looked_up(problem, span.panels.nodes_h, driven, span.panels.before)
        felt = looked_up(problem, span.last.nodes_h, sites, span.last.before)
        first = None if start is None else start.adaptation
        return span.statistics(goals, endpoints, adaptations, driving, felt, first)

    return lambda levels: np.stack([at_one(level) for level in levels], axis=1)
