"""Where a body stands at one instant: its amounts, its delays, and what is still on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from titrate.errors import (
    InvalidModel,
    InvalidValue,
    require_choice,
    require_mapping,
    require_not_negative,
    shown,
)
from titrate.markup import tally
from titrate.pk.compartments import CompartmentModel
from titrate.pk.given import require_model
from titrate.pk.inputs import Inputs
from titrate.timecourse import Array, frozen


@dataclass(frozen=True, eq=False)
class State:
    """Amounts and delays at one instant.

    Parameters
    ----------
    names : tuple of str
        The model's states: compartments (ug), then delays (ug/L).
    values : Array, shape (people, states)
    pending : Inputs
        Lagged doses still to arrive and constant rates still running, counted from this instant.
    clock_h : float
        Where the model's own clock stands: rates that change with time go on from there.
    """

    names: tuple[str, ...]
    values: Array
    pending: Inputs
    clock_h: float = 0.0

    def __getitem__(self, name: str) -> Array:
        require_choice("state", name, self.names)
        return self.values[:, self.names.index(name)]

    def take(self, who: slice) -> State:
        """Return the state of some of the people."""
        values = self.values[who] if len(self.values) > 1 else self.values
        return State(self.names, values, self.pending.take(who), self.clock_h)

    def __repr__(self) -> str:
        people = len(self.values)
        who = "one person" if people == 1 else f"{people:,} people"
        arrivals = tally(len(self.pending), "arrival")
        return f"<state of {who}: {', '.join(self.names)}; {arrivals} pending>"


def untreated(model: CompartmentModel) -> State:
    """Return the state of a body that has never been given the drug."""
    return State(model.states, frozen(np.zeros((1, len(model.states)))), Inputs.none())


def state_of(model: CompartmentModel, amounts: Mapping[str, float | Array]) -> State:
    """Return a state with the given amounts (ug) and delays (ug/L), 0 where none is given.

    Raises
    ------
    UnknownName
        If a name is no state of the model.
    InvalidValue
        If an amount is negative or not finite, or amounts are for different numbers of people.
    """
    require_model(model)
    require_mapping("amounts", amounts, 'amounts in ug by name: {"plasma": 1000}')
    arrays = {
        name: np.atleast_1d(np.asarray(require_not_negative(name, value), dtype=np.float64))
        for name, value in amounts.items()
    }
    shapes = {array.shape for array in arrays.values()} - {(1,)}
    if len(shapes) > 1 or any(len(shape) != 1 for shape in shapes):
        raise InvalidValue(
            f"The amounts have shapes {sorted(shapes)}.", "Give numbers, or one per person."
        )
    people = max((len(array) for array in arrays.values()), default=1)
    values = np.zeros((people, len(model.states)))
    for name, array in arrays.items():
        require_choice("state", name, model.states)
        values[:, model.states.index(name)] = array
    return State(model.states, frozen(values), Inputs.none())


def require_state_of(model: CompartmentModel, state: State) -> State:
    """Return ``state`` if it belongs to ``model``.

    Raises
    ------
    InvalidModel
        If the states have other names, as those of another model do.
    InvalidValue
        If it is no state at all.
    """
    if not isinstance(state, State):
        raise InvalidValue(f"initial is {shown(state)}.", _where_a_state_is(state))
    if state.names != model.states:
        other = sorted(set(state.names) ^ set(model.states))
        raise InvalidModel(
            f"The initial state belongs to another model: {', '.join(other) or 'another order'}.",
            "Continue a run with the model it was begun with.",
        )
    return state


def _where_a_state_is(value: object) -> str:
    """Return what to give instead of something that holds a state."""
    for path in ("final", "state", "final.state"):
        try:
            held = attrgetter(path)(value)
        except AttributeError:
            continue
        if isinstance(held, State):
            return f"Give its state: initial={type(value).__name__.lower()}.{path}."
    return "Give an earlier solution's final, or a steady_state."
