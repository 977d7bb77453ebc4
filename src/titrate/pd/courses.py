"""Courses of adaptation over panels, found panel by panel and turn by turn.

What a panel does to ``a`` while it only rises, or only falls, is linear in ``a``. Panels that turn
are followed through their turns, from where they begin; where they begin depends on the panels
before. Newton's iteration over all panels at once brings the two together in a few rounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from titrate.pd.panels import MEAN, NODES, Panels, drive_weights, polynomial, quartic_coefficients
from titrate.pd.turning import turned
from titrate.timecourse import Array

# Digits after the point to which two panels are of one length (in h), two places in them the same.
_SAME_LENGTH, _SAME_SHARE = 9, 12
# Newton's iteration doubles its digits each round.
_MOST_ROUNDS, _CLOSE = 12, 1e-13
# A drive that changes by less than this share of itself is flat.
_FLAT = 1e-12


@dataclass(frozen=True, eq=False)
class Courses:
    """How far adaptations are over panels, to be looked at anywhere.

    Parameters
    ----------
    names : tuple of str
        Of the adaptations.
    panels : Panels
    edges : Array, shape (panels + 1, adaptations, ..., people)
        ``a`` at the edges.
    kept : Array, shape (adaptations, ..., people)
        How much of a change at the start is left at the end.
    targets : Array, shape (panels, 5, adaptations, ..., people)
        Where each would settle, at the nodes.
    means : Array, shape (panels, adaptations, ..., people)
        The mean of the targets over each panel.
    """

    names: tuple[str, ...]
    panels: Panels
    edges: Array
    kept: Array
    targets: Array
    means: Array
    _rising: np.ndarray
    _rates: tuple[Array, Array]
    _turning: np.ndarray
    _turned: Array

    @property
    def start(self) -> dict[str, Array]:
        """``a`` at the start, name to (..., people)."""
        return dict(zip(self.names, self.edges[0], strict=True))

    @property
    def end(self) -> dict[str, Array]:
        """``a`` at the end, name to (..., people)."""
        return dict(zip(self.names, self.edges[-1], strict=True))

    def at_nodes(self, panels: slice = slice(None)) -> dict[str, Array]:
        """Return ``a`` at the nodes of some panels, name to (..., people, nodes)."""
        which = np.arange(len(self.targets))[panels]
        found = self._at(np.repeat(which, len(NODES)), np.tile(NODES, len(which)))
        return dict(zip(self.names, found, strict=True))

    def at(self, times_h: Array) -> dict[str, Array]:
        """Return ``a`` at any times in the span, name to (..., people, times)."""
        return dict(zip(self.names, self._at(*self.panels.places(times_h)), strict=True))

    def _at(self, panel: np.ndarray, share: Array) -> Array:
        """Return ``a`` at places in panels, in order: (adaptations, ..., people, places)."""
        found = np.empty((*self.edges.shape[1:], len(panel)))
        for length_h, shares, panels, columns in alike(self.panels, panel, share):
            level = self._one_way(length_h, shares, panels)
            found[..., columns.reshape(-1)] = np.moveaxis(
                level.reshape(columns.size, *level.shape[2:]), 0, -1
            )
        self._mend(found, panel, share)
        return found

    def _one_way(self, length_h: float, shares: Array, panels: np.ndarray) -> Array:
        """Return ``a`` at shares of panels of one length, as if nothing turned.

        The shape is (panels, shares, adaptations, ..., people).
        """
        edges, drive = self.edges[panels][:, None], self.targets[panels]
        rising = self._rising[panels][:, None]
        ways = self._rates[:1] if rising.all() else self._rates
        branches = [Branch.over(length_h * rate, shares) for rate in ways]
        levels = [branch.keep * edges + weighted(branch.weights, drive) for branch in branches]
        return levels[0] if len(levels) == 1 else np.where(rising, *levels)

    def _mend(self, found: Array, panel: np.ndarray, share: Array) -> None:
        """Put the quartics of panels that turn in the place of what goes one way only."""
        if not self._turning.any():
            return
        which = np.full(self._rising.shape, -1)
        which[self._turning] = np.arange(self._turned.shape[1])
        element = which[panel]
        place, *rest = np.nonzero(element >= 0)
        through = quartic_coefficients(self._turned)[:, element[place, *rest]]
        found[(*rest, place)] = polynomial(through, share[place])


@dataclass(frozen=True, eq=False)
class Branch:
    """What happens up to some shares of a panel while ``a`` rises, or while it falls.

    ``keep`` is what is left of ``a`` by then, (shares, adaptations, ..., people), and ``weights``
    are what the drive at the nodes adds, (shares, 5, adaptations, ..., people).
    """

    keep: Array
    weights: Array

    @staticmethod
    def over(step: Array, shares: Array) -> Branch:
        """Return the branch for rates times a length, (adaptations, ..., people)."""
        upto = shares.reshape(-1, *([1] * step.ndim))
        return Branch(np.exp(-step * upto), drive_weights(step, upto).swapaxes(0, 1))


def weighted(weights: Array, drive: Array) -> Array:
    """Return weighted sums over the nodes, (panels, shares, adaptations, ..., people).

    Parameters
    ----------
    weights : Array, shape (shares, 5, adaptations, ..., people or 1)
    drive : Array, shape (panels, 5, adaptations, ..., people)
    """
    if weights.shape[-1] > 1:
        total = weights[:, 0] * drive[:, None, 0]
        for node in range(1, len(NODES)):
            total += weights[:, node] * drive[:, None, node]
        return total
    # Alike in all people: one product of matrices for each adaptation.
    flat = drive.reshape(*drive.shape[:3], -1)
    found = np.empty((len(drive), len(weights), *flat.shape[2:]))
    for one in range(flat.shape[2]):
        np.matmul(weights[:, :, one].reshape(-1, len(NODES)), flat[:, :, one], out=found[:, :, one])
    return found.reshape(len(drive), len(weights), *drive.shape[2:])


def alike(
    panels: Panels, panel: np.ndarray, share: Array
) -> Iterator[tuple[float, Array, np.ndarray, np.ndarray]]:
    """Group places by the length of their panel and the shares of it that are looked at.

    Yields the length, the shares, (shares,), the panels, (panels,), and the place of each among
    all, (panels, shares).
    """
    begins = np.flatnonzero(np.diff(panel, prepend=-1))
    ends = np.append(begins[1:], len(panel))
    lengths = panels.lengths_h.round(_SAME_LENGTH)
    keys = share.round(_SAME_SHARE)
    groups: dict[tuple[float, bytes], list[int]] = {}
    for run, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        key = float(lengths[panel[begin]]), keys[begin:end].tobytes()
        groups.setdefault(key, []).append(run)
    for runs in groups.values():
        first, count = begins[runs], ends[runs[0]] - begins[runs[0]]
        columns = first[:, None] + np.arange(count)
        which = panel[first]
        yield float(panels.lengths_h[which[0]]), share[columns[0]], which, columns


def courses_over(
    names: tuple[str, ...],
    panels: Panels,
    targets: Array,
    rates_per_h: tuple[Array, Array],
    start: Array,
) -> Courses:
    """Return the courses of adaptations that rise and fall at two rates.

    Parameters
    ----------
    names : tuple of str
    panels : Panels
    targets : Array, shape (adaptations, ..., people, nodes)
        Where each would settle.
    rates_per_h : (Array, Array)
        Rising and falling, of a shape that broadcasts to (adaptations, ..., people).
    start : Array, shape (adaptations, ..., people)
    """
    shape = (*targets.shape[:-1], len(panels.lengths_h), len(NODES))
    drive = np.ascontiguousarray(np.moveaxis(targets.reshape(shape), (-2, -1), (0, 1)))
    task = _Stepping.over(panels, drive, rates_per_h)
    edges, rising = task.one_way(start)
    found = task.follow(edges, rising)
    for _ in range(_MOST_ROUNDS):
        if _share(found.missed, edges) <= _CLOSE:
            break
        rising = task.move(edges, rising, found)
        found = task.follow(edges, rising)
    kept = np.prod(found.keep, axis=0)
    turned_ones = found.turning, found.nodes
    return Courses(names, panels, edges, kept, drive, task.mean, rising, rates_per_h, *turned_ones)


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
class _Stepping:
    """Panels ready to be stepped: (panels, adaptations, ..., people) each.

    ``gain_up`` and ``gain_down`` are what the drive adds by the end of a panel, ``keep_up`` and
    ``keep_down`` what is left of ``a`` by then.
    """

    drive: Array
    mean: Array
    steps: Array
    alike: np.ndarray
    keep_up: Array
    keep_down: Array
    gain_up: Array
    gain_down: Array

    @staticmethod
    def over(panels: Panels, drive: Array, rates_per_h: tuple[Array, Array]) -> _Stepping:
        mean = np.empty((len(drive), *drive.shape[2:]))
        gains, keeps = np.empty((2, *mean.shape)), np.empty((2, *mean.shape))
        # Few lengths occur, so what depends on them alone is worked out once for each.
        lengths, of = np.unique(panels.lengths_h.round(_SAME_LENGTH), return_inverse=True)
        for k, length_h in enumerate(lengths.tolist()):
            some = np.flatnonzero(of == k)
            branches = [Branch.over(length_h * rate, np.ones(1)) for rate in rates_per_h]
            inner = drive[some]
            mean[some] = np.tensordot(MEAN, inner, axes=(0, 1))
            for way, branch in enumerate(branches):
                gains[way, some] = weighted(branch.weights, inner)[:, 0]
                keeps[way, some] = branch.keep
        long = panels.lengths_h.reshape(-1, *([1] * (mean.ndim - 1)))
        steps = np.stack([np.broadcast_to(long * rate, mean.shape) for rate in rates_per_h])
        return _Stepping(drive, mean, steps, steps[0] == steps[1], *keeps, *gains)

    def one_way(self, start: Array) -> tuple[Array, np.ndarray]:
        """Return ``a`` at the edges and whether it rises, as if no panel turned."""
        edges = np.empty((len(self.mean) + 1, *self.mean.shape[1:]))
        edges[0] = start
        rising = np.empty(self.mean.shape, dtype=np.bool_)
        for i in range(len(self.mean)):
            rises = np.greater(self.mean[i], edges[i], out=rising[i])
            rises |= self.alike[i]
            keep = np.where(rises, self.keep_up[i], self.keep_down[i])
            edges[i + 1] = keep * edges[i] + np.where(rises, self.gain_up[i], self.gain_down[i])
        return edges, rising

    def follow(self, edges: Array, rising: np.ndarray) -> _Followed:
        """Follow the panels that may turn, each from where it begins."""
        keep = np.where(rising, self.keep_up, self.keep_down)
        turning = _turning(edges, self.drive, self.steps)
        drive = self.drive.swapaxes(0, 1)[:, turning]
        inside = turned(drive, edges[:-1][turning], self.steps[:, turning])
        keep[turning] = inside.keep
        return _Followed(keep, turning, inside.end - edges[1:][turning], inside.nodes)

    def move(self, edges: Array, rising: np.ndarray, found: _Followed) -> np.ndarray:
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
