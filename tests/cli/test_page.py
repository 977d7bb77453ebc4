"""The docs page of the command line is true: each command prints what the page says.

Where a change is meant, what is printed is written into the page, from the project's folder, by

    .venv/bin/python -m tests.cli.test_page

and blocks with a line of ``...`` are then cut again by hand.
"""

import re
import shlex
import tempfile
from pathlib import Path

import pytest

from tests.cli.running import seen
from tests.cli.test_commands import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "cli" / "README.md"
EXAMPLE = re.compile(r"```sh\ntitrate (.*)\n```\n\n```text\n((?:.*\n)*?)```\n")


def examples() -> list[tuple[str, str]]:
    return EXAMPLE.findall(PAGE.read_text("utf-8"))


def agrees(printed: str, written: str) -> bool:
    """Return whether a block of the page is what was printed; ``...`` stands for any lines."""
    lines = [".*" if line == "..." else re.escape(line) for line in written.splitlines()]
    pattern = "\n".join(lines)
    tidy = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, tidy, re.DOTALL) is not None


@pytest.mark.parametrize(("command", "written"), examples(), ids=[c for c, _ in examples()])
def test_each_command_of_the_page_prints_what_the_page_says(command, written, tmp_path):
    printed = seen(shlex.split(command), tmp_path)
    assert agrees(printed, written), printed


def test_the_page_shows_every_command():
    assert {command.split()[0] for command, _ in examples()} == set(COMMANDS)


def _written_anew(example: re.Match[str]) -> str:
    command, written = example.groups()
    with tempfile.TemporaryDirectory() as folder:
        printed = seen(shlex.split(command), Path(folder))
    if agrees(printed, written):
        return example[0]
    tidy = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return f"```sh\ntitrate {command}\n```\n\n```text\n{tidy}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(EXAMPLE.sub(_written_anew, PAGE.read_text("utf-8")), "utf-8")
