"""Goals that ask nothing of a drug: met without it, and by no less the more is given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from titrate.search.goals import Goals
from titrate.search.held import held_at
from titrate.simulation import Subject

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
    found = held_at(subject, kept, [0.0, _MUCH_UG_PER_L]) if kept.goals else {}
    if not found:
        return ()
    margins = kept.margins(np.stack([found[goal.endpoint] for goal in kept.goals]))
    untreated, treated = margins[..., 0], margins[..., 1]
    needless = (untreated >= 0) & (treated >= untreated)
    return tuple(g.endpoint for g, each in zip(kept.goals, needless, strict=True) if each.all())
