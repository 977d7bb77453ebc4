"""Baclofen's curves that are more than one sigmoid.

Each is called with a concentration (people, times) and the factor that adaptation puts on the EC50.
Those that are a sigmoid read on another scale have an inverse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.pd import Hill, combined_loss
from titrate.timecourse import Array

Factor = Array | float
_NORMAL_TONE = 1.0
_FULL_SCORE = 100.0


@dataclass(frozen=True, eq=False)
class Weakness:
    """Share of strength lost: at the cord, which adapts, and in the blood, which does not.

    Parameters
    ----------
    cord, blood : Hill
    """

    cord: Hill
    blood: Hill

    def __call__(self, concentrations: Array, ec50_factor: Factor = 1.0) -> Array:
        """Return the share of strength lost, (people, times), from (sites, people, times)."""
        at_cord, in_blood = concentrations
        return combined_loss(self.cord(at_cord, ec50_factor), self.blood(in_blood))


@dataclass(frozen=True, eq=False)
class Ashworth:
    """Tone on the Ashworth scale from 1 (normal) to 5.

    ``1 + (baseline - 1)(contracture + (1 - contracture)(1 - relief))``: what contracture holds, no
    drug removes.

    Parameters
    ----------
    relief : Hill
    baseline_ashworth, contracture_share : Array (people,)
    """

    relief: Hill
    baseline_ashworth: Array
    contracture_share: Array

    def __call__(self, concentration: Array, ec50_factor: Factor = 1.0) -> Array:
        """Return the tone in points, (people, times)."""
        left = 1 - self.relief(concentration, ec50_factor)
        fixed = self.contracture_share[:, None]
        return _NORMAL_TONE + (self.baseline_ashworth[:, None] - _NORMAL_TONE) * (
            fixed + (1 - fixed) * left
        )

    def inverse(self, points: Array | float, ec50_factor: Factor = 1.0) -> Array | float:
        """Return the concentration (ug/L) at which tone is ``points``."""
        above = (np.asarray(points) - _NORMAL_TONE) / (self.baseline_ashworth - _NORMAL_TONE)
        left = (above - self.contracture_share) / (1 - self.contracture_share)
        return self.relief.inverse(1 - left, ec50_factor)


@dataclass(frozen=True, eq=False)
class Spasms:
    """Expected number of spasms a day.

    Parameters
    ----------
    relief : Hill
    before_per_day : Array (people,)
        Without the drug.
    """

    relief: Hill
    before_per_day: Array

    def __call__(self, concentration: Array, ec50_factor: Factor = 1.0) -> Array:
        """Return the expected count, (people, times)."""
        return self.before_per_day[:, None] * (1 - self.relief(concentration, ec50_factor))


@dataclass(frozen=True, eq=False)
class Observed:
    """What a trial's table shows of a probability: with background, and only what is reported.

    ``reporting (background + (1 - background) caused)``

    Parameters
    ----------
    caused : Hill
        Probability that the drug causes it.
    background, reporting : Array (people,)
    """

    caused: Hill
    background: Array
    reporting: Array

    def __call__(self, concentration: Array, ec50_factor: Factor = 1.0) -> Array:
        """Return the share that a table would show, (people, times)."""
        background, reporting = self.background[:, None], self.reporting[:, None]
        return reporting * (background + (1 - background) * self.caused(concentration, ec50_factor))


@dataclass(frozen=True, eq=False)
class Scored:
    """A share read as a score from 0 to 100.

    Parameters
    ----------
    share : Hill
    """

    share: Hill

    def __call__(self, concentration: Array, ec50_factor: Factor = 1.0) -> Array:
        """Return the score, (people, times)."""
        return _FULL_SCORE * self.share(concentration, ec50_factor)

    def inverse(self, score: Array | float, ec50_factor: Factor = 1.0) -> Array | float:
        """Return the concentration (ug/L) at which the score is reached."""
        return self.share.inverse(np.asarray(score) / _FULL_SCORE, ec50_factor)
