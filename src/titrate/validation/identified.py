"""What a fit says of each parameter: the value found, and how much the data had to do with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.timecourse import Array
from titrate.validation.calibration import NINE_TENTHS, Calibration, KnownDifference
from titrate.validation.fitting import Fitting
from titrate.validation.following import followed

_PERCENT = 100.0
# How many times narrower than its prior a parameter has to be to be called so.
_IDENTIFIED = ((3.0, "strong"), (1.7, "moderate"), (1.15, "weak"))
_TOGETHER = 0.5


@dataclass(frozen=True)
class Found:
    """A fitted parameter.

    Parameters
    ----------
    fit, name, unit : str
    stored, fitted : float
        In the unit.
    interval : (float, float)
        The values that fit as well: nine tenths by prior and observations together.
    prior : (float, float)
        Nine tenths of what was believed before.
    narrower : float
        How many times narrower than the prior that interval is, on the logarithm.
    goes_with : tuple of (str, float)
        Parameters whose correlation with it is above a half either way, the strongest first.
    fixed_by : tuple of str
        Ids of the observations that name it.
    together : tuple of str
        Parameters that keep their ratio to it.
    range : (float, float)
        What is stated of it with its stored value.
    precision_percent : float
        How near the stored value has to be.
    note : str
        What the data can and cannot tell.
    known_difference : KnownDifference or None
        By how much it is known to differ, and why the stored value is kept.
    """

    fit: str
    name: str
    unit: str
    stored: float
    fitted: float
    interval: tuple[float, float]
    prior: tuple[float, float]
    narrower: float
    goes_with: tuple[tuple[str, float], ...]
    fixed_by: tuple[str, ...]
    together: tuple[str, ...]
    range: tuple[float, float]
    precision_percent: float
    note: str
    known_difference: KnownDifference | None

    @property
    def identified(self) -> str:
        """How well: strong, moderate, weak, or none, where the value is the prior's."""
        for least, word in _IDENTIFIED:
            if self.narrower >= least:
                return word
        return "none"

    @property
    def off_percent(self) -> float:
        """How far the fitted value lies above the stored one."""
        return _PERCENT * (self.fitted / self.stored - 1)

    @property
    def reproduced(self) -> bool:
        """Whether the stored value is as near as it has to be, and fits as well."""
        return self._near and self._fits_as_well

    @property
    def differs_as_known(self) -> bool:
        """Whether it differs as it is known to, in its range, and the stored value fits as well.

        A known difference that moves by half of the precision, or comes within it, is not as known.
        """
        known = self.known_difference
        if known is None or self._near:
            return False
        stays = abs(self.off_percent - known.percent) <= self.precision_percent / 2
        return stays and self._fits_as_well and _within(self.fitted, self.range)

    @property
    def as_stated(self) -> bool:
        """Whether what the calibration says of it holds: near, or different as known."""
        return self.reproduced if self.known_difference is None else self.differs_as_known

    @property
    def _near(self) -> bool:
        return abs(self.off_percent) <= self.precision_percent

    @property
    def _fits_as_well(self) -> bool:
        return _within(self.stored, self.interval)


def identified(
    calibration: Calibration, fitting: Fitting, *, intervals: bool = True
) -> tuple[Found, ...]:
    """Return what a fit found of each of its parameters, in its order.

    With ``intervals`` each is followed both ways until it no longer fits as well; without, its
    interval is that of the slopes at the values found.
    """
    fit, covariance = fitting.fit, fitting.covariance
    logs = np.log([fitting.values[one.name] for one in fit.parameters])
    reach = NINE_TENTHS * fitting.log_sd
    ends = followed(calibration, fitting) if intervals else np.stack([logs - reach, logs + reach])
    found: list[Found] = []
    for k, one in enumerate(fit.parameters):
        low, high = np.exp(ends[:, k]).tolist()
        prior = one.prior
        found.append(
            Found(
                fit=fit.name,
                name=one.name,
                unit=calibration.drug.parameters[one.name].unit,
                stored=calibration.stored(one.name),
                fitted=fitting.values[one.name],
                interval=(low, high),
                prior=(prior.value / prior.within, prior.value * prior.within),
                narrower=2 * float(np.log(prior.within)) / float(np.log(high / low)),
                goes_with=_partners(fitting, covariance, k),
                fixed_by=tuple(o.id for o in fit.observations if one.name in o.fixes),
                together=one.together,
                range=one.range,
                precision_percent=one.precision_percent,
                known_difference=one.known_difference,
                note=one.note,
            )
        )
    return tuple(found)


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def _partners(fitting: Fitting, covariance: Array, k: int) -> tuple[tuple[str, float], ...]:
    sd = np.sqrt(np.diag(covariance))
    correlations = (covariance[k] / (sd[k] * sd)).tolist()
    names = [one.name for one in fitting.fit.parameters]
    partners = [pair for j, pair in enumerate(zip(names, correlations, strict=True)) if j != k]
    strong = [(name, r) for name, r in partners if abs(r) > _TOGETHER]
    return tuple(sorted(strong, key=lambda pair: -abs(pair[1])))
