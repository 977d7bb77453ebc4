"""``titrate cite``: the sources behind a drug's numbers."""

from __future__ import annotations

import typer

from titrate.cli import options as o
from titrate.cli.writing import say_what_it_is_for


def cite(
    drug: o.DrugArgument = "baclofen",
    preset: o.Preset = None,
    number: o.OneNumber = None,
    bibtex: o.AsBibtex = False,
) -> None:
    """Print the sources behind a drug's numbers, and which numbers have none."""
    from titrate.library import cite as sources_of, load_drug

    loaded = load_drug(drug, preset)
    cited = loaded if number is None else loaded.parameters[number]
    typer.echo(sources_of(cited, style="bibtex" if bibtex else "text"))
    say_what_it_is_for(aside=bibtex)
