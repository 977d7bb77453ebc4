"""What is given per administration and per day, leaf by leaf: what a drug's doors check."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from titrate.dosing.checks import HOURS_PER_DAY, UG_PER_MG
from titrate.dosing.expansion import dose_count, end_h
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


@dataclass(frozen=True)
class DailySpan:
    """When a part is given, h; of a single dose (``once``) the day it falls on."""

    part: DailyPart
    begin_h: float
    end_h: float
    once: bool


def daily_parts(part: Part) -> tuple[DailyPart, ...]:
    """Return one entry per leaf, in the order written; a missed dose changes none of them.

    Leaves that give nothing at all, as a pause does, are left out where others give something.
    """
    return tuple(span.part for span in daily_spans(part))


def daily_spans(part: Part) -> tuple[DailySpan, ...]:
    """Return when each entry of `daily_parts` is given."""
    placed = list(_placed(part, 0.0, missed=False)) or list(_placed(part, 0.0, missed=True))
    return tuple(_daily_span(leaf, start) for leaf, start in placed)


def _placed(part: Part, start_h: float, *, missed: bool) -> Iterator[tuple[Leaf, float]]:
    """Yield each leaf with its start; those without any dose only if ``missed``."""
    match part:
        case Phases(parts=parts):
            starts = accumulate((end_h(each) for each in parts), initial=start_h)
            for each, start in zip(parts, starts, strict=False):
                yield from _placed(each, start, missed=missed)
        case Together(parts=parts):
            for each in parts:
                yield from _placed(each, start_h, missed=missed)
        case Missed():
            if missed or dose_count(part):
                yield from _placed(part.part, start_h, missed=missed)
        case _:
            yield part, start_h


def _daily_span(leaf: Leaf, start_h: float) -> DailySpan:
    if isinstance(leaf, SingleDose):
        midnight = (start_h + leaf.time_h) // HOURS_PER_DAY * HOURS_PER_DAY
        return DailySpan(_daily_part(leaf), midnight, midnight + HOURS_PER_DAY, True)
    return DailySpan(_daily_part(leaf), start_h, start_h + end_h(leaf), False)


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
