"""From a question about many people to each one's own window."""

from __future__ import annotations

import math

import numpy as np

from titrate.errors import InvalidValue
from titrate.search.individual_windows import IndividualWindows
from titrate.search.intervals import Interval
from titrate.search.own_edges import Score, edges_of_each
from titrate.search.question import Question
from titrate.timecourse import Array, frozen

# An edge is found when its bracket is narrower than this share of it.
_CLOSED = 1e-10
# So many doses on the step that the scan says are best are looked at exactly.
_CANDIDATES = 6
_ROUND_OFF = 1e-9


def individual_windows(question: Question, levels: Array) -> IndividualWindows:
    """Return the windows that each person of a question has alone.

    Parameters
    ----------
    question : Question
        About one pattern of doses that is scaled.
    levels : Array (levels,)
        The scan of the doses searched.

    Raises
    ------
    InvalidValue
        If the doses are not one pattern that is scaled.
    """
    subject = question.subject
    if not question.is_proportional(subject):
        raise InvalidValue(
            "Each person's own window is found for one pattern that is scaled, solved exactly.",
            "Scale a pattern instead of a family, or ask people one by one.",
        )
    task, goals, people = question.task(subject), question.goals, len(subject.people)
    at, exactly = question.at_many(subject, task)

    def margins(doses: Array) -> Array:
        return goals.margins(at(doses))

    def least(doses: Array) -> Array:
        return margins(doses).min(axis=0)

    def exact(doses: Array) -> Array:
        return goals.margins(exactly(doses)).min(axis=0)

    found = edges_of_each(least, levels, people, _CLOSED, None if exactly is at else exact)
    low, high, scanned = found[0], found[1], found[2:]
    steps = _steps(task.searched, task.step)
    names = [goal.endpoint for goal in goals.goals]
    edges = np.where(np.isnan(found[:2]), task.searched[0], found[:2])
    by = margins(edges).argmin(axis=0)
    return IndividualWindows(
        patients=subject.people.names,
        low=frozen(low),
        high=frozen(high),
        best=frozen(_best(least, steps, levels, scanned, (low, high))),
        opens=_set_by(names, by[0], low, task.searched[0]),
        closes=_set_by(names, by[1], high, task.searched[1]),
        steps=frozen(steps),
        searched=task.searched,
        unit=task.unit,
    )


def _steps(searched: Interval, step: float) -> Array:
    """Return the doses on the step in a range, without 0."""
    if step <= 0:
        return np.zeros(0)
    first = max(1, math.ceil(searched[0] / step - _ROUND_OFF))
    last = math.floor(searched[1] / step + _ROUND_OFF)
    return step * np.arange(first, last + 1, dtype=np.float64)


def _best(
    least: Score, steps: Array, levels: Array, scanned: Array, edges: tuple[Array, Array]
) -> Array:
    """Return each person's best dose on the step inside their window, (people,); NaN of none."""
    low, high = edges
    if not len(steps):
        return np.full(len(low), np.nan)
    slack = _ROUND_OFF * steps[:, None]
    inside = (steps[:, None] >= low - slack) & (steps[:, None] <= high + slack)
    # What the scan says of them, straight between its levels.
    weights = np.stack([np.interp(steps, levels, one) for one in np.eye(len(levels))], axis=1)
    roughly = np.where(inside, weights @ scanned, -np.inf)
    most = np.sort(np.argsort(-roughly, axis=0, kind="stable")[:_CANDIDATES], axis=0)
    looked = np.where(np.take_along_axis(inside, most, 0), least(steps[most]), -np.inf)
    # The first of equals: ties go to the lower dose.
    first = (looked >= looked.max(axis=0) - _ROUND_OFF).argmax(axis=0)
    place = np.take_along_axis(most, first[None], 0)[0]
    return np.where(inside.any(axis=0), steps[place], np.nan)


def _set_by(names: list[str], which: np.ndarray, edge: Array, end: float) -> tuple[str, ...]:
    """Return what sets each person's edge; empty for those who have none."""
    return tuple(
        "" if np.isnan(dose) else "range" if dose == end else names[goal]
        for goal, dose in zip(which.tolist(), edge.tolist(), strict=True)
    )
