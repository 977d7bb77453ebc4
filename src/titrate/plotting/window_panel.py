"""One panel of a dose window: response against dose, the band between the edges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from titrate.plotting.band import draw_band
from titrate.plotting.dose_axis import DoseAxis
from titrate.plotting.frame import frame, name_axis, percent_axis
from titrate.plotting.labels import Label, draw_labels, fit_well
from titrate.plotting.lettering import balanced, width_in, wrapped
from titrate.plotting.names import endpoint_words, in_short, percent_words, start_words
from titrate.plotting.palette import SHARE_INSIDE
from titrate.plotting.per_cent import in_per_cent, scale_of, scales_of
from titrate.plotting.rail import draw_rail
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.window_curves import (
    curves_apart,
    draw_curves,
    draw_envelopes,
    draw_limits,
    draw_marks,
    draw_share,
    window_inks,
)
from titrate.plotting.window_words import (
    dose_axis_words,
    envelopes_of,
    is_logarithmic,
    limit_words,
    range_of,
    range_words,
    statistic_words,
    title_words,
    why_words,
)
from titrate.search import DoseWindow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME_SHARE = 0.24  # of a panel's room that the names of its curves may take


@dataclass(frozen=True, eq=False)
class WindowPanel:
    """One window with everything that is written beside it, before it is drawn.

    Parameters
    ----------
    window : DoseWindow
    behind : DoseWindow or None
        Another start, whose curves are drawn thin.
    title, doses, why : tuple of str
        Wrapped lines of the head.
    labels, thin : tuple of Label
        Of the window's own curves, and of those behind.
    """

    window: DoseWindow
    behind: DoseWindow | None
    title: tuple[str, ...]
    doses: tuple[str, ...]
    why: tuple[str, ...]
    labels: tuple[Label, ...]
    thin: tuple[Label, ...] = ()

    def settled(self, sheet: Sheet, height_in: float) -> WindowPanel:
        """Return the panel with thin curves labelled at their ends, or in its head if crowded."""
        if not self.thin or self.behind is None:
            return self
        both = (*self.labels, *self.thin)
        if fit_well(sheet, both, height_in):
            return replace(self, labels=both, thin=())
        said = f"thin curves: {start_words(self.behind.start)}"
        return replace(self, why=(*self.why, said), thin=())

    def head_in(self, sheet: Sheet) -> float:
        """Return the height of the head, in inches."""
        sizes = sheet.sizes
        return (
            len(self.title) * sizes.leading_in(sizes.heading)
            + (len(self.doses) + len(self.why)) * sizes.leading_in()
        )


def window_panel(
    sheet: Sheet, window: DoseWindow, room_in: float, *, name: str = "", behind: DoseWindow | None
) -> WindowPanel:
    """Return a window made ready for a panel of this width, labels included."""
    sizes = sheet.sizes
    return WindowPanel(
        window,
        behind,
        tuple(wrapped(title_words(window, name), room_in, sizes.heading, bold=True)),
        tuple(wrapped(range_words(window), room_in, sizes.base, bold=True)),
        tuple(wrapped(why_words(window), room_in, sizes.base)),
        tuple(_labels(sheet, window, room_in * _NAME_SHARE)),
        tuple(_thin_labels(sheet, window, behind, room_in * _NAME_SHARE)),
    )


def left_margin_in(sheet: Sheet, *, named: bool) -> float:
    """Return the room left of a panel: for its y axis, or for a gap to its neighbour."""
    sizes = sheet.sizes
    if not named:
        return 3 * sizes.gap_in
    return width_in("100 %", sizes.base) + 2.2 * sizes.leading_in() + sizes.gap_in


def below_in(sheet: Sheet) -> float:
    """Return the room below a panel for its x axis, in inches."""
    return 3.1 * sheet.sizes.leading_in()


def draw_window_panel(
    sheet: Sheet,
    ax: Axes,
    made: WindowPanel,
    box: Box,
    above_in: float,
    beside_in: tuple[float, float],
    *,
    named: bool,
) -> None:
    """Draw a window into a box: head and rail, so tall together, panel, what is beside it."""
    sizes, theme, window = sheet.sizes, sheet.theme, made.window
    left, right = beside_in
    height = box.height - above_in - below_in(sheet)
    panel = Box(
        box.left + left,
        box.bottom + below_in(sheet),
        max(box.width - left - right, LEAST_PANEL_IN),
        max(height, LEAST_PANEL_IN),
    )
    sheet.place(ax, panel)
    axis = DoseAxis(panel, *window.searched, log=is_logarithmic(window))
    axis.scale(ax)
    frame(sheet, ax)
    percent_axis(ax)
    axis.write(ax, sizes.base)
    name_axis(sheet, ax, x=dose_axis_words(window), y=statistic_words(window) if named else "")
    if not named:
        ax.tick_params(axis="y", labelleft=False)
    draw_band(sheet, ax, axis, window)
    draw_limits(sheet, ax, window)
    draw_envelopes(sheet, ax, window)
    draw_share(sheet, ax, window)
    if made.behind is not None:
        draw_curves(sheet, ax, made.behind, in_front=window)
    draw_curves(sheet, ax, window)
    draw_marks(sheet, ax, window)
    draw_labels(sheet, ax, panel, made.labels)
    draw_rail(sheet, ax, axis, box, window)
    top = sheet.write(
        ax,
        panel.left,
        box.top,
        made.title,
        size=sizes.heading,
        colour=theme.text,
        bold=True,
        role="title",
    )
    colour = theme.note if window.is_empty else theme.edge
    top = sheet.write(
        ax, panel.left, top, made.doses, size=sizes.base, colour=colour, bold=True, role="head"
    )
    sheet.write(ax, panel.left, top, made.why, size=sizes.base, colour=theme.text, role="head")


def _labels(sheet: Sheet, window: DoseWindow, room_in: float) -> list[Label]:
    found, size = window_inks(window), sheet.sizes.base
    tints = {e.endpoint: f"tint: {range_of(e.parameter)}" for e in envelopes_of(window)}
    scales, made = scales_of(window), list[Label]()
    for goal, endpoint in zip(window.goals.goals, window.endpoints, strict=True):
        words = endpoint_words(endpoint.name, endpoint.meaning)
        name = tuple(balanced(words, room_in, size, bold=True))
        part = balanced(scales[endpoint.name].words, room_in, sheet.sizes.small)
        quiet = (limit_words(window, goal), *part, tints.get(endpoint.name, ""))
        lines = tuple(line for line in quiet if line)
        end = float(in_per_cent(window, endpoint)[-1]) / 100
        made.append(Label(end, name, lines, found[endpoint.name]))
    if not window.who.alone:
        name = tuple(balanced("share of people inside", room_in, size, bold=True))
        wanted = f"at least {percent_words(window.question.share)}"
        made.append(Label(float(window.share_inside[-1]), name, (wanted,), SHARE_INSIDE))
    return made


def _thin_labels(
    sheet: Sheet, window: DoseWindow, behind: DoseWindow | None, room_in: float
) -> list[Label]:
    if behind is None:
        return []
    apart, found = curves_apart(window, behind), window_inks(behind)
    made: list[Label] = []
    for endpoint in behind.endpoints:
        if endpoint.name in apart:
            words = f"{in_short(endpoint.name)}, {start_words(behind.start)}"
            part = "" if endpoint.name in window.statistics else scale_of(behind, endpoint).words
            lines = tuple(balanced(f"{words} {part}".rstrip(), room_in, sheet.sizes.small))
            end = float(in_per_cent(behind, endpoint, window)[-1]) / 100
            made.append(Label(end, (), lines, found[endpoint.name]))
    return made
