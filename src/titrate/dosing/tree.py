"""What a regimen is made of: three kinds of leaf, and three ways of joining them.

Amounts stay as they were written, in mg by mouth and vein, in ug into the spinal fluid, so that
a regimen's text is exactly what was meant. The constructors check every number; nothing here
does.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

from titrate.dosing.checks import LARGEST_MG, LARGEST_UG, UG_PER_MG, amount


@dataclass(frozen=True)
class OralCourse:
    """The same dose by mouth again and again: every ``every_h``, or at clock hours ``at_h``.

    Just one of ``every_h`` and ``at_h`` is set, and just one of ``days`` and ``doses``.
    """

    amount_mg: float
    per_kg: bool
    every_h: float | None
    at_h: tuple[float, ...]
    days: float | None
    doses: int | None
    release_over_h: float | None


@dataclass(frozen=True)
class SingleDose:
    """One dose, ``time_h`` after the start; ``over_h`` None is a bolus."""

    route: str
    amount: float  # mg by mouth and vein, ug into the spinal fluid
    per_kg: bool
    at: str | None
    time_h: float
    over_h: float | None

    @property
    def amount_ug(self) -> float:
        """The amount in ug, whichever unit it was written in."""
        return self.amount if self.route == "intrathecal" else self.amount * UG_PER_MG


@dataclass(frozen=True)
class PumpCourse:
    """A pump whose ``rates``, (clock hour, ug/day), repeat every day; one rate is constant."""

    rates: tuple[tuple[float, float], ...]
    days: float
    at: str


@dataclass(frozen=True)
class Phases:
    """One part after the other, each starting where the one before it ends."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Together:
    """All parts from the same start; ends with the last of them."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Missed:
    """A part without some of its doses, numbered from 1 in time order."""

    part: "Part"
    numbers: tuple[int, ...]


Leaf: TypeAlias = OralCourse | SingleDose | PumpCourse
Part: TypeAlias = Leaf | Phases | Together | Missed


def phases(first: Part, second: Part) -> Phases:
    """Return ``second`` after ``first``, flat: however phases are grouped, they are equal."""
    before = first.parts if isinstance(first, Phases) else (first,)
    after = second.parts if isinstance(second, Phases) else (second,)
    return Phases(before + after)


def together(first: Part, second: Part) -> Together:
    """Return both from the same start, flat: however they are grouped, they are equal."""
    one = first.parts if isinstance(first, Together) else (first,)
    other = second.parts if isinstance(second, Together) else (second,)
    return Together(one + other)


def scaled(part: Part, by: float) -> Part:
    """Return ``part`` with every amount and rate times ``by``."""
    match part:
        case OralCourse():
            return replace(part, amount_mg=_times(part.amount_mg, by, LARGEST_MG))
        case SingleDose():
            largest = LARGEST_UG if part.route == "intrathecal" else LARGEST_MG
            return replace(part, amount=_times(part.amount, by, largest))
        case PumpCourse():
            rates = tuple((hour, _times(rate, by, LARGEST_UG)) for hour, rate in part.rates)
            return replace(part, rates=rates)
        case Missed():
            return replace(part, part=scaled(part.part, by))
        case Phases() | Together():
            return replace(part, parts=tuple(scaled(each, by) for each in part.parts))


def leaves(part: Part) -> tuple[Leaf, ...]:
    """Return the leaves in the order written."""
    match part:
        case Phases() | Together():
            return tuple(leaf for each in part.parts for leaf in leaves(each))
        case Missed():
            return leaves(part.part)
        case _:
            return (part,)


def depth(part: Part) -> int:
    """Return how deeply the parts are nested; 0 is a leaf."""
    match part:
        case Phases() | Together():
            return 1 + max(depth(each) for each in part.parts)
        case Missed():
            return 1 + depth(part.part)
        case _:
            return 0


def _times(value: float, by: float, largest: float) -> float:
    return amount(f"{value:g} scaled by {by:g}", value * by, largest=largest)
