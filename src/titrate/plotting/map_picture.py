"""A map of two doses: who meets every goal, and where each goal ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.frame import dose_ticks, frame, name_axis
from titrate.plotting.lettering import balanced, width_in, wrapped
from titrate.plotting.names import (
    door_words,
    endpoint_words,
    number_words,
    people_words,
    percent_words,
    start_words,
)
from titrate.plotting.palette import ENDPOINTS, SHARE_INSIDE, Ink, Theme, inks
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.window_words import goals_words, limit_words
from titrate.search import DoseAxis, DoseMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Shares that get a shade of their own, and how light and how strong the shades are.
_STEPS = (0.1, 0.25, 0.5, 0.75, 0.9)
_LIGHT, _DARK = (96.0, 3.0), (52.0, 34.0)
_HALF_INSIDE = 0.5
_KEY_SHARE = 0.3  # of a sheet's width that the key beside the panel may take
_AT_BEST = "X"


def draw_map(sheet: Sheet, made: DoseMap, title: str | None) -> None:
    """Draw a dose map on a sheet: head, panel, key, foot."""
    sizes, box, theme, ax = sheet.sizes, sheet.box, sheet.theme, sheet.axes[0]
    edge = 1.5 * sizes.gap_in
    left = box.left + edge + _left_in(sheet, made)
    room = box.right - edge - left
    notes = made.provenance.notes
    foot = foot_of(sheet, left, notes, [*goals_words((made,)), _setting(made), *_foot(made)])
    top = box.top - 1.5 * sizes.gap_in
    for words, size, bold, colour, role in (
        (title or map_title(made), sizes.heading, True, theme.text, "title"),
        (best_words(made), sizes.base, True, theme.edge if made.best else theme.note, "head"),
    ):
        lines = wrapped(words, room, size, bold=bold)
        top = sheet.write(ax, left, top, lines, size=size, colour=colour, bold=bold, role=role)
    top -= sizes.gap_in
    bottom = box.bottom + foot.height_in + 3.1 * sizes.leading_in()
    key = min(_KEY_SHARE * box.width, 15 * sizes.leading_in())
    panel = Box(
        left,
        bottom,
        max(room - key - 2 * sizes.gap_in, LEAST_PANEL_IN),
        max(top - bottom, LEAST_PANEL_IN),
    )
    sheet.place(ax, panel)
    _frame(sheet, ax, made, panel)
    _fill(theme, ax, made)
    _draw_edges(sheet, ax, made)
    _mark_best(sheet, ax, made)
    _write_key(sheet, ax, made, panel, key)
    draw_foot(sheet, ax, foot)


def map_title(made: DoseMap) -> str:
    """Return what a map is of."""
    doors = f"{door_words(made.x.route)} and {_lower(door_words(made.y.route))} together"
    return f"{doors}, {start_words(made.start)}"


def best_words(made: DoseMap) -> str:
    """Return the best pair of doses in words."""
    if made.best is None:
        return "No pair of doses meets every goal" + ("" if made.who.alone else " for anybody")
    x, y = (number_words(dose) for dose in made.best)
    pair = f"{x} {made.x.unit} with {y} {made.y.unit}"
    if made.who.alone:
        return f"In the middle of the doses that meet every goal: {pair}"
    return f"{percent_words(made.best_share)} meet every goal at {pair}"


def map_in_words(made: DoseMap, title: str | None) -> str:
    """Return what a picture of a dose map shows."""
    parts = [f"{title or map_title(made)}. {made.why()}"]
    return " ".join([*parts, *goals_words((made,)), *made.provenance.notes])


def shades(theme: Theme) -> list[str]:
    """Return the shades of the shares, few people to many."""
    places = np.linspace(0, 1, len(_STEPS))
    return [
        theme.colour(
            Ink(
                _LIGHT[0] + (_DARK[0] - _LIGHT[0]) * place,
                _LIGHT[1] + (_DARK[1] - _LIGHT[1]) * place,
                SHARE_INSIDE.hue,
                SHARE_INSIDE.dash,
                SHARE_INSIDE.marker,
            )
        )
        for place in places.tolist()
    ]


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _setting(made: DoseMap) -> str:
    who = people_words(made.who)
    return f"{who[0].upper()}{who[1:]}. Scaled: {made.x.pattern}; {made.y.pattern}."


def _foot(made: DoseMap) -> list[str]:
    said = [made.provenance.footer]
    if made.off_by > 0:
        off = f"Shares between worked-out pairs are interpolated; off by {made.off_by:.2g} at most"
        return [f"{off} where checked.", *said]
    return said


def _left_in(sheet: Sheet, made: DoseMap) -> float:
    widest = width_in(number_words(float(made.y.amounts[-1])), sheet.sizes.base)
    return widest + 2.2 * sheet.sizes.leading_in() + sheet.sizes.gap_in


def _frame(sheet: Sheet, ax: Axes, made: DoseMap, panel: Box) -> None:
    frame(sheet, ax, grid=False)
    for axis, room, limit, ticks in (
        (made.x, panel.width, ax.set_xlim, ax.set_xticks),
        (made.y, panel.height, ax.set_ylim, ax.set_yticks),
    ):
        low, high = float(axis.amounts[0]), float(axis.amounts[-1])
        limit(low, high)
        at = dose_ticks(low, high, log=False, width=room, size=sheet.sizes.base)
        ticks(at, [number_words(tick) for tick in at])
    name_axis(sheet, ax, x=_axis_words(made.x), y=_axis_words(made.y))


def _axis_words(axis: DoseAxis) -> str:
    return f"{_lower(door_words(axis.route))}, {axis.unit.replace('/', ' per ')} (linear axis)"


def _fill(theme: Theme, ax: Axes, made: DoseMap) -> None:
    x, y = made.x.amounts, made.y.amounts
    if made.who.alone:
        inside = np.min(list(made.edges.values()), axis=0)
        if inside.max() > 0:
            ax.contourf(x, y, inside.T, levels=[0.0, np.inf], colors=[theme.band_core], zorder=0.5)
        return
    share, colours = made.share_inside.T, shades(theme)
    ax.contourf(x, y, share, levels=[*_STEPS, 1.01], colors=colours, zorder=0.5)


def _draw_edges(sheet: Sheet, ax: Axes, made: DoseMap) -> None:
    x, y = made.x.amounts, made.y.amounts
    for name, ink in inks(made.edges, ENDPOINTS).items():
        edge = made.edges[name].T
        if edge.min() < 0 < edge.max():
            drawn = ax.contour(x, y, edge, levels=[0.0], colors=[sheet.theme.colour(ink)], zorder=2)
            drawn.set(linewidth=sheet.sizes.base * 0.17, linestyle=ink.dash, gid=f"edge {name}")


def _mark_best(sheet: Sheet, ax: Axes, made: DoseMap) -> None:
    if made.best is None:
        return
    ax.plot(
        *([dose] for dose in made.best),
        marker=_AT_BEST,
        markersize=sheet.sizes.base * 0.85,
        markerfacecolor=sheet.theme.text,
        markeredgecolor=sheet.theme.page,
        linestyle="none",
        zorder=4,
        clip_on=False,
        gid="best",
    )


def _write_key(sheet: Sheet, ax: Axes, made: DoseMap, panel: Box, room: float) -> None:
    """Write beside the panel what shades, lines and the mark mean."""
    from matplotlib.patches import Rectangle

    sizes, theme = sheet.sizes, sheet.theme
    wide, leading = 2.2 * sizes.leading_in(), sizes.leading_in()
    left = panel.right + 2 * sizes.gap_in
    words_at, words_in = left + wide + sizes.gap_in, room - wide - sizes.gap_in
    top = panel.top

    def written(words: str, colour: str, *, bold: bool = False) -> float:
        lines = balanced(words, words_in, sizes.base, bold=bold)
        return sheet.write(
            ax, words_at, top, lines, size=sizes.base, colour=colour, bold=bold, role="key"
        )

    for colour, words in _shade_rows(theme, made):
        x, y = sheet.fraction(left, top - 0.85 * leading)
        across, up = sheet.fraction(wide, 0.7 * leading)
        box = Rectangle((x, y), across, up, transform=sheet.figure.transSubfigure)
        box.set(facecolor=colour, linewidth=0, clip_on=False, gid="shade")
        ax.add_artist(box)
        box.set_clip_on(False)
        top = written(words, theme.text)
    top -= sizes.gap_in
    known = inks(made.edges, ENDPOINTS)
    for goal, endpoint in zip(made.goals.goals, made.endpoints, strict=True):
        ink = known[goal.endpoint]
        style = {"color": theme.colour(ink), "linestyle": ink.dash}
        middle = top - 0.5 * leading
        sheet.draw(ax, (left, left + wide), (middle, middle), linewidth=sizes.base * 0.17, **style)
        name = endpoint_words(endpoint.name, endpoint.meaning)
        top = written(name, theme.lettering(ink), bold=True)
        half = "" if made.who.alone else "half of them "
        top = written(f"{half}{limit_words(made, goal)}{_nowhere(made, goal.endpoint)}", theme.text)
        top -= 0.5 * sizes.gap_in


def _shade_rows(theme: Theme, made: DoseMap) -> list[tuple[str, str]]:
    if made.who.alone:
        return [(theme.band_core, "every goal is met")]
    ends = [*_STEPS, 1.0]
    colours = shades(theme)
    rows = [
        (colour, f"{100 * low:g} to {100 * high:g} % inside")
        for colour, low, high in zip(colours, ends, ends[1:], strict=False)
    ]
    return rows[::-1]


def _nowhere(made: DoseMap, name: str) -> str:
    """Return that a goal has no edge on the map, where it has none."""
    edge = made.edges[name]
    if edge.min() >= 0:
        return ": everywhere here"
    return ": nowhere here" if edge.max() < 0 else ""
