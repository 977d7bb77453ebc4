"""From the parts of a regimen to an event table: a row per course, not per dose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from titrate.dosing.checks import HOURS_PER_DAY, SAME_TIME, UG_PER_MG, tidy
from titrate.dosing.doses import Doses
from titrate.dosing.events import DOSE
from titrate.dosing.expansion import dose_count, end_h, expand
from titrate.dosing.tree import Missed, OralCourse, Part, Phases, PumpCourse, Together
from titrate.errors import InvalidValue

if TYPE_CHECKING:
    import pandas as pd

# What sums and differences of times lose, as a share of them.
_ROUND_OFF = 1e-14


@dataclass(frozen=True)
class Row:
    """One row of the table: a dose, and how often it comes back."""

    time_h: float
    amount: float  # mg by mouth and vein, ug into the spinal fluid
    duration_h: float
    route: str
    at: str | None
    per_kg: bool
    interval_h: float = 0.0
    additional: int = 0


def write_event_table(part: Part) -> pd.DataFrame:
    """Return the doses of a part in the field's columns, in time order.

    Raises
    ------
    InvalidValue
        If a dose is 0, which the field cannot write: a row without an amount is no dose.
    """
    import pandas as pd

    rows = sorted(_rows(part), key=lambda row: row.time_h)
    for row in rows:
        if row.amount == 0:
            raise InvalidValue(
                f"The dose at {row.time_h:g} h is 0, and an event table has no row for that.",
                "Leave it out with without(...), or give an amount.",
            )
    table = pd.DataFrame(
        {
            "ID": 1,
            "TIME": [row.time_h for row in rows],
            "EVID": DOSE,
            "AMT": [row.amount for row in rows],
            "RATE": [row.amount / row.duration_h if row.duration_h else 0.0 for row in rows],
            "II": [row.interval_h for row in rows],
            "ADDL": [row.additional for row in rows],
            "CMT": [row.route for row in rows],
            "AMT_UNIT": [_unit(row.route) + ("/kg" if row.per_kg else "") for row in rows],
        }
    )
    if any(row.at for row in rows):
        table["SEGMENT"] = pd.Series([row.at for row in rows], dtype=object)
    return table


def _rows(part: Part) -> list[Row]:  # noqa: PLR0911 - one answer per kind of part
    match part:
        case OralCourse(every_h=every_h) if every_h is not None:
            return _repeated(part, (0.0,), every_h)
        case OralCourse():
            return _at_hours(part)
        case PumpCourse(rates=rates, days=days) if len(rates) == 1 or days == int(days):
            return _repeated(part, tuple(hour for hour, _ in rates), HOURS_PER_DAY)
        case Phases(parts=parts):
            starts = (0.0, *accumulate(end_h(each) for each in parts))
            return [
                replace(row, time_h=row.time_h + start)
                for each, start in zip(parts, starts, strict=False)
                for row in _rows(each)
            ]
        case Together(parts=parts):
            return _gathered([row for each in parts for row in _rows(each)])
        case Missed() | PumpCourse():
            return _gathered(_one_by_one(expand(part)))
        case _:
            return _one_by_one(expand(part))


def _at_hours(course: OralCourse) -> list[Row]:
    """Return one row where the hours follow each other at one distance, else one for each."""
    hours = course.at_h
    apart = HOURS_PER_DAY / len(hours)
    if all(abs(hours[0] + n * apart - hour) <= SAME_TIME for n, hour in enumerate(hours)):
        return _repeated(course, hours[:1], apart)
    rows = _repeated(course, hours, HOURS_PER_DAY)
    gathered = _gathered(rows)
    return gathered if len(gathered) == 1 else rows


def _repeated(
    course: OralCourse | PumpCourse, at_h: tuple[float, ...], every_h: float
) -> list[Row]:
    """Return a row per dose of the first interval, each with how often it comes back."""
    doses = expand(course)
    count = dose_count(course)
    first = range(min(len(at_h), count))
    more = [(count - 1 - number) // len(at_h) for number in first]
    return [
        replace(_row(doses, number), interval_h=every_h if later else 0.0, additional=later)
        for number, later in zip(first, more, strict=True)
    ]


def _one_by_one(doses: Doses) -> list[Row]:
    return [_row(doses, number) for number in range(len(doses))]


def _gathered(doses: Sequence[Row]) -> list[Row]:
    """Return the rows with runs of equal doses at equal distances in one row each."""
    rows: list[Row] = []
    for row in doses:
        last = rows[-1] if rows else None
        if last is not None and replace(row, time_h=0.0) == replace(
            last, time_h=0.0, interval_h=0.0, additional=0
        ):
            since, count = row.time_h - last.time_h, last.additional + 1
            if since > 0 and abs(since - (last.interval_h or since) * count) <= SAME_TIME:
                every_h = _interval(since, count, row.time_h)
                rows[-1] = replace(last, interval_h=every_h, additional=count)
                continue
        rows.append(row)
    return rows


def _interval(since_h: float, count: int, time_h: float) -> float:
    """Return the mean of so many intervals, short where only round-off of ``time_h`` is lost."""
    short = tidy(since_h / count)
    return short if abs(short * count - since_h) <= _ROUND_OFF * time_h else since_h / count


def _row(doses: Doses, number: int) -> Row:
    route = doses.route[number]
    in_ug = float(doses.amount_ug[number])
    return Row(
        float(doses.time_h[number]),
        in_ug if _unit(route) == "ug" else tidy(in_ug / UG_PER_MG),
        float(doses.duration_h[number]),
        route,
        doses.at[number],
        bool(doses.per_kg[number]),
    )


def _unit(route: str) -> str:
    return "ug" if route == "intrathecal" else "mg"
