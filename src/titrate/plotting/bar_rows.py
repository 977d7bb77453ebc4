"""The words beside a bar: its case on the left, its doses and their reasons on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from titrate.plotting.lettering import ascent_in, balanced, widest_in, wrapped
from titrate.plotting.names import in_short, start_words
from titrate.plotting.palette import Ink
from titrate.plotting.sheet import Sheet
from titrate.plotting.window_curves import window_inks
from titrate.plotting.window_words import (
    Edge,
    edges_of,
    miss_words,
    range_words,
)
from titrate.search import DoseWindow
from titrate.search.words import step_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GLYPH_GAPS = 2.2  # room for a marker before its words, in small gaps
_TIGHTER, _LEAST = 0.95, 0.5
_LOWER = 0.2 / 72  # letters stand so far above the middle of their line, in inches a point


@dataclass(frozen=True)
class Reason:
    """A marker and what it stands for; without an ink, words alone."""

    words: str
    ink: Ink | None = None


@dataclass(frozen=True, eq=False)
class BarRow:
    """What is written beside one bar.

    Parameters
    ----------
    name : tuple of str
        The case, in bold.
    start : tuple of str
        How its people begin, where that differs between rows.
    head : tuple of str
        The doses, in bold.
    reasons : tuple of Reason
        One line each.
    empty : bool
    by : float
        By how much letters shrink.
    """

    name: tuple[str, ...]
    start: tuple[str, ...]
    head: tuple[str, ...]
    reasons: tuple[Reason, ...]
    empty: bool
    by: float = 1.0

    def tall_in(self, sheet: Sheet) -> float:
        """Return the height of the taller side, in inches."""
        base, small = sheet.sizes.leading_in(), sheet.sizes.leading_in(sheet.sizes.small)
        left = len(self.name) * base + len(self.start) * small
        return max(left, len(self.head) * base + len(self.reasons) * small) * self.by

    def fitted(self, sheet: Sheet, height_in: float) -> BarRow:
        """Return the row without reasons, and then in smaller letters, until it fits."""
        if self.tall_in(sheet) <= height_in:
            return self
        bare = replace(self, reasons=(), start=())
        while bare.tall_in(sheet) > height_in and bare.by > _LEAST:
            bare = replace(bare, by=bare.by * _TIGHTER)
        return bare


def bar_row(
    sheet: Sheet, name: str, window: DoseWindow, room_in: tuple[float, float], *, started: bool
) -> BarRow:
    """Return what is written beside a bar, wrapped to the room on its left and its right."""
    sizes, (left, right) = sheet.sizes, room_in
    begins = start_words(window.start)
    start = wrapped(begins, left, sizes.small) if started and begins != name else []
    if window.is_empty:
        reasons = [Reason(line) for line in balanced(miss_words(window), right, sizes.small)]
    else:
        reasons = [_reason(window, edge) for edge in _outer(window)]
    return BarRow(
        tuple(wrapped(name, left, sizes.base, bold=True)),
        tuple(start),
        tuple(balanced(_doses(window), right, sizes.base, bold=True)),
        tuple(reasons),
        window.is_empty,
    )


def columns_in(sheet: Sheet, rows: list[BarRow]) -> tuple[float, float]:
    """Return how wide the words left and right of the bars are, in inches."""
    sizes = sheet.sizes
    names = [widest_in(row.name, sizes.base, bold=True) for row in rows]
    starts = [widest_in(row.start, sizes.small) for row in rows]
    heads = [widest_in(row.head, sizes.base, bold=True) for row in rows]
    reasons = [
        widest_in([r.words], sizes.small) + (_GLYPH_GAPS * sizes.gap_in if r.ink else 0)
        for row in rows
        for r in row.reasons
    ]
    gap = 2 * sizes.gap_in
    return max(*names, *starts) + gap, max([*heads, *reasons]) + gap


def draw_row(
    sheet: Sheet, ax: Axes, row: BarRow, middle: float, *, left: float, right: float
) -> None:
    """Write a row's words around ``middle``: from ``left``, and from ``right`` on."""
    sizes, theme = sheet.sizes, sheet.theme
    base, small = sizes.base * row.by, sizes.small * row.by
    middle -= _LOWER * base
    tall = len(row.name) * sizes.leading_in(base) + len(row.start) * sizes.leading_in(small)
    top = middle + tall / 2
    top = sheet.write(ax, left, top, row.name, size=base, colour=theme.text, bold=True, role="case")
    sheet.write(ax, left, top, row.start, size=small, colour=theme.quiet, role="case")
    tall = len(row.head) * sizes.leading_in(base) + len(row.reasons) * sizes.leading_in(small)
    top, x = middle + tall / 2, right + 2 * sizes.gap_in
    colour = theme.note if row.empty else theme.edge
    top = sheet.write(ax, x, top, row.head, size=base, colour=colour, bold=True, role="label")
    for reason in row.reasons:
        top = _draw_reason(sheet, ax, reason, x, top, role="label")


def key_of(rows: Iterable[BarRow]) -> list[Reason]:
    """Return what the markers of these rows stand for, each once."""
    return list(dict.fromkeys(r for row in rows for r in row.reasons if r.ink is not None))


def draw_key(
    sheet: Sheet, ax: Axes, key: Sequence[Reason], x: float, top: float, room: float
) -> float:
    """Write what markers stand for, in one line where it fits; return where it ends."""
    sizes, start = sheet.sizes, x
    for i, reason in enumerate(key):
        wide = widest_in([reason.words], sizes.small) + (_GLYPH_GAPS + 3) * sizes.gap_in
        if i and x + wide > start + room:
            x, top = start, top - sizes.leading_in(sizes.small)
        _draw_reason(sheet, ax, reason, x, top, role="key")
        x += wide
    return top - sizes.leading_in(sizes.small) if key else top


def _draw_reason(
    sheet: Sheet, ax: Axes, reason: Reason, x: float, top: float, *, role: str
) -> float:
    sizes, theme = sheet.sizes, sheet.theme
    indent, colour = 0.0, theme.quiet
    if reason.ink is not None:
        indent, colour = _GLYPH_GAPS * sizes.gap_in, theme.lettering(reason.ink)
        sheet.draw(
            ax,
            [x + indent * 0.35],
            [top - ascent_in(sizes.small) * 0.55],
            marker=reason.ink.marker,
            markersize=sizes.marker * 0.8,
            color=theme.colour(reason.ink),
            markeredgewidth=0,
        )
    words = [reason.words]
    return sheet.write(ax, x + indent, top, words, size=sizes.small, colour=colour, role=role)


def _doses(window: DoseWindow) -> str:
    if window.is_empty:
        return range_words(window)
    if window.best is None:
        return f"{range_words(window)}, no step inside"
    return f"{range_words(window)}, best {step_words(window.best)}"


def _outer(window: DoseWindow) -> list[Edge]:
    """Return the ends of the interval that counts."""
    return [e for e in edges_of(window) if e.dose in (window.low, window.high)]


def _reason(window: DoseWindow, edge: Edge) -> Reason:
    low = edge.side == "low"
    if edge.goal is None:
        end = "lowest" if low else "highest"
        return Reason(f"still open at the {end} dose searched")
    ink = window_inks(window)[edge.goal.endpoint]
    return Reason(f"{'opens with' if low else 'closes for'} {in_short(edge.goal.endpoint)}", ink)
