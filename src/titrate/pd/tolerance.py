"""Tolerance by an equation of one's own: a state that may weaken what drives it.

`Adaptation` is linear in its state but for the two half-times. Here the equation is anything; but
the concentration is known, so nothing but the tolerance is integrated, for all people at once:
panel by panel, by collocation at the five points of Gauss and Lobatto, whose error at the ends is
of the eighth order in the width of the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from titrate.errors import (
    InvalidValue,
    SolverFailure,
    require_callable,
    require_one,
    require_positive,
    require_text,
    shown,
)
from titrate.pd.adaptation import Adaptation
from titrate.pd.panels import NODES, Panels, integral_weights
from titrate.pd.places import Places
from titrate.timecourse import Array

# What each node counts in the integral up to each of the others, in shares of a panel.
_UP_TO = integral_weights(NODES)
# Fixed-point rounds before Newton's take over; both stop once nothing moves by more than this.
_ROUNDS, _NEWTON_ROUNDS, _CLOSE = 10, 30, 1e-12
# Moves that shrink at least so much are sure to shrink on.
_SHRINKS = 0.5
# No rounds lead back from so far off.
_BEYOND = 1e6
# The step of a difference quotient, as a share of the state.
_NUDGE = 1e-7


@dataclass(frozen=True, eq=False)
class Tolerance:
    """A state that the concentration at a site drives, by an equation of one's own.

    EC50s of the endpoints that name it are multiplied by 1 plus the state. It is 0 in a body that
    has never been given the drug, and never acts on the kinetics.

    Parameters
    ----------
    name : str
        Endpoints with a tolerance of one name share its state.
    site : str
        Where the concentration that drives it is read.
    change_per_h : callable
        From the concentration in ug/L and the state, arrays of one shape whose last axis is the
        people, to how fast the state changes, in 1/h.
    fastest_per_h : float
        The fastest rate at which the state moves, such as the rate constant of its loss: no panel
        is wider than one over it. A larger number makes the mesh finer, for a site whose
        concentration moves fast.

    Examples
    --------
    A tolerance that weakens its own drive:

    >>> def change_per_h(c, tolerance):
    ...     return 0.01 * (c / (150 * (1 + tolerance) + c) - tolerance)
    >>> Tolerance("tolerance", "effect_site", change_per_h, fastest_per_h=0.01).course_names
    ('tolerance',)
    """

    name: str
    site: str
    change_per_h: Callable[[Array, Array], Array]
    fastest_per_h: float

    def __post_init__(self) -> None:
        require_text("The name of a tolerance", self.name)
        require_text("The site of a tolerance", self.site)
        hint = "Give a function of concentration and tolerance that returns 1/h."
        require_callable("change_per_h", self.change_per_h, hint)
        rate = require_one("fastest_per_h", self.fastest_per_h)
        object.__setattr__(self, "fastest_per_h", float(require_positive("fastest_per_h", rate)))

    def take(self, who: slice) -> Tolerance:  # noqa: ARG002
        """Return the tolerance of some of the people; what differs is the equation's business."""
        return self

    def is_like(self, other: object) -> bool:
        """Return whether another tolerance is the same; equations are alike if they are one."""
        if not isinstance(other, Tolerance):
            return False
        mine = self.name, self.site, self.fastest_per_h
        theirs = other.name, other.site, other.fastest_per_h
        return mine == theirs and self.change_per_h is other.change_per_h

    @property
    def drifts(self) -> bool:
        """Never: what goes on for ever is the equation's business."""
        return False

    @property
    def course_names(self) -> tuple[str, ...]:
        """What its course is called."""
        return (self.name,)

    def ec50_factor(self, level: Mapping[str, Array]) -> Array:
        """Return what EC50s are multiplied by: 1 plus the state."""
        return 1.0 + level[self.name]

    def slope(self, concentration_ug_per_L: Array, level: Array) -> Array:
        """Return how fast the state changes, in 1/h, in the shape that was given.

        Raises
        ------
        InvalidValue
            If the equation returns something else than finite numbers in that shape.
        """
        raw = self.change_per_h(concentration_ug_per_L, level)
        found = _rates(raw, level.shape)
        if found is None or not np.isfinite(found).all():
            what = shown(raw) if found is None else "a value that is not finite"
            raise InvalidValue(
                f"The equation of the tolerance {self.name!r} returned {what}.",
                "Return one finite number for each concentration, in the same shape.",
            )
        return found


AnyAdaptation = Adaptation | Tolerance


def _rates(raw: object, shape: tuple[int, ...]) -> Array | None:
    """Return what an equation returned as numbers in a shape; None if it is something else."""
    if isinstance(raw, np.ndarray) and raw.dtype == np.float64 and raw.shape == shape:
        return raw
    try:
        return np.broadcast_to(np.asarray(raw, dtype=np.float64), shape)
    except (TypeError, ValueError):
        return None


def widest_h(adaptations: Iterable[AnyAdaptation]) -> float:
    """Return how wide a panel may be for what adapts by an equation; infinite without one."""
    rates = [a.fastest_per_h for a in adaptations if isinstance(a, Tolerance)]
    return 1 / max(rates) if rates else np.inf


