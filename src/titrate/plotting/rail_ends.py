"""The ends of a rail: an arrowhead clear of the star, and a number clear of all its neighbours."""

from __future__ import annotations

from titrate.plotting.dose_axis import DoseAxis
from titrate.plotting.lettering import width_in
from titrate.plotting.sheet import Box, Sheet
from titrate.plotting.window_words import Edge, edges_of, is_logarithmic
from titrate.search import DoseWindow
from titrate.search.words import edges_words

STAR = 1.7  # size of a star, in markers
_POINTS_PER_INCH = 72.0
_GAP = 1.2  # between an end and its number, in small gaps
_OF_CENTRE = 1.05  # how far apart a star and an arrowhead lie that just do not touch
_BEYOND = {"low": " or less", "high": " or more"}
_ROUND_OFF_IN = 1e-6
_FEW = 10  # factors below this have two figures


def arrow_in(sheet: Sheet, axis: DoseAxis, window: DoseWindow, edge: Edge) -> float:
    """Return how far beyond an end that no goal sets its arrowhead lies, off the star."""
    if edge.goal is not None or window.best is None:
        return 0.0
    apart = abs(axis.x_in(window.best) - axis.x_in(edge.dose))
    return max(_clear_in(sheet) - apart, 0.0)


def numbers_at(
    sheet: Sheet, axis: DoseAxis, bounds: Box, window: DoseWindow, which: int
) -> list[tuple[float, str]]:
    """Return the numbers beside one interval and where each begins, in inches.

    Of each the longest form that keeps to ``bounds`` and off the other intervals; none that does
    not: the head says every dose.

    Parameters
    ----------
    sheet : Sheet
    axis : DoseAxis
    bounds : Box
    window : DoseWindow
    which : int
        The interval, counted from the lowest.
    """
    edges, gap = edges_of(window), sheet.sizes.gap_in
    low, high = edges[2 * which], edges[2 * which + 1]
    before, after = edges[: 2 * which], edges[2 * which + 2 :]
    half = gap / 2  # another panel's numbers may end where these begin
    left = max([bounds.left + half, *(axis.x_in(edge.dose) + gap for edge in before)])
    right = min([bounds.right - half, *(axis.x_in(edge.dose) - gap for edge in after)])
    found: list[tuple[float, str]] = []
    lowest, highest = edges_words(low.dose, high.dose)
    for edge, forms in (
        (low, _forms(low, lowest)),
        (high, _forms(high, highest, _times(low, high))),
    ):
        off = _GAP * gap + arrow_in(sheet, axis, window, edge)
        x, below = axis.x_in(edge.dose), edge.side == "low"
        room = x - off - left if below else right - x - off
        for form in forms:
            wide = width_in(form, sheet.sizes.base, True)
            if wide <= room + _ROUND_OFF_IN:
                found.append((x - off - wide if below else x + off, form))
                break
    return found


def rooms_in(sheet: Sheet, window: DoseWindow, panel_in: float) -> tuple[float, float]:
    """Return the room that numbers need left and right of a panel at least so wide."""
    log, edges = is_logarithmic(window), edges_of(window)
    axis = DoseAxis(Box(0.0, 0.0, panel_in, 0.0), *window.searched, log=log)
    needed = {"low": 0.0, "high": 0.0}
    for interval, which in ((edges[:2], 0), (edges[-2:], -1)) if edges else ():
        edge, dose = interval[which], edges_words(*(each.dose for each in interval))[which]
        inside = axis.x_in(edge.dose) if edge.side == "low" else panel_in - axis.x_in(edge.dose)
        off = (_GAP + 1 / 2) * sheet.sizes.gap_in + (_clear_in(sheet) if edge.goal is None else 0.0)
        wide = width_in(_forms(edge, dose)[0], sheet.sizes.base, True)
        needed[edge.side] = max(off + wide - inside, 0.0)
    return needed["low"], needed["high"]


def _clear_in(sheet: Sheet) -> float:
    """Return how far the middles of a star and an arrowhead are apart, so that both are seen."""
    return _OF_CENTRE * (STAR + 1) / 2 * sheet.sizes.marker / _POINTS_PER_INCH


def _forms(edge: Edge, dose: str, times: str = "") -> list[str]:
    """Return what may be written at an edge, the longest first."""
    longest = dose + _BEYOND[edge.side] if edge.goal is None else dose
    return list(dict.fromkeys([longest + times, longest, dose]))


def _times(low: Edge, high: Edge) -> str:
    """Return the ratio of two edges, if goals set both."""
    if low.goal is None or high.goal is None or low.dose <= 0:
        return ""
    factor = high.dose / low.dose
    return f"   × {factor:.2g}" if factor < _FEW else f"   × {factor:.0f}"
