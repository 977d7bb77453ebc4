"""Response curves: from a concentration at a site to a share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from titrate.errors import (
    InvalidValue,
    NegativeConcentration,
    require_between,
    require_not_negative,
    require_positive,
    shown,
)
from titrate.timecourse import Array

Value = float | Array

# Below this a power of the ratio would be denormal, and is nothing.
_NOTHING = 1e-290
# Whole slopes are products, which cost a tenth of exp and log.
_WHOLE_SLOPES = (1, 2, 3, 4)
_ROUND_OFF_UG_PER_L = 1e-9


@dataclass(frozen=True, eq=False)
class Hill:
    """A sigmoid share: ``maximum / (1 + (ec50 factor / concentration)^slope)``.

    Parameters
    ----------
    ec50 : float or Array (people,)
        Concentration of half the maximum, in ug/L.
    slope : float or Array (people,)
        Hill exponent.
    maximum : float or Array (people,), default 1
        Share approached at high concentration, 0 to 1.
    """

    ec50: Value
    slope: Value = 1.0
    maximum: Value = 1.0
    _power: int | None = field(init=False, repr=False, default=None)
    _in_columns: tuple[Value, Value, Value] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        require_positive("ec50", self.ec50)
        require_positive("slope", self.slope)
        require_between("maximum", self.maximum, 0.0, 1.0)
        for name in ("ec50", "slope", "maximum"):
            object.__setattr__(self, name, one_or_row(name, getattr(self, name)))
        columns = _column(self.ec50), self._shared(self.slope), self._shared(self.maximum)
        slopes = np.ravel(columns[1])
        whole = slopes.size and slopes[0] in _WHOLE_SLOPES and (slopes == slopes[0]).all()
        object.__setattr__(self, "_power", int(slopes[0]) if whole else None)
        object.__setattr__(self, "_in_columns", columns)

    def __call__(self, concentration_ug_per_L: Array, ec50_factor: Value = 1.0) -> Array:
        """Return the share at each concentration.

        Parameters
        ----------
        concentration_ug_per_L : Array, shape (..., people, times)
        ec50_factor : float or Array that broadcasts with it
            What adaptation multiplies the EC50 with.

        Returns
        -------
        Array
            0 to ``maximum``, of the broadcast shape.

        Raises
        ------
        NegativeConcentration
            If any value is below -1e-9 ug/L; smaller round-off counts as zero.
        """
        c = checked_concentration(concentration_ug_per_L)
        ec50, slope, maximum = self._in_columns
        half = np.asarray(ec50 * ec50_factor, dtype=np.float64)
        # One array, worked on in place: a temporary of a million values costs more than its sum.
        shape = np.broadcast(c, half, slope, maximum).shape
        odds_against = half if half.shape == shape else np.empty(shape)
        with np.errstate(divide="ignore", over="ignore"):
            if self._power is not None:
                np.divide(half, c, out=odds_against)
                _raise(odds_against, self._power)
            else:
                # exp and log, not power: powers of denormal numbers are some forty times slower.
                np.divide(c, half, out=odds_against)
                odds_against[odds_against <= _NOTHING] = 0.0
                np.log(odds_against, out=odds_against)
                odds_against *= -slope
                np.exp(odds_against, out=odds_against)
        odds_against += 1.0
        np.divide(maximum, odds_against, out=odds_against)
        return odds_against[()]  # a number for a number

    def _shared(self, value: Value) -> Value:
        """Return a column, or a number, which is quicker, where all people of the EC50 share it."""
        if not isinstance(value, np.ndarray) or np.shape(value) != np.shape(self.ec50):
            return _column(value)
        alike = value.size and (value == value.flat[0]).all()
        return float(value.flat[0]) if alike else _column(value)

    def inverse(self, share: Value, ec50_factor: Value = 1.0) -> Value:
        """Return the concentration (ug/L) at which the share is reached.

        Raises
        ------
        InvalidValue
            If the share is not at least 0 and below ``maximum``.
        """
        require_not_negative("share", share)
        require_positive("ec50_factor", ec50_factor)
        if np.any(np.asarray(share) >= self.maximum):
            raise InvalidValue(
                f"A share of {share!r} is never reached.", f"Stay below {self.maximum!r}."
            )
        odds = np.asarray(share) / (self.maximum - np.asarray(share))
        found = self.ec50 * ec50_factor * odds ** (1 / np.asarray(self.slope))
        return float(found) if np.ndim(found) == 0 else found


def one_or_row(what: str, value: Value) -> Value:
    """Return a number as it is, a list or a column of a table as an array (people,)."""
    if np.ndim(value) > 1:
        raise InvalidValue(f"{what} has shape {np.shape(value)}.", "Give a number or one each.")
    return value if np.ndim(value) == 0 else np.asarray(value)


def checked_concentration(concentration_ug_per_L: Array) -> Array:
    """Return concentrations with round-off below zero counted as zero.

    Raises
    ------
    NegativeConcentration
        If any value is below -1e-9 ug/L, or is not a number.
    """
    try:
        c = np.asarray(concentration_ug_per_L, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidValue(
            f"The concentration is {shown(concentration_ug_per_L)}.", "Give numbers, in ug/L."
        ) from None
    lowest = float(np.min(c, initial=0.0))
    if not lowest >= -_ROUND_OFF_UG_PER_L:
        raise NegativeConcentration(
            f"A concentration of {lowest:g} ug/L was handed to a response curve.",
            "Check the model that made it: amounts cannot be negative.",
        )
    return np.maximum(c, 0.0) if lowest < 0 else c


def combined_loss(*losses: Array) -> Array:
    """Return the share lost when each loss takes its share of what the others leave."""
    left = np.ones(())
    for loss in losses:
        left = left * (1 - loss)
    return 1 - left


def _raise(values: Array, power: int) -> None:
    """Raise values, in place, to a whole power from 1 to 4."""
    if power == 3:
        values *= values * values
        return
    for _ in range(power // 2):
        values *= values


def _column(value: Value) -> Value:
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim else value
