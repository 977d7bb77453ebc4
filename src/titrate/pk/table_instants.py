"""What the rows of an event table bring, and when: the instants of everybody, laid out flat.

A dose, the end of an infusion, a reset, a steady state: each is an instant at which something is
added to the states, after all of them were emptied or not. A constant rate is a state that stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial

import numpy as np

from titrate.dosing import EventTable
from titrate.dosing.events import OBSERVATION
from titrate.errors import TitrateError
from titrate.pk.compartments import CompartmentModel
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.pk.state import State
from titrate.pk.steady import settled, settled_at_rate
from titrate.pk.table_people import Found, PeopleOfTable, for_ids
from titrate.pk.table_places import Place
from titrate.pk.table_rows import ActingRows
from titrate.pk.table_settings import Dosing
from titrate.timecourse import Array

# At one time: what comes without a row of its own, then the rows in their order, then what holds
# from after them on.
BEFORE, AS_ROW, AFTER = range(3)
# Of one row: whose rates hold, whether all is emptied, what it sets and gives, what it sees.
RATES, EMPTIES, ADDS, SEES = range(4)
_AT_ONCE = np.zeros(1)


@dataclass(frozen=True, eq=False)
class Instants:
    """What happens, to whom and when; arrays are (count,), in any order.

    Parameters
    ----------
    by : integer array
        Which of the acting rows it comes from.
    time_h : Array
    when : integer array
        BEFORE, AS_ROW or AFTER.
    kind : integer array
        RATES, EMPTIES, ADDS or SEES.
    amount : Array
        What is added, in ug; per h where it is a rate.
    into : integer array
        The state by its index; of a rate the compartment.
    infusions : integer array
        1 where a constant rate begins, -1 where it ends, 0 for everything else.
    """

    by: np.ndarray
    time_h: Array
    when: np.ndarray
    kind: np.ndarray
    amount: Array
    into: np.ndarray
    infusions: np.ndarray

    def __len__(self) -> int:
        return len(self.by)

    @property
    def infused(self) -> tuple[int, ...]:
        """The compartments into which constant rates run."""
        return tuple(np.unique(self.into[self.infusions != 0]).tolist())

    def take(self, which: np.ndarray) -> Instants:
        """Return some of them."""
        return Instants(*(getattr(self, each.name)[which] for each in fields(self)))


@dataclass(frozen=True, eq=False)
class Bringing:
    """Works out what rows bring.

    Parameters
    ----------
    table : EventTable
    dosing : Dosing
    people : PeopleOfTable
    rows : ActingRows
    """

    table: EventTable
    dosing: Dosing
    people: PeopleOfTable
    rows: ActingRows

    def instants(self, rule: str) -> Instants:
        """Return all that happens until the last row of each ID."""
        found = [*self._from_rows(rule), *self._doses(), *self._steady_states()]
        every = Instants(
            *(
                np.concatenate([getattr(one, each.name) for one in found])
                for each in fields(Instants)
            )
        )
        of = every.by
        own = every.when != BEFORE
        # What arrives with the row that cancels it may be seen by a look above that row.
        until_h = np.minimum(self.rows.until_h[of], self.rows.last_h[of])
        in_time = every.time_h <= until_h + SAME_INSTANT_H / 2
        return every.take(np.flatnonzero(own | in_time))

    def _from_rows(self, rule: str) -> list[Instants]:
        """Return what rows do by being there: whose rates hold, resets, looks."""
        rows = self.rows
        begins, empties = np.flatnonzero(rows.begins), np.flatnonzero(rows.empties)
        looks = np.flatnonzero(self.table.event[rows.row] == OBSERVATION)
        back = (rule == "nocb") & ~rows.first[begins]
        from_h = np.where(back, rows.time_h[begins - 1], rows.time_h[begins])
        return [
            _instants(begins, from_h, np.where(back, AFTER, AS_ROW), RATES),
            _instants(empties, rows.time_h[empties], AS_ROW, EMPTIES),
            _instants(looks, rows.time_h[looks], AS_ROW, SEES),
        ]

    def _doses(self) -> list[Instants]:
        """Return what doses bring, each with all its ADDL."""
        rows, table = self.rows, self.table
        gives = table.is_dose[rows.row] & ~table.is_steady_infusion[rows.row]
        found: list[Instants] = []
        for place, own in self._by_place(np.flatnonzero(gives)):
            row = rows.row[own]
            brought = self._for_ids(partial(self._brought, place), own)
            every_h, more = table.interval_h[row], table.additional[row]
            left_h = rows.last_h[own] - rows.time_h[own]
            fit = np.divide(left_h, every_h, out=np.zeros(len(own)), where=more > 0).astype(
                np.int64
            )
            times = np.minimum(more, fit + 1) + 1
            one = np.repeat(np.arange(len(own)), times)
            which = np.arange(len(one)) - np.repeat(np.cumsum(times) - times, times)
            given_h = rows.time_h[own][one] + which * every_h[one]
            lag_h, lasts_h = self.dosing.lag_h[row][one], self.dosing.duration_h[row][one]
            for late_h, amounts, into in brought:
                late = lag_h + late_h
                by_row = (which == 0) & (late <= SAME_INSTANT_H)
                found += _arriving(own[one], given_h + late, lasts_h, amounts[one], into, by_row)
        return found

    def _brought(self, place: Place, own: np.ndarray) -> list[tuple[float, Array, int]]:
        """Return what doses at a place bring: how late, how much of each (doses,), into what."""
        amount = self.dosing.amount[self.rows.row[own]]
        if place.compartment is not None:
            return [(0.0, amount, place.compartment)]
        found = place.brings(self._model_at(own), _AT_ONCE, _AT_ONCE, amount[:, None])
        each = np.broadcast_to(found.amount_ug, (len(own), len(found)))
        return list(zip(found.time_h.tolist(), each.T, found.compartment.tolist(), strict=True))

    def _steady_states(self) -> list[Instants]:
        """Return the steady states that rows set, with what is still on its way in them."""
        rows, table = self.rows, self.table
        asks = np.flatnonzero(table.is_dose[rows.row] & (table.steady[rows.row] > 0))
        found: list[Instants] = []
        for place, those in self._by_place(asks):
            row = rows.row[those]
            endless = table.is_steady_infusion[row]
            key = (table.interval_h[row], self.dosing.duration_h[row], self.dosing.lag_h[row])
            for own in _alike(those, np.column_stack([*key, endless])):
                found += self._set(own, self._for_ids(partial(self._settled, place), own))
        return found

    def _settled(self, place: Place, own: np.ndarray) -> State:
        """Return the states just before doses that have always been given, alike but in amount."""
        row, model = self.rows.row[own], self._model_at(own)
        first = int(row[0])
        try:
            if not self.table.is_steady_infusion[first]:
                lag_h, lasts_h = self.dosing.lag_h[row[:1]], self.dosing.duration_h[row[:1]]
                one = place.brings(model, lag_h, lasts_h, self.dosing.amount[row, None])
                return settled(model, one, float(self.table.interval_h[first]))
            hour = place.brings(model, _AT_ONCE, _AT_ONCE + 1, self.dosing.rate[row, None])
            rates = np.zeros((len(hour.amount_ug), len(model.compartments)))
            for number, compartment in enumerate(hour.compartment):
                rates[:, compartment] += hour.amount_ug[:, number]
            return settled_at_rate(model, rates)
        except TitrateError as wrong:
            where = f"{self.table.row(first)} asks for a steady state. "
            raise type(wrong)(f"{where}{wrong.problem}", wrong.hint) from None

    def _set(self, own: np.ndarray, steady: State) -> list[Instants]:
        """Return what a steady state adds, and what of it arrives later."""
        count, from_h = len(own), self.rows.time_h[own]
        values = np.broadcast_to(steady.values, (count, len(steady.names)))
        states = np.arange(values.shape[1])
        found = [
            _instants(
                np.repeat(own, len(states)),
                np.repeat(from_h, len(states)),
                AS_ROW,
                ADDS,
                values.reshape(-1),
                np.tile(states, count),
            )
        ]
        coming = steady.pending
        amounts = np.broadcast_to(coming.amount_ug, (count, len(coming)))
        found += _arriving(
            np.repeat(own, len(coming)),
            (from_h[:, None] + coming.time_h).reshape(-1),
            np.tile(coming.duration_h, count),
            amounts.reshape(-1),
            np.tile(coming.compartment, count),
            np.tile(coming.time_h <= SAME_INSTANT_H, count),
        )
        return found

    def _for_ids(self, work: Callable[[np.ndarray], Found], own: np.ndarray) -> Found:
        return for_ids(self.table.names, self.rows.person[own], work, own)

    def _by_place(self, those: np.ndarray) -> list[tuple[Place, np.ndarray]]:
        """Return acting rows by the place where their doses go."""
        places = [self.dosing.place[row] for row in self.rows.row[those].tolist()]
        found: dict[Place, list[int]] = {}
        for place, one in zip(places, those.tolist(), strict=True):
            assert place is not None  # checked when the table was read
            found.setdefault(place, []).append(one)
        return [(place, np.array(own)) for place, own in found.items()]

    def _model_at(self, own: np.ndarray) -> CompartmentModel:
        """Return the model of acting rows: one for all, or of as many people as rows."""
        given = self.people.given
        if not isinstance(given, CompartmentModel):
            return self.people.model_of(self.rows.row[own])
        return given if given.people == 1 else given.take(self.rows.person[own])


def _alike(those: np.ndarray, key: np.ndarray) -> list[np.ndarray]:
    """Return some of anything in groups whose rows of a key are the same."""
    # NumPy 2.0.0 returns the inverse of an axis with that axis, (rows, 1).
    group = np.unique(key, axis=0, return_inverse=True)[1].reshape(-1)
    order = np.argsort(group, kind="stable")
    return np.split(those[order], np.flatnonzero(np.diff(group[order])) + 1)


def _arriving(
    by: np.ndarray,
    time_h: Array,
    lasts_h: Array,
    amount: Array,
    into: np.ndarray | int,
    by_row: np.ndarray,
) -> list[Instants]:
    """Return arrivals in compartments: at once, or as a rate that begins and ends."""
    when, into = np.where(by_row, AS_ROW, BEFORE), np.broadcast_to(into, by.shape)
    runs = np.flatnonzero(lasts_h > SAME_INSTANT_H)
    once = np.flatnonzero(lasts_h <= SAME_INSTANT_H)
    found = [_instants(by[once], time_h[once], when[once], ADDS, amount[once], into[once])]
    if len(runs):
        rate, end_h = amount[runs] / lasts_h[runs], time_h[runs] + lasts_h[runs]
        found.append(_instants(by[runs], time_h[runs], when[runs], ADDS, rate, into[runs], 1))
        found.append(_instants(by[runs], end_h, BEFORE, ADDS, -rate, into[runs], -1))
    return found


def _instants(
    by: np.ndarray,
    time_h: Array,
    when: np.ndarray | int,
    kind: int,
    amount: Array | float = 0.0,
    into: np.ndarray | int = 0,
    infusions: int = 0,
) -> Instants:
    each = (when, kind, into, infusions)
    when, kinds, into, infusions_ = (np.broadcast_to(one, by.shape) for one in each)
    return Instants(by, time_h, when, kinds, np.broadcast_to(amount, by.shape), into, infusions_)
