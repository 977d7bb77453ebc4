"""Panels: the mesh on which responses are averaged and adaptation is integrated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from titrate.timecourse import Array

# Below this many decay constants the moments are summed as series, above it they are closed
# forms that lose no digits; the series is cut where its terms pass round-off.
_SHORT, _TERMS = 0.5, 14

Weights = tuple[Array, Array, Array]


@dataclass(frozen=True, eq=False)
class Panels:
    """A span cut into panels, each looked at in its start, its middle and its end.

    Nothing begins or ends inside a panel. An edge between two panels is looked at twice, just
    before and just after, because a dose may fall on it.

    Parameters
    ----------
    edges_h : Array, shape (panels + 1,)
    """

    edges_h: Array

    @property
    def nodes_h(self) -> Array:
        """Start, middle and end of every panel, shape (3 panels,)."""
        start, end = self.edges_h[:-1], self.edges_h[1:]
        return np.stack([start, (start + end) / 2, end], axis=1).reshape(-1)

    @property
    def before(self) -> np.ndarray:
        """Whether a node means the instant just before it, shape (3 panels,)."""
        return np.tile([False, False, True], len(self.edges_h) - 1)

    @property
    def weights_h(self) -> Array:
        """Simpson's weights of the nodes: a weighted sum is the integral over the span."""
        length = np.diff(self.edges_h)
        return np.stack([length / 6, 4 * length / 6, length / 6], axis=1).reshape(-1)

    def between_nodes(self, course: Array, times_h: Array) -> Array:
        """Return a smooth course, (..., nodes), at other times, (..., times), by parabolas."""
        panel = np.searchsorted(self.edges_h, times_h, side="right") - 1
        panel = np.clip(panel, 0, len(self.edges_h) - 2)
        start, length = self.edges_h[panel], np.diff(self.edges_h)[panel]
        s = (times_h - start) / length
        first, middle, last = (course[..., 3 * panel + k] for k in range(3))
        return first * (1 - s) * (1 - 2 * s) + 4 * middle * s * (1 - s) - last * s * (1 - 2 * s)


def whole_panel(step: Array) -> Weights:
    """Return what a drive at start, middle and end of a panel adds to a decaying state at its end.

    The state decays at the rate ``k`` and is driven by ``k`` times a parabola through the three
    values, over a panel of length ``h``; ``step`` is ``k h``.
    """
    zeroth, first, second = _moments(step)
    return zeroth - 3 * first + 2 * second, 4 * (first - second), 2 * second - first


def half_panel(step: Array) -> Weights:
    """Return what a drive adds to a decaying state in the middle of a panel; see `whole_panel`."""
    zeroth, first, second = _moments(step / 2)
    first, second = first / 2, second / 4
    return zeroth - 3 * first + 2 * second, 4 * (first - second), 2 * second - first


def sum_of(weights: Weights, first: Array, middle: Array, last: Array) -> Array:
    """Return the weighted sum of three values."""
    return weights[0] * first + weights[1] * middle + weights[2] * last


def _moments(z: Array) -> Weights:
    """Return the integrals of ``z exp(-z (1 - u)) u^m`` over u from 0 to 1, for m = 0, 1, 2."""
    short = np.minimum(z, _SHORT)
    series = [np.zeros_like(z) for _ in range(3)]
    term = short
    for j in range(_TERMS):
        for m in range(3):
            series[m] += term * (math.factorial(m) / math.factorial(m + j + 1))
        term = term * -short
    long = np.maximum(z, _SHORT)
    zeroth = -np.expm1(-long)
    first = 1 - zeroth / long
    closed = (zeroth, first, 1 - 2 * first / long)
    zeroth, first, second = (
        np.where(z < _SHORT, s, c) for s, c in zip(series, closed, strict=True)
    )
    return zeroth, first, second
