"""Any model by numerical integration: the only way for a non-linear one, a witness for the rest.

Integration restarts at every cut, so that no step runs across a dose. People are integrated one
by one, each with steps of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.errors import (
    SolverFailure,
    require_choice,
    require_one,
    require_positive,
    unknown_name,
)
from titrate.pk.compartments import CompartmentModel
from titrate.pk.exact import arriving
from titrate.pk.inputs import Inputs
from titrate.pk.own_rates import require_sound_rates
from titrate.pk.rates import taken
from titrate.pk.system import LinearSystem
from titrate.pk.timeline import Look, Timeline
from titrate.timecourse import Array

SOLVERS = ("LSODA", "DOP853", "Radau", "BDF")
# Far above what a stretch between two doses needs; a model that wants more is stuck.
_MOST_EVALUATIONS = 500_000

Slope = Callable[[float, Array], Array]


@dataclass(frozen=True)
class Ode:
    """How to integrate.

    Parameters
    ----------
    solver : {"LSODA", "DOP853", "Radau", "BDF"}
        One of `scipy.integrate.solve_ivp`'s.
    rtol : float
        Relative tolerance of a step.
    atol : float
        Absolute tolerance, in ug (ug/L for delays).
    """

    solver: str = "LSODA"
    rtol: float = 1e-8
    atol: float = 1e-9

    def __post_init__(self) -> None:
        require_choice("solver", self.solver, SOLVERS)
        require_positive("rtol", require_one("rtol", self.rtol))
        require_positive("atol", require_one("atol", self.atol))


def integrate(
    system: LinearSystem,
    inputs: Inputs,
    line: Timeline,
    looks: Sequence[Look],
    start: Array,
    rows: Sequence[Array],
    into: Array,
    how: Ode,
) -> Array:
    """Write what ``rows`` of the states show at the output times; return the states at the end.

    Parameters
    ----------
    system : LinearSystem
        Of a model that need not be linear.
    inputs : Inputs
    line : Timeline
    looks : sequence of Look
    start : Array, shape (people, states of the system)
        States just before whatever arrives at time 0.
    rows : sequence of Array, each of shape (people or 1, rows, states of the system)
        One for all stretches, or one for each.
    into : Array, shape (rows, people, times)
        Filled with the values.
    how : Ode

    Returns
    -------
    Array, shape (people, states of the system)
        Just before whatever arrives at the end.

    Raises
    ------
    SolverFailure
        Naming person, time and state, if a stretch does not come to its end.
    """
    boluses, rates = arriving(system, inputs, line)
    ends = np.empty_like(start)
    first_input = system.size - len(system.infused)
    looked = {
        int(segment): (look.offsets_h, look.columns[i])
        for look in looks
        for i, segment in enumerate(look.segments)
    }
    for person in range(len(start)):
        one = LinearSystem(_one(system.model, person), system.infused, system.integrated)
        state = start[person].copy()
        for cut, time_h in enumerate(line.cuts_h):
            if cut == len(line.cuts_h) - 1:
                ends[person] = state
            if cut in boluses:
                state = state.copy()
                for compartment, amount in boluses[cut]:
                    state[compartment] += amount[min(person, len(amount) - 1)]
            if system.infused:
                state[first_input:] = _of(rates[cut], person)
            offsets, columns = looked.get(cut, (np.zeros(0), np.zeros(0, dtype=np.int64)))
            here = rows[int(line.stretch[cut])] if len(rows) > 1 else rows[0]
            shown = here[min(person, len(here) - 1)]
            if cut == len(line.cuts_h) - 1:
                into[:, person, columns] = (shown @ state)[:, None]
                break
            slope = _slope(one, float(time_h))
            length = float(line.cuts_h[cut + 1] - time_h)
            states, state = _stretch(one, slope, state, float(time_h), length, offsets, how, person)
            into[:, person, columns] = shown @ states
    return ends


def _one(model: CompartmentModel, person: int) -> CompartmentModel:
    return model.take(slice(person, person + 1)) if model.people > 1 else model


def _of(values: Array, person: int) -> Array:
    return values[:, min(person, values.shape[1] - 1)]


def _slope(system: LinearSystem, start_h: float) -> Slope:
    """Return the derivative of all states, with time counted from ``start_h``."""
    model = system.model
    matrix = system.matrix(start_h)[0]
    index = {name: i for i, name in enumerate(model.compartments)}
    curved = [
        (index[flow.source], index[flow.target], taken(flow.rate_per_h, slice(0, 1)))
        for flow in model.flows
        if not flow.is_linear
    ]
    other = model.right_hand_side

    def slope(after_h: float, state: Array) -> Array:
        change = matrix @ state
        for source, target, rate in curved:
            moved = float(np.squeeze(rate(state[source : source + 1]))) * state[source]
            change[source] -= moved
            change[target] += moved
        if other is not None:
            amounts = {name: float(state[i]) for name, i in index.items()}
            for name, per_h in other(start_h + after_h, amounts).items():
                if name not in index:
                    raise unknown_name("compartment", name, index)
                change[index[name]] += per_h
        return change

    return slope


def _stretch(
    system: LinearSystem,
    slope: Slope,
    start: Array,
    time_h: float,
    length_h: float,
    offsets_h: Array,
    how: Ode,
    person: int,
) -> tuple[Array, Array]:
    """Return states at ``offsets_h``, (states, moments), and at the end of one stretch."""
    from scipy.integrate import solve_ivp

    evaluations, reached_h = 0, 0.0
    names = (*system.model.states, *system.integrated, *("input" for _ in system.infused))

    def failure(why: str, at_h: float, state: Array) -> SolverFailure:
        steepest = names[int(np.argmax(np.abs(np.nan_to_num(state, nan=np.inf))))]
        return SolverFailure(
            f"{how.solver} stopped at {time_h + at_h:g} h for person {person + 1}: {why} (largest "
            f"state: {steepest}).",
            "Try another solver (Radau for stiff models), looser tolerances, or check the rates.",
        )

    def counted(after_h: float, state: Array) -> Array:
        nonlocal evaluations, reached_h
        evaluations, reached_h = evaluations + 1, after_h
        try:
            change = slope(after_h, state)
        except ArithmeticError as error:
            raise failure(f"a rate raised {error!r}", after_h, state) from error
        except (AttributeError, KeyError, TypeError, ValueError):
            require_sound_rates(system.model, time_h + after_h, state)
            raise
        if evaluations > _MOST_EVALUATIONS:
            raise failure(f"{_MOST_EVALUATIONS} evaluations were not enough", after_h, state)
        if not np.all(np.isfinite(change)):
            raise failure("a rate is not finite", after_h, state)
        return change

    # A mesh may look twice at one moment: just before an edge and just after it.
    wanted = np.minimum(np.append(offsets_h, length_h), length_h)
    moments, place = np.unique(wanted, return_inverse=True)
    found = solve_ivp(
        counted, (0.0, length_h), start, how.solver, moments, rtol=how.rtol, atol=how.atol
    )
    if not found.success:
        raise failure(str(found.message), reached_h, start)
    states = np.asarray(found.y)
    lowest = float(states.min(initial=0.0))
    allowed = 100 * (how.atol + how.rtol * float(np.abs(states).max(initial=0.0)))
    if lowest < -allowed:
        when = int(np.argmin(states.min(axis=0)))
        raise failure(f"an amount fell to {lowest:g}", float(found.t[when]), states[:, when])
    # What is left below zero is within the tolerance asked for: no drug.
    at = np.where(states < 0, 0.0, states)[:, place]
    return at[:, :-1], at[:, -1]
