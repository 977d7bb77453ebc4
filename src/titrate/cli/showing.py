"""Dose windows by door: as sentences, as a picture, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from titrate.cli.translating import in_options
from titrate.cli.writing import say

if TYPE_CHECKING:
    from titrate.search import DoseWindow

    # Of each door the windows from one start or several, the last the one to stand in front.
    ByDoor = Mapping[str, Sequence[DoseWindow]]

_TITLES = {"oral": "By mouth", "pump": "By pump"}


def say_why(windows: ByDoor) -> None:
    """Print what opens and closes each window, and what was noted on the way."""
    every = [window for each in windows.values() for window in each]
    for window in every:
        say()
        say(window.why())
    for note in dict.fromkeys(note for window in every for note in window.provenance.notes):
        say(f"Note: {in_options(note)}")


def say_footer(windows: ByDoor) -> None:
    """Print what the windows rest on; of a door's several starts what the last one does."""
    from titrate.search import footers

    for line in footers({_TITLES[door].lower(): each[-1] for door, each in windows.items()}):
        say(line)


def draw(windows: ByDoor, path: Path) -> Path:
    """Draw the windows side by side into a file, those from another start thin behind."""
    from titrate.plotting import plot, save

    front = {_TITLES[door]: each[-1] for door, each in windows.items()}
    behind = {_TITLES[door]: each[0] for door, each in windows.items() if len(each) > 1}
    return save(plot(front, behind=behind or None), path, close=True)


def write_csv(windows: ByDoor, path: Path) -> Path:
    """Write every scanned dose into a file, a row each: door, start, dose, unit, the rest."""
    import pandas as pd

    tables: list[pd.DataFrame] = []
    for door, each in windows.items():
        for window in each:
            table = window.to_frame()
            table = table.rename(columns={table.columns[0]: "dose"})
            table.insert(0, "door", door)
            table.insert(1, "start", window.start)
            table.insert(3, "unit", window.unit)
            tables.append(table)
    pd.concat(tables, ignore_index=True).to_csv(path, index=False, lineterminator="\n")
    return path
