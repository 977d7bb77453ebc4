"""One number from many people, and how far chance moves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from titrate.timecourse import Array
from titrate.validation.observation import OverPeople

_DRAWS = 200
_PERCENT = 100.0

# Each takes values (..., people) and a number, and returns (...).
_FOUND: Mapping[str, Callable[[Array, float], Array]] = {
    "mean": lambda values, _: np.mean(values, axis=-1),
    "median": lambda values, _: np.median(values, axis=-1),
    "sd": lambda values, _: np.std(values, axis=-1, ddof=1),
    "cv_percent": lambda values, _: (
        _PERCENT * np.std(values, axis=-1, ddof=1) / np.mean(values, axis=-1)
    ),
    "percentile": lambda values, q: np.percentile(values, q, axis=-1),
    "share_above": lambda values, level: np.mean(values > level, axis=-1),
    "share_below": lambda values, level: np.mean(values < level, axis=-1),
}


def over_people(asked: OverPeople, values: Array) -> float:
    """Return the statistic of values (people,)."""
    return float(_FOUND[asked.statistic](values, asked.number))


def monte_carlo_error(asked: OverPeople, values: Array, seed: int) -> float:
    """Return the standard error of the statistic: its spread when people are drawn again.

    People are drawn from those there are, with replacement (bootstrap), by a stream of the
    population's own seed.
    """
    if np.ptp(values) == 0:
        return 0.0
    stream = np.random.Generator(np.random.Philox(seed))
    again = stream.integers(0, len(values), size=(_DRAWS, len(values)))
    found = _FOUND[asked.statistic](values[again], asked.number)
    return float(np.std(found, ddof=1))
