"""Where a window would open: how far one goal alone has to give way."""

from __future__ import annotations

import numpy as np

from titrate.search.goals import Goals
from titrate.search.intervals import ranked
from titrate.search.levels import AtLevels
from titrate.timecourse import Array

# Around the best level of the scan one looks ever closer: so many parts, so many times.
_PARTS, _ROUNDS = 16, 5


def openings(
    goals: Goals, at: AtLevels, levels: Array, statistics: Array, enough: int
) -> dict[str, float | None]:
    """Return for each goal the limit at which, changed alone, it would let a window open.

    Parameters
    ----------
    goals : Goals
    at : callable
        From levels (levels,) to statistics (goals, levels, people).
    levels : Array, shape (levels,)
        The scan of the range.
    statistics : Array, shape (goals, levels, people)
        What ``at`` gave for the scan.
    enough : int
        How many people have to meet every goal.

    Returns
    -------
    dict
        None where no dose lets the other goals hold.
    """
    found: dict[str, float | None] = {}
    for which, goal in enumerate(goals.goals):
        here, reached = levels, _reached(goals, which, statistics, enough)
        for _ in range(_ROUNDS):
            best = int(np.argmax(reached))
            if not np.isfinite(reached[best]):
                break
            low, high = here[max(best - 1, 0)], here[min(best + 1, len(here) - 1)]
            closer = np.append(np.linspace(low, high, _PARTS + 1), here[best])
            here = np.unique(closer)
            reached = _reached(goals, which, at(here), enough)
        most = float(np.max(reached))
        sign = 1.0 if goal.at_least else -1.0
        found[goal.endpoint] = sign * most if np.isfinite(most) else None
    return found


def _reached(goals: Goals, which: int, statistics: Array, enough: int) -> Array:
    """Return how good one statistic is where every other goal holds, (levels,)."""
    others = [
        goal.margin(seen) >= 0
        for i, (goal, seen) in enumerate(zip(goals.goals, statistics, strict=True))
        if i != which
    ]
    hold = np.logical_and.reduce(others) if others else np.ones(statistics.shape[1:], bool)
    seen = statistics[which] if goals.goals[which].at_least else -statistics[which]
    return ranked(np.where(hold, seen, -np.inf), enough)
