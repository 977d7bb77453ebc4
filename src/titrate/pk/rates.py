"""Numbers of a model that are more than a number: they change at cuts, or with the amount."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_not_negative,
    require_one,
    require_positive,
    require_several,
)
from titrate.markup import tally
from titrate.timecourse import Array, frozen

AmountRate = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Steps:
    """A rate, a share or a weight that changes at given times and is constant between them.

    Parameters
    ----------
    at_h : sequence of float
        When each value begins, in h; the first is 0.
    values : sequence of float or Array (people,)
        The value from then on: a rate in 1/h, the share of an entry, the weight of a site in 1/L.

    Examples
    --------
    A dialysis session of 4 h on the second day:

    >>> Steps(at_h=(0, 34, 38), values=(0.0, 0.15, 0.0))
    Steps(at_h=(0.0, 34.0, 38.0), values=(0.0, 0.15, 0.0))
    """

    at_h: tuple[float, ...]
    values: tuple[float | Array, ...]

    def __post_init__(self) -> None:
        example = "Steps(at_h=(0, 34), values=(0.0, 0.15))"
        at_h = require_several("at_h", self.at_h, example)
        rates = require_several("values", self.values, example)
        times = tuple(float(require_not_negative("at_h", require_one("at_h", t))) for t in at_h)
        if not times or times[0] != 0 or any(b <= a for a, b in pairwise(times)):
            raise InvalidValue(
                f"Steps at_h is {self.at_h!r}.", "Begin at 0 and write later times in order."
            )
        if len(times) != len(rates):
            raise InvalidValue(
                f"Steps has {tally(len(times), 'time')} and {tally(len(rates), 'value')}.",
                "Give one value for each time.",
            )
        object.__setattr__(self, "at_h", times)
        values = tuple(rate_value("values", v) for v in rates)
        _require_the_same_people("Steps", values)
        object.__setattr__(self, "values", values)

    def later(self, by_h: float) -> Steps:
        """Return the same steps with time counted from ``by_h`` on."""
        coming = [i for i, t in enumerate(self.at_h) if t > by_h + 1e-6]
        return Steps(
            (0.0, *(self.at_h[i] - by_h for i in coming)),
            (self.at(by_h), *(self.values[i] for i in coming)),
        )

    def at(self, time_h: float) -> float | Array:
        """Return the value in force at ``time_h``, which a cut within 1e-6 h counts into."""
        return self.values[int(np.searchsorted(self.at_h, time_h + 1e-6, side="right")) - 1]


@dataclass(frozen=True, eq=False)
class Saturable:
    """A rate that falls as the amount rises: Michaelis and Menten's.

    ``rate_per_h = max_rate_ug_per_h / (half_amount_ug + amount)``, so that the flow approaches
    ``max_rate_ug_per_h`` and is half of it at ``half_amount_ug``. Either may be one per person.
    """

    max_rate_ug_per_h: float | Array
    half_amount_ug: float | Array

    def __post_init__(self) -> None:
        for name in ("max_rate_ug_per_h", "half_amount_ug"):
            value = rate_value(name, getattr(self, name))
            object.__setattr__(self, name, value)
        require_positive("half_amount_ug", self.half_amount_ug)
        _require_the_same_people("Saturable", (self.max_rate_ug_per_h, self.half_amount_ug))

    def __call__(self, amount_ug: Array) -> Array:
        """Return the rate in 1/h at each amount, same shape."""
        return np.asarray(self.max_rate_ug_per_h / (self.half_amount_ug + amount_ug))


Rate = float | Array | Steps | Saturable | AmountRate


def rate_value(what: str, value: float | Array) -> float | Array:
    """Return a number or a read-only ``(people,)`` array, checked to be finite and not negative."""
    array = np.asarray(require_not_negative(what, value), dtype=np.float64)
    if array.ndim == 0:
        return float(array)
    if array.ndim > 1 or array.size == 0:
        raise InvalidValue(f"{what} has shape {array.shape}.", "Give a number or one per person.")
    return frozen(array)


def checked_rate(what: str, rate: Rate) -> Rate:
    """Return a rate of any kind, with numbers checked."""
    if isinstance(rate, Steps | Saturable):
        return rate
    return rate if callable(rate) else rate_value(what, rate)


def value_at(value: float | Array | Steps, time_h: float) -> float | Array:
    """Return the number in force at ``time_h``."""
    return value.at(time_h) if isinstance(value, Steps) else value


def later(value: Any, by_h: float) -> Any:
    """Return a rate or number with time counted from ``by_h`` on."""
    return value.later(by_h) if isinstance(value, Steps) else value


def changes_of(values: Iterable[object]) -> tuple[float, ...]:
    """Return the times after 0 at which any of some rates or numbers changes, in h, in order."""
    times = {t for value in values if isinstance(value, Steps) for t in value.at_h}
    return tuple(sorted(times - {0.0}))


def is_linear(rate: Rate) -> bool:
    """Return whether the flow is proportional to the amount in its source."""
    return isinstance(rate, Steps) or not callable(rate)


def people_in(value: object) -> int:
    """Return how many people a rate or number is written for: 1 where it holds for all."""
    match value:
        case np.ndarray():
            return len(value)
        case Steps():
            return max(people_in(v) for v in value.values)
        case Saturable():
            return max(people_in(value.max_rate_ug_per_h), people_in(value.half_amount_ug))
        case _:
            return 1


def _require_the_same_people(what: str, values: tuple[float | Array, ...]) -> None:
    counts = sorted({people_in(value) for value in values} - {1})
    if len(counts) > 1:
        raise InvalidValue(
            f"{what} is written for {counts[0]} and for {counts[1]} people.",
            "Give every array one value per person.",
        )


def taken(value: Any, who: slice | np.ndarray) -> Any:
    """Return the part of a rate or number that is about the people ``who``."""
    match value:
        case np.ndarray():
            return frozen(value[who])
        case Steps():
            return Steps(value.at_h, tuple(taken(v, who) for v in value.values))
        case Saturable():
            return Saturable(taken(value.max_rate_ug_per_h, who), taken(value.half_amount_ug, who))
        case _:
            return value
