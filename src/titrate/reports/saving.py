"""A report written completely or not at all: into a folder beside, then moved into place."""

from __future__ import annotations

import json
import math
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from titrate.reports.validation_page import validation_page
from titrate.version import __version__

if TYPE_CHECKING:
    from titrate.reports.validation import Validation

_NAME = "validation"


def save_validation(validation: Validation, folder: Path) -> Path:
    """Write the three files of a validation into a folder; return where the page is.

    Raises
    ------
    OSError
        If the folder cannot be made or written; then none of the three has changed.
    """
    contents = {
        f"{_NAME}.html": validation_page(validation),
        f"{_NAME}.csv": validation.to_frame().to_csv(index=False, lineterminator="\n"),
        f"{_NAME}.json": _as_json(validation),
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_all(folder, contents)
    return folder / f"{_NAME}.html"


def write_all(folder: Path, contents: dict[str, str]) -> None:
    """Write several files into a folder, all of them or none.

    Each is written in full beside the folder's files before the first is moved into place; where
    moving fails, what stood there before is put back.
    """
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


def _as_json(validation: Validation) -> str:
    rows = validation.to_frame().to_dict(orient="records")
    table = {
        "titrate": __version__,
        "quick": validation.quick,
        "passed": validation.passed,
        "counts": dict(validation.counts),
        "observations": [{str(k): _plain(v) for k, v in row.items()} for row in rows],
    }
    return json.dumps(table, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    """Return a value as JSON has it: what is not there is null, and so is what never happens."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
