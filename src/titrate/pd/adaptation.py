"""Adaptation: how a site gets used to the drug, slowly, and loses the habit.

One state ``a >= 0`` moves towards ``maximum D(C)``, where ``D`` saturates in the concentration at
the site. It rises with one half-time and falls with another, and multiplies the EC50 of the
responses that it belongs to by ``1 + a``. It never acts on the kinetics.

The concentration is known exactly, so only ``a`` is integrated: panel by panel, exactly for a drive
that is a quartic inside the panel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from titrate.errors import SolverFailure, require_not_negative, require_positive, require_text
from titrate.pd.courses import Courses
from titrate.pd.curves import Hill, one_or_row
from titrate.pd.panels import Panels
from titrate.pd.stepping import Stepping
from titrate.timecourse import Array

Value = float | Array

# What of an adaptation may differ between people.
_VARYING = ("maximum", "half_way", "slope", "half_time_up_h", "half_time_down_h", "drift_per_h")
_MOST_ROUNDS, _HALVINGS = 200, 16
_SETTLED, _ROUND_OFF = 1e-12, 2e-14


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
    slope : float or Array (people,)
        Hill exponent of the drive.
    half_time_up_h, half_time_down_h : float or Array (people,)
        Half-times of getting used to the drug, and of losing the habit, in h.
    drift_per_h : float or Array (people,), default 0
        How fast the logarithm of the EC50 grows for ever at full drive, in 1/h: see
        `titrate.pd.drift`.
    """

    name: str
    site: str
    maximum: Value
    half_way: Value
    slope: Value
    half_time_up_h: Value
    half_time_down_h: Value
    drift_per_h: Value = 0.0
    _drive: Hill = field(init=False, repr=False)

    def __post_init__(self) -> None:
        require_text("The name of an adaptation", self.name)
        require_text("The site of an adaptation", self.site)
        require_not_negative(f"the maximum of {self.name}", self.maximum)
        require_positive(f"the half-way concentration of {self.name}", self.half_way)
        require_positive("slope", self.slope)
        require_positive(f"the half-time up of {self.name}", self.half_time_up_h)
        require_positive(f"the half-time down of {self.name}", self.half_time_down_h)
        require_not_negative(f"the drift of {self.name}", self.drift_per_h)
        for name in _VARYING:
            object.__setattr__(self, name, one_or_row(name, getattr(self, name)))
        object.__setattr__(self, "_drive", Hill(self.half_way, self.slope))

    def is_like(self, other: object) -> bool:
        """Return whether another adaptation is the same in name, site and numbers."""
        if not isinstance(other, Adaptation):
            return False
        names = (self.name, self.site) == (other.name, other.site)
        return names and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in _VARYING
        )

    def take(self, who: slice) -> Adaptation:
        """Return the adaptation of some of the people."""
        part = {
            name: value[who]
            for name in _VARYING
            if isinstance(value := getattr(self, name), np.ndarray) and len(value) > 1
        }
        return replace(self, **part)

    def target(self, concentration_ug_per_L: Array) -> Array:
        """Return where ``a`` would settle at a lasting concentration, (..., people, times)."""
        largest = self.maximum[:, None] if isinstance(self.maximum, np.ndarray) else self.maximum
        return largest * self._drive(concentration_ug_per_L)

    @property
    def drift_per_target(self) -> Array:
        """How fast the logarithm of the EC50 grows, in 1/h, for each unit of `target`."""
        most = np.asarray(self.maximum, dtype=np.float64)
        rate, most = np.broadcast_arrays(self.drift_per_h, most)
        return np.divide(rate, most, out=np.zeros(most.shape), where=most > 0)

    @property
    def drifts(self) -> bool:
        """Whether the need goes on growing in anybody."""
        return bool(np.any(np.asarray(self.drift_per_h) > 0))

    @property
    def drift_name(self) -> str:
        """What the course of the drift is called."""
        return f"{self.name}_drift"

    @property
    def course_names(self) -> tuple[str, ...]:
        """What its courses are called."""
        return (self.name, self.drift_name) if self.drifts else (self.name,)

    def ec50_factor(self, level: Mapping[str, Array]) -> Array:
        """Return what EC50s are multiplied by: ``(1 + a) exp(b)``.

        ``level`` holds ``a`` by the adaptation's name, and ``b`` by its `drift_name` if it drifts.
        """
        factor = 1.0 + level[self.name]
        if self.drifts:
            factor *= np.exp(level[self.drift_name])
        return factor

    def bared(self, level: Array, concentration_ug_per_L: Array) -> Array:
        """Return the withdrawal index: adaptation that the drug no longer covers, at least 0."""
        return np.maximum(level - self.target(concentration_ug_per_L), 0.0)

    @property
    def rates_per_h(self) -> tuple[Value, Value]:
        """Rates of rising and of falling, in 1/h."""
        return np.log(2) / self.half_time_up_h, np.log(2) / self.half_time_down_h


