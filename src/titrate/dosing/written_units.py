"""Units as they stand in prescription text: few spellings, each door its own, no guessing."""

import re
from dataclasses import dataclass

from titrate.dosing.thousandfold import intended_mg, intended_ug
from titrate.errors import WrongUnit, suggestion

# Both code points of the micro sign are in use: U+00B5 on keyboards, U+03BC in Greek text.
SPELLINGS = {
    "mg": "mg",
    "milligram": "mg",
    "milligrams": "mg",
    "ug": "ug",
    "mcg": "ug",
    "\u00b5g": "ug",
    "\u03bcg": "ug",
    "microgram": "ug",
    "micrograms": "ug",
}


@dataclass(frozen=True)
class Place:
    """Where in a prescription an amount stands, and what it may be written in there."""

    name: str
    units: tuple[str, ...]


BY_MOUTH = Place("A dose by mouth", ("mg", "mg/kg"))
INTO_A_VEIN = Place("A dose into a vein", ("mg",))
INTO_SPINAL_FLUID = Place("A dose into the spinal fluid", ("ug",))
PUMP_RATE = Place("A pump's rate", ("ug/day",))


def read_unit(number: float, written: str, place: Place) -> str:
    """Return the unit ``written`` after ``number`` in one of the spellings of ``place``.

    Raises
    ------
    WrongUnit
        If it is no unit, or not one of ``place``; mg for ug and the reverse name the likely dose.
    """
    mass, slash, basis = re.sub(r"\s", "", written).partition("/")
    unit = SPELLINGS.get(mass, mass) + slash + basis
    if unit in place.units:
        return unit
    rule = f"{place.name} is written in {' or '.join(place.units)}"
    other = {"mg": "ug", "ug": "mg"}.get(SPELLINGS.get(mass, ""))
    if other and other + slash + basis in place.units:
        likely = intended_ug(number) if other == "ug" else intended_mg(number)
        raise WrongUnit(
            f"{rule}, and here it is {number:g} {written}.",
            f"Did you mean {likely:g} {other}{slash}{basis}?",
        )
    if mass in SPELLINGS:
        raise WrongUnit(f"{rule}, not in {written}.", f"Write {place.units[0]}.")
    near = suggestion(written, place.units)
    raise WrongUnit(f"{rule}, and {written!r} is no such unit.", near or f"Write {place.units[0]}.")
