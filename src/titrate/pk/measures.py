"""What a concentration curve amounts to: peak, trough, mean, area, half-life, time above.

Areas are integrated with the model, not added up by trapezia; peaks and crossings are found
inside the steps, so none depends on the output times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.errors import (
    InvalidTimes,
    InvalidValue,
    require_choice,
    require_not_negative,
    require_one,
    require_positive,
    shown,
)
from titrate.pk.compartments import CompartmentModel
from titrate.pk.extrema import Mesh, mesh_over, pieces_of, turning_points
from titrate.pk.given import require_model
from titrate.pk.problem import Problem
from titrate.pk.solution import Solution, require_linear
from titrate.timecourse import Array

Value = float | Array


@dataclass(frozen=True, eq=False)
class Measures:
    """Measures of one site over one span; a number for one person, ``(people,)`` for many.

    Parameters
    ----------
    site : str
    from_h, to_h : float
        The span, in h.
    c_max, c_min : float or Array
        Highest value, and lowest value before a dose, in ug/L.
    t_max_h : float or Array
        When the highest value is reached, in h from time 0.
    auc : float or Array
        Area under the curve, in ug h/L.
    c_avg : float or Array
        ``auc`` over the span's length, in ug/L.
    fluctuation : float or Array
        ``(c_max - c_min) / c_avg``; 0 where there is no drug.
    """

    site: str
    from_h: float
    to_h: float
    c_max: Value
    t_max_h: Value
    c_min: Value
    c_avg: Value
    auc: Value
    fluctuation: Value

    def __repr__(self) -> str:
        names = ("c_max", "t_max_h", "c_min", "c_avg", "auc", "fluctuation")
        median = {name: float(np.median(getattr(self, name))) for name in names}
        listed = ", ".join(f"{name}={value:.4g}" for name, value in median.items())
        medians = "" if np.ndim(self.auc) == 0 else " (medians)"
        return f"Measures({self.site!r}, {self.from_h:g} to {self.to_h:g} h{medians}: {listed})"


def measures(
    solution: Solution, site: str, *, from_h: float = 0.0, to_h: float | None = None
) -> Measures:
    """Return the measures of a site over a span.

    Parameters
    ----------
    solution : Solution
    site : str
    from_h, to_h : float
        The span in h; by default from 0 to the last output time. For a dosing interval at steady
        state give its own ends.

    Raises
    ------
    UnknownName
        If the model has no such site.
    InvalidTimes
        If the span is empty, or reaches beyond the run.
    """
    start, end = span_of(solution, site, from_h, to_h)
    problem = solution.problem
    area, _ = problem.look(np.array([start, end]), (), (site,))
    auc = area[0, :, 1] - area[0, :, 0]
    mesh = mesh_over(problem, start, end)
    closed = problem.model.is_linear and not problem.model.rate_changes_h
    c_max, t_max, lowest = _turned(problem, site, mesh) if closed else _zoomed(problem, site, mesh)
    average = auc / (end - start)
    swing = np.divide(c_max - lowest, average, out=np.zeros_like(average), where=average > 0)
    alone = solution.concentration.alone
    return Measures(
        site,
        start,
        end,
        *(plain(v, alone) for v in (c_max, t_max, lowest, average, auc, swing)),
    )


def half_life_h(solution: Solution, site: str, *, from_h: float, to_h: float) -> Value:
    """Return the half-life of a site over a span, in h: a log-linear fit of its output times.

    Raises
    ------
    InvalidTimes
        If fewer than two output times lie in the span.
    InvalidValue
        If the curve is 0 there, or does not fall.
    """
    start, end = span_of(solution, site, from_h, to_h)
    within = (solution.times_h >= start) & (solution.times_h <= end)
    if within.sum() < 2:
        raise InvalidTimes(
            f"{int(within.sum())} output times lie between {start:g} and {end:g} h.",
            "Solve with at least two times in the span.",
        )
    times = solution.times_h[within]
    curve = np.atleast_2d(solution.concentration[site])[:, within]
    if np.any(curve <= 0):
        raise InvalidValue(f"{site} is 0 between {start:g} and {end:g} h.", "Choose another span.")
    centred = times - times.mean()
    slope = np.log(curve) @ centred / (centred @ centred)
    if np.any(slope >= 0):
        raise InvalidValue(
            f"{site} does not fall between {start:g} and {end:g} h.",
            "Choose a span after the last dose.",
        )
    return plain(np.log(2) / -slope, solution.concentration.alone)


def half_lives_h(model: CompartmentModel) -> Array:
    """Return the half-lives of a linear model in h, longest first: ``ln 2`` over each eigenvalue.

    Compartments that only count have none. Delays do. What never leaves has an infinite one.

    Returns
    -------
    Array, shape (half-lives,) or (people, half-lives)

    Raises
    ------
    NotLinear
        If a flow is not proportional to the amount.
    """
    require_linear(require_model(model))
    counted = {model.states.index(name) for name in model.ledgers}
    moving = [i for i in range(len(model.states)) if i not in counted]
    rates = -np.linalg.eigvals(model.rate_matrix()[:, moving][:, :, moving]).real
    # An eigenvalue of zero comes out as round-off of the largest, on either side.
    moves = rates > 1e-13 * np.max(rates, axis=1, initial=0.0, keepdims=True)
    lives = np.divide(np.log(2), rates, out=np.full_like(rates, np.inf), where=moves)
    lives = np.sort(lives, axis=1)[:, ::-1]
    return lives[0] if model.people == 1 else lives


def accumulation(solution: Solution, site: str, *, every_h: float) -> Value:
    """Return the area of the last interval of a run over that of its first one.

    Raises
    ------
    InvalidTimes
        If an interval is longer than the run.
    InvalidValue
        If the first interval holds no drug.
    """
    end = float(require_solution(solution).times_h[-1])
    require_positive("every_h", require_one("every_h", every_h))
    first = measures(solution, site, from_h=0.0, to_h=every_h)
    last = measures(solution, site, from_h=end - every_h, to_h=end)
    if np.any(np.asarray(first.auc) == 0):
        raise InvalidValue(
            f"{site} is 0 throughout the first {every_h:g} h.", "Give a dose above 0 at time 0."
        )
    return last.auc / first.auc


def fraction_in(solution: Solution, compartment: str = "urine") -> Value:
    """Return the share of all drug given that a compartment holds at the end of the run.

    What the body and its ledgers held at the start counts as given.

    Raises
    ------
    UnknownName
        If the model has no such compartment.
    InvalidValue
        If no drug was given.
    """
    require_choice("compartment", compartment, require_solution(solution).model.compartments)
    problem = solution.problem
    held = problem.start.values[:, : len(solution.model.compartments)].sum(axis=1)
    given = held + problem.inputs.between(0.0, problem.end_h).amount_ug.sum(axis=1)
    if np.any(given == 0):
        raise InvalidValue("No drug was given.", "Give a dose above 0.")
    return plain(solution.final[compartment] / given, solution.concentration.alone)


def span_of(
    solution: Solution, site: str, from_h: float, to_h: float | None
) -> tuple[float, float]:
    """Return the ends of a span within a run, in h, or raise if it is none."""
    require_choice("site", site, require_solution(solution).model.site_names)
    start = float(require_not_negative("from_h", require_one("from_h", from_h)))
    last = solution.times_h[-1] if to_h is None else require_one("to_h", to_h)
    end = float(require_not_negative("to_h", last))
    if end <= start:
        raise InvalidTimes(
            f"The span begins at {start:g} h and ends at {end:g} h.", "Give from_h below to_h."
        )
    if end > solution.problem.end_h + 1e-6:
        raise InvalidTimes(
            f"The span from {start:g} to {end:g} h is not within the run.",
            f"The run lasts from 0 to {solution.problem.end_h:g} h.",
        )
    return start, end


def require_solution(solution: Solution) -> Solution:
    """Return ``solution`` if it is one, else raise `InvalidValue`, saying where one is."""
    if isinstance(solution, Solution):
        return solution
    hint = "Give what solve returned."
    if isinstance(getattr(solution, "solution", None), Solution):
        hint = f"Give its kinetic half: {type(solution).__name__.lower()}.solution."
    raise InvalidValue(f"solution is {shown(solution)}.", hint)


def _turned(problem: Problem, site: str, mesh: Mesh) -> tuple[Array, Array, Array]:
    """Return peak, its time and the trough, (people,), refined where the slope changes sign."""
    pieces = pieces_of(problem, site, mesh)
    turns = (pieces.slope[:, :-1] * pieces.slope[:, 1:] < 0) & pieces.inside
    person, piece = np.nonzero(turns)
    when, value = turning_points(pieces, person, piece)
    everyone = np.arange(problem.people)
    best = np.argmax(pieces.value, axis=1)
    c_max, t_max = pieces.value[everyone, best], mesh.times_h[best]
    lowest = pieces.value.min(axis=1)
    order = np.argsort(value, kind="stable")
    for k in order[value[order] > c_max[person[order]]]:
        c_max[person[k]], t_max[person[k]] = value[k], when[k]
    np.minimum.at(lowest, person, value)
    return c_max, t_max, lowest


def _zoomed(problem: Problem, site: str, mesh: Mesh) -> tuple[Array, Array, Array]:
    """Return peak, its time and the trough by looking ever closer around the mesh's best."""
    values = problem.look(mesh.times_h, (site,), (), mesh.before)[0][0]
    best = np.argmax(values, axis=1)
    c_max, t_max = values.max(axis=1), mesh.times_h[best]
    lowest = values.min(axis=1)
    for person in range(problem.people):
        one = problem if problem.people == 1 else problem.take(slice(person, person + 1))
        c_max[person], t_max[person] = _closer(one, site, mesh, c_max[person], t_max[person])
    return c_max, t_max, lowest


def _closer(
    problem: Problem, site: str, mesh: Mesh, highest: float, when_h: float
) -> tuple[float, float]:
    """Return the peak of one person, and its time, by looking ever closer around it."""
    width = float(np.max(np.diff(mesh.times_h)))
    for _ in range(3):
        near = when_h + width * np.linspace(-1, 1, 17)
        near = np.unique(np.clip(near, mesh.times_h[0], mesh.times_h[-1]))
        # A dose at the span's end is not part of it.
        seen = problem.look(near, (site,), (), near >= mesh.times_h[-1])[0][0, 0]
        best = int(np.argmax(seen))
        if seen[best] > highest:
            highest, when_h = float(seen[best]), float(near[best])
        width /= 8
    return highest, when_h


def plain(value: Array, alone: bool) -> Value:
    """Return a number for one person alone, the array for many."""
    return float(value[0]) if alone else value
