"""What an analysis was asked: the dose, its route, its interval, checked against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from titrate.errors import (
    InvalidTimes,
    InvalidValue,
    UnknownName,
    require_choice,
    require_finite,
    require_flag,
    require_not_negative,
    require_one,
    require_pair,
    require_positive,
)
from titrate.pk.noncompartmental.dosing_time import ROUTES, Dosing
from titrate.timecourse import Array
from titrate.units import convert

# What people call the ways in, and the words that say what an analysis needs to know.
_HINTS = {
    "oral": 'By mouth is "extravascular".',
    "iv": 'Write "bolus", or "infusion" with over_h.',
    "intrathecal": 'Write "bolus" for the spinal fluid it goes into, "extravascular" for plasma.',
}


@dataclass(frozen=True)
class Span:
    """What stretch of a curve is analysed, and which of it may tell the terminal rate, in h."""

    from_h: float
    to_h: float
    terminal_h: tuple[float, float] | None


def dosing_of(
    route: str, over_h: float | None, every_h: float | None, steady_state: bool
) -> Dosing:
    """Return how the dose was given, or raise if that contradicts itself."""
    if isinstance(route, str) and route in _HINTS:
        raise UnknownName(f"No route called {route!r}.", _HINTS[route])
    require_choice("route", route, ROUTES)
    if route == "infusion" and over_h is None:
        raise InvalidValue("An infusion without over_h.", "Say how long it lasts: over_h=0.5.")
    if route != "infusion" and over_h is not None:
        raise InvalidValue(
            f"over_h belongs to an infusion, and route is {route!r}.", 'Write route="infusion".'
        )
    long = (
        0.0 if over_h is None else float(require_positive("over_h", require_one("over_h", over_h)))
    )
    tau = None
    if every_h is not None:
        tau = float(require_positive("every_h", require_one("every_h", every_h)))
    if require_flag("steady_state", steady_state) and tau is None:
        raise InvalidValue("A steady state without every_h.", "Give the interval: every_h=8.")
    return Dosing(route, long, tau, bool(steady_state))


def dose_of(dose_mg: npt.ArrayLike | None, dose_ug: npt.ArrayLike | None, told_ug: Array) -> Array:
    """Return the dose of each person in ug, (people,); what is told where none is given."""
    people = len(told_ug)
    if dose_mg is not None and dose_ug is not None:
        raise InvalidValue("Both dose_mg and dose_ug are given.", "Give one of them.")
    if dose_mg is None and dose_ug is None:
        return told_ug
    name, unit = ("dose_mg", "mg") if dose_ug is None else ("dose_ug", "ug")
    given: Any = dose_mg if dose_ug is None else dose_ug
    amounts = np.asarray(require_positive(name, given), dtype=np.float64)
    if amounts.shape not in ((), (people,)):
        raise InvalidValue(
            f"{name} has shape {amounts.shape}.",
            f"Give one number, or one per person: ({people},).",
        )
    return np.broadcast_to(convert(amounts, unit, "ug"), (people,))


def span_of(
    times_h: Array,
    from_h: float,
    to_h: float | None,
    every_h: float | None,
    terminal_h: tuple[float, float] | None,
) -> Span:
    """Return the span that is analysed, in h; to the end of the interval where there is one."""
    start = float(require_not_negative("from_h", require_one("from_h", from_h)))
    if to_h is not None:
        end = float(require_not_negative("to_h", require_one("to_h", to_h)))
    else:
        end = float(times_h[-1]) if every_h is None else start + every_h
    if end < start or (end == start and to_h is not None):
        raise InvalidTimes(
            f"The span from {start:g} to {end:g} h is empty.",
            f"There are concentrations from {times_h[0]:g} to {times_h[-1]:g} h.",
        )
    if terminal_h is None:
        return Span(start, end, None)
    low, high = (
        float(require_finite("terminal_h", require_one("terminal_h", edge)))
        for edge in require_pair("terminal_h", terminal_h, "Give (from, to), h since the dose.")
    )
    if high <= low:
        raise InvalidTimes(f"terminal_h is ({low:g}, {high:g}).", "Give (from, to), in this order.")
    return Span(start, end, (low, high))
