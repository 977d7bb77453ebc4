"""``titrate calibrate``: what was fitted, fitted again."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer

from titrate.cli.writing import say, say_what_it_is_for

_Fits = Annotated[
    list[str] | None, typer.Argument(metavar="[FITS]...", help="Fits of the file; all if none.")
]
_File = Annotated[
    str, typer.Option("--file", help="A calibration of ours, or a TOML file of your own.")
]
_Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write calibration.md, .csv and .json there."),
]


_Quick = Annotated[
    bool, typer.Option("--quick", help="Intervals from the slopes at the fit, not followed.")
]


def calibrate(
    fits: _Fits = None, *, file: _File = "baclofen", quick: _Quick = False, out: _Out = None
) -> None:
    """Fit the calibrated numbers again, from their priors, on the published observations.

    Ends with status 1 when a stored value is not reproduced within the precision that the file
    states, unless it differs as the file says, or when it does not fit as well.
    """
    from titrate.reports import calibrate as calibrated
    from titrate.reports.calibration_words import heading, line

    found = calibrated(fits or None, file=file, intervals=not quick)
    for fitting in found.fittings:
        say(heading(fitting))
        for one in found.found:
            if one.fit == fitting.fit.name:
                typer.echo(indent(line(one), "  "))
    say()
    say(found.summary)
    if out is not None:
        say(f"saved {found.save(out)}")
    say_what_it_is_for()
    if not found.passed:
        raise typer.Exit(1)
