"""Long courses that swing with every dose: side by side only their last days can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from titrate.plotting.time_panels import TimePanel
from titrate.simulation import Result
from titrate.timecourse import Array

# Of two curves with more peaks than this across a page dashes and colours run together.
_MOST_PEAKS = 24
_DEPTH = 0.1  # of a curve's height that its swings go up and down; less than this is one line
_INTERVALS = 2  # between doses that are drawn at least
_DAY_H = 24.0


def begin_h(results: Mapping[str, Result], panels: Sequence[TimePanel]) -> float:
    """Return from where compared courses are drawn: 0, or a midnight before their common end."""
    ends = {float(result.times_h[-1]) for result in results.values()}
    end = ends.pop()
    if ends:
        return 0.0
    peaks = [
        sorted(_peaks(curve.middle, results[case].times_h) for case, curve in p.curves.items())
        for p in panels
    ]
    # What two curves of a panel have.
    most = max((counts[-2] for counts in peaks if len(counts) > 1), default=0)
    if most <= _MOST_PEAKS:
        return 0.0
    wanted = max(_DAY_H, _INTERVALS * end / most)
    return _DAY_H * max(math.floor((end - wanted) / _DAY_H + 1e-9), 0)


def last_words(begin: float, end: float) -> str:
    """Return what of a course is drawn, to follow who was treated; nothing of all of it."""
    days = math.ceil((end - begin) / _DAY_H - 1e-9)
    if begin == 0:
        return ""
    return f"; the last {'day is' if days == 1 else f'{days} days are'} drawn"


def _peaks(curve: Array, times_h: Array) -> int:
    """Return how often a curve turns down, if it still swings on its last day."""
    last = curve[times_h >= times_h[-1] - _DAY_H]
    if np.ptp(last) <= _DEPTH * curve.max():
        return 0
    up = np.diff(curve) > 0
    return int(np.count_nonzero(up[:-1] & ~up[1:]))
