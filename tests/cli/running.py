"""Running the command line: as a user does, and, quicker, in this process."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from unittest import mock

import pytest

from titrate.cli import main


def run(arguments, folder):
    """Return what ``python -m titrate`` does in a folder, on a screen of 80 columns."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "titrate", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
        check=False,
    )


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self):
        return True


def seen(arguments, folder):
    """Return what a user sees of a command on a plain screen of 80 columns, errors included."""
    plain = {"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    screen = Screen()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(screen),
        mock.patch.dict(os.environ, plain),
        mock.patch.object(sys, "argv", ["titrate", *arguments]),
        mock.patch.object(sys.modules["__main__"], "__package__", None),  # the name in a usage line
        contextlib.suppress(SystemExit),
    ):
        main()
    return screen.getvalue()


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """The command line in this process; an error that is not caught fails the test."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Done:
        self.monkeypatch.setattr(sys, "argv", ["titrate", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self.capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)
