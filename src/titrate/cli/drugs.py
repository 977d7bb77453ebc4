"""``titrate drugs``: the drugs there are."""

from __future__ import annotations

import typer

from titrate.cli.writing import say_what_it_is_for


def drugs() -> None:
    """List the drugs that ship with titrate, their doors and what their numbers rest on."""
    from titrate.library import drug_names, load_drug
    from titrate.markup import counted, tally

    for name in drug_names():
        drug = load_drug(name)
        typer.echo(f"{name} ({drug.preset})")
        for route, door in drug.doors.items():
            typer.echo(f"    {route}, in steps of {door.step:g} {door.unit}")
        count, counts = len(drug.parameters), counted(drug.parameters.counts())
        typer.echo(f"    {tally(count, 'parameter')}: {counts}")
    say_what_it_is_for()
