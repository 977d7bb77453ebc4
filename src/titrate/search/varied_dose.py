"""What a search varies: from a daily amount to the regimen that gives it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from titrate import units
from titrate.dosing import Regimen, require_regimen
from titrate.errors import (
    InvalidValue,
    require_callable,
    require_not_negative,
    require_one,
    require_pair,
    shown,
)
from titrate.model import DrugModel
from titrate.search.family import DAY_H, FAMILY_UNIT, FamilyNumber, family_number, last_day
from titrate.search.intervals import Interval, levels_over
from titrate.simulation import ORDER, Subject

Family = Callable[[float], Regimen]
# Amounts are told apart to a thousandth of a microgram.
_GRAIN_UG = 1e-3
# Doses a day are counted to so many digits: a scaled amount leaves round-off in them.
_DIGITS = 12


@dataclass(frozen=True, eq=False)
class VariedDose:
    """A dose that is varied.

    Parameters
    ----------
    at : callable
        From a daily amount to a regimen.
    route : str
    unit : str
        ``"mg/day"`` or ``"ug/day"``; ``"mg"`` or ``"ug"`` of a single dose; `FAMILY_UNIT` of a
        family's number that is no daily amount.
    searched : (float, float)
    step : float
        Difference between two daily amounts that the door's step allows; 0 where it says nothing.
    words : str
        The pattern, in words.
    scalable : bool
        Whether every regimen is the same pattern times a number.
    number : FamilyNumber or None
        Of a family whose number is not the daily amount, what is known of it.
    """

    at: Family
    route: str
    unit: str
    searched: Interval
    step: float
    words: str
    scalable: bool
    number: FamilyNumber | None = None


def varied_dose(
    subject: Subject,
    regimen: Regimen | None,
    family: Family | None,
    daily_mg: Interval | None,
    daily_ug: Interval | None,
) -> VariedDose:
    """Return what `find_window` varies: the amount of a pattern, or a family of regimens.

    Raises
    ------
    InvalidValue
        If not exactly one of regimen and family is given, the regimen gives nothing or uses
        several doors, or the range is missing, upside down or in the wrong unit.
    """
    if (regimen is None) == (family is None):
        raise InvalidValue(
            "find_window needs a regimen whose daily amount it varies, or a family of regimens.",
            "Give one of them.",
        )
    if daily_mg is not None and daily_ug is not None:
        raise InvalidValue("A range is given in mg and in ug.", "Give one of them.")
    asked = daily_mg if daily_ug is None else daily_ug
    if family is not None:
        require_callable("family", family, "Give a function from a number to a regimen.")
        if asked is None:
            raise InvalidValue("A family has no usual range.", "Give daily_mg or daily_ug.")
        unit = "mg" if daily_ug is None else "ug"
        searched = _range(asked)
        example = _member(family, searched[1])
        route = _route_in(subject.drug, unit, example)
        step = _door_step(subject.drug, route, unit, example)
        at = lambda level: _member(family, level)  # noqa: E731
        words = "a family of regimens"
        number = family_number(at, levels_over(*searched), route, unit, step, subject.weight_kg)
        if number is None:
            return VariedDose(at, route, f"{unit}/day", searched, step, words, False)
        # A step of daily amounts says nothing of another number.
        return VariedDose(at, route, FAMILY_UNIT, searched, 0.0, words, False, number)
    assert regimen is not None
    require_regimen(regimen, ORDER)
    routes = {part.route for part in regimen.daily_parts}
    if len(routes) != 1:
        raise InvalidValue(
            f"The regimen uses several doors: {', '.join(sorted(routes))}.",
            "Say what is varied with family=, a function from a number to a regimen.",
        )
    route = routes.pop()
    subject.drug.check(regimen.scaled(0), weight_kg=subject.weight_kg)
    door = subject.drug.doors[route]
    if asked is not None and (door.unit == "mg") != (daily_ug is None):
        raise InvalidValue(
            f"The range is given in {'mg' if daily_ug is None else 'ug'} and the door in "
            f"{door.unit}.",
            f"Give daily_{door.unit}.",
        )
    single = len(regimen.doses) == 1 and regimen.repeating is None
    usual = (door.usual_per_dose if single else None) or door.usual_per_day
    searched = _range(usual if asked is None else asked)
    per_day = _per_day(subject, regimen, door.unit)
    step = _door_step(subject.drug, route, door.unit, regimen)

    def at_level(level: float) -> Regimen:
        return regimen.scaled(level / per_day)

    unit = door.unit if single else f"{door.unit}/day"
    return VariedDose(at_level, route, unit, searched, step, str(regimen), True)


def _member(family: Family, level: float) -> Regimen:
    regimen = family(float(level))
    if not isinstance(regimen, Regimen):
        raise InvalidValue(
            f"The family returned {shown(regimen)} for {level:g}.", "It must return a Regimen."
        )
    return regimen


def _range(asked: Interval | None) -> Interval:
    if asked is None:
        raise InvalidValue("The door has no usual range.", "Give daily_mg or daily_ug.")
    ends = [require_one("the range", end) for end in require_pair("The range", asked)]
    low, high = (float(require_not_negative("the range", end)) for end in ends)
    if low >= high:
        raise InvalidValue(f"The range runs from {low:g} to {high:g}.", "Give the lower end first.")
    return low, high


def _per_day(subject: Subject, regimen: Regimen, unit: str) -> float:
    """Return the daily amount of a regimen: one course's mean, else the last day's."""
    weights = subject.weight_kg
    parts = regimen.daily_parts
    if any(part.per_kg for part in parts) and len(subject.people) > 1:
        raise InvalidValue(
            "Doses per kg give every person of a population another daily amount.",
            "Use family= to say what is varied.",
        )
    if len(parts) == 1:
        weight = 1.0 if not parts[0].per_kg or weights is None else float(weights[0])
        amount = parts[0].amount_per_day_ug * weight
    else:
        doses = regimen.doses
        each = doses.amounts_for(weights)[0]
        ends = doses.time_h + np.maximum(doses.duration_h, 1e-9)
        since = np.maximum(doses.time_h, regimen.end_h - DAY_H)
        amount = float(np.sum(each * np.clip((ends - since) / (ends - doses.time_h), 0.0, 1.0)))
    if amount <= 0:
        raise InvalidValue(
            f"The regimen gives nothing: {regimen}.", "Give a pattern with a dose above 0."
        )
    return units.convert(amount, "ug", unit)


def _route_in(drug: DrugModel, unit: str, regimen: Regimen) -> str:
    """Return the first route of a regimen whose door counts in ``unit``, else the first."""
    routes = [part.route for part in regimen.daily_parts]
    fitting = [route for route in routes if route in drug.doors and drug.doors[route].unit == unit]
    return (*fitting, *routes)[0]


def _door_step(drug: DrugModel, route: str, unit: str, regimen: Regimen) -> float:
    """Return the difference between two daily amounts at which every dose is on the door's step.

    The doses of the last day are whole multiples of some amount; that amount has to grow by whole
    steps. Three equal tablets on a step of 5 mg make a step of 15 mg a day.
    """
    if route not in drug.doors:
        return 0.0
    door = drug.doors[route]
    parts = [part for part in regimen.daily_parts if part.route == route]
    if len(parts) == 1 and parts[0].amount_ug is not None:
        each, per_day = [parts[0].amount_ug], parts[0].amount_per_day_ug
    else:
        each, per_day = last_day(regimen, route)
    alike = max(each) - min(each) <= _GRAIN_UG
    whole = [round(amount / _GRAIN_UG) for amount in each]
    common = each[0] if alike else math.gcd(*whole) * _GRAIN_UG
    times = round(per_day / common, _DIGITS) if common else 1.0
    return units.convert(door.step * times, door.unit, unit)
