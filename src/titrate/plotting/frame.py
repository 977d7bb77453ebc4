"""Axes as the house draws them: two spines, a quiet grid, ticks that never crowd."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.lettering import FONT, width_in
from titrate.plotting.names import tick_words
from titrate.plotting.sheet import Sheet, letters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROUND = (1.0, 2.0, 2.5, 5.0)
_DECADE = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_MOST_TICKS = 9

# Where an axis of shares may end, and how its ticks may be apart.
PERCENT_STEPS = {5: (1,), 10: (2, 5), 20: (5, 10), 50: (10, 25), 100: (20, 25, 50)}


def frame(sheet: Sheet, ax: Axes, *, grid: bool = True) -> None:
    """Give an axes the look of the house, without touching anybody's defaults."""
    theme, sizes = sheet.theme, sheet.sizes
    ax.set_facecolor(theme.page)
    ax.patch.set_visible(True)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set(color=theme.text, linewidth=sizes.base * 0.075)
    ax.minorticks_off()
    for axis in ("x", "y"):
        ax.tick_params(
            axis=axis,
            which="both",
            direction="out",
            length=sizes.base * 0.35,
            width=sizes.base * 0.075,
            pad=sizes.base * 0.3,
            color=theme.text,
            labelcolor=theme.text,
            labelsize=sizes.base,
            labelfontfamily=FONT,
            left=True,
            bottom=True,
            top=False,
            right=False,
            labelleft=True,
            labelbottom=True,
            labeltop=False,
            labelright=False,
        )
    ax.grid(False)
    if grid:
        ax.grid(True, axis="y", color=theme.grid, linewidth=sizes.base * 0.07, linestyle="-")
    ax.set_axisbelow(True)


def percent_axis(ax: Axes, *, top: int = 100, most: int = _MOST_TICKS) -> None:
    """Run the y axis from 0 to one of ``PERCENT_STEPS``, with so many ticks at most."""
    steps = PERCENT_STEPS[top]
    step = next((each for each in steps if top // each + 1 <= most), top)
    ticks = list(range(0, top + 1, step))
    ax.set_yscale("linear")
    ax.set_ylim(0, top)
    ax.set_yticks(ticks, [f"{tick} %" for tick in ticks])


def name_axis(sheet: Sheet, ax: Axes, *, x: str = "", y: str = "") -> None:
    """Write the names of the axes, units included."""
    style = letters(sheet.sizes.base, sheet.theme.text)
    if x:
        ax.set_xlabel(x, labelpad=sheet.sizes.base * 0.4, loc="center", **style)
    if y:
        ax.set_ylabel(y, labelpad=sheet.sizes.base * 0.4, loc="center", **style)


def linear_ticks(low: float, high: float, most: int = _MOST_TICKS) -> list[float]:
    """Return round numbers within a range, at most so many."""
    exponent = np.floor(np.log10(high - low)) - 1
    for power in (exponent, exponent + 1, exponent + 2):
        for figure in _ROUND:
            step = figure * 10**power
            first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
            if last - first + 1 <= most:
                return [float(k * step) for k in np.arange(first, last + 1)]
    return [low, high]


def log_ticks(low: float, high: float, figures: Sequence[float]) -> list[float]:
    """Return those figures of every decade that lie within a range."""
    decades = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    every = [float(figure * 10**decade) for decade in decades for figure in figures]
    return [tick for tick in every if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]


def fitting(
    candidates: Sequence[Sequence[float]],
    place: Callable[[float], float],
    size: float,
    words: Callable[[float], str] = tick_words,
) -> list[float]:
    """Return the first candidate whose written ticks do not crowd; ``place`` is in inches."""
    for ticks in candidates:
        spots = [place(tick) for tick in ticks]
        wide = [width_in(words(tick), size) for tick in ticks]
        gaps = [
            b - a - (p + q) / 2
            for a, b, p, q in zip(spots, spots[1:], wide, wide[1:], strict=False)
        ]
        if len(ticks) and all(gap > width_in("0", size) for gap in gaps):
            return list(ticks)
    return list(candidates[-1])[:1]


def dose_ticks(low: float, high: float, *, log: bool, width: float, size: float) -> list[float]:
    """Return where to write doses on an axis of this width in inches."""
    candidates = dose_candidates(low, high, log=log)
    if log:
        scale = width / np.log(high / low)
        return fitting(candidates, lambda x: float(np.log(x / low) * scale), size)
    return fitting(candidates, lambda x: (x - low) / (high - low) * width, size)


def dose_candidates(low: float, high: float, *, log: bool) -> list[list[float]]:
    """Return the sets of doses that may be written on an axis, fullest first."""
    if log:
        return [log_ticks(low, high, figures) for figures in _DECADE]
    return [linear_ticks(low, high, most) for most in range(_MOST_TICKS, 2, -1)]
