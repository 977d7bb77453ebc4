"""The verbs `validate` and `calibrate`: facts held against the simulator, fits run again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from titrate.errors import InvalidValue, require_flag, require_kind, unknown_name
from titrate.reports.calibration import Calibrated
from titrate.reports.validation import Validation
from titrate.validation import check_files, file_names, identified, read_calibration, run_fit

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


def calibrate(
    fits: str | Iterable[str] | None = None,
    *,
    file: str | Path = "baclofen",
    intervals: bool = True,
) -> Calibrated:
    """Fit again the numbers that were fitted, on the observations that ship with titrate.

    Parameters
    ----------
    fits : str or several, optional
        Names of fits: ``"tone"``, ``["fluid", "brain"]``; all of the file's by default.
    file : str or Path, default "baclofen"
        A calibration that ships with titrate, or the path of one's own;
        ``docs/validation/calibrating.md`` says how to write one.
    intervals : bool, default True
        Follow each number both ways until it no longer fits as well; without, the intervals are
        those of a straight line through the fit, in half of the time.

    Returns
    -------
    Calibrated
        Each number with its stored and its fitted value, the interval that fits as well, and what
        it was fixed by. All fits start from their priors, never from the stored values.

    Raises
    ------
    InvalidFile
        If the file cannot stand.
    UnknownName
        If it has no fit of that name.
    InvalidValue
        If no fit is named, or a name is no text.
    SolverFailure
        If a fit does not settle.

    Examples
    --------
    >>> import titrate as tt
    >>> tt.calibrate("weakness").passed
    True
    """
    require_flag("intervals", intervals)
    calibration = read_calibration(file)
    known = {fit.name: fit for fit in calibration.fits}
    names = tuple(known) if fits is None else _named(fits)
    for name in names:
        if name not in known:
            raise unknown_name("fit", name, known)
    fittings = tuple(run_fit(calibration, known[name]) for name in dict.fromkeys(names))
    found = tuple(
        one for fitting in fittings for one in identified(calibration, fitting, intervals=intervals)
    )
    return Calibrated(fittings, found)


def _named(fits: str | Iterable[str]) -> tuple[str, ...]:
    if isinstance(fits, str):
        return (fits,)
    give = 'Give names of fits: calibrate(["fluid", "tone"]).'
    require_kind("fits", fits, Iterable, give)
    names = tuple(fits)
    for name in names:
        require_kind("A fit", name, str, give)
    if not names:
        raise InvalidValue("fits is empty.", give)
    return names
