"""``titrate demo``: one MS patient, by mouth and by pump, in one screen and a few pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from titrate.cli.asking import starts_of
from titrate.cli.showing import draw, say_footer, say_why
from titrate.cli.writing import say

if TYPE_CHECKING:
    from rich.table import Table

    from titrate.simulation import Result

FOLDER = Path("titrate-demo")

# A usual tablet course, and a pump that relieves about as much.
_GIVEN = {"oral": "oral 20 mg every 8 h for 14 days", "pump": "pump 35 ug/day for 14 days"}
_HEADS = {"oral": "mouth", "pump": "pump"}
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


def demo() -> None:
    """Show one MS patient, tablets and a pump: a table, both dose windows, pictures."""
    from rich.console import Console

    from titrate.dosing import prescription
    from titrate.library import load_drug
    from titrate.patients import Patient
    from titrate.plotting import plot, save
    from titrate.search import find_window
    from titrate.simulation import simulate

    drug = load_drug("baclofen")
    patient = Patient(origin="ms")
    regimens = {door: prescription(text) for door, text in _GIVEN.items()}
    results = {door: simulate(drug, patient, regimen) for door, regimen in regimens.items()}
    windows = {
        door: [find_window(drug, patient, regimen, initial=s) for s in starts_of(door, None)]
        for door, regimen in regimens.items()
    }
    say(f"{results['oral'].who!r}")
    for door, regimen in regimens.items():
        say(f"By {_HEADS[door]}: {regimen}")
    Console(highlight=False, markup=False).print(_table(results))
    say_why(windows)
    say()
    FOLDER.mkdir(exist_ok=True)
    for door, result in results.items():
        say(f"saved {save(plot(result), FOLDER / f'by-{_HEADS[door]}.png', close=True)}")
    say(f"saved {draw(windows, FOLDER / 'windows.png')}")
    say()
    say_footer(windows)


def _table(results: Mapping[str, Result]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("\non the last day", no_wrap=True)
    for door in results:
        for heading in ("peak", "trough", "mean"):
            table.add_column(f"{_HEADS[door]}\n{heading}", justify="right", no_wrap=True)
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
