"""How many steps the rows of an event table may take: what memory is set aside for."""

from __future__ import annotations

import numpy as np

from titrate.dosing import EventTable
from titrate.pk.compartments import CompartmentModel
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.pk.table_settings import Dosing
from titrate.timecourse import Array


def most_steps(table: EventTable, dosing: Dosing, model: CompartmentModel) -> Array:
    """Return the most steps that each row may take, (rows,).

    One for the row, one to empty all, and one for each arrival's beginning and end: of a dose, of
    its repetitions up to the last row of its ID, and of the doses of a steady state that are still
    on their way.
    """
    # Rows share few places, which are slow to hash.
    known = np.fromiter(map(id, dosing.place), dtype=np.int64)
    _, first, of = np.unique(known, return_index=True, return_inverse=True)
    places = [dosing.place[row] for row in first.tolist()]
    late_h = [np.zeros(1) if place is None else place.late_h(model) for place in places]
    ways = np.array([len(each_h) for each_h in late_h])[of]
    latest_h = np.array([each_h.max() for each_h in late_h])[of]
    ends = 1 + (dosing.duration_h > SAME_INSTANT_H)
    doses = table.is_dose * (1 + _repeated(table)) + _on_their_way(table, dosing, latest_h)
    return 1 + table.empties + ends * ways * doses


def _repeated(table: EventTable) -> Array:
    """Return how many of ADDL are given by the last row of their ID, and one more for dust."""
    last_h = np.full(len(table.names), -np.inf)
    np.maximum.at(last_h, table.person, table.time_h)
    left_h = last_h[table.person] - table.time_h
    fit = np.divide(left_h, table.interval_h, out=np.zeros(len(table)), where=table.additional > 0)
    return np.minimum(table.additional, np.floor(fit) + 1)


def _on_their_way(table: EventTable, dosing: Dosing, latest_h: Array) -> Array:
    """Return how many doses of a steady state have been given and not yet arrived in full."""
    reach_h = dosing.lag_h + dosing.duration_h + latest_h
    repeats = (table.steady > 0) & ~table.is_steady_infusion
    return np.ceil(np.divide(reach_h, table.interval_h, out=np.zeros(len(table)), where=repeats))
