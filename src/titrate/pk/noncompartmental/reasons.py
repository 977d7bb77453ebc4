"""Why a number is not known, or is to be read with care, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from titrate.pk.noncompartmental.asked import Span
from titrate.pk.noncompartmental.dosing_time import Dosing
from titrate.pk.noncompartmental.reading import Curve
from titrate.pk.noncompartmental.samples import Samples
from titrate.pk.noncompartmental.terminal import Terminal
from titrate.timecourse import Array

# By custom, an area of which more than a fifth is extrapolated is read with care.
_MUCH = 0.2
_SEVERAL = (
    "more doses begin within the span: auc_inf is not that of one dose, and tells no clearance, "
    "volume or residence time; analyse one of them, dose_number=1, or the last of many, "
    "dose_number=-1 with steady_state=True"
)


def about_the_numbers(
    samples: Samples,
    around: Samples,
    terminal: Terminal,
    measures: Mapping[str, Array],
    dosing: Dosing,
) -> dict[str, np.ndarray]:
    """Return why something is NaN or to be read with care, and for whom."""
    unknown = np.isnan(terminal.lambda_z) & samples.measured
    hence = "no lambda_z, and nothing that needs it"
    found = {
        f"fewer than three values to fit at the end: {hence}": unknown & terminal.few,
        f"the last values do not fall: {hence}": unknown & ~terminal.few,
    }
    if not dosing.steady_state:
        much = measures["extrapolated_share"] > _MUCH
        found["more than a fifth of auc_inf is extrapolated"] = much
    if dosing.route != "bolus" and not dosing.steady_state:
        carried = samples.at_dose & (samples.value[:, 0] > 0)
        found["drug was there at the dose, and the areas count it"] = carried
    if dosing.every_h is not None:
        beyond = samples.measured & (around.last_h < dosing.every_h)
        told = ~np.isnan(terminal.lambda_z)
        found["after the last measurable value auc_tau goes on with lambda_z"] = beyond & told
        found["no auc_tau: the last measurable value lies before the end of the interval"] = (
            beyond & ~told
        )
        found["no swing: c_min is 0"] = samples.measured & (measures["c_min"] == 0)
    return found


def about_the_dose(curve: Curve, span: Span, dose_ug: Array) -> dict[str, np.ndarray]:
    """Return what there is to say about the dose, and of whom."""
    everyone = np.ones(len(curve.patients), dtype=bool)
    none = "no dose is given"
    if curve.doses is not None:
        none = f"no dose begins at {span.from_h:g} h, and none is given"
    found = {f"{none}: no clearance, and no volumes": np.isnan(dose_ug)}
    if curve.doses_after(span.from_h, span.to_h):
        found[_SEVERAL] = everyone
    return found
