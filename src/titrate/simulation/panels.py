"""The mesh that responses ask for: fine after each dose, coarse where little happens."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from titrate.pd import Panels
from titrate.pk import Problem
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.timecourse import Array, frozen

# The first panel after something begins or ends is no wider than this, and each next one twice as
# wide as the one before: what moves fast is over by then, and exponentials over double lengths are
# squares. With these the mean of a response over a day is right to about 5e-7.
_FIRST_H = 0.6
# A last panel narrower than this is joined to the one before it.
_NARROW_H = 0.05


def panels_over(cuts_h: Array, from_h: float, to_h: float, widest_h: float = np.inf) -> Panels:
    """Return panels over a span of a run, in which nothing begins or ends but at ``cuts_h``.

    None is wider than ``widest_h``.
    """
    cuts = np.append(cuts_h[cuts_h < to_h], to_h)
    edges = [np.array([from_h])]
    for low, high in pairwise(cuts.tolist()):
        if high > from_h + SAME_INSTANT_H:
            inside = low + _offsets(high - low, widest_h)
            if low < from_h + _NARROW_H:
                wide = inside > from_h + _NARROW_H
                wide[-1] = True  # a cut stays an edge, however close it is
                inside = inside[wide]
            edges.append(inside)
    return Panels(np.concatenate(edges))


def shared(panels: Panels, problems: Sequence[Problem], sites: Sequence[str]) -> Panels:
    """Return panels over runs that are looked at together, each kind of interval only once."""
    return panels.sharing(*((p.told(sites).line.cuts_h[:-1], p.alike(sites)) for p in problems))


@lru_cache(maxsize=1024)
def _offsets(length_h: float, widest_h: float) -> Array:
    """Return the right edges of the panels of a segment."""
    count = max(1, math.ceil(math.log2(length_h / _FIRST_H + 1)))
    right = (2.0 ** np.arange(1, count + 1) - 1) * (length_h / (2**count - 1))
    right[-1] = length_h
    wide = np.diff(right, prepend=0.0)
    if wide.max() > widest_h:
        pieces = np.ceil(wide / widest_h).astype(np.int64)
        begins = np.repeat(right - wide, pieces)
        number = np.concatenate([np.arange(1, count + 1) for count in pieces.tolist()])
        right = begins + np.repeat(wide / pieces, pieces) * number
        right[-1] = length_h
    return frozen(right)
