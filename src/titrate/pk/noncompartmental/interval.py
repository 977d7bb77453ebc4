"""A curve over one dosing interval: its area, mean, lowest value and swing."""

from __future__ import annotations

import numpy as np

from titrate.pk.noncompartmental.samples import Samples
from titrate.pk.noncompartmental.trapezoids import areas_between, value_between
from titrate.timecourse import Array

QUANTITIES = ("auc_tau", "aumc_tau", "c_avg", "c_min", "fluctuation", "swing", "accumulation")


def over_interval(
    samples: Samples, every_h: float, lambda_z: Array, method: str
) -> dict[str, Array]:
    """Return `QUANTITIES` from the dose to ``every_h`` after it, each (people,).

    The curve is read between two values by the rule of its areas, and after the last measured one
    it falls at ``lambda_z``.
    """
    end = _value_at(samples, every_h, lambda_z, method)
    beyond = samples.time_h > every_h
    time_h = np.minimum(samples.time_h, every_h)
    value = np.where(beyond, end[:, None], samples.value)
    time_h = np.concatenate([time_h, np.full((len(end), 1), every_h)], axis=1)
    value = np.concatenate([value, end[:, None]], axis=1)
    area, moment = (part.sum(axis=1) for part in areas_between(time_h, value, method))
    observed = np.where(samples.observed & ~beyond, samples.value, -np.inf).max(axis=1)
    highest = np.where(np.isfinite(observed), observed, np.nan)
    lowest = value.min(axis=1)
    average = area / every_h
    return {
        "auc_tau": area,
        "aumc_tau": moment,
        "c_avg": average,
        "c_min": lowest,
        "fluctuation": over(highest - lowest, average),
        "swing": over(highest - lowest, lowest),
        "accumulation": over(np.ones_like(lambda_z), -np.expm1(-lambda_z * every_h)),
    }


def _value_at(samples: Samples, every_h: float, lambda_z: Array, method: str) -> Array:
    """Return the concentration at the end of the interval, NaN where it cannot be told."""
    row = np.arange(len(samples.count))
    inside = samples.time_h <= every_h
    before = np.maximum(inside.sum(axis=1) - 1, 0)
    after = np.minimum(before + 1, samples.time_h.shape[1] - 1)
    ends_h = samples.time_h[row, before], samples.time_h[row, after]
    ends = samples.value[row, before], samples.value[row, after]
    when = np.full(len(row), every_h)
    between = value_between(np.minimum(when, ends_h[1]), ends_h, ends, method)
    fallen = samples.last * np.exp(-lambda_z * np.maximum(every_h - samples.last_h, 0.0))
    return np.where(samples.last_h < every_h, fallen, between)


def over(above: Array, below: Array) -> Array:
    """Return a ratio, NaN where it divides by 0 or by what is not known."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
