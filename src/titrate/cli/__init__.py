"""The command line."""

from titrate.cli.commands import main

__all__ = ["main"]
