"""What of a response curve is held against a limit."""

from __future__ import annotations

import numpy as np

from titrate.pd import Panels
from titrate.timecourse import Array


def statistic_of(name: str, better: str, panels: Panels, response: Array) -> Array:
    """Return a statistic of a response over the panels, (..., people).

    Parameters
    ----------
    name : {"mean", "worst", "best", "end"}
    better : {"higher", "lower"}
    panels : Panels
    response : Array, shape (..., people, nodes)
    """
    if name == "mean":
        weights = panels.weights_h
        return response @ (weights / weights.sum())
    if name == "end":
        return response[..., -1]
    highest = (name == "best") == (better == "higher")
    return _extreme(response) if highest else -_extreme(-response)


def _extreme(response: Array) -> Array:
    """Return the highest value, on the nodes or at the top of the parabola through a panel's."""
    panelled = response.reshape(*response.shape[:-1], -1, 3)
    first, middle, last = panelled[..., 0], panelled[..., 1], panelled[..., 2]
    slope, bend = last - first, first - 2 * middle + last
    inside = (bend < 0) & (np.abs(slope) < -2 * bend)
    rise = np.divide(slope * slope, -8 * bend, out=np.zeros_like(bend), where=inside)
    top = np.where(inside, middle + rise, middle)
    return np.maximum(response.max(axis=-1), top.max(axis=-1))
