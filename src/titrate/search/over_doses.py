"""What the goals see at any dose of a range, in little time.

Statistics are smooth in the dose, and so is how far people have got used to the drug before the
last hours, which takes the whole run to work out. So habits are worked out at Chebyshev points of
the range and interpolated; from them the last hours are, at more such points; and between these
the statistics are interpolated in their turn. Points are doubled until those at hand tell the new
ones: where they never do, as with a response in steps, every dose is worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from titrate.search.habits import brought_by, lasting
from titrate.search.intervals import WIDE, Interval
from titrate.search.levels import AtLevels
from titrate.search.mixing import Mixture
from titrate.search.surfaces import Chebyshev
from titrate.timecourse import Array

# Points to begin with; they are doubled, up to so many.
_FIRST, _MOST = 5, 129
# How far off values may be: as a share, or of the largest where they are no shares.
_OFF = 1e-8
# What is not smooth is still missed by more than this share of what half of the points miss, once
# there are some.
_SHRINKS, _SOME = 0.1, 33


def over_doses(at: Mixture, searched: Interval) -> AtLevels:
    """Return the statistics of the goals at doses of a range, interpolated where that saves time.

    They are off by some 1e-8, as a share, or of the largest value where they are no shares: near
    enough to find an edge, which is then `titrate.search.intervals.refined`.

    Parameters
    ----------
    at : Mixture
        Of one course.
    searched : (float, float)

    Returns
    -------
    callable
        From levels (levels,), or each person's own (levels, people), to statistics (goals, levels,
        people).
    """

    def whole(levels: Array) -> Array:
        return at(levels[None])

    last_hours = _by_habits(at, searched) if at.has_a_past and at.is_smooth else None
    work = whole if last_hours is None else last_hours
    statistics = interpolated(work, searched)
    return work if statistics is None else statistics.at


def _by_habits(at: Mixture, searched: Interval) -> AtLevels | None:
    """Return the statistics from interpolated habits; None where these are not smooth enough."""
    fullest = at.fullest()
    names = list(fullest)

    def work(levels: Array) -> Array:
        habits = at.habits(levels[None])
        return np.stack([lasting(habits[name], fullest[name]) for name in names])

    def ec50_factors(concentrations: Array) -> Array:
        """Return logarithms: what counts is by which share an EC50 is off."""
        each = zip(names, concentrations, strict=True)
        return np.log1p(np.stack([brought_by(c, fullest[name]) for name, c in each]))

    known = interpolated(work, searched, ec50_factors)
    if known is None:
        return None

    def last_hours(levels: Array) -> Array:
        concentrations = zip(names, known.at(levels), strict=True)
        habits = {name: brought_by(c, fullest[name]) for name, c in concentrations}
        return at.after(habits, levels[None])

    return last_hours


@dataclass(frozen=True, eq=False)
class Interpolant:
    """Values known at Chebyshev points of a range of doses.

    Parameters
    ----------
    searched : (float, float)
    values : Array, shape (rows, points, people)
    """

    searched: Interval
    values: Array

    def at(self, levels: Array) -> Array:
        """Return values at doses of the range, (levels,) or (levels, people).

        The shape is (rows, levels, people). What is the same at every point stays just that: a
        hair's breadth would decide whether a limit is met.
        """
        count = self.values.shape[1]
        to = _chebyshev(self.searched, count, levels.reshape(-1)).to
        if levels.ndim == 1:
            found = to @ self.values
        else:
            found = np.einsum("lpk,rkp->rlp", to.reshape(*levels.shape, count), self.values)
        first = self.values[:, :1]
        return np.where((self.values == first).all(axis=1, keepdims=True), first, found)


def interpolated(
    work: Callable[[Array], Array],
    searched: Interval,
    seen: Callable[[Array], Array] = lambda values: values,
) -> Interpolant | None:
    """Return values over a range of doses, worked out at as few of them as will do.

    Parameters
    ----------
    work : callable
        From levels (levels,) to values (rows, levels, people).
    searched : (float, float)
    seen : callable, optional
        What is compared of the values.

    Returns
    -------
    Interpolant or None
        None where points do not tell those between them.
    """
    known, before = Interpolant(searched, work(_points(searched, _FIRST))), 1.0
    while (count := known.values.shape[1]) < _MOST:
        between = _points(searched, 2 * count - 1)[1::2]
        new = work(between)
        true, guessed = seen(new), seen(known.at(between))
        size = np.maximum(np.abs(true).max(axis=(1, 2), keepdims=True), 1.0)
        merged = np.empty((len(new), 2 * count - 1, new.shape[-1]))
        merged[:, ::2], merged[:, 1::2] = known.values, new
        known = Interpolant(searched, merged)
        off = float(np.max(np.abs(guessed - true) / size))
        # What is smooth is missed by less with each point more, always by about one factor: twice
        # as many points shrink what is missed by more than they did the last time.
        if off * (off / before) <= _OFF:
            return known
        if count >= _SOME and off > _SHRINKS * before:
            break
        before = off
    return None


def _points(searched: Interval, count: int) -> Array:
    """Return Chebyshev points of a range, its ends among them."""
    points = _chebyshev(searched, count, np.zeros(0)).points
    points = np.exp(points) if _is_wide(searched) else points.copy()
    points[[0, -1]] = searched
    return points


def _chebyshev(searched: Interval, count: int, levels: Array) -> Chebyshev:
    """Return points of a range, spread on logarithms where it is wide, and weights of levels."""
    if not _is_wide(searched):
        return Chebyshev.over(searched, count, levels)
    low, high = np.log(searched).tolist()
    return Chebyshev.over((low, high), count, np.log(levels))


def _is_wide(searched: Interval) -> bool:
    return searched[0] > 0 and searched[1] / searched[0] > WIDE
