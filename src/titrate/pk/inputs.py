"""What a regimen brings into which compartment, and when: lags and shares already applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from titrate.dosing import Doses
from titrate.dosing.checks import SAME_INSTANT_H
from titrate.errors import InvalidModel, InvalidValue, shown, unknown_name
from titrate.pk.compartments import CompartmentModel
from titrate.pk.parts import UNABSORBED, Entry
from titrate.pk.rates import Steps
from titrate.timecourse import Array, frozen

# A route, and the segment of a catheter's tip.
Door = tuple[str, str | None]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Arrivals in compartments, in the order written.

    Parameters
    ----------
    time_h : Array, shape (arrivals,)
    duration_h : Array, shape (arrivals,)
        0 for a bolus, else how long the amount arrives at a constant rate.
    amount_ug : Array, shape (people, arrivals) or (1, arrivals)
    compartment : integer array, shape (arrivals,)
        Index into the model's compartments.
    """

    time_h: Array
    duration_h: Array
    amount_ug: Array
    compartment: np.ndarray

    @staticmethod
    def none() -> Inputs:
        """Return no arrivals at all."""
        empty = frozen(np.zeros(0))
        return Inputs(empty, empty, frozen(np.zeros((1, 0))), np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.time_h)

    @property
    def end_h(self) -> Array:
        """When each arrival is over, shape (arrivals,)."""
        return self.time_h + self.duration_h

    def take(self, who: slice) -> Inputs:
        """Return the arrivals of some of the people."""
        if len(self.amount_ug) == 1:
            return self
        return Inputs(self.time_h, self.duration_h, self.amount_ug[who], self.compartment)

    def together(self, other: Inputs) -> Inputs:
        """Return both; those of ``self`` stand first where they share an instant."""
        return joined((self, other))

    def between(self, start_h: float, end_h: float, *, with_end: bool = False) -> Inputs:
        """Return what arrives from ``start_h`` until before ``end_h``, counted from ``start_h``.

        A constant rate that begins before or goes on after is cut there, with its share of the
        amount. An instant within 1e-6 h of ``end_h`` belongs to what comes after, unless
        ``with_end``; so does a constant rate that lasts no longer than that.
        """
        before_h = end_h + SAME_INSTANT_H if with_end else end_h - SAME_INSTANT_H
        infusion = self.duration_h > SAME_INSTANT_H
        # Shares by now, and not lengths, so that the parts of a rate add up to the whole of it.
        arrived = self._arrived_by(end_h) - self._arrived_by(start_h)
        at_once = (self.time_h >= start_h - SAME_INSTANT_H) & (self.time_h <= before_h)
        arrives = np.where(infusion, arrived > 0, at_once)
        first = np.where(infusion, np.maximum(self.time_h, start_h), self.time_h)
        length = np.where(infusion, np.minimum(self.end_h, end_h) - first, 0.0)
        part = np.where(infusion, arrived, 1.0)
        return Inputs(
            np.maximum(first[arrives] - start_h, 0.0),
            length[arrives],
            self.amount_ug[:, arrives] * part[arrives],
            self.compartment[arrives],
        )

    def _arrived_by(self, time_h: float) -> Array:
        """Return the share of each constant rate that has arrived, none or all near its ends."""
        share = np.zeros(len(self))
        np.divide(time_h - self.time_h, self.duration_h, out=share, where=self.duration_h > 0)
        share[time_h <= self.time_h + SAME_INSTANT_H] = 0.0
        share[time_h >= self.end_h - SAME_INSTANT_H] = 1.0
        return share

    def later(self, by_h: float) -> Inputs:
        """Return the same arrivals ``by_h`` later (earlier where negative)."""
        return Inputs(self.time_h + by_h, self.duration_h, self.amount_ug, self.compartment)


def joined(parts: Sequence[Inputs]) -> Inputs:
    """Return all arrivals; those of an earlier part stand first where they share an instant."""
    some = [part for part in parts if len(part)]
    if len(some) < 2:
        return some[0] if some else Inputs.none()
    people = max(len(part.amount_ug) for part in some)
    amounts = [np.broadcast_to(part.amount_ug, (people, len(part))) for part in some]
    return Inputs(
        np.concatenate([part.time_h for part in some]),
        np.concatenate([part.duration_h for part in some]),
        np.concatenate(amounts, axis=1),
        np.concatenate([part.compartment for part in some]),
    )


