"""Panels: the mesh on which responses are averaged and adaptation is integrated.

A panel is looked at in the five points of Gauss and Lobatto: its two ends and three between. The
quartic through them integrates polynomials of degree seven exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from titrate.timecourse import Array

# In shares of a panel: the roots of the derivative of Legendre's fourth polynomial, and the ends.
_BETWEEN = math.sqrt(3 / 7) / 2
NODES = np.array([0.0, 0.5 - _BETWEEN, 0.5, 0.5 + _BETWEEN, 1.0])
_POWERS = np.arange(len(NODES))
# Row j holds the coefficients, of u^0 to u^4, of the quartic that is 1 at node j and 0 at the rest.
_QUARTICS = np.linalg.inv(NODES[:, None] ** _POWERS).T
# What each node counts in the mean over a panel.
MEAN = _QUARTICS @ (1 / (_POWERS + 1))

# Two instants as close as this are one.
_SAME_INSTANT_H = 1e-9

# Below this many decay constants the moments are summed as series, above it they are closed
# forms that lose no digits; the series is cut where its terms pass round-off.
_SHORT, _TERMS, _NOTHING = 2.0, 28, 1e-18
# Row j, column m: what the (j + 1)th power of the decay constants counts in the mth moment.
_SERIES = np.array(
    [
        [math.factorial(m) / math.factorial(m + j + 1) for m in range(len(NODES))]
        for j in range(_TERMS)
    ]
)


@dataclass(frozen=True, eq=False)
class Panels:
    """A span cut into panels, each looked at in its ends and three points between.

    Nothing begins or ends inside a panel. An edge between two panels is looked at twice, just
    before and just after, because a dose may fall on it.

    Parameters
    ----------
    edges_h : Array, shape (panels + 1,)
    first : integer array, shape (panels,), optional
        The first panel in which everything runs as in this one: a copy of it is not looked at
        again. Each is its own first where none is given.
    """

    edges_h: Array
    first: np.ndarray | None = None

    @cached_property
    def lengths_h(self) -> Array:
        """Length of every panel, shape (panels,)."""
        return np.diff(self.edges_h)

    @cached_property
    def distinct(self) -> np.ndarray:
        """The panels that are copies of no other, in order."""
        return np.arange(len(self.lengths_h)) if self.first is None else np.unique(self.first)

    @cached_property
    def of(self) -> np.ndarray | slice:
        """Which of the distinct panels each is, (panels,); a slice where all are distinct."""
        return slice(None) if self.first is None else np.searchsorted(self.distinct, self.first)

    @cached_property
    def nodes_h(self) -> Array:
        """The points of every distinct panel, shape (5 distinct panels,)."""
        nodes = self.edges_h[self.distinct, None] + self.lengths_h[self.distinct, None] * NODES
        nodes[:, -1] = self.edges_h[self.distinct + 1]
        return nodes.reshape(-1)

    @property
    def before(self) -> np.ndarray:
        """Whether a node means the instant just before it, shape (5 distinct panels,)."""
        return np.tile(NODES == 1, len(self.distinct))

    @cached_property
    def weights_h(self) -> Array:
        """Weights of the nodes: a weighted sum is the integral over the span."""
        each = np.arange(len(self.distinct))[self.of]
        long = np.bincount(each, self.lengths_h)
        return (long[:, None] * MEAN).reshape(-1)

    def distinct_among(self, panels: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray | slice]:
        """Return which distinct panels occur among some of all, and which of these each is."""
        if isinstance(self.of, slice):
            return self.distinct[panels], slice(None)
        return np.unique(self.of[panels], return_inverse=True)

    def sharing(self, *runs: tuple[Array, np.ndarray]) -> Panels:
        """Return the panels, knowing which of them are copies.

        Parameters
        ----------
        *runs : (Array, integer array), each of shape (cuts,)
            The cuts of each run that is looked at together, in h, and for what begins at each of
            them the first one from which all runs as from this one.
        """
        begins, keys = self.edges_h[:-1], [self.lengths_h]
        for cuts_h, alike in runs:
            segment = np.searchsorted(cuts_h, begins + _SAME_INSTANT_H, side="right") - 1
            keys += [_SAME_INSTANT_H * alike[segment], begins - cuts_h[segment]]
        rows = np.rint(np.stack(keys, axis=1) / _SAME_INSTANT_H).astype(np.int64).tolist()
        found: dict[tuple[int, ...], int] = {}
        first = [found.setdefault(tuple(row), panel) for panel, row in enumerate(rows)]
        return Panels(self.edges_h, None if len(found) == len(first) else np.array(first))


def quartic_coefficients(values: Array) -> Array:
    """Return the coefficients, of u^0 to u^4, of the quartics through five values, (5, ...)."""
    return (_QUARTICS.T @ values.reshape(len(NODES), -1)).reshape(values.shape)


def derivative(coefficients: Array) -> Array:
    """Return the coefficients of the derivative of polynomials, (degree, ...)."""
    powers = np.arange(1, len(coefficients))
    return coefficients[1:] * powers.reshape(-1, *([1] * (coefficients.ndim - 1)))


def polynomial(coefficients: Array, share: Array) -> Array:
    """Return the value of polynomials, (degree + 1, ...), at shares of the panel."""
    total = coefficients[-1]
    for coefficient in coefficients[-2::-1]:
        total = total * share + coefficient
    return total


def integral_weights(share: Array) -> Array:
    """Return what each node counts in the integral from the start of a panel, (5, looks).

    The integral is over shares of the panel, up to ``share``, of the quartic through the nodes.
    """
    return _QUARTICS @ (share ** (_POWERS[:, None] + 1) / (_POWERS[:, None] + 1))


def drive_weights(step: Array, share: Array) -> Array:
    """Return what a drive at the nodes of a panel adds to a decaying state further on in it.

    The state decays at a rate ``k`` and is driven by ``k`` times the quartic through five values.

    Parameters
    ----------
    step : Array
        ``k`` times the length of the panel.
    share : Array, of a shape that broadcasts with it
        Where in the panel the state is looked at, from 0 to 1.

    Returns
    -------
    Array, shape (5, ...)
        One weight per node.
    """
    moments = _moments(step * share)
    moments *= share ** _POWERS.reshape(-1, *([1] * (moments.ndim - 1)))
    return (_QUARTICS @ moments.reshape(len(NODES), -1)).reshape(moments.shape)


def _moments(z: Array) -> Array:
    """Return the integrals of ``z exp(-z (1 - u)) u^m`` over u from 0 to 1, for m = 0 to 4."""
    short, long = np.minimum(z, _SHORT), np.maximum(z, _SHORT)
    count = _terms_up_to(float(np.max(short, initial=0.0)))
    powers = np.empty((count, z.size))
    powers[:] = -short.reshape(-1)
    np.multiply.accumulate(powers, axis=0, out=powers)
    moments = (-_SERIES[:count].T @ powers).reshape(len(NODES), *z.shape)
    if np.max(z, initial=0.0) < _SHORT:
        return moments
    closed = -np.expm1(-long)
    for m in _POWERS.tolist():
        closed = 1 - (m / long) * closed if m else closed
        moments[m] = np.where(z < _SHORT, moments[m], closed)
    return moments


def _terms_up_to(largest: float) -> int:
    """Return how many terms of the series count up to so many decay constants."""
    size = 1.0  # of a term, over the first
    for count in range(1, _TERMS):
        size *= largest / (count + 1)
        if size < _NOTHING:
            return count
    return _TERMS
