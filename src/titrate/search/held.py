"""What people feel where one concentration is held everywhere: none, or more than any body holds.

Nobody has got used to it: without the drug there is nothing to get used to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from titrate.errors import InvalidValue
from titrate.search.goals import Goals
from titrate.search.levels import needed_endpoints
from titrate.simulation import Subject, adaptations_of, responses, sites_of
from titrate.timecourse import Array


def held_at(
    subject: Subject, goals: Goals, concentrations_ug_per_L: Sequence[float]
) -> dict[str, Array]:
    """Return each goal's endpoint at each concentration, (people, concentrations).

    Nothing where a curve is not defined there.
    """
    endpoints = needed_endpoints(subject, goals)
    level = np.tile(np.asarray(concentrations_ug_per_L, float), (len(subject.people), 1))
    none = np.zeros_like(level)
    habits = {name: none for a in adaptations_of(endpoints) for name in a.course_names}
    try:
        with np.errstate(all="ignore"):
            found = responses(endpoints, dict.fromkeys(sites_of(endpoints), level), habits)
    except InvalidValue:  # a curve need not be defined where there is no drug, or so much
        return {}
    return {goal.endpoint: found[goal.endpoint] for goal in goals.goals}


def untreated(subject: Subject, goals: Goals) -> Mapping[str, float]:
    """Return each goal's endpoint without the drug, the median over people.

    Without those that have no value there.
    """
    found: dict[str, float] = {}
    for goal in goals.goals:
        held = held_at(subject, goals.only([goal.endpoint]), [0.0])
        value = float(np.median(held[goal.endpoint])) if held else np.nan
        if np.isfinite(value):
            found[goal.endpoint] = value
    return found
