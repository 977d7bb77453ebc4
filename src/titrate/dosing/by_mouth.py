"""By mouth: a course, a single dose, a taper."""

from collections.abc import Iterable

from titrate.dosing.checks import (
    LARGEST_MG,
    SAME_TIME,
    amount,
    clock_hours,
    length_days,
    length_h,
    not_too_many,
    require_whole_days,
    tidy,
    whole,
)
from titrate.dosing.regimen import Regimen
from titrate.dosing.thousandfold import intended_mg, refusing
from titrate.dosing.tree import OralCourse, Phases, SingleDose
from titrate.errors import InvalidValue

_MOUTH = "doses by mouth are written in mg"


@refusing("dose_ug_per_kg", "dose_mg_per_kg", _MOUTH, intended_mg)
@refusing("dose_ug", "dose_mg", _MOUTH, intended_mg)
def oral(
    *,
    dose_mg: float | None = None,
    dose_mg_per_kg: float | None = None,
    every_h: float | None = None,
    at_h: Iterable[float] | None = None,
    days: float | None = None,
    doses: int | None = None,
    release_over_h: float | None = None,
) -> Regimen:
    """Return doses by mouth: one, or one every so many hours, or at clock hours.

    Parameters
    ----------
    dose_mg, dose_mg_per_kg : float
        Each dose, mg, or mg per kg of body weight; one of the two.
    every_h : float, optional
        Interval, h; the first dose is at 0.
    at_h : iterable of float, optional
        Clock hours of each day, from 0 up to 24, such as ``(7, 12, 17, 22)``. With neither
        ``every_h`` nor ``at_h`` it is a single dose at 0.
    days : float, optional
        How long the course lasts, days; whole days where ``at_h`` is given.
    doses : int, optional
        How many doses, instead of ``days``. The course then ends one interval after the last
        dose, or with the last dose's day where ``at_h`` is given.
    release_over_h : float, optional
        Each tablet releases its drug at a constant rate over this long, h.

    Raises
    ------
    InvalidValue
        If a number cannot be meant, or arguments contradict each other.
    WrongUnit
        If a dose is given in ug.
    """
    each, per_kg = _each_dose(dose_mg, dose_mg_per_kg)
    release = None if release_over_h is None else length_h("release_over_h", release_over_h)
    _require_one_schedule(every_h, at_h, days, doses)
    if every_h is None and at_h is None:
        return Regimen(SingleDose("oral", each, per_kg, None, 0.0, release))
    course = OralCourse(
        amount_mg=each,
        per_kg=per_kg,
        at_h=() if at_h is None else clock_hours("at_h", at_h),
        every_h=None if every_h is None else length_h("every_h", every_h),
        days=None if days is None else length_days("days", days),
        doses=None if doses is None else whole("doses", doses),
        release_over_h=release,
    )
    if course.days is not None:
        require_whole_days(course.days, course.at_h)
    return Regimen(course)


def _each_dose(dose_mg: float | None, dose_mg_per_kg: float | None) -> tuple[float, bool]:
    """Return each dose, and whether it is per kg of body weight."""
    if dose_mg is not None and dose_mg_per_kg is not None:
        raise InvalidValue("oral() was given both dose_mg and dose_mg_per_kg.", "Give one of them.")
    if dose_mg_per_kg is not None:
        return amount("dose_mg_per_kg", dose_mg_per_kg, largest=LARGEST_MG), True
    if dose_mg is None:
        raise InvalidValue("oral() was given no dose.", "Give dose_mg or dose_mg_per_kg.")
    return amount("dose_mg", dose_mg, largest=LARGEST_MG), False


def _require_one_schedule(every_h: object, at_h: object, days: object, doses: object) -> None:
    """Refuse a course that says how often or how long twice, or one of them without the other."""
    repeats, lasts = every_h is not None or at_h is not None, days is not None or doses is not None
    if lasts and not repeats:
        raise InvalidValue(
            "oral() was told how long, and not how often.", "Give every_h or at_h too."
        )
    if every_h is not None and at_h is not None:
        raise InvalidValue("oral() was given both every_h and at_h.", "Give one of them.")
    if days is not None and doses is not None:
        raise InvalidValue("oral() was given both days and doses.", "Give one of them.")
    if repeats and not lasts:
        raise InvalidValue("oral() was told how often, and not how long.", "Give days or doses.")


@refusing("from_ug", "from_mg", _MOUTH, intended_mg)
def taper(
    *, from_mg: float, step_mg: float, every_days: float, to_mg: float = 0, every_h: float = 8
) -> Regimen:
    """Return doses by mouth that fall step by step; a dose of 0 is not written: it ends.

    Parameters
    ----------
    from_mg : float
        The first single dose, mg.
    step_mg : float
        How much less each next one is, mg.
    every_days : float
        How long each dose is kept, days.
    to_mg : float
        The last single dose, mg; the steps must land on it.
    every_h : float
        Interval between doses, h.

    Raises
    ------
    InvalidValue
        If a number cannot be meant, or the steps miss ``to_mg``.
    WrongUnit
        If a dose is given in ug.
    """
    first = amount("from_mg", from_mg, largest=LARGEST_MG)
    last = amount("to_mg", to_mg, largest=LARGEST_MG)
    days = length_days("every_days", every_days)
    interval = length_h("every_h", every_h)
    step = amount("step_mg", step_mg, largest=LARGEST_MG)
    if step == 0:
        raise InvalidValue("step_mg is 0.", "It must be above 0.")
    if first <= last:
        raise InvalidValue(f"from_mg is {first:g} and to_mg is {last:g}.", "A taper goes down.")
    steps = (first - last) / step
    not_too_many(steps)
    if abs(steps - round(steps)) > SAME_TIME or round(steps) < 1:
        series = [first - turn * step for turn in range(int(steps) + 1)]
        shown = [f"{dose:g}" for dose in (series if len(series) <= 6 else series[-3:])]
        start = "" if len(series) <= 6 else f"{first:g}, {first - step:g}, ..., "
        raise InvalidValue(
            f"Steps of {step:g} mg from {first:g} mg give {start}{', '.join(shown)} mg and then "
            f"pass {last:g} mg.",
            f"Choose step_mg so that the steps land on to_mg={last:g}.",
        )
    doses = [tidy(first - turn * step) for turn in range(round(steps))]
    if last > 0:
        doses.append(last)
    courses = [oral(dose_mg=dose, every_h=interval, days=days).tree for dose in doses]
    return Regimen(courses[0] if len(courses) == 1 else Phases(tuple(courses)))
