"""Areas, clearance and volumes, put together from a curve and its terminal fall."""

from __future__ import annotations

import numpy as np

from titrate.pk.noncompartmental.dosing_time import Dosing
from titrate.pk.noncompartmental.interval import over
from titrate.pk.noncompartmental.samples import Samples
from titrate.pk.noncompartmental.terminal import Terminal
from titrate.pk.noncompartmental.trapezoids import areas_between
from titrate.timecourse import Array
from titrate.units import convert


def seen_in(samples: Samples) -> dict[str, Array]:
    """Return what is read off without any area: highest, last, and the value at the dose."""
    row = np.arange(len(samples.count))
    height = np.where(samples.observed, samples.value, -np.inf)
    peak = np.argmax(height, axis=1)
    highest = height[row, peak]
    known = samples.measured
    return {
        "c_max": np.where(np.isfinite(highest), highest, 0.0),
        "t_max_h": np.where(known, samples.time_h[row, peak], np.nan),
        "c_last": np.where(known, samples.last, np.nan),
        "t_last_h": np.where(known, samples.last_h, np.nan),
        "c_at_dose": samples.value[:, 0],
    }


def areas_of(samples: Samples, terminal: Terminal, method: str) -> dict[str, Array]:
    """Return areas and first moments, to the last measurable value and to infinity."""
    area, moment = areas_between(samples.time_h, samples.value, method)
    auc, aumc = area.sum(axis=1), moment.sum(axis=1)
    rate = terminal.lambda_z
    rest, rest_fitted = samples.last / rate, terminal.last_fitted / rate
    first = area[:, 0] if area.shape[1] else np.zeros(len(auc))
    return {
        "auc_last": auc,
        "aumc_last": aumc,
        "auc_inf": auc + rest,
        "auc_inf_fitted": auc + rest_fitted,
        "extrapolated_share": over(rest, auc + rest),
        "extrapolated_share_fitted": over(rest_fitted, auc + rest_fitted),
        "back_extrapolated_share": np.where(samples.at_dose, 0.0, over(first, auc + rest)),
        "aumc_inf": aumc + rest * (samples.last_h + 1 / rate),
    }


def disposition(
    areas: dict[str, Array], lambda_z: Array, dose_ug: Array, dosing: Dosing
) -> dict[str, Array]:
    """Return residence time, clearance and volumes.

    At steady state the area over the interval is that of one dose to infinity, and its first
    moment that of the interval with what is still to come of it.
    """
    auc, aumc = areas["auc_inf"], areas["aumc_inf"]
    if dosing.steady_state and dosing.every_h is not None:
        beyond = dosing.every_h * (areas["auc_inf"] - areas["auc_tau"])
        auc, aumc = areas["auc_tau"], areas["aumc_tau"] + beyond
    stay = over(aumc, auc) - dosing.over_h / 2
    clearance = over(dose_ug, auc)
    straight = dosing.route != "extravascular"
    return {
        "mrt_h": stay,
        "cl_f": clearance,
        "vz_f": clearance / lambda_z,
        "vss": clearance * stay if straight else np.full_like(stay, np.nan),
    }


def per_mg(measures: dict[str, Array], dose_ug: Array) -> dict[str, Array]:
    """Return peak and areas for one milligram of dose."""
    dose_mg = dose_ug * convert(1.0, "ug", "mg")
    names = ("c_max", "auc_last", "auc_inf", "auc_tau")
    return {f"{name}_per_mg": measures[name] / dose_mg for name in names}
