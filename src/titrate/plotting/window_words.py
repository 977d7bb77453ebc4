"""A dose window in few words: for titles, axes, edges and feet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from titrate.markup import figures
from titrate.parameters import Parameter
from titrate.plotting.names import (
    door_words,
    endpoint_words,
    in_short,
    number_words,
    people_words,
    percent_words,
    with_start,
)
from titrate.search import DoseMap, DoseWindow, Envelope, Goal, WindowMap
from titrate.search.terms import enough_words, in_unit
from titrate.search.words import edges_words, outward, step_words

_RANGE = "range"
_MEAN = "mean"
SOFT = "Soft edges: each assumed or derived number over its range, one at a time."


@dataclass(frozen=True)
class Edge:
    """One end of one interval of a window.

    Parameters
    ----------
    dose : float
    side : {"low", "high"}
    goal : Goal or None
        The goal whose curve crosses its limit there; None where the search ends.
    """

    dose: float
    side: str
    goal: Goal | None


def edges_of(window: DoseWindow) -> list[Edge]:
    """Return the ends of every interval, lowest first, with the goals that set them."""
    by_name = {goal.endpoint: goal for goal in window.goals.goals}
    found: list[Edge] = []
    for interval in window.intervals:
        for side, dose in zip(("low", "high"), interval, strict=True):
            if dose == getattr(window, side) and side in window.limited_by:
                name = window.limited_by[side]
            elif dose in window.searched:
                name = _RANGE
            else:
                margins = [float(np.interp(dose, window.levels, m)) for m in window.margins]
                name = window.goals.goals[int(np.argmin(np.abs(margins)))].endpoint
            found.append(Edge(dose, side, by_name.get(name)))
    return found


def is_logarithmic(window: DoseWindow) -> bool:
    """Return whether the doses were scanned in equal ratios, and so should be drawn."""
    levels = window.levels
    return bool(levels[0] > 0 and not np.allclose(np.diff(levels), levels[1] - levels[0]))


def spans_of(window: DoseWindow) -> dict[str, tuple[float, float]]:
    """Return from where to where each edge goes over the ranges of what it rests on, by side.

    Nothing of a window in several intervals, of which only one is followed, nor of one whose band
    shows how probable each dose is.
    """
    if window.uncertainty is not None or not window.is_followed or len(window.intervals) != 1:
        return {}
    found = window.over_ranges()
    both = {"low": found.low_span, "high": found.high_span}
    return {side: span for side, span in both.items() if span is not None}


def envelopes_of(window: DoseWindow) -> tuple[Envelope, ...]:
    """Return what is known of curves that rest on a number nobody knows."""
    return window.over_ranges().envelopes if window.is_followed else ()


def soft_words(windows: Sequence[DoseWindow]) -> list[str]:
    """Return what soft edges and a band of several depths mean, where some are drawn."""
    said: list[str] = []
    if any(spans_of(window) for window in windows):
        said.append(SOFT)
    if any(not window.who.alone for window in windows):
        said.append(_SHARE)
    sets = {window.uncertainty.sets for window in windows if window.uncertainty is not None}
    said += [
        f"Depth of the band: share of {count:,} drawn sets of numbers in which a dose is inside. "
        "Whiskers: 5 to 95 % of the edges, an arrow where the search ends."
        for count in sorted(sets)
    ]
    return said


def range_of(parameter: Parameter) -> str:
    """Return a parameter and its range, "phi 0.3 to 3.5"."""
    low, high = parameter.range or (parameter.value, parameter.value)
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    return f"{parameter.name} {low:g} to {high:g}{unit}"


_SHARE = "Depth of the band: the share of people inside. Tint around the share: 95 % by chance."


def nearest_miss(window: DoseWindow) -> int:
    """Return which scanned dose misses the goals by least; of people, has most of them inside."""
    if window.who.alone:
        return int(np.argmax(window.margins.min(axis=0)))
    return int(np.argmax(window.share_inside))


def title_words(window: DoseWindow, name: str = "") -> str:
    """Return the title of a window's panel."""
    return with_start(name or door_words(window.route, window.unit), window.start)


def range_words(window: DoseWindow) -> str:
    """Return the doses of a window, all its intervals."""
    if window.is_empty:
        low, high = (number_words(dose) for dose in window.searched)
        whom = "" if window.who.alone else f" in {percent_words(window.question.share)} of people"
        return f"No dose from {low} to {high} {window.unit} meets every goal{whom}"
    parts = [" to ".join(edges_words(*each)) for each in window.intervals]
    return f"{' and '.join(parts)} {window.unit}"


def why_words(window: DoseWindow) -> str:
    """Return what opens and what closes a window; of an empty one the nearest miss."""
    if window.is_empty:
        return f"{miss_words(window)}{_opening_words(window)}{_belief_words(window)}"
    edges = {e.side: e for e in edges_of(window) if e.dose in (window.low, window.high)}
    low, high = edges["low"].goal, edges["high"].goal
    if low is None:
        opens = "open from the lowest dose searched"
    else:
        opens = f"opens when {in_short(low.endpoint)} {enough_words(low, _unit(window, low))}"
    if high is None:
        closes = "still open at the highest dose searched"
    elif high.at_least:
        enough = enough_words(high, _unit(window, high)).replace(" ", " no longer ", 1)
        closes = f"closes when {in_short(high.endpoint)} {enough}"
    else:
        closes = f"closes for {in_short(high.endpoint)}"
    return f"{opens}, {closes}{_gain_words(window)}{_belief_words(window)}"


