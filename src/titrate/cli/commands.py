"""The commands, and the one place where an error becomes a line on the screen."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from titrate.cli.calibrate import calibrate
from titrate.cli.cite import cite
from titrate.cli.contradictions import contradictions
from titrate.cli.demo import demo
from titrate.cli.drugs import drugs
from titrate.cli.pages import pages
from titrate.cli.params import params
from titrate.cli.translating import in_options
from titrate.cli.validate import validate
from titrate.cli.window import window
from titrate.errors import TitrateError
from titrate.markup import TEACHING_LINE


def main() -> None:
    """Run the command line; an error is printed as one message, with exit status 1."""
    # Pictures go into files, so no screen is needed to draw them.
    os.environ["MPLBACKEND"] = "Agg"
    try:
        _app()()
    except TitrateError as error:
        _stop(in_options(str(error)))
    except OSError as error:
        _stop(f"{error.strerror}: {error.filename}." if error.filename else str(error))


def _stop(message: str) -> None:
    typer.echo(message, err=True)
    raise SystemExit(1) from None


def _app() -> typer.Typer:
    app = typer.Typer(
        help=f"Which dose of baclofen relieves spasticity without too much harm? {TEACHING_LINE}",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for command in (demo, window, params, cite, contradictions, pages, drugs, validate, calibrate):
        app.command(epilog=TEACHING_LINE)(command)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        from titrate.version import __version__

        typer.echo(f"titrate {__version__}")
        raise typer.Exit


def _common(
    show: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""
