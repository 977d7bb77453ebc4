"""Indices that say which of many, without a copy where they can."""

from __future__ import annotations

import numpy as np


def evenly(which: np.ndarray) -> np.ndarray | slice:
    """Return increasing indices as a slice where they are evenly spaced, which copies nothing."""
    steps = which[1:] - which[:-1]
    if np.any(steps != steps[:1]):
        return which
    return slice(int(which[0]), int(which[-1]) + 1, int(steps[0]) if len(steps) else 1)
