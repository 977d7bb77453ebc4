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
# More lines than these are not told apart: of one curve, and of several in one panel together.
_MOST_LINES, _MOST_SHARED = 100, 40
_BAND_DEPTH, _LINE_DEPTH, _BEHIND_LINES = 0.16, 0.28, 0.5


def way_of(asked: str | None) -> str:
    """Return how people are drawn: a band unless something else is asked for.

    Raises
    ------
    UnknownName
        If there is no such way.
    """
    return "band" if asked is None else require_choice("way to draw people", asked, WAYS)


def spread_words(way: str, count: int, curves: int) -> str:
    """Return what is drawn of so many people, to follow a heading; nothing of one."""
    if count == 1:
        return ""
    few = len(drawn_people(count, curves))
    lines = f"{few if few < count else 'all'} of {count:,} people as lines"
    if way == "both":
        return f": median, 5 to 95 % shaded, {lines}"
    return f": median, {lines if way == 'lines' else f'shaded from 5 to 95 % of {count:,} people'}"


def drawn_people(count: int, curves: int) -> np.ndarray:
    """Return which people are drawn as lines, evenly taken, in a panel of so many curves.

    All of them or a hundred; where curves share the panel they share some forty lines.
    """
    most = _MOST_LINES if curves == 1 else max(_MOST_SHARED // curves, 1)
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))


def shown_of(curve: Array, way: str, curves: int) -> Array:
    """Return what of one of so many curves, (people, times), has to find room on the axis."""
    if len(curve) == 1:
        return curve
    parts: list[Array] = [np.median(curve, axis=0)[None]]
    if way != "lines":
        parts.append(np.percentile(curve, _NINETY_FIFTH, axis=0)[None])
    if way != "band":
        parts.append(curve[drawn_people(len(curve), curves)])
    return np.concatenate(parts)


def draw_people(
    ax: Axes,
    times: Array,
    curve: Array,
    way: str,
    *,
    curves: int,
    colour: str,
    width: float,
    name: str,
) -> None:
    """Draw the people behind a median.

    Parameters
    ----------
    ax : matplotlib Axes
    times : Array, shape (times,)
    curve : Array, shape (people, times)
    way : {"band", "lines", "both"}
    curves : int
        How many share the panel.
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
            alpha=_BAND_DEPTH if way == "band" else _BAND_DEPTH * _BEHIND_LINES,
            linewidth=0,
            zorder=1.5,
            gid=f"band {name}",
        )
    if way != "band":
        from matplotlib.collections import LineCollection

        lines = [np.column_stack([times, one]) for one in curve[drawn_people(len(curve), curves)]]
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
