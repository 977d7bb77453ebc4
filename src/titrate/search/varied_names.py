"""What is varied, in words."""

from __future__ import annotations

_WORDS = {
    "creatinine_clearance_mL_min": "creatinine clearance",
    "weight_kg": "body weight",
    "age_y": "age",
    "baseline_ashworth": "tone before treatment",
    "spasms_per_day": "spasms before treatment",
    "contracture_share": "share of the tone that no drug removes",
    "dose_mg": "dose",
    "dose_ug": "dose",
    "rate_ug_per_day": "pump rate",
    "every_h": "interval between doses",
    "days": "days of treatment",
    "at": "where the catheter's tip lies",
    "initial": "the body it begins in",
}


def varied_words(name: str) -> str:
    """Return a covariate or a part of a regimen in words; a parameter keeps its name."""
    return _WORDS.get(name, name)
