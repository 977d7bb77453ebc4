"""Solving a model: a regimen in, concentrations at sites out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from titrate.dosing import Regimen, require_regimen
from titrate.errors import NotLinear, require_choice, require_names
from titrate.pk.compartments import CompartmentModel
from titrate.pk.given import checked_weights, require_method, require_model
from titrate.pk.inputs import arrivals
from titrate.pk.ode import Ode
from titrate.pk.problem import Problem
from titrate.pk.state import State, require_state_of, untreated
from titrate.timecourse import Array, TimeCourse, checked_times, frozen


@dataclass(frozen=True, eq=False)
class Solution:
    """Concentrations at sites over time, and where the body stands at the end.

    Parameters
    ----------
    concentration : TimeCourse
        ug/L, one curve per site asked for.
    problem : Problem
        What was solved; measures ask it for more.
    end : Array, shape (people, states), or None
        States at the end of the run, if they are at hand.
    """

    concentration: TimeCourse
    problem: Problem
    end: Array | None = None

    @property
    def times_h(self) -> Array:
        """Output times in h."""
        return self.concentration.times_h

    @property
    def model(self) -> CompartmentModel:
        """The model that was solved."""
        return self.problem.model

    @cached_property
    def final(self) -> State:
        """Where the body stands at the end of the run; solved when first asked for."""
        problem = self.problem
        end = problem.ends() if self.end is None else self.end
        pending = problem.inputs.between(problem.end_h, np.inf)
        clock_h = problem.start.clock_h + problem.end_h
        return State(problem.model.states, frozen(end), pending, clock_h)

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
    model = model.later(start.clock_h)
    inputs = start.pending.together(arrivals(model, regimen.doses, weight_kg))
    end_h = max(regimen.end_h, float(times_h[-1]))
    how = Ode() if method == "ode" else method
    return Problem(model, inputs, start, end_h, how)


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
    return named_solution(problem, times_h, wanted, values, end, patients, alone)


def named_solution(
    problem: Problem,
    times_h: Array,
    sites: tuple[str, ...],
    values: Array,
    end: Array | None,
    patients: tuple[str, ...] | None = None,
    alone: bool | None = None,
) -> Solution:
    """Return a solution from what `Problem.look` gave: (sites, people, times), (people, states)."""
    people = problem.people
    concentration = TimeCourse(
        times_h,
        {name: frozen(values[i]) for i, name in enumerate(sites)},
        dict.fromkeys(sites, "ug/L"),
        patients or tuple(str(i + 1) for i in range(people)),
        "concentration",
        people == 1 if alone is None else alone,
    )
    return Solution(concentration, problem, end)


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
