"""From the parts of a regimen to its prescription text, the one canonical form."""

from titrate.dosing.checks import SECONDS_PER_HOUR
from titrate.dosing.tree import (
    Leaf,
    Missed,
    OralCourse,
    Part,
    Phases,
    PumpCourse,
    SingleDose,
    Together,
)

DEFAULT_SEGMENT = "lumbar"


def write(part: Part) -> str:
    """Return the canonical prescription text of ``part``."""
    match part:
        case Phases(parts=parts):
            return ", then ".join(_within(each) for each in parts)
        case Together(parts=parts):
            return f"({' together with '.join(_within(each) for each in parts)})"
        case Missed(part=whole, numbers=numbers):
            text = write(whole)
            inside = text if isinstance(whole, Together) else f"({text})"
            which = "dose" if len(numbers) == 1 else "doses"
            return f"{inside} without {which} {' '.join(map(str, numbers))}"
        case _:
            return write_leaf(part)


def write_leaf(leaf: Leaf) -> str:
    """Return the canonical prescription text of one leaf."""
    match leaf:
        case OralCourse():
            amount = f"oral {number(leaf.amount_mg)} {'mg/kg' if leaf.per_kg else 'mg'}"
            return f"{amount}{_released(leaf.release_over_h)} {_timing(leaf)} for {_length(leaf)}"
        case SingleDose():
            return f"{_given(leaf)} once{f' at {number(leaf.time_h)} h' if leaf.time_h else ''}"
        case PumpCourse(rates=rates, days=days):
            shown = [f"{number(rate)} ug/day" for _, rate in rates]
            if len(rates) > 1:
                starts = [clock(hour) for hour, _ in rates]
                shown = [f"{rate} from {at}" for rate, at in zip(shown, starts, strict=True)]
            return f"pump {', '.join(shown)}{_place(leaf.at)} for {_counted(days, 'day')}"


def number(value: float) -> str:
    """Return the shortest text that reads back as exactly ``value``."""
    return str(int(value)) if value == int(value) and value < 1e15 else repr(float(value))


def clock(hour: float) -> str:
    """Return a clock hour as HH:MM, or HH:MM:SS where the minute is not whole."""
    minutes, second = divmod(round(hour * SECONDS_PER_HOUR), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{second:02d}" if second else text


def _within(part: Part) -> str:
    return f"({write(part)})" if isinstance(part, Phases) else write(part)


def _given(dose: SingleDose) -> str:
    amount = f"{number(dose.amount)} {'ug' if dose.route == 'intrathecal' else 'mg'}"
    if dose.route == "oral":
        basis = "/kg" if dose.per_kg else ""
        return f"oral {amount}{basis}{_released(dose.over_h)}"
    over = "" if dose.over_h is None else f" over {number(dose.over_h)} h"
    if dose.route == "iv":
        return f"iv {amount}{over}" if over else f"iv bolus {amount}"
    return f"intrathecal bolus {amount}{_place(dose.at)}{over}"


def _timing(course: OralCourse) -> str:
    if course.every_h is not None:
        return f"every {number(course.every_h)} h"
    return f"at {' '.join(clock(hour) for hour in course.at_h)}"


def _length(course: OralCourse) -> str:
    if course.days is not None:
        return _counted(course.days, "day")
    return _counted(course.doses or 0, "dose")


def _counted(count: float, noun: str) -> str:
    return f"{number(count)} {noun}" + ("" if count == 1 else "s")


def _released(over_h: float | None) -> str:
    return "" if over_h is None else f" released over {number(over_h)} h"


def _place(at: str | None) -> str:
    return "" if at in (None, DEFAULT_SEGMENT) else f" at {at}"
