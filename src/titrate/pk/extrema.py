"""Peaks, troughs and crossings found inside the steps, not on the mesh.

Between two neighbouring instants of a mesh nothing begins or ends, so the curve there is
``row exp(A t) x``: it and its slopes are known exactly, and Newton's iteration, kept inside its
bracket, finds where the curve turns or crosses a level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from titrate.pk.exponential import exponential
from titrate.pk.problem import Problem
from titrate.timecourse import Array

_MESH_H = 0.25
# After a cut the first pieces double in width from a tenth of the fastest time constant, so that
# a peak which comes and goes within minutes of a dose has pieces of its own.
_SHARE_OF_FASTEST = 0.1
_ROUNDS = 60
# Newton's steps below this many hours change a peak by less than round-off.
_CLOSE_ENOUGH_H = 1e-10
# Up to so many of the fastest time constants a piece is looked at by a series, whose terms count
# down to a share of round-off.
_NEAR, _NOTHING = 4.0, 1e-18

# From hours into each of some pieces, (pieces,), to the curve there, its slope and how that slopes,
# (3, pieces).
Inside = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Mesh:
    """Instants that cut a span into pieces in which nothing begins or ends.

    An instant at which something happens stands twice: just before it, then just after.
    """

    times_h: Array
    before: np.ndarray


@dataclass(frozen=True, eq=False)
class Pieces:
    """A curve on a mesh, piece by piece.

    Parameters
    ----------
    mesh : Mesh
    value, slope : Array, shape (people, instants)
        The curve and its derivative, just before or just after as the mesh says.
    states : Array, shape (states, people, instants)
    row : Array, shape (people or 1, states)
    matrix : Array, shape (people or 1, states, states)
    kept : Array, shape (states,)
    """

    mesh: Mesh
    value: Array
    slope: Array
    states: Array
    row: Array
    matrix: Array
    kept: Array

    @property
    def inside(self) -> np.ndarray:
        """Whether the step from each instant to the next is a piece, and not a jump."""
        return np.diff(self.mesh.times_h) > 0


def mesh_over(problem: Problem, from_h: float, to_h: float) -> Mesh:
    """Return a mesh over a span, at most a quarter of an hour wide, that knows every cut.

    It is finer after each cut, as the fastest rate asks.
    """
    diagonal = np.diagonal(problem.model.rate_matrix(), axis1=1, axis2=2)
    fastest_per_h = float(np.max(-diagonal))
    cuts = problem.line.cuts_h
    cuts = cuts[(cuts > from_h) & (cuts < to_h)]
    edges = np.concatenate([[from_h], cuts, [to_h]])
    times: list[Array] = []
    before: list[np.ndarray] = []
    for low, high in pairwise(edges.tolist()):
        pieces = int(np.ceil((high - low) / _MESH_H))
        here = np.linspace(low, high, pieces + 1)
        width = (high - low) / pieces
        halvings = np.log2(max(width * fastest_per_h / _SHARE_OF_FASTEST, 1.0))
        early = low + width * np.ldexp(1.0, -np.arange(int(np.ceil(halvings)), 0, -1))
        here = np.concatenate([here[:1], early, here[1:]])
        times.append(here)
        before.append(np.arange(len(here)) == len(here) - 1)
    return Mesh(np.concatenate(times), np.concatenate(before))


def pieces_of(problem: Problem, site: str, mesh: Mesh) -> Pieces:
    """Return the curve of a site on a mesh, with what is needed to look inside its pieces.

    For linear models whose rates do not change.
    """
    system = problem.system()
    matrix = system.matrix(0.0)
    row = system.sites[0][:, problem.model.site_names.index(site)]
    rows = np.eye(system.size)[None]
    states, _ = problem.solved(system, mesh.times_h, (rows,), mesh.before)
    value = np.einsum("pn,npt->pt", np.broadcast_to(row, (problem.people, system.size)), states)
    steep = np.matmul(row[:, None], matrix)[:, 0]
    slope = np.einsum("pn,npt->pt", np.broadcast_to(steep, (*value.shape[:1], system.size)), states)
    return Pieces(mesh, value, slope, states, row, matrix, system.kept)


def turning_points(pieces: Pieces, person: np.ndarray, piece: np.ndarray) -> tuple[Array, Array]:
    """Return when and at what value the curve turns inside given pieces, each (pairs,)."""
    times = pieces.mesh.times_h
    return _roots(pieces, person, piece, 1, 0.0, times[piece], times[piece + 1])


def crossings(
    pieces: Pieces,
    person: np.ndarray,
    piece: np.ndarray,
    level: float,
    from_h: Array,
    to_h: Array,
) -> tuple[Array, Array]:
    """Return when the curve crosses ``level`` in brackets inside given pieces, and its value."""
    return _roots(pieces, person, piece, 0, level, from_h, to_h)


def _roots(
    pieces: Pieces,
    person: np.ndarray,
    piece: np.ndarray,
    derivative: int,
    level: float,
    from_h: Array,
    to_h: Array,
) -> tuple[Array, Array]:
    """Return the root of the curve (or of a derivative) less ``level`` in each bracket."""
    if not len(person):
        return np.zeros(0), np.zeros(0)
    start = pieces.mesh.times_h[piece]
    look = _looking(pieces, person, piece)
    low, high = from_h - start, to_h - start
    # By the far end: at the near one a curve may stand exactly on the level and leave it.
    rising = look(high)[derivative] > level
    at = (low + high) / 2
    for _ in range(_ROUNDS):
        seen = look(at)
        error, steepness = seen[derivative] - level, seen[derivative + 1]
        past = (error > 0) == rising
        high = np.where(past, at, high)
        low = np.where(past, low, at)
        newton = at - np.divide(
            error, steepness, out=np.full_like(at, np.inf), where=steepness != 0
        )
        following = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2)
        done = np.all((np.abs(following - at) < _CLOSE_ENOUGH_H) | (error == 0))
        at = following
        if done:
            break
    return start + at, look(at)[0]


def _looking(pieces: Pieces, person: np.ndarray, piece: np.ndarray) -> Inside:
    """Return what looks at the curve some hours into each of the pieces."""
    widest_h = float(np.max(np.diff(pieces.mesh.times_h)[piece]))
    fastest_per_h = float(np.max(np.abs(np.diagonal(pieces.matrix, axis1=1, axis2=2))))
    state = pieces.states[:, person, piece].T
    if widest_h * fastest_per_h <= _NEAR:
        return _by_series(pieces, person, state, widest_h * fastest_per_h)
    return _by_exponentials(pieces, person, state)


def _by_series(pieces: Pieces, person: np.ndarray, state: Array, reach: float) -> Inside:
    """Look by the series of ``exp(A t)`` in ``t``: numbers instead of matrices.

    As in `titrate.pk.exponential` the matrix is shifted by its largest diagonal entry, so that
    nothing cancels.
    """
    diagonal = np.diagonal(pieces.matrix, axis1=1, axis2=2)
    shift = np.max(np.abs(diagonal), axis=1)
    shifted = pieces.matrix + shift[:, None, None] * np.eye(diagonal.shape[1])
    own = np.minimum(person, len(shift) - 1)
    rate = shift[own]
    row = pieces.row
    terms: list[Array] = []
    size = 1.0  # of the term, at the far end, over the first
    while len(terms) < 3 or size > _NOTHING:
        terms.append(np.einsum("kn,kn->k", row[np.minimum(person, len(row) - 1)], state))
        row = np.matmul(row[:, None], shifted)[:, 0] / len(terms)
        size *= reach / len(terms)

    def look(at: Array) -> Array:
        value, first, second = terms[-1], np.zeros(len(at)), np.zeros(len(at))
        for term in terms[-2::-1]:
            second = second * at + first
            first = first * at + value
            value = value * at + term
        fallen = np.exp(-rate * at)
        slope = first - rate * value
        return fallen * np.stack([value, slope, 2 * second - rate * (first + slope)])

    return look


def _by_exponentials(pieces: Pieces, person: np.ndarray, state: Array) -> Inside:
    """Look by the exponential of each piece's matrix, however fast its rates are."""
    matrix = pieces.matrix[np.minimum(person, len(pieces.matrix) - 1)]
    rows = [pieces.row[np.minimum(person, len(pieces.row) - 1)]]
    for _ in range(2):
        rows.append(np.matmul(rows[-1][:, None], matrix)[:, 0])

    def look(at: Array) -> Array:
        over = exponential(matrix * at[:, None, None], pieces.kept)
        moved = np.matmul(over, state[..., None])[..., 0]
        return np.stack([np.einsum("kn,kn->k", row, moved) for row in rows])

    return look
