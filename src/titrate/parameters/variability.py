"""How much a parameter differs from person to person."""

import math
from dataclasses import dataclass

from titrate.errors import InvalidValue, require_not_negative, unknown_name

DISTRIBUTIONS = ("none", "lognormal")


@dataclass(frozen=True)
class Variability:
    """The spread of a parameter between people; its value is the median.

    Parameters
    ----------
    distribution : str
        ``"none"`` (everybody has the value) or ``"lognormal"``.
    cv_percent : float
        Coefficient of variation between people, in percent.
    note : str
        Where the spread comes from; it may be assumed while the value is published.
    """

    distribution: str = "none"
    cv_percent: float = 0.0
    note: str = ""

    def __post_init__(self) -> None:
        if self.distribution not in DISTRIBUTIONS:
            raise unknown_name("distribution", self.distribution, DISTRIBUTIONS)
        require_not_negative("cv_percent", self.cv_percent)
        if (self.distribution == "none") != (self.cv_percent == 0):
            raise InvalidValue(
                f"A spread of {self.cv_percent:g} % with the distribution {self.distribution!r}.",
                'Give "none" without a cv_percent, or a distribution with one above 0.',
            )

    @property
    def sd_log(self) -> float:
        """Standard deviation of the natural logarithm, sqrt(ln(1 + cv^2)); 0 without spread."""
        return math.sqrt(math.log1p((self.cv_percent / 100) ** 2))


NO_SPREAD = Variability()
