"""Where a continuous score is not negative: its intervals, with their ends found as roots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from titrate.timecourse import Array

Score = Callable[[Array], Array]
Interval = tuple[float, float]

_SCAN = 81
# Around a peak that stays below 0, the scan is made finer by so many parts, so many times.
_PARTS, _ROUNDS = 16, 5
# A margin bends by less than this between two levels of a scan.
_BEND = 0.01
# So near to an end, as a share of a step, one asks whether the score rises from it.
_NEAR = 1e-3
# An end is found when its bracket is narrower than this share of it.
_CLOSED, _MOST_TURNS = 1e-10, 100
# A root lies within this share of one of a score that is near.
_NEARBY = 1e-6
# Beyond this ratio of the ends a range is scanned in equal ratios, below it in equal steps.
WIDE = 20.0


def levels_over(low: float, high: float) -> Array:
    """Return levels that cover a range, in equal ratios where it is wide."""
    if low > 0 and high / low > WIDE:
        levels = np.geomspace(low, high, _SCAN)
    else:
        levels = np.linspace(low, high, _SCAN)
    levels[0], levels[-1] = low, high
    return levels


def ranked(by_person: Array, enough: int) -> Array:
    """Return what ``enough`` people reach at least, (levels,), from (levels, people)."""
    return -np.sort(-by_person, axis=-1)[..., enough - 1]


def intervals_of(
    score: Score,
    levels: Array,
    values: Array,
    highest: Array | None = None,
    exact: Score | None = None,
) -> tuple[Interval, ...]:
    """Return the intervals of a range on which ``score`` is at least 0, in order.

    Parameters
    ----------
    score : callable
        From levels (levels,) to values (levels,), continuous.
    levels, values : Array, shape (levels,)
        The scan of the range.
    highest : Array, shape (levels,), optional
        What the score can reach at most between the neighbours of each level: where that is below
        0 nobody looks closer.
    exact : callable, optional
        What ``score`` is near to; edges are refined by it.
    """
    highest = np.full(len(levels), np.inf) if highest is None else highest
    levels, values = _with_peaks(score, levels, values, highest >= 0)
    inside = values >= 0
    crossing = np.flatnonzero(inside[:-1] != inside[1:])
    after = crossing + 1
    roots = roots_of(score, levels[crossing], levels[after], values[crossing], values[after])
    if exact is not None:
        roots = refined(exact, roots, levels[crossing], levels[after])
    ends = [float(levels[0])] if inside[0] else []
    ends += roots.tolist()
    if inside[-1]:
        ends.append(float(levels[-1]))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def chosen_interval(intervals: tuple[Interval, ...], best: float | None) -> Interval | None:
    """Return the interval that holds ``best``, else the widest; None if there is none."""
    if best is not None:
        holding = [i for i in intervals if i[0] <= best <= i[1]]
        if holding:
            return holding[0]
    return max(intervals, key=lambda i: i[1] - i[0], default=None)


def highest_near(margins: Array, enough: int) -> Array:
    """Return what enough people's least margin can reach between the neighbours of each level.

    Each margin rises or falls between two levels of a scan, or bends by little, so it is highest
    at one of them; the least of several is no higher than the least of these.

    Parameters
    ----------
    margins : Array, shape (goals, levels, people)
    enough : int

    Returns
    -------
    Array, shape (levels,)
    """
    around = np.pad(margins, ((0, 0), (1, 1), (0, 0)), mode="edge")
    most = np.maximum(np.maximum(around[:, :-2], around[:, 2:]), margins)
    return ranked(most.min(axis=0), enough) + _BEND


def _with_peaks(
    score: Score, levels: Array, values: Array, possible: np.ndarray
) -> tuple[Array, Array]:
    """Return the scan with a closer look at peaks that stay below 0 between its levels.

    A window narrower than the scan's steps would be overlooked otherwise.
    """
    middle = values[1:-1]
    peaks = (middle < 0) & (middle >= values[:-2]) & (middle >= values[2:])
    tops = 1 + np.flatnonzero(peaks & possible[1:-1])
    edges = [i for i in (0, len(values) - 1) if values[i] < 0 and possible[i]]
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
        if best in (0, _PARTS) and not _rises_inward(score, finer, best, float(seen[best])):
            return None
        low, high = float(finer[max(best - 1, 0)]), float(finer[min(best + 1, _PARTS)])
    return None


def _rises_inward(score: Score, finer: Array, end: int, at_end: float) -> bool:
    """Return whether the score rises from an end of some levels towards their inside."""
    inward = finer[1] if end == 0 else finer[-2]
    near = finer[end] + _NEAR * (inward - finer[end])
    return bool(score(np.array([near]))[0] > at_end)


def roots_of(
    score: Score,
    low: Array,
    high: Array,
    at_low: Array,
    at_high: Array,
    closed: float = _CLOSED,
) -> Array:
    """Return where the score crosses 0 in each bracket, on the side where it is at least 0.

    Chandrupatla's method (1997): inverse quadratic interpolation where it is safe, else halving,
    in all brackets at once.

    Parameters
    ----------
    score : callable
        From one level in each bracket to one value each; brackets may have scores of their own.
    low, high, at_low, at_high : Array (brackets,)
        Ends of the brackets, and their scores, of which one is below 0.
    closed : float
        How narrow a bracket has to be, as a share of its level.
    """
    if not len(low):
        return low
    a, b, c = high, low, high
    fa, fb, fc = at_high, at_low, at_high
    step = np.full(len(low), 0.5)
    for _ in range(_MOST_TURNS):
        x = a + step * (b - a)
        seen = score(x)
        same = (seen >= 0) == (fa >= 0)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, seen
        least = closed * np.maximum(np.abs(a), np.abs(b)) / np.maximum(np.abs(b - a), 1e-300)
        if np.all((least > 0.5) | (fa == 0)):
            break
        step = np.clip(_interpolated(a, b, c, fa, fb, fc), least, 1 - least)
    return np.where(fa >= 0, a, b)


def refined(score: Score, roots: Array, low: Array, high: Array, closed: float = _CLOSED) -> Array:
    """Return the roots of a score from those of one that is near to it.

    Parameters
    ----------
    score : callable
        As for `roots_of`.
    roots : Array (brackets,)
        Where what is near crosses 0.
    low, high : Array (brackets,)
        Between which it does.
    closed : float
        As for `roots_of`.
    """
    if not len(roots):
        return roots
    begin, end = (
        np.clip(roots * (1 + side * _NEARBY), np.minimum(low, high), np.maximum(low, high))
        for side in (-1, 1)
    )
    at_begin, at_end = score(begin), score(end)
    if not np.all(_crosses(at_begin, at_end)):
        near = _crosses(at_begin, at_end)
        begin, end = np.where(near, begin, low), np.where(near, end, high)
        at_begin, at_end = score(begin), score(end)
    found = roots_of(score, begin, end, at_begin, at_end, closed)
    return np.where(_crosses(at_begin, at_end), found, roots)


def _crosses(at_low: Array, at_high: Array) -> np.ndarray:
    found: np.ndarray = (at_low >= 0) != (at_high >= 0)
    return found


def _interpolated(a: Array, b: Array, c: Array, fa: Array, fb: Array, fc: Array) -> Array:
    """Return the next step from a towards b, as a share: quadratic where safe, else a half."""
    with np.errstate(divide="ignore", invalid="ignore"):
        place, height = (a - b) / (c - b), (fa - fb) / (fc - fb)
        safe = (height**2 < place) & ((1 - height) ** 2 < 1 - place)
        quadratic = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (
            fc - fb
        )
    return np.where(safe & np.isfinite(quadratic), quadratic, 0.5)
