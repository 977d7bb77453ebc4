"""A regimen with one thing about it changed, everything else as it was written."""

from dataclasses import replace

from titrate.dosing.checks import (
    HOURS_PER_DAY,
    LARGEST_MG,
    amount,
    length_days,
    length_h,
    require_whole_days,
)
from titrate.dosing.doses import segment
from titrate.dosing.regimen import Regimen
from titrate.dosing.tree import (
    Missed,
    OralCourse,
    Part,
    Phases,
    PumpCourse,
    SingleDose,
    Together,
    leaves,
)
from titrate.errors import InvalidValue


def at_interval(regimen: Regimen, every_h: float) -> Regimen:
    """Return tablets at another interval, with the same amount a day and for the same days.

    Parameters
    ----------
    regimen : Regimen
        One course by mouth at a constant interval for some days.
    every_h : float
        Time between two doses, in h.

    Raises
    ------
    InvalidValue
        If the regimen is anything else, or the interval is longer than the course.
    """
    course = regimen.tree
    if not isinstance(course, OralCourse) or course.every_h is None or course.days is None:
        raise InvalidValue(
            f"{str(regimen)!r} is not one course by mouth at a constant interval for some days.",
            "Give one: oral(dose_mg=10, every_h=8, days=14).",
        )
    interval = length_h("every_h", every_h)
    if interval > course.days * HOURS_PER_DAY:
        raise InvalidValue(
            f"every_h is {interval:g}, and the course lasts {course.days:g} days.",
            "Give an interval that fits into it.",
        )
    each = amount("the dose", course.amount_mg * interval / course.every_h, largest=LARGEST_MG)
    return Regimen(replace(course, every_h=interval, amount_mg=each))


def for_days(regimen: Regimen, days: float) -> Regimen:
    """Return a course that lasts so many days.

    Parameters
    ----------
    regimen : Regimen
        One course by mouth or by pump that lasts some days.
    days : float
        How long, days.

    Raises
    ------
    InvalidValue
        If the regimen is anything else, days is not above 0, or tablets at clock hours are to end
        within a day.
    """
    course = regimen.tree
    if not isinstance(course, OralCourse | PumpCourse) or course.days is None:
        raise InvalidValue(
            f"{str(regimen)!r} is not one course for some days.",
            "Give one: oral(dose_mg=10, every_h=8, days=14) or pump(rate_ug_per_day=100, days=14).",
        )
    lasts = length_days("days", days)
    if isinstance(course, OralCourse):
        require_whole_days(lasts, course.at_h)
    return Regimen(replace(course, days=lasts))


def at_segment(regimen: Regimen, at: str) -> Regimen:
    """Return a regimen whose doses into the spinal fluid all arrive in one segment.

    Parameters
    ----------
    regimen : Regimen
    at : str
        Segment that the catheter's tip lies in.

    Raises
    ------
    UnknownName
        If the segment is unknown.
    InvalidValue
        If nothing is given into the spinal fluid, or into several segments.
    """
    there = segment(at)
    now = {place for leaf in leaves(regimen.tree) if (place := _arrives(leaf)) is not None}
    if not now:
        raise InvalidValue(
            f"{str(regimen)!r} gives nothing into the spinal fluid, so at says nothing.",
            "Give a pump or a bolus.",
        )
    if len(now) > 1:
        raise InvalidValue(
            f"{str(regimen)!r} gives into several segments: {', '.join(sorted(now))}.",
            "Give a regimen with one tip.",
        )
    return Regimen(_moved(regimen.tree, there))


def _arrives(leaf: Part) -> str | None:
    return leaf.at if isinstance(leaf, PumpCourse | SingleDose) else None


def _moved(part: Part, at: str) -> Part:
    match part:
        case Phases() | Together():
            return replace(part, parts=tuple(_moved(each, at) for each in part.parts))
        case Missed():
            return replace(part, part=_moved(part.part, at))
        case PumpCourse() | SingleDose() if part.at is not None:
            return replace(part, at=at)
        case _:
            return part
