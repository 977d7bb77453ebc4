"""Columns of an event table that stand for quantities: carried over blanks and over time."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from titrate.dosing import EventTable
from titrate.dosing.events import FIELDS
from titrate.errors import unknown_name

if TYPE_CHECKING:
    import pandas as pd

# Last value carried forward; next value carried backward.
RULES = ("locf", "nocb")
_ONE = "A covariate is one number or word on each row; drop the column if nothing depends on it."


class Covariates(dict[str, np.ndarray]):
    """Columns by name; one that is missing raises with the names there are."""

    def __missing__(self, name: str) -> np.ndarray:
        raise unknown_name("covariate column", name, self)

    def at(self, rows: np.ndarray) -> Covariates:
        """Return what stands in some rows."""
        return Covariates({name: column[rows] for name, column in self.items()})


def covariates_of(table: EventTable, rule: str) -> Covariates:
    """Return every column without a meaning of its own, (rows,), with its blanks filled."""
    names = [name for name in table.columns.written if name not in FIELDS]
    return Covariates({str(table.columns.written[n]): carried(table, n, rule) for n in names})


def carried(table: EventTable, name: str, rule: str) -> np.ndarray:
    """Return a column with its blanks filled inside each ID: (rows,).

    A blank takes the value above it (``"locf"``) or below it (``"nocb"``); where there is none
    on that side, the nearest on the other. An ID without any value keeps its blanks: NaN among
    numbers, None among words.

    Raises
    ------
    InvalidValue
        If a cell holds a list, an array or a mapping, naming its row.
    """
    import pandas as pd

    cells = _cells(table, name)
    if cells.dtype.kind in "iufb" and not cells.hasnans:
        return cells.to_numpy()
    filled = _filled(table, cells, rule)
    if pd.api.types.is_numeric_dtype(filled):
        return filled.to_numpy(dtype=np.float64, na_value=np.nan)
    words = filled.to_numpy(dtype=object, copy=True)
    words[filled.isna().to_numpy()] = None
    return words


def _cells(table: EventTable, name: str) -> pd.Series:
    """Return a column as it is written, of numbers where nothing else stands in its cells."""
    import pandas as pd

    cells = table.columns.cells(name).reset_index(drop=True)
    if pd.api.types.is_numeric_dtype(cells):
        return cells
    words, written = cells.to_numpy(dtype=object), cells.notna().to_numpy()
    several = np.array([not _is_one(cell) for cell in words])
    table.columns.refuse(several, name, words, "is not one value", _ONE)
    if not written.any() or not all(_is_number(cell) for cell in words[written]):
        return cells
    numbers = np.full(len(words), np.nan)
    numbers[written] = words[written]
    return pd.Series(numbers)


def _is_one(cell: Any) -> bool:
    """Return whether a cell is one value, and not a list, an array or a mapping of several."""
    try:
        hash(cell)
    except TypeError:
        return False
    return True


def _is_number(cell: Any) -> bool:
    return isinstance(cell, Real) and not isinstance(cell, bool | np.bool_)


def _filled(table: EventTable, cells: pd.Series, rule: str) -> pd.Series:
    groups = cells.groupby(table.person)
    one, other = groups.ffill(), groups.bfill()
    first, second = (one, other) if rule == "locf" else (other, one)
    return first.where(first.notna(), second)


def alike(rows: np.ndarray, others: np.ndarray, covariates: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return whether all covariates are alike in two sets of rows, pair by pair."""
    found = np.ones(len(rows), dtype=np.bool_)
    for values in covariates.values():
        found &= _equal(values[rows], values[others])
    return found


def _equal(one: Any, other: Any) -> np.ndarray:
    equal: np.ndarray = np.asarray(one == other, dtype=np.bool_)
    if one.dtype.kind == "f":
        equal |= np.isnan(one) & np.isnan(other)
    return equal
