"""``titrate drugs``: the drugs there are."""

from __future__ import annotations

import textwrap

import typer

from titrate.cli.asking import DOORS
from titrate.cli.writing import NARROW, say_what_it_is_for


def drugs() -> None:
    """List the drugs that ship with titrate: doors, what their numbers rest on, presets."""
    from titrate.library import drug_names, load_drug, preset_file, preset_names
    from titrate.markup import counted, tally

    for name in drug_names():
        drug = load_drug(name)
        typer.echo(f"{name} ({drug.preset})")
        for route, door in drug.doors.items():
            called = "".join(f" ({it})" for it in DOORS if DOORS[it] == route != it)
            typer.echo(f"    {route}{called}, in steps of {door.step:g} {door.unit}")
        count, counts = len(drug.parameters), counted(drug.parameters.counts())
        typer.echo(f"    {tally(count, 'parameter')}: {counts}")
        typer.echo("    presets:")
        widest = max(map(len, preset_names(name)))
        for preset in preset_names(name):
            head = f"        {preset:{widest}}  "
            whom = preset_file(name, preset).about.population
            typer.echo(
                textwrap.fill(whom, NARROW, initial_indent=head, subsequent_indent=" " * len(head))
            )
    say_what_it_is_for()
