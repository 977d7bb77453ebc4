"""The exact solution of a linear model, for many people at once.

States step from cut to cut with the propagator of each segment. What one looks at inside the
segments is not stepped: segments looked at in the same moments share one stack of output
rows, ``C exp(A t)`` for each moment, built by doubling where the moments are evenly spaced, and
a single batched product gives all their values. Where few segments share their moments, the
states are stacked instead of the rows: whichever is fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from titrate.indices import evenly
from titrate.pk.inputs import Inputs
from titrate.pk.system import LinearSystem, Propagators
from titrate.pk.timeline import Look, Timeline, even_runs, length_key
from titrate.timecourse import Array

# A compartment, by index, and an amount in ug: (people,) or (1,).
Bolus = tuple[int, Array]


@dataclass(frozen=True, eq=False)
class ExactRun:
    """A run solved at its cuts: whatever one looks at later starts from there.

    Parameters
    ----------
    propagators : Propagators
    after : Array, shape (cuts, states of the system, people)
        States after each cut.
    end : Array, shape (people, states of the system)
        Just before whatever arrives at the end.
    """

    propagators: Propagators
    after: Array
    end: Array

    @cached_property
    def at_cuts(self) -> Array:
        """States after each cut, person by person: (people, cuts, states of the system)."""
        return np.ascontiguousarray(np.moveaxis(self.after, -1, 0))

    def show(self, looks: Sequence[Look], rows: Sequence[Array], into: Array) -> None:
        """Write what ``rows`` of the states show into ``into``, shape (rows, people, times).

        Each of ``rows`` has the shape (people or 1, rows, states of the system): one for all
        stretches, or one for each.
        """
        self.propagators.prepare(_lengths(looks))
        for look in looks:
            own = rows[look.stretch] if len(rows) > 1 else rows[0]
            _emit(self.propagators, look, self.at_cuts, own, into)


def run_exactly(
    system: LinearSystem, inputs: Inputs, line: Timeline, start: Array, looks: Sequence[Look] = ()
) -> ExactRun:
    """Step through a run from cut to cut.

    Parameters
    ----------
    system : LinearSystem
    inputs : Inputs
        Arrivals; those at the end of the run or later do not count into the end states.
    line : Timeline
    start : Array, shape (people, states of the system)
        States just before whatever arrives at time 0.
    looks : sequence of Look
        What will be looked at first: exponentials over short lengths, made before long ones,
        let these grow by doubling.
    """
    propagators = Propagators(system)
    between = zip(line.stretch.tolist(), np.diff(line.cuts_h).tolist(), strict=False)
    propagators.prepare(_lengths(looks) | set(between))
    return ExactRun(propagators, *_states_after(propagators, inputs, line, start))


def _states_after(
    propagators: Propagators, inputs: Inputs, line: Timeline, start: Array
) -> tuple[Array, Array]:
    """Return the states after each cut, (cuts, states, people), and those before the last cut."""
    system = propagators.system
    boluses, rates = arriving(system, inputs, line)
    steps = _steps_between(propagators, line)
    after = np.empty((len(steps) + 1, system.size, len(start)))
    first_input = system.size - len(system.infused)
    end = state = np.array(start.T)
    for cut, step in enumerate((None, *steps)):
        if step is not None:
            end = state = _stepped(step, state)
        if cut == len(steps):
            end = state.copy()
        for compartment, amount in boluses.get(cut, ()):
            state[compartment] += amount
        if system.infused:
            state[first_input:] = rates[cut]
        after[cut] = state
    return after, end.T


def _steps_between(propagators: Propagators, line: Timeline) -> list[Array]:
    """Return what takes states from each cut to the next, people last; alike ones are one array."""
    made: dict[tuple[int, int], Array] = {}
    steps: list[Array] = []
    between = zip(line.stretch.tolist(), np.diff(line.cuts_h).tolist(), strict=False)
    for stretch, length_h in between:
        key = (stretch, length_key(length_h))
        if key not in made:
            over = propagators.over(stretch, length_h)
            made[key] = np.ascontiguousarray(np.moveaxis(over, 0, -1))
        steps.append(made[key])
    return steps


def _stepped(step: Array, state: Array) -> Array:
    if step.shape[-1] == 1:
        return step[:, :, 0] @ state
    return np.einsum("ijp,jp->ip", step, state)


def arriving(
    system: LinearSystem, inputs: Inputs, line: Timeline
) -> tuple[dict[int, list[Bolus]], Array]:
    """Return boluses by cut, and rates after each cut, (cuts, inputs, people or 1), in ug/h."""
    people = len(inputs.amount_ug)
    boluses: dict[int, list[Bolus]] = {}
    rates = np.zeros((len(line.cuts_h), len(system.infused), people))
    row_of = {compartment: row for row, compartment in enumerate(system.infused)}
    begins, ends = line.cut_at(inputs.time_h).tolist(), line.cut_at(inputs.end_h).tolist()
    for i, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        compartment = int(inputs.compartment[i])
        amount = inputs.amount_ug[:, i]
        if begin == end:
            boluses.setdefault(begin, []).append((compartment, amount))
        else:
            # Over the merged cuts, not the written ones, so that the whole amount arrives.
            length_h = line.cuts_h[end] - line.cuts_h[begin]
            rates[begin:end, row_of[compartment]] += amount / length_h
    return boluses, rates


def _emit(propagators: Propagators, look: Look, at_cuts: Array, rows: Array, into: Array) -> None:
    """Write what one group of segments shows into its columns of ``into``."""
    states = at_cuts[:, evenly(look.segments)]
    columns = look.columns.reshape(-1)
    if rows.shape[1] <= len(look.segments):
        lifted = _orbit(propagators, look, rows, transpose=False)
        lifted = lifted.transpose(2, 0, 3, 1)
        if len(look.segments) > len(look.offsets_h):
            # Products of many small matrices are quickest as they lie: states down, moments across.
            lifted = np.ascontiguousarray(lifted)
        grid = _grid(into, look.columns)
        for row in range(rows.shape[1]):
            own = None if grid is None else grid[row]
            shown = np.matmul(states, lifted[row], out=own)
            if own is None:
                into[row][:, columns] = shown.reshape(len(states), -1)
    else:
        moved = _orbit(propagators, look, states, transpose=True)
        shown = moved @ np.swapaxes(rows, 1, 2)[:, None]
        for row in range(rows.shape[1]):
            into[row][:, columns] = np.swapaxes(shown[..., row], 1, 2).reshape(len(states), -1)


def _grid(curves: Array, columns: np.ndarray) -> Array | None:
    """Return a view of evenly spaced columns, (rows, people, segments, moments).

    None if they are not.
    """
    apart = np.diff(columns[:, 0])
    if np.any(apart != apart[:1]) or np.any(np.diff(columns, axis=1) != 1):
        return None
    first = curves[..., int(columns[0, 0]) :]
    *each, column = first.strides
    step = (int(apart[0]) if len(apart) else 1) * column
    shape = (*curves.shape[:2], *columns.shape)
    return np.lib.stride_tricks.as_strided(first, shape, (*each, step, column))


def _orbit(propagators: Propagators, look: Look, block: Array, *, transpose: bool) -> Array:
    """Return ``block exp(A t)`` for each moment t of a look, (people, moments, vectors, states).

    With ``transpose`` the vectors are states and are moved by the transposed exponential.
    """
    # What is the same for all may be moved differently in each.
    people = max(len(block), propagators.system.model.people)
    vectors, size = block.shape[1:]
    # Moments under one another: one product per person moves all that is there so far.
    orbit = np.empty((people, len(look.offsets_h) * vectors, size))
    first, last = 0, block
    for step_h, count in even_runs(look.offsets_h):
        there, done, filled = last, first, first + count * vectors
        if not step_h:
            orbit[:, first:filled] = last
        else:
            for length_h in _doublings(step_h, count):
                more = min(there.shape[1], filled - done)
                power = _turned(propagators.over(look.stretch, length_h), transpose)
                np.matmul(there[:, :more], power, out=orbit[:, done : done + more])
                done += more
                there = orbit[:, first:done]
        first, last = filled, orbit[:, filled - vectors : filled]
    return orbit.reshape(people, len(look.offsets_h), vectors, size)


def _doublings(step_h: float, count: int) -> list[float]:
    """Return the lengths by which ``count`` equal steps are made: each moves all so far made."""
    return [step_h, *(step_h * 2**k for k in range((count - 1).bit_length()))]


def _lengths(looks: Sequence[Look]) -> set[tuple[int, float]]:
    """Return what looking takes, as (stretch, length)."""
    return {
        (look.stretch, length_h)
        for look in looks
        for step_h, count in even_runs(look.offsets_h)
        if step_h
        for length_h in _doublings(step_h, count)
    }


def _turned(propagator: Array, transpose: bool) -> Array:
    return np.ascontiguousarray(np.swapaxes(propagator, 1, 2)) if transpose else propagator
