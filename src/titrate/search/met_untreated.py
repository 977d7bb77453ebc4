"""Goals that ask nothing of a drug: met without it, and by no less the more is given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from titrate.errors import InvalidValue
from titrate.search.goals import Goals
from titrate.search.levels import needed_endpoints
from titrate.simulation import Subject, adaptations_of, responses, sites_of

# More than any body holds.
_MUCH_UG_PER_L = 1e6


def met_untreated(subject: Subject, goals: Goals, met: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the endpoints whose goals nobody can miss: the drug is not needed, and only helps.

    Parameters
    ----------
    subject : Subject
    goals : Goals
    met : array of bool (goals,)
        Whether everybody meets the goal at every dose looked at.
    """
    kept = goals.only(goal.endpoint for i, goal in enumerate(goals.goals) if met[i])
    if not kept.goals:
        return ()
    endpoints = needed_endpoints(subject, kept)
    people = len(subject.people)
    level = np.tile([0.0, _MUCH_UG_PER_L], (people, 1))
    none = np.zeros((people, len(level[0])))
    habits = {name: none for a in adaptations_of(endpoints) for name in a.course_names}
    try:
        with np.errstate(all="ignore"):
            found = responses(endpoints, dict.fromkeys(sites_of(endpoints), level), habits)
    except InvalidValue:  # a curve need not be defined where there is no drug, or so much
        return ()
    margins = kept.margins(np.stack([found[goal.endpoint] for goal in kept.goals]))
    untreated, treated = margins[..., 0], margins[..., 1]
    needless = (untreated >= 0) & (treated >= untreated)
    return tuple(g.endpoint for g, each in zip(kept.goals, needless, strict=True) if each.all())
