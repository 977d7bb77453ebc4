"""What of a response curve is held against a limit."""

from __future__ import annotations

import numpy as np

from titrate.pd import NODES, Panels, polynomial, quartic_coefficients
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


# Where in a panel one looks for the top of the quartic through its nodes.
_LOOKS = np.linspace(0.0, 1.0, 65)


def _extreme(response: Array) -> Array:
    """Return the highest value of the quartics through the panels' nodes.

    Only panels that hold the highest node, or stand beside it, are looked at closely.
    """
    panelled = response.reshape(*response.shape[:-1], -1, len(NODES))
    best = panelled.max(axis=-1).argmax(axis=-1)[..., None, None]
    most = panelled.max(axis=(-2, -1))
    for beside in (-1, 0, 1):
        near = np.clip(best + beside, 0, panelled.shape[-2] - 1)
        close = np.take_along_axis(panelled, near, axis=-2)[..., 0, :]
        most = np.maximum(most, _top(close))
    return most


def _top(values: Array) -> Array:
    """Return the highest value of quartics through five values, (..., 5)."""
    through = quartic_coefficients(np.moveaxis(values, -1, 0))
    looks = polynomial(through[..., None], _LOOKS)
    best = np.clip(looks.argmax(axis=-1), 1, len(_LOOKS) - 2)[..., None]
    first, middle, last = (np.take_along_axis(looks, best + k, axis=-1)[..., 0] for k in (-1, 0, 1))
    slope, bend = last - first, first - 2 * middle + last
    inside = (bend < 0) & (np.abs(slope) < -2 * bend)
    rise = np.divide(slope * slope, -8 * bend, out=np.zeros_like(bend), where=inside)
    return np.maximum(looks.max(axis=-1), middle + rise)
