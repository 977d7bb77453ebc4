"""``titrate window``: the dose window of one's own patient, by mouth and by pump."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
from titrate.cli.showing import draw, say_why, write_csv
from titrate.cli.writing import say

_Number = float | None


def window(
    route: Annotated[
        str | None, typer.Option(help="oral or pump; both, side by side, if left out.")
    ] = None,
    *,
    weight_kg: Annotated[_Number, typer.Option(help="Body weight, kg.")] = None,
    age_y: Annotated[_Number, typer.Option("--age-y", "--age", help="Age, years.")] = None,
    creatinine_clearance: Annotated[_Number, typer.Option(help="Kidneys, mL/min.")] = None,
    origin: Annotated[str | None, typer.Option(help="spinal, cerebral or ms.")] = None,
    baseline_ashworth: Annotated[
        _Number, typer.Option(help="Tone before treatment, 1 (normal) to 5.")
    ] = None,
    spasms_per_day: Annotated[_Number, typer.Option(help="Before treatment.")] = None,
    contracture_share: Annotated[
        _Number, typer.Option(help="Share of the tone that no drug removes, 0 to 1.")
    ] = None,
    every_h: Annotated[_Number, typer.Option(help="Hours between tablets.")] = None,
    release_over_h: Annotated[_Number, typer.Option(help="Extended release, h.")] = None,
    days: Annotated[_Number, typer.Option(help="How long it is given, days.")] = None,
    at: Annotated[str | None, typer.Option(help="Where the catheter's tip lies: lumbar.")] = None,
    adapted: Annotated[
        bool | None,
        typer.Option("--adapted/--naive", help="Long settled on each dose, or never treated."),
    ] = None,
    relief: Annotated[_Number, typer.Option(help="Relief in the legs, at least; 0 to 1.")] = None,
    drowsiness: Annotated[_Number, typer.Option(help="At most; 0 to 1.")] = None,
    weakness: Annotated[_Number, typer.Option(help="At most; 0 to 1.")] = None,
    low: Annotated[_Number, typer.Option(help="Search from: mg/day, or ug/day by pump.")] = None,
    high: Annotated[_Number, typer.Option(help="Search to.")] = None,
    unusual_dose: Annotated[
        bool, typer.Option("--unusual-dose", help="Let doses outside the model's domain pass.")
    ] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; may be repeated."),
    ] = None,
    drug_name: Annotated[str, typer.Option("--drug", help="The drug's name.")] = "baclofen",
    picture: Annotated[Path | None, typer.Option(help="Draw into this png, svg or pdf.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write every scanned dose there.")] = None,
) -> None:
    """Find the doses that meet one patient's goals, and say what sets the ends.

    What is left out is the drug's default patient, the door's usual pattern and range, and the
    default goals; the output says which.
    """
    from titrate.patients import Patient
    from titrate.search import DoseWindow, find_window

    drug = drug_with(drug_name, settings or [])
    doors = doors_of(drug, route)
    for option, given in (("--every-h", every_h), ("--release-over-h", release_over_h)):
        require_fitting(option, given, "oral" in doors, "--route oral")
    require_fitting("--at", at, "pump" in doors, "--route pump")
    for option, given in (("--low", low), ("--high", high)):
        require_fitting(option, given, len(doors) == 1, "--route, which says the unit")
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
    pattern = Pattern(every_h, release_over_h, days, at)
    windows: dict[str, list[DoseWindow]] = {}
    for door in doors:
        regimen = regimen_by(drug, door, pattern)
        daily_mg, daily_ug = window_range(drug, door, low, high)
        windows[door] = [
            find_window(
                drug,
                patient,
                regimen,
                daily_mg=daily_mg,
                daily_ug=daily_ug,
                goals=goals,
                initial=start,
                unusual_dose=unusual_dose,
            )
            for start in starts_of(door, adapted)
        ]
    first = next(iter(windows.values()))[0]
    say(f"{first.who!r}")
    say(f"Goals: {first.goals}.")
    say_why(windows)
    say()
    if picture is not None:
        say(f"saved {draw(windows, picture)}")
    if csv is not None:
        say(f"saved {write_csv(windows, csv)}")
    say(first.provenance.footer)
