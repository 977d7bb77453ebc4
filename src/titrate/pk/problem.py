"""A problem: everything a solver needs, and what one may ask of it, again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from titrate.errors import InvalidValue
from titrate.pk.compartments import CompartmentModel
from titrate.pk.exact import ExactRun, run_exactly
from titrate.pk.inputs import Inputs
from titrate.pk.ode import Ode, integrate
from titrate.pk.state import State
from titrate.pk.system import LinearSystem
from titrate.pk.timeline import Look, Timeline, looks_at, timeline
from titrate.pk.told import part_told
from titrate.timecourse import Array

# Between 250 and 1,000 people at a time the matrices stay in the processor's cache.
PEOPLE_AT_A_TIME = 500
# Cuts are alike if their states agree to this share of the largest; so few, counted in everybody,
# are not worth the comparison.
_ALIKE, _FEW_CUTS = 1e-8, 500
_PAIRS = 100_000  # of cuts, compared at once


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a solver needs: a model, what comes in, where it starts, when it ends.

    A run is cut where something begins or ends, and ``cut_besides_h``.
    """

    model: CompartmentModel
    inputs: Inputs
    start: State
    end_h: float
    method: str | Ode = "exact"
    cut_besides_h: tuple[float, ...] = ()

    @cached_property
    def people(self) -> int:
        """Number of people, from rates, doses and start."""
        counts = {self.model.people, len(self.inputs.amount_ug), len(self.start.values)} - {1}
        if len(counts) > 1:
            raise InvalidValue(
                f"Rates, doses and the initial state are for {sorted(counts)} people.",
                "Give each for one person or for the same people.",
            )
        return max(counts, default=1)

    def take(self, who: slice) -> Problem:
        """Return the problem of some of the people."""
        model = self.model.take(who) if self.model.people > 1 else self.model
        some = replace(self, model=model, inputs=self.inputs.take(who), start=self.start.take(who))
        vars(some)["line"] = self.line  # everybody shares one clock
        return some

    def look(
        self,
        times_h: Array,
        sites: Sequence[str],
        integrated: Sequence[str] = (),
        before: np.ndarray | None = None,
        into: Array | None = None,
    ) -> tuple[Array, Array | None]:
        """Return sites, then integrals since time 0, and the states at the end if at hand.

        A linear body is solved no further than the sites tell of it: its states at the end are
        not at hand then, and `ends` gives them.

        Parameters
        ----------
        times_h : Array, shape (times,)
        sites, integrated : sequence of str
        before : boolean array, shape (times,), optional
            Where to look just before a cut instead of just after it.
        into : Array, shape (sites + integrated, people, times), optional
            Where to write the values.

        Returns
        -------
        values : Array, shape (sites + integrated, people, times)
        end : Array, shape (people, states), or None
            Just before whatever arrives at ``end_h``.
        """
        told = self.told((*sites, *integrated))
        system = told.system(integrated)
        names = told.model.site_names
        chosen = [names.index(site) for site in sites]
        chosen += list(range(len(names), len(names) + len(integrated)))
        shown = tuple(rows[:, chosen] for rows in system.sites)
        values, end = told.solved(system, times_h, shown, before, into)
        return values, end if told is self else None

    def told(self, sites: Sequence[str]) -> Problem:
        """Return the problem of the part of the body that sites tell of.

        Its cuts are those that matter to them. A model that is integrated stays whole.
        """
        if isinstance(self.method, Ode):
            return self
        for names, problem in self._told.items():
            if names.issuperset(sites):
                return problem
        part = part_told(self.model, sites)
        told = self
        if part is not None:
            inputs, start = part.inputs(self.inputs), part.state(self.start)
            told = replace(self, model=part.model, inputs=inputs, start=start)
        self._told[frozenset(told.model.site_names)] = told
        return told

    @cached_property
    def _told(self) -> dict[frozenset[str], Problem]:
        """The parts already asked for, by the sites that they tell of."""
        return {}

    def ends(self) -> Array:
        """Return the states just before whatever arrives at the end, (people, states)."""
        system = self.system()
        return self.solved(system, np.zeros(0), (np.zeros((1, 0, system.size)),))[1]

    def states(self, times_h: Array) -> Array:
        """Return every state of the model: (states, people, times)."""
        system = self.system()
        return self.solved(system, times_h, (np.eye(system.own, system.size)[None],))[0]

    def alike(self, sites: Sequence[str]) -> np.ndarray:
        """Return for each cut of `told` the first one from which all runs as from this.

        After some days of a pattern each interval is like the one before, and need be worked out
        only once. Two cuts count as alike if no state that matters differs in anybody by more
        than some hundred-millionths of its largest value. A model that is integrated is left
        alone.

        Parameters
        ----------
        sites : sequence of str

        Returns
        -------
        integer array, shape (segments,)
        """
        part = self.told(sites)
        count = len(part.line.cuts_h) - 1
        if isinstance(self.method, Ode) or count * self.people < _FEW_CUTS:
            return np.arange(count)
        told = part.system().told_by(sites)
        return jointly([some._alike(told) for _, some in part._parts(PEOPLE_AT_A_TIME)])

    def _alike(self, told: np.ndarray) -> np.ndarray:
        """Return the first cut that each is like, in the states that are told of."""
        states = self._solved_run(self.system()).after[:-1, told]
        apart = _ALIKE * np.maximum(states.max(axis=0), -states.min(axis=0))
        alike, own = np.arange(len(states)), np.ones(len(states), dtype=np.bool_)
        # One person tells at once which cuts may be alike; of these the last is the likest.
        for cut, near in enumerate(_near_in_one(states[..., 0], apart[:, 0])):
            may = np.flatnonzero(near[:cut] & own[:cut])
            if len(may):
                like = int(may[-1])
                same = self.line.stretch[like] == self.line.stretch[cut]
                if same and np.all(np.abs(states[like] - states[cut]) <= apart):
                    alike[cut], own[cut] = like, False
        return alike

    def system(self, integrated: Sequence[str] = ()) -> LinearSystem:
        """Return the model widened by its constant inputs and the integrals wanted."""
        infusing = self.inputs.duration_h > 0
        infused = tuple(sorted(set(self.inputs.compartment[infusing].tolist())))
        return LinearSystem(self.model, infused, tuple(integrated))

    @cached_property
    def line(self) -> Timeline:
        """The cuts of the run."""
        changes_h = self.model.rate_changes_h
        return timeline(self._within, changes_h, self.end_h, self.cut_besides_h)

    def solved(
        self,
        system: LinearSystem,
        times_h: Array,
        rows: Sequence[Array],
        before: np.ndarray | None = None,
        into: Array | None = None,
    ) -> tuple[Array, Array]:
        """Return what ``rows`` of the system's states show, and the states at the end.

        One array of rows, (people or 1, rows, states), for all stretches, or one for each.
        """
        looks = looks_at(self.line, times_h, before)
        shape = rows[0].shape[1], self.people, len(times_h)
        values = np.empty(shape) if into is None else into
        ends = np.empty((self.people, system.own))
        # Integration goes person by person anyway, and names them by their place among all.
        together = self.people if isinstance(self.method, Ode) else PEOPLE_AT_A_TIME
        for who, some in self._parts(together):
            seen = tuple(each[who] if len(each) > 1 else each for each in rows)
            ends[who] = some._shown(system, looks, seen, values[:, who])[:, : system.own]
        return values, ends

    def _parts(self, together: int) -> Iterator[tuple[slice, Problem]]:
        """Yield the problem some people at a time."""
        for first in range(0, self.people, together):
            who = slice(first, min(first + together, self.people))
            yield who, self if together >= self.people else self.take(who)

    @cached_property
    def _within(self) -> Inputs:
        return self.inputs.between(0.0, self.end_h, with_end=True)

    @cached_property
    def _runs(self) -> dict[tuple[str, ...], ExactRun]:
        """Runs already solved, by what they integrate; a problem of few people keeps them."""
        return {}

    def _shown(
        self, system: LinearSystem, looks: tuple[Look, ...], rows: Sequence[Array], into: Array
    ) -> Array:
        """Write what is looked at into ``into``; return the states of the system at the end."""
        system = replace(system, model=self.model)
        if isinstance(self.method, Ode):
            task = (system, self._within, self.line, looks, self._start(system), rows, into)
            return integrate(*task, self.method)
        run = self._solved_run(system, looks)
        run.show(looks, rows, into)
        return run.end

    def _solved_run(self, system: LinearSystem, looks: tuple[Look, ...] = ()) -> ExactRun:
        if system.integrated not in self._runs:
            task = (system, self._within, self.line, self._start(system), looks)
            self._runs[system.integrated] = run_exactly(*task)
        return self._runs[system.integrated]

    def _start(self, system: LinearSystem) -> Array:
        start = np.zeros((self.people, system.size))
        start[:, : system.own] = self.start.values
        return start


