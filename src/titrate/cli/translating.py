"""What the library calls its arguments, and the options of the command line that set them."""

from __future__ import annotations

import re

_OPTIONS = {
    "unusual_dose=True": "--unusual-dose",
    "daily_mg=(low, high)": "--low and --high",
    "daily_ug=(low, high)": "--low and --high",
    "a longer regimen or a shorter over_h": "more --days",
    "creatinine_clearance_mL_min": "--creatinine-clearance",
    "weight_kg": "--weight-kg",
    "age_y": "--age-y",
    "baseline_ashworth": "--baseline-ashworth",
    "spasms_per_day": "--spasms-per-day",
    "contracture_share": "--contracture-share",
    "every_h": "--every-h",
    "release_over_h": "--release-over-h",
}
# Calls of the library, to the options that say the same.
_CALLS = (
    (re.compile(r'load_drug\("\w+", (?:preset=)?"(\w+)"\)'), r"--preset \1"),
    (re.compile(r"\buncertainty=(\d+), seed=(\d+)"), r"--uncertainty \1 --seed \2"),
    (re.compile(r"\bseed=(\d+)"), r"--seed \1"),
)
_ANY = re.compile("|".join(rf"(?<![\w'-]){re.escape(word)}(?![\w'])" for word in _OPTIONS))


def in_options(message: str) -> str:
    """Return a message of the library in the words of the command line."""
    for call, options in _CALLS:
        message = call.sub(options, message)
    return _ANY.sub(lambda found: _OPTIONS[found[0]], message)
