"""``titrate cite``: the sources behind a drug's numbers."""

from __future__ import annotations

import typer

from titrate.cli import options as o
from titrate.cli.writing import say_what_it_is_for


def cite(drug: o.DrugArgument = "baclofen", preset: o.Preset = None) -> None:
    """Print the sources behind a drug's numbers, and which numbers have none."""
    from titrate.library import load_drug

    typer.echo(load_drug(drug, preset).cite())
    say_what_it_is_for()