def _near_in_one(states: Array, apart: Array) -> Iterator[np.ndarray]:
    """Yield for each cut whether it is near to each other one, (cuts,), in one person.

    Parameters
    ----------
    states : Array, shape (cuts, states)
    apart : Array, shape (states,)
        How far those that are near may be apart.
    """
    together = max(1, _PAIRS // len(states))
    for first in range(0, len(states), together):
        some = states[first : first + together]
        near = np.ones((len(some), len(states)), dtype=np.bool_)
        for own, every, room in zip(some.T, states.T, apart, strict=True):
            near &= np.abs(own[:, None] - every) <= room
        yield from near


def cut_alike(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems that are looked at together, each cut where any of them is.

    What is looked at after each dose of one is then looked at in the same moments after the same
    cuts of the others, which is worked out once for all of them.
    """
    felt = [problem.told(problem.model.site_names) for problem in problems]
    cuts = tuple(np.unique(np.concatenate([one.line.cuts_h[:-1] for one in felt])).tolist())
    return tuple(replace(problem, cut_besides_h=cuts) for problem in problems)


def jointly(labels: Sequence[np.ndarray]) -> np.ndarray:
    """Return the first place where all of several labels are those of each place, (places,)."""
    first: dict[tuple[int, ...], int] = {}
    rows = zip(*(each.tolist() for each in labels), strict=True)
    return np.array([first.setdefault(row, place) for place, row in enumerate(rows)])
