"""The band of a window: the doses inside, with edges as soft as what they rest on.

Of one person the band fades at each edge over the places where the edge lies when one uncertain
number at a time goes over its range; of people it is as deep as the share who are inside, and of
drawn sets of numbers as the share of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.dose_axis import DoseAxis
from titrate.plotting.palette import DASHED, SHARE_INSIDE
from titrate.plotting.sheet import Sheet
from titrate.plotting.window_words import edges_of, spans_of
from titrate.search import DoseWindow
from titrate.search.intervals import Interval
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = 512  # of the picture that a soft band is
_OF_SHARES = replace(SHARE_INSIDE, lightness=77.0, chroma=22.0)
_HALF = 0.5  # depth of the band where an edge lies with every number as it is


def draw_band(sheet: Sheet, ax: Axes, axis: DoseAxis, window: DoseWindow) -> None:
    """Shade the doses of a window and draw its edges; one that no goal sets is dashed."""
    theme = sheet.theme
    if not window.who.alone:
        _shade_share(sheet, ax, axis, window, window.share_inside)
    elif window.uncertainty is not None:
        _shade_share(sheet, ax, axis, window, window.uncertainty.inside)
    for interval in window.intervals if window.uncertainty is None else ():
        if window.who.alone and spans_of(window):
            _shade(ax, depth(axis, window, interval), theme.band_core)
        elif window.who.alone:
            ax.axvspan(*interval, color=theme.band, linewidth=0, zorder=0.2)
    for edge in edges_of(window):
        style = "-" if edge.goal is not None else DASHED
        width = sheet.sizes.base * 0.11
        ax.axvline(edge.dose, color=theme.edge, linewidth=width, linestyle=style)


def depth(axis: DoseAxis, window: DoseWindow, interval: Interval) -> Array:
    """Return how deep the band is along the axis, 0 to 1, (columns,).

    A half at an edge, 1 where that edge never reaches, 0 beyond where it ever does.
    """
    spans, doses = spans_of(window), axis.doses(_COLUMNS)
    along = axis.along(doses)
    found = np.ones(len(doses))
    for side, edge in zip(("low", "high"), interval, strict=True):
        if side in spans:
            first, last = spans[side]
            places = axis.along(np.array([first, edge, last]))
            steps = [0.0, _HALF, 1.0] if side == "low" else [1.0, _HALF, 0.0]
            found = np.minimum(found, np.interp(along, places, steps))
        else:
            found[doses < edge if side == "low" else doses > edge] = 0.0
    return found


def _shade_share(sheet: Sheet, ax: Axes, axis: DoseAxis, window: DoseWindow, share: Array) -> None:
    """Shade each dose by a share, in a colour that a small one too is seen in."""
    colour = sheet.theme.colour(_OF_SHARES)
    _shade(ax, np.interp(axis.doses(_COLUMNS), window.levels, share), colour)


def _shade(ax: Axes, opacity: Array, colour: str) -> None:
    from matplotlib.colors import to_rgba

    row = np.tile(np.array(to_rgba(colour)), (1, len(opacity), 1))
    row[0, :, 3] = opacity
    ax.imshow(
        row,
        extent=(0, 1, 0, 1),
        transform=ax.transAxes,
        aspect="auto",
        interpolation="nearest",
        zorder=0.2,
        gid="band",
    )
