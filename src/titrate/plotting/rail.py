"""The rail above a window's panel: its width, the steps inside it, the best of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.dose_axis import DoseAxis
from titrate.plotting.lettering import ascent_in, width_in
from titrate.plotting.names import number_words
from titrate.plotting.rail_ends import STAR, arrow_in, numbers_at
from titrate.plotting.sheet import Box, Sheet
from titrate.plotting.window_words import Edge, edges_of, nearest_miss
from titrate.search import DoseWindow
from titrate.search.words import step_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINES = 2.75  # height of the rail, in lines of words
_BAR_AT = 1.0  # height of its bar above the panel, likewise
_WHISKERS = 0.7  # and what whiskers below it add
_CLOSEST_STEPS_IN = 0.02


def rail_height_in(sheet: Sheet, windows: Iterable[DoseWindow]) -> float:
    """Return how much room the rails of windows need above their panels, in inches."""
    whiskers = max((_whiskers_lines(window) for window in windows), default=0.0)
    return (_LINES + whiskers) * sheet.sizes.leading_in()


def _whiskers_lines(window: DoseWindow) -> float:
    return 0.0 if window.uncertainty is None else _WHISKERS


@dataclass(frozen=True, eq=False)
class Rail:
    """A level line on a sheet along which doses lie.

    Parameters
    ----------
    sheet : Sheet
    ax : matplotlib Axes
        What holds the things drawn along it.
    axis : DoseAxis
    y_in : float
        How high it lies on the sheet, in inches.
    """

    sheet: Sheet
    ax: Axes
    axis: DoseAxis
    y_in: float


def draw_rail(sheet: Sheet, ax: Axes, axis: DoseAxis, bounds: Box, window: DoseWindow) -> None:
    """Draw the rail of a window above its panel; its words stay within ``bounds``."""
    up = (_BAR_AT + _whiskers_lines(window)) * sheet.sizes.leading_in()
    rail = Rail(sheet, ax, axis, axis.panel.top + up)
    _whiskers(rail, window)
    if window.is_empty:
        dose = float(window.levels[nearest_miss(window)])
        draw_star(rail, dose, full=False)
        _above(rail, bounds, dose, f"nearest miss {number_words(dose)} {window.unit}")
        return
    edges = edges_of(window)
    for i, (low, high) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        _bar(rail, window, (low, high))
        draw_steps(rail, window, (low.dose, high.dose))
        if low.dose == window.low:
            for x, line in numbers_at(sheet, axis, bounds, window, i):
                _write(rail, x, rail.y_in + ascent_in(sheet.sizes.base) / 2, line, bold=True)
    if window.best is not None:
        draw_star(rail, window.best, full=True)
        step = f"{step_words(window.step)} {window.unit}"
        best = f"best {step_words(window.best)}, in steps of {step}"
        _above(rail, bounds, window.best, best)


def _bar(rail: Rail, window: DoseWindow, edges: tuple[Edge, Edge]) -> None:
    sheet, ax, y = rail.sheet, rail.ax, rail.y_in
    thin = sheet.sizes.base * 0.11
    style = {"color": sheet.theme.edge, "solid_capstyle": "butt", "gid": "rail"}
    low, high = (arrow_in(sheet, rail.axis, window, edge) for edge in edges)
    ends = [rail.axis.x_in(edges[0].dose) - low, rail.axis.x_in(edges[1].dose) + high]
    sheet.draw(ax, ends, [y, y], linewidth=sheet.sizes.base * 0.16, **style)
    for edge, x in zip(edges, ends, strict=True):
        if edge.goal is None:
            way = "<" if edge.side == "low" else ">"
            arrow = style | {"gid": "arrow"}
            sheet.draw(ax, [x], [y], marker=way, markersize=sheet.sizes.marker, **arrow)
        else:
            cap = sheet.sizes.gap_in * 0.8
            sheet.draw(ax, [x, x], [rail.axis.panel.top, y + cap], linewidth=thin, **style)


def _whiskers(rail: Rail, window: DoseWindow) -> None:
    """Draw below the rail from where to where each edge lies in most of the drawn sets."""
    found, sheet = window.uncertainty, rail.sheet
    if found is None:
        return
    style = {"color": sheet.theme.edge, "gid": "whisker", "linewidth": sheet.sizes.base * 0.11}
    for span, share, mark in ((found.low_span, 0.95, "<"), (found.high_span, 0.4, ">")):
        if span is None:
            continue
        y = rail.axis.panel.top + share * sheet.sizes.leading_in()
        ends = [rail.axis.x_in(dose) for dose in span]
        sheet.draw(rail.ax, ends, [y, y], **style)
        for dose, x in zip(span, ends, strict=True):
            ended = dose in found.searched
            shape = mark if ended else "|"
            size = sheet.sizes.marker * (0.6 if ended else 0.75)
            sheet.draw(rail.ax, [x], [y], marker=shape, markersize=size, **style)


def draw_steps(rail: Rail, window: DoseWindow, interval: tuple[float, float]) -> None:
    """Draw one tick per step of the door, where they are far enough apart to be counted."""
    if window.step <= 0:
        return
    sheet, x_in = rail.sheet, rail.axis.x_in
    first = int(np.ceil(interval[0] / window.step - 1e-9))
    last = int(np.floor(interval[1] / window.step + 1e-9))
    if last < 1 or x_in(interval[1]) - x_in(interval[1] - window.step) < _CLOSEST_STEPS_IN:
        return
    half = sheet.sizes.gap_in * 0.45
    for k in range(max(first, 1), last + 1):
        x = x_in(k * window.step)
        sheet.draw(
            rail.ax,
            [x, x],
            [rail.y_in - half, rail.y_in + half],
            color=sheet.theme.edge,
            linewidth=sheet.sizes.base * 0.09,
        )


def draw_star(rail: Rail, dose: float, *, full: bool) -> None:
    """Draw the star of the best dose, hollow for a nearest miss."""
    sheet, theme = rail.sheet, rail.sheet.theme
    sheet.draw(
        rail.ax,
        [rail.axis.x_in(dose)],
        [rail.y_in],
        marker="*",
        markersize=sheet.sizes.marker * STAR,
        markerfacecolor=theme.edge if full else theme.page,
        markeredgecolor=theme.page if full else theme.edge,
        markeredgewidth=sheet.sizes.base * 0.08,
        zorder=6,
        gid="star",
    )


def _above(rail: Rail, bounds: Box, dose: float, line: str) -> None:
    sizes = rail.sheet.sizes
    wide = width_in(line, sizes.base)
    left = min(max(rail.axis.x_in(dose) - wide / 2, bounds.left), bounds.right - wide)
    _write(rail, left, rail.y_in + 1.55 * sizes.leading_in(), line)


def _write(rail: Rail, x_in: float, top_in: float, line: str, *, bold: bool = False) -> None:
    size, colour = rail.sheet.sizes.base, rail.sheet.theme.edge
    rail.sheet.write(
        rail.ax, x_in, top_in, [line], size=size, colour=colour, bold=bold, role="rail"
    )
