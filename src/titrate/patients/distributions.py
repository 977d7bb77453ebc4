"""How a number differs between people, as a value: lognormal, normal or uniform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_finite,
    require_not_negative,
    require_one,
    require_pair,
    require_positive,
    shown,
)
from titrate.markup import figures
from titrate.timecourse import Array

# A distribution of which less than this lies where people can be is a slip of the pen.
_LEAST_INSIDE = 0.5
# What is cut off is said from a thousandth on.
_WORTH_SAYING = 1e-3


@dataclass(frozen=True)
class Lognormal:
    """A number above 0 whose logarithm is normal.

    Parameters
    ----------
    mean, sd : float
        Of the number itself, not of its logarithm.
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _one("mean", self.mean)
        require_positive("mean", self.mean)
        _one("sd", self.sd)
        require_positive("sd", self.sd)

    @property
    def sd_log(self) -> float:
        """Standard deviation of the natural logarithm."""
        return float(np.sqrt(np.log1p((self.sd / self.mean) ** 2)))

    @property
    def median(self) -> float:
        """The number that half of the people are below."""
        return float(self.mean / np.sqrt(1 + (self.sd / self.mean) ** 2))

    def share_below(self, value: float) -> float:
        """Return the share of people below a value."""
        if value <= 0:
            return 0.0
        return _normal_share((np.log(value) - np.log(self.median)) / self.sd_log)

    def quantile(self, share: Array) -> Array:
        """Return the values below which those shares of people are, same shape."""
        return self.median * np.exp(self.sd_log * _normal_quantile(share))


@dataclass(frozen=True)
class Normal:
    """A number that is normal between people.

    Parameters
    ----------
    mean, sd : float
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _one("mean", self.mean)
        _one("sd", self.sd)
        require_positive("sd", self.sd)

    def share_below(self, value: float) -> float:
        """Return the share of people below a value."""
        return _normal_share((value - self.mean) / self.sd)

    def quantile(self, share: Array) -> Array:
        """Return the values below which those shares of people are, same shape."""
        return self.mean + self.sd * _normal_quantile(share)


@dataclass(frozen=True)
class Uniform:
    """A number that is equally often anywhere from ``low`` to ``high``."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _one("low", self.low)
        _one("high", self.high)
        if self.high <= self.low:
            raise InvalidValue(
                f"Uniform runs from {self.low:g} to {self.high:g}.", "Write the lower end first."
            )

    def share_below(self, value: float) -> float:
        """Return the share of people below a value."""
        return float(np.clip((value - self.low) / (self.high - self.low), 0, 1))

    def quantile(self, share: Array) -> Array:
        """Return the values below which those shares of people are, same shape."""
        return self.low + (self.high - self.low) * share


Distribution = Lognormal | Normal | Uniform


def distribution_of(what: str, given: object) -> Distribution | float:
    """Return what somebody wrote of a number that may differ: a value, (mean, sd), a distribution.

    A pair is a `Lognormal`; with an sd of 0 it is its mean, the same in everybody.

    Raises
    ------
    InvalidValue
        If it is none of these, or its numbers cannot be meant.
    """
    if isinstance(given, Lognormal | Normal | Uniform):
        return given
    if isinstance(given, tuple | list):
        hint = f"Give a number, a mean and an sd, or a distribution: {what}=(70, 12)."
        mean, sd = require_pair(what, given, hint)
        _one(f"the mean of {what}", mean)
        _one(f"the sd of {what}", sd)
        require_not_negative(f"the sd of {what}", sd)
        if sd == 0:
            return float(mean)
        require_positive(f"the mean of {what}", mean)
        return Lognormal(float(mean), float(sd))
    return float(_one(what, given))


def drawn_within(
    what: str, spread: Distribution, low: float, high: float, uniform: Array
) -> tuple[Array, str]:
    """Return values of a distribution cut off at two limits, and a note of how much was cut off.

    Nobody is moved to a limit: what lies outside is left out, as if it were drawn again.

    Parameters
    ----------
    what : str
    spread : Distribution
    low, high : float
    uniform : Array (people,)
        Each person's own number between 0 and 1.

    Raises
    ------
    InvalidValue
        If less than half of the distribution lies within the limits.
    """
    below, above = spread.share_below(low), 1 - spread.share_below(high)
    inside = 1 - below - above
    if inside < _LEAST_INSIDE:
        raise InvalidValue(
            f"{what} is {shown(spread)}, of which {100 * inside:.0f} % lies between "
            f"{low:g} and {high:g}.",
            "Give a distribution of people for whom the drug's numbers hold.",
        )
    drawn = spread.quantile(below + inside * uniform)
    # A value may miss a limit by its last digit; that is round-off and no person outside.
    drawn = np.clip(drawn, low, high)
    if 1 - inside < _WORTH_SAYING:
        return drawn, ""
    cut = f"{figures(100 * (1 - inside))} % of it outside {low:g} to {high:g} is left out"
    return drawn, f"{what} is drawn from {shown(spread)}; {cut}."


def _one(what: str, value: object) -> float:
    return require_finite(what, require_one(what, value))  # pyright: ignore[reportArgumentType, reportReturnType]


def _normal_share(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(z))


def _normal_quantile(share: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(ndtri(share), dtype=np.float64)
