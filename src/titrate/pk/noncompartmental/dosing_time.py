"""How a dose was given, and the concentration at that instant where nobody measured it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.timecourse import Array

ROUTES = ("extravascular", "bolus", "infusion")


@dataclass(frozen=True, eq=False)
class Dosing:
    """How a dose was given, as far as an analysis needs to know.

    Parameters
    ----------
    route : str
        One of `ROUTES`.
    over_h : float
        How long an infusion lasts; else 0.
    every_h : float, optional
        The dosing interval.
    steady_state : bool
        Whether the doses before have settled.
    """

    route: str
    over_h: float = 0.0
    every_h: float | None = None
    steady_state: bool = False


def value_at_dose(
    time_h: Array, value: Array, count: np.ndarray, dosing: Dosing
) -> tuple[Array, dict[str, np.ndarray]]:
    """Return the concentration to put in at the dose, (people,), and what to say about it.

    After a bolus the line through the logarithms of the first two values is followed back to the
    dose; where they do not fall, the first value stands. Otherwise nothing is there before a first
    dose, and at steady state the lowest value of the interval.

    Parameters
    ----------
    time_h, value : Array, shape (people, places)
        The first place is the dose's own.
    count : integer array, shape (people,)
        Places of each person that hold a value.
    dosing : Dosing
    """
    if dosing.route == "bolus":
        return _followed_back(time_h, value, count)
    if not dosing.steady_state or dosing.every_h is None:
        return np.zeros(len(value)), {}
    places = np.arange(value.shape[1])
    within = (places > 0) & (places < count[:, None]) & (time_h <= dosing.every_h)
    lowest = np.where(within, value, np.inf).min(axis=1)
    reason = "nothing was measured at the dose: the interval's lowest value stands there"
    return np.where(np.isfinite(lowest), lowest, 0.0), {reason: np.isfinite(lowest)}


def _followed_back(
    time_h: Array, value: Array, count: np.ndarray
) -> tuple[Array, dict[str, np.ndarray]]:
    last = value.shape[1] - 1
    one, two = min(1, last), min(2, last)
    first, second = value[:, one], value[:, two]
    falls = (count > 2) & (second < first)
    width = time_h[:, two] - time_h[:, one]
    logs = [np.log(v, out=np.zeros_like(v), where=falls) for v in (first, second)]
    slope = np.divide(logs[0] - logs[1], width, out=np.zeros_like(width), where=falls)
    with np.errstate(over="ignore"):
        found = first * np.exp(slope * time_h[:, one])
    falls &= np.isfinite(found)
    reason = "the first two values do not fall: the first one stands at the dose"
    return np.where(falls, found, first), {reason: ~falls & (count > 1)}
