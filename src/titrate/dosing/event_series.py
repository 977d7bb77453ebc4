"""Equal doses at equal distances that do not begin with their phase, as a regimen says them.

By the hours of the day where these come back from day to day; else after a pause, which is a
dose that is missed: nothing is given, and what follows starts when its interval is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from titrate.dosing.checks import HOURS_PER_DAY, SAME_TIME, clock_hour
from titrate.dosing.expansion import dose_count
from titrate.dosing.tree import Missed, OralCourse, Part, Phases
from titrate.errors import TitrateError

# Nobody reads more hours of the day than these; every 2 h.
_MOST_HOURS = 12


def begun(course: OralCourse, begin_h: float, *, midnight: bool) -> Part | None:
    """Return a course at a constant interval that begins ``begin_h`` after its phase does.

    Parameters
    ----------
    course : OralCourse
    begin_h : float
    midnight : bool
        Whether the phase begins at midnight, so that hours after it are hours of the day.
    """
    if begin_h < -SAME_TIME:
        return None
    if begin_h <= SAME_TIME:
        return course
    whole_days_h = begin_h // HOURS_PER_DAY * HOURS_PER_DAY
    daily = _by_the_day(course, begin_h - whole_days_h) if midnight else None
    return after(begin_h, course) if daily is None else after(whole_days_h, daily)


def at_hours(course: OralCourse, hours: Sequence[float]) -> Part | None:
    """Return a course every day at hours that are counted from the midnight its phase begins at."""
    whole_days_h = hours[0] // HOURS_PER_DAY * HOURS_PER_DAY
    clock = _clock([hour - whole_days_h for hour in hours])
    if clock is None or whole_days_h < 0 or course.every_h != HOURS_PER_DAY:
        return None
    return after(whole_days_h, replace(course, every_h=None, at_h=clock))


def after(pause_h: float, part: Part) -> Part:
    """Return a part that starts ``pause_h`` later."""
    if pause_h == 0:
        return part
    course = part.part if isinstance(part, Missed) else part
    assert isinstance(course, OralCourse)
    dose = replace(course, every_h=pause_h, at_h=(), days=None, doses=1, release_over_h=None)
    return Phases((Missed(dose, (1,)), part))


def _by_the_day(course: OralCourse, begin_h: float) -> Part | None:
    """Return a course by its hours of the day, those before its first dose missed."""
    every_h, count = course.every_h or 0.0, dose_count(course)
    a_day = round(HOURS_PER_DAY / every_h)
    if not 1 <= a_day <= _MOST_HOURS:
        return None
    missed = round(begin_h // every_h)
    first_h = begin_h - missed * every_h
    clock = _clock([first_h + turn * every_h for turn in range(a_day)])
    days, turn = divmod(missed + count - 1, a_day)
    last_h = begin_h + (count - 1) * every_h
    # The last dose is where what an interval is off by has added up.
    if clock is None or abs(clock[turn] + days * HOURS_PER_DAY - last_h) > SAME_TIME:
        return None
    if missed + count <= a_day:
        return _at(course, clock[missed : missed + count], count)
    whole = _at(course, clock, missed + count)
    return Missed(whole, tuple(range(1, missed + 1))) if missed else whole


def _at(course: OralCourse, clock: tuple[float, ...], count: int) -> OralCourse:
    days, left = divmod(count, len(clock))
    lasts = (None, count) if left else (float(days), None)
    return replace(course, every_h=None, at_h=clock, days=lasts[0], doses=lasts[1])


def _clock(hours: Sequence[float]) -> tuple[float, ...] | None:
    """Return hours as rising clock hours; None if they are none."""
    try:
        clock = tuple(clock_hour("TIME", hour) for hour in hours)
    except TitrateError:
        return None
    return clock if all(later > earlier for earlier, later in pairwise(clock)) else None
