"""A table's rows as stretches: what lies between two resets, and what is given and seen there.

A run is a chain of stretches. Each starts from what the one before it left, or from an empty
body, so resets and added steady states need nothing from the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from titrate.dosing.events import (
    OBSERVATION,
    RESET,
    RESET_AND_DOSE,
    STEADY_ADDED,
    STEADY_ALONE,
)

ORDERS = ("doses first", "table")


@dataclass
class Stretch:
    """Part of a run; rows are counted within one ID.

    Parameters
    ----------
    start_h : float
    empties : bool
        Whether the body is emptied first, and all that is pending cancelled.
    values_from : int
        The row whose covariates hold.
    doses, looks : list of int
        Rows that give a dose and rows that observe, in the order in which they act.
    """

    start_h: float
    empties: bool
    values_from: int
    doses: list[int] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Pattern:
    """The rows of one ID, or of several that are alike: times, EVID, SS."""

    time_h: tuple[float, ...]
    event: tuple[int, ...]
    steady: tuple[int, ...]


def stretches(
    pattern: Pattern, order: str, rule: str, changed: Callable[[int, int], bool]
) -> tuple[Stretch, ...]:
    """Return the stretches of a run.

    Parameters
    ----------
    pattern : Pattern
    order : {"doses first", "table"}
        How rows at one time act: everything else before observations, or as they stand. What
        comes without a row of its own (ADDL, lagged doses) is there before either.
    rule : {"locf", "nocb"}
        Whether a row's covariates hold from its time on, or up to its time. At its time they
        hold in either case, for what it gives and shows, even if other rows share it.
    changed : callable
        Whether covariates differ between two rows.
    """
    rows = list(range(len(pattern.time_h)))
    if order == "doses first":
        rows.sort(key=lambda row: (pattern.time_h[row], pattern.event[row] == OBSERVATION))
    found = [Stretch(pattern.time_h[rows[0]], True, rows[0])]
    before_h = pattern.time_h[rows[0]]
    for row in rows:
        time_h, event, steady = pattern.time_h[row], pattern.event[row], pattern.steady[row]
        last = found[-1]
        if changed(last.values_from, row):
            found.append(Stretch(time_h if rule == "locf" else before_h, False, row))
        if event in (RESET, RESET_AND_DOSE) or steady == STEADY_ALONE:
            found.append(Stretch(time_h, True, row))
        elif steady == STEADY_ADDED or _seen_already(pattern, found[-1], row):
            found.append(Stretch(time_h, False, found[-1].values_from))
        if event == OBSERVATION:
            found[-1].looks.append(row)
        elif event in _DOSES:
            found[-1].doses.append(row)
        before_h = time_h
    return tuple(found)


def rows_in_force(chain: Sequence[Stretch]) -> set[int]:
    """Return the rows whose covariates make a model somewhere in a run."""
    return {row for one in chain for row in (one.values_from, *one.doses)}


_DOSES = (1, RESET_AND_DOSE)


def _seen_already(pattern: Pattern, last: Stretch, row: int) -> bool:
    """Return whether somebody has looked at this time, before a dose that stands below."""
    if pattern.event[row] not in _DOSES or not last.looks:
        return False
    return pattern.time_h[last.looks[-1]] == pattern.time_h[row]
