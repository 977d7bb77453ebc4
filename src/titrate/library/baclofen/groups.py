"""Baclofen's parameters by what they are about, for whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from titrate.library.baclofen.fluid import SEGMENTS

_ORIGINS = ("spinal", "cerebral", "ms")

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Plasma, and the way in by mouth": (
        "apparent_clearance",
        "apparent_central_volume",
        "apparent_volume",
        "apparent_steady_state_volume",
        "central_share_of_volume",
        "apparent_intercompartmental_clearance",
        "apparent_peripheral_volume",
        "absorption_rate",
        "absorption_lag",
        "absorption_mean_time",
        "bioavailability",
    ),
    "Kidneys and body size": (
        "reference_creatinine_clearance",
        "renal_share",
        "haemodialysis_clearance",
        "reference_weight",
        "clearance_weight_exponent",
        "volume_weight_exponent",
    ),
    "Spinal fluid": (
        *(f"csf_{name}_volume" for name in SEGMENTS),
        *(f"csf_flow_{low}_{high}" for low, high in pairwise(SEGMENTS)),
        "csf_loss_rate",
        "csf_cranial_loss_rate",
        "csf_plasma_ratio",
    ),
    "From fluid and blood to cord and brain": (
        "blood_rate",
        "soak_rate",
        "brain_soak_rate",
        "kappa_cord",
        "phi",
    ),
    "Relief of tone and spasms": (
        "relief_legs_ec50",
        "relief_slope",
        "relief_maximum",
        *(f"ec50_factor_{origin}" for origin in _ORIGINS),
        "relief_arms_ec50_ratio",
        "relief_spasms_ec50_ratio",
    ),
    "Weakness": (
        "weakness_cord_ec50_ratio",
        "weakness_cord_slope",
        "weakness_blood_maximum",
        "weakness_blood_ec50",
    ),
    "Drowsiness, sedation, dizziness, stopping": (
        "drowsiness_ec50",
        "drowsiness_slope",
        "drowsiness_background",
        "drowsiness_reporting",
        "sedation_ec50",
        "sedation_slope",
        "dizziness_ec50",
        "dizziness_slope",
        "discontinuation_ec50",
        "discontinuation_slope",
    ),
    "Adaptation of the cord": (
        "cord_adaptation_maximum",
        *(f"cord_adaptation_factor_{origin}" for origin in _ORIGINS),
        "cord_adaptation_half_way",
        "cord_adaptation_slope",
        "cord_adaptation_half_time_up",
        "cord_adaptation_half_time_down",
        *(f"cord_drift_rate_{origin}" for origin in _ORIGINS),
    ),
    "Adaptation of the brain": (
        "brain_adaptation_maximum",
        "brain_adaptation_half_way",
        "brain_adaptation_slope",
        "brain_adaptation_half_time",
    ),
    "What a trial reads": (
        "limb_score_placebo",
        "limb_score_at_entry",
        "limb_score_responsiveness",
    ),
}
