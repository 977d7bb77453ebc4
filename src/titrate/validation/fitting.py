"""A fit: weighted least squares on logarithms of parameters, priors counted as observations are.

An observation that lies at its published value (or anywhere in a published interval; in the
accepted one, where only that is known) adds nothing. Elsewhere its distance is measured in its
error: nine tenths of what it allows are its accepted interval, so on either side the error is the
distance from what was published to the accepted end, over 1.645. A parameter away from the middle
of its prior adds the distance of the logarithms over the prior's standard deviation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from titrate.errors import SolverFailure
from titrate.timecourse import Array
from titrate.validation.calibration import NINE_TENTHS, Calibration, Fit
from titrate.validation.observation import Observation
from titrate.validation.simulated import simulated

# A response that never comes leaves no distance to measure; this many errors stand for it.
_NEVER = 50.0
# Relative step of a difference quotient, and when the steps of a fit are small enough.
_STEP = 0.01
_SMALL = 3e-4


@dataclass(frozen=True, eq=False)
class Fitting:
    """What a fit has found.

    Parameters
    ----------
    fit : Fit
    values : mapping of parameter to float
        Fitted, each in its unit, in the order of the fit.
    residuals : Array, shape (observations + parameters,)
        In errors; priors last.
    slopes : Array, shape (observations + parameters, parameters)
        What the residuals change by for a change of the logarithms.
    stored_misfit : float
        Sum of squared residuals, priors included, with all stored values at once.
    """

    fit: Fit
    values: Mapping[str, float]
    residuals: Array
    slopes: Array
    stored_misfit: float

    @property
    def misfit(self) -> float:
        """Sum of squared residuals, priors included."""
        return _sum_of_squares(self.residuals)

    @property
    def covariance(self) -> Array:
        """Of the logarithms, by the slopes at the values found, (parameters, parameters)."""
        return np.linalg.inv(self.slopes.T @ self.slopes).astype(np.float64)

    @property
    def log_sd(self) -> Array:
        """Standard deviation of each parameter's logarithm, (parameters,)."""
        return np.sqrt(np.diag(self.covariance))


def aim(observation: Observation) -> tuple[float, float]:
    """Return the interval in which an observation has nothing to object, in its unit."""
    published = observation.published or observation.accepted
    return min(published), max(published)


def errors_of(observation: Observation) -> tuple[float, float]:
    """Return the standard errors of an observation below and above its aim, in its unit."""
    (low, high), (least, most) = aim(observation), observation.accepted
    half = (most - least) / 2
    below, above = low - least, most - high
    return (below or half) / NINE_TENTHS, (above or half) / NINE_TENTHS


def distance(observation: Observation, value: float) -> float:
    """Return how far a simulated value lies from what was observed, in errors."""
    low, high = aim(observation)
    below, above = errors_of(observation)
    outside = min(value - low, 0.0) / below + max(value - high, 0.0) / above
    return outside if np.isfinite(outside) else float(np.copysign(_NEVER, outside))


def run_fit(
    calibration: Calibration, fit: Fit, start: Mapping[str, float] | None = None
) -> Fitting:
    """Fit the parameters of one fit; all others keep their stored values.

    Parameters
    ----------
    calibration : Calibration
    fit : Fit
    start : mapping of parameter to float, optional
        Where to begin, each in its unit; in the middle of the priors by default, so that stored
        values have no say.

    Raises
    ------
    TitrateError
        If an observation cannot be simulated somewhere within the bounds.
    SolverFailure
        If the fit does not settle.
    """
    from scipy.optimize import least_squares

    begin = {one.name: one.prior.value for one in fit.parameters} | dict(start or {})
    surface = Surface(calibration, fit)
    found = least_squares(
        surface.residuals,
        np.log([begin[one.name] for one in fit.parameters]),
        jac=surface.slopes,  # pyright: ignore[reportArgumentType]  # scipy's stubs want a literal
        bounds=np.log([one.bounds for one in fit.parameters]).T,
        x_scale=[one.prior.log_sd for one in fit.parameters],
        xtol=_SMALL,
        ftol=_SMALL**2,
    )
    if not found.success:
        raise SolverFailure(
            f"The fit {fit.name!r} did not settle: {found.message}",
            "Give narrower priors or bounds, or fewer parameters.",
        )
    logs: Array = found.x
    stored = np.log([calibration.stored(one.name) for one in fit.parameters])
    return Fitting(
        fit=fit,
        values=surface.values(logs),
        residuals=found.fun,
        slopes=surface.slopes(logs),
        stored_misfit=_sum_of_squares(surface.residuals(stored)),
    )


def _sum_of_squares(residuals: Array) -> float:
    return float(residuals @ residuals)


def with_partners(
    calibration: Calibration, fit: Fit, values: Mapping[str, float]
) -> dict[str, float]:
    """Return fitted values, and those of the parameters that keep their ratio to one."""
    found = dict(values)
    for one in fit.parameters:
        factor = values[one.name] / calibration.stored(one.name)
        found |= {name: calibration.stored(name) * factor for name in one.together}
    return found


@dataclass(eq=False)
class Surface:
    """The residuals of a fit as a function of the logarithms of its parameters.

    ``known`` remembers which observations move with which parameter at all, so that difference
    quotients ask only those: most of a fit knows nothing of most of its parameters. What never
    happens yet may do so nearer to the fit, so that is always asked.
    """

    calibration: Calibration
    fit: Fit
    known: Array = field(init=False)

    def __post_init__(self) -> None:
        self.known = np.ones((len(self.fit.observations), len(self.fit.parameters)), dtype=bool)

    def values(self, logs: Array) -> dict[str, float]:
        """Return the parameters by name, each in its unit."""
        names = [one.name for one in self.fit.parameters]
        return dict(zip(names, np.exp(logs).tolist(), strict=True))

    def residuals(self, logs: Array) -> Array:
        """Return the distances of observations, then of priors, in errors."""
        return self._residuals(self._seen(logs), logs)

    def slopes(self, logs: Array) -> Array:
        """Return the difference quotients, (observations + parameters, parameters)."""
        seen, step = self._seen(logs), float(np.log1p(_STEP))
        here = self._residuals(seen, logs)
        columns: list[Array] = []
        for k in range(len(logs)):
            moved = logs + step * (np.arange(len(logs)) == k)
            there = np.where(self.known[:, k], self._seen(moved, self.known[:, k]), seen)
            self.known[:, k] = (there != seen) | ~np.isfinite(seen)
            columns.append((self._residuals(there, moved) - here) / step)
        return np.stack(columns, axis=1)

    def _seen(self, logs: Array, asked: Array | None = None) -> Array:
        """Return what is simulated, (observations,); 0 where it is not asked for."""
        values = with_partners(self.calibration, self.fit, self.values(logs))
        drug = self.calibration.drug.with_values(**values)
        wanted = np.ones(len(self.known), dtype=bool) if asked is None else asked
        pairs = zip(self.fit.observations, wanted, strict=True)
        return np.array([simulated(o, drug).value if want else 0.0 for o, want in pairs])

    def _residuals(self, seen: Array, logs: Array) -> Array:
        pairs = zip(self.fit.observations, seen.tolist(), strict=True)
        believed = [
            (log - np.log(one.prior.value)) / one.prior.log_sd
            for one, log in zip(self.fit.parameters, logs.tolist(), strict=True)
        ]
        return np.array([*(distance(o, value) for o, value in pairs), *believed])
