"""Adaptation: how a site gets used to the drug, slowly, and loses the habit.

One state ``a >= 0`` moves towards ``maximum D(C)``, where ``D`` saturates in the concentration at
the site. It rises with one half-time and falls with another, and multiplies the EC50 of the
responses that it belongs to by ``1 + a``. It never acts on the kinetics.

The concentration is known exactly, so only ``a`` is integrated: panel by panel, exactly for a drive
that is a parabola inside the panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from titrate.errors import SolverFailure, require_not_negative, require_positive
from titrate.pd.curves import Hill
from titrate.pd.panels import Panels, half_panel, sum_of, whole_panel
from titrate.timecourse import Array

Value = float | Array

_MOST_ROUNDS = 200
_SETTLED = 1e-12


@dataclass(frozen=True, eq=False)
class Adaptation:
    """How one site adapts.

    Parameters
    ----------
    name : str
        Endpoints with an adaptation of one name share its state.
    site : str
        Where the concentration that drives it is read.
    maximum : float or Array (people,)
        Largest ``a``: the EC50 grows at most ``1 + maximum``-fold.
    half_way : float or Array (people,)
        Concentration of half the maximum drive, in ug/L.
    slope : float
        Hill exponent of the drive.
    half_time_up_h, half_time_down_h : float or Array (people,)
        Half-times of getting used to the drug, and of losing the habit, in h.
    """

    name: str
    site: str
    maximum: Value
    half_way: Value
    slope: float
    half_time_up_h: Value
    half_time_down_h: Value
    _drive: Hill = field(init=False, repr=False)

    def __post_init__(self) -> None:
        require_not_negative(f"the maximum of {self.name}", self.maximum)
        require_positive(f"the half-time up of {self.name}", self.half_time_up_h)
        require_positive(f"the half-time down of {self.name}", self.half_time_down_h)
        object.__setattr__(self, "_drive", Hill(self.half_way, self.slope))

    def target(self, concentration_ug_per_L: Array) -> Array:
        """Return where ``a`` would settle at a lasting concentration, (..., people, times)."""
        largest = self.maximum[:, None] if isinstance(self.maximum, np.ndarray) else self.maximum
        return largest * self._drive(concentration_ug_per_L)

    def bared(self, level: Array, concentration_ug_per_L: Array) -> Array:
        """Return the withdrawal index: adaptation that the drug no longer covers, at least 0."""
        return np.maximum(level - self.target(concentration_ug_per_L), 0.0)

    @property
    def rates_per_h(self) -> tuple[Value, Value]:
        """Rates of rising and of falling, in 1/h."""
        return np.log(2) / self.half_time_up_h, np.log(2) / self.half_time_down_h


def adapted_courses(
    adaptations: Sequence[Adaptation], panels: Panels, targets: Array, start: Array
) -> Array:
    """Return every ``a`` at every node, shape (adaptations, ..., people, nodes).

    Parameters
    ----------
    adaptations : sequence of Adaptation
    panels : Panels
    targets : Array, shape (adaptations, ..., people, nodes)
        ``adaptation.target`` of the concentration at the nodes.
    start : Array, shape (adaptations, ..., people)
        ``a`` at the first node.
    """
    return _courses(adaptations, panels, targets, start)[0]


def settled(adaptations: Sequence[Adaptation], panels: Panels, targets: Array) -> Array:
    """Return the ``a`` that a pattern repeated for ever leads to, at the pattern's first node.

    The state after one period is a function of the state before it whose slope lies between 0
    and 1, so Newton's iteration from any start finds where it returns to itself.

    Parameters
    ----------
    adaptations : sequence of Adaptation
    panels : Panels
        Over one period.
    targets : Array, shape (adaptations, ..., people, nodes)

    Returns
    -------
    Array, shape (adaptations, ..., people)

    Raises
    ------
    SolverFailure
        If the iteration finds no rest, which half-times above 0 do not let happen.
    """
    level = targets @ panels.weights_h / panels.weights_h.sum()
    for _ in range(_MOST_ROUNDS):
        courses, kept = _courses(adaptations, panels, targets, level)
        change = courses[..., -1] - level
        level = np.maximum(level + change / (1 - kept), 0.0)
        if np.all(np.abs(change) <= _SETTLED * (1 - kept) * np.maximum(level, 1.0)):
            return level
    names = ", ".join(adaptation.name for adaptation in adaptations)
    raise SolverFailure(
        f"The adaptation of {names} does not settle.",
        "Check its half-times and the pattern of the regimen.",
    )


def _courses(
    adaptations: Sequence[Adaptation], panels: Panels, targets: Array, start: Array
) -> tuple[Array, Array]:
    """Return every ``a`` at the nodes, and how much of a change at the start is left at the end.

    Whether ``a`` rises or falls in a panel depends on where it is, so panels are stepped one
    after another; what a panel does in either case is worked out for all panels beforehand.
    """
    level = np.broadcast_to(np.asarray(start, dtype=np.float64), targets.shape[:-1]).copy()
    by_node = np.ascontiguousarray(np.moveaxis(targets, -1, 0))
    first, middle, last = by_node[::3], by_node[1::3], by_node[2::3]
    length = np.diff(panels.edges_h).reshape(-1, *([1] * level.ndim))
    steps = [length * _stacked([a.rates_per_h[k] for a in adaptations], level) for k in (0, 1)]
    keeps = [np.exp(-step) for step in steps]
    gains = [sum_of(whole_panel(step), first, middle, last) for step in steps]
    mean = (first + 4 * middle + last) / 6
    edges = np.empty((len(mean) + 1, *level.shape))
    edges[0] = level
    rising = np.empty(mean.shape, dtype=np.bool_)
    for panel in range(len(mean)):
        up = np.greater(mean[panel], level, out=rising[panel])
        level = np.where(
            up,
            keeps[0][panel] * level + gains[0][panel],
            keeps[1][panel] * level + gains[1][panel],
        )
        edges[panel + 1] = level
    courses = np.empty_like(by_node)
    courses[::3], courses[2::3] = edges[:-1], edges[1:]
    halfway = [
        np.exp(-step / 2) * edges[:-1] + sum_of(half_panel(step), first, middle, last)
        for step in steps
    ]
    courses[1::3] = np.where(rising, *halfway)
    return np.moveaxis(courses, 0, -1), np.prod(np.where(rising, *keeps), axis=0)


def _stacked(rates: Sequence[Value], like: Array) -> Array:
    """Return one rate per adaptation (and person), shaped to go with (adaptations, ..., people)."""
    people = like.shape[-1]
    rows = np.array([np.broadcast_to(rate, (people,)) for rate in rates])
    return rows.reshape(len(rates), *([1] * (like.ndim - 2)), people)
