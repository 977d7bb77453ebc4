"""What somebody measures or rates: curves as they are, and beside them what is written down.

The error of an assay or of a rater is no difference between people: it has draws of its own,
and no curve of a result ever holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_choice,
    require_finite,
    require_kind,
    require_mapping,
    require_not_negative,
    require_one,
    require_positive,
)
from titrate.patients import Seed, checked_seed, key_for, normal, words_at
from titrate.pk import PEOPLE_AT_A_TIME
from titrate.simulation.result import Result
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

_EXAMPLE = 'errors={"plasma": ResidualError(proportional_cv_percent=10)}'
_ROUND_OFF = 1e-9  # of a number of steps
_KINDS = f"Give a ResidualError or a RatingError: {_EXAMPLE}."


@dataclass(frozen=True)
class ResidualError:
    """What an assay adds to the truth: ``observed = value (1 + e1) + e2``, both normal.

    Parameters
    ----------
    proportional_cv_percent : float, default 0
        Standard deviation of e1, in percent.
    additive : float, default 0
        Standard deviation of e2, in the unit of the curve. Observations near 0 may then be
        negative, as those of an assay are before it reports them as too low to tell.
    """

    proportional_cv_percent: float = 0.0
    additive: float = 0.0

    def __post_init__(self) -> None:
        for name in ("proportional_cv_percent", "additive"):
            require_not_negative(name, require_one(name, getattr(self, name)))
        if self.proportional_cv_percent == 0 and self.additive == 0:
            raise InvalidValue(
                "The residual error is 0.",
                "Give proportional_cv_percent, additive or both; a curve without error is its own.",
            )

    def observed(self, values: Array, first: Array, second: Array) -> Array:
        """Return observations from two standard normal numbers each, same shape."""
        per_cent = self.proportional_cv_percent / 100
        return values * (1 + per_cent * first) + self.additive * second


@dataclass(frozen=True)
class RatingError:
    """What a rater writes: the truth and a normal error, to the nearest step of the scale.

    Parameters
    ----------
    sd : float
        Standard deviation of the rater's error, in points.
    low, high : float
        Ends of the scale; nobody writes anything beyond them.
    step : float, default 1
    """

    sd: float
    low: float
    high: float
    step: float = 1.0

    def __post_init__(self) -> None:
        require_not_negative("sd", require_one("sd", self.sd))
        require_finite("low", require_one("low", self.low))
        require_finite("high", require_one("high", self.high))
        require_positive("step", require_one("step", self.step))
        if self.high - self.low < self.step:
            raise InvalidValue(
                f"The scale runs from {self.low:g} to {self.high:g} in steps of {self.step:g}.",
                "Give its lower end first, and a step that fits into it.",
            )

    def observed(self, values: Array, first: Array, second: Array) -> Array:  # noqa: ARG002
        """Return ratings from standard normal numbers, same shape."""
        steps = np.rint((values + self.sd * first - self.low) / self.step)
        last = np.floor((self.high - self.low) / self.step + _ROUND_OFF)
        return self.low + self.step * np.clip(steps, 0, last)


def observe(
    result: Result, errors: Mapping[str, ResidualError | RatingError], *, seed: Seed | None = None
) -> pd.DataFrame:
    """Observe curves of a result with the errors of assays and raters.

    The error of a person's curve at a time depends on the seed, the curve, the person and the
    time, and on nothing else: it is the same among other people, at other times and for
    another dose.

    Parameters
    ----------
    result : Result
    errors : mapping of curve name to ResidualError or RatingError
        Which curves are observed, and how well.
    seed : int, numpy SeedSequence or Generator
        Required.

    Returns
    -------
    pandas.DataFrame
        One row per person, curve and time: patient, time_h, kind, name, value (the truth), unit,
        observed.

    Raises
    ------
    UnknownName
        If the result holds no curve of that name.
    InvalidValue
        If nothing is observed, or the seed is missing.

    Examples
    --------
    >>> import titrate as tt
    >>> drug = tt.load_drug("baclofen")
    >>> result = tt.simulate(drug, tt.Patient(), tt.oral(dose_mg=10, every_h=8, days=1), [2, 4])
    >>> seen = tt.observe(result, {"plasma": tt.ResidualError(proportional_cv_percent=10)}, seed=1)
    >>> list(seen.columns)
    ['patient', 'time_h', 'kind', 'name', 'value', 'unit', 'observed']
    """
    import pandas as pd

    require_kind("result", result, Result, "Give what simulate returned.")
    if not require_mapping("errors", errors, _EXAMPLE):
        raise InvalidValue("errors is empty.", f"Say which curve is observed: {_EXAMPLE}.")
    root = checked_seed(seed)
    courses = {
        name: course for course in (result.concentration, result.response) for name in course.curves
    }
    streams = result.who.known_streams
    parts: list[pd.DataFrame] = []
    for name, error in errors.items():
        require_choice("curve", name, courses)
        require_kind(f"errors[{name!r}]", error, ResidualError | RatingError, _KINDS)
        course = courses[name]
        # A run that continues another goes on with its clock, and with other errors.
        clock_h = course.times_h + result.solution.problem.start.clock_h
        key = key_for(root, "rating" if isinstance(error, RatingError) else "residual", name)
        seen = np.empty_like(course.curves[name])
        for first in range(0, len(seen), PEOPLE_AT_A_TIME):
            who = slice(first, first + PEOPLE_AT_A_TIME)
            words = words_at(key, clock_h.view(np.uint64)[None, :], streams[who, None])
            seen[who] = error.observed(course.curves[name][who], normal(words[0]), normal(words[1]))
        one = type(course)(
            course.times_h, {name: course.curves[name]}, course.units, course.patients, course.kind
        )
        parts.append(one.to_long().assign(observed=seen.reshape(-1)))
    return pd.concat(parts, ignore_index=True)
