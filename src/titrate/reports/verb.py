"""The verb `validate`: observation files in, every observation held against the simulator out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from titrate.errors import InvalidValue, require_flag, require_kind
from titrate.reports.validation import Validation
from titrate.validation import check_files, file_names

_GIVE = 'Give names or paths: validate(["baclofen_oral", "mine.toml"]).'


def validate(
    files_or_names: str | Path | Iterable[str | Path] | None = None, *, quick: bool = False
) -> Validation:
    """Hold published observations against the simulator.

    Parameters
    ----------
    files_or_names : str, Path or several, optional
        Files of observations: names of those that ship with titrate, or paths of TOML files of
        one's own; all that ship by default. ``docs/validation/observations.md`` says how to write
        one.
    quick : bool, default False
        Draw half as many people; the Monte-Carlo errors grow accordingly.

    Returns
    -------
    Validation
        One row per observation; refused ones among them, with the reason.

    Raises
    ------
    InvalidFile
        If there is no file of that name.

    Examples
    --------
    >>> import titrate as tt
    >>> checked = tt.validate("baclofen_oral", quick=True)
    >>> checked.passed
    True
    """
    require_flag("quick", quick)
    files = file_names() if files_or_names is None else _listed(files_or_names)
    if not files:
        raise InvalidValue("files_or_names is empty.", _GIVE)
    return Validation(tuple(check_files(files, quick=quick)), quick)


def _listed(given: str | Path | Iterable[str | Path]) -> tuple[str | Path, ...]:
    if isinstance(given, str | Path):
        return (given,)
    require_kind("files_or_names", given, Iterable, _GIVE)
    files = tuple(given)
    for name in files:
        require_kind("A file of observations", name, str | Path, _GIVE)
    return files
