"""Checks on numbers, used wherever a number comes in.

Each returns the value as it was given (arrays as float arrays), so that a check reads as part
of the assignment. ``what`` names the value as its user wrote it, with its unit: ``"dose_mg"``.
"""

import math
from typing import TypeVar

import numpy as np

from titrate.errors.kinds import InvalidValue
from titrate.errors.wording import shown

Number = TypeVar("Number", bound=float | np.ndarray)


def require_finite(what: str, value: Number) -> Number:
    """Return ``value`` if it is a finite number or an array of them.

    Raises
    ------
    InvalidValue
        If it is text, a truth value, NaN, infinite or empty.
    """
    try:
        numbers = np.asarray(value)
    except (TypeError, ValueError):  # a list of lists of different lengths
        numbers = np.asarray(None)
    if numbers.dtype.kind not in "iuf":
        raise InvalidValue(f"{what} is {shown(value)}, which is not a number.", "Give a number.")
    if numbers.size == 0:
        raise InvalidValue(f"{what} is empty.", "Give a number.")
    # Most numbers that come in are single ones, and functions of arrays are slow on these.
    finite = math.isfinite(numbers.item()) if numbers.size == 1 else np.isfinite(numbers).all()
    if not finite:
        raise InvalidValue(f"{what} is {_shown(value)}.", "Give a finite number.")
    return value


def require_one(what: str, value: Number) -> Number:
    """Return ``value`` if it is not a list, an array or a table of several, else raise.

    What is neither a number nor several is left to the check that follows.
    """
    if np.ndim(np.asarray(value, dtype=object)) != 0:
        raise InvalidValue(
            f"{what} is {shown(value)}, which is not one number.", "Give one number."
        )
    return value


def require_not_negative(what: str, value: Number) -> Number:
    """Return ``value`` if it is finite and at least 0, else raise `InvalidValue`."""
    require_finite(what, value)
    if (np.asarray(value) < 0).any():
        raise InvalidValue(f"{what} is {_shown(value)}.", "It cannot be negative.")
    return value


def require_positive(what: str, value: Number) -> Number:
    """Return ``value`` if it is finite and above 0, else raise `InvalidValue`."""
    require_finite(what, value)
    if (np.asarray(value) <= 0).any():
        raise InvalidValue(f"{what} is {_shown(value)}.", "It must be above 0.")
    return value


def require_at_least(what: str, value: Number, least: float) -> Number:
    """Return ``value`` if it is finite and at least ``least``, else raise `InvalidValue`."""
    require_finite(what, value)
    if (np.asarray(value) < least).any():
        raise InvalidValue(f"{what} is {_shown(value)}.", f"It must be at least {least:g}.")
    return value


def require_between(what: str, value: Number, low: float, high: float) -> Number:
    """Return ``value`` if it lies from ``low`` to ``high``, else raise `InvalidValue`."""
    require_finite(what, value)
    numbers = np.asarray(value)
    if (numbers < low).any() or (numbers > high).any():
        raise InvalidValue(
            f"{what} is {_shown(value)}.", f"It must lie between {low:g} and {high:g}."
        )
    return value


def _shown(value: object) -> str:
    numbers = np.asarray(value)
    if numbers.ndim == 0:
        return f"{value!r}"
    return repr(numbers.item()) if numbers.size == 1 else np.array2string(numbers, threshold=6)
