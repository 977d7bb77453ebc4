"""The rows of an event table in the order in which they act, and whose rates hold where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.dosing import EventTable
from titrate.dosing.events import OBSERVATION
from titrate.pk.compartments import CompartmentModel
from titrate.pk.table_covariates import alike
from titrate.pk.table_people import PeopleOfTable
from titrate.timecourse import Array


@dataclass(frozen=True, eq=False)
class ActingRows:
    """Rows of several IDs, ID after ID, each in the order in which they act; arrays are (rows,).

    Parameters
    ----------
    row : integer array
        Which row of the table.
    person : integer array
    time_h : Array
    first, empties : boolean array
        Whether it is the first of its ID; whether it empties the body and cancels what is pending.
    until_h : Array
        When the next row that does so cancels what is still to come of this one; infinite where
        none does.
    last_h : Array
        The time of the ID's last row.
    rates : integer array
        Which of ``model``'s people has the rates of the row, which are its own.
    begins : boolean array
        Whether they are others than those of the row before.
    model : CompartmentModel
        Of everybody whose rates hold anywhere.
    """

    row: np.ndarray
    person: np.ndarray
    time_h: Array
    first: np.ndarray
    empties: np.ndarray
    until_h: Array
    last_h: Array
    rates: np.ndarray
    begins: np.ndarray
    model: CompartmentModel

    def __len__(self) -> int:
        return len(self.row)


def acting_rows(
    table: EventTable, rows: np.ndarray, people: PeopleOfTable, order: str
) -> ActingRows:
    """Return some rows of a table, all of each ID, in the order in which they act.

    Parameters
    ----------
    table : EventTable
    rows : integer array
    people : PeopleOfTable
    order : {"doses first", "table"}
    """
    seen_last = order == "doses first"
    second = (table.event[rows] == OBSERVATION) if seen_last else np.zeros(len(rows))
    row = rows[np.lexsort((rows, second, table.time_h[rows], table.person[rows]))]
    person, time_h = table.person[row], table.time_h[row]
    first = np.diff(person, prepend=-1) != 0
    last = np.append(first[1:], True)
    empties = table.empties[row]
    begins, rates, model = _rates(table, row, first, people)
    return ActingRows(
        row,
        person,
        time_h,
        first,
        empties,
        _next_of(time_h, person, empties),
        time_h[last][np.cumsum(first) - 1],
        rates,
        begins,
        model,
    )


def _next_of(time_h: Array, person: np.ndarray, which: np.ndarray) -> Array:
    """Return the time of the next row of the same ID that is one of ``which``; else infinity."""
    those = np.flatnonzero(which)
    after = np.searchsorted(those, np.arange(len(time_h)), side="right")
    there = np.append(those, 0)[after]
    mine = (after < len(those)) & (person[there] == person)
    return np.where(mine, time_h[there], np.inf)


def _rates(
    table: EventTable, row: np.ndarray, first: np.ndarray, people: PeopleOfTable
) -> tuple[np.ndarray, np.ndarray, CompartmentModel]:
    """Return where rates begin to hold, whose they are, and the model of all of them."""
    given = people.given
    if isinstance(given, CompartmentModel):
        whose = table.person[row] if given.people > 1 else np.zeros(len(row), dtype=np.int64)
        return first, whose, given
    begins = first.copy()
    begins[1:] |= ~alike(row[1:], row[:-1], people.covariates)
    model = people.model_named(table.person[row[begins]], row[begins])
    whose = np.cumsum(begins) - 1
    return begins, whose if model.people > 1 else np.zeros_like(whose), model
