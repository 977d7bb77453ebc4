"""Where the files that ship with titrate are; the only place that knows.

An editable install leaves a stale copy of ``params/`` in site-packages, so a checkout is
recognised and its top-level folder read instead: edit a file there and see it at once.
"""

import re
from importlib.resources import files
from pathlib import Path

from titrate.errors import InvalidFile

__all__ = ["params_folder", "params_folder_of"]

_OURS = re.compile(r'^name\s*=\s*"titrate-sim"', re.MULTILINE)


def params_folder() -> Path:
    """Return the folder of parameter files that belongs to the running titrate.

    Raises
    ------
    InvalidFile
        If it is missing.
    """
    return params_folder_of(Path(str(files("titrate"))))


def params_folder_of(package: Path) -> Path:
    """Return the folder of parameter files that belongs to the package folder ``package``.

    Raises
    ------
    InvalidFile
        If it is missing.
    """
    checkout = _checkout_of(package)
    folder = package / "params" if checkout is None else checkout / "params"
    if not folder.is_dir():
        remedy = (
            "Reinstall titrate-sim." if checkout is None else "Restore it from version control."
        )
        raise InvalidFile(f"The folder of parameter files, {folder}, is missing.", remedy)
    return folder


def _checkout_of(package: Path) -> Path | None:
    """Return the top of the checkout that ``package`` lies in, if it lies in one."""
    if package.parent.name != "src":
        return None
    project = package.parent.parent / "pyproject.toml"
    if not project.is_file():
        return None
    ours = _OURS.search(project.read_text(encoding="utf-8", errors="replace"))
    return project.parent if ours else None
