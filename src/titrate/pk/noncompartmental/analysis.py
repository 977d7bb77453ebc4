"""Non-compartmental analysis: what concentrations tell of a dose without a model of the body."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from titrate.errors import InvalidTimes, require_choice, require_not_negative, require_one
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.pk.noncompartmental.asked import Span, dose_of, dosing_of, span_of
from titrate.pk.noncompartmental.dosing_time import Dosing
from titrate.pk.noncompartmental.excretion import excretion
from titrate.pk.noncompartmental.exposure import areas_of, disposition, per_mg, seen_in
from titrate.pk.noncompartmental.found import Nca, Value
from titrate.pk.noncompartmental.interval import QUANTITIES, over_interval
from titrate.pk.noncompartmental.reading import Curve, curve_of
from titrate.pk.noncompartmental.reasons import about_the_dose, about_the_numbers
from titrate.pk.noncompartmental.samples import Samples, samples_of
from titrate.pk.noncompartmental.terminal import Terminal, terminal_of
from titrate.pk.noncompartmental.told import instant_of, told_by
from titrate.pk.noncompartmental.trapezoids import METHODS
from titrate.timecourse import Array, TimeCourse, frozen


class Simulated(Protocol):
    """What holds concentrations: a `Result`, a solution."""

    @property
    def concentration(self) -> TimeCourse:
        """ug/L, by site."""
        ...


def nca(
    course: Simulated | TimeCourse | None = None,
    site: str | None = None,
    *,
    times_h: npt.ArrayLike | None = None,
    concentration_ug_per_L: npt.ArrayLike | None = None,
    dose_mg: npt.ArrayLike | None = None,
    dose_ug: npt.ArrayLike | None = None,
    route: str | None = None,
    over_h: float | None = None,
    dose_number: int | None = None,
    from_h: float | None = None,
    to_h: float | None = None,
    every_h: float | None = None,
    steady_state: bool = False,
    method: str = "linear_up_log_down",
    terminal_h: tuple[float, float] | None = None,
    lloq: float = 0.0,
    missing: str = "refuse",
    urine: str | None = None,
) -> Nca:
    """Analyse concentrations after a dose by the rules of the field, without a model.

    Areas are trapezoids between the times there are; `measures` integrates the model instead.

    Parameters
    ----------
    course : Result, solution or TimeCourse, optional
        What a simulation gave; with a ``site``. Or give concentrations:
    site : str, optional
    times_h : array_like, shape (times,), optional
        Increasing, in h.
    concentration_ug_per_L : array_like, shape (times,) or (people, times), optional
        One person, or one row per person.
    dose_mg, dose_ug : array_like, shape () or (people,), optional
        The one dose that is analysed; by default what the regimen of a result gives at
        ``from_h``. Without any, clearance and volumes are NaN.
    route : {"extravascular", "bolus", "infusion"}, optional
        How the dose gets into what was sampled: by mouth it is extravascular. At a dose that
        nobody measured, nothing is there; a bolus is followed back through its first two values.
        By default what the regimen of a result says of this site; else extravascular.
    over_h : float, optional
        How long an infusion lasts.
    dose_number : int, optional
        Which dose of a result's regimen is analysed, from 1 in time order, -1 the last: its time
        is ``from_h``, and ``every_h`` the time to the next one (at steady state after the last,
        that since the one before).
    from_h, to_h : float, optional
        When the dose is given, by default at 0, and up to when concentrations count, by default
        to the end of the interval, else to the last time.
    every_h : float, optional
        The dosing interval, for ``auc_tau``, ``c_avg``, ``c_min``, fluctuation and the like.
    steady_state : bool
        Whether the doses before have settled: clearance then comes from ``auc_tau``.
    method : {"linear_up_log_down", "linear", "log"}
        Straight where the curve rises and an exponential where it falls; straight everywhere; an
        exponential everywhere. Next to a 0 it is straight.
    terminal_h : (float, float), optional
        From when to when, since the dose, all values tell ``lambda_z``; by default the rule of
        the best adjusted R2 chooses them.
    lloq : float
        Lowest concentration that can be measured, ug/L. Lower ones, and 0, count as 0 before the
        first measurable one (after a bolus they are left out), and are left out after it.
    missing : {"refuse", "omit"}
        Whether a NaN is an error, or a sample that was not taken.
    urine : str, optional
        The compartment of a simulation that collects what is excreted, for ``excreted_ug``,
        ``excreted_share`` and ``cl_renal``, up to the last measurable value.

    Returns
    -------
    Nca
        NaN where something cannot be known, with the reason in ``notes``.

    Raises
    ------
    InvalidValue
        If an argument is of another kind, arguments contradict each other, or values are missing.
    InvalidTimes
        If times are unsorted or double, or none lies in the span; or if drug was there before a
        first dose whose own time was not sampled.
    NegativeConcentration
        If a concentration is below 0 by more than round-off.
    UnknownName
        If no site, route or method is called so.

    Notes
    -----
    ``lambda_z`` is fitted to the logarithms of the last three or more values after the peak; after
    a bolus the peak itself may be one of them, after an infusion none from before its end. The
    fit of the best adjusted R2 counts, and of those within 1e-4 of it the one of most values. The
    first moment of a straight step is a trapezium of time times concentration.

    References
    ----------
    The documentation of the R packages ncappc (value at the dose) and PKNCA (``lambda_z``), read
    in part. The published results of Phoenix WinNonlin for theophylline and indometacin come out
    to all their digits; see tests/reference/nca_winnonlin.json.

    Examples
    --------
    >>> import titrate as tt
    >>> tt.nca(times_h=[0, 1, 2, 4, 6], concentration_ug_per_L=[0, 64, 32, 8, 2], dose_mg=1)
    Nca(0 to 6 h, extravascular: c_max=64, t_max_h=1, auc_last=121.4, auc_inf=124.3, \
half_life_h=1, cl_f=8.043)
    """
    curve = curve_of(course, site, times_h, concentration_ug_per_L, missing)
    require_choice("method", method, METHODS)
    begin_h, tau_h = instant_of(curve, dose_number, from_h, steady_state=steady_state)
    no_dose = dose_mg is None and dose_ug is None
    told = told_by(curve, begin_h, wanted=route is None or no_dose)
    if route is None:
        route, over_h = told.route, told.over_h if over_h is None else over_h
    dosing = dosing_of(route, over_h, tau_h if every_h is None else every_h, steady_state)
    dose = dose_of(dose_mg, dose_ug, told.dose_ug)
    limit = float(require_not_negative("lloq", require_one("lloq", lloq)))
    span = span_of(curve.times_h, begin_h, to_h, dosing.every_h, terminal_h)
    since_h, values = curve.since(span.from_h, span.to_h)
    _require_the_dose(curve, span, since_h, dosing, limit)
    samples = samples_of(since_h, values, limit, dosing)
    usable = _usable(samples, span, dosing)
    terminal = terminal_of(samples, usable, whole=span.terminal_h is not None)
    around = _around_interval(curve, span, samples, dosing, limit)
    several = not dosing.steady_state and curve.doses_after(span.from_h, span.to_h)
    measures = _measured(samples, around, terminal, dose, dosing, method, several=several)
    of_one = np.full(dose.shape, np.nan) if several else dose
    measures |= excretion(curve, urine, span.from_h, samples, measures["auc_last"], of_one)
    reasons = samples.reasons | about_the_numbers(samples, around, terminal, measures, dosing)
    reasons |= about_the_dose(curve, span, dose)
    return Nca(
        site=curve.name,
        patients=curve.patients,
        alone=curve.alone,
        route=dosing.route,
        method=method,
        from_h=span.from_h,
        to_h=span.to_h,
        over_h=dosing.over_h,
        every_h=dosing.every_h,
        steady_state=dosing.steady_state,
        lloq=limit,
        urine=urine,
        samples=samples,
        reasons={reason: whose for reason, whose in reasons.items() if whose.any()},
        **{name: _plain(value, curve.alone) for name, value in measures.items()},
    )


def _around_interval(
    curve: Curve, span: Span, samples: Samples, dosing: Dosing, lloq: float
) -> Samples:
    """Return the samples that tell of the interval: with the first one after its end.

    But for one that a next dose has reached, known or, at steady state, certain.
    """
    if dosing.every_h is None or dosing.steady_state:
        return samples
    end_h = span.from_h + dosing.every_h
    after_h = curve.time_after(end_h)
    seen = bool(np.any(np.abs(curve.times_h - end_h) <= SAME_INSTANT_H))
    if seen or after_h is None or after_h <= span.to_h or curve.arrives_between(end_h, after_h):
        return samples
    return samples_of(*curve.since(span.from_h, after_h), lloq, dosing)


def _measured(
    samples: Samples,
    around: Samples,
    terminal: Terminal,
    dose_ug: Array,
    dosing: Dosing,
    method: str,
    *,
    several: bool,
) -> dict[str, Array]:
    """Return every measure by name, each (people,).

    ``around`` are the samples that tell of the interval. Areas after ``several`` doses say nothing
    of one of them.
    """
    rate = terminal.lambda_z
    unknown = np.full(len(rate), np.nan)
    found = {
        "dose_ug": dose_ug,
        "lambda_z": rate,
        "half_life_h": np.log(2) / rate,
        "terminal_points": terminal.points,
        "terminal_from_h": terminal.from_h,
        "terminal_to_h": terminal.to_h,
        "adjusted_r2": terminal.adjusted_r2,
        "c_last_fitted": terminal.last_fitted,
    }
    found |= seen_in(samples) | areas_of(samples, terminal, method)
    found |= dict.fromkeys(QUANTITIES, unknown)
    if dosing.every_h is not None:
        found |= over_interval(around, dosing.every_h, rate, method)
    if dosing.route != "bolus":
        found["back_extrapolated_share"] = unknown
    of_dose = disposition(found, rate, dose_ug, dosing) | per_mg(found, dose_ug)
    found |= dict.fromkeys(of_dose, unknown) if several else of_dose
    del found["aumc_tau"]
    return found


def _usable(samples: Samples, span: Span, dosing: Dosing) -> np.ndarray:
    """Return which values may tell the terminal rate, (people, places)."""
    held = samples.observed & (samples.value > 0)
    if span.terminal_h is not None:
        low, high = span.terminal_h
        after, before = low - SAME_INSTANT_H, high + SAME_INSTANT_H
        return held & (samples.time_h >= after) & (samples.time_h <= before)
    height = np.where(samples.observed, samples.value, -np.inf)
    peak = np.argmax(height, axis=1)[:, None]
    places = np.arange(held.shape[1])
    late = places >= peak if dosing.route == "bolus" else places > peak
    return held & late & (samples.time_h >= dosing.over_h - SAME_INSTANT_H)


def _require_the_dose(
    curve: Curve, span: Span, since_h: Array, dosing: Dosing, lloq: float
) -> None:
    """Raise if a first dose finds drug in the body, and how much of it nobody measured."""
    if since_h[0] == 0 or dosing.steady_state or dosing.route == "bolus":
        return
    earlier = curve.values[:, curve.times_h < span.from_h]
    if np.any(earlier[~np.isnan(earlier)] > lloq):
        raise InvalidTimes(
            f"Drug is there before {span.from_h:g} h, and no concentration at {span.from_h:g} h.",
            "Give the concentration at the dose, or say steady_state=True.",
        )


def _plain(value: Array, alone: bool) -> Value:
    return float(value[0]) if alone else frozen(value)
