"""A small calibration with observations of its own, to be spoiled one line at a time."""

from pathlib import Path

OBSERVED = """
[about]
format = 1
drug = "baclofen"
evidence = "made up: what the drug gives with other numbers"
reviewed_by = []

[sources.nobody]
citation = "Nobody. Nowhere 2026"
read = "abstract"
read_on = 2026-11-28
"""

FACT = """
[[observations]]
id = "{id}"
claim = "made up"
source = "nobody"
status = "published"
patient = {{ origin = "spinal" }}
regimen = "pump {dose} ug/day for 4 days"
endpoint = "relief_legs"
measure = "mean"
from_h = 72
to_h = 96
published = {value!r}
accepted = [{low!r}, {high!r}]
reason = "made up"
fixes = ["relief_legs_ec50", "relief_slope"]
"""

FITS = """
[about]
format = 1
drug = "baclofen"
observations = ["facts.toml"]
precision_percent = 1
reviewed_by = []

[fits.tone]
meaning = "made up"
observations = ["at_30", "at_60", "at_120"]

[fits.tone.parameters.relief_legs_ec50]
bounds = [1, 1000]
prior = { value = 40, within = 10, note = "made up" }
note = "made up"

[fits.tone.parameters.relief_slope]
bounds = [0.1, 80]
prior = { value = 1.2, within = 10, note = "made up" }
note = "made up"
"""


def written(folder: Path, facts: str, fits: str = FITS) -> Path:
    """Write facts and a calibration on them, and return the calibration's path."""
    (folder / "facts.toml").write_text(OBSERVED + facts, encoding="utf-8")
    path = folder / "fits.toml"
    path.write_text(fits, encoding="utf-8")
    return path


def fact(dose: float, value: float, error: float = 0.02) -> str:
    """Return an observation of relief by a pump."""
    return FACT.format(
        id=f"at_{dose:g}", dose=f"{dose:g}", value=value, low=value - error, high=value + error
    )


SOME = "".join(fact(dose, value) for dose, value in ((30, 0.3), (60, 0.6), (120, 0.85)))
