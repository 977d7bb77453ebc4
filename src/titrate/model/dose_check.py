"""Where dose and drug meet: doses are held against what the drug's doors are meant for.

Milligrams by mouth, micrograms by pump: a thousand-fold slip is the error that kills, so a dose
outside the domain of its door is refused, with the likely intention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from titrate import units
from titrate.dosing import DailyPart, Regimen, require_regimen
from titrate.errors import (
    InvalidValue,
    UnusualDose,
    require_flag,
    require_positive,
    unknown_name,
)
from titrate.model.daily_totals import daily_totals
from titrate.parameters import Door
from titrate.timecourse import Array

_DOOR_WORDS = {"oral": "by mouth", "intrathecal": "into the spinal fluid", "iv": "by vein"}
_THOUSAND = 1000
_DAY_H = 24.0
# Digits after the point, in h, to which two instants are one.
_SAME_INSTANT = 6
_ROUND_OFF = 1e-9
# A number of more digits than anybody reads.
_FRACTION = re.compile(r"\d+\.\d{4,}")


def checked_doses(
    doors: Mapping[str, Door],
    regimen: Regimen,
    *,
    weight_kg: Array | None = None,
    unusual_dose: bool = False,
) -> tuple[str, ...]:
    """Check a regimen against the doors of a drug.

    Parameters
    ----------
    doors : mapping of route to Door
    regimen : Regimen
    weight_kg : Array (people,), optional
        Needed for doses per kg; the lightest and the heaviest person are checked.
    unusual_dose : bool
        Whether to let doses outside the domain pass, with a note.

    Returns
    -------
    tuple of str
        Notes: what lies outside what is usual, or outside the domain.

    Raises
    ------
    UnknownName
        If the drug has no door for a route.
    UnusualDose
        If a dose lies outside the domain of its door, and ``unusual_dose`` is not given.
    """
    require_regimen(regimen)
    require_flag("unusual_dose", unusual_dose)
    if weight_kg is not None:
        require_positive("weight_kg", weight_kg)
    notes: list[str] = []
    for part in regimen.daily_parts:
        if part.route not in doors:
            raise unknown_name("route", part.route, doors)
        door = doors[part.route]
        for amount_ug, kind, text in _amounts(part, weight_kg):
            amount = units.convert(amount_ug, "ug", door.unit)
            domain = door.domain_per_dose if kind == "dose" else door.domain_per_day
            usual = door.usual_per_dose if kind == "dose" else door.usual_per_day
            shown = _shown(amount, door, kind)
            where = _DOOR_WORDS.get(part.route, part.route)
            if amount > 0 and domain is not None and not _within(amount, domain):
                limits = f"{_plain(domain[0])} to {_plain(domain[1])} {door.unit} a {kind}"
                problem = f"{_short(text)!r} gives {shown} {where}, outside {limits}."
                if not unusual_dose:
                    likely = _likely(amount, usual or domain, door.unit, kind)
                    hint = f"{likely} unusual_dose=True lets it pass, outside the domain."
                    raise UnusualDose(problem, hint.strip())
                notes.append(f"Outside the domain of the model: {problem}")
            elif kind == "dose":
                notes += _not_usual(amount, part.route, door, kind)
    for route, amount_ug, kind in _together(regimen, weight_kg):
        door = doors[route]
        domain = door.domain_per_dose if kind == "dose" else door.domain_per_day
        amount = units.convert(amount_ug, "ug", door.unit)
        where = _DOOR_WORDS.get(route, route)
        shown = _shown(amount, door, kind)
        if domain is None or amount <= domain[1] * (1 + _ROUND_OFF):
            if kind == "dose" and door.usual_per_dose and amount > door.usual_per_dose[1]:
                notes += _not_usual(amount, route, door, kind)
            continue
        problem = (
            f"Taken together the regimen gives {shown} {where}, above {_plain(domain[1])} "
            f"{door.unit} a {kind}."
        )
        if not unusual_dose:
            raise UnusualDose(problem, "unusual_dose=True lets it pass, outside the domain.")
        notes.append(f"Outside the domain of the model: {problem}")
    notes += _unusual_days(doors, regimen, weight_kg)
    return tuple(dict.fromkeys(notes))


def _unusual_days(
    doors: Mapping[str, Door], regimen: Regimen, weight_kg: Array | None
) -> Iterator[str]:
    """Yield a note on each daily amount that is not usual, of all parts given at one time."""
    weights = (1.0,) if weight_kg is None else (float(np.min(weight_kg)), float(np.max(weight_kg)))
    for route, amount_ug in daily_totals(regimen, weights):
        door = doors[route]
        amount = units.convert(amount_ug, "ug", door.unit)
        # Outside the domain, that has been said.
        if door.domain_per_day is None or _within(amount, door.domain_per_day):
            yield from _not_usual(amount, route, door, "day")


def _not_usual(amount: float, route: str, door: Door, kind: str) -> list[str]:
    """Return the note on an amount in the door's unit that is not usual, if it is not."""
    usual = door.usual_per_dose if kind == "dose" else door.usual_per_day
    if amount <= 0 or usual is None or _within(amount, usual):
        return []
    shown, limits = _shown(amount, door, kind), f"{_plain(usual[0])} to {_plain(usual[1])}"
    where = _DOOR_WORDS.get(route, route)
    return [f"Not a usual dose: {shown} {where}; usual are {limits} {door.unit} a {kind}."]


