"""The commands, and the one place where an error becomes a line on the screen."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def main() -> None:
    """Run the command line; a typed error is printed as one message, with exit status 1."""
    import typer

    from titrate.errors import TitrateError

    try:
        _app()()
    except TitrateError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from None


def _app() -> typer.Typer:
    import typer

    from titrate.cli.demo import run_demo
    from titrate.simulation import TEACHING_LINE

    app = typer.Typer(
        help=f"Which dose of baclofen relieves spasticity without too much harm? {TEACHING_LINE}",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )

    def show_version(wanted: bool) -> None:
        if wanted:
            typer.echo(f"titrate {_version()}")
            raise typer.Exit

    @app.callback()
    def common(
        show: bool = typer.Option(
            False,
            "--version",
            help="Print the version and stop.",
            callback=show_version,
            is_eager=True,
        ),
    ) -> None:
        """Take the options that stand before a command."""

    @app.command()
    def demo() -> None:
        """One MS patient, tablets and a pump: a table, both dose windows, pictures."""
        run_demo()

    return app


def _version() -> str:
    try:
        return version("titrate-sim")
    except PackageNotFoundError:
        return "(not installed)"
