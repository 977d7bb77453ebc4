"""Words on the screen, as wide as the screen is."""

from __future__ import annotations

import shutil
import sys
import textwrap

import typer

from titrate.markup import TEACHING_LINE

_WIDEST = 100
NARROW = 80


def say(text: str = "") -> None:
    """Print a paragraph: broken between words on a screen, one line in a pipe or a file."""
    if text and sys.stdout.isatty():
        text = textwrap.fill(text, min(_WIDEST, shutil.get_terminal_size().columns))
    typer.echo(text)


def say_what_it_is_for(*, aside: bool = False) -> None:
    """Print the line that ends every command; aside of output that another program reads."""
    if not aside:
        typer.echo()
    typer.echo(TEACHING_LINE, err=aside)
