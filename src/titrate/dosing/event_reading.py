"""Reading an event table: each column checked for itself, then each row's columns together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from titrate.dosing.checks import LONGEST_H
from titrate.dosing.doses import SEGMENTS, Array, Flags
from titrate.dosing.event_rules import require_sound
from titrate.dosing.events import (
    DOSE,
    OBSERVATION,
    RESET_AND_DOSE,
    UNITS,
    EventTable,
    Whole,
)
from titrate.dosing.table_columns import Columns, columns_of, places, texts
from titrate.errors import InvalidTimes, InvalidValue

if TYPE_CHECKING:
    import pandas as pd


def read_event_table(table: pd.DataFrame) -> EventTable:
    """Return the records of a table.

    Raises
    ------
    InvalidValue
        For a cell that cannot stand, or cells of a row that contradict each other.
    InvalidTimes
        If the times of an ID go backwards.
    UnknownName
        If TIME is missing, or a segment or a unit is unknown.
    """
    columns = columns_of(table)
    names, person = _people(columns)
    if "ID" in columns:
        columns = replace(columns, who=np.array([names[i] for i in person], dtype=object))
    time_h = _times(columns, person)
    event = _events(columns)
    doses = (event == DOSE) | (event == RESET_AND_DOSE)
    numbers = {name: _filled(columns, name, doses) for name in ("RATE", "II", "ADDL", "SS")}
    found = EventTable(
        columns,
        names,
        person,
        time_h,
        _filled(columns, "AMT", doses),
        numbers["RATE"],
        numbers["II"],
        _whole(columns, "ADDL", numbers["ADDL"]),
        _whole(columns, "SS", numbers["SS"]),
        event,
        tuple(places(columns)),
        tuple(texts(columns, "SEGMENT", SEGMENTS)),
        tuple(texts(columns, "AMT_UNIT", UNITS)),
    )
    require_sound(found)
    return found


def _people(columns: Columns) -> tuple[tuple[Any, ...], Whole]:
    import pandas as pd

    if "ID" not in columns:
        return (1,), np.zeros(len(columns), dtype=np.int64)
    try:
        codes, names = pd.factorize(columns.cells("ID"))
    except TypeError as wrong:
        hint = "Give every row its ID, a number or a name."
        raise InvalidValue(f"ID holds what is no name: {wrong}.", hint) from None
    known = names.tolist()
    blank = [
        place for place, name in enumerate(known) if isinstance(name, str) and not name.strip()
    ]
    nobody = np.isin(codes, [-1, *blank])
    columns.refuse(nobody, "ID", [None] * len(columns), "is nobody", "Give every row its ID.")
    columns.refuse(
        np.isin(codes, _written_twice(known)),
        "ID",
        columns.cells("ID").tolist(),
        "is text here and a number on another row",
        'Make all of them text, or numbers: pd.read_csv(file, dtype={"ID": str}).',
    )
    return tuple(known), codes.astype(np.int64)


def _written_twice(names: Sequence[Any]) -> list[int]:
    """Return the places of names that are text and read as a number that is another name."""
    texts = [(place, name) for place, name in enumerate(names) if isinstance(name, str)]
    numbers = {name for name in names if not isinstance(name, str)} if texts else set[Any]()
    return [place for place, text in texts if _number_in(text) in numbers]


def _number_in(text: str) -> float | None:
    try:
        # Only Python reads 1_0 as 10; in a table it is a name.
        return None if "_" in text else float(text)
    except ValueError:
        return None


def _times(columns: Columns, person: Whole) -> Array:
    time_h = columns.numbers("TIME")
    columns.refuse(np.isnan(time_h), "TIME", time_h, "is no time", "Give every row its time, h.")
    columns.refuse(
        np.abs(time_h) > LONGEST_H, "TIME", time_h, "is too far away", "Times are hours."
    )
    by_person = np.argsort(person, kind="stable")
    back = (np.diff(time_h[by_person]) < 0) & (np.diff(person[by_person]) == 0)
    wrong = np.zeros(len(columns), dtype=bool)
    wrong[by_person[1:]] = back
    columns.refuse(
        wrong,
        "TIME",
        time_h,
        "is before the row above of this ID",
        "Sort each ID by TIME; after a reset, too, the clock goes on.",
        InvalidTimes,
    )
    return time_h


def _events(columns: Columns) -> Whole:
    """Return EVID; without that column a row with an amount, or with SS, is a dose."""
    if "EVID" in columns:
        values = columns.numbers("EVID")
        known = np.isin(values, range(5))
        columns.refuse(
            ~known,
            "EVID",
            values,
            "is no kind of event",
            "EVID is 0 (observation), 1 (dose), 2 (other), 3 (reset) or 4 (reset and dose).",
        )
        return values.astype(np.int64)
    given = np.zeros(len(columns), dtype=bool)
    for name in ("AMT", "SS"):
        if name in columns:
            given |= np.nan_to_num(columns.numbers(name)) != 0
    return np.where(given, DOSE, OBSERVATION)


def _filled(columns: Columns, name: str, doses: Flags) -> Array:
    """Return a column of numbers, 0 where a row that gives no dose leaves it blank."""
    if name not in columns:
        if name == "AMT" and np.any(doses):
            row = columns.row(int(np.flatnonzero(doses)[0]))
            raise InvalidValue(f"{row} gives a dose, and there is no column AMT.", "Add AMT.")
        return np.zeros(len(columns))
    values = columns.numbers(name)
    nothing = f"Write 0 where there is none: table.fillna({{{columns.written[name]!r}: 0}})."
    nothing = "Write how much is given." if name == "AMT" else nothing
    columns.refuse(np.isnan(values) & doses, name, values, "leaves a dose open", nothing)
    return np.nan_to_num(values)


def _whole(columns: Columns, name: str, values: Array) -> Whole:
    columns.refuse(values != np.rint(values), name, values, "is not whole", "Give a whole number.")
    return values.astype(np.int64)
