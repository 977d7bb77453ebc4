"""The end of a curve: the rate at which it falls, and the points that tell it.

A straight line is fitted to the logarithms of the last three values, the last four, and so on.
The fit of the largest adjusted R2 counts; of those within 1e-4 of it, the one of most points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.pk.noncompartmental.samples import Samples
from titrate.timecourse import Array

FEWEST_POINTS = 3
# By custom: of fits as good as this one, the one that rests on most points counts.
_AS_GOOD = 1e-4
# A fall of the logarithm smaller than this over a whole fit is round-off.
_ROUND_OFF = 1e-12


@dataclass(frozen=True, eq=False)
class Terminal:
    """The fitted end of each curve, (people,); NaN, and no points, where none can be fitted.

    Parameters
    ----------
    lambda_z : Array
        Rate of the fall, 1/h.
    adjusted_r2 : Array
    points : Array
        How many values the line rests on; the last one is the last measured, unless a span was
        given.
    from_h, to_h : Array
        Times of the first and the last of them, h since the dose.
    last_fitted : Array
        The line's value at the last measured time, ug/L.
    few : boolean array
        Where there were fewer than three values to fit.
    """

    lambda_z: Array
    adjusted_r2: Array
    points: Array
    from_h: Array
    to_h: Array
    last_fitted: Array
    few: np.ndarray


def terminal_of(samples: Samples, usable: np.ndarray, *, whole: bool) -> Terminal:
    """Return the fitted end of each curve.

    Parameters
    ----------
    samples : Samples
    usable : boolean array, shape (people, places)
        The values that a fit may rest on, a run without gaps.
    whole : bool
        Whether the fit has to rest on all of them.
    """
    slope, adjusted, count, level = _fits(samples, usable)
    most = count.max(axis=1, initial=0.0)
    enough = usable & (count >= FEWEST_POINTS)
    enough &= (count == most[:, None]) if whole else True
    steep = -slope * (samples.last_h[:, None] - samples.time_h) > _ROUND_OFF
    fitted = enough & steep & np.isfinite(adjusted)
    score = np.where(fitted, adjusted, -np.inf)
    good = fitted & (score >= score.max(axis=1, keepdims=True) - _AS_GOOD)
    start = np.argmax(good, axis=1)
    found = good.any(axis=1)
    row = np.arange(len(start))
    ends = samples.time_h.shape[1] - 1 - np.argmax(usable[:, ::-1], axis=1)

    def chosen(values: Array) -> Array:
        return np.where(found, values[row, start], np.nan)

    return Terminal(
        -chosen(slope),
        chosen(adjusted),
        np.where(found, count[row, start], 0.0),
        chosen(samples.time_h),
        np.where(found, samples.time_h[row, ends], np.nan),
        samples.last * np.exp(chosen(level)),
        most < FEWEST_POINTS,
    )


def _fits(samples: Samples, usable: np.ndarray) -> tuple[Array, Array, Array, Array]:
    """Return slope, adjusted R2, count and level of the lines from each value to the last.

    Times and logarithms are counted from the last measured ones: the sums then hold no large
    numbers that cancel. The level is the line's logarithm there, above the measured one.
    """
    x = np.where(usable, samples.time_h - samples.last_h[:, None], 0.0)
    last = np.log(np.where(samples.last > 0, samples.last, 1.0))[:, None]
    y = np.log(samples.value, out=np.broadcast_to(last, x.shape).copy(), where=usable) - last
    count = _from_here_on(usable.astype(np.float64))
    shared = np.where(usable, count, np.nan)
    mean_x, mean_y = _from_here_on(x) / shared, _from_here_on(y) / shared
    across = _from_here_on(x * x) - shared * mean_x**2
    along = _from_here_on(x * y) - shared * mean_x * mean_y
    total = _from_here_on(y * y) - shared * mean_y**2
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = along / across
        unexplained = np.maximum(1 - slope * along / total, 0.0)
        adjusted = 1 - unexplained * (shared - 1) / (shared - 2)
    return slope, adjusted, count, mean_y - slope * mean_x


def _from_here_on(values: Array) -> Array:
    return np.cumsum(values[:, ::-1], axis=1)[:, ::-1]