@dataclass(frozen=True, eq=False)
class OwnCourse:
    """How far one tolerance is over panels, to be looked at anywhere.

    Parameters
    ----------
    name : str
    panels : Panels
    edges : Array, shape (panels + 1, ..., people)
        The state at the edges.
    slopes : Array, shape (panels, 5, ..., people)
        How fast it changes at the nodes, in 1/h.
    """

    name: str
    panels: Panels
    edges: Array
    slopes: Array

    def at(self, places: Places) -> Array:
        """Return the state at places in the panels, (..., people, places)."""
        found: Array = np.empty((*self.edges.shape[1:], len(places.panel)))
        for group in places.groups:
            weights = integral_weights(group.shares) * group.length_h
            gained = np.tensordot(self.slopes[group.panels], weights, axes=(1, 0))
            level = self.edges[:-1][group.panels][..., None] + gained
            found[..., group.columns] = np.moveaxis(level, 0, -2).reshape(*level.shape[1:-1], -1)
        return found


def follow(tolerance: Tolerance, panels: Panels, concentration: Array, start: Array) -> OwnCourse:
    """Return how far a tolerance is over panels.

    Parameters
    ----------
    tolerance : Tolerance
    panels : Panels
        No wider than `widest_h`.
    concentration : Array, shape (..., people, nodes of distinct panels)
        At the tolerance's site, in ug/L.
    start : Array, shape (..., people)
        The state at the first node.

    Raises
    ------
    SolverFailure
        If a panel is not solved: the state moves faster than was said.
    """
    shape = (*concentration.shape[:-1], len(panels.distinct), len(NODES))
    seen = np.ascontiguousarray(np.moveaxis(concentration.reshape(shape), (-2, -1), (0, 1)))
    of = np.arange(len(seen))[panels.of].tolist()
    edges = np.empty((len(of) + 1, *concentration.shape[:-1]))
    slopes = np.empty((len(of), len(NODES), *concentration.shape[:-1]))
    edges[0] = start
    further = NODES.reshape(-1, *([1] * (edges.ndim - 1)))
    for panel, (distinct, length_h) in enumerate(zip(of, panels.lengths_h.tolist(), strict=True)):
        ahead = slopes[panel - 1, -1] if panel else np.zeros(1)
        level = edges[panel] + length_h * further * ahead
        edges[panel + 1] = _through(
            tolerance, seen[distinct], edges[panel], level, length_h, slopes[panel]
        )
    return OwnCourse(tolerance.name, panels, edges, slopes)


def _through(
    tolerance: Tolerance,
    concentration: Array,
    start: Array,
    level: Array,
    length_h: float,
    slopes: Array,
) -> Array:
    """Return the state at the end of a panel; write how fast it changes at the nodes.

    ``concentration``, ``slopes`` and ``level``, a first guess, are (5, ..., people); ``start`` is
    (..., people).
    """
    upto = _UP_TO.T * length_h
    before = 0.0
    for _ in range(_ROUNDS):
        slopes[...] = tolerance.slope(concentration, level)
        moved = start + _sums(upto, slopes)
        off, largest = _move(moved, level)
        # Moves shrink from round to round by a factor that does not grow: the next one is known.
        if off <= _CLOSE or (off <= _SHRINKS * before and off**2 <= _CLOSE * before):
            return moved[-1]
        level, before = moved, off
        if not largest < _BEYOND:
            break
    level = np.where(np.abs(level) < _BEYOND, level, start)
    for _ in range(_NEWTON_ROUNDS):
        slopes[...] = tolerance.slope(concentration, level)
        nudge = _NUDGE * np.maximum(np.abs(level), 1.0)
        steep = (tolerance.slope(concentration, level + nudge) - slopes) / nudge
        off_by = start + _sums(upto, slopes) - level
        moved = level + _newton(upto, steep, off_by)
        off, largest = _move(moved, level)
        if off <= _CLOSE:
            return moved[-1]
        level = moved
        if not largest < _BEYOND:
            break
    raise SolverFailure(
        f"The tolerance {tolerance.name!r} is not solved over {length_h:g} h.",
        f"It moves faster than fastest_per_h={tolerance.fastest_per_h:g} says: give a larger one.",
    )


def _newton(upto: Array, steep: Array, off: Array) -> Array:
    """Return what takes the states at the nodes to where they are consistent, (5, ..., people)."""
    flat = steep.reshape(len(NODES), -1).T
    matrices = np.eye(len(NODES)) - upto * flat[:, None, :]
    right = off.reshape(len(NODES), -1).T
    step: Array = np.linalg.solve(matrices, right[..., None])[..., 0].astype(np.float64)
    return step.T.reshape(off.shape)


def _sums(weights: Array, values: Array) -> Array:
    """Return weighted sums over the nodes, (5, ..., people)."""
    return (weights @ values.reshape(len(NODES), -1)).reshape(values.shape)


def _move(moved: Array, level: Array) -> tuple[float, float]:
    """Return the largest move, as a share of states above 1, and the largest state."""
    size, off = np.abs(moved), np.abs(moved - level)
    largest = float(size.max())
    if largest > 1:
        off /= np.maximum(size, 1.0)
    return float(off.max()), largest
