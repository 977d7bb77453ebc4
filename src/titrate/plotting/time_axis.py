"""One time axis under every panel, in hours or in days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from titrate.plotting.frame import fitting, name_axis
from titrate.plotting.lettering import width_in
from titrate.plotting.names import tick_words
from titrate.plotting.sheet import Sheet
from titrate.plotting.time_panels import TimePanel

HOURS, DAYS = "hours", "days"
_DAY_H = 24.0
_HOURS_UP_TO_H = 72.0
_STEPS = {HOURS: (1, 2, 3, 6, 12, 24), DAYS: (1, 2, 7, 14, 28, 84, 364, 1820, 3640)}
_MOST_TICKS = 50
_Y_TICKS = range(2, 16)
_GRID_DEPTH = 0.5  # where matplotlib draws its own


def time_unit(span_h: float) -> tuple[float, str]:
    """Return hours per unit of the time axis, and the unit's name."""
    return (1.0, HOURS) if span_h <= _HOURS_UP_TO_H else (_DAY_H, DAYS)


def draw_time_axis(
    sheet: Sheet, width: float, last: float, unit: str, *, begin_h: float = 0.0
) -> None:
    """Give every axes, this wide in inches, one time axis; only the lowest is written on.

    It begins at a midnight, ``begin_h`` after the first.
    """
    steps = _STEPS[unit]
    candidates = [[float(t) for t in np.arange(0, last + step * 1e-9, step)] for step in steps]
    candidates = [ticks for ticks in candidates if len(ticks) <= _MOST_TICKS]
    ticks = fitting(candidates or [[0.0, last]], lambda t: t / last * width, sheet.sizes.base * 1.2)
    colour, thin = sheet.theme.grid, sheet.sizes.base * 0.05
    *upper, lowest = sheet.axes
    for ax in sheet.axes:
        ax.set_xscale("linear")
        ax.set_xlim(0, last)
    for ax in upper:
        # One artist for the grid: a tick is six, made anew at each redraw.
        ax.set_xticks([])
        lines = ax.vlines(ticks, 0, 1, colors=colour, linewidths=thin, zorder=_GRID_DEPTH)
        lines.set_transform(ax.get_xaxis_transform())
    lowest.grid(True, axis="x", color=colour, linewidth=thin)
    lowest.set_xticks(ticks, [tick_words(tick) for tick in ticks])
    name_axis(sheet, lowest, x=f"{unit} from midnight of day {begin_h / _DAY_H + 1:g}")


def numbers_in(sheet: Sheet, panels: Sequence[TimePanel]) -> float:
    """Return the room left of panels for the numbers on their y axes, in inches."""
    size = sheet.sizes.base
    ticks = [t for p in panels if not p.per_cent for most in _Y_TICKS for t in p.ticks(most)]
    numbers = [tick_words(t) for t in ticks]
    return max(width_in(word, size) for word in ["100 %", *numbers]) + 1.6 * sheet.sizes.gap_in
