"""The columns of an event table: found whatever their case, each cell checked to be a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from titrate.dosing.doses import Array, Flags
from titrate.errors import InvalidValue, require_kind, shown, unknown_name

if TYPE_CHECKING:
    import pandas as pd

_TABLE = "Give a pandas DataFrame with a row for each event: TIME, AMT, EVID, CMT, ..."
_AS_NUMBERS = "Give numbers: pd.to_numeric(...), or na_values='.' where the file is read."


@dataclass(frozen=True, eq=False)
class Columns:
    """A table whose columns are asked for by their name in capitals.

    Parameters
    ----------
    frame : pandas.DataFrame
    written : mapping of str to str
        Each column's name in capitals, and as it is written.
    who : array of str (rows,), optional
        Whose row each is, for messages.
    """

    frame: pd.DataFrame
    written: Mapping[str, Any]
    who: np.ndarray | None = None

    def __contains__(self, name: str) -> bool:
        return name.upper() in self.written

    def __len__(self) -> int:
        return len(self.frame)

    def row(self, number: int) -> str:
        """Return what a row, counted from 0, is called in messages: "Row 3 (ID 7)"."""
        own = "" if self.who is None else f" (ID {self.who[number]})"
        return f"Row {number + 1}{own}"

    def cells(self, name: str) -> pd.Series:
        """Return a column, or raise `UnknownName`."""
        if name not in self:
            raise unknown_name("column", name, [str(written) for written in self.written.values()])
        cells: Any = self.frame[self.written[name.upper()]]
        return cells

    def numbers(self, name: str) -> Array:
        """Return a column of numbers (rows,); NaN where a cell is blank.

        Raises
        ------
        InvalidValue
            If a cell is text, a truth value or infinite, naming its row.
        """
        cells = self.cells(name)
        if cells.dtype.kind in "iuf" and not cells.hasnans:
            values = np.asarray(cells.to_numpy(dtype=np.float64))
        else:
            values = np.array([self.number(name, i, cell) for i, cell in enumerate(cells)])
        self.refuse(np.isinf(values), name, values, "is infinite", "Give a finite number.")
        return values

    def refuse(
        self,
        wrong: Flags,
        name: str,
        values: Any,
        why: str,
        hint: str,
        kind: Callable[[str, str], Exception] = InvalidValue,
    ) -> None:
        """Raise for the first row where ``wrong`` is true, with what stands there."""
        if np.any(wrong):
            first = int(np.flatnonzero(wrong)[0])
            found = "blank" if _blank(values[first]) else shown_cell(values[first])
            name = self.written.get(name.upper(), name)
            raise kind(f"{self.row(first)}: {name} is {found}, which {why}.", hint)

    def number(self, name: str, row: int, cell: object) -> float:
        """Return a cell as a number, NaN where it is blank, or raise naming its row."""
        if _blank(cell):
            return np.nan
        if isinstance(cell, Real) and not isinstance(cell, bool | np.bool_):
            return float(cell)
        column = self.written[name.upper()]
        raise InvalidValue(
            f"{self.row(row)}: {column} is {shown(cell)}, which is not a number.", _AS_NUMBERS
        )


def columns_of(table: pd.DataFrame) -> Columns:
    """Return the columns of a table.

    Raises
    ------
    InvalidValue
        If it is no table, has no rows, or two of its columns differ in capitals alone.
    """
    import pandas as pd

    require_kind("table", table, pd.DataFrame, _TABLE)
    if not len(table):
        raise InvalidValue("The event table has no rows.", _TABLE)
    written: dict[str, Any] = {}
    for column in table.columns:
        folded = str(column).upper()
        if folded in written:
            raise InvalidValue(
                f"Two columns are called {written[folded]!r} and {column!r}.",
                "Capitals do not count in the columns of an event table; drop or rename one.",
            )
        written[folded] = column
    return Columns(table, written)


def texts(columns: Columns, name: str, known: Iterable[str]) -> list[str | None]:
    """Return a column of words out of ``known``; None where a cell is blank or no such column."""
    if name not in columns:
        return [None] * len(columns)
    words: list[str | None] = []
    allowed = tuple(known)
    for row, cell in enumerate(columns.cells(name)):
        if _blank(cell):
            words.append(None)
        elif isinstance(cell, str) and cell in allowed:
            words.append(cell)
        else:
            wrong = unknown_name(name, cell, allowed)
            raise type(wrong)(f"{columns.row(row)}: {wrong.problem}", wrong.hint)
    return words


def places(columns: Columns) -> list[int | str | None]:
    """Return where each row's dose goes: CMT, or ROUTE where CMT is blank; None where neither is.

    Raises
    ------
    InvalidValue
        If a number is written as text, is not whole or is negative.
    """
    found: list[int | str | None] = [None] * len(columns)
    for name in ("ROUTE", "CMT"):
        known: dict[tuple[type, Any], int | str | None] = {}
        for row, cell in enumerate(columns.cells(name).tolist() if name in columns else ()):
            key = (type(cell), cell if isinstance(cell, str | int | float) else row)
            if key not in known:
                known[key] = None if _blank(cell) else _place(columns, name, row, cell)
            found[row] = found[row] if known[key] is None else known[key]
    return found


def _place(columns: Columns, name: str, row: int, cell: Any) -> int | str:
    column = columns.written[name]
    if isinstance(cell, str):
        if cell.strip().lstrip("+-").replace(".", "").isdigit() or cell.strip() == ".":
            raise InvalidValue(
                f"{columns.row(row)}: {column} is {cell!r}, a number written as text.", _AS_NUMBERS
            )
        return cell
    number = columns.number(name, row, cell)
    if number != int(number) or number < 0:
        raise InvalidValue(
            f"{columns.row(row)}: {column} is {shown_cell(number)}.",
            "Compartments are counted from 1; switching one off (a negative CMT) is not known.",
        )
    return int(number)


def shown_cell(value: object) -> str:
    """Return a cell as its reader wrote it: 100 and not 100.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return shown(value.item() if isinstance(value, np.generic) else value)


def _blank(cell: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))
