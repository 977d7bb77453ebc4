"""Checks on the numbers of a dose, before any drug or person is known."""

import math
import operator
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_finite,
    require_not_negative,
    require_one,
    require_positive,
)

UG_PER_MG = 1000.0
HOURS_PER_DAY = 24.0
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86400

# Beyond these a number is a slip of the keyboard, and the arrays would not fit into memory.
LONGEST_H = 200 * 365.25 * HOURS_PER_DAY  # 200 years
_LONGEST = "At most 200 years can be simulated; check the number."
MOST_DOSES = 1_000_000
# Two times closer than this are one.
SAME_INSTANT_H = 1e-6
LARGEST_MG = 1e6  # a kilogram
LARGEST_UG = LARGEST_MG * UG_PER_MG

# Two times this close, in hours or as a share of a whole number, are the same time.
SAME_TIME = 1e-9


def amount(what: str, value: object, *, largest: float) -> float:
    """Return an amount or a rate: one finite number from 0 to ``largest``."""
    number = float(require_not_negative(what, _one_number(what, value))) + 0.0  # no -0.0
    if number > largest:
        raise InvalidValue(f"{what} is {number:g}.", f"The most that is accepted is {largest:g}.")
    return number


def start_h(what: str, value: object) -> float:
    """Return a start, h: one finite number from 0 to 200 years."""
    hours = float(require_not_negative(what, _one_number(what, value))) + 0.0
    return _not_too_long(what, hours)


def length_h(what: str, value: object) -> float:
    """Return a length, h: one finite number above 0, up to 200 years."""
    hours = float(require_positive(what, _one_number(what, value)))
    return _not_too_long(what, hours)


def length_days(what: str, value: object) -> float:
    """Return a length, days: one finite number above 0, up to 200 years."""
    days = float(require_positive(what, _one_number(what, value)))
    if days * HOURS_PER_DAY > LONGEST_H:
        raise InvalidValue(f"{what} is {days:g} days.", _LONGEST)
    return days


def scale_factor(what: str, value: object) -> float:
    """Return a factor: one finite number, at least 0."""
    return float(require_not_negative(what, _one_number(what, value))) + 0.0


def whole(what: str, value: object) -> int:
    """Return a whole number from 1 to a million, the most doses there can be."""
    if not isinstance(value, bool | np.bool_):
        try:
            number = operator.index(value)  # pyright: ignore[reportArgumentType]
        except TypeError:
            pass
        else:
            if 1 <= number <= MOST_DOSES:
                return number
    raise InvalidValue(f"{what} is {value!r}.", f"Give a whole number from 1 to {MOST_DOSES:,}.")


def clock_hour(what: str, value: object) -> float:
    """Return a clock hour, 0 up to but not including 24, that is a whole number of seconds."""
    hour = float(require_finite(what, _one_number(what, value)))
    if not 0 <= hour < HOURS_PER_DAY:
        raise InvalidValue(
            f"{what} has the clock hour {hour:g}.", "Clock hours run from 0 up to, not with, 24."
        )
    seconds = round(hour * SECONDS_PER_HOUR)
    rounded = seconds / SECONDS_PER_HOUR
    if abs(rounded - hour) > SAME_TIME or seconds >= SECONDS_PER_DAY:
        raise InvalidValue(
            f"{what} has the clock hour {hour!r}, which is not a whole number of seconds.",
            f"Give {rounded!r} or another clock time in hours, minutes and seconds.",
        )
    return rounded


def clock_hours(what: str, values: object) -> tuple[float, ...]:
    """Return the clock hours of a day: at least one, each later than the one before it."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidValue(f"{what} is {values!r}.", f"Give clock hours: {what}=(7, 12, 22).")
    hours = tuple(clock_hour(what, value) for value in values)
    if not hours:
        raise InvalidValue(f"{what} is empty.", f"Give clock hours: {what}=(7, 12, 22).")
    if any(later <= earlier for earlier, later in pairwise(hours)):
        listed = ", ".join(f"{hour:g}" for hour in hours)
        raise InvalidValue(f"{what} is ({listed}).", "Write each hour once, earliest first.")
    return hours


def tidy(number: float) -> float:
    """Return the number without the round-off of arithmetic: 0.7, not 0.7000000001."""
    return float(f"{number:.12g}")


def whole_steps(total: float, step: float) -> int:
    """Return how many steps start before ``total``: 0, step, 2 step, ... < total."""
    ratio = total / step
    not_too_many(ratio)
    return max(1, math.ceil(ratio - SAME_TIME * max(1.0, ratio)))


def not_too_many(doses: float) -> None:
    """Raise `InvalidValue` above a million doses."""
    if doses > MOST_DOSES:
        raise InvalidValue(
            f"This regimen has more than {MOST_DOSES:,} doses.",
            "So many cannot be simulated: look at the interval and the length.",
        )


def not_beyond_the_end(end_h: float) -> None:
    """Raise `InvalidValue` if a regimen ends later than 200 years."""
    _not_too_long("The end of this regimen", end_h)


def _one_number(what: str, value: object) -> float:
    # As it was given, so that a message shows -1 and not -1.0; the check is the caller's.
    return require_one(what, value)  # pyright: ignore[reportReturnType, reportArgumentType]


def _not_too_long(what: str, hours: float) -> float:
    if hours > LONGEST_H:
        raise InvalidValue(f"{what} is {hours:g} h.", _LONGEST)
    return hours


def require_whole_days(days: float, at_h: tuple[float, ...]) -> None:
    """Raise `InvalidValue` if doses at clock hours would end within a day."""
    if at_h and not days.is_integer():
        raise InvalidValue(
            f"days is {days:g}, and at_h repeats from midnight to midnight.",
            "Give whole days, or a number of doses.",
        )
