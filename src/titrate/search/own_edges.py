"""Edges of many people's own windows at once: each has a scan, brackets and roots of their own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from titrate.search.intervals import refined, roots_of
from titrate.timecourse import Array

# Around a peak below 0 the scan is made finer by so many parts, so many times.
_PARTS, _ROUNDS = 16, 2

# Levels, one for all or each person's own, to the least margin of any goal, (levels, people).
Score = Callable[[Array], Array]


def edges_of_each(
    score: Score, levels: Array, people: int, closed: float, exact: Score | None = None
) -> Array:
    """Return each person's edges and the scan's scores, (2 + levels, people); NaN of no window.

    Of several intervals the widest that the scan sees. One narrower than a sixty-fourth of the
    scan's steps is overlooked.

    Parameters
    ----------
    score : callable
        From levels, one for all (levels,) or each person's own (levels, people), to the least
        margin of any goal, (levels, people).
    levels : Array, shape (levels,)
        The scan.
    people : int
    closed : float
        How narrow an edge's bracket has to be, as a share of it.
    exact : callable, optional
        What ``score`` is near to; edges are refined by it.
    """
    scanned = np.broadcast_to(score(levels), (len(levels), people))
    rungs, seen = np.broadcast_to(levels[:, None], scanned.shape), scanned
    edges = _edges(score, rungs, seen, closed, exact)
    for _ in range(_ROUNDS):
        if not np.isnan(edges).any():
            break
        # A window narrower than the scan's steps lies about the level that misses by least.
        rungs = _around_best(rungs, seen)
        seen = score(rungs)
        edges = np.where(np.isnan(edges), _edges(score, rungs, seen, closed, exact), edges)
    return np.concatenate([edges, scanned])


def _around_best(rungs: Array, seen: Array) -> Array:
    """Return finer levels between the neighbours of each person's best one, (parts + 1, people)."""
    best, everybody = seen.argmax(axis=0), np.arange(seen.shape[1])
    low = rungs[np.maximum(best - 1, 0), everybody]
    high = rungs[np.minimum(best + 1, len(rungs) - 1), everybody]
    return low + (high - low) * np.linspace(0, 1, _PARTS + 1)[:, None]


def _edges(score: Score, rungs: Array, seen: Array, closed: float, exact: Score | None) -> Array:
    """Return the edges of each person's widest run of levels inside, (2, people); NaN of none."""
    runs = [_widest(rungs[:, i], seen[:, i] >= 0) for i in range(seen.shape[1])]
    empty = np.array([run is None for run in runs])
    # Those without a run have no bracket: both its ends are one level.
    last = len(rungs) - 1
    ends = np.array([(0, 0) if run is None else run for run in runs]).T
    beyond = np.array([np.maximum(ends[0] - 1, 0), np.minimum(ends[1] + 1, last)])
    beyond = np.where(empty, ends, beyond)
    everybody = np.arange(len(runs))
    found = np.empty((2, len(runs)))
    for side in (0, 1):
        inner, outer = ends[side], beyond[side]
        low, high = rungs[outer, everybody], rungs[inner, everybody]
        at_low, at_high = seen[outer, everybody], seen[inner, everybody]
        found[side] = roots_of(_of_each(score), low, high, at_low, at_high, closed)
        if exact is not None:
            found[side] = refined(_of_each(exact), found[side], low, high, closed)
    return np.where(empty, np.nan, found)


def _of_each(score: Score) -> Score:
    """Return a score of one level for each person: (people,) to (people,)."""
    return lambda doses: score(doses[None])[0]


def _widest(levels: Array, inside: np.ndarray) -> tuple[int, int] | None:
    """Return the first and the last level of the widest run inside, None if there is none."""
    turns = np.diff(np.concatenate([[0], inside.astype(int), [0]]))
    starts, stops = np.flatnonzero(turns > 0), np.flatnonzero(turns < 0) - 1
    if not len(starts):
        return None
    widest = int(np.argmax(levels[stops] - levels[starts]))
    return int(starts[widest]), int(stops[widest])
