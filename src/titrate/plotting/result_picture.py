"""A result as a picture: what was given, where it went, what it did, over one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from titrate.plotting.doses import DoseRow, dose_rows, draw_doses
from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.frame import fitting, name_axis
from titrate.plotting.labels import Label, column_in, draw_labels
from titrate.plotting.lettering import width_in, wrapped
from titrate.plotting.names import number_words, people_words
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.time_panels import (
    TimePanel,
    concentration_panel,
    draw_time_panel,
    response_panels,
)
from titrate.simulation import Result

_DAY_H = 24.0
_HOURS_UP_TO_H = 72.0
_HOUR_STEPS = (1, 2, 3, 6, 12, 24)
_DAY_STEPS = (1, 2, 7, 14, 28, 84, 364, 1820, 3640)
_MOST_TICKS = 40
_CONCENTRATIONS_SHARE = 1.2  # of the height of a panel of responses


@dataclass(frozen=True, eq=False)
class ResultPicture:
    """The panels of a result, from top to bottom.

    Parameters
    ----------
    result : Result
    rows : list of DoseRow
    panels : list of TimePanel
    """

    result: Result
    rows: list[DoseRow]
    panels: list[TimePanel]

    @property
    def count(self) -> int:
        """How many axes the picture needs."""
        return len(self.panels) + 1


def result_picture(
    result: Result, sites: Sequence[str] | None, endpoints: Sequence[str] | None
) -> ResultPicture:
    """Return a result made ready to draw.

    Raises
    ------
    UnknownName
        If the result holds no such site or endpoint.
    """
    first = concentration_panel(result, sites)
    panels = ([] if first is None else [first]) + response_panels(result, endpoints)
    return ResultPicture(result, dose_rows(result), panels)


def draw_result(sheet: Sheet, made: ResultPicture, title: str | None) -> None:
    """Draw the strip of doses and every panel below it, one to each axes."""
    sizes, theme, box = sheet.sizes, sheet.theme, sheet.box
    result, ax = made.result, sheet.axes[0]
    edge = 1.5 * sizes.gap_in
    left = box.left + edge + _left_in(sheet, made)
    room = box.right - left
    labels = [panel.labels(sheet, room) for panel in made.panels]
    rows = [row.label(0.5) for row in made.rows]
    width = max(
        room - max(column_in(sheet, each) for each in [*labels, rows]) - edge, LEAST_PANEL_IN
    )
    notes, footer = result.provenance.notes, result.provenance.footer
    foot = foot_of(sheet, left, notes, [footer])
    top = box.top - edge
    for lines, size, bold in (
        (
            title or f"{result.drug.name.capitalize()}: {_unbracketed(str(result.regimen))}",
            sizes.heading,
            True,
        ),
        (_who_words(result), sizes.base, False),
    ):
        said = wrapped(lines, box.right - edge - left, size, bold=bold)
        top = sheet.write(
            ax, left, top, said, size=size, colour=theme.text, bold=bold, role="title"
        )
    top -= 1.5 * sizes.gap_in
    strip_in = len(rows) * (sizes.leading_in() + sizes.leading_in(sizes.small)) * 1.05
    bottom = box.bottom + foot.height_in + 3.1 * sizes.leading_in()
    heading = 1.9 * sizes.leading_in()
    shares = [_CONCENTRATIONS_SHARE if p is made.panels[0] else 1.0 for p in made.panels]
    free = top - bottom - strip_in - heading * len(made.panels)
    strip = Box(left, top - strip_in, width, max(strip_in, LEAST_PANEL_IN))
    per_unit_h, unit = _time_unit(result)
    times = result.times_h / per_unit_h
    last = float(times[-1]) or 1.0
    if made.rows:
        sheet.place(ax, strip)
        draw_doses(sheet, ax, strip, made.rows, per_unit_h, last)
        _row_labels(sheet, strip, rows)
    else:
        ax.set_axis_off()
    y = strip.bottom
    for axes, panel, share, each in zip(sheet.axes[1:], made.panels, shares, labels, strict=True):
        height = max(free * share / sum(shares), LEAST_PANEL_IN)
        spot = Box(left, y - heading - height, width, height)
        sheet.place(axes, spot)
        draw_time_panel(sheet, axes, panel, times, height)
        sheet.write(
            axes,
            left,
            spot.top + 1.35 * sizes.leading_in(),
            [panel.heading],
            size=sizes.base,
            colour=theme.text,
            bold=True,
            role="heading",
        )
        draw_labels(sheet, axes, spot, each)
        y = spot.bottom
    _time_axis(sheet, strip, last, per_unit_h, unit)
    draw_foot(sheet, ax, foot)


def _row_labels(sheet: Sheet, strip: Box, rows: list[Label]) -> None:
    height = strip.height / len(rows)
    for k, label in enumerate(rows):
        row = Box(strip.left, strip.top - (k + 1) * height, strip.width, height)
        draw_labels(sheet, sheet.axes[0], row, [label])


def _left_in(sheet: Sheet, made: ResultPicture) -> float:
    """Return the room left of the panels for the numbers on their y axes, in inches."""
    size = sheet.sizes.base
    numbers = [number_words(t) for p in made.panels if not p.per_cent for t in p.ticks(6)]
    return max(width_in(word, size) for word in ["100 %", *numbers]) + 1.6 * sheet.sizes.gap_in


def _time_unit(result: Result) -> tuple[float, str]:
    """Return hours per unit of the time axis, and the unit's name."""
    span = float(result.times_h[-1])
    return (1.0, "hours") if span <= _HOURS_UP_TO_H else (_DAY_H, "days")


def _time_axis(sheet: Sheet, panel: Box, last: float, per_unit_h: float, unit: str) -> None:
    """Give every axes the same time axis; only the lowest is written on."""
    steps = _HOUR_STEPS if per_unit_h == 1 else _DAY_STEPS
    candidates = [[float(t) for t in np.arange(0, last + step * 1e-9, step)] for step in steps]
    candidates = [ticks for ticks in candidates if len(ticks) <= 50]
    ticks = fitting(
        candidates or [[0.0, last]],
        lambda t: t / last * panel.width,
        sheet.sizes.base * 1.2,
    )
    for ax in sheet.axes:
        ax.set_xscale("linear")
        ax.set_xlim(0, last)
        ax.set_xticks(ticks, [number_words(tick) for tick in ticks])
        ax.tick_params(axis="x", labelbottom=ax is sheet.axes[-1])
        ax.grid(True, axis="x", color=sheet.theme.grid, linewidth=sheet.sizes.base * 0.05)
    sheet.axes[0].tick_params(axis="x", length=0)
    name_axis(sheet, sheet.axes[-1], x=f"{unit} from midnight of day 1")


def _who_words(result: Result) -> str:
    words = people_words(result.who)
    adapted = [float(np.max(a[:, 0])) > 0 for a in result.adaptation.curves.values()]
    start = "" if not adapted else "; treated before" if any(adapted) else "; never treated before"
    return f"{words[0].upper()}{words[1:]}{start}"


def _unbracketed(text: str) -> str:
    """Return a prescription without the brackets that hold all of it."""
    inner = text[1:-1]
    whole = text.startswith("(") and text.endswith(")")
    depth = list(accumulate((c == "(") - (c == ")") for c in inner))
    return inner if whole and min(depth, default=0) >= 0 else text
