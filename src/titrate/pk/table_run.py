"""Running the people of an event table whose rows are alike through their stretches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from titrate.dosing import EventTable
from titrate.errors import InvalidValue, TitrateError
from titrate.pk.compartments import CompartmentModel
from titrate.pk.inputs import Inputs
from titrate.pk.ode import Ode
from titrate.pk.problem import Problem
from titrate.pk.state import State, untreated
from titrate.pk.steady import settled, settled_at_rate
from titrate.pk.table_places import Place
from titrate.pk.table_settings import Dosing
from titrate.pk.table_stretches import Stretch
from titrate.timecourse import Array, frozen

_AT_ONCE = np.zeros(1)


@dataclass(frozen=True, eq=False)
class Run:
    """People whose rows are alike: the same times, events and places, amounts of their own.

    Parameters
    ----------
    table : EventTable
    dosing : Dosing
    rows : integer array (people, rows of one)
        Which rows of the table are theirs.
    models : mapping of int to CompartmentModel
        The model in force at a row, counted within one ID; of those that are asked for.
    observed : tuple of str
        Sites, compartments or delays.
    method : "exact" or Ode
    """

    table: EventTable
    dosing: Dosing
    rows: np.ndarray
    models: Mapping[int, CompartmentModel]
    observed: tuple[str, ...]
    method: str | Ode

    def through(self, stretches: Sequence[Stretch], into: Array) -> None:
        """Write what is observed into ``into``, (observed, rows of the table)."""
        state = untreated(self.models[stretches[0].values_from])
        for number, stretch in enumerate(stretches):
            after = stretches[number + 1] if number + 1 < len(stretches) else None
            model = self.models[stretch.values_from]
            if stretch.empties:
                state = untreated(model)
            for row in stretch.doses:
                state = self._given(state, stretch, row)
            goes_on = after is not None and not after.empties
            if goes_on or stretch.looks:
                state = self._run(model, state, stretch, after if goes_on else None, into)

    def _run(
        self,
        model: CompartmentModel,
        state: State,
        stretch: Stretch,
        after: Stretch | None,
        into: Array,
    ) -> State:
        """Write what one stretch shows; return the state at its end."""
        times_h = self._time_h[stretch.looks] - stretch.start_h
        end_h = (after.start_h - stretch.start_h) if after else float(times_h[-1])
        if not end_h and not stretch.looks:
            return state
        clock = _from(model, stretch.start_h)
        problem = Problem(clock, state.pending, state, end_h, self.method)
        system = problem.system()
        values, end = problem.solved(system, times_h, system.showing(self.observed))
        people = len(self.rows)
        for look, row in enumerate(stretch.looks):
            seen = values[:, :, look]
            into[:, self.rows[:, row]] = np.broadcast_to(seen, (len(self.observed), people))
        return State(state.names, frozen(end), state.pending.between(end_h, np.inf))

    def _given(self, state: State, stretch: Stretch, row: int) -> State:
        """Return the state with the doses of a row on their way, and its steady state added."""
        first = int(self.rows[0, row])
        place = self.dosing.place[first]
        assert place is not None  # checked when the table was read
        model = self.models[row]
        clock = _from(model, stretch.start_h)
        from_h = self._time_h[row] - stretch.start_h
        if self.table.steady[first]:
            try:
                steady = self._steady(model, place, row)
            except TitrateError as wrong:
                where = f"{self.table.row(first)} asks for a steady state. "
                raise type(wrong)(f"{where}{wrong.problem}", wrong.hint) from None
            values = frozen(state.values + steady.values)
            pending = state.pending.together(steady.pending.later(from_h))
            state = State(state.names, values, pending)
        if self.table.is_steady_infusion[first]:
            return state
        starts_h = from_h + self._repeats(row)
        coming = self._brings(clock, place, row, starts_h, self.dosing.duration_h[first])
        coming = coming.later(float(self.dosing.lag_h[first]))
        return replace(state, pending=state.pending.together(coming))

    def _steady(self, model: CompartmentModel, place: Place, row: int) -> State:
        """Return the state just before a dose that has always been given."""
        first = int(self.rows[0, row])
        if not self.table.is_steady_infusion[first]:
            lag_h = _AT_ONCE + self.dosing.lag_h[first]
            one = self._brings(model, place, row, lag_h, self.dosing.duration_h[first])
            return settled(model, one, float(self.table.interval_h[first]))
        rate = self.dosing.rate[self.rows[:, row], None]
        hour = place.brings(model, _AT_ONCE, _AT_ONCE + 1, _one_if_alike(rate))
        rates = np.zeros((len(hour.amount_ug), len(model.compartments)))
        for number, compartment in enumerate(hour.compartment):
            rates[:, compartment] += hour.amount_ug[:, number]
        return settled_at_rate(model, rates)

    def _brings(
        self, model: CompartmentModel, place: Place, row: int, starts_h: Array, duration_h: float
    ) -> Inputs:
        amount = _one_if_alike(self.dosing.amount[self.rows[:, row], None])
        doses = np.broadcast_to(amount, (len(amount), len(starts_h)))
        return place.brings(model, starts_h, np.full(len(starts_h), duration_h), doses)

    def _repeats(self, row: int) -> Array:
        """Return when a row's doses are given, h after its own time, up to the last row's."""
        first = int(self.rows[0, row])
        more = int(self.table.additional[first])
        if more:
            left_h = self._time_h[-1] - self._time_h[row]
            more = min(more, int(left_h / self.table.interval_h[first]) + 1)
        return np.arange(more + 1) * self.table.interval_h[first]

    @property
    def _time_h(self) -> Array:
        return self.table.time_h[self.rows[0]]


def _from(model: CompartmentModel, start_h: float) -> CompartmentModel:
    """Return the model with its clock set to a time of the table."""
    if model.has_clock and start_h < 0:
        raise InvalidValue(
            f"The table begins at {start_h:g} h, and the model has rates for no time before 0.",
            "Let TIME begin at 0 or later.",
        )
    return model.later(start_h)


def _one_if_alike(values: Array) -> Array:
    """Return one person's value if it is everybody's, so that one run serves all of them."""
    return values[:1] if np.all(values == values[:1]) else values
