"""Where the doses of an event table go in a model: into a compartment, or through a door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from titrate.dosing import EventTable
from titrate.errors import InvalidValue, TitrateError, unknown_name
from titrate.pk.compartments import CompartmentModel
from titrate.pk.inputs import Door, Inputs, entries_of, into_compartment, through_door
from titrate.timecourse import Array


@dataclass(frozen=True)
class Place:
    """A compartment by its index, or a door of the model's own entries."""

    compartment: int | None
    door: Door | None = None

    def brings(
        self, model: CompartmentModel, time_h: Array, duration_h: Array, amount: Array
    ) -> Inputs:
        """Return where doses at this place arrive: amounts are (people or 1, doses)."""
        if self.compartment is not None:
            return into_compartment(time_h, duration_h, amount, self.compartment)
        return through_door(model, self.door or ("", None), time_h, duration_h, amount)

    def late_h(self, model: CompartmentModel) -> Array:
        """Return how much later than given each part of a dose may arrive at this place."""
        if self.door is None:
            return np.zeros(1)
        # What no entry takes goes its own way, at once.
        return np.array([0.0, *(entry.lag_h for entry in entries_of(model, self.door))])


def place_of(model: CompartmentModel, written: Any, segment: str | None = None) -> Place:
    """Return the place that a CMT, a compartment's name or a route stands for.

    Raises
    ------
    UnknownName
        If there is no such compartment and no such route, listing what there is.
    """
    names = model.compartments
    routes = dict.fromkeys(entry.route for entry in model.entries)
    if isinstance(written, int) and 1 <= written <= len(names):
        return Place(written - 1)
    if isinstance(written, str) and written in names:
        return Place(names.index(written))
    if isinstance(written, str) and written in routes:
        door = (written, segment)
        entries_of(model, door)
        return Place(None, door)
    numbered = [f"{number} {name}" for number, name in enumerate(names, start=1)]
    plural = "compartments by number and name, and routes"
    raise unknown_name("compartment", written, [*numbered, *routes], plural=plural)


def places_of(model: CompartmentModel, table: EventTable) -> list[Place | None]:
    """Return the place of each row; None where a row that is no dose has none.

    Raises
    ------
    UnknownName
        Naming the row, for a CMT or a route that the model has not.
    InvalidValue
        If a dose has no CMT.
    """
    known: dict[tuple[Any, str | None], Place | None] = {(None, None): None, (0, None): None}
    found: list[Place | None] = []
    doses = table.is_dose
    for row, key in enumerate(zip(table.place, table.segment, strict=True)):
        if key not in known:
            try:
                known[key] = None if key[0] in (None, 0) else place_of(model, *key)
            except TitrateError as wrong:
                raise type(wrong)(f"{table.row(row)}: {wrong.problem}", wrong.hint) from None
        place = known[key]
        if place is None and doses[row]:
            listed = ", ".join(f"{i} or {name!r}" for i, name in enumerate(model.compartments, 1))
            cell = "blank" if key[0] is None else key[0]
            raise InvalidValue(
                f"{table.row(row)}: CMT is {cell}, so nobody knows where the dose goes.",
                f"Write a compartment: {listed}.",
            )
        found.append(place)
    return found
