"""The mesh that responses ask for: fine after each dose, coarse where little happens."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from titrate.pd import Panels
from titrate.pk import Problem
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.timecourse import Array

# Panels grow with the time since something began or ended: (until, in h; width, in h). With these
# the mean of a response over a day is right to about 1e-7 of its value.
_WIDTHS_H = ((1.0, 0.25), (3.0, 0.5), (24.0, 1.0), (72.0, 2.0), (240.0, 6.0))
_LATE_WIDTH_H = 24.0
# A last panel narrower than this is joined to the one before it.
_NARROW_H = 0.05


def panels_over(problem: Problem, from_h: float, to_h: float) -> Panels:
    """Return panels over a span of a run, in which nothing begins or ends."""
    cuts = problem.line.cuts_h
    cuts = np.append(cuts[cuts < to_h], to_h)
    edges = [np.array([from_h])]
    for low, high in pairwise(cuts.tolist()):
        if high > from_h + SAME_INSTANT_H:
            inside = low + _offsets(high - low)
            wide = inside > from_h + _NARROW_H
            wide[-1] = True  # a cut stays an edge, however close it is
            edges.append(inside[wide])
    return Panels(np.concatenate(edges))


def _offsets(length_h: float) -> Array:
    """Return the right edges of the panels of a segment."""
    right: list[float] = []
    at = 0.0
    for until, width in (*_WIDTHS_H, (np.inf, _LATE_WIDTH_H)):
        while at + width <= until and at + width < length_h - _NARROW_H:
            at += width
            right.append(at)
    return np.array([*right, length_h])
