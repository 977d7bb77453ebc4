"""A small file of observations, to be spoilt one key at a time."""

from pathlib import Path

WHOLE = """
[about]
format = 1
drug = "baclofen"
evidence = "made up for the tests"
reviewed_by = []

[sources.somebody]
citation = "Somebody. Somewhere 2020;1:1"
read = "abstract"
read_on = 2026-11-22

[[observations]]
id = "peak"
claim = "10 mg by mouth peaks at 151 ng/mL"
source = "somebody"
status = "published"
patient = { weight_kg = 70 }
regimen = "oral 10 mg once"
site = "plasma"
measure = "c_max"
published = 140
accepted = [110, 170]
reason = "made up"
fixes = []
"""


def written(folder: Path, text: str = WHOLE, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def with_line(key: str, line: str, text: str = WHOLE) -> str:
    """Return the file with one line of the observation changed, added (key "") or left out."""
    head, _, table = text.partition("[[observations]]")
    lines = [each for each in table.splitlines() if not key or not each.startswith(f"{key} =")]
    assert not key or len(lines) < len(table.splitlines()), key
    return "\n".join([f"{head}[[observations]]", *lines[1:], line, ""])
