"""From prescription text to a regimen, through the same constructors as everything else."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, reduce
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from titrate.dosing.by_mouth import oral
from titrate.dosing.by_needle import bolus, iv
from titrate.dosing.by_pump import pump, pump_schedule
from titrate.dosing.checks import HOURS_PER_DAY, MOST_DOSES, SECONDS_PER_HOUR, start_h
from titrate.dosing.doses import SEGMENTS
from titrate.dosing.regimen import DEEPEST_NESTING, Regimen
from titrate.dosing.tree import SingleDose
from titrate.dosing.vague import refuse_vague_words
from titrate.dosing.written_units import (
    BY_MOUTH,
    INTO_A_VEIN,
    INTO_SPINAL_FLUID,
    PUMP_RATE,
    Place,
    read_unit,
)
from titrate.errors import InvalidValue, TitrateError, UnreadablePrescription, unknown_name

if TYPE_CHECKING:
    from lark import Lark, Tree

DAYS_PER_WEEK = 7
MINUTES_PER_HOUR = 60


def prescription(text: str) -> Regimen:
    """Return the regimen that ``text`` prescribes.

    Parameters
    ----------
    text : str
        Such as ``"oral 10 mg every 8 h for 14 days, then pump 300 ug/day for 30 days"``. The
        grammar is the docs page *Prescription text*.

    Raises
    ------
    UnreadablePrescription
        If the text is not in the grammar, or holds a word that leaves a dose open.
    WrongUnit
        If a dose is not in its door's unit: mg by mouth and vein, ug into the spinal fluid.
    InvalidValue
        If a number in it cannot be meant.
    UnknownName
        If a segment is unknown.

    Examples
    --------
    >>> from titrate.dosing import prescription
    >>> prescription("oral 10 mg 3 times a day for 2 weeks")
    Regimen('oral 10 mg every 8 h for 14 days')
    """
    if not isinstance(text, str):
        raise InvalidValue(f"prescription() was given {text!r}.", "Give text.")
    if not text.strip():
        raise UnreadablePrescription(
            "The prescription is empty.", "Write one, such as 'oral 10 mg every 8 h for 14 days'."
        )
    refuse_vague_words(text)
    _refuse_deep_nesting(text)
    tree = _parsed(text)
    try:
        return _regimen(tree)
    except TitrateError as error:
        raise type(error)(f"In {text!r}: {error.problem}", error.hint) from None


def _parsed(text: str) -> "Tree[Any]":
    from lark.exceptions import UnexpectedInput

    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        from titrate.dosing.unreadable import unreadable

        raise unreadable(text, error) from None


@cache
def _parser() -> "Lark":
    from lark import Lark

    grammar = files("titrate.dosing").joinpath("prescription.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=False)


def _refuse_deep_nesting(text: str) -> None:
    depth = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth > DEEPEST_NESTING:
            raise UnreadablePrescription(
                f"The prescription has more than {DEEPEST_NESTING} parentheses in one another.",
                "Write it flatter.",
            )


def _regimen(tree: "Tree[Any]") -> Regimen:
    match str(tree.data):
        case "phases":
            return reduce(Regimen.then, map(_regimen, tree.children))
        case "together":
            return reduce(Regimen.__add__, map(_regimen, tree.children))
        case "missed":
            part, numbers = tree.children
            return _regimen(part).without([_whole(str(number)) for number in numbers.children])
        case leaf:
            return _LEAVES[leaf]({str(child.data): child.children for child in tree.children})


# What stands in a leaf: the rule's name and the words read under it.
Said = dict[str, list[Any]]


def _oral(said: Said) -> Regimen:
    dose, unit = _amount(said["dose"], BY_MOUTH)
    release = _number_of(said, "released")
    given: dict[str, Any] = {"dose_mg_per_kg" if unit == "mg/kg" else "dose_mg": dose}
    course = {**_frequency(said), **_length(said)}
    regimen = oral(**given, **course, release_over_h=release)
    if said.get("once") and isinstance(regimen.tree, SingleDose):
        at = start_h("time_h", float(said["once"][0]))
        return Regimen(replace(regimen.tree, time_h=at))
    return regimen


def _iv(said: Said) -> Regimen:
    dose, _ = _amount(said["dose"], INTO_A_VEIN)
    return iv(dose_mg=dose, time_h=_time(said), over_h=_number_of(said, "over"))


def _intrathecal(said: Said) -> Regimen:
    dose, _ = _amount(said["dose"], INTO_SPINAL_FLUID)
    over = _number_of(said, "over")
    return bolus(dose_ug=dose, at=_segment(said), time_h=_time(said), over_h=over)


def _pump(said: Said) -> Regimen:
    length = _length(said)
    if "days" not in length:
        raise UnreadablePrescription(
            "A pump runs for days, not for a number of doses.", "Write 'for 30 days'."
        )
    if "dose" in said:
        rate, _ = _amount(said["dose"], PUMP_RATE)
        return pump(rate_ug_per_day=rate, days=length["days"], at=_segment(said))
    steps: list[tuple[float, float]] = []
    for step in said["rates"]:
        *rate, clock = step.children
        steps.append((_hour(clock), _amount(rate, PUMP_RATE)[0]))
    return pump_schedule(rates_ug_per_day=steps, days=length["days"], at=_segment(said))


_LEAVES: dict[str, Callable[[Said], Regimen]] = {
    "oral": _oral,
    "iv": _iv,
    "intrathecal": _intrathecal,
    "pump": _pump,
}


def _amount(words: list[Any], place: Place) -> tuple[float, str]:
    number, unit = words
    return float(number), read_unit(float(number), str(unit), place)


def _frequency(said: Said) -> dict[str, Any]:
    if "every_hours" in said:
        return {"every_h": float(said["every_hours"][0])}
    if "times_a_day" in said:
        return {"every_h": HOURS_PER_DAY / _whole(said["times_a_day"][0])}
    if "twice_a_day" in said:
        return {"every_h": HOURS_PER_DAY / 2}
    if "once_a_day" in said:
        return {"every_h": HOURS_PER_DAY}
    return {"at_h": [_hour(clock) for clock in said["clocks"]]} if "clocks" in said else {}


def _length(said: Said) -> dict[str, Any]:
    if "days" in said:
        return {"days": float(said["days"][0])}
    if "weeks" in said:
        return {"days": float(said["weeks"][0]) * DAYS_PER_WEEK}
    return {"doses": _whole(said["doses"][0])} if "doses" in said else {}


def _segment(said: Said) -> str:
    if "place" not in said:
        return SEGMENTS[0]
    word = str(said["place"][0])
    if word.lower() not in SEGMENTS:
        raise unknown_name("segment", word, SEGMENTS)
    return word.lower()


def _time(said: Said) -> float:
    return float(said["once"][0]) if said["once"] else 0.0


def _number_of(said: Said, rule: str) -> float | None:
    return float(said[rule][0]) if rule in said else None


def _whole(token: str) -> int:
    if not token.isdigit() or not 1 <= float(token) <= MOST_DOSES:
        raise UnreadablePrescription(
            f"{str(token)!r} is not a whole number from 1 to {MOST_DOSES:,}.", "Write one."
        )
    return int(token)


def _hour(clock: str) -> float:
    hours, minutes, seconds = (*map(int, clock.split(":")), 0)[:3]
    if hours >= HOURS_PER_DAY or minutes >= MINUTES_PER_HOUR or seconds >= MINUTES_PER_HOUR:
        raise UnreadablePrescription(
            f"{str(clock)!r} is not a clock time.", "Clock times run from 00:00 to 23:59."
        )
    return (hours * SECONDS_PER_HOUR + minutes * MINUTES_PER_HOUR + seconds) / SECONDS_PER_HOUR
