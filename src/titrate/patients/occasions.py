"""What differs in one person from occasion to occasion, and where an occasion begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_mapping,
    require_not_negative,
    require_one,
    require_positive,
    require_several,
)
from titrate.parameters import Variability
from titrate.patients.deviations import Deviations
from titrate.patients.draws import Words, key_for, normal, words_at
from titrate.timecourse import Array

_CV = 'Occasions({"absorption_rate": 30})'
_DAY_H = 24.0
# Philox gives four words at a time: those of four occasions.
_TOGETHER = 4


@dataclass(frozen=True)
class Occasions:
    """Parameters that differ in one person from occasion to occasion.

    Parameters
    ----------
    cv_percent : mapping of parameter name to float
        Coefficient of variation between the occasions of one person, in percent; lognormal.
    every_h : float, default 24
        How long an occasion is: by default each day is one.
    starts_h : sequence of float, optional
        Where occasions begin instead, in h; the first at 0, the last without an end. Not beside
        ``every_h``.

    Examples
    --------
    >>> Occasions({"absorption_rate": 30})
    Occasions(cv_percent={'absorption_rate': 30.0}, every_h=24.0, starts_h=None)
    """

    cv_percent: Mapping[str, float]
    every_h: float = _DAY_H
    starts_h: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        given = require_mapping("cv_percent", self.cv_percent, _CV)
        if not given:
            raise InvalidValue("cv_percent is empty.", f"Give parameters that differ: {_CV}.")
        checked: dict[str, float] = {}
        for name, value in given.items():
            what = f"cv_percent[{name!r}]"
            checked[name] = float(require_positive(what, require_one(what, value)))
        object.__setattr__(self, "cv_percent", Deviations(checked))
        every = float(require_positive("every_h", require_one("every_h", self.every_h)))
        object.__setattr__(self, "every_h", every)
        if self.starts_h is not None:
            if every != _DAY_H:
                raise InvalidValue(
                    f"every_h is {every:g}, and starts_h is given too.",
                    "Give one of them: how long every occasion is, or where each begins.",
                )
            object.__setattr__(self, "starts_h", _checked_starts(self.starts_h))

    def starts_until(self, end_h: float) -> tuple[float, ...]:
        """Return where the occasions before ``end_h`` begin, in h, the first of them at 0."""
        if self.starts_h is None:
            count = max(1, int(np.ceil(end_h / self.every_h)))
            return tuple(number * self.every_h for number in range(count))
        return tuple(start for start in self.starts_h if start == 0 or start < end_h)

    def __str__(self) -> str:
        spreads = ", ".join(f"{name} by {cv:g} %" for name, cv in self.cv_percent.items())
        if self.starts_h is None:
            return f"From occasion to occasion, every {self.every_h:g} h, {spreads} (CV)."
        starts = ", ".join(f"{start:g}" for start in self.starts_h)
        return f"From occasion to occasion, from {starts} h on, {spreads} (CV)."


@dataclass(frozen=True, eq=False)
class PersonalOccasions:
    """Occasions of given people, whose draws are their own.

    Parameters
    ----------
    occasions : Occasions
    streams : unsigned array (people,)
    """

    occasions: Occasions
    streams: Words

    @staticmethod
    def of(occasions: Occasions, seed: np.random.SeedSequence, streams: Words) -> PersonalOccasions:
        """Return the occasions that a seed gives to people."""
        return PersonalOccasions(occasions, words_at(key_for(seed, "occasions"), streams)[0])

    def take(self, who: slice | np.ndarray) -> PersonalOccasions:
        """Return those of some of the people."""
        return PersonalOccasions(self.occasions, self.streams[who])

    def deviations(self, occasion: int) -> dict[str, Array]:
        """Return how far each person is from their own usual on one occasion, name to (people,)."""
        block, place = divmod(occasion, _TOGETHER)
        found: dict[str, Array] = {}
        for name, cv in self.occasions.cv_percent.items():
            # The seed is in the streams already.
            key = key_for(np.random.SeedSequence(0), "occasion", name)
            words = words_at(key, np.array([block], np.uint64), self.streams)[place]
            found[name] = Variability("lognormal", cv).sd_log * normal(words)
        return found


def _checked_starts(starts_h: Iterable[float]) -> tuple[float, ...]:
    given = require_several("starts_h", starts_h, "starts_h=(0, 24, 72)")
    starts = tuple(
        float(require_not_negative("starts_h", require_one("starts_h", s))) for s in given
    )
    if not starts or starts[0] != 0 or any(b <= a for a, b in pairwise(starts)):
        raise InvalidValue(
            f"starts_h is {starts!r}.", "Begin at 0 and write later starts in order: (0, 24, 72)."
        )
    return starts
