"""The instants of a run: where something begins or ends, and where somebody looks.

A segment is the time between two cuts: nothing begins, ends or changes inside it. Segments in
which one looks at the same moments after the cut share their mathematics.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from titrate.pk.inputs import SAME_INSTANT_H, Inputs
from titrate.timecourse import Array

# Lengths that agree to this many per hour are the same length; 0.1 + 0.2 is 0.3.
_LENGTH_RESOLUTION_PER_H = 1e9


@dataclass(frozen=True, eq=False)
class Look:
    """Segments looked at in the same moments.

    Parameters
    ----------
    stretch : int
        Which of the model's rate matrices is in force.
    offsets_h : Array, shape (looks,)
        Moments after the segment's start.
    segments : integer array, shape (count,)
    columns : integer array, shape (count, looks)
        Where each value belongs among the output times.
    """

    stretch: int
    offsets_h: Array
    segments: np.ndarray
    columns: np.ndarray


@dataclass(frozen=True, eq=False)
class Timeline:
    """The cuts of one run.

    Parameters
    ----------
    cuts_h : Array, shape (segments + 1,)
        From 0 to the end of the run.
    stretch : integer array, shape (segments + 1,)
        The rate matrix in force from each cut on.
    """

    cuts_h: Array
    stretch: np.ndarray

    def cut_at(self, time_h: Array) -> np.ndarray:
        """Return the index of the cut that each time was merged into."""
        after = np.searchsorted(self.cuts_h, time_h + SAME_INSTANT_H, side="right")
        return after - 1


def timeline(
    inputs: Inputs,
    rate_changes_h: tuple[float, ...],
    end_h: float,
    besides_h: tuple[float, ...] = (),
) -> Timeline:
    """Return the timeline of a run from 0 to ``end_h``, cut ``besides_h`` as well."""
    changes = np.asarray(rate_changes_h, dtype=np.float64)
    instants = np.concatenate([inputs.time_h, inputs.end_h, changes, besides_h, [0.0]])
    cuts = _merged(instants[instants < end_h - SAME_INSTANT_H])
    cuts = np.append(cuts, end_h)
    return Timeline(cuts, np.searchsorted(changes, cuts + SAME_INSTANT_H, side="right"))


def looks_at(line: Timeline, times_h: Array, before: np.ndarray | None = None) -> tuple[Look, ...]:
    """Return the looks of somebody who looks at a run in ``times_h``, which do not decrease.

    Where ``before`` is true one looks just before a cut at that time instead of just after it.
    """
    just_before = np.zeros(len(times_h), dtype=np.bool_) if before is None else before
    given = times_h.astype(np.float64), just_before.astype(np.bool_)
    of_line = line.cuts_h, line.stretch.astype(np.int64)
    return _looks_at(*(each.tobytes() for each in (*of_line, *given)))


@lru_cache(maxsize=64)  # doses and people change from run to run, instants seldom
def _looks_at(line: bytes, stretches: bytes, times: bytes, just_before: bytes) -> tuple[Look, ...]:
    cuts, times_h = np.frombuffer(line), np.frombuffer(times)
    stretch = np.frombuffer(stretches, dtype=np.int64)
    before = np.frombuffer(just_before, dtype=np.bool_)
    if not len(times_h):
        return ()
    segment = np.searchsorted(cuts, times_h + SAME_INSTANT_H, side="right") - 1
    offset = np.maximum(times_h - cuts[segment], 0.0)
    offset[offset <= SAME_INSTANT_H] = 0.0
    earlier = before & (offset == 0) & (segment > 0)
    segment = segment - earlier
    offset = np.where(earlier, cuts[segment + earlier] - cuts[segment], offset)
    keys = np.rint(offset * _LENGTH_RESOLUTION_PER_H).astype(np.int64)
    first = np.flatnonzero(np.concatenate([[True], np.diff(segment) > 0]))
    last = np.append(first[1:], len(times_h))
    alike: dict[tuple[int, bytes], list[tuple[int, int, int]]] = defaultdict(list)
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        own = int(segment[a])
        alike[int(stretch[own]), keys[a:b].tobytes()].append((own, a, b))
    return tuple(
        Look(
            which,
            offset[group[0][1] : group[0][2]],
            np.array([own for own, _, _ in group]),
            np.array([a for _, a, _ in group])[:, None] + np.arange(group[0][2] - group[0][1]),
        )
        for (which, _), group in alike.items()
    )


def length_key(length_h: float) -> int:
    """Return a whole number that equal lengths share."""
    return round(length_h * _LENGTH_RESOLUTION_PER_H)


def even_runs(offsets_h: Array) -> list[tuple[float, int]]:
    """Return moments as runs of equal steps: (mean step, how often).

    The mean, and not the first, so that the dust in one step does not add up along the run.
    """
    runs: list[tuple[float, float, int]] = []  # where the run begins, its first step, how often
    before = 0.0
    for offset in offsets_h.tolist():
        step = offset - before
        if runs and step and length_key(runs[-1][1]) == length_key(step):
            runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
        else:
            runs.append((before, step, 1))
        before = offset
    ends = [*(begin for begin, _, _ in runs[1:]), before]
    return [
        ((end - begin) / count, count) for end, (begin, _, count) in zip(ends, runs, strict=True)
    ]


def _merged(instants: Array) -> Array:
    ordered = np.unique(instants)
    return ordered[np.diff(ordered, prepend=-np.inf) > SAME_INSTANT_H]
