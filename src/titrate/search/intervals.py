"""Where a continuous score is not negative: its intervals, with their ends found as roots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from titrate.timecourse import Array

Score = Callable[[Array], Array]
Interval = tuple[float, float]

_SCAN = 97
# Between neighbouring levels of the scan, brackets are cut into so many parts, so many times.
_PARTS, _ROUNDS = 32, 5
# Beyond this ratio of the ends a range is scanned in equal ratios, below it in equal steps.
_WIDE = 20.0


def levels_over(low: float, high: float) -> Array:
    """Return levels that cover a range, in equal ratios where it is wide."""
    if low > 0 and high / low > _WIDE:
        levels = np.geomspace(low, high, _SCAN)
    else:
        levels = np.linspace(low, high, _SCAN)
    levels[0], levels[-1] = low, high
    return levels


def intervals_of(score: Score, levels: Array, values: Array) -> tuple[Interval, ...]:
    """Return the intervals of a range on which ``score`` is at least 0, in order.

    Parameters
    ----------
    score : callable
        From levels (levels,) to values (levels,), continuous.
    levels, values : Array, shape (levels,)
        The scan of the range.
    """
    levels, values = _with_peaks(score, levels, values)
    inside = values >= 0
    crossing = np.flatnonzero(inside[:-1] != inside[1:])
    roots = _roots(score, levels[crossing], levels[crossing + 1], inside[crossing])
    ends = [float(levels[0])] if inside[0] else []
    ends += roots.tolist()
    if inside[-1]:
        ends.append(float(levels[-1]))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def _with_peaks(score: Score, levels: Array, values: Array) -> tuple[Array, Array]:
    """Return the scan with a closer look at peaks that stay below 0 between its levels.

    A window narrower than the scan's steps would be overlooked otherwise.
    """
    middle = values[1:-1]
    tops = 1 + np.flatnonzero((middle < 0) & (middle >= values[:-2]) & (middle >= values[2:]))
    edges = [i for i in (0, len(values) - 1) if values[i] < 0]
    if not len(tops) and not edges:
        return levels, values
    added: list[Array] = []
    for top in (*tops.tolist(), *edges):
        low, high = levels[max(top - 1, 0)], levels[min(top + 1, len(levels) - 1)]
        found = _closer(score, float(low), float(high))
        if found is not None:
            added.append(found)
    if not added:
        return levels, values
    more = np.concatenate(added)
    every, order = np.unique(np.concatenate([levels, more]), return_index=True)
    return every, np.concatenate([values, score(more)])[order]


def _closer(score: Score, low: float, high: float) -> Array | None:
    """Return levels around a hidden peak of at least 0 between two levels, None without one."""
    for _ in range(_ROUNDS):
        finer = np.linspace(low, high, _PARTS + 1)
        seen = score(finer)
        best = int(np.argmax(seen))
        if seen[best] >= 0:
            return finer
        if best in (0, _PARTS):
            return None
        low, high = float(finer[best - 1]), float(finer[best + 1])
    return None


def _roots(score: Score, low: Array, high: Array, falling: np.ndarray) -> Array:
    """Return where the score crosses 0 in each bracket, from the side where it is at least 0."""
    if not len(low):
        return low
    for _ in range(_ROUNDS):
        shares = np.linspace(0.0, 1.0, _PARTS + 1)[1:-1]
        inner = low[:, None] + (high - low)[:, None] * shares
        inside = score(inner.reshape(-1)).reshape(inner.shape) >= 0
        same = inside == falling[:, None]
        last = np.where(same.all(axis=1), same.shape[1], np.argmin(same, axis=1))
        every = np.concatenate([low[:, None], inner, high[:, None]], axis=1)
        rows = np.arange(len(low))
        low, high = every[rows, last], every[rows, last + 1]
    return np.where(falling, low, high)
