"""What is given per administration and per day, leaf by leaf: what a drug's doors check."""

from dataclasses import dataclass
from typing import Literal

from titrate.dosing.checks import HOURS_PER_DAY, UG_PER_MG
from titrate.dosing.expansion import dose_count
from titrate.dosing.tree import (
    Leaf,
    Missed,
    OralCourse,
    Part,
    Phases,
    PumpCourse,
    SingleDose,
    Together,
    leaves,
)
from titrate.dosing.writing import write_leaf


@dataclass(frozen=True)
class DailyPart:
    """One constant part of a prescription.

    Parameters
    ----------
    route : str
        ``"intrathecal"``, ``"iv"`` or ``"oral"``.
    at : str or None
        The segment of spinal fluid, None elsewhere.
    kind : {"dose", "infusion"}
        A pump is an infusion; everything else is doses.
    amount_ug : float or None
        Each single administration, ug or ug/kg; None for a pump.
    per_kg : bool
        Whether the amounts are per kg of body weight.
    amount_per_day_ug : float
        Average per day of the pattern, ug or ug/kg; of a single dose, the dose itself.
    text : str
        The part as prescription text.
    """

    route: str
    at: str | None
    kind: Literal["dose", "infusion"]
    amount_ug: float | None
    per_kg: bool
    amount_per_day_ug: float
    text: str


def daily_parts(part: Part) -> tuple[DailyPart, ...]:
    """Return one entry per leaf, in the order written; a missed dose changes none of them.

    Leaves that give nothing at all, as a pause does, are left out where others give something.
    """
    return tuple(_daily_part(leaf) for leaf in _giving(part) or leaves(part))


def _giving(part: Part) -> tuple[Leaf, ...]:
    match part:
        case Phases() | Together():
            return tuple(leaf for each in part.parts for leaf in _giving(each))
        case Missed():
            return _giving(part.part) if dose_count(part) else ()
        case _:
            return (part,)


def _daily_part(leaf: Leaf) -> DailyPart:
    text = write_leaf(leaf)
    match leaf:
        case OralCourse(per_kg=per_kg):
            each = leaf.amount_mg * UG_PER_MG
            per_day = len(leaf.at_h) if leaf.every_h is None else HOURS_PER_DAY / leaf.every_h
            return DailyPart("oral", None, "dose", each, per_kg, each * per_day, text)
        case SingleDose(amount_ug=each):
            return DailyPart(leaf.route, leaf.at, "dose", each, leaf.per_kg, each, text)
        case PumpCourse(at=at):
            return DailyPart("intrathecal", at, "infusion", None, False, _mean_rate(leaf), text)


def _mean_rate(pump: PumpCourse) -> float:
    ends = [hour for hour, _ in pump.rates[1:]] + [HOURS_PER_DAY]
    amounts = [rate * (end - start) for (start, rate), end in zip(pump.rates, ends, strict=True)]
    return sum(amounts) / HOURS_PER_DAY
