"""Adaptation stepped from panel to panel, turn by turn.

What a panel does to ``a`` while it only rises, or only falls, is linear in ``a``. Panels that turn
are followed through their turns, from where they begin; where they begin depends on the panels
before. Newton's iteration over all panels at once brings the two together in a few rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.pd.courses import SAME_LENGTH, Branch, Courses, weighted
from titrate.pd.panels import MEAN, NODES, Panels
from titrate.pd.turning import turned
from titrate.timecourse import Array

# Newton's iteration doubles its digits each round. The last move is made in any case, so that what
# one person comes to does not depend on who else is waited for.
_MOST_ROUNDS, _CLOSE = 12, 1e-13
# A drive that changes by less than this share of itself is flat.
_FLAT = 1e-12


@dataclass(frozen=True, eq=False)
class _Followed:
    """What following the panels that turn has shown, from where they begin.

    ``missed`` is how far each of them ends from where the next panel begins.
    """

    keep: Array
    turning: np.ndarray
    missed: Array
    nodes: Array


@dataclass(frozen=True, eq=False)
class Stepping:
    """Panels ready to be stepped from wherever adaptation begins.

    Arrays are (panels, adaptations, ..., people): ``gain_up`` and ``gain_down`` are what the drive
    adds by the end of a panel, ``keep_up`` and ``keep_down`` what is left of ``a`` by then.
    """

    names: tuple[str, ...]
    panels: Panels
    rates_per_h: tuple[Array, Array]
    drive: Array
    mean: Array
    steps: Array
    alike: np.ndarray
    keep_up: Array
    keep_down: Array
    gain_up: Array
    gain_down: Array

    @staticmethod
    def over(
        names: tuple[str, ...], panels: Panels, targets: Array, rates_per_h: tuple[Array, Array]
    ) -> Stepping:
        """Return the panels of adaptations that rise and fall at two rates.

        Parameters
        ----------
        names : tuple of str
        panels : Panels
        targets : Array, shape (adaptations, ..., people, nodes)
            Where each would settle.
        rates_per_h : (Array, Array)
            Rising and falling, of a shape that broadcasts to (adaptations, ..., people).
        """
        shape = (*targets.shape[:-1], len(panels.lengths_h), len(NODES))
        drive = np.ascontiguousarray(np.moveaxis(targets.reshape(shape), (-2, -1), (0, 1)))
        mean = np.empty((len(drive), *drive.shape[2:]))
        gains, keeps = np.empty((2, *mean.shape)), np.empty((2, *mean.shape))
        # Few lengths occur, so what depends on them alone is worked out once for each.
        lengths, of = np.unique(panels.lengths_h.round(SAME_LENGTH), return_inverse=True)
        for k, length_h in enumerate(lengths.tolist()):
            some = np.flatnonzero(of == k)
            inner = drive[some]
            mean[some] = np.tensordot(MEAN, inner, axes=(0, 1))
            for way, rate in enumerate(rates_per_h):
                branch = Branch.over(length_h * rate, np.ones(1))
                gains[way, some] = weighted(branch.weights, inner)[:, 0]
                keeps[way, some] = branch.keep
        long = panels.lengths_h.reshape(-1, *([1] * (mean.ndim - 1)))
        steps = np.stack([np.broadcast_to(long * rate, mean.shape) for rate in rates_per_h])
        ready = drive, mean, steps, steps[0] == steps[1]
        return Stepping(names, panels, rates_per_h, *ready, *keeps, *gains)

    def courses(self, start: Array) -> Courses:
        """Return the courses from ``start``, shape (adaptations, ..., people)."""
        edges, rising = self._one_way(start)
        found = self._follow(edges, rising)
        for _ in range(_MOST_ROUNDS):
            off = _share(found.missed, edges)
            rising = self._move(edges, rising, found)
            if off <= _CLOSE:
                break
            found = self._follow(edges, rising)
        return Courses(
            self.names,
            self.panels,
            edges,
            np.prod(found.keep, axis=0),
            self.drive,
            self.mean,
            rising,
            self.rates_per_h,
            found.turning,
            found.nodes,
        )

    def _one_way(self, start: Array) -> tuple[Array, np.ndarray]:
        """Return ``a`` at the edges and whether it rises, as if no panel turned."""
        edges = np.empty((len(self.mean) + 1, *self.mean.shape[1:]))
        edges[0] = start
        rising = np.empty(self.mean.shape, dtype=np.bool_)
        # Where both rates are alike it is all one.
        mean = np.where(self.alike, np.inf, self.mean)
        ways = zip(self.keep_up, self.gain_up, self.keep_down, self.gain_down, strict=True)
        steps = zip(mean, rising, edges[:-1], edges[1:], ways, strict=True)
        for towards, rises, level, after, (keep_up, gain_up, keep_down, gain_down) in steps:
            np.greater(towards, level, out=rises)
            up, down = keep_up * level + gain_up, keep_down * level + gain_down
            after[...] = np.where(rises, up, down)
        return edges, rising

    def _follow(self, edges: Array, rising: np.ndarray) -> _Followed:
        """Follow the panels that may turn, each from where it begins."""
        keep = np.where(rising, self.keep_up, self.keep_down)
        turning = _turning(edges, self.drive, self.steps)
        drive = self.drive.swapaxes(0, 1)[:, turning]
        inside = turned(drive, edges[:-1][turning], self.steps[:, turning])
        keep[turning] = inside.keep
        return _Followed(keep, turning, inside.end - edges[1:][turning], inside.nodes)

    def _move(self, edges: Array, rising: np.ndarray, found: _Followed) -> np.ndarray:
        """Move the edges so that each panel begins where the one before it ends.

        Returns whether ``a`` rises then. The error left is of the second order.
        """
        off = np.where(rising, self.gain_up, self.gain_down)
        off += found.keep * edges[:-1]
        off -= edges[1:]
        off[found.turning] = found.missed
        for panel in range(1, len(off)):
            off[panel] += found.keep[panel] * off[panel - 1]
        edges[1:] += off
        return self.alike | (self.mean > edges[:-1])


def _turning(edges: Array, drive: Array, steps: Array) -> np.ndarray:
    """Return which panels may turn: the course is within the range of a drive that is not flat."""
    may = np.zeros(drive[:, 0].shape, dtype=np.bool_)
    for one in range(edges.shape[1]):
        if np.array_equal(steps[0, :, one], steps[1, :, one]):
            continue
        course, driven = edges[:, one], drive[:, :, one]
        low, high = driven.min(axis=1), driven.max(axis=1)
        room = _FLAT * high
        least, most = np.minimum(course[:-1], course[1:]), np.maximum(course[:-1], course[1:])
        may[:, one] = (least < high - room) & (most > low + room)
    return may


def _share(off: Array, edges: Array) -> float:
    return float(np.max(np.abs(off), initial=0.0)) / max(1.0, float(np.max(edges)))
