"""What chance does to a share: people drawn are a sample of all who could have been drawn."""

from __future__ import annotations

import numpy as np

from titrate.timecourse import Array

# Half the width of a 95 % interval of a standard normal number, in standard deviations.
_DEVIATIONS = 1.959963984540054


def wilson(share: Array | float, count: int) -> tuple[Array, Array]:
    """Return the 95 % interval of a share that was seen in so many people.

    Wilson's score interval: it stays within 0 and 1, and is right where all or none are inside.

    Parameters
    ----------
    share : Array or float
        From 0 to 1.
    count : int

    References
    ----------
    Wilson EB. J Am Stat Assoc 1927;22:209-12.
    """
    share = np.asarray(share, dtype=np.float64)
    spread = _DEVIATIONS**2 / count
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def edge_by_chance(
    low: Array, high: Array, share: float, edge: float, side: str, searched: tuple[float, float]
) -> tuple[float, float]:
    """Return between which doses the edge of a group's window lies in 95 % of samples.

    The doses around it at which the 95 % interval of the share inside holds the share wanted. Where
    no dose is surely inside, these end where the window's other edge surely has been passed.

    Parameters
    ----------
    low, high : Array, shape (people,)
        Edges of each person's own window; NaN of those who have none.
    share : float
        How many have to be inside.
    edge : float
        Where the edge lies in these people.
    side : {"low", "high"}
    searched : (float, float)
    """
    doses = np.unique(np.concatenate([low, high, searched]))
    doses = doses[~np.isnan(doses)]
    inside = share_inside(low, high, doses)
    least, most = wilson(inside, len(low))
    before, after = doses <= edge, doses >= edge
    inwards = after if side == "low" else before
    out, surely_in = most < share, inwards & (least >= share)
    ends_inwards = surely_in if surely_in.any() else inwards & out
    first, last = (out & before, ends_inwards) if side == "low" else (ends_inwards, out & after)
    found = doses[first].max(initial=searched[0]), doses[last].min(initial=searched[1])
    return float(found[0]), float(found[1])


def share_inside(low: Array, high: Array, doses: Array) -> Array:
    """Return the share of the people whose own window holds each dose, (doses,)."""
    opened = np.searchsorted(np.sort(low[~np.isnan(low)]), doses, side="right")
    closed = np.searchsorted(np.sort(high[~np.isnan(high)]), doses, side="left")
    return (opened - closed) / len(low)
