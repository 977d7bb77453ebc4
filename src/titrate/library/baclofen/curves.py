"""Baclofen's curves that are more than one sigmoid.

Some are other readings of another endpoint: relief on a scale, a probability in a trial's table.
They have an inverse, and so has a sigmoid.
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
    """Relief read on the Ashworth scale from 1 (normal) to 5.

    ``1 + (baseline - 1)(contracture + (1 - contracture)(1 - relief))``: what contracture holds, no
    drug removes.

    Parameters
    ----------
    baseline_ashworth, contracture_share : Array (people,)
    """

    baseline_ashworth: Array
    contracture_share: Array

    def __call__(self, relief: Array, ec50_factor: Factor = 1.0) -> Array:  # noqa: ARG002
        """Return the tone in points, (people, times)."""
        fixed = self.contracture_share[:, None]
        above = self.baseline_ashworth[:, None] - _NORMAL_TONE
        return _NORMAL_TONE + above - above * (1 - fixed) * relief

    def inverse(self, points: Array | float) -> Array | float:
        """Return the relief at which tone is ``points``."""
        above = (np.asarray(points) - _NORMAL_TONE) / (self.baseline_ashworth - _NORMAL_TONE)
        return (1 - above) / (1 - self.contracture_share)


@dataclass(frozen=True, eq=False)
class Spasms:
    """Relief of spasms read as the number expected a day.

    Parameters
    ----------
    before_per_day : Array (people,)
        Without the drug.
    """

    before_per_day: Array

    def __call__(self, relief: Array, ec50_factor: Factor = 1.0) -> Array:  # noqa: ARG002
        """Return the expected count, (people, times)."""
        return self.before_per_day[:, None] * (1 - relief)

    def inverse(self, per_day: Array | float) -> Array | float:
        """Return the relief at which so many spasms a day are left."""
        return 1 - np.asarray(per_day) / self.before_per_day


@dataclass(frozen=True, eq=False)
class Observed:
    """What a trial's table shows of a probability: with background, and only what is reported.

    ``reporting (background + (1 - background) caused)``

    Parameters
    ----------
    background, reporting : Array (people,)
    """

    background: Array
    reporting: Array

    def __call__(self, caused: Array, ec50_factor: Factor = 1.0) -> Array:  # noqa: ARG002
        """Return the share that a table would show, (people, times)."""
        background, reporting = self.background[:, None], self.reporting[:, None]
        return reporting * (background + (1 - background) * caused)

    def inverse(self, shown: Array | float) -> Array | float:
        """Return the probability caused by the drug where a table shows ``shown``."""
        asked = np.asarray(shown) / self.reporting
        return (asked - self.background) / (1 - self.background)


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
