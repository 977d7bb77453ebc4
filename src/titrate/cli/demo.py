"""``titrate demo``: one MS patient, by mouth and by pump, in one screen and a few pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from titrate.dosing import prescription
from titrate.library import load_drug
from titrate.patients import Patient
from titrate.plotting import plot, save
from titrate.search import DoseWindow, find_window
from titrate.simulation import TEACHING_LINE, Result, simulate

if TYPE_CHECKING:
    from rich.table import Table

FOLDER = Path("titrate-demo")

# A usual tablet course, and a pump that relieves about as much.
_BY_MOUTH = "oral 20 mg every 8 h for 14 days"
_BY_PUMP = "pump 35 ug/day for 14 days"
_PERCENT = 100

_ROWS = {
    "plasma": ("plasma", "ug/L"),
    "csf_lumbar": ("lumbar fluid", "ug/L"),
    "csf_cisternal": ("cisternal fluid", "ug/L"),
    "cord_legs": ("cord of the legs", "ug/L"),
    "brain": ("brain", "ug/L"),
    "relief_legs": ("relief of tone, legs", "%"),
    "drowsiness": ("drowsiness", "%"),
    "weakness": ("weakness", "%"),
}


def run_demo() -> None:
    """Print the table and both windows, save the pictures, print where they are."""
    from rich.console import Console

    drug = load_drug("baclofen")
    patient = Patient(origin="ms")
    regimens = {"mouth": prescription(_BY_MOUTH), "pump": prescription(_BY_PUMP)}
    results = {door: simulate(drug, patient, regimen) for door, regimen in regimens.items()}
    windows = {door: find_window(drug, patient, regimen) for door, regimen in regimens.items()}
    screen = Console(highlight=False, markup=False)
    screen.print(f"{results['mouth'].who!r}", soft_wrap=True)
    for door, regimen in regimens.items():
        screen.print(f"By {door}: {regimen}")
    screen.print(_table(results))
    for window in windows.values():
        screen.print(window.why(), soft_wrap=True)
    screen.print()
    for path in _pictures(results, windows):
        screen.print(f"saved {path}", soft_wrap=True)
    screen.print(f"\n{TEACHING_LINE}")


def _table(results: Mapping[str, Result]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("\non the last day", no_wrap=True)
    for door in results:
        for heading in ("peak", "trough", "mean"):
            table.add_column(f"{door}\n{heading}", justify="right", no_wrap=True)
    summaries = {door: result.summary().set_index("name") for door, result in results.items()}
    for name, (words, unit) in _ROWS.items():
        times = _PERCENT if unit == "%" else 1
        cells = [
            f"{summary.loc[name, column] * times:.3g}"
            for summary in summaries.values()
            for column in ("peak", "trough", "mean")
        ]
        table.add_row(f"{words}, {unit}", *cells)
    return table


def _pictures(results: Mapping[str, Result], windows: Mapping[str, DoseWindow]) -> list[Path]:
    FOLDER.mkdir(exist_ok=True)
    drawn = {f"by-{door}.png": result for door, result in results.items()}
    paths: list[Path] = []
    for name, thing in {
        **drawn,
        "windows.png": {f"By {door}": window for door, window in windows.items()},
    }.items():
        path = FOLDER / name
        save(plot(thing), path)
        paths.append(path)
    return paths
