"""Labels at the right end of curves, never over each other and never over a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.lettering import width_in
from titrate.plotting.palette import Ink
from titrate.plotting.sheet import Box, Sheet
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEADER_GAPS = 2.6  # length of the line from a curve to its label, in small gaps
_TIGHTER, _LEAST = 0.95, (0.8, 0.5)


@dataclass(frozen=True)
class Label:
    """The words at the end of one curve.

    Parameters
    ----------
    at : float
        Where the curve ends, as a share of the panel's height.
    lines : tuple of str
        Bold lines, the curve's name.
    quiet : tuple of str
        Lines below them in plain letters.
    ink : Ink
    led : bool
        Whether a line leads to it from the end of a curve.
    """

    at: float
    lines: tuple[str, ...]
    quiet: tuple[str, ...]
    ink: Ink
    led: bool = True


def spread(centres: Sequence[float], heights: Sequence[float], low: float, high: float) -> Array:
    """Return centres moved as little as possible so that no two boxes overlap.

    Boxes keep their order from below; of equal centres the later one comes lower. They stay
    between ``low`` and ``high`` where they all fit there, and otherwise spill over evenly.

    Parameters
    ----------
    centres : sequence of float
        Where each box would like to be.
    heights : sequence of float
    low, high : float

    Returns
    -------
    Array, shape (boxes,)
        In the order given.
    """
    wanted, tall = np.asarray(centres, float), np.asarray(heights, float)
    order = np.lexsort((-np.arange(len(wanted)), wanted))
    offsets = np.cumsum(tall[order]) - tall[order] / 2
    # Boxes that touch move as one: each run lies where the mean of its wishes is.
    runs: list[tuple[float, int]] = []
    for wish in wanted[order] - offsets:
        mean, count = float(wish), 1
        while runs and runs[-1][0] >= mean:
            before, many = runs.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        runs.append((mean, count))
    starts = np.array([mean for mean, count in runs for _ in range(count)])
    room = high - low - float(tall.sum())
    starts = np.clip(starts, low, low + room) if room >= 0 else np.full_like(starts, low + room / 2)
    placed = np.empty_like(wanted)
    placed[order] = starts + offsets
    return placed


def column_in(sheet: Sheet, labels: Sequence[Label]) -> float:
    """Return how wide the column of labels is, leaders included, in inches."""
    size, small = sheet.sizes.base, sheet.sizes.small
    bold = [width_in(line, size, True) for label in labels for line in label.lines]
    quiet = [width_in(line, small, False) for label in labels for line in label.quiet]
    return max([*bold, *quiet], default=0.0) + (_LEADER_GAPS + 1) * sheet.sizes.gap_in


def draw_labels(sheet: Sheet, ax: Axes, panel: Box, labels: Sequence[Label]) -> None:
    """Write labels to the right of a panel, each led to from the end of its curve."""
    sizes, theme, gap = sheet.sizes, sheet.theme, sheet.sizes.gap_in
    size, small = sizes.base, sizes.small

    by, quiet = _fitted(sheet, labels, panel.height)
    heights = [_tall(sheet, label, by, quiet) for label in labels]
    ends = [panel.bottom + float(np.clip(label.at, 0, 1)) * panel.height for label in labels]
    over = gap  # labels may stand a little proud of the panel, never into the next one
    middles = spread(ends, heights, panel.bottom - over, panel.top + over)
    words_at = panel.right + _LEADER_GAPS * gap
    for label, end, middle, height in zip(labels, ends, middles, heights, strict=True):
        if label.led:
            sheet.draw(
                ax,
                [
                    panel.right + gap * 0.7,
                    panel.right + gap * 1.1,
                    words_at - gap * 0.8,
                    words_at - gap * 0.35,
                ],
                [end, end, middle, middle],
                color=theme.colour(label.ink),
                linewidth=sizes.line * 0.35,
            )
        words = theme.lettering(label.ink)
        top = middle + height / 2
        top = sheet.write(
            ax, words_at, top, label.lines, size=size * by, colour=words, bold=True, role="label"
        )
        if quiet or not label.lines:
            sheet.write(ax, words_at, top, label.quiet, size=small * by, colour=words, role="label")


def fit_well(sheet: Sheet, labels: Sequence[Label], height_in: float) -> bool:
    """Return whether labels keep their size beside a panel of this height."""
    return sum(_tall(sheet, label, 1.0, True) for label in labels) <= height_in


def _tall(sheet: Sheet, label: Label, by: float, quiet: bool) -> float:
    """Return the height of a label, in inches; without its plain lines unless ``quiet``."""
    lines = len(label.lines) * sheet.sizes.leading_in(sheet.sizes.base * by)
    if not quiet and label.lines:
        return lines
    return lines + len(label.quiet) * sheet.sizes.leading_in(sheet.sizes.small * by)


def _fitted(sheet: Sheet, labels: Sequence[Label], height_in: float) -> tuple[float, bool]:
    """Return by how much letters shrink so that labels fit, and whether plain lines stay."""
    by = 1.0
    for quiet, least in zip((True, False), _LEAST, strict=True):
        by = 1.0
        while by > least:
            if sum(_tall(sheet, label, by, quiet) for label in labels) <= height_in:
                return by, quiet
            by *= _TIGHTER
    return by, False
