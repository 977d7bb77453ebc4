"""Measures of a curve on a fine mesh of times: peaks, means, first crossings, time above."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from titrate.timecourse import Array

Numbers = Mapping[str, float]


def _at(times: Array, curve: Array, numbers: Numbers) -> Array:  # noqa: ARG001
    return curve[:, 0]


def _mean(times: Array, curve: Array, numbers: Numbers) -> Array:  # noqa: ARG001
    return np.trapezoid(curve, times, axis=1) / (times[-1] - times[0])


def _peak(times: Array, curve: Array, numbers: Numbers) -> Array:  # noqa: ARG001
    return curve.max(axis=1)


def _lowest(times: Array, curve: Array, numbers: Numbers) -> Array:  # noqa: ARG001
    return curve.min(axis=1)


def _t_peak(times: Array, curve: Array, numbers: Numbers) -> Array:  # noqa: ARG001
    """Return when each row is highest: the top of the parabola through its three highest points."""
    people, top = np.arange(len(curve)), curve.argmax(axis=1)
    if len(times) < 3:
        return times[top]
    inner = np.clip(top, 1, len(times) - 2)
    before, at, after = (curve[people, inner + step] for step in (-1, 0, 1))
    back, on = (times[inner] - times[inner - 1], times[inner + 1] - times[inner])
    rising, falling = (at - before) / back, (after - at) / on
    bend = (falling - rising) / (back + on)
    peaked = (top == inner) & (bend < 0)
    # Of the parabola through the three, whose slope in the middle is a weighted mean of the two.
    slope = (rising * on + falling * back) / (back + on)
    shift = np.divide(-slope / 2, bend, out=np.zeros(len(curve)), where=peaked)
    return times[top] + shift


def _level(curve: Array, numbers: Numbers) -> Array:
    """Return the threshold, (people, 1)."""
    if "level" in numbers:
        return np.full((len(curve), 1), numbers["level"])
    return numbers["share_of_peak"] * curve.max(axis=1, keepdims=True)


def _first_above(times: Array, curve: Array, numbers: Numbers) -> Array:
    return _first(times, curve - _level(curve, numbers))


def _first_below(times: Array, curve: Array, numbers: Numbers) -> Array:
    return _first(times, _level(curve, numbers) - curve)


def _first(times: Array, above: Array) -> Array:
    """Return when each row first is at or above 0, straight between times; infinity for never."""
    found = np.full(len(above), np.inf)
    for person, row in enumerate(above):
        if row[0] >= 0:
            found[person] = times[0]
            continue
        reached = np.flatnonzero(row >= 0)
        if len(reached):
            k = reached[0]
            share = row[k - 1] / (row[k - 1] - row[k])
            found[person] = times[k - 1] + share * (times[k] - times[k - 1])
    return found


def _duration_above(times: Array, curve: Array, numbers: Numbers) -> Array:
    above = curve - _level(curve, numbers)
    low, high = np.minimum(above[:, :-1], above[:, 1:]), np.maximum(above[:, :-1], above[:, 1:])
    rise = high - low
    share = np.divide(high, rise, out=(high >= 0).astype(np.float64), where=rise > 0)
    return np.clip(share, 0.0, 1.0) @ np.diff(times)


# Each takes times from the span's start on, (times,), the curve (people, times), and the numbers
# that the measure is told, and returns (people,).
CURVE_MEASURES: Mapping[str, Callable[[Array, Array, Numbers], Array]] = {
    "at": _at,
    "mean": _mean,
    "peak": _peak,
    "lowest": _lowest,
    "t_peak_h": _t_peak,
    "first_above_h": _first_above,
    "first_below_h": _first_below,
    "duration_above_h": _duration_above,
}
