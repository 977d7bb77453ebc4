"""By pump: one rate, or rates that change by the clock."""

from collections.abc import Iterable

from titrate.dosing.checks import LARGEST_UG, amount, clock_hours, length_days
from titrate.dosing.doses import segment
from titrate.dosing.regimen import Regimen
from titrate.dosing.thousandfold import intended_ug, refusing
from titrate.dosing.tree import PumpCourse
from titrate.errors import InvalidValue

_SPINE = "rates into the spinal fluid are written in ug/day"


@refusing("rate_mg_per_day", "rate_ug_per_day", _SPINE, intended_ug)
def pump(*, rate_ug_per_day: float, days: float | None = None, at: str = "lumbar") -> Regimen:
    """Return a pump that runs at one rate.

    Parameters
    ----------
    rate_ug_per_day : float
        Rate, ug/day.
    days : float
        How long, days.
    at : str
        Segment that the catheter's tip lies in.

    Raises
    ------
    InvalidValue
        If a number cannot be meant, or the days are missing.
    UnknownName
        If the segment is unknown.
    WrongUnit
        If the rate is given in mg.
    """
    if days is None:
        raise InvalidValue(
            "days is missing: pump() was told how fast, not how long.", "Give days=14."
        )
    rate = amount("rate_ug_per_day", rate_ug_per_day, largest=LARGEST_UG)
    return Regimen(PumpCourse(((0.0, rate),), length_days("days", days), segment(at)))


@refusing("rates_mg_per_day", "rates_ug_per_day", _SPINE, intended_ug)
def pump_schedule(
    *, rates_ug_per_day: Iterable[tuple[float, float]], days: float, at: str = "lumbar"
) -> Regimen:
    """Return a pump whose rate changes by the clock, the same every day.

    Parameters
    ----------
    rates_ug_per_day : iterable of (float, float)
        Clock hour and the rate from then on, ug/day: ``((0, 300), (22, 450))``. The first hour
        is 0; the hours rise.
    days : float
        How long, days.
    at : str
        Segment that the catheter's tip lies in.

    Raises
    ------
    InvalidValue
        If a number cannot be meant, or the hours do not start at 0 and rise.
    UnknownName
        If the segment is unknown.
    WrongUnit
        If the rates are given in mg.
    """
    what = "rates_ug_per_day"
    pairs = _pairs(what, rates_ug_per_day)
    hours = clock_hours(what, [hour for hour, _ in pairs])
    if hours[0] != 0:
        raise InvalidValue(
            f"{what} starts at the clock hour {hours[0]:g}.",
            "Start at 0 with the rate that runs from midnight.",
        )
    rates = tuple(amount(f"A rate of {what}", rate, largest=LARGEST_UG) for _, rate in pairs)
    steps = tuple(zip(hours, rates, strict=True))
    return Regimen(PumpCourse(steps, length_days("days", days), segment(at)))


def _pairs(what: str, rates: object) -> list[tuple[object, object]]:
    example = f"Give clock hours and rates: {what}=((0, 300), (22, 450))."
    try:
        pairs = [tuple(pair) for pair in rates]  # pyright: ignore[reportGeneralTypeIssues]
    except TypeError:
        pairs = []
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise InvalidValue(f"{what} is {rates!r}.", example)
    return pairs
