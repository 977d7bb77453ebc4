"""What the model decides about each dose of an event table: lag, share, rate, duration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from titrate.dosing import EventTable, in_ug
from titrate.dosing.events import MODELLED_DURATION, MODELLED_RATE
from titrate.errors import InvalidValue, require_not_negative, require_one, shown
from titrate.pk.compartments import CompartmentModel
from titrate.pk.inputs import entries_of
from titrate.pk.table_places import Place, place_of
from titrate.timecourse import Array

# A number, the name of a column, or one of these for each compartment or route.
Setting = float | str | Mapping[str | int, float | str] | None

_EXAMPLE = 'a number, a column, or one for each place: {"CENT": 0.5} or {2: "ALAG2"}'


@dataclass(frozen=True, eq=False)
class Dosing:
    """What each row brings, in the order of the table; rows that are no doses bring 0.

    Parameters
    ----------
    place : tuple of Place or None
    amount : Array (rows,)
        What arrives in all, bioavailability applied.
    duration_h : Array (rows,)
        0 for a bolus.
    rate : Array (rows,)
        Of a steady infusion, which has no amount.
    lag_h : Array (rows,)
    """

    place: tuple[Place | None, ...]
    amount: Array
    duration_h: Array
    rate: Array
    lag_h: Array


@dataclass(frozen=True, eq=False)
class Settings:
    """What a user says beside the table, each in one of the forms of `Setting`."""

    lag: Setting = None
    bioavailability: Setting = None
    rate: Setting = None
    duration: Setting = None


def dosing_of(
    model: CompartmentModel,
    table: EventTable,
    places: list[Place | None],
    settings: Settings,
) -> Dosing:
    """Return what each row of a table brings into a model.

    Bioavailability scales the amount. An infusion at a given rate, written or modelled, then
    lasts longer or shorter; one of a modelled duration runs faster or slower.

    Raises
    ------
    InvalidValue
        For a setting that cannot stand, naming the row where it comes from a column; or for a
        modelled rate or duration that nobody gave.
    UnknownName
        For a place or a column that there is not.
    """
    reader = _Reader(model, table, places)
    lag_h = reader.values("lag", settings.lag, 0.0)
    share = reader.values("bioavailability", settings.bioavailability, 1.0)
    modelled_rate = reader.values("rate", settings.rate, np.nan)
    modelled_duration = reader.values("duration", settings.duration, np.nan)
    by_rate, by_duration = table.rate == MODELLED_RATE, table.rate == MODELLED_DURATION
    reader.require_given(by_rate, "RATE", "rate", modelled_rate)
    reader.require_given(by_duration, "RATE", "duration", modelled_duration)
    unit = in_ug(table)
    amount = table.amount * share
    rate = np.where(by_rate, modelled_rate, np.maximum(table.rate, 0.0))
    duration_h = np.where(by_duration, modelled_duration, 0.0)
    np.divide(amount, rate, out=duration_h, where=rate > 0)
    endless = table.is_steady_infusion
    return Dosing(
        tuple(places),
        amount * unit,
        np.where(endless, 0.0, duration_h),
        np.where(endless, rate * unit, 0.0),
        np.where(endless, 0.0, lag_h),
    )


@dataclass(frozen=True, eq=False)
class _Reader:
    model: CompartmentModel
    table: EventTable
    places: list[Place | None]

    def values(self, what: str, setting: Setting, default: float) -> Array:
        """Return a setting's value on each row (rows,), ``default`` where it says nothing."""
        found = np.full(len(self.table), default)
        if isinstance(setting, Mapping):
            self._require_one_each(what, setting)
            whole = sorted(setting.items(), key=lambda item: self._is_route(what, item[0]))
            for key, value in whole:
                self._write(f"{what}[{key!r}]", value, self._at(what, key), found)
        elif setting is not None:
            self._write(what, setting, self.table.is_dose, found)
        return found

    def require_given(self, wanted: np.ndarray, column: str, what: str, values: Array) -> None:
        """Raise if a dose waits for a modelled value above 0 that there is not."""
        wrong = wanted & ~(values > 0)
        if np.any(wrong):
            row = int(np.flatnonzero(wrong)[0])
            code = int(self.table.rate[row])
            found = "none is given" if np.isnan(values[row]) else f"it is {values[row]:g}"
            raise InvalidValue(
                f"{self.table.row(row)}: {column} is {code}, a modelled {what}, and {found}.",
                f"Give one above 0: {what}={{{self.table.place[row]!r}: 5}}, or a column.",
            )

    def _require_one_each(self, what: str, setting: Mapping[Any, Any]) -> None:
        """Raise if two keys stand for one place."""
        seen: dict[Place, Any] = {}
        for key in setting:
            place = self._place(what, key)
            if place in seen:
                raise InvalidValue(
                    f"{what} names one place twice: {seen[place]!r} and {key!r}.", "Name it once."
                )
            seen[place] = key

    def _is_route(self, what: str, key: Any) -> bool:
        return self._place(what, key).compartment is None

    def _place(self, what: str, key: Any) -> Place:
        if isinstance(key, bool) or not isinstance(key, int | np.integer | str):
            raise InvalidValue(f"{what} has the place {shown(key)}.", f"Give {_EXAMPLE}.")
        key = key if isinstance(key, str) else int(key)
        segments = [e.at for e in self.model.entries if e.route == key]
        return place_of(self.model, key, segments[0] if segments else None)

    def _at(self, what: str, key: Any) -> np.ndarray:
        """Return on which rows a dose goes to a place; a door leads to its only compartment."""
        wanted = self._place(what, key)
        mine: dict[Place | None, bool] = {None: False}
        for place in dict.fromkeys(self.places):
            if place is not None and place.door is not None and wanted.compartment is not None:
                into = {entry.compartment for entry in entries_of(self.model, place.door)}
                mine[place] = into == {self.model.compartments[wanted.compartment]}
            elif place is not None and place.door is not None and wanted.door is not None:
                mine[place] = place.door[0] == wanted.door[0]
            else:
                mine[place] = place == wanted
        return np.array([mine[place] for place in self.places]) & self.table.is_dose

    def _write(self, what: str, value: Any, rows: np.ndarray, into: Array) -> None:
        if not isinstance(value, str):
            into[rows] = float(require_not_negative(what, require_one(what, value)))
            return
        columns = self.table.columns
        columns.numbers(value)
        cells = columns.numbers(value)  # and not carried: a blank is nobody's covariate here
        hint = f"{what} is read from this column: 0 or more on every dose."
        columns.refuse(rows & np.isnan(cells), value, cells, "leaves a dose open", hint)
        columns.refuse(rows & (cells < 0), value, cells, "is negative", hint)
        into[rows] = cells[rows]
