"""Families of regimens: what their number means, and what is given for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from titrate import units
from titrate.dosing import Regimen
from titrate.search.intervals import Interval
from titrate.timecourse import Array

DAY_H = 24.0
FAMILY_UNIT = "units of the family"
_INSTANT_H = 1e-6
# Daily amounts that differ by less than this share are the same.
_ALIKE = 1e-6


@dataclass(frozen=True, eq=False)
class FamilyNumber:
    """The number of a family that is not the daily amount.

    Parameters
    ----------
    unit : {"mg", "ug"}
    amount : callable or None
        From the number to what is given a day, in ``unit``; None where people differ in it.
    falls : (float, float) or None
        Numbers between which the family gives less for more.
    """

    unit: str
    amount: Callable[[float], float] | None
    falls: Interval | None

    def remark(self, low: float, high: float) -> str:
        """Return in sentences what the family's number is, and what it gives for two of them."""
        said = "The number of the family is not the daily amount"
        if self.amount is None:
            return f"{said}."
        said = f"{said}: it gives {self._gives(low, high)}."
        if self.falls is not None:
            said += f" The family gives less for some higher numbers: {self._gives(*self.falls)}."
        return said

    def _gives(self, *numbers: float) -> str:
        assert self.amount is not None
        return " and ".join(f"{self.amount(x):.4g} {self.unit} a day for {x:.4g}" for x in numbers)


def family_number(
    at: Callable[[float], Regimen],
    levels: Array,
    route: str,
    unit: str,
    step: float,
    weight_kg: Array | None,
) -> FamilyNumber | None:
    """Return what is known of a family's number; None where it is the daily amount.

    Amounts may be rounded to the door's step. A family may give less for a higher number.

    Parameters
    ----------
    at : callable
        The family.
    levels : Array, shape (levels,)
        Numbers to look at.
    route : str
    unit : {"mg", "ug"}
    step : float
        Of daily amounts; 0 where nothing is known of it.
    weight_kg : Array (people,), optional
    """
    members = [at(level) for level in levels.tolist()]
    per_kg = any(part.per_kg for regimen in members for part in regimen.daily_parts)
    if per_kg and weight_kg is not None and len(weight_kg) > 1:
        return FamilyNumber(unit, None, None)

    def amount_of(regimen: Regimen) -> float:
        return units.convert(last_day(regimen, route, weight_kg if per_kg else None)[1], "ug", unit)

    given = np.array([amount_of(regimen) for regimen in members])
    falling = np.flatnonzero(given[1:] < given[:-1] * (1 - _ALIKE))
    falls = None
    if len(falling):
        # The longest run of falling amounts that begins with the first of them.
        first = int(falling[0])
        last = first + 1 + int(np.argmax(np.append(np.diff(given[first + 1 :]) >= 0, True)))
        falls = float(levels[first]), float(levels[last])
    elif np.all(np.abs(given - levels) <= np.maximum(step, _ALIKE * given)):
        return None
    return FamilyNumber(unit, lambda number: amount_of(at(number)), falls)


def last_day(
    regimen: Regimen, route: str, weight_kg: Array | None = None
) -> tuple[list[float], float]:
    """Return what a route gives on the last day: each dose, or rate a day, and the sum, in ug.

    Without a weight doses per kg are those of 1 kg.
    """
    doses = regimen.doses
    amounts = doses.amount_ug if weight_kg is None else doses.amounts_for(weight_kg)[0]
    pumped = {part.at for part in regimen.daily_parts if part.kind == "infusion"}
    each: list[float] = []
    total = 0.0
    begins, ends = doses.time_h, doses.time_h + doses.duration_h
    for i in range(len(doses)):
        if doses.route[i] != route or max(ends[i], begins[i] + _INSTANT_H) <= regimen.end_h - DAY_H:
            continue
        amount, lasts = float(amounts[i]), float(doses.duration_h[i])
        if lasts > 0 and doses.at[i] in pumped:
            hours = min(float(ends[i]), regimen.end_h) - max(
                float(begins[i]), regimen.end_h - DAY_H
            )
            each.append(amount / lasts * DAY_H)
            total += amount / lasts * hours
        else:
            each.append(amount)
            total += amount
    return each, total
