"""A dose window in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from titrate.pd import Endpoint
from titrate.search.goals import Goal, Goals
from titrate.search.intervals import Interval
from titrate.timecourse import Array

_DOORS = {"oral": "By mouth", "intrathecal": "By pump", "iv": "By vein"}
_PERCENT = 100


def reasons(
    *,
    chosen: Interval | None,
    others: int,
    best: float | None,
    unit: str,
    step: float,
    searched: Interval,
    limited_by: Mapping[str, str],
    goals: Goals,
    endpoints: tuple[Endpoint, ...],
    opens_at: Mapping[str, float | None],
    route: str,
    pattern: str,
    start: str,
    levels: Array,
    margins: Array,
) -> str:
    """Return what opens and closes a window, or why there is none."""
    door = _DOORS.get(route, pattern)
    meaning = {e.name: e.meaning or e.name for e in endpoints}
    by_name = {goal.endpoint: goal for goal in goals.goals}
    if chosen is None:
        head = (
            f"{door} ({start}), no dose from {_dose(searched[0])} to {_dose(searched[1])} {unit} "
            "meets every goal."
        )
        return " ".join(
            [
                head,
                *_failures(goals, meaning, levels, margins, unit),
                _opening(opens_at, by_name, meaning),
            ]
        ).strip()
    low, high = chosen
    opened = _edge("from", "below", low, limited_by["low"], by_name, meaning, unit)
    closed = _edge("above", "above", high, limited_by["high"], by_name, meaning, unit)
    lines = [f"{door}, {_dose(low)} to {_dose(high)} {unit} ({start}): {opened}; {closed}."]
    if best is None:
        lines.append(f"No dose on the step of {_dose(step)} {unit} lies inside.")
    else:
        lines.append(f"The best dose on the step of {_dose(step)} {unit} is {_dose(best)} {unit}.")
    if others > 0:
        again = "another interval" if others == 1 else f"{others} other intervals"
        lines.append(f"Doses in {again} meet the goals too.")
    return " ".join(lines)


def _edge(
    word: str,
    outside: str,
    at: float,
    by: str,
    goals: Mapping[str, Goal],
    meaning: Mapping[str, str],
    unit: str,
) -> str:
    """Return what sets an edge, or that the search ends there."""
    if by == "range":
        return f"{outside} {_dose(at)} {unit} the search did not look"
    goal = goals[by]
    rising = goal.at_least == (word == "from")
    verb = "reaches" if goal.at_least else "exceeds"
    if not rising:
        verb = "falls below" if goal.at_least else "keeps to"
    return f"{word} {_dose(at)} {unit} {meaning[by]} {verb} {_limit(goal.limit)}{_of(goal)}"


def _failures(
    goals: Goals, meaning: Mapping[str, str], levels: Array, margins: Array, unit: str
) -> list[str]:
    """Return for each goal where it holds by itself."""
    lines: list[str] = []
    for goal, margin in zip(goals.goals, margins, strict=True):
        holds = np.flatnonzero(margin >= 0)
        name, limit = meaning[goal.endpoint], f"{_limit(goal.limit)}{_of(goal)}"
        if len(holds) == len(levels):
            continue
        if not len(holds):
            verb = "never reaches" if goal.at_least else "always exceeds"
            lines.append(f"{name.capitalize()} {verb} {limit}.")
        elif goal.at_least:
            at = _crossing(levels, margin, int(holds[0]))
            lines.append(f"{name.capitalize()} reaches {limit} only from {at} {unit}.")
        else:
            at = _crossing(levels, margin, int(holds[-1]) + 1)
            lines.append(f"{name.capitalize()} exceeds {limit} above {at} {unit}.")
    return lines


def _crossing(levels: Array, margin: Array, after: int) -> str:
    """Return where a margin crosses 0 just before a scanned level, by a straight line."""
    if after in (0, len(levels)):
        return _dose(float(levels[min(after, len(levels) - 1)]))
    low, high = margin[after - 1], margin[after]
    share = low / (low - high)
    return _dose(float(levels[after - 1] + share * (levels[after] - levels[after - 1])))


def _opening(
    opens_at: Mapping[str, float | None],
    goals: Mapping[str, Goal],
    meaning: Mapping[str, str],
) -> str:
    ways = [
        f"{_limit(_outward(limit, goals[name]))} of {meaning[name]} were "
        f"{'enough' if goals[name].at_least else 'accepted'}"
        for name, limit in opens_at.items()
        if limit is not None
    ]
    if not ways:
        return "No single goal, changed alone, would open a window."
    return f"A window would open if {', or if '.join(ways)}."


def _of(goal: Goal) -> str:
    return {"mean": "", "worst": " at its worst", "best": " at its best", "end": " at the end"}[
        goal.statistic
    ]


def _outward(limit: float, goal: Goal) -> float:
    """Return a limit rounded to the digits that are shown, to the side that is easier to meet."""
    if limit == 0:
        return limit
    digits = 2 - math.floor(math.log10(abs(limit)))
    shift = math.floor if goal.at_least else math.ceil
    return shift(limit * 10**digits) / 10**digits


def _limit(limit: float) -> str:
    return f"{limit * _PERCENT:.3g} %"


def _dose(dose: float) -> str:
    return f"{dose:,.3g}" if dose < 1 else f"{dose:,.4g}" if dose < 10 else f"{dose:,.0f}"
