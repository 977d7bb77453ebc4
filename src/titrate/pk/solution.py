"""Solving a model: a regimen in, concentrations at sites out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from titrate.dosing import Regimen, require_regimen
from titrate.errors import InvalidValue, NotLinear, require_choice, require_names
from titrate.pk.compartments import CompartmentModel
from titrate.pk.exact import solve_exactly
from titrate.pk.given import checked_weights, require_method, require_model
from titrate.pk.inputs import Inputs, arrivals
from titrate.pk.ode import Ode, integrate
from titrate.pk.state import State, require_state_of, untreated
from titrate.pk.system import LinearSystem
from titrate.pk.timeline import timeline
from titrate.timecourse import Array, TimeCourse, checked_times, frozen

# Between 250 and 1,000 people at a time the matrices stay in the processor's cache.
_PEOPLE_AT_A_TIME = 500


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a solver needs: a model, what comes in, where it starts, when it ends."""

    model: CompartmentModel
    inputs: Inputs
    start: State
    end_h: float
    method: str | Ode = "exact"

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
        return replace(self, model=model, inputs=self.inputs.take(who), start=self.start.take(who))

    def look(
        self,
        times_h: Array,
        sites: Sequence[str],
        integrated: Sequence[str] = (),
        before: np.ndarray | None = None,
    ) -> tuple[Array, Array]:
        """Return sites, then integrals since time 0, and the states at the end.

        Parameters
        ----------
        times_h : Array, shape (times,)
        sites, integrated : sequence of str
        before : boolean array, shape (times,), optional
            Where to look just before a cut instead of just after it.

        Returns
        -------
        values : Array, shape (sites + integrated, people, times)
        end : Array, shape (people, states)
            Just before whatever arrives at ``end_h``.
        """
        system = self.system(integrated)
        names = self.model.site_names
        chosen = [names.index(site) for site in sites]
        chosen += list(range(len(names), len(names) + len(integrated)))
        return self.solved(system, times_h, system.sites[:, chosen], before)

    def states(self, times_h: Array) -> Array:
        """Return every state of the model: (states, people, times)."""
        system = self.system()
        return self.solved(system, times_h, np.eye(system.own, system.size)[None])[0]

    def system(self, integrated: Sequence[str] = ()) -> LinearSystem:
        """Return the model widened by its constant inputs and the integrals wanted."""
        infusing = self.inputs.duration_h > 0
        infused = tuple(sorted(set(self.inputs.compartment[infusing].tolist())))
        return LinearSystem(self.model, infused, tuple(integrated))

    def solved(
        self,
        system: LinearSystem,
        times_h: Array,
        rows: Array,
        before: np.ndarray | None = None,
    ) -> tuple[Array, Array]:
        """Return what ``rows`` of the system's states show, and the states at the end."""
        within = self.inputs.between(0.0, self.end_h, with_end=True)
        line = timeline(within, self.model.rate_changes_h, times_h, self.end_h, before)
        start = np.zeros((self.people, system.size))
        start[:, : system.own] = self.start.values
        values = np.empty((rows.shape[1], self.people, len(times_h)))
        ends = np.empty((self.people, system.own))
        # Integration goes person by person anyway, and names them by their place among all.
        together = self.people if isinstance(self.method, Ode) else _PEOPLE_AT_A_TIME
        for first in range(0, self.people, together):
            who = slice(first, min(first + together, self.people))
            some = replace(
                system, model=self.model.take(who) if self.model.people > 1 else self.model
            )
            seen = rows[who] if len(rows) > 1 else rows
            task = (some, within.take(who), line, start[who], seen, values[:, who])
            how = self.method
            end = integrate(*task, how) if isinstance(how, Ode) else solve_exactly(*task)
            ends[who] = end[:, : system.own]
        return values, ends


@dataclass(frozen=True, eq=False)
class Solution:
    """Concentrations at sites over time, and where the body stands at the end.

    Parameters
    ----------
    concentration : TimeCourse
        ug/L, one curve per site asked for.
    final : State
        At the end of the run, for the run that continues it.
    problem : Problem
        What was solved; measures ask it for more.
    """

    concentration: TimeCourse
    final: State
    problem: Problem

    @property
    def times_h(self) -> Array:
        """Output times in h."""
        return self.concentration.times_h

    @property
    def model(self) -> CompartmentModel:
        """The model that was solved."""
        return self.problem.model

    @cached_property
    def amounts(self) -> TimeCourse:
        """Amounts in compartments, ug, at the output times; solved when first asked for."""
        model = self.model
        values = self.problem.states(self.times_h)
        curves = {name: frozen(values[i]) for i, name in enumerate(model.compartments)}
        return replace(
            self.concentration, curves=curves, units=dict.fromkeys(curves, "ug"), kind="amount"
        )

    def __repr__(self) -> str:
        return f"<solution: {self.concentration!r}>"


