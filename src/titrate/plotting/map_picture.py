"""A map of two doses, or of a dose and another thing: who meets every goal, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.frame import dose_candidates, dose_ticks, frame, name_axis
from titrate.plotting.lettering import balanced, width_in, wrapped
from titrate.plotting.map_words import (
    AnyMap,
    axis_words,
    best_words,
    foot_sentences,
    group_words,
    is_logarithmic,
    map_title,
    setting_of,
)
from titrate.plotting.names import endpoint_words, tick_words
from titrate.plotting.palette import ENDPOINTS, SHARE_INSIDE, Ink, Theme, inks
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.window_words import goals_words, limit_words
from titrate.search import DoseAxis, ValueAxis, WindowMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Shares that get a shade of their own, and how light and how strong the shades are.
_STEPS = (0.1, 0.25, 0.5, 0.75, 0.9)
_LIGHT, _DARK = (96.0, 3.0), (52.0, 34.0)
_HALF_INSIDE = 0.5
_FINER = 8  # parts of a step between two values
_LONGEST = 8  # letters of a value that is written on its axis
_KEY_SHARE = 0.3  # of a sheet's width that the key beside the panel may take
_AT_BEST = "X"


def draw_map(sheet: Sheet, made: AnyMap, title: str | None) -> None:
    """Draw a map on a sheet: head, panel, key, foot."""
    sizes, box, theme, ax = sheet.sizes, sheet.box, sheet.theme, sheet.axes[0]
    edge = 1.5 * sizes.gap_in
    left = box.left + edge + _left_in(sheet, made)
    room = box.right - edge - left
    notes = made.provenance.notes
    foot = foot_of(
        sheet, left, notes, [*goals_words((made,)), setting_of(made), *foot_sentences(made)]
    )
    top = box.top - 1.5 * sizes.gap_in
    for words, size, bold, colour, role in (
        (title or map_title(made), sizes.heading, True, theme.text, "title"),
        (
            best_words(made),
            sizes.base,
            True,
            theme.edge if _has_inside(made) else theme.note,
            "head",
        ),
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


def _left_in(sheet: Sheet, made: AnyMap) -> float:
    widest = max(width_in(tick_words(tick), sheet.sizes.base) for tick in _may_be_written(made.y))
    return widest + 2.2 * sheet.sizes.leading_in() + sheet.sizes.gap_in


def _frame(sheet: Sheet, ax: Axes, made: AnyMap, panel: Box) -> None:
    frame(sheet, ax, grid=False)
    for axis, room, limit, scale, ticks in (
        (made.x, panel.width, ax.set_xlim, ax.set_xscale, ax.set_xticks),
        (made.y, panel.height, ax.set_ylim, ax.set_yscale, ax.set_yticks),
    ):
        low, high, log = float(axis.amounts[0]), float(axis.amounts[-1]), is_logarithmic(axis)
        scale("log" if log else "linear")
        limit(low, high)
        at = _own_ticks(sheet, axis, room)
        if at is None:
            at = dose_ticks(low, high, log=log, width=room, size=sheet.sizes.base)
        ticks(at, [tick_words(float(tick)) for tick in at])
    ax.minorticks_off()
    name_axis(sheet, ax, x=axis_words(made.x), y=axis_words(made.y))


def _own_ticks(sheet: Sheet, axis: DoseAxis | ValueAxis, room: float) -> list[float] | None:
    """Return the values that were asked for, where there is room to write each of them."""
    if not isinstance(axis, ValueAxis):
        return None
    apart = np.diff(axis.amounts).min() / np.ptp(axis.amounts) * room
    values: list[float] = axis.amounts.tolist()
    short = all(len(tick_words(value)) <= _LONGEST for value in values)
    return values if short and apart > 1.3 * sheet.sizes.leading_in() else None


def _may_be_written(axis: DoseAxis | ValueAxis) -> list[float]:
    """Return every number that may come to stand beside an axis."""
    low, high = float(axis.amounts[0]), float(axis.amounts[-1])
    round_ones = dose_candidates(low, high, log=is_logarithmic(axis))
    own = axis.amounts.tolist() if isinstance(axis, ValueAxis) else []
    every = [tick for ticks in round_ones for tick in ticks] + own
    return [tick for tick in every if len(tick_words(tick)) <= _LONGEST] or [low]


def _fill(theme: Theme, ax: Axes, made: AnyMap) -> None:
    x, y = made.x.amounts, made.y.amounts
    if made.who.alone:
        # Between two values each goal runs straight, and the least of them does not.
        finer = np.linspace(0, len(y) - 1, _FINER * (len(y) - 1) + 1)
        y = np.interp(finer, np.arange(len(y)), y)
        each = [
            np.stack([np.interp(y, made.y.amounts, row) for row in edge])
            for edge in made.edges.values()
        ]
        inside = np.min(each, axis=0)
        if inside.max() > 0:
            ax.contourf(x, y, inside.T, levels=[0.0, np.inf], colors=[theme.band_core], zorder=0.5)
        return
    share, colours = made.share_inside.T, shades(theme)
    ax.contourf(x, y, share, levels=[*_STEPS, 1.01], colors=colours, zorder=0.5)


def _draw_edges(sheet: Sheet, ax: Axes, made: AnyMap) -> None:
    x, y = made.x.amounts, made.y.amounts
    for name, ink in inks(made.edges, ENDPOINTS).items():
        edge = made.edges[name].T
        if edge.min() < 0 < edge.max():
            drawn = ax.contour(x, y, edge, levels=[0.0], colors=[sheet.theme.colour(ink)], zorder=2)
            drawn.set(linewidth=sheet.sizes.base * 0.17, linestyle=ink.dash, gid=f"edge {name}")


def _has_inside(made: AnyMap) -> bool:
    if isinstance(made, WindowMap):
        return not all(window.is_empty for window in made.windows)
    return made.best is not None


def _mark_best(sheet: Sheet, ax: Axes, made: AnyMap) -> None:
    """Mark the best pair; of windows the best dose on the step at each value."""
    if isinstance(made, WindowMap):
        doses, values, size = made.best, made.y.amounts, 0.55
    elif made.best is None:
        return
    else:
        (doses, values), size = ([dose] for dose in made.best), 0.85
    ax.plot(
        doses,
        values,
        marker=_AT_BEST,
        markersize=sheet.sizes.base * size,
        markerfacecolor=sheet.theme.text,
        markeredgecolor=sheet.theme.page,
        linestyle="none",
        zorder=4,
        clip_on=False,
        gid="best",
    )


def _write_key(sheet: Sheet, ax: Axes, made: AnyMap, panel: Box, room: float) -> None:
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
        wanted = f"{group_words(made)}{limit_words(made, goal)}{_nowhere(made, goal.endpoint)}"
        top = written(wanted, theme.text)
        top -= 0.5 * sizes.gap_in


def _shade_rows(theme: Theme, made: AnyMap) -> list[tuple[str, str]]:
    if made.who.alone:
        return [(theme.band_core, "every goal is met")]
    ends = [*_STEPS, 1.0]
    colours = shades(theme)
    rows = [
        (colour, f"{100 * low:g} to {100 * high:g} % inside")
        for colour, low, high in zip(colours, ends, ends[1:], strict=False)
    ]
    return rows[::-1]


def _nowhere(made: AnyMap, name: str) -> str:
    """Return that a goal has no edge on the map, where it has none."""
    edge = made.edges[name]
    if edge.min() >= 0:
        return ": everywhere here"
    return ": nowhere here" if edge.max() < 0 else ""
