"""People read from a table: a row each, a column for each thing known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from titrate.errors import InvalidValue, TitrateError, require_kind, unknown_name
from titrate.patients.columns import Column, Columns
from titrate.patients.patient import COVARIATES, ORIGINS, Patient, limits_of
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

_FRAME = "Give a pandas DataFrame: a row for each person, a column for each covariate."
_ETA = "eta_"


def columns_of_table(what: str, frame: pd.DataFrame) -> Columns:
    """Return the people of a table; see `titrate.Population.from_frame`."""
    import pandas as pd

    require_kind(what, frame, pd.DataFrame, _FRAME)
    known = [*COVARIATES, "patient"]
    for column in frame.columns:
        if column not in known and not str(column).startswith(_ETA):
            raise unknown_name("column", column, [*known, "eta_..."])
    if frame.columns.has_duplicates:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise InvalidValue(f"Two columns are called {twice!r}.", "Names are unique.")
    names = _names_in(frame)
    numbered = names or tuple(str(i + 1) for i in range(len(frame)))
    found = _whole_columns(frame)
    if found is None:
        return Columns.of(_row_by_row(frame, names), numbered)
    return Columns(numbered, *found)


def _names_in(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return what a table calls its people; none where it has no column ``patient``."""
    if "patient" not in frame.columns:
        return ()
    cells = frame["patient"]
    blank = np.flatnonzero(cells.isna().to_numpy() | (cells.astype(str).str.strip() == ""))
    if len(blank):
        raise InvalidValue(f"Row {blank[0] + 1}: patient is blank.", "Name everybody, or nobody.")
    whole = cells.dtype.kind == "f" and bool((cells % 1 == 0).all())
    return tuple(str(int(v)) if whole else str(v) for v in cells.tolist())


def _whole_columns(
    frame: pd.DataFrame,
) -> tuple[dict[str, Column], dict[str, Array]] | None:
    """Return covariates and deviations; None if a cell has to be looked at by itself."""
    covariates: dict[str, Column] = {}
    eta: dict[str, Array] = {}
    for name in COVARIATES:
        if name not in frame.columns:
            continue
        column = frame[name].to_numpy()
        if name == "origin":
            if not np.all(frame[name].isin(ORIGINS).to_numpy()):
                return None
            covariates[name] = column.astype(np.str_)
        else:
            low, above, high = limits_of(name)
            if column.dtype.kind not in "iuf" or not np.all(np.isfinite(column)):
                return None
            if np.any(column < low) or np.any(column > high) or (above and np.any(column == low)):
                return None
            covariates[name] = column.astype(np.float64)
    for column_name in frame.columns:
        if str(column_name).startswith(_ETA):
            column = frame[column_name].to_numpy()
            if column.dtype.kind not in "iuf" or not np.all(np.isfinite(column)):
                return None
            eta[str(column_name)[len(_ETA) :]] = column.astype(np.float64)
    return covariates, eta


def _cell(value: Any) -> Any:
    """Return a cell as it is; a blank of any kind as one that nobody takes for left open."""
    import pandas as pd

    return np.nan if pd.api.types.is_scalar(value) and pd.isna(value) else value


def _row_by_row(frame: pd.DataFrame, names: tuple[str, ...]) -> list[Patient]:
    patients: list[Patient] = []
    for number, row in enumerate(frame.to_dict("records")):
        covariates = {name: _cell(row[name]) for name in COVARIATES if name in row}
        eta = {str(k)[len(_ETA) :]: v for k, v in row.items() if str(k).startswith(_ETA)}
        try:
            patients.append(Patient(**covariates, eta=eta))
        except TitrateError as wrong:
            who = f"Patient {names[number]}" if names else f"Row {number + 1}"
            raise type(wrong)(f"{who}: {wrong.problem}", wrong.hint) from None
    return patients
