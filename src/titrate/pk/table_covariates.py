"""Columns of an event table that stand for quantities: carried over blanks and over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from titrate.dosing import EventTable
from titrate.dosing.events import FIELDS
from titrate.errors import unknown_name

# Last value carried forward; next value carried backward.
RULES = ("locf", "nocb")


class Covariates(dict[str, np.ndarray]):
    """Columns by name; one that is missing raises with the names there are."""

    def __missing__(self, name: str) -> np.ndarray:
        raise unknown_name("covariate column", name, self)


def covariates_of(table: EventTable, rule: str) -> Covariates:
    """Return every column without a meaning of its own, (rows,), as it is written."""
    names = [name for name in table.columns.written if name not in FIELDS]
    return Covariates({str(table.columns.written[n]): carried(table, n, rule) for n in names})


def carried(table: EventTable, name: str, rule: str) -> np.ndarray:
    """Return a column with its blanks filled inside each ID: (rows,).

    A blank takes the value above it (``"locf"``) or below it (``"nocb"``); where there is none
    on that side, the nearest on the other. An ID without any value keeps its blanks.
    """
    import pandas as pd

    cells = table.columns.cells(name).reset_index(drop=True)
    if cells.dtype.kind in "iufb" and not cells.hasnans:
        return cells.to_numpy()
    groups = cells.groupby(table.person)
    one, other = groups.ffill(), groups.bfill()
    first, second = (one, other) if rule == "locf" else (other, one)
    filled = first.where(first.notna(), second)
    if pd.api.types.is_numeric_dtype(filled):
        return filled.to_numpy(dtype=np.float64, na_value=np.nan)
    return filled.to_numpy(dtype=object)


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
