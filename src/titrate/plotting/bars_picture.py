"""Dose windows as bars: one row for each case, over one dose axis for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from titrate.plotting.bar_rows import bar_row, columns_in, draw_key, draw_row, key_of
from titrate.plotting.comparison_words import comparison_words, is_ordered, who_words
from titrate.plotting.dose_axis import DoseAxis
from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.frame import frame, name_axis
from titrate.plotting.head import draw_head
from titrate.plotting.names import start_words
from titrate.plotting.palette import DASHED
from titrate.plotting.rail import Rail, draw_star, draw_steps
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.window_curves import window_inks
from titrate.plotting.window_words import (
    dose_axis_words,
    edges_of,
    goals_words,
    is_logarithmic,
    nearest_miss,
)
from titrate.search import Comparison, DoseWindow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HALF_BAR = 0.24  # of a row's height
_NAME_SHARE = 0.2  # of the picture's width that the names of the cases may take
_WORDS_SHARE = 0.3  # and those that say their doses
_FULL = 0.94  # of a row that its words may fill
_POINTS = 72.0 * 2  # of twice an inch
_ROW_IN, _PANEL_IN, _REST_IN, _WIDTH_IN = 0.56, 0.6, 1.6, 9.0
_LEAST_IN = 3.6


@dataclass(frozen=True, eq=False)
class BarsPicture:
    """The rows of a comparison of windows, by the unit of their doses.

    Parameters
    ----------
    comparison : Comparison
    windows : mapping of case to DoseWindow
    """

    comparison: Comparison
    windows: Mapping[str, DoseWindow]

    @property
    def by_unit(self) -> dict[str, dict[str, DoseWindow]]:
        """Rows that share an axis, from top to bottom."""
        found: dict[str, dict[str, DoseWindow]] = {}
        for name, window in self.windows.items():
            found.setdefault(window.unit, {})[name] = window
        return found

    @property
    def count(self) -> int:
        """How many axes the picture needs."""
        return len(self.by_unit)

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height of a new figure."""
        tall = _REST_IN + _PANEL_IN * self.count + _ROW_IN * len(self.windows)
        return _WIDTH_IN, max(tall, _LEAST_IN)

    @property
    def setting(self) -> str:
        """Who was treated and from what start, as far as the cases share it."""
        who = who_words(self.comparison, (window.who for window in self.windows.values()))
        starts = self.starts
        return f"{who}; {starts[0]}" if len(starts) == 1 else who

    @property
    def starts(self) -> list[str]:
        """How people begin, each once."""
        return list(dict.fromkeys(start_words(w.start) for w in self.windows.values()))

    @property
    def foot(self) -> list[str]:
        """Sentences at the foot: goals, what was scaled, provenance."""
        every = tuple(self.windows.values())
        patterns = "; ".join(dict.fromkeys(window.pattern for window in every))
        footers = dict.fromkeys(window.provenance.footer for window in every)
        return [*goals_words(every), f"Scaled: {patterns}.", *footers]


def bars_picture(comparison: Comparison) -> BarsPicture:
    """Return a comparison of dose windows made ready to draw."""
    return BarsPicture(
        comparison, {n: item for n, item in comparison.items() if isinstance(item, DoseWindow)}
    )


def draw_bars(sheet: Sheet, made: BarsPicture, title: str | None) -> None:
    """Draw one panel of rows for each unit, one to each axes."""
    sizes, box = sheet.sizes, sheet.box
    edge = 1.5 * sizes.gap_in
    x, room = box.left + edge, box.width - 2 * edge
    around = (room * _NAME_SHARE, room * _WORDS_SHARE)
    several = len(made.starts) > 1
    rows = {n: bar_row(sheet, n, w, around, started=several) for n, w in made.windows.items()}
    notes = [note for window in made.windows.values() for note in window.provenance.notes]
    foot = foot_of(sheet, x, notes, made.foot)
    title = title or comparison_words(made.comparison)
    top = draw_head(sheet, x, box.top - edge, room, title=title, setting=made.setting)
    below = 3.1 * sizes.leading_in()
    taken = box.bottom + foot.height_in + below * made.count + sizes.gap_in
    row_in = max((top - taken) / len(rows), LEAST_PANEL_IN / 2)
    key = key_of(r for r in rows.values() if not r.fitted(sheet, row_in * _FULL).reasons)
    top = draw_key(sheet, sheet.axes[0], key, x, top, room) - sizes.gap_in
    row_in = max((top + sizes.gap_in - taken) / len(rows), LEAST_PANEL_IN / 2)
    rows = {name: row.fitted(sheet, row_in * _FULL) for name, row in rows.items()}
    before, after = columns_in(sheet, list(rows.values()))
    width = max(room - before - after, LEAST_PANEL_IN)
    for ax, members in zip(sheet.axes, made.by_unit.values(), strict=True):
        height = row_in * len(members)
        panel = Box(x + before, top - height, width, height)
        _draw_panel(sheet, ax, panel, members, joined=is_ordered(made.comparison))
        for k, name in enumerate(members):
            middle = panel.top - (k + 0.5) * row_in
            draw_row(sheet, ax, rows[name], middle, left=x, right=panel.right)
        top -= height + below
    draw_foot(sheet, sheet.axes[0], foot)


