"""A report written completely or not at all: into a folder beside, then moved into place."""

from __future__ import annotations

import errno
import json
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from titrate.version import __version__


def write_all(folder: Path, contents: dict[str, str]) -> None:
    """Write several files into a folder, made if it is missing: all of them or none.

    Each is written in full beside the folder's files before the first is moved into place; where
    moving fails, what stood there before is put back.

    Raises
    ------
    OSError
        If the folder cannot be made or written, or holds a folder called as one of the files; then
        nothing has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in contents:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, "It is a folder", str(folder / name))
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as beside:
        new, old = Path(beside) / "new", Path(beside) / "old"
        new.mkdir()
        old.mkdir()
        for name, text in contents.items():
            (new / name).write_text(text, encoding="utf-8")
        moved: list[str] = []
        try:
            for name in contents:
                if (folder / name).exists():
                    os.replace(folder / name, old / name)
                moved.append(name)
                os.replace(new / name, folder / name)
        except OSError:
            for name in moved:
                (folder / name).unlink(missing_ok=True)
                if (old / name).exists():
                    os.replace(old / name, folder / name)
            raise


def as_json(
    about: Mapping[str, object],
    rows: Sequence[Mapping[str, object]],
    called: str = "observations",
) -> str:
    """Return rows as JSON, after the version of titrate and what is said about them."""
    listed = [{str(k): _plain(v) for k, v in row.items()} for row in rows]
    table = {"titrate": __version__, **about, called: listed}
    return json.dumps(table, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    """Return a value as JSON has it: what is not there is null, what never happens is "never"."""
    if isinstance(value, float) and not math.isfinite(value):
        return "never" if math.isinf(value) else None
    return value
