"""How many people meet every goal at pairs of doses, from few of the pairs."""

from __future__ import annotations

import math

import numpy as np

from titrate.dosing import Regimen
from titrate.search.goals import Goals
from titrate.search.habits import habits_between
from titrate.search.mixing import Mixture, mixture
from titrate.search.surfaces import Chebyshev, surfaces
from titrate.simulation import Initial, Subject
from titrate.timecourse import Array

# People and pairs of doses that are worked out one by one without further thought.
_FEW = 50_000
# Points in each dose to interpolate from: for what is felt in the last hours, and for how far
# people have got used to the drug by then. Pairs worked out besides; and how far a share may be
# off in these, over one by the root of the people: at most half of what chance alone does to it.
_POINTS, _CHECKS, _OFF = ((12, 5), (16, 7), (20, 9)), 16, 0.25
_PEOPLE_AT_A_TIME = 1_000


def pairs_of(x: Array, y: Array) -> Array:
    """Return every pair of two amounts, (2, pairs)."""
    return np.stack(np.meshgrid(x, y, indexing="ij")).reshape(2, -1)


def shares_met(
    subject: Subject,
    units: tuple[Regimen, ...],
    x: Array,
    y: Array,
    goals: Goals,
    initial: Initial,
) -> tuple[Array, float]:
    """Return the share who meets all goals, then each, (1 + goals, x, y); and how far off it is."""
    count = len(subject.people)
    total, off_by = np.zeros((1 + len(goals.goals), len(x), len(y))), 0.0
    for begin in range(0, count, _PEOPLE_AT_A_TIME):
        who = slice(begin, min(begin + _PEOPLE_AT_A_TIME, count))
        some = subject if who.stop - begin == count else subject.take(who)
        met, off = _counted(mixture(some, units, goals, initial), len(some.people), goals, x, y)
        total += met
        off_by = max(off_by, off)
    return total / count, off_by


def _counted(at: Mixture, people: int, goals: Goals, x: Array, y: Array) -> tuple[Array, float]:
    """Return how many people meet all goals, then each, (1 + goals, x, y); and how far off it is.

    How far off is a share of the people.
    """
    every = pairs_of(x, y)
    checked = _spread(every.shape[1])
    true = None
    for points, few in _POINTS if every.shape[1] * people > _FEW else ():
        if points**2 + _CHECKS > every.shape[1] // 2:
            break
        found = _between(at, goals, x, y, points, few)
        true = _met(goals, at(every[:, checked])) if true is None else true
        off_by = np.abs(found.reshape(len(found), -1)[:, checked] - true).max() / people
        if off_by <= _OFF / math.sqrt(people):
            return found, float(off_by)
    return _met(goals, at(every)).reshape(-1, len(x), len(y)), 0.0


def _between(at: Mixture, goals: Goals, x: Array, y: Array, points: int, few: int) -> Array:
    """Return how many people meet all goals, then each, from few pairs of doses.

    How far people have got used to the drug takes the whole run to work out and is smooth in the
    doses; what they feel in the last hours takes these hours, and is less smooth. Where an earlier
    run has left people used to it, some doses let the habit fall and others rise, which is not
    smooth: there all is worked out for every point.
    """
    across, along = _chebyshev(x, points, x), _chebyshev(y, points, y)
    pairs = pairs_of(across.points, along.points)
    if at.is_smooth:
        x_few, y_few = _chebyshev(x, few, across.points), _chebyshev(y, few, along.points)
        known = at.habits(pairs_of(x_few.points, y_few.points))
        seen = at.after(habits_between(known, at.fullest(), x_few, y_few), pairs)
    else:
        seen = at(pairs)
    seen = seen.reshape(len(seen), points, points, -1)
    return _met(goals, surfaces(goals.goals, across, along, seen))


def _chebyshev(amounts: Array, points: int, places: Array) -> Chebyshev:
    """Return points over all amounts, and what takes values there to some places."""
    return Chebyshev.over((float(amounts[0]), float(amounts[-1])), points, places)


def _met(goals: Goals, statistics: Array) -> Array:
    """Return how many people meet all goals, then each, (1 + goals, ...)."""
    inside = goals.margins(statistics) >= 0
    return np.stack([inside.all(axis=0), *inside]).sum(axis=-1)


def _spread(count: int) -> np.ndarray:
    """Return places spread over so many, by the golden ratio."""
    golden = (np.sqrt(5) - 1) / 2
    return np.unique(((np.arange(1, _CHECKS + 1) * golden) % 1 * count).astype(np.int64))
