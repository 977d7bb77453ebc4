"""``titrate window``: the dose window of one's own patient, by mouth and by pump."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from titrate.cli import options as o
from titrate.cli.asking import (
    Pattern,
    doors_of,
    drug_with,
    goals_with,
    regimen_by,
    require_fitting,
    starts_of,
    window_range,
)
from titrate.cli.showing import draw, say_footer, say_why, write_csv
from titrate.cli.writing import say

if TYPE_CHECKING:
    from titrate.cli.showing import ByDoor
    from titrate.search import DoseWindow


def window(
    route: o.Route = None,
    *,
    weight_kg: o.Weight = None,
    age_y: o.Age = None,
    creatinine_clearance: o.CreatinineClearance = None,
    origin: o.Origin = None,
    baseline_ashworth: o.Ashworth = None,
    spasms_per_day: o.Spasms = None,
    contracture_share: o.Contracture = None,
    every_h: o.EveryH = None,
    release_over_h: o.ReleaseOverH = None,
    days: o.Days = None,
    at: o.Segment = None,
    adapted: o.Adapted = None,
    relief: o.Relief = None,
    drowsiness: o.AtMost = None,
    weakness: o.AtMost = None,
    low: o.Low = None,
    high: o.High = None,
    unusual_dose: o.UnusualDose = False,
    settings: o.Settings = None,
    drug_name: o.DrugOption = "baclofen",
    preset: o.Preset = None,
    uncertainty: o.Uncertainty = None,
    seed: o.Seed = None,
    picture: o.Picture = None,
    csv: o.CsvFile = None,
) -> None:
    """Find the doses that meet one patient's goals, and say what sets the ends.

    What is left out is the drug's default patient, the door's usual pattern and range, and the
    default goals; the output says which.
    """
    from titrate.patients import Patient
    from titrate.plotting import require_place
    from titrate.search import find_window

    if picture is not None:
        require_place(picture)

    drug = drug_with(drug_name, preset, settings or [])
    doors = doors_of(drug, route)
    pattern = Pattern(every_h, release_over_h, days, at)
    _require_read(doors, pattern, low, high)
    patient = Patient(
        weight_kg=weight_kg,
        age_y=age_y,
        creatinine_clearance_mL_min=creatinine_clearance,
        origin=origin,
        baseline_ashworth=baseline_ashworth,
        spasms_per_day=spasms_per_day,
        contracture_share=contracture_share,
    )
    goals = goals_with({"relief_legs": relief}, {"drowsiness": drowsiness, "weakness": weakness})

    def windows_by(door: str) -> list[DoseWindow]:
        regimen = regimen_by(drug, door, pattern)
        search = partial(find_window, drug, patient, regimen, goals=goals)
        search = partial(search, uncertainty=uncertainty, seed=seed)
        mg, ug = window_range(drug, door, low, high)
        return [
            search(daily_mg=mg, daily_ug=ug, initial=start, unusual_dose=unusual_dose)
            for start in starts_of(door, adapted)
        ]

    _tell({door: windows_by(door) for door in doors}, picture, csv)


def _require_read(
    doors: Sequence[str], pattern: Pattern, low: float | None, high: float | None
) -> None:
    """Refuse options that no door among these, or more doors than one, would read."""
    tablets = {"--every-h": pattern.every_h, "--release-over-h": pattern.release_over_h}
    for option, given in tablets.items():
        require_fitting(option, given, "oral" in doors, "--route oral")
    require_fitting("--at", pattern.at, "pump" in doors, "--route pump")
    for option, given in {"--low": low, "--high": high}.items():
        require_fitting(option, given, len(doors) == 1, "--route, which says the unit")


def _tell(windows: ByDoor, picture: Path | None, csv: Path | None) -> None:
    """Print who was asked about and what was found, and write the files that are wanted."""
    first = next(iter(windows.values()))[0]
    say(f"{first.who!r}")
    say(f"Goals: {first.goals}.")
    say_why(windows)
    say()
    if picture is not None:
        say(f"saved {draw(windows, picture)}")
    if csv is not None:
        say(f"saved {write_csv(windows, csv)}")
    say_footer(windows)
