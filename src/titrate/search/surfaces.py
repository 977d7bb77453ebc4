"""Statistics over two doses, from few of their pairs.

A statistic is smooth in both doses, so a polynomial through Chebyshev points in each of them gives
it anywhere between. The square root of the odds is what is interpolated: a share that follows a
sigmoid curve is nearly straight there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from titrate.search.goals import Goal
from titrate.search.intervals import Interval
from titrate.timecourse import Array

# Closer to everything than this the odds are not told apart.
_ALL = 1e-12


@dataclass(frozen=True, eq=False)
class Chebyshev:
    """Points of a range, and what takes values there to other places in it.

    Parameters
    ----------
    points : Array, shape (points,)
        Both ends among them.
    to : Array, shape (places, points)
    """

    points: Array
    to: Array

    @staticmethod
    def over(searched: Interval, count: int, places: Array) -> Chebyshev:
        """Return so many points of a range, and the barycentric weights of some places in it."""
        low, high = searched
        order = np.arange(count)
        points = (low + high) / 2 - (high - low) / 2 * np.cos(np.pi * order / (count - 1))
        points[[0, -1]] = low, high
        sign = (-1.0) ** order
        sign[[0, -1]] /= 2
        apart = places[:, None] - points
        on_it = apart == 0
        weights = sign / np.where(on_it, 1.0, apart)
        weights = np.where(on_it.any(axis=1, keepdims=True), on_it, weights)
        return Chebyshev(points, weights / weights.sum(axis=1, keepdims=True))


def straightened(goal: Goal, statistic: Array) -> Array:
    """Return what is interpolated of a statistic: the root of its odds, where it is a share."""
    low, high = goal.possible
    if not math.isfinite(high - low):
        return statistic
    share = np.clip((statistic - low) / (high - low), 0.0, 1 - _ALL)
    # Shares begin at nothing; scores begin at their highest and are turned round.
    if not _begins_low(goal):
        share = np.clip(1 - share, 0.0, 1 - _ALL)
    return np.sqrt(share / (1 - share))


def bent_back(goal: Goal, straight: Array) -> Array:
    """Return the statistic that `straightened` was given."""
    low, high = goal.possible
    if not math.isfinite(high - low):
        return straight
    odds = np.maximum(straight, 0.0) ** 2
    share = odds / (1 + odds)
    return low + (high - low) * (share if _begins_low(goal) else 1 - share)


def _begins_low(goal: Goal) -> bool:
    return goal.possible == (0.0, 1.0)


def surfaces(goals: Sequence[Goal], x: Chebyshev, y: Chebyshev, at_points: Array) -> Array:
    """Return statistics at all places from those at all points.

    Parameters
    ----------
    goals : sequence of Goal
    x, y : Chebyshev
    at_points : Array, shape (goals, x points, y points, people)

    Returns
    -------
    Array, shape (goals, x places, y places, people)
    """
    found = np.empty((len(goals), len(x.to), len(y.to), at_points.shape[-1]))
    for goal, values, into in zip(goals, at_points, found, strict=True):
        straight = straightened(goal, values)
        across = np.tensordot(x.to, straight, axes=1)
        into[...] = bent_back(goal, np.matmul(y.to, across))
    return found
