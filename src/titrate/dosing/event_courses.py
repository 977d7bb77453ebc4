"""From the records of one person to the parts of a regimen.

Rows of one door that follow each other become phases, as `then` writes them; rows of several
doors go together. Doses that no course can say one by one are written one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from titrate.dosing.checks import (
    HOURS_PER_DAY,
    LARGEST_MG,
    LARGEST_UG,
    SAME_TIME,
    UG_PER_MG,
    amount,
    tidy,
)
from titrate.dosing.doses import ROUTES
from titrate.dosing.event_series import at_hours, begun
from titrate.dosing.events import DOSE, OBSERVATION, OTHER, UNITS, EventTable
from titrate.dosing.expansion import end_h
from titrate.dosing.tree import OralCourse, Part, Phases, PumpCourse, SingleDose, Together
from titrate.dosing.writing import DEFAULT_SEGMENT
from titrate.errors import (
    InvalidValue,
    TitrateError,
    require_choice,
    require_kind,
    shown,
    unknown_name,
)

_ALONE = "A regimen is a person's own dosing; simulate_event_table takes such a row."


@dataclass(frozen=True)
class Given:
    """What one row gives: in mg by mouth and vein, in ug into the spinal fluid."""

    time_h: float
    amount: float
    over_h: float | None
    rate_per_h: float
    route: str
    at: str | None
    per_kg: bool
    every_h: float
    doses: int


def courses(table: EventTable, routes: Mapping[int | str, str] | None = None) -> Part:
    """Return the parts of a regimen that gives what a table's doses give.

    Raises
    ------
    InvalidValue
        Naming the first row that no regimen can say: a reset, a steady state, a modelled rate
        or duration, a time before 0; or if there are several IDs, or no dose.
    UnknownName
        If a dose takes a route that there is not.
    """
    if len(table.names) > 1:
        raise InvalidValue(
            f"The table has {len(table.names):,} IDs, and a regimen is for one person.",
            "Take the rows of one ID: df[df.ID == 1].",
        )
    _require_sayable(table)
    rows = [_given(table, int(row), routes or {}) for row in table.is_dose.nonzero()[0]]
    if not rows:
        raise InvalidValue("The table gives no dose.", "Add a row with EVID 1 and an amount.")
    doors = dict.fromkeys(row.route for row in rows)
    strands = [_strand([row for row in rows if row.route == door]) for door in doors]
    parts = [part for strand in strands for part in _flat(strand)]
    return parts[0] if len(parts) == 1 else Together(tuple(parts))


def require_mapping_of_routes(routes: Mapping[int | str, str]) -> Mapping[int | str, str]:
    """Return what says which route each CMT is, or raise."""
    example = 'a route for each CMT: {1: "oral", 2: "iv"}'
    require_kind("routes", routes, Mapping, f"Give {example}.")
    for place, route in routes.items():
        if isinstance(place, bool) or not isinstance(place, int | str):
            raise InvalidValue(f"routes has the CMT {shown(place)}.", f"Give {example}.")
        require_choice("route", route, ROUTES)
    return routes


def _flat(strand: Part) -> tuple[Part, ...]:
    return strand.parts if isinstance(strand, Together) else (strand,)


def _require_sayable(table: EventTable) -> None:
    refuse = table.columns.refuse
    wrong = ~((table.event == OBSERVATION) | (table.event == DOSE) | (table.event == OTHER))
    refuse(wrong, "EVID", table.event, "a regimen cannot say (a reset)", _ALONE)
    refuse(table.steady > 0, "SS", table.steady, "a regimen cannot say (a steady state)", _ALONE)
    hint = f"Write the rate, above 0. {_ALONE}"
    refuse(table.rate < 0, "RATE", table.rate, "a regimen cannot say (it is modelled)", hint)
    wrong = (table.time_h < 0) & table.is_dose
    refuse(wrong, "TIME", table.time_h, "is before 0", "Time 0 is midnight of day 1.")


def _given(table: EventTable, row: int, routes: Mapping[int | str, str]) -> Given:
    route = _route(table, row, routes)
    ug = route == "intrathecal"
    own_unit = "ug" if ug else "mg"
    unit = table.unit[row] or own_unit
    per_kg = unit.endswith("/kg")
    if per_kg and route != "oral":
        raise InvalidValue(
            f"{table.row(row)}: AMT_UNIT is {unit!r} for the route {route!r}.",
            "Only doses by mouth are written per kg.",
        )
    in_own = UNITS[unit] / (1.0 if ug else UG_PER_MG)
    written = float(table.amount[row])
    try:
        each = written if in_own == 1 else tidy(written * in_own)
        amount("AMT", each, largest=LARGEST_UG if ug else LARGEST_MG)
    except TitrateError as wrong:
        raise type(wrong)(f"{table.row(row)}: {wrong.problem}", wrong.hint) from None
    rate = float(table.rate[row])
    return Given(
        float(table.time_h[row]),
        each,
        tidy(written / rate) if rate else None,
        rate * in_own,
        route,
        (table.segment[row] or DEFAULT_SEGMENT) if ug else None,
        per_kg,
        float(table.interval_h[row]) if table.additional[row] else 0.0,
        int(table.additional[row]) + 1,
    )


def _route(table: EventTable, row: int, routes: Mapping[int | str, str]) -> str:
    place = table.place[row]
    if place is None:
        raise InvalidValue(
            f"{table.row(row)}: CMT is blank, so nobody knows where the dose goes.",
            f"Write a route: {', '.join(ROUTES)}.",
        )
    route = routes.get(place, place)
    if isinstance(route, int):
        raise InvalidValue(
            f"{table.row(row)}: CMT is {route}, and a regimen is written in routes.",
            f'Say which route it is: routes={{{route}: "oral"}}.',
        )
    if route not in ROUTES:
        wrong = unknown_name("route", route, ROUTES)
        raise type(wrong)(f"{table.row(row)}: {wrong.problem}", wrong.hint)
    return route


def _strand(rows: Sequence[Given]) -> Part:
    """Return one door's rows as phases if each starts where the one before it ends."""
    parts: list[Part] = []
    start_h = 0.0
    for group in _by_day(rows):
        part = _course(group, start_h)
        if part is None:
            return _side_by_side(rows)
        parts.extend(part.parts if isinstance(part, Phases) else (part,))
        start_h += end_h(part)
    return parts[0] if len(parts) == 1 else Phases(tuple(parts))


