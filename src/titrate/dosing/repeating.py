"""The pattern that a regimen repeats at its start: what a steady state is the steady state of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from titrate.dosing.checks import (
    HOURS_PER_DAY,
    SAME_TIME,
    SECONDS_PER_DAY,
    SECONDS_PER_HOUR,
)
from titrate.dosing.doses import Doses, later, merged
from titrate.dosing.expansion import end_h, expand
from titrate.dosing.tree import Missed, OralCourse, Part, Phases, PumpCourse, SingleDose, Together

# Two courses repeat together within this many days or are said not to repeat: a longer common
# pattern is an accident of odd intervals, not something that anybody is given.
LONGEST_PATTERN_DAYS = 28


@dataclass(frozen=True, eq=False)
class Repeating:
    """A pattern of doses that comes back every ``period_h``.

    Parameters
    ----------
    period_h : float
        Length of the pattern, h.
    doses : Doses
        The doses of one period, at times from 0 up to ``period_h``. A dose may last longer than
        the period, as an extended release does that outlives the interval.
    throughout : bool
        Whether the regimen is nothing but this pattern, whole periods of it, to its end.
    """

    period_h: float
    doses: Doses
    throughout: bool = False


def repeating(part: Part) -> Repeating | None:
    """Return the pattern that ``part`` repeats at its start, or None if it repeats none."""
    match part:
        case OralCourse(every_h=every_h) if every_h is not None:
            once = replace(part, days=None, doses=1)
            return Repeating(every_h, expand(once), _whole(end_h(part), every_h))
        case OralCourse(at_h=at_h):
            one_day = replace(part, days=None, doses=len(at_h))
            return Repeating(HOURS_PER_DAY, expand(one_day), _whole(end_h(part), HOURS_PER_DAY))
        case PumpCourse():
            one_day = expand(replace(part, days=1.0))
            return Repeating(HOURS_PER_DAY, one_day, _whole(end_h(part), HOURS_PER_DAY))
        case Phases(parts=parts):
            first = repeating(parts[0])
            return None if first is None else replace(first, throughout=False)
        case Together(parts=parts):
            return _repeating_together(parts)
        case SingleDose() | Missed():
            return None


def _repeating_together(parts: Sequence[Part]) -> Repeating | None:
    several = [repeating(part) for part in parts]
    patterns = [pattern for pattern in several if pattern is not None]
    if len(patterns) < len(several):
        return None
    period_h = _common_period([pattern.period_h for pattern in patterns])
    if period_h is None:
        return None
    ends = {end_h(part) for part in parts}
    throughout = (
        len(ends) == 1
        and all(pattern.throughout for pattern in patterns)
        and _whole(ends.pop(), period_h)
    )
    doses = merged([_filling(pattern, period_h) for pattern in patterns])
    return Repeating(period_h, doses, throughout)


def _whole(lasting_h: float, period_h: float) -> bool:
    """Return whether a length is a whole number of periods, to the same instant."""
    return abs(round(lasting_h / period_h) * period_h - lasting_h) <= SAME_TIME


def _common_period(periods_h: Sequence[float]) -> float | None:
    if len(set(periods_h)) == 1:
        return periods_h[0]
    seconds = [round(period * SECONDS_PER_HOUR) for period in periods_h]
    whole = all(
        second >= 1 and abs(second / SECONDS_PER_HOUR - period) <= SAME_TIME
        for second, period in zip(seconds, periods_h, strict=True)
    )
    if not whole:
        return None
    common = math.lcm(*seconds)
    return None if common > LONGEST_PATTERN_DAYS * SECONDS_PER_DAY else common / SECONDS_PER_HOUR


def _filling(pattern: Repeating, period_h: float) -> Doses:
    times = round(period_h / pattern.period_h)
    return merged([later(pattern.doses, turn * pattern.period_h) for turn in range(times)])