def arrivals(model: CompartmentModel, doses: Doses, weight_kg: Array | None) -> Inputs:
    """Return where the doses of a regimen arrive in a model.

    Parameters
    ----------
    model : CompartmentModel
    doses : Doses
    weight_kg : Array (people,) or None
        Needed for doses written per kg.

    Raises
    ------
    UnknownName
        If a dose takes a route, or a catheter segment, that the model has no entry for.
    """
    amounts = doses.amounts_for(weight_kg)
    doors = list(zip(doses.route, doses.at, strict=True))
    together = Inputs.none()
    for door in dict.fromkeys(doors):
        mine = np.array([d == door for d in doors])
        times, durations = doses.time_h[mine], doses.duration_h[mine]
        together = together.together(through_door(model, door, times, durations, amounts[:, mine]))
    return together


def through_door(
    model: CompartmentModel, door: Door, time_h: Array, duration_h: Array, amount_ug: Array
) -> Inputs:
    """Return where doses by one door arrive, each entry with its share and its lag.

    Parameters
    ----------
    model : CompartmentModel
    door : (str, str or None)
        The route, and the segment of a catheter's tip.
    time_h, duration_h : Array, shape (doses,)
    amount_ug : Array, shape (people or 1, doses)
    """
    index = {name: i for i, name in enumerate(model.compartments)}
    together = Inputs.none()
    rest = amount_ug
    for entry in entries_of(model, door):
        arriving = amount_ug * _share_of(entry, amount_ug, time_h)
        rest = rest - arriving
        into = index[entry.compartment]
        together = together.together(
            into_compartment(time_h + entry.lag_h, duration_h, arriving, into)
        )
    if np.any(rest < -1e-12 * amount_ug):
        raise InvalidModel(
            f"The entries of {_place(door)} take more than the whole of a dose.",
            "Shares of one door may not add up to more than 1.",
        )
    # A difference of shares leaves round-off where the whole dose is taken.
    if np.any(rest > 1e-12 * amount_ug):
        if UNABSORBED not in index:
            raise InvalidModel(
                f"The entries of {_place(door)} take less than the whole dose and the rest "
                "has no place.",
                f"Add a compartment called {UNABSORBED!r}.",
            )
        left = np.maximum(rest, 0.0)
        together = together.together(into_compartment(time_h, duration_h, left, index[UNABSORBED]))
    return together


def into_compartment(
    time_h: Array, duration_h: Array, amount_ug: Array, compartment: int
) -> Inputs:
    """Return arrivals that all go into one compartment, by its index."""
    into = np.full(len(time_h), compartment, dtype=np.int64)
    return Inputs(time_h, duration_h, amount_ug, into)


def entries_of(model: CompartmentModel, door: Door) -> list[Entry]:
    """Return the entries that a door leads to, or raise `UnknownName`."""
    route, at = door
    of_route = [entry for entry in model.entries if entry.route == route]
    if not of_route:
        raise unknown_name("route", route, {entry.route for entry in model.entries})
    chosen = [entry for entry in of_route if entry.at is None or entry.at == at]
    if not chosen:
        places = [entry.at for entry in of_route if entry.at is not None]
        raise unknown_name("segment", at, places)
    return chosen


def _place(door: Door) -> str:
    route, at = door
    return route if at is None else f"{route} at {at}"


def _share_of(entry: Entry, dose_ug: Array, given_h: Array) -> Array:
    if isinstance(entry.share, Steps):
        # The dose belongs to the time at which it is given, whenever it arrives.
        own = [np.atleast_1d(entry.share.at(float(when))) for when in given_h]
        return np.stack(np.broadcast_arrays(*own), axis=-1)
    if not callable(entry.share):
        return np.asarray(entry.share, dtype=np.float64).reshape(-1, 1)
    found = entry.share(dose_ug)
    try:
        share = np.broadcast_to(np.asarray(found, dtype=np.float64), dose_ug.shape)
    except (TypeError, ValueError):
        raise InvalidValue(
            f"The share of the entry {entry.route} -> {entry.compartment} is {shown(found)}.",
            "Its function takes doses in ug and returns as many shares.",
        ) from None
    wrong = ~((share >= 0) & (share <= 1))
    if np.any(wrong):
        raise InvalidValue(
            f"The share of the entry {entry.route} -> {entry.compartment} is "
            f"{float(share[wrong][0]):g} for a dose of {float(dose_ug[wrong][0]):g} ug.",
            "A share lies between 0 and 1; mend the function.",
        )
    return share
