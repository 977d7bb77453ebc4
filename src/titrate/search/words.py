"""A dose window in sentences."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from titrate.pd import Endpoint
from titrate.search.beyond import Beyond
from titrate.search.goals import Goal, Goals
from titrate.search.intervals import Interval
from titrate.search.terms import Term, goal_notes
from titrate.timecourse import Array

_DOORS = {"oral": "By mouth", "intrathecal": "By pump", "iv": "By vein"}
_BOLUS = "By bolus into the spinal fluid"
_PERCENT = 100
# Figures after the first, and what counts as the same number.
_FIGURES, _ROUND_OFF = 2, 1e-6
# Figures that a number is sure of, and that tell any two apart.
_DIGITS, _ALL_DIGITS = 15, 17
_RANGE, _MEET = "range", "of people meet every goal"
_ENDS = {"low": "lowest dose searched", "high": "highest dose searched"}


def door_in_words(route: str, unit: str, otherwise: str = "") -> str:
    """Return a door as a sentence begins with it."""
    bolus = route == "intrathecal" and unit == "ug"
    return _BOLUS if bolus else _DOORS.get(route, otherwise or f"By {route}")


def percent(share: float) -> str:
    """Return a share as a percentage in words; what is not all is never rounded to all."""
    all_but = (f"{share * _PERCENT:.{digits}g}" for digits in range(_FIGURES + 1, _ALL_DIGITS + 1))
    return f"{next((few for few in all_but if float(few) < _PERCENT), _PERCENT)} %"


def reasons(
    *,
    chosen: Interval | None,
    others: int,
    best: float | None,
    unit: str,
    step: float,
    searched: Interval,
    limited_by: Mapping[str, str],
    beyond: Mapping[str, Beyond],
    goals: Goals,
    endpoints: tuple[Endpoint, ...],
    opens_at: Mapping[str, float | None],
    route: str,
    pattern: str,
    start: str,
    levels: Array,
    margins: Array,
    elsewhere: Sequence[str],
    met_untreated: Collection[str],
    share: float | None = None,
    missed: Mapping[str, float] | None = None,
) -> str:
    """Return what opens and closes a window, or why there is none.

    ``beyond`` says where edges that the range sets would lie without it, ``met_untreated``
    which goals nobody can miss. Of several people
    ``share`` is the share in which every goal has to hold, and ``missed`` the share that misses,
    just outside each edge, the goal that sets it.
    """
    door = door_in_words(route, unit, pattern)
    among = "" if share is None else f" in {percent(share)} of people"
    terms = {
        goal.endpoint: Term(goal, endpoint, among)
        for goal, endpoint in zip(goals.goals, endpoints, strict=True)
    }
    notes = goal_notes(goals, endpoints, met_untreated)
    if chosen is None:
        head = (
            f"{door} ({start}), no dose from {_dose(searched[0])} to {_dose(searched[1])} {unit} "
            f"meets every goal{among}{' at once' if among else ''}."
        )
        alone = [
            _alone(term, levels, margin, unit)
            for term, margin in zip(terms.values(), margins, strict=True)
        ]
        return " ".join([head, *filter(None, alone), *notes, _opening(opens_at, terms), *elsewhere])
    low, high = chosen
    ends = edges_words(low, high)
    if share is None:
        opened, closed = (
            _edge(side, at, terms.get(limited_by[side]), unit)
            + _farther(side, at, beyond, terms, unit)
            for side, at in zip(("low", "high"), ends, strict=True)
        )
    else:
        opened, closed = (
            _edge_of_many(side, at, terms.get(limited_by[side]), unit, share, missed or {})
            for side, at in zip(("low", "high"), ends, strict=True)
        )
        if limited_by["low"] != _RANGE:
            closed = closed.replace(_MEET, "do", 1)
    lines = [f"{door}, {ends[0]} to {ends[1]} {unit} ({start}): {opened}; {closed}."]
    if best is None and step > 0:
        lines.append(f"No dose on the step of {step_words(step)} {unit} lies inside.")
    elif best is not None:
        on_step = f"The best dose on the step of {step_words(step)} {unit}"
        lines.append(f"{on_step} is {step_words(best)} {unit}.")
    if others > 0:
        again = "another interval" if others == 1 else f"{others} other intervals"
        lines.append(f"Doses in {again} meet the goals too.")
    return " ".join([*lines, *notes])


def set_by(limit: str, side: str) -> str:
    """Return what sets an edge: the goal's endpoint, or in words that the search ended there.

    Parameters
    ----------
    limit : str
        An endpoint, or "range".
    side : {"low", "high"}
    """
    return _ENDS[side] if limit == _RANGE else limit


def _edge(side: str, at: str, term: Term | None, unit: str) -> str:
    """Return what sets an edge, or that the search ends there."""
    if term is None:
        return f"{at} {unit} is the {_ENDS[side]}"
    word = "from" if side == "low" else "above"
    better_with_dose = term.goal.at_least == (side == "low")
    if better_with_dose:
        verb = "reaches" if term.goal.at_least else "exceeds"
    else:
        verb = "falls below" if term.goal.at_least else "keeps to"
    return f"{word} {at} {unit} {term.name} {verb} {term.limit}"


def _edge_of_many(
    side: str, at: str, term: Term | None, unit: str, share: float, missed: Mapping[str, float]
) -> str:
    """Return from where on too few people meet every goal, and what most of the others miss."""
    if term is None:
        return f"{at} {unit} is the {_ENDS[side]}"
    word = "below" if side == "low" else "above"
    verb = "does not reach" if term.goal.at_least else "exceeds"
    return (
        f"{word} {at} {unit} fewer than {percent(share)} {_MEET} "
        f"({term.name} {verb} {term.wanted} in {percent(missed[side])})"
    )


def _farther(
    side: str, end: str, beyond: Mapping[str, Beyond], terms: Mapping[str, Term], unit: str
) -> str:
    """Return which goal would fail beyond an end of the range, and from where on."""
    edge = beyond.get(side)
    if edge is None or edge_words(edge.dose, side) == end:
        return ""
    term, at = terms[edge.endpoint], edge_words(edge.dose, side)
    if term.goal.at_least:
        verb = "would not reach" if side == "low" else "would fall below"
    else:
        verb = "would exceed"
    word = "below" if side == "low" else "above"
    return f", and {word} {at} {unit} {term.name} {verb} {term.limit}"


def _alone(term: Term, levels: Array, margin: Array, unit: str) -> str:
    """Return where a goal holds by itself; nothing where it always does."""
    holds = np.flatnonzero(margin >= 0)
    name = term.name[0].upper() + term.name[1:]
    if len(holds) == len(levels):
        return ""
    met = "reaches" if term.goal.at_least else "keeps to"
    if not len(holds):
        if term.goal.at_least or term.among:
            return f"{name} {met} {term.limit} at no dose searched."
        return f"{name} exceeds {term.limit} at every dose searched."
    if holds[0] > 0:
        return f"{name} {met} {term.limit} only from {_crossing(levels, margin, holds[0])} {unit}."
    if term.among:
        last = _crossing(levels, margin, holds[-1] + 1)
        return f"{name} {met} {term.limit} only up to {last} {unit}."
    verb = "falls below" if term.goal.at_least else "exceeds"
    return f"{name} {verb} {term.limit} above {_crossing(levels, margin, holds[-1] + 1)} {unit}."


def _crossing(levels: Array, margin: Array, after: int) -> str:
    """Return where a margin crosses 0 just before a scanned level, by a straight line."""
    if after in (0, len(levels)):
        return _dose(float(levels[min(after, len(levels) - 1)]))
    low, high = margin[after - 1], margin[after]
    share = low / (low - high)
    return _dose(float(levels[after - 1] + share * (levels[after] - levels[after - 1])))


def _opening(opens_at: Mapping[str, float | None], terms: Mapping[str, Term]) -> str:
    ways = [
        f"{terms[name].name} of {terms[name].held(outward(limit, terms[name].goal))} were "
        f"{'enough' if terms[name].goal.at_least else 'accepted'}"
        for name, limit in opens_at.items()
        if limit is not None
    ]
    if not ways:
        return "No single goal, changed alone, would open a window."
    return f"A window would open if {', or if '.join(ways)}."


def offer(route: str, start: str, low: float | None, high: float | None, unit: str) -> str:
    """Return in a sentence what another door offers, between two edges if there is a window."""
    door = {"oral": "mouth", "intrathecal": "pump", "iv": "vein"}.get(route, route)
    if low is None or high is None:
        return f"By {door} no dose meets them either."
    doses = f"{' to '.join(edges_words(low, high))} {unit}"
    return f"By {door} ({start}), {doses} meet them."


def edge_words(dose: float, side: str, figures: int = _FIGURES) -> str:
    """Return an edge of a window in three figures, rounded to the inside.

    Parameters
    ----------
    dose : float
    side : {"low", "high"}
    figures : int
        After the first.
    """
    if dose == 0:
        return "0"
    return f"{_inward(dose, side, figures):,.{_DIGITS}g}"


def edges_words(low: float, high: float) -> tuple[str, str]:
    """Return both edges of a window, in as many figures as keep them in order."""
    figures = _FIGURES
    while _inward(low, "low", figures) > _inward(high, "high", figures) and figures < _DIGITS:
        figures += 1
    return edge_words(low, "low", figures), edge_words(high, "high", figures)


def _inward(dose: float, side: str, figures: int) -> float:
    if dose == 0:
        return 0.0
    scale = 10.0 ** (figures - math.floor(math.log10(dose)))
    nearest = round(dose * scale)
    if abs(nearest - dose * scale) > _ROUND_OFF:
        nearest = math.ceil(dose * scale) if side == "low" else math.floor(dose * scale)
    return nearest / scale


def step_words(dose: float) -> str:
    """Return a dose on the step as it is, to the last figure: nobody can give a rounded one."""
    return f"{round(dose, 6):,.10g}"


def outward(limit: float, goal: Goal) -> float:
    """Return a limit rounded to the digits that are shown, to the side that is easier to meet."""
    if limit == 0:
        return limit
    digits = _FIGURES - math.floor(math.log10(abs(limit)))
    shift = math.floor if goal.at_least else math.ceil
    return shift(limit * 10**digits) / 10**digits


def _dose(dose: float) -> str:
    return f"{dose:,.3g}" if dose < 1 else f"{dose:,.4g}" if dose < 10 else f"{dose:,.0f}"
