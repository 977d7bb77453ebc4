"""A calibration as values: which observations fix which parameters, with bounds and priors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from titrate.model import DrugModel
from titrate.validation.observation import Observation

# Nine tenths of a normal belief lie within this many standard deviations.
NINE_TENTHS = 1.6449


@dataclass(frozen=True)
class Prior:
    """What was believed of a parameter before the fit: lognormal.

    Parameters
    ----------
    value : float
        The middle, in the parameter's unit.
    within : float
        Nine tenths of the belief lie within this factor, either way; above 1.
    note : str
        Where that comes from.
    """

    value: float
    within: float
    note: str

    @property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm."""
        return float(np.log(self.within)) / NINE_TENTHS


@dataclass(frozen=True)
class KnownDifference:
    """By how much a stored value is known not to come out, and why it is kept.

    Parameters
    ----------
    percent : float
        How far the fitted value lies above the stored one.
    reason : str
    """

    percent: float
    reason: str


@dataclass(frozen=True)
class Fitted:
    """A parameter that a fit fixes.

    Parameters
    ----------
    name : str
    bounds : (float, float)
        In the parameter's unit; the lower one above 0.
    prior : Prior
    together : tuple of str
        Parameters that keep their ratio to it.
    range : (float, float)
        What is stated of it with its stored value, in the parameter's unit; the bounds, where
        nothing is.
    precision_percent : float
        How near to the stored value the fit has to come.
    note : str
        What the data can and cannot tell.
    known_difference : KnownDifference, optional
        Where it is known not to come so near.
    """

    name: str
    bounds: tuple[float, float]
    prior: Prior
    together: tuple[str, ...]
    range: tuple[float, float]
    precision_percent: float
    note: str
    known_difference: KnownDifference | None = None


@dataclass(frozen=True, eq=False)
class Fit:
    """Observations, and the parameters that are fitted on them at once.

    Parameters
    ----------
    name, meaning : str
    observations : tuple of Observation
    parameters : tuple of Fitted
    """

    name: str
    meaning: str
    observations: tuple[Observation, ...]
    parameters: tuple[Fitted, ...]

    def __repr__(self) -> str:
        return f"<fit {self.name}: {len(self.parameters)} on {len(self.observations)}>"


@dataclass(frozen=True, eq=False)
class Calibration:
    """All fits of a drug.

    Parameters
    ----------
    file : Path
    drug : DrugModel
        As it is stored, with what the observation files add.
    fits : tuple of Fit
    held : mapping of parameter to str
        Numbers of which one might think that they were fitted, and why they are not.
    """

    file: Path
    drug: DrugModel = field(repr=False)
    fits: tuple[Fit, ...]
    held: Mapping[str, str] = field(repr=False)

    def stored(self, name: str) -> float:
        """Return the stored value of a parameter, in its unit."""
        return self.drug.parameters[name].value

    def fit_called(self, name: str) -> Fit:
        """Return a fit by its name."""
        return {fit.name: fit for fit in self.fits}[name]