def solve(
    model: CompartmentModel,
    regimen: Regimen,
    times_h: npt.ArrayLike,
    *,
    initial: State | None = None,
    method: str | Ode = "exact",
    outputs: Sequence[str] | None = None,
    weight_kg: npt.ArrayLike | None = None,
) -> Solution:
    """Solve a compartment model.

    Parameters
    ----------
    model : CompartmentModel
        One person, or many at once where rates are arrays of shape (people,).
    regimen : Regimen
    times_h : array_like, shape (times,)
        Increasing output times in h, from 0; times after the regimen's end are a wash-out.
        Curves are right-continuous: at a dose one sees the amount after it.
    initial : State, optional
        Where the body stands at time 0: another solution's ``final``, or a `steady_state`. By
        default it has never been given the drug. Rates that change with time go on from where
        the other solution ended.
    method : {"exact", "ode"} or Ode
        ``"exact"`` by matrix exponentials, for linear models; ``"ode"`` by numerical integration,
        for any; an `Ode` chooses solver and tolerances.
    outputs : sequence of str, optional
        Sites to return; all by default.
    weight_kg : array_like, shape () or (people,), optional
        Needed where doses are written per kg.

    Returns
    -------
    Solution
        Concentrations in ug/L, ``(times,)`` for one person and ``(people, times)`` for many.

    Raises
    ------
    NotLinear
        If the exact solution is asked of a model that is not linear, naming the flow.
    InvalidTimes
        If the output times are empty, unsorted, not finite or before 0.
    UnknownName
        If the regimen takes a route or a segment the model has no entry for, or an output is no
        site of the model.
    SolverFailure
        If numerical integration does not come to its end.

    Examples
    --------
    >>> import titrate as tt
    >>> model = tt.one_compartment_oral(
    ...     clearance_L_per_h=1.1, volume_L=20, absorption_per_h=1.5
    ... )
    >>> solution = tt.solve(model, tt.oral(dose_mg=10, every_h=8, days=2), [0, 1, 2, 48])
    >>> solution.concentration["plasma"].round(1)
    array([  0. , 377.5, 438.7, 904.7])
    """
    require_model(model)
    require_regimen(regimen)
    times = checked_times(times_h)
    weights = checked_weights(weight_kg)
    if outputs is not None:
        outputs = require_names("outputs", outputs, 'outputs=["plasma"]')
    return solution_of(problem_of(model, regimen, times, initial, method, weights), times, outputs)


def problem_of(
    model: CompartmentModel,
    regimen: Regimen,
    times_h: Array,
    initial: State | None = None,
    method: str | Ode = "exact",
    weight_kg: Array | None = None,
) -> Problem:
    """Return the problem of a regimen given to a model, checked, not yet solved."""
    require_method(method)
    if method == "exact":
        require_linear(model)
    start = untreated(model) if initial is None else require_state_of(model, initial)
    inputs = start.pending.together(arrivals(model, regimen.doses, weight_kg))
    end_h = max(regimen.end_h, float(times_h[-1]))
    how = Ode() if method == "ode" else method
    return Problem(model.later(start.clock_h), inputs, start, end_h, how)


def solution_of(
    problem: Problem,
    times_h: Array,
    outputs: Sequence[str] | None = None,
    patients: tuple[str, ...] | None = None,
    alone: bool | None = None,
) -> Solution:
    """Solve a problem and name its curves."""
    names = problem.model.site_names
    wanted = names if outputs is None else tuple(outputs)
    for name in wanted:
        require_choice("site", name, names)
    values, end = problem.look(times_h, wanted)
    people = problem.people
    concentration = TimeCourse(
        times_h,
        {name: frozen(values[i]) for i, name in enumerate(wanted)},
        dict.fromkeys(wanted, "ug/L"),
        patients or tuple(str(i + 1) for i in range(people)),
        "concentration",
        people == 1 if alone is None else alone,
    )
    pending = problem.inputs.between(problem.end_h, np.inf)
    clock_h = problem.start.clock_h + problem.end_h
    final = State(problem.model.states, frozen(end), pending, clock_h)
    return Solution(concentration, final, problem)


def require_linear(model: CompartmentModel) -> None:
    """Raise `NotLinear`, naming the flow, unless everything is proportional to amounts."""
    if model.is_linear:
        return
    curved = [f"{flow.source} -> {flow.target}" for flow in model.flows if not flow.is_linear]
    what = f"the flow {curved[0]}" if curved else "its right-hand side"
    raise NotLinear(
        f"The model has no exact solution: {what} is not proportional to the amount.",
        'Solve it with method="ode".',
    )
