"""One number from many people, and how far chance moves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from titrate.errors import InvalidValue
from titrate.timecourse import Array
from titrate.validation.observation import OverPeople

_DRAWS = 200
_APART = ("sd", "cv_percent")
_PERCENT = 100.0


def _percentile(values: Array, q: float) -> Array:
    """Return a percentile; between two who never get there it is infinite, not unknown."""
    found = np.percentile(values, q, axis=-1)
    return np.where(np.isnan(found), np.inf, found)


# Each takes values (..., people) and a number, and returns (...).
_FOUND: Mapping[str, Callable[[Array, float], Array]] = {
    "mean": lambda values, _: np.mean(values, axis=-1),
    "median": lambda values, _: np.median(values, axis=-1),
    "sd": lambda values, _: np.std(values, axis=-1, ddof=1),
    "cv_percent": lambda values, _: (
        _PERCENT * np.std(values, axis=-1, ddof=1) / np.mean(values, axis=-1)
    ),
    "percentile": _percentile,
    "share_above": lambda values, level: np.mean(values > level, axis=-1),
    "share_below": lambda values, level: np.mean(values < level, axis=-1),
}


def over_people(asked: OverPeople, values: Array) -> float:
    """Return the statistic of values (people,), infinite where too many never get there.

    Raises
    ------
    InvalidValue
        If some of the people never get there, and the statistic is how far people lie apart.
    """
    never = int(np.sum(~np.isfinite(values)))
    if never and asked.statistic in _APART:
        raise InvalidValue(
            f"The {asked.statistic} is asked of people of whom {never:,} in {len(values):,} never "
            "reach what is waited for.",
            "Ask for a median, or for a share_below.",
        )
    with np.errstate(invalid="ignore"):
        return float(_FOUND[asked.statistic](values, asked.number))


def monte_carlo_error(asked: OverPeople, values: Array, seed: int) -> float | None:
    """Return the standard error of the statistic: its spread when people are drawn again.

    People are drawn from those there are, with replacement (bootstrap), by a stream of the
    population's own seed. None where some draws have no number, because too many never get there.
    """
    if np.all(values == values[0]):
        return 0.0 if np.isfinite(values[0]) else None
    stream = np.random.Generator(np.random.Philox(seed))
    again = stream.integers(0, len(values), size=(_DRAWS, len(values)))
    with np.errstate(invalid="ignore"):  # infinity less infinity
        found = _FOUND[asked.statistic](values[again], asked.number)
    return float(np.std(found, ddof=1)) if np.all(np.isfinite(found)) else None
