"""For how long a concentration lies above a level."""

from __future__ import annotations

import numpy as np

from titrate.errors import require_not_negative, require_one
from titrate.pk.extrema import Mesh, crossings, mesh_over, pieces_of, turning_points
from titrate.pk.measures import Value, plain, span_of
from titrate.pk.problem import Problem
from titrate.pk.solution import Solution
from titrate.timecourse import Array


def time_above_h(
    solution: Solution, site: str, level: float, *, from_h: float = 0.0, to_h: float | None = None
) -> Value:
    """Return for how long a site lies above ``level`` (ug/L) within a span, in h.

    For linear models whose rates do not change, exact to round-off; for others on a mesh of a
    quarter of an hour with straight lines between.
    """
    require_not_negative("level", require_one("level", level))
    start, end = span_of(solution, site, from_h, to_h)
    problem = solution.problem
    mesh = mesh_over(problem, start, end)
    if problem.model.is_linear and not problem.model.rate_changes_h:
        total = _exact_time_above(problem, site, mesh, level)
    else:
        values = problem.look(mesh.times_h, (site,), (), mesh.before)[0][0]
        total = _straight_time_above(mesh.times_h, values, level)
    return plain(total, solution.concentration.alone)


def _exact_time_above(problem: Problem, site: str, mesh: Mesh, level: float) -> Array:
    """Return the time above a level: every piece is first split where the curve turns."""
    pieces = pieces_of(problem, site, mesh)
    turns = (pieces.slope[:, :-1] * pieces.slope[:, 1:] < 0) & pieces.inside
    turning, at = np.nonzero(turns)
    when, value = turning_points(pieces, turning, at)
    straight, own = np.nonzero(~turns & pieces.inside)
    times = mesh.times_h
    person = np.concatenate([straight, turning, turning])
    piece = np.concatenate([own, at, at])
    low_h = np.concatenate([times[own], times[at], when])
    high_h = np.concatenate([times[own + 1], when, times[at + 1]])
    low = np.concatenate([pieces.value[straight, own], pieces.value[turning, at], value])
    high = np.concatenate([pieces.value[straight, own + 1], value, pieces.value[turning, at + 1]])
    total = np.zeros(problem.people)
    whole = (low > level) & (high > level)
    np.add.at(total, person[whole], (high_h - low_h)[whole])
    part = (low > level) != (high > level)
    crossed, _ = crossings(pieces, person[part], piece[part], level, low_h[part], high_h[part])
    falling = low[part] > level
    np.add.at(total, person[part], np.where(falling, crossed - low_h[part], high_h[part] - crossed))
    return total


def _straight_time_above(times_h: Array, values: Array, level: float) -> Array:
    low, high = values[:, :-1], values[:, 1:]
    top, bottom = np.maximum(low, high), np.minimum(low, high)
    rise = top - bottom
    share = np.divide(top - level, rise, out=(top > level).astype(np.float64), where=rise > 0)
    return np.clip(share, 0.0, 1.0) @ np.diff(times_h)
