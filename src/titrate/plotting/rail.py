"""The rail above a window's panel: its width, the steps inside it, the best of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.lettering import ascent_in, width_in
from titrate.plotting.names import number_words
from titrate.plotting.sheet import Box, Sheet
from titrate.plotting.window_words import Edge, edges_of, nearest_miss
from titrate.search import DoseWindow
from titrate.search.words import edge_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINES = 2.75  # height of the rail, in lines of words
_BAR_AT = 1.0  # height of its bar above the panel, likewise
_CLOSEST_STEPS_IN = 0.02


def rail_height_in(sheet: Sheet) -> float:
    """Return how much room a rail needs above its panel, in inches."""
    return _LINES * sheet.sizes.leading_in()


def draw_rail(
    sheet: Sheet,
    ax: Axes,
    panel: Box,
    bounds: Box,
    window: DoseWindow,
    x_in: Callable[[float], float],
) -> None:
    """Draw the rail of a window between the edges of ``bounds``.

    Parameters
    ----------
    sheet : Sheet
    ax : matplotlib Axes
    panel, bounds : Box
        The panel itself, and the room its words may take.
    window : DoseWindow
    x_in : callable
        From a dose to inches on the sheet.
    """
    y = panel.top + _BAR_AT * sheet.sizes.leading_in()
    if window.is_empty:
        at = x_in(float(window.levels[nearest_miss(window)]))
        draw_star(sheet, ax, at, y, full=False)
        dose = number_words(float(window.levels[nearest_miss(window)]))
        _above(sheet, ax, bounds, at, y, f"nearest miss {dose} {window.unit}")
        return
    edges = edges_of(window)
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        _bar(sheet, ax, panel, (low, high), y, x_in)
        draw_steps(sheet, ax, window, (low.dose, high.dose), y, x_in)
        if low.dose == window.low:
            _ends(sheet, ax, bounds, (low, high), y, x_in)
    if window.best is not None:
        at = x_in(window.best)
        draw_star(sheet, ax, at, y, full=True)
        step = f"{number_words(window.step)} {window.unit}"
        _above(sheet, ax, bounds, at, y, f"best {number_words(window.best)}, in steps of {step}")


def _bar(
    sheet: Sheet,
    ax: Axes,
    panel: Box,
    edges: tuple[Edge, Edge],
    y: float,
    x_in: Callable[[float], float],
) -> None:
    thin = sheet.sizes.base * 0.11
    style = {"color": sheet.theme.edge, "solid_capstyle": "butt", "gid": "rail"}
    ends = [x_in(edge.dose) for edge in edges]
    sheet.draw(ax, ends, [y, y], linewidth=sheet.sizes.base * 0.16, **style)
    for edge, x in zip(edges, ends, strict=True):
        if edge.goal is None:
            way = "<" if edge.side == "low" else ">"
            sheet.draw(ax, [x], [y], marker=way, markersize=sheet.sizes.marker, **style)
        else:
            cap = sheet.sizes.gap_in * 0.8
            sheet.draw(ax, [x, x], [panel.top, y + cap], linewidth=thin, **style)


def draw_steps(
    sheet: Sheet,
    ax: Axes,
    window: DoseWindow,
    interval: tuple[float, float],
    y: float,
    x_in: Callable[[float], float],
) -> None:
    """Draw one tick per step of the door, where they are far enough apart to be counted."""
    if window.step <= 0:
        return
    first = int(np.ceil(interval[0] / window.step - 1e-9))
    last = int(np.floor(interval[1] / window.step + 1e-9))
    if last < 1 or x_in(interval[1]) - x_in(interval[1] - window.step) < _CLOSEST_STEPS_IN:
        return
    half = sheet.sizes.gap_in * 0.45
    for k in range(max(first, 1), last + 1):
        x = x_in(k * window.step)
        sheet.draw(
            ax,
            [x, x],
            [y - half, y + half],
            color=sheet.theme.edge,
            linewidth=sheet.sizes.base * 0.09,
        )


def draw_star(sheet: Sheet, ax: Axes, x: float, y: float, *, full: bool) -> None:
    """Draw the star of the best dose, hollow for a nearest miss, at a place in inches."""
    theme = sheet.theme
    sheet.draw(
        ax,
        [x],
        [y],
        marker="*",
        markersize=sheet.sizes.marker * 1.7,
        markerfacecolor=theme.edge if full else theme.page,
        markeredgecolor=theme.page if full else theme.edge,
        markeredgewidth=sheet.sizes.base * 0.08,
        zorder=6,
    )


def _ends(
    sheet: Sheet,
    ax: Axes,
    bounds: Box,
    edges: tuple[Edge, Edge],
    y: float,
    x_in: Callable[[float], float],
) -> None:
    """Write the lowest and the highest dose beside the bar, and their ratio if goals set both."""
    sizes = sheet.sizes
    low, high = edges
    gap = 1.2 * sizes.gap_in
    words = [edge_words(low.dose, "low") + (" or less" if low.goal is None else "")]
    last = edge_words(high.dose, "high") + (" or more" if high.goal is None else "")
    times = ""
    if low.goal is not None and high.goal is not None and low.dose > 0:
        factor = high.dose / low.dose
        times = f"   × {factor:.2g}" if factor < 10 else f"   × {factor:.0f}"
    room = bounds.right - x_in(high.dose) - gap
    forms = (last + times, last, edge_words(high.dose, "high"))
    words.append(next((f for f in forms if width_in(f, sizes.base, True) <= room), forms[-1]))
    left = max(x_in(low.dose) - gap - width_in(words[0], sizes.base, True), bounds.left)
    right = min(x_in(high.dose) + gap, bounds.right - width_in(words[1], sizes.base, True))
    for x, line in zip((left, right), words, strict=True):
        sheet.write(
            ax,
            x,
            y + ascent_in(sizes.base) / 2,
            [line],
            size=sizes.base,
            colour=sheet.theme.edge,
            bold=True,
            role="rail",
        )


def _above(sheet: Sheet, ax: Axes, bounds: Box, x: float, y: float, line: str) -> None:
    sizes = sheet.sizes
    wide = width_in(line, sizes.base)
    left = min(max(x - wide / 2, bounds.left), bounds.right - wide)
    top = y + 1.55 * sizes.leading_in()
    sheet.write(ax, left, top, [line], size=sizes.base, colour=sheet.theme.edge, role="rail")
