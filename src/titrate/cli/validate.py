"""``titrate validate``: published observations held against the simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from titrate.cli.writing import say, say_what_it_is_for

_Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILES]...", help="Names of ours, or TOML files of your own; all of ours if none."
    ),
]
_Quick = Annotated[bool, typer.Option("--quick", help="Draw half as many people.")]
_Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write validation.html, .csv and .json there."),
]


def validate(files: _Files = None, *, quick: _Quick = False, out: _Out = None) -> None:
    """Hold published observations against the simulator, one line each.

    Ends with status 1 when one that is not marked a miss lies outside, when a marked one moved or
    came inside, or when one was refused.
    """
    from titrate.reports import validate as validated
    from titrate.validation import line

    checked = validated(files or None, quick=quick)
    for row in checked.rows:
        say(line(row))
    say()
    say(checked.summary)
    if out is not None:
        say(f"saved {checked.save(out)}")
    say_what_it_is_for()
    if not checked.passed:
        raise typer.Exit(1)