def _shown(amount: float, door: Door, kind: str) -> str:
    return f"{_plain(amount)} {door.unit}{'' if kind == 'dose' else '/day'}"


def _short(text: str) -> str:
    """Return a prescription to read, not to copy: long fractions in the figures of `_plain`."""
    return _FRACTION.sub(lambda found: _plain(float(found[0])), text)


def _together(regimen: Regimen, weight_kg: Array | None) -> Iterator[tuple[str, float, str]]:
    """Yield (route, most in ug, "dose" or "day"): what parts of a regimen give at once.

    Per dose what falls on one instant, per day what falls on one calendar day, and of pumps the
    highest rate, all of them running; of people the heaviest.
    """
    doses = regimen.doses
    if not len(doses):
        return
    amounts = np.max(doses.amounts_for(weight_kg), axis=0)
    pumped = {(p.route, p.at) for p in regimen.daily_parts if p.kind == "infusion"}
    infused = np.array([place in pumped for place in zip(doses.route, doses.at, strict=True)])
    infused &= doses.duration_h > 0
    for route in dict.fromkeys(doses.route):
        mine = np.array([r == route for r in doses.route])
        given = mine & ~infused
        if given.any():
            for kind, when in (("dose", doses.time_h), ("day", doses.time_h // _DAY_H)):
                _, place = np.unique(when[given], return_inverse=True)
                yield route, float(np.bincount(place, amounts[given]).max()), kind
        running = mine & infused
        if running.any():
            rate = amounts[running] / doses.duration_h[running] * _DAY_H
            begin = doses.time_h[running]
            instants = np.concatenate([begin, begin + doses.duration_h[running]])
            # An end counts before a begin at the same instant.
            order = np.lexsort((np.repeat([1, 0], len(rate)), instants.round(_SAME_INSTANT)))
            yield route, float(np.cumsum(np.concatenate([rate, -rate])[order]).max()), "day"


def _amounts(part: DailyPart, weight_kg: Array | None) -> Iterator[tuple[float, str, str]]:
    """Yield (amount in ug, "dose" or "day", text) for the lightest and the heaviest person."""
    weights: tuple[float, ...] = (1.0,)
    if part.per_kg:
        if weight_kg is None:
            raise InvalidValue(
                f"{part.text!r} is written per kg and no weight is known.",
                "Give the patient a weight_kg.",
            )
        weights = tuple({float(np.min(weight_kg)), float(np.max(weight_kg))})
    for weight in weights:
        if part.amount_ug is not None:
            yield part.amount_ug * weight, "dose", part.text
        yield part.amount_per_day_ug * weight, "day", part.text


def _within(amount: float, pair: tuple[float, float]) -> bool:
    return pair[0] * (1 - _ROUND_OFF) <= amount <= pair[1] * (1 + _ROUND_OFF)


def _likely(amount: float, usual: tuple[float, float], unit: str, kind: str) -> str:
    per_day = "/day" if kind == "day" else ""
    for meant in (amount / _THOUSAND, amount * _THOUSAND):
        if _within(meant, usual):
            return f"Did you mean {_plain(meant)} {unit}{per_day}? This is a thousand-fold slip."
    return ""


def _plain(number: float) -> str:
    return f"{number:,.6g}"