def _belief_words(window: DoseWindow) -> str:
    """Return where edges lie in most drawn sets of numbers, and how many sets have none."""
    found = window.uncertainty
    if found is None:
        return ""
    if found.low_span is None or found.high_span is None:
        return f"; no window in any of {found.sets:,} sets of numbers"
    (first, opens), (closes, last) = found.low_span, found.high_span
    low = f"{figures(first)}{' or less' if first == found.searched[0] else ''} to {figures(opens)}"
    high = f"{figures(closes)} to {figures(last)}{' or more' if last == found.searched[1] else ''}"
    none = f"; {percent_words(found.no_window)} have no window" if found.no_window else ""
    return f"; 5 to 95 % of {found.sets:,} sets of numbers: opens at {low}, closes at {high}{none}"


def _gain_words(window: DoseWindow) -> str:
    """Return what the best single dose serves and what titration would; nothing of one person."""
    if window.who.alone or not window.is_scaled:
        return ""
    each = window.individual()
    best = each.best_for_all
    if best is None:
        return ""
    return (
        f"; {step_words(best)} {window.unit} serves {100 * each.share_inside(best):.0f} %, "
        f"each on their own dose {100 * each.share_served_alone:.0f} %"
    )


def miss_words(window: DoseWindow) -> str:
    """Return by how much the best dose of an empty window misses."""
    at = nearest_miss(window)
    if not window.who.alone:
        inside, wanted = float(window.share_inside[at]), window.question.share
        return (
            f"nearest at {number_words(float(window.levels[at]))} {window.unit}: "
            f"{100 * inside:.0f} % of the people inside, wanted {100 * wanted:.0f} %"
        )
    missed: list[str] = []
    for goal, margin in zip(window.goals.goals, window.margins, strict=True):
        if margin[at] < 0:
            # Rounded as a limit is that would let a window open: the two are often one number.
            reached = outward(float(window.statistics[goal.endpoint][at]), goal)
            value, wanted = _value_words(window, goal, reached), limit_words(window, goal)
            missed.append(f"{in_short(goal.endpoint)} {value}, wanted {wanted}")
    where = f"{number_words(float(window.levels[at]))} {window.unit}"
    return f"nearest at {where}: {'; '.join(missed)}"


def _opening_words(window: DoseWindow) -> str:
    goals = {goal.endpoint: goal for goal in window.goals.goals}
    ways = [
        f"{in_short(name)} {'from' if goals[name].at_least else 'up to'} "
        f"{_value_words(window, goals[name], outward(limit, goals[name]))}"
        for name, limit in window.opens_at.items()
        if limit is not None
    ]
    return f"; would open with {' or with '.join(ways)}" if ways else ""


def _value_words(window: DoseWindow | DoseMap | WindowMap, goal: Goal, value: float) -> str:
    unit = _unit(window, goal)
    return percent_words(value) if unit == "" else in_unit(value, unit)


def _unit(window: DoseWindow | DoseMap | WindowMap, goal: Goal) -> str:
    return next(e.unit for e in window.endpoints if e.name == goal.endpoint)


def limit_words(window: DoseWindow | DoseMap | WindowMap, goal: Goal) -> str:
    """Return a goal's limit, "at least 30 %"."""
    word = "at least" if goal.at_least else "at most"
    of = "" if goal.statistic == _MEAN else f" ({goal.statistic})"
    return f"{word} {_value_words(window, goal, goal.limit)}{of}"


def goals_words(windows: Sequence[DoseWindow | DoseMap | WindowMap]) -> list[str]:
    """Return the goals as sentences, once where every window has the same."""
    said: list[str] = []
    for window in windows:
        parts = [
            f"{endpoint_words(g.endpoint)} {limit_words(window, g)}" for g in window.goals.goals
        ]
        over = f"Goals, over the last {window.goals.over_h:g} h"
        said.append(f"{over}: {', '.join(parts)}{_share_words(window)}.")
    return list(dict.fromkeys(said))


def _share_words(window: DoseWindow | DoseMap | WindowMap) -> str:
    """Return in how many people all goals have to hold; nothing of one, nor where it is a scale."""
    first = window.windows[0] if isinstance(window, WindowMap) else window
    if isinstance(first, DoseMap) or first.who.alone:
        return ""
    return f"; all of them in at least {percent_words(first.question.share)} of the people"


def setting_words(windows: Sequence[DoseWindow]) -> list[str]:
    """Return who was treated and how, once where it is the same."""
    who = list(dict.fromkeys(people_words(w.who) for w in windows))
    patterns = list(dict.fromkeys(w.pattern for w in windows))
    people = "; ".join(who)
    median = "" if windows[0].who.alone else ", curves are medians"
    return [f"{people[0].upper()}{people[1:]}{median}. Scaled: {'; '.join(patterns)}."]


def statistic_words(window: DoseWindow) -> str:
    """Return what the y axis shows."""
    kinds = {goal.statistic for goal in window.goals.goals}
    what = "mean of" if kinds == {_MEAN} else "over"
    return f"{what} the last {window.goals.over_h:g} h, %"


def dose_axis_words(window: DoseWindow) -> str:
    """Return the name of the dose axis, with its unit and whether it is logarithmic."""
    kind = "logarithmic" if is_logarithmic(window) else "linear"
    return f"{window.unit.replace('/', ' per ')} ({kind} axis)"
