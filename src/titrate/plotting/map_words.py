"""What a map says in words: its title, head, axes and foot, and all of it in a description."""

from __future__ import annotations

import numpy as np

from titrate.plotting.names import (
    door_words,
    people_words,
    percent_words,
    start_words,
)
from titrate.plotting.window_words import goals_words
from titrate.search import DoseAxis, DoseMap, ValueAxis, WindowMap
from titrate.search.words import edges_words, step_words

AnyMap = DoseMap | WindowMap

_DAY_H = 24.0
# Steps of an axis that differ by more than this are steps of a ratio.
_EVEN = 1e-6


def map_title(made: AnyMap) -> str:
    """Return what a map is of."""
    door = door_words(made.x.route, made.x.unit)
    if isinstance(made, WindowMap):
        return f"{door}, by {made.y.words}, {start_words(made.start)}"
    doors = f"{door} and {_lower(door_words(made.y.route, made.y.unit))} together"
    return f"{doors}, {start_words(made.start)}"


def best_words(made: AnyMap) -> str:
    """Return the head of a map: the best pair, or how the window moves."""
    if isinstance(made, WindowMap):
        return _moves(made)
    if made.best is None:
        return "No pair of doses meets every goal" + ("" if made.who.alone else " for anybody")
    x, y = (step_words(dose) for dose in made.best)
    pair = f"{x} {made.x.unit} with {y} {made.y.unit}"
    if made.who.alone:
        if made.share_inside.min() >= 1:
            return "Every pair of doses meets every goal"
        return f"Farthest from doses that miss a goal: {pair}"
    return f"{percent_words(made.best_share)} meet every goal at {pair}"


def map_in_words(made: AnyMap, title: str | None) -> str:
    """Return what a picture of a map shows."""
    parts = [f"{title or map_title(made)}. {made.why()}"]
    return " ".join([*parts, *goals_words((made,)), *made.provenance.notes])


def setting_of(made: AnyMap) -> str:
    """Return who was asked about, and what was scaled."""
    if isinstance(made, WindowMap):
        return f"{_whom(made)}. Scaled: {_pattern(made)}. Crosses: best dose on the step."
    return f"{_capital(people_words(made.who))}. Scaled: {made.x.pattern}; {made.y.pattern}."


def _whom(made: WindowMap) -> str:
    """Return who was asked about; what is varied is not named with the value of one of them."""
    varied = made.y.name in made.who.covariates
    who = _capital(people_words(made.who, without=made.y.name))
    return f"{who}, {made.y.words} as shown" if varied else who


def _pattern(made: WindowMap) -> str:
    asked = made.windows[0].question.regimen
    if made.y.name != "every_h" or asked is None:
        return made.x.pattern
    return f"tablets at each interval for {asked.end_h / _DAY_H:g} days, by their daily amount"


def foot_sentences(made: AnyMap) -> list[str]:
    """Return what a map rests on, and how far off it may be."""
    said = [made.provenance.footer]
    if made.off_by > 0:
        off = f"Shares between worked-out pairs are interpolated; off by {made.off_by:.2g} at most"
        return [f"{off} where checked.", *said]
    return said


def group_words(made: AnyMap) -> str:
    """Return of whom an edge tells; nothing of one person."""
    if made.who.alone:
        return ""
    share = made.share if isinstance(made, WindowMap) else 0.5
    return "half of them " if share == 1 / 2 else f"{100 * share:.3g} % of them "


def axis_words(axis: DoseAxis | ValueAxis) -> str:
    """Return the name of an axis, with its unit and its scale."""
    scale = f"{'logarithmic' if is_logarithmic(axis) else 'linear'} axis"
    if isinstance(axis, DoseAxis):
        door = _lower(door_words(axis.route, axis.unit))
        return f"{door}, {axis.unit.replace('/', ' per ')} ({scale})"
    return f"{axis.words}, {axis.unit} ({scale})" if axis.unit else f"{axis.words} ({scale})"


def is_logarithmic(axis: DoseAxis | ValueAxis) -> bool:
    """Return whether the steps of an axis are ratios: those of a dose as they were scanned."""
    steps = np.diff(axis.amounts)
    return isinstance(axis, DoseAxis) and bool(np.ptp(steps) > _EVEN * steps.max())


def _moves(made: WindowMap) -> str:
    ends: list[str] = []
    for place in (0, -1):
        window, at = made.windows[place], made.y.shown(float(made.y.amounts[place]))
        if window.low is None or window.high is None:
            ends.append(f"no dose at {at}")
        else:
            low, high = edges_words(window.low, window.high)
            ends.append(f"{low} to {high} {made.x.unit} at {at}")
    return ", ".join(ends)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