def _draw_panel(
    sheet: Sheet, ax: Axes, panel: Box, windows: Mapping[str, DoseWindow], *, joined: bool
) -> None:
    sizes, every = sheet.sizes, list(windows.values())
    low = min(window.searched[0] for window in every)
    high = max(window.searched[1] for window in every)
    log = low > 0 and any(is_logarithmic(window) for window in every)
    sheet.place(ax, panel)
    axis = DoseAxis(panel, low, high, log)
    axis.scale(ax)
    ax.set_yscale("linear")
    ax.set_ylim(len(every), 0)
    frame(sheet, ax, grid=False)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    axis.write(ax, sizes.base)
    ax.grid(True, axis="x", color=sheet.theme.grid, linewidth=sizes.base * 0.05)
    kind = next((window for window in every if is_logarithmic(window) == log), every[0])
    name_axis(sheet, ax, x=dose_axis_words(kind))
    for k, window in enumerate(every):
        _draw_bar(sheet, ax, axis, window, k)
    if joined:
        for k, (one, other) in enumerate(pairwise(every)):
            _join(sheet, ax, one, other, k)


def _draw_bar(sheet: Sheet, ax: Axes, axis: DoseAxis, window: DoseWindow, k: int) -> None:
    theme, sizes = sheet.theme, sheet.sizes
    row_in = axis.panel.height / (ax.get_ylim()[0] or 1)
    y, middle = k + 0.5, axis.panel.top - (k + 0.5) * row_in
    ax.plot(
        window.searched, [y, y], color=theme.quiet, linewidth=sizes.base * 0.06, zorder=1, alpha=0.7
    )
    if window.is_empty:
        miss = float(window.levels[nearest_miss(window)])
        draw_star(Rail(sheet, ax, axis, middle), miss, full=False)
        return
    found, edges = window_inks(window), edges_of(window)
    rail = Rail(sheet, ax, axis, middle - _HALF_BAR * row_in)
    for low, high in window.intervals:
        ax.barh(y, high - low, 2 * _HALF_BAR, low, color=theme.band, linewidth=0, zorder=1.5)
        draw_steps(rail, window, (low, high))
    for edge in edges:
        ax.plot(
            [edge.dose, edge.dose],
            [y - _HALF_BAR, y + _HALF_BAR],
            color=theme.edge,
            linewidth=sizes.base * 0.13,
            linestyle="-" if edge.goal is not None else DASHED,
            clip_on=False,
            zorder=3,
        )
        if edge.goal is not None:
            ink = found[edge.goal.endpoint]
            ax.plot(
                [edge.dose],
                [y],
                marker=ink.marker,
                markersize=min(sizes.marker * 1.25, _HALF_BAR * row_in * _POINTS),
                markerfacecolor=theme.colour(ink),
                markeredgecolor=theme.page,
                markeredgewidth=sizes.base * 0.1,
                clip_on=False,
                zorder=5,
                gid=f"mark {edge.goal.endpoint}",
            )
    if window.best is not None:
        draw_star(rail, window.best, full=True)


def _join(sheet: Sheet, ax: Axes, one: DoseWindow, other: DoseWindow, k: int) -> None:
    """Lead from each edge to that of the next row, where the same goal sets both."""
    for side in ("low", "high"):
        a, b = getattr(one, side), getattr(other, side)
        goal = one.limited_by.get(side)
        if a is not None and b is not None and goal in window_inks(one):
            if other.limited_by.get(side) != goal:
                continue
            ax.plot(
                [a, b],
                [k + 0.5 + _HALF_BAR, k + 1.5 - _HALF_BAR],
                color=sheet.theme.colour(window_inks(one)[goal]),
                linewidth=sheet.sizes.line * 0.4,
                alpha=0.7,
                zorder=2,
            )
