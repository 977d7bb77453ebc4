"""Adaptation stepped from panel to panel, turn by turn.

What a panel does to ``a`` while it only rises, or only falls, is linear in ``a``. Panels that turn
are followed through their turns, from where they begin; where they begin depends on the panels
before. Newton's iteration over all panels at once brings the two together in a few rounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from titrate.indices import evenly
from titrate.pd.carrying import FEW, carry
from titrate.pd.courses import Courses, weighted
from titrate.pd.panels import MEAN, NODES, Panels, drive_weights
from titrate.pd.places import SAME_LENGTH
from titrate.pd.turning import turned
from titrate.timecourse import Array

# Newton's iteration doubles its digits each round. The last move is made in any case, so that what
# one person comes to does not depend on who else is waited for.
_MOST_ROUNDS, _CLOSE = 12, 1e-13
# A drive that changes by less than this share of itself is flat.
_FLAT = 1e-12
_END = np.ones(1)  # of a panel, in shares of it

Enough = Callable[[Array, Array], Array]


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

    Arrays are (distinct panels, adaptations, ..., people): ``gain_up`` and ``gain_down`` are what
    the drive adds by the end of a panel. What is left of ``a`` by then, ``keep_up`` and
    ``keep_down``, is one array for each length that occurs; ``length`` says which one a panel has.
    """

    names: tuple[str, ...]
    panels: Panels
    rates_per_h: tuple[Array, Array]
    drive: Array
    length: np.ndarray
    mean: Array
    gain_up: Array
    gain_down: Array
    keep_up: Array
    keep_down: Array

    @staticmethod
    def over(
        names: tuple[str, ...], panels: Panels, targets: Array, rates_per_h: tuple[Array, Array]
    ) -> Stepping:
        """Return the panels of adaptations that rise and fall at two rates.

        Parameters
        ----------
        names : tuple of str
        panels : Panels
        targets : Array, shape (adaptations, ..., people, nodes of distinct panels)
            Where each would settle.
        rates_per_h : (Array, Array)
            Rising and falling, of a shape that broadcasts to (adaptations, ..., people).
        """
        shape = (*targets.shape[:-1], len(panels.distinct), len(NODES))
        drive = np.ascontiguousarray(np.moveaxis(targets.reshape(shape), (-2, -1), (0, 1)))
        # Few lengths occur, so what depends on them alone is worked out once for each.
        lengths, of = np.unique(panels.lengths_h.round(SAME_LENGTH), return_inverse=True)
        long = lengths.reshape(-1, *([1] * (drive.ndim - 2)))
        up, down = (long * rate for rate in rates_per_h)
        of_mean = np.broadcast_to(MEAN.reshape(-1, *([1] * up.ndim)), (len(MEAN), *up.shape))
        each = np.stack([of_mean, drive_weights(up, _END), drive_weights(down, _END)])
        sums = np.empty((len(drive), *each.shape[:1], *drive.shape[2:]))
        for k in range(len(lengths)):
            some = evenly(np.flatnonzero(of[panels.distinct] == k))
            sums[some] = weighted(each[:, :, k], drive[some])
        mean, gain_up, gain_down = (sums[:, row] for row in range(len(each)))
        ready = drive, of, mean, gain_up, gain_down, np.exp(-up), np.exp(-down)
        return Stepping(names, panels, rates_per_h, *ready)

    @cached_property
    def alike(self) -> np.ndarray:
        """Where rising and falling take the same time: (adaptations, ..., people or 1)."""
        up, down = self.rates_per_h
        return up == down

    @property
    def _distinct(self) -> np.ndarray:
        """Which of the distinct panels each panel is."""
        return np.arange(len(self.drive))[self.panels.of]

    def courses(self, start: Array) -> Courses:
        """Return the courses from ``start``, shape (adaptations, ..., people)."""
        edges, rising = self._one_way(start)
        found = self._follow(edges, rising)
        # Where no panel turns, the course that was stepped is the course.
        for first in (True, *[False] * (_MOST_ROUNDS - 1)) if found.turning.any() else ():
            off = _share(found.missed, edges)
            rising = self._move(edges, rising, found, stepped=first)
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

    def returning(self, start: Array, enough: Enough) -> tuple[Array, np.ndarray]:
        """Look for an ``a`` to which the panels, taken as one period, return.

        Newton's iteration over all panels and the return at once: each round follows the panels
        that turn, and then every edge and the start move together. It has no bracket, so it may
        fail where the course jumps.

        Parameters
        ----------
        start : Array, shape (adaptations, ..., people)
            Where to begin to look.
        enough : callable
            How near is returned, from ``a`` at the start and from what is left of a change there.

        Returns
        -------
        (Array, boolean array), each of the shape of ``start``
            What was found, and whether it returns; what does not is as it was given.
        """
        edges, rising = self._one_way(start)
        stepped, done = True, np.zeros(start.shape, dtype=np.bool_)
        for _ in range(_MOST_ROUNDS):
            found = self._follow(edges, rising)
            off = self._off(edges, rising, found, stepped=stepped)
            missed = np.abs(off).max(axis=0)
            carry(off, found.keep)
            upto = np.cumprod(found.keep, axis=0)
            change, kept = edges[-1] + off[-1] - edges[0], upto[-1]
            size = np.maximum(edges.max(axis=0), 1.0)
            near = (np.abs(change) <= enough(edges[0], kept)) & (missed <= _CLOSE * size)
            moves = ~(done | near)
            done |= near
            if not moves.any():
                break
            first = np.divide(change, 1 - kept, out=np.zeros_like(change), where=kept < 1)
            edges[1:] += np.where(moves, off + upto * first, 0.0)
            edges[0] += np.where(moves, first, 0.0)
            rising, stepped = self._rises(edges), False
        return np.where(done, edges[0], start), done

    def _one_way(self, start: Array) -> tuple[Array, np.ndarray]:
        """Return ``a`` at the edges and whether it rises, as if no panel turned."""
        edges = np.empty((len(self.length) + 1, *self.mean.shape[1:]))
        edges[0] = start
        rising = np.empty(edges[1:].shape, dtype=np.bool_)
        mean = np.where(self.alike, np.inf, self.mean) if self.alike.any() else self.mean
        if edges[0].size <= FEW:
            self._few_one_way(mean, edges, rising)
            return edges, rising
        keeps = list(zip(self.keep_up, self.keep_down, strict=True))
        gains = list(zip(mean, self.gain_up, self.gain_down, strict=True))
        steps = zip(
            self._distinct.tolist(),
            self.length.tolist(),
            rising,
            edges[:-1],
            edges[1:],
            strict=True,
        )
        for panel, length, rises, level, after in steps:
            (towards, gain_up, gain_down), (keep_up, keep_down) = gains[panel], keeps[length]
            np.greater(towards, level, out=rises)
            np.multiply(np.where(rises, keep_up, keep_down), level, out=after)
            np.add(after, np.where(rises, gain_up, gain_down), out=after)
        return edges, rising

    def _few_one_way(self, mean: Array, edges: Array, rising: np.ndarray) -> None:
        """Fill edges and whether they rise for one person, number by number.

        A function of an array of three takes as long as one of three hundred.
        """
        distinct, length, like = self._distinct, self.length, edges[0].shape

        def rows(each: Array, which: np.ndarray) -> list[list[float]]:
            whole = np.broadcast_to(each, (len(each), *like)).reshape(len(each), -1)
            return whole[which].T.tolist()

        parts = (mean, self.gain_up, self.gain_down)
        columns = [rows(each, distinct) for each in parts]
        columns += [rows(each, length) for each in (self.keep_up, self.keep_down)]
        levels, rises = edges.reshape(len(edges), -1), rising.reshape(len(rising), -1)
        for one, steps in enumerate(zip(*columns, strict=True)):
            level = float(levels[0, one])
            course: list[float] = []
            ways: list[bool] = []
            for towards, gain_up, gain_down, keep_up, keep_down in zip(*steps, strict=True):
                up = towards > level
                level = keep_up * level + gain_up if up else keep_down * level + gain_down
                ways.append(up)
                course.append(level)
            levels[1:, one], rises[:, one] = course, ways

    def _follow(self, edges: Array, rising: np.ndarray) -> _Followed:
        """Follow the panels that may turn, each from where it begins."""
        keep = np.where(rising, self.keep_up[self.length], self.keep_down[self.length])
        turning = self._may_turn(edges)
        panel, *who = np.nonzero(turning)
        long = self.panels.lengths_h[panel]
        rates = [np.broadcast_to(r, self.mean.shape[1:])[tuple(who)] for r in self.rates_per_h]
        drive = self.drive.swapaxes(0, 1)[:, self._distinct[panel], *who]
        inside = turned(drive, edges[:-1][turning], long * np.stack(rates))
        keep[turning] = inside.keep
        return _Followed(keep, turning, inside.end - edges[1:][turning], inside.nodes)

    def _may_turn(self, edges: Array) -> np.ndarray:
        """Return which panels may turn: the course is in the range of a drive that is not flat."""
        may = np.zeros(edges[1:].shape, dtype=np.bool_)
        of = self.panels.of
        for one, (low, high) in self._reach.items():
            begin, end = edges[:-1, one], edges[1:, one]
            may[:, one] = np.minimum(begin, end) < high[of]
            may[:, one] &= np.maximum(begin, end) > low[of]
        return may & ~self.alike if self.alike.any() else may

    @cached_property
    def _reach(self) -> dict[int, tuple[Array, Array]]:
        """The lowest and the highest drive in each distinct panel, but for what is flat.

        By the place of each adaptation that rises and falls at two rates in anybody.
        """
        found: dict[int, tuple[Array, Array]] = {}
        for one in np.flatnonzero(~self.alike.all(axis=tuple(range(1, self.alike.ndim)))).tolist():
            low, high = self.drive[:, :, one].min(axis=1), self.drive[:, :, one].max(axis=1)
            room = _FLAT * high
            low += room
            high -= room
            found[one] = low, high
        return found

    def _move(
        self, edges: Array, rising: np.ndarray, found: _Followed, *, stepped: bool
    ) -> np.ndarray:
        """Move the edges so that each panel begins where the one before it ends.

        Returns whether ``a`` rises then. The error left is of the second order.
        """
        off = self._off(edges, rising, found, stepped=stepped)
        carry(off, found.keep)
        edges[1:] += off
        return self._rises(edges)

    def _rises(self, edges: Array) -> np.ndarray:
        """Return in which panels ``a`` rises from where it begins, as if none turned."""
        return self.alike | (self.mean[self.panels.of] > edges[:-1])

    def _off(self, edges: Array, rising: np.ndarray, found: _Followed, *, stepped: bool) -> Array:
        """Return how far each panel ends from where the next begins.

        Edges that were ``stepped`` are off in the panels that turn only.
        """
        of = self.panels.of
        if stepped:
            off = np.zeros(edges[1:].shape)
        else:
            off = np.where(rising, self.gain_up[of], self.gain_down[of])
            off += found.keep * edges[:-1]
            off -= edges[1:]
        off[found.turning] = found.missed
        return off


def _share(off: Array, edges: Array) -> float:
    return float(np.max(np.abs(off), initial=0.0)) / max(1.0, float(np.max(edges)))
