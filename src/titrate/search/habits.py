"""How far people have got used to the drug, between doses at which it is known.

How far somebody is tells of the lasting concentration that would have brought them there: the
inverse of the drive, at the share reached of what a complete drive would have reached. That
concentration is nearly a straight function of the doses, however steep the drive; so it is what is
interpolated.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from titrate.search.surfaces import Chebyshev
from titrate.timecourse import Array

# How far a complete drive would bring each person, and the exponent of the drive.
Fullest = tuple[Array, Array]
# Closer to everything than this the odds are not told apart.
_ALL = 1e-12


def habits_between(
    known: Mapping[str, Array], fullest: Mapping[str, Fullest], x: Chebyshev, y: Chebyshev
) -> dict[str, Array]:
    """Return habits at all pairs of places from those at all pairs of points.

    Parameters
    ----------
    known : mapping of name to Array (x points times y points, people)
    fullest : mapping of name to two Arrays (people,)
        How far a complete drive would bring each person, and the exponent of the drive.
    x, y : Chebyshev

    Returns
    -------
    dict of name to Array (x places times y places, people)
    """
    found: dict[str, Array] = {}
    for name, level in known.items():
        on_grid = lasting(level, fullest[name]).reshape(len(x.points), len(y.points), -1)
        between = np.matmul(y.to, np.tensordot(x.to, on_grid, axes=1))
        found[name] = brought_by(between, fullest[name]).reshape(-1, level.shape[-1])
    return found


def lasting(level: Array, fullest: Fullest) -> Array:
    """Return the lasting concentration that brings people this far, in units of half the drive."""
    most, slope = fullest
    reached = np.divide(level, most, out=np.zeros_like(level), where=most > 0)
    share = np.clip(reached, 0.0, 1 - _ALL)
    found: Array = (share / (1 - share)) ** (1 / slope)
    return found


def brought_by(concentration: Array, fullest: Fullest) -> Array:
    """Return how far a lasting concentration brings people: the inverse of `lasting`."""
    most, slope = fullest
    odds = np.maximum(concentration, 0.0) ** slope
    found: Array = most * odds / (1 + odds)
    return found
