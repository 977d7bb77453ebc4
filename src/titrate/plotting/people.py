"""How many people are drawn at once: a band between percentiles, a thin line each, or both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from titrate.errors import require_choice
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WAYS = ("band", "lines", "both")
_PERCENTILES = 5, 50, 95
# More lines than these are not told apart: of one curve, and of several in one panel together.
_MOST_LINES, _MOST_SHARED = 100, 40
_BAND_DEPTH, _LINE_DEPTH, _BEHIND_LINES = 0.16, 0.28, 0.5


@dataclass(frozen=True, eq=False)
class Crowd:
    """A curve of one person or of many, whose percentiles are worked out once.

    Parameters
    ----------
    each : Array, shape (people, times)
    """

    each: Array

    @property
    def alone(self) -> bool:
        """Whether it is of one person."""
        return len(self.each) == 1

    @property
    def low(self) -> Array:
        """Below which 5 % of people are."""
        return self._percentiles[0]

    @property
    def middle(self) -> Array:
        """The curve of one person, the median of many."""
        return self._percentiles[1]

    @property
    def high(self) -> Array:
        """Above which 5 % of people are."""
        return self._percentiles[2]

    def at(self, when: np.ndarray) -> Crowd:
        """Return the curve at some of its times, a boolean array (times,)."""
        return self if when.all() else Crowd(self.each[:, when])

    @cached_property
    def _percentiles(self) -> Array:
        if self.alone:
            return np.broadcast_to(self.each, (len(_PERCENTILES), self.each.shape[1]))
        found: Array = np.percentile(self.each, _PERCENTILES, axis=0)
        return found


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


def highest_of(curve: Crowd, way: str, curves: int) -> float:
    """Return the highest value of one of so many curves, and of the people drawn behind it."""
    seen = [curve.middle]
    if way != "lines":
        seen.append(curve.high)
    if way != "band":
        seen.append(curve.each[drawn_people(len(curve.each), curves)].reshape(-1))
    return max(float(each.max()) for each in seen)


def draw_people(
    ax: Axes,
    times: Array,
    curve: Crowd,
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
    curve : Crowd
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
        ax.fill_between(
            times,
            curve.low,
            curve.high,
            color=colour,
            alpha=_BAND_DEPTH if way == "band" else _BAND_DEPTH * _BEHIND_LINES,
            linewidth=0,
            zorder=1.5,
            gid=f"band {name}",
        )
    if way != "band":
        from matplotlib.collections import LineCollection

        some = curve.each[drawn_people(len(curve.each), curves)]
        lines = [np.column_stack([times, one]) for one in some]
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
