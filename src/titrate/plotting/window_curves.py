"""What is drawn inside a window's panel: the limits, the curves, the marked edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.palette import ENDPOINTS, SHARE_INSIDE, Ink, inks
from titrate.plotting.per_cent import in_per_cent, scales_of
from titrate.plotting.sheet import Sheet
from titrate.plotting.window_words import edges_of, envelopes_of, nearest_miss
from titrate.search import DoseWindow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHARE = "share inside"
_SEEN = 5.0  # curves closer than this, in per cent, are one to the eye
_TURN = 8.0  # how long each of several coinciding limits shows, in line widths


def window_inks(window: DoseWindow) -> dict[str, Ink]:
    """Return the ink of each curve of a window."""
    return inks([e.name for e in window.endpoints], ENDPOINTS)


def draw_limits(sheet: Sheet, ax: Axes, window: DoseWindow) -> None:
    """Draw each goal's limit as a thin line; limits that coincide take turns along it.

    Of several people also the share of them that is wanted inside.
    """
    found, scales = window_inks(window), scales_of(window)
    drawn = [(found[g.endpoint], g.limit * scales[g.endpoint].times) for g in window.goals.goals]
    if not window.who.alone:
        drawn.append((SHARE_INSIDE, 100 * window.question.share))
    sharing, seen = Counter(limit for _, limit in drawn), Counter[float]()
    for ink, limit in drawn:
        many, turn = sharing[limit], seen[limit]
        seen[limit] += 1
        dash = "-" if many == 1 else ((many - turn) * _TURN, (_TURN, _TURN * (many - 1)))
        ax.axhline(
            limit,
            color=sheet.theme.colour(ink),
            linewidth=sheet.sizes.base * 0.085,
            linestyle=dash,
            alpha=0.85,
            zorder=1.2,
        )


def draw_curves(
    sheet: Sheet, ax: Axes, window: DoseWindow, *, in_front: DoseWindow | None = None
) -> None:
    """Draw the curves of a window; thinly where they stand behind those of another."""
    sizes, found = sheet.sizes, window_inks(window)
    wanted = (
        {e.name for e in window.endpoints} if in_front is None else curves_apart(in_front, window)
    )
    for endpoint in window.endpoints:
        if endpoint.name not in wanted:
            continue
        ink = found[endpoint.name]
        ax.plot(
            window.levels,
            in_per_cent(window, endpoint, in_front),
            color=sheet.theme.colour(ink),
            linestyle=ink.dash,
            linewidth=sizes.line if in_front is None else sizes.line * 0.38,
            alpha=1.0 if in_front is None else 0.8,
            dash_capstyle="butt",
            marker="",
            zorder=2.5 if in_front is None else 2.2,
            label=endpoint.name if in_front is None else f"{endpoint.name}, {window.start}",
        )


def draw_share(sheet: Sheet, ax: Axes, window: DoseWindow) -> None:
    """Draw the share of people who meet every goal, where there are several."""
    if not window.who.alone:
        least, most = window.share_interval
        ax.fill_between(
            window.levels,
            100 * least,
            100 * most,
            color=sheet.theme.colour(SHARE_INSIDE),
            alpha=0.18,
            linewidth=0,
            zorder=1.6,
            gid="share by chance",
        )
        ax.plot(
            window.levels,
            100 * window.share_inside,
            color=sheet.theme.colour(SHARE_INSIDE),
            linestyle=SHARE_INSIDE.dash,
            linewidth=sheet.sizes.line * 0.6,
            marker="",
            zorder=2.3,
            label=_SHARE,
        )


def draw_envelopes(sheet: Sheet, ax: Axes, window: DoseWindow) -> None:
    """Tint between what a curve would be with a number nobody knows at the ends of its range."""
    found, scales = window_inks(window), scales_of(window)
    for envelope in envelopes_of(window):
        times = scales[envelope.endpoint].times
        ax.fill_between(
            window.levels,
            envelope.low * times,
            envelope.high * times,
            color=sheet.theme.colour(found[envelope.endpoint]),
            alpha=0.16,
            linewidth=0,
            zorder=1.6,
            gid=f"envelope {envelope.endpoint}",
        )


def draw_marks(sheet: Sheet, ax: Axes, window: DoseWindow) -> None:
    """Mark each edge where its curve meets its goal; of an empty window, how far it misses.

    Of several people it is the share of them inside that meets what is wanted, or misses it.
    """
    found, sizes = window_inks(window) | {_SHARE: SHARE_INSIDE}, sheet.sizes
    times = {name: scale.times for name, scale in scales_of(window).items()}

    def mark(name: str, x: Sequence[float], y: Sequence[float], *, full: bool) -> None:
        colour = sheet.theme.colour(found[name])
        ax.plot(
            x,
            y,
            color=colour,
            linestyle="-",
            linewidth=sizes.line * 0.5,
            marker=found[name].marker,
            markevery=[0],
            markersize=sizes.marker * 1.25,
            markerfacecolor=colour if full else sheet.theme.page,
            markeredgecolor=sheet.theme.page if full else colour,
            markeredgewidth=sizes.base * 0.11,
            clip_on=False,
            zorder=5,
            gid=f"mark {name}",
        )

    if not window.who.alone:
        wanted = 100 * window.question.share
        for edge in edges_of(window):
            if edge.goal is not None:
                mark(_SHARE, [edge.dose], [wanted], full=True)
        if window.is_empty:
            at = nearest_miss(window)
            dose, most = float(window.levels[at]), 100 * float(window.share_inside[at])
            mark(_SHARE, [dose, dose], [most, wanted], full=False)
        return
    for edge in edges_of(window):
        if edge.goal is not None:
            name = edge.goal.endpoint
            mark(name, [edge.dose], [edge.goal.limit * times[name]], full=True)
    if window.is_empty:
        at = nearest_miss(window)
        dose = float(window.levels[at])
        for goal, margin in zip(window.goals.goals, window.margins, strict=True):
            name = goal.endpoint
            if margin[at] < 0:
                value = float(window.statistics[name][at]) * times[name]
                mark(name, [dose, dose], [value, goal.limit * times[name]], full=False)


def curves_apart(window: DoseWindow, behind: DoseWindow) -> set[str]:
    """Return the endpoints whose curves behind can be told from those in front."""
    found: set[str] = set()
    for endpoint in behind.endpoints:
        if endpoint.name not in window.statistics:
            found.add(endpoint.name)
            continue
        front = np.interp(behind.levels, window.levels, in_per_cent(window, endpoint))
        apart = np.abs(front - in_per_cent(behind, endpoint, window))
        if float(apart.max()) > _SEEN:
            found.add(endpoint.name)
    return found