def _by_day(rows: Sequence[Given]) -> list[tuple[Given, ...]]:
    """Return rows that are the hours of one daily course together, and every other one alone."""
    groups: list[tuple[Given, ...]] = []
    for row in rows:
        first = groups[-1][0] if groups else None
        same_day = first is not None and row.time_h - first.time_h < HOURS_PER_DAY - SAME_TIME
        if same_day and _daily(row) and first is not None and _daily(first):
            groups[-1] = (*groups[-1], row)
        else:
            groups.append((row,))
    return groups


def _daily(row: Given) -> bool:
    return abs(row.every_h - HOURS_PER_DAY) <= SAME_TIME


def _course(group: Sequence[Given], start_h: float) -> Part | None:
    """Return one part for rows that begin at ``start_h``; None if none can say them."""
    first = group[0]
    hours = [row.time_h - start_h for row in group]
    if first.every_h == 0 and first.route == "intrathecal":
        pump = _pump((first,), hours, first.over_h or 0.0)
        if pump is not None:
            return pump
    if first.every_h == 0:
        return _single(first, hours[0]) if hours[0] >= 0 else None
    if first.route == "intrathecal":
        return _pump(group, hours, HOURS_PER_DAY * first.doses) if _daily(first) else None
    if first.route != "oral" or not _alike(group):
        return None
    days = first.every_h * first.doses / HOURS_PER_DAY
    whole_days = days == int(days)
    course = OralCourse(
        first.amount,
        first.per_kg,
        first.every_h,
        (),
        days if whole_days else None,
        None if whole_days else first.doses,
        first.over_h,
    )
    if len(group) == 1:
        return begun(course, hours[0], midnight=start_h % HOURS_PER_DAY == 0)
    return at_hours(course, hours)


def _alike(group: Sequence[Given]) -> bool:
    return len({replace(row, time_h=0.0) for row in group}) == 1


def _pump(group: Sequence[Given], hours: Sequence[float], length_h: float) -> PumpCourse | None:
    """Return a pump if the rows are infusions that follow each other without a gap, for days."""
    span_h = length_h / group[0].doses
    ends = [*hours[1:], span_h]
    gapless = abs(hours[0]) <= SAME_TIME and all(
        row.over_h is not None and abs(hour + row.over_h - end) <= SAME_TIME * HOURS_PER_DAY
        for row, hour, end in zip(group, hours, ends, strict=True)
    )
    alike = len({(row.doses, row.at) for row in group}) == 1
    if not gapless or not alike or length_h < HOURS_PER_DAY:
        return None
    rates = tuple(
        (hour if place else 0.0, tidy(row.rate_per_h * HOURS_PER_DAY))
        for place, (row, hour) in enumerate(zip(group, hours, strict=True))
    )
    return PumpCourse(rates, length_h / HOURS_PER_DAY, group[0].at or DEFAULT_SEGMENT)


def _side_by_side(rows: Sequence[Given]) -> Part:
    """Return every row from the same start: as a course if it is one, else dose by dose."""
    parts: list[Part] = []
    for row in rows:
        course = _course((row,), 0.0)
        doses = [_single(row, row.time_h + turn * row.every_h) for turn in range(row.doses)]
        parts.extend(doses if course is None else [course])
    return parts[0] if len(parts) == 1 else Together(tuple(parts))


def _single(row: Given, time_h: float) -> SingleDose:
    return SingleDose(row.route, row.amount, row.per_kg, row.at, time_h, row.over_h)
