"""Where a window that the range ends would end by a goal, a little beyond the range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from titrate.errors import UnusualDose
from titrate.search.intervals import Interval, intervals_of, levels_over
from titrate.search.question import Question
from titrate.search.varied_dose import VariedDose
from titrate.simulation import Subject
from titrate.timecourse import Array

# How far above the range one looks, in multiples of its end: the first that the door allows.
_REACHES = (2.0, 1.5, 1.25, 1.1)


@dataclass(frozen=True)
class Beyond:
    """An edge outside the range that was searched.

    Parameters
    ----------
    dose : float
        In the unit of the window.
    endpoint : str
        Whose goal sets it.
    """

    dose: float
    endpoint: str


def edges_beyond(question: Question, limited_by: Mapping[str, str]) -> dict[str, Beyond]:
    """Return where one person's window would end by a goal where the range ends it.

    Parameters
    ----------
    question : Question
        Asked of one person, and of one pattern that is scaled.
    limited_by : mapping
        ``"low"`` and ``"high"`` to what sets that edge.

    Returns
    -------
    dict of side to Beyond
        Without a side on which no goal fails down to nothing, or up to twice the range (half, a
        quarter or a tenth more where the door's domain does not allow as much).
    """
    ended = [side for side, limit in limited_by.items() if limit == "range"]
    found = {side: _edge(question, side) for side in ended}
    return {side: edge for side, edge in found.items() if edge is not None}


def _edge(question: Question, side: str) -> Beyond | None:
    subject = question.subject
    task = question.task(subject)
    span = _span(subject, task, side)
    if span is None:
        return None
    at, goals = question.at(subject, task), question.goals

    def margins(levels: Array) -> Array:
        return goals.margins(at(levels))[..., 0]

    def score(levels: Array) -> Array:
        return margins(levels).min(axis=0)

    levels = levels_over(*span)
    intervals = intervals_of(score, levels, score(levels))
    touching = [i for i in intervals if task.searched[side == "high"] in i]
    if not touching:
        return None
    dose = touching[0][side == "high"]
    if dose in span:
        return None
    setting = int(np.argmin(margins(np.array([dose]))[:, 0]))
    return Beyond(dose, goals.goals[setting].endpoint)


def _span(subject: Subject, task: VariedDose, side: str) -> Interval | None:
    """Return the doses next to an end of the range, None where the door allows none."""
    low, high = task.searched
    if side == "low":
        return (0.0, low) if low > 0 else None
    for reach in _REACHES:
        try:
            subject.drug.check(task.at(reach * high), weight_kg=subject.weight_kg)
        except UnusualDose:
            continue
        return high, reach * high
    return None
