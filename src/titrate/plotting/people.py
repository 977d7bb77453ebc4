"""How many people are drawn at once: a band between percentiles, a thin line each, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from titrate.errors import require_choice
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WAYS = ("band", "lines", "both")
_FIFTH, _NINETY_FIFTH = 5, 95
# More lines than these are not told apart.
_MOST_LINES = 100
_BAND_DEPTH, _LINE_DEPTH = 0.16, 0.28


def way_of(asked: str | None) -> str:
    """Return how people are drawn: a band unless something else is asked for.

    Raises
    ------
    UnknownName
        If there is no such way.
    """
    return "band" if asked is None else require_choice("way to draw people", asked, WAYS)


def spread_words(way: str, count: int) -> str:
    """Return what is drawn of so many people, to follow a heading; nothing of one."""
    if count == 1:
        return ""
    few = len(drawn_people(count))
    lines = f"{few if few < count else 'all'} of {count:,} people as lines"
    if way == "both":
        return f": median, 5 to 95 % shaded, {lines}"
    return f": median, {lines if way == 'lines' else f'shaded from 5 to 95 % of {count:,} people'}"


def drawn_people(count: int) -> np.ndarray:
    """Return which people are drawn as lines: all, or some hundred, evenly taken."""
    return np.unique(np.linspace(0, count - 1, min(count, _MOST_LINES)).astype(np.int64))


def shown_of(curve: Array, way: str) -> Array:
    """Return what of a curve, (people, times), has to find room on the axis."""
    if len(curve) == 1:
        return curve
    parts: list[Array] = [np.median(curve, axis=0)[None]]
    if way != "lines":
        parts.append(np.percentile(curve, _NINETY_FIFTH, axis=0)[None])
    if way != "band":
        parts.append(curve[drawn_people(len(curve))])
    return np.concatenate(parts)


def draw_people(
    ax: Axes, times: Array, curve: Array, way: str, *, colour: str, width: float, name: str
) -> None:
    """Draw the people behind a median.

    Parameters
    ----------
    ax : matplotlib Axes
    times : Array, shape (times,)
    curve : Array, shape (people, times)
    way : {"band", "lines", "both"}
    colour : str
    width : float
        Of the lines, in points.
    name : str
        Of the curve.
    """
    if way != "lines":
        low, high = np.percentile(curve, (_FIFTH, _NINETY_FIFTH), axis=0)
        ax.fill_between(
            times,
            low,
            high,
            color=colour,
            alpha=_BAND_DEPTH,
            linewidth=0,
            zorder=1.5,
            gid=f"band {name}",
        )
    if way != "band":
        from matplotlib.collections import LineCollection

        lines = [np.column_stack([times, one]) for one in curve[drawn_people(len(curve))]]
        ax.add_collection(
            LineCollection(
                lines,
                colors=colour,
                linewidths=width,
                alpha=_LINE_DEPTH,
                zorder=1.7,
                gid=f"people {name}",
            ),
            autolim=False,
        )
