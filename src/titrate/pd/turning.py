"""Panels in which adaptation turns: it rises, meets the drive, and falls, or the other way round.

A rise takes one half-time and a fall another, and with half-times of months and days the balance of
the two decides where adaptation settles. So the instant of each turn is found: where the quartic of
the drive meets the course.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.pd.panels import (
    NODES,
    derivative,
    drive_weights,
    polynomial,
    quartic_coefficients,
)
from titrate.timecourse import Array

# A quartic meets a slower course four times at most.
_MOST_PIECES = 5
# Newton's steps inside a bracket that is halved where they leave it. They double the digits; the
# polish on the course itself does so once more.
_MOST_STEPS, _CLOSE = 60, 1e-7
# Closer to the drive than this share of it, a course is on it.
_ON_IT = 1e-14


@dataclass(frozen=True, eq=False)
class Turned:
    """What panels that turn come to; one element each.

    Parameters
    ----------
    end : Array, shape (elements,)
        ``a`` at the end.
    keep : Array, shape (elements,)
        What is left at the end of a change at the start.
    nodes : Array, shape (5, elements)
        ``a`` at the nodes.
    """

    end: Array
    keep: Array
    nodes: Array


def turned(drive: Array, start: Array, steps: Array) -> Turned:
    """Follow adaptation through panels, turn by turn.

    Parameters
    ----------
    drive : Array, shape (5, elements)
        Where ``a`` would settle, at the nodes.
    start : Array, shape (elements,)
    steps : Array, shape (2, elements)
        Rate times length, while ``a`` rises and while it falls.
    """
    size = len(start)
    everyone = np.arange(size)
    shape = quartic_coefficients(drive)
    near = _ON_IT * np.maximum(np.abs(drive).max(axis=0), np.abs(start))
    falls = _first_side(drive - start, near)
    nodes = np.broadcast_to(start, drive.shape).copy()
    keep = np.ones(size)
    at, level, open_ones = np.zeros(size), start.copy(), everyone
    for _ in range(_MOST_PIECES):
        step = steps[falls[open_ones].astype(int), open_ones]
        piece = _Piece(at[open_ones], level[open_ones], step, drive[:, open_ones])
        ahead = NODES[:, None] > piece.begin
        course = piece.to(NODES[:, None])
        nodes[:, open_ones] = np.where(ahead, course, nodes[:, open_ones])
        gap = np.where(falls[open_ones], -1.0, 1.0) * (drive[:, open_ones] - course)
        crossed = ahead & (gap < -near[open_ones])
        turning = np.asarray(crossed.any(axis=0))
        last = open_ones[~turning]
        keep[last] *= np.exp(-step[~turning] * (1 - at[last]))
        if not turning.any():
            break
        some = open_ones[turning]
        node = crossed[:, turning].argmax(axis=0)
        meets = piece.take(turning).meeting(drive[:, some] - course[:, turning], node)
        keep[some] *= np.exp(-step[turning] * (meets - at[some]))
        at[some], level[some] = meets, polynomial(shape[:, some], meets)
        falls[some] = ~falls[some]
        open_ones = some
    return Turned(nodes[-1], keep, nodes)


def _first_side(gap: Array, near: Array) -> np.ndarray:
    """Return whether each course begins by falling: the drive is below it."""
    apart = np.abs(gap) > near
    first = apart.argmax(axis=0)
    return gap[first, np.arange(gap.shape[1])] < 0


class _Piece:
    """A part of a panel in which ``a`` only rises or only falls, elements last."""

    def __init__(self, begin: Array, level: Array, step: Array, drive: Array) -> None:
        self.begin, self.level, self.step, self.drive = begin, level, step, drive
        self._gained = self._gain(begin) if np.any(begin) else np.zeros_like(begin)

    def take(self, which: np.ndarray) -> _Piece:
        """Return some of the elements."""
        part = object.__new__(_Piece)
        part.begin, part.level = self.begin[which], self.level[which]
        part.step, part.drive = self.step[which], self.drive[:, which]
        part._gained = self._gained[which]
        return part

    def to(self, share: Array) -> Array:
        """Return ``a`` at shares of the panel, (..., elements), as if nothing turned."""
        left = np.exp(-self.step * (share - self.begin))
        return left * (self.level - self._gained) + self._gain(share)

    def meeting(self, gap: Array, node: np.ndarray) -> Array:
        """Return where the course meets the drive: before ``node``, after the one before it.

        ``gap`` is drive less course at the nodes. The root of the quartic through it is polished
        on the course itself, whose slope is nothing where it meets the drive.
        """
        shape, of_gap = quartic_coefficients(self.drive), quartic_coefficients(gap)
        low, high = np.maximum(NODES[node - 1], self.begin), NODES[node]
        share = _root(of_gap, low, high)
        slope = polynomial(derivative(shape), share)
        off = polynomial(shape, share) - self.to(share)
        step = np.divide(off, slope, out=np.zeros_like(off), where=slope != 0)
        return np.clip(share - step, low, high)

    def _gain(self, share: Array) -> Array:
        return np.einsum("n...e,ne->...e", drive_weights(self.step, share), self.drive)


def _root(quartic: Array, low: Array, high: Array) -> Array:
    """Return a root of quartics, (5, elements), of another sign at ``low`` than at ``high``."""
    low, high = low.copy(), high.copy()
    slope = derivative(quartic)
    falling = polynomial(quartic, high) < 0
    share = found = (low + high) / 2
    stopped = np.zeros(share.shape, dtype=np.bool_)
    for _ in range(_MOST_STEPS):
        value = polynomial(quartic, share)
        beyond = (value < 0) == falling
        low, high = np.where(beyond, low, share), np.where(beyond, share, high)
        steep = polynomial(slope, share)
        newton = share - np.divide(value, steep, out=np.zeros_like(value), where=steep != 0)
        inside = (newton > low) & (newton < high)
        moved = np.where(inside, newton, (low + high) / 2)
        # Each stops by itself: what one comes to does not depend on the others.
        found = np.where(stopped, found, moved)
        stopped |= np.abs(moved - share) <= _CLOSE
        if stopped.all():
            break
        share = moved
    return found
