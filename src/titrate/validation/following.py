"""How far a fitted parameter can go before it no longer fits as well.

It is moved away from its value while the others follow along the ridge that the slopes at the fit
give, and the misfit is simulated there. The ends are where it has grown by 2.71: nine tenths of a
normal belief. On a true ridge with bends the others could follow better, so the interval is, if
anything, too narrow.
"""

from __future__ import annotations

import numpy as np

from titrate.timecourse import Array
from titrate.validation.calibration import NINE_TENTHS, Calibration
from titrate.validation.fitting import Fitting, Surface

# The root of the growth of misfit is nearly straight in the distance; this near is near enough.
_NEAR = 0.05
_LOOKS = 6
_LEAST, _MOST = 0.3, 2.0


def followed(calibration: Calibration, fitting: Fitting) -> Array:
    """Return the logarithms of the lower and upper ends, (2, parameters)."""
    surface = Surface(calibration, fitting.fit)
    ends = [
        [_end(surface, fitting, k, way) for k in range(len(fitting.values))] for way in (-1.0, 1.0)
    ]
    return np.array(ends, dtype=np.float64)


def _end(surface: Surface, fitting: Fitting, k: int, way: float) -> float:
    covariance, one = fitting.covariance, fitting.fit.parameters[k]
    logs = np.log(list(fitting.values.values()))
    ridge = way * covariance[k] / covariance[k, k]
    wall = abs(float(np.log(one.bounds[int(way > 0)])) - float(logs[k]))
    far = min(NINE_TENTHS * float(np.sqrt(covariance[k, k])), wall)
    for _ in range(_LOOKS):
        residuals = surface.residuals(_within(surface, logs + far * ridge))
        grown = float(residuals @ residuals) - fitting.misfit
        share = NINE_TENTHS / float(np.sqrt(max(grown, 0.0))) if grown > 0 else _MOST
        if abs(share - 1) < _NEAR or (far == wall and share > 1):
            break
        far = min(far * float(np.clip(share, _LEAST, _MOST)), wall)
    return float(logs[k]) + way * far


def _within(surface: Surface, logs: Array) -> Array:
    """Return logarithms held inside the bounds of the fit, which the others may reach first."""
    low, high = np.log([one.bounds for one in surface.fit.parameters]).T
    return np.clip(logs, low, high)
