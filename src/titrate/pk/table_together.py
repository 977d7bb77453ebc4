"""Walking through everybody's instants together, each person from one of their own to the next.

Rows at times of one's own would make a run of each ID, and a run costs far more than what is
worked out in it. One exponential for each person and step, some thousand of them at once, costs
microseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.dosing import EventTable
from titrate.pk.exponential import exponential
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.pk.system import LinearSystem
from titrate.pk.table_instants import ADDS, EMPTIES, RATES, SEES, Bringing, Instants
from titrate.pk.table_people import PeopleOfTable
from titrate.pk.table_rows import ActingRows, acting_rows
from titrate.pk.table_settings import Dosing
from titrate.pk.table_steps import most_steps
from titrate.timecourse import Array

# Numbers in the propagators that are made in one go: 32 MB of them.
_NUMBERS = 4_000_000
# Steps that agree to this many per hour are of one length, so that 0.1 + 0.2 is 0.3.
_LENGTHS_PER_H = 1e11


def run_together(
    table: EventTable,
    dosing: Dosing,
    people: PeopleOfTable,
    observed: Sequence[str],
    order: str,
    rule: str,
    into: Array,
) -> None:
    """Write what is observed in all IDs of a table into ``into``, (observed, rows of the table).

    The model is linear, and its rates change with nothing but the rows.
    """
    steps = most_steps(table, dosing, people.first)
    for rows in _some_at_a_time(table, steps, len(people.first.states)):
        acting = acting_rows(table, rows, people, order)
        instants = Bringing(table, dosing, people, acting).instants(rule)
        system = LinearSystem(acting.model, instants.infused)
        walk = _walk(acting, instants, system)
        states = walk.states()
        looks = acting.row[walk.look_row]
        shown = system.showing(observed)[0]
        shown = shown[acting.rates[walk.look_row]] if len(shown) > 1 else shown
        into[:, looks] = np.matmul(shown, states[..., None])[..., 0].T


def _some_at_a_time(table: EventTable, steps: Array, states: int) -> Iterator[np.ndarray]:
    """Yield rows of the table, all rows of some IDs at a time: as many as memory is set aside for.

    Parameters
    ----------
    table : EventTable
    steps : Array (rows,)
        The most that each row may take.
    states : int
    """
    taken = np.bincount(table.person, steps, len(table.names))
    # A constant rate is a state besides, and there may be one into every compartment.
    group = np.cumsum(taken) // max(1, _NUMBERS // (2 * states) ** 2)
    of_row = group[table.person]
    order = np.argsort(of_row, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(of_row[order])) + 1)


@dataclass(frozen=True, eq=False)
class _Walk:
    """Steps, person after person; each begins at an instant and lasts from the one before.

    Parameters
    ----------
    system : LinearSystem
    person : integer array (steps,)
    length_h : Array (steps,)
        Since the step before; 0 of the first step of a person.
    rates : integer array (steps,)
        Which of the system's matrices was in force meanwhile.
    empties : boolean array (steps,)
        Whether all states are emptied, constant rates too.
    added : Array (steps, states of the system)
        What is added then.
    infusions : integer array (steps, constant rates)
        How many more constant rates run from then on. Where none runs the rate is 0, whatever
        round-off a sum and a difference have left.
    look_step, look_row : integer array (looks,)
        After which step somebody looks, and by which acting row.
    """

    system: LinearSystem
    person: np.ndarray
    length_h: Array
    rates: np.ndarray
    empties: np.ndarray
    added: Array
    infusions: np.ndarray
    look_step: np.ndarray
    look_row: np.ndarray

    def states(self) -> Array:
        """Return the states that are looked at, (looks, states of the system)."""
        first = np.flatnonzero(np.diff(self.person, prepend=-1))
        counts = np.diff(np.append(first, len(self.person)))
        longest = np.argsort(-counts, kind="stable")
        first, counts = first[longest], counts[longest]
        propagators, which = self._propagators()
        state = np.zeros((len(first), self.system.size))
        running = np.zeros((len(first), self.infusions.shape[1]), dtype=np.int64)
        rate = slice(self.system.own, None)
        after = np.empty((len(self.person), self.system.size))
        for number in range(int(counts[0])):
            step = first[: np.count_nonzero(counts > number)] + number
            mine, runs = state[: len(step)], running[: len(step)]
            moves = np.flatnonzero(which[step] >= 0)
            if len(moves):
                over = propagators[which[step[moves]]]
                mine[moves] = np.matmul(over, mine[moves][..., None])[..., 0]
            emptied = self.empties[step]
            mine[emptied], runs[emptied] = 0.0, 0
            mine += self.added[step]
            runs += self.infusions[step]
            mine[:, rate][runs == 0] = 0.0
            after[step] = mine
        return after[self.look_step]

    def _propagators(self) -> tuple[Array, np.ndarray]:
        """Return one propagator for each length under each matrix, and which a step takes.

        -1 where no time passes.
        """
        matrices = self.system.matrix(0.0)
        moves = np.flatnonzero(self.length_h > 0)
        lengths = np.rint(self.length_h[moves] * _LENGTHS_PER_H)
        length = np.unique(lengths, return_inverse=True)[1].astype(np.int64)
        # Of one length together: they are squared back equally often.
        pair, chosen, of = np.unique(
            length * len(matrices) + self.rates[moves], return_index=True, return_inverse=True
        )
        length_h = self.length_h[moves][chosen]
        made = matrices[pair % len(matrices)] * length_h[:, None, None]
        which = np.full(len(self.length_h), -1)
        which[moves] = of
        return exponential(made, self.system.kept), which


def _walk(acting: ActingRows, instants: Instants, system: LinearSystem) -> _Walk:
    """Return the steps that instants make: one for all that comes together and is seen after."""
    person = acting.person[instants.by]
    time_h = _merged(person, instants.time_h, instants.kind == SEES)
    order = np.lexsort((instants.kind, instants.by, instants.when, time_h, person))
    it, person, time_h = instants.take(order), person[order], time_h[order]
    begins = _begins(person, time_h, it.kind)
    step = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    count = len(first)
    since_h = np.diff(time_h[first], prepend=0.0)
    since_h[np.diff(person[first], prepend=-1) != 0] = 0.0
    in_force = acting.rates[it.by[_latest(it.kind == RATES)]]
    adds, looks = np.flatnonzero(it.kind == ADDS), np.flatnonzero(it.kind == SEES)
    added = np.zeros((count, system.size))
    column = np.where(it.infusions == 0, it.into, system.own + system.input_of(it.into))
    np.add.at(added, (step[adds], column[adds]), it.amount[adds])
    infusions = np.zeros((count, len(system.infused)), dtype=np.int64)
    runs = np.flatnonzero(it.infusions)
    np.add.at(infusions, (step[runs], column[runs] - system.own), it.infusions[runs])
    return _Walk(
        system,
        person[first],
        since_h,
        in_force[first - 1],
        it.kind[first] == EMPTIES,
        added,
        infusions,
        step[looks],
        it.by[looks],
    )


def _begins(person: np.ndarray, time_h: Array, kind: np.ndarray) -> np.ndarray:
    """Return which instants begin a step: at a new time, to empty all, or to add after a look."""
    new = (np.diff(person, prepend=-1) != 0) | (np.diff(time_h, prepend=-np.inf) > 0)
    place = np.arange(len(kind))
    since = np.maximum.accumulate(np.where(new, place, 0))
    before = np.append(-1, _latest(kind != RATES)[:-1])
    seen = (before >= since) & (kind[before] == SEES)
    return new | (kind == EMPTIES) | ((kind == ADDS) & seen)


def _latest(which: np.ndarray) -> np.ndarray:
    """Return for each place the last one up to it that is one of ``which``; -1 before any."""
    return np.maximum.accumulate(np.where(which, np.arange(len(which)), -1))


def _merged(person: np.ndarray, time_h: Array, looks: np.ndarray) -> Array:
    """Return times, as one where a person's changes, or a change and a look, share an instant."""
    order = np.lexsort((time_h, person))
    whose, when, cut = person[order], time_h[order].copy(), ~looks[order]
    own, at_h = whose[cut], when[cut]
    apart = (np.diff(own, prepend=-1) != 0) | (np.diff(at_h, prepend=-np.inf) > SAME_INSTANT_H)
    at_h = at_h[apart][np.cumsum(apart) - 1]
    when[cut] = at_h
    look = np.flatnonzero(~cut)
    after = np.cumsum(cut)[look]
    for near in (after, after - 1):
        there = np.clip(near, 0, len(at_h) - 1)
        same = (own[there] == whose[look]) & (np.abs(at_h[there] - when[look]) <= SAME_INSTANT_H)
        when[look[same]] = at_h[there[same]]
    found = np.empty_like(when)
    found[order] = when
    return found
