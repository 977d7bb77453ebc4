"""A result as a picture: what was given, where it went, what it did, over one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from titrate.plotting.doses import DoseRow, dose_rows, draw_doses
from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.head import draw_head
from titrate.plotting.labels import Label, column_in, draw_labels
from titrate.plotting.names import people_words
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.time_axis import draw_time_axis, numbers_in, time_unit
from titrate.plotting.time_panels import (
    TimePanel,
    concentration_panel,
    draw_time_panel,
    response_panels,
)
from titrate.simulation import Result

_BETWEEN = 0.9  # lines of words from one panel to the heading of the next
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
    result: Result,
    sites: Sequence[str] | None,
    endpoints: Sequence[str] | None,
    people: str = "band",
) -> ResultPicture:
    """Return a result made ready to draw.

    Raises
    ------
    UnknownName
        If the result holds no such site or endpoint.
    """
    first = concentration_panel(result, sites, people)
    panels = ([] if first is None else [first]) + response_panels(result, endpoints, people)
    return ResultPicture(result, dose_rows(result), panels)


def draw_result(sheet: Sheet, made: ResultPicture, title: str | None) -> None:
    """Draw the strip of doses and every panel below it, one to each axes."""
    sizes, box = sheet.sizes, sheet.box
    result, ax = made.result, sheet.axes[0]
    edge = 1.5 * sizes.gap_in
    left = box.left + edge + numbers_in(sheet, made.panels)
    room = box.right - left
    labels = [panel.labels(sheet, room) for panel in made.panels]
    rows = [row.label(0.5) for row in made.rows]
    width = max(
        room - max(column_in(sheet, each) for each in [*labels, rows]) - edge, LEAST_PANEL_IN
    )
    notes, footer = result.provenance.notes, result.provenance.footer
    foot = foot_of(sheet, left, notes, [footer])
    title = title or f"{result.drug.name.capitalize()}: {_unbracketed(str(result.regimen))}"
    who = _who_words(result)
    top = draw_head(sheet, left, box.top - edge, room - edge, title=title, setting=who)
    top -= 1.5 * sizes.gap_in
    strip_in = len(rows) * (sizes.leading_in() + sizes.leading_in(sizes.small)) * 1.05
    bottom = box.bottom + foot.height_in + 3.1 * sizes.leading_in()
    headings = [panel.heading_lines(sheet, room - edge) for panel in made.panels]
    above = [(len(lines) + _BETWEEN) * sizes.leading_in() for lines in headings]
    shares = [_CONCENTRATIONS_SHARE if p is made.panels[0] else 1.0 for p in made.panels]
    free = top - bottom - strip_in - sum(above)
    strip = Box(left, top - strip_in, width, max(strip_in, LEAST_PANEL_IN))
    per_unit_h, unit = time_unit(float(result.times_h[-1]))
    times = result.times_h / per_unit_h
    last = float(times[-1]) or 1.0
    if made.rows:
        sheet.place(ax, strip)
        draw_doses(sheet, ax, strip, made.rows, per_unit_h, last)
        _row_labels(sheet, strip, rows)
    else:
        ax.set_axis_off()
    y = strip.bottom
    parts = zip(sheet.axes[1:], made.panels, shares, labels, headings, above, strict=True)
    for axes, panel, share, each, lines, over in parts:
        height = max(free * share / sum(shares), LEAST_PANEL_IN)
        spot = Box(left, y - over - height, width, height)
        draw_time_panel(sheet, axes, spot, panel, times, each, lines)
        y = spot.bottom
    draw_time_axis(sheet, width, last, unit)
    draw_foot(sheet, ax, foot)


def _row_labels(sheet: Sheet, strip: Box, rows: list[Label]) -> None:
    height = strip.height / len(rows)
    for k, label in enumerate(rows):
        row = Box(strip.left, strip.top - (k + 1) * height, strip.width, height)
        draw_labels(sheet, sheet.axes[0], row, [label])


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
