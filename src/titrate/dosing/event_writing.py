"""From the parts of a regimen to an event table: a row per course, not per dose."""

from __future__ import annotations

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
        case OralCourse(at_h=at_h):
            return _repeated(part, at_h, HOURS_PER_DAY)
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
            return [row for each in parts for row in _rows(each)]
        case Missed() | PumpCourse():
            return _gathered(expand(part))
        case _:
            return [_row(expand(part), 0)]


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


def _gathered(doses: Doses) -> list[Row]:
    """Return the doses with runs of equal ones at equal distances in one row each."""
    rows: list[Row] = []
    for number in range(len(doses)):
        row = _row(doses, number)
        last = rows[-1] if rows else None
        if last is not None and replace(row, time_h=0.0) == replace(
            last, time_h=0.0, interval_h=0.0, additional=0
        ):
            apart = row.time_h - last.time_h
            every_h = last.interval_h or apart
            if apart > 0 and abs(apart - every_h * (last.additional + 1)) <= SAME_TIME * apart:
                rows[-1] = replace(last, interval_h=every_h, additional=last.additional + 1)
                continue
        rows.append(row)
    return rows


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
