"""``titrate demo``: one MS patient, by mouth and by pump, in one screen and a few pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from titrate.dosing import prescription
from titrate.library import load_drug
from titrate.patients import Patient
from titrate.plotting import plot, save
from titrate.search import DoseWindow, find_window
from titrate.simulation import TEACHING_LINE, Result, simulate

FOLDER = Path("titrate-demo")

# A usual tablet course, and a pump that relieves about as much.
_BY_MOUTH = "oral 20 mg every 8 h for 14 days"
_BY_PUMP = "pump 35 ug/day for 14 days"
_PERCENT = 100

_ROWS = {
    "plasma": ("plasma", "ug/L"),
    "csf_lumbar": ("spinal fluid, lumbar", "ug/L"),
    "csf_cisternal": ("spinal fluid, cisternal", "ug/L"),
    "cord_legs": ("cord of the legs", "ug/L"),
    "brain": ("brain", "ug/L"),
    "relief_legs": ("relief of tone in the legs", "%"),
    "drowsiness": ("drowsiness", "%"),
    "weakness": ("weakness", "%"),
}


def run_demo() -> None:
    """Print the table and both windows, save the pictures, print where they are."""
    from rich.console import Console

    drug = load_drug("baclofen")
    patient = Patient(origin="ms")
    regimens = {"by mouth": prescription(_BY_MOUTH), "by pump": prescription(_BY_PUMP)}
    results = {door: simulate(drug, patient, regimen) for door, regimen in regimens.items()}
    windows = {door: find_window(drug, patient, regimen) for door, regimen in regimens.items()}
    screen = Console(highlight=False, markup=False)
    screen.print(f"{results['by mouth'].who!r}", soft_wrap=True)
    screen.print(_table(results))
    for window in windows.values():
        screen.print(window.why(), soft_wrap=True)
    screen.print()
    for path in _pictures(results, windows):
        screen.print(f"saved {path}", soft_wrap=True)
    screen.print(f"\n{TEACHING_LINE}")


def _table(results: Mapping[str, Result]) -> object:
    from rich.table import Table

    table = Table(title="The last day of two weeks: highest, lowest, mean")
    table.add_column("")
    table.add_column("unit")
    for door, result in results.items():
        table.add_column(f"{door}\n{result.regimen}", justify="right")
    summaries = {door: result.summary().set_index("name") for door, result in results.items()}
    for name, (words, unit) in _ROWS.items():
        times = _PERCENT if unit == "%" else 1
        cells: list[str] = []
        for summary in summaries.values():
            values = (summary.loc[name, column] * times for column in ("peak", "trough", "mean"))
            cells.append("  ".join(f"{value:7.3g}" for value in values))
        table.add_row(words, unit, *cells)
    return table


def _pictures(results: Mapping[str, Result], windows: Mapping[str, DoseWindow]) -> list[Path]:
    FOLDER.mkdir(exist_ok=True)
    drawn = {f"{door.replace(' ', '-')}.png": result for door, result in results.items()}
    paths: list[Path] = []
    for name, thing in {**drawn, "windows.png": dict(windows)}.items():
        path = FOLDER / name
        save(plot(thing), path)
        paths.append(path)
    return paths
