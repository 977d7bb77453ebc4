"""From options to values of the library: the drug, the doors, the goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from titrate.dosing import Regimen
    from titrate.model import DrugModel
    from titrate.search import Goals

# What people call a door, and the route it is.
DOORS = {"oral": "oral", "pump": "intrathecal"}
_HOURS_PER_DAY = 24.0

Start = Literal["adapted"] | None
Interval = tuple[float, float]


@dataclass(frozen=True)
class Pattern:
    """How a dose is given, whatever its amount; None is the door's own habit."""

    every_h: float | None = None
    release_over_h: float | None = None
    days: float | None = None
    at: str | None = None


def drug_with(name: str, preset: str | None, settings: Sequence[str]) -> DrugModel:
    """Return a drug with parameters set by ``name=value``."""
    from titrate.library import load_drug

    values: dict[str, float] = {}
    for setting in settings:
        parameter, equals, text = (part.strip() for part in setting.partition("="))
        try:
            number = float(text)
        except ValueError:
            number = None
        if not parameter or not equals or number is None:
            raise typer.BadParameter(f"--set {setting!r}: write name=value, with a number.")
        if parameter in values:
            raise typer.BadParameter(f"--set gives {parameter} twice.")
        values[parameter] = number
    return load_drug(name, preset).with_values(**values)


def goals_with(at_least: Mapping[str, float | None], at_most: Mapping[str, float | None]) -> Goals:
    """Return the default goals, with the limits that are given instead of theirs."""
    from titrate.search import Goals

    default = Goals()
    limits = {
        side: {g.endpoint: (g.statistic, g.limit) for g in default.goals if g.at_least == side}
        for side in (True, False)
    }
    for side, given in ((True, at_least), (False, at_most)):
        for endpoint, limit in given.items():
            if limit is not None:
                statistic, _ = limits[side].get(endpoint, ("mean", limit))
                limits[side][endpoint] = (statistic, limit)
    return Goals(at_least=limits[True], at_most=limits[False], over_h=default.over_h)


def doors_of(drug: DrugModel, door: str | None) -> tuple[str, ...]:
    """Return the door asked for, or every door of the drug that a window can be found for."""
    from titrate.errors import unknown_name

    known = tuple(name for name, route in DOORS.items() if route in drug.doors)
    if door is None:
        return known
    if door not in known:
        raise unknown_name("route", door, known)
    return (door,)


def regimen_by(drug: DrugModel, door: str, pattern: Pattern) -> Regimen:
    """Return a regimen by a door; its amount is the one of the door's own pattern."""
    from titrate import units
    from titrate.dosing import oral, prescription, pump

    usual = prescription(drug.doors[DOORS[door]].pattern)
    part = usual.daily_parts[0]
    days = usual.end_h / _HOURS_PER_DAY if pattern.days is None else pattern.days
    if door == "pump":
        return pump(
            rate_ug_per_day=part.amount_per_day_ug, days=days, at=pattern.at or part.at or ""
        )
    each_ug = part.amount_per_day_ug if part.amount_ug is None else part.amount_ug
    usually_h = _HOURS_PER_DAY * each_ug / part.amount_per_day_ug
    return oral(
        dose_mg=units.convert(each_ug, "ug", "mg"),
        every_h=usually_h if pattern.every_h is None else pattern.every_h,
        days=days,
        release_over_h=pattern.release_over_h,
    )


def window_range(
    drug: DrugModel, door: str, low: float | None, high: float | None
) -> tuple[Interval | None, Interval | None]:
    """Return the range to search in mg and in ug, one of the two; neither for the usual one."""
    if low is None and high is None:
        return (None, None)
    limits = drug.doors[DOORS[door]]
    usual = limits.usual_per_day or limits.domain_per_day
    if usual is None and (low is None or high is None):
        raise typer.BadParameter("give --low and --high: this door has no usual range.")
    first, last = usual or (0.0, 0.0)
    ends = (first if low is None else low, last if high is None else high)
    return (ends, None) if limits.unit == "mg" else (None, ends)


def starts_of(door: str, adapted: bool | None) -> tuple[Start, ...]:
    """Return from where a window begins; a pump's is shown both ways unless one is asked for."""
    if adapted is not None:
        return ("adapted",) if adapted else (None,)
    return (None, "adapted") if door == "pump" else (None,)


def require_fitting(option: str, given: object, fits: bool, where: str) -> None:
    """Refuse an option that would be left unread."""
    if given is not None and not fits:
        raise typer.BadParameter(f"{option} goes with {where}.")
