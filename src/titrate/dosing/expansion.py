"""From the parts of a regimen to its doses, its end and their number."""

import math
from itertools import accumulate

import numpy as np

from titrate.dosing.checks import HOURS_PER_DAY, SAME_TIME, UG_PER_MG, whole_steps
from titrate.dosing.doses import Array, Doses, kept, later, merged, uniform
from titrate.dosing.tree import Missed, OralCourse, Part, Phases, PumpCourse, SingleDose, Together


def expand(part: Part) -> Doses:
    """Return every dose of ``part``, in time order."""
    match part:
        case OralCourse():
            return uniform(
                _oral_times(part),
                part.amount_mg * UG_PER_MG,
                part.release_over_h or 0.0,
                "oral",
                per_kg=part.per_kg,
            )
        case SingleDose():
            return uniform(
                np.array([part.time_h]),
                part.amount_ug,
                part.over_h or 0.0,
                part.route,
                part.at,
                per_kg=part.per_kg,
            )
        case PumpCourse():
            starts, durations, rates = _stretches(part)
            amounts = rates * (durations / HOURS_PER_DAY)
            return uniform(starts, amounts, durations, "intrathecal", part.at)
        case Phases():
            starts = (0.0, *_phase_ends(part))
            return merged([later(expand(p), at) for p, at in zip(part.parts, starts, strict=False)])
        case Together():
            return merged([expand(each) for each in part.parts])
        case Missed():
            everything = expand(part.part)
            missed = np.array(part.numbers) - 1
            return kept(everything, np.delete(np.arange(len(everything)), missed))


def end_h(part: Part) -> float:  # noqa: PLR0911 - one answer per kind of part
    """Return when ``part`` ends, h after its start."""
    match part:
        case OralCourse(days=days) if days is not None:
            return days * HOURS_PER_DAY
        case OralCourse(every_h=every_h, doses=doses, at_h=at_h):
            count = doses or 0
            if every_h is not None:
                return count * every_h
            return math.ceil(count / len(at_h)) * HOURS_PER_DAY
        case SingleDose(time_h=time_h, over_h=over_h):
            covered = math.ceil((time_h + (over_h or 0.0)) / HOURS_PER_DAY - SAME_TIME)
            return max(covered, math.floor(time_h / HOURS_PER_DAY) + 1) * HOURS_PER_DAY
        case PumpCourse(days=days):
            return days * HOURS_PER_DAY
        case Phases():
            return _phase_ends(part)[-1]
        case Together():
            return max(end_h(each) for each in part.parts)
        case Missed():
            return end_h(part.part)


def dose_count(part: Part) -> int:  # noqa: PLR0911 - one answer per kind of part
    """Return how many doses ``part`` has, without listing them."""
    match part:
        case OralCourse(doses=doses) if doses is not None:
            return doses
        case OralCourse(every_h=every_h) if every_h is not None:
            return whole_steps(end_h(part), every_h)
        case OralCourse(at_h=at_h):
            return whole_steps(end_h(part), HOURS_PER_DAY) * len(at_h)
        case SingleDose():
            return 1
        case PumpCourse(rates=rates) if len(rates) == 1:
            return 1
        case PumpCourse():
            return len(_stretch_starts(part))
        case Phases() | Together():
            return sum(dose_count(each) for each in part.parts)
        case Missed(part=whole, numbers=numbers):
            return dose_count(whole) - len(numbers)


def _phase_ends(phases: Phases) -> tuple[float, ...]:
    return tuple(accumulate(end_h(each) for each in phases.parts))


def _oral_times(course: OralCourse) -> Array:
    count = dose_count(course)
    if course.every_h is not None:
        return np.arange(count, dtype=float) * course.every_h
    return _on_each_day(np.array(course.at_h), count)


def _on_each_day(hours: Array, count: int) -> Array:
    days = np.arange(math.ceil(count / len(hours))) * HOURS_PER_DAY
    times: Array = np.add.outer(days, hours).ravel()
    return times[:count]


def _stretch_starts(pump: PumpCourse) -> Array:
    end = end_h(pump)
    hours = np.array([hour for hour, _ in pump.rates])
    starts = _on_each_day(hours, whole_steps(end, HOURS_PER_DAY) * len(hours))
    return starts[(starts < end - SAME_TIME) | (starts == 0)]


def _stretches(pump: PumpCourse) -> tuple[Array, Array, Array]:
    end = end_h(pump)
    if len(pump.rates) == 1:
        return np.zeros(1), np.array([end]), np.array([pump.rates[0][1]])
    starts = _stretch_starts(pump)
    durations = np.diff(np.append(starts, end))
    rates = np.resize([rate for _, rate in pump.rates], len(starts))
    return starts, durations, rates
