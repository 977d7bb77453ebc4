"""Every endpoint on one axis of per cent: shares as they are, all else as a part of something said.

Points and counts are no shares. Each is drawn as a part of what it is without the drug or, where
that is 0, unknown or exceeded, of the highest value that is drawn or wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

from titrate.pd import Endpoint
from titrate.search import DoseWindow
from titrate.search.terms import in_unit
from titrate.timecourse import Array

_WHOLE = 100.0
_SHARE, _OF_100 = "", ("0-100", "%")
_ROUND_OFF = 1e-9


@dataclass(frozen=True)
class Scale:
    """How an endpoint is drawn in per cent.

    Parameters
    ----------
    times : float
        What its values are multiplied by.
    words : str
        Of what they are then a part; nothing of shares.
    """

    times: float
    words: str = ""


def scale_of(window: DoseWindow, endpoint: Endpoint) -> Scale:
    """Return how an endpoint of a window's goals is drawn in per cent."""
    if endpoint.unit == _SHARE:
        return Scale(_WHOLE)
    if endpoint.unit in _OF_100:
        return Scale(1.0)
    limit = next(g.limit for g in window.goals.goals if g.endpoint == endpoint.name)
    reached = float(window.statistics[endpoint.name].max())
    without = window.question.untreated.get(endpoint.name, 0.0)
    most = max(reached, limit)
    if 0 < most <= without * (1 + _ROUND_OFF):
        return _part_of("untreated", without, endpoint)
    if most <= 0:
        return Scale(1.0)
    return _part_of("its limit" if limit >= reached else "its highest here", most, endpoint)


def scales_of(window: DoseWindow, in_front: DoseWindow | None = None) -> dict[str, Scale]:
    """Return how each endpoint is drawn; behind another window, as that one draws it."""
    own = {endpoint.name: scale_of(window, endpoint) for endpoint in window.endpoints}
    return own if in_front is None else own | scales_of(in_front)


def in_per_cent(
    window: DoseWindow, endpoint: Endpoint, in_front: DoseWindow | None = None
) -> Array:
    """Return a goal's curve in per cent."""
    return window.statistics[endpoint.name] * scales_of(window, in_front)[endpoint.name].times


def _part_of(what: str, whole: float, endpoint: Endpoint) -> Scale:
    return Scale(_WHOLE / whole, f"as % of {what}, {in_unit(whole, endpoint.unit)}")
