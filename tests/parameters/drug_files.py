"""A small drug file that is right, for tests that plant one fault in it."""

from pathlib import Path

GOOD = """
[about]
format = 1
drug = "smalline"
population = "adults"
model = "one compartment"
reviewed_by = []

[sources.kochak]
citation = "Kochak 1985"
doi = "10.1038/clpt.1985.167"
read = "abstract"
read_on = 2026-11-22

[sources.label]
citation = "US label"
read = "label"
read_on = 2026-11-22

[patient]
weight_kg = 70
origin = "spinal"
note = "choice: an adult"

[patient.domain]
weight_kg = [30, 250]

[patient.choices]
origin = ["spinal", "ms"]

[doors.oral]
unit = "mg"
step = 5
usual_per_day = [5, 80]
domain_per_day = [0.5, 300]
source = "label"
note = "choice: the domain"

[parameters.clearance]
value = 10.8
unit = "L/h"
meaning = "clearance from plasma"
status = "published"
source = "kochak"
variability = { distribution = "lognormal", cv_percent = 30, note = "choice: 30 %" }
range = [8, 12]
possible = [0.1, 1000]

[parameters.volume]
value = 28.8
unit = "L"
meaning = "volume of plasma"
status = "assumed"
variability = { distribution = "none" }
range = [20, 40]
note = "choice: an example"

[parameters.elimination]
value = 0.375
unit = "1/h"
meaning = "elimination rate"
status = "derived"
from = ["clearance", "volume", "kochak"]
variability = { distribution = "none" }
range = [0.2, 0.6]
note = "10.8 / 28.8 = 0.375"
"""

CHILD_ABOUT = """
extends = "adult.toml"
[about]
format = 1
drug = "smalline"
population = "children"
model = "one compartment"
reviewed_by = []
"""


def write(folder: Path, text: str, name: str = "adult.toml") -> Path:
    """Return the path of a new file with ``text``."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def planted(folder: Path, old: str, new: str) -> Path:
    """Return the path of the good file with one fault in it."""
    assert old in GOOD, f"the good file does not contain {old!r}"
    return write(folder, GOOD.replace(old, new, 1))