def adapt(
    adaptations: Sequence[Adaptation], panels: Panels, targets: Array, start: Array
) -> Courses:
    """Return how far adaptations are over panels.

    Parameters
    ----------
    adaptations : sequence of Adaptation
    panels : Panels
    targets : Array, shape (adaptations, ..., people, nodes)
        ``adaptation.target`` of the concentration at the nodes.
    start : Array, shape (adaptations, ..., people)
        ``a`` at the first node.
    """
    return _stepping(adaptations, panels, targets).courses(start)


def _stepping(adaptations: Sequence[Adaptation], panels: Panels, targets: Array) -> Stepping:
    up, down = (_stacked([a.rates_per_h[k] for a in adaptations], targets) for k in (0, 1))
    names = tuple(adaptation.name for adaptation in adaptations)
    return Stepping.over(names, panels, targets, (up, down))


def settled(adaptations: Sequence[Adaptation], panels: Panels, targets: Array) -> Array:
    """Return the ``a`` that a pattern repeated for ever leads to, at the pattern's first node.

    The state after one period is a function of the state before it whose slope lies between 0
    and 1, so Newton's iteration, kept inside its bracket, finds where it returns to itself.

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
    stepping = _stepping(adaptations, panels, targets)
    level = _balanced(stepping.rates_per_h, panels, targets)
    level, returns = stepping.returning(level, _enough)
    if returns.all():
        return level
    low, high = np.zeros_like(level), targets.max(axis=-1)
    for _ in range(_MOST_ROUNDS):
        period = stepping.courses(level)
        change, kept = period.edges[-1] - level, period.kept
        low = np.where(change > 0, np.maximum(low, level), low)
        high = np.where(change < 0, np.minimum(high, level), high)
        # Where a panel turns from rising to falling the change jumps across 0 without being 0.
        between = high - low <= _SETTLED * np.maximum(level, 1.0)
        done = between | (np.abs(change) <= _enough(level, kept))
        if np.all(done):
            return level
        newton = level + change / (1 - kept)
        inside = (newton > low) & (newton < high)
        level = np.where(done, level, np.where(inside, newton, (low + high) / 2))
    names = ", ".join(adaptation.name for adaptation in adaptations)
    raise SolverFailure(
        f"The adaptation of {names} does not settle.",
        "Check its half-times and the pattern of the regimen.",
    )


def _enough(level: Array, kept: Array) -> Array:
    """Return how little ``a`` may change over a period that returns to it."""
    return np.maximum(_SETTLED * (1 - kept), _ROUND_OFF) * np.maximum(level, 1.0)


def _balanced(rates_per_h: tuple[Array, Array], panels: Panels, targets: Array) -> Array:
    """Return the ``a`` at which rises and falls over a period balance, if ``a`` hardly moves in it.

    That is where an adaptation of long half-times settles, and where the search for the rest of
    any other begins.
    """
    up, down = rates_per_h
    low, high = targets.min(axis=-1), targets.max(axis=-1)
    for _ in range(_HALVINGS):
        level = (low + high) / 2
        above = targets - level[..., None]
        rising = np.maximum(above, 0.0) @ panels.weights_h
        rises = up * rising > down * (rising - above @ panels.weights_h)
        low, high = np.where(rises, level, low), np.where(rises, high, level)
    return (low + high) / 2


def _stacked(rates: Sequence[Value], like: Array) -> Array:
    """Return one rate per adaptation (and person), to go with (adaptations, ..., people, nodes)."""
    each = [np.atleast_1d(rate) for rate in rates]
    each = [rate[:1] if np.all(rate == rate[0]) else rate for rate in each]
    people = max(len(rate) for rate in each)
    rows = np.array([np.broadcast_to(rate, (people,)) for rate in each])
    return rows.reshape(len(rates), *([1] * (like.ndim - 3)), people)
