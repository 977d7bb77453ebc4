"""The units there are: a closed, case-sensitive table, each with its dimension and its factor.

Inside titrate everything is in hours, micrograms, litres, ug/L (= ng/mL), L/h and 1/h. A month
is a twelfth of a Julian year (30.4375 d), a year 365.25 d. Body weight is a dimension of its
own, kept in kg: it is never an amount of drug.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from titrate.errors import WrongUnit, require_finite, suggestion

__all__ = ["UNITS", "Unit", "convert", "dimension_of", "factor_of", "to_internal", "written"]

Number = TypeVar("Number", float, np.ndarray)


@dataclass(frozen=True)
class Unit:
    """What one spelling means.

    Parameters
    ----------
    dimension : str
        What is measured: ``"amount"``, ``"flow"``, ...
    factor : float
        How many internal units one of these is.
    internal : str
        The internal unit of the dimension.
    """

    dimension: str
    factor: float
    internal: str


_MIN, _DAY, _YEAR = 1 / 60, 24.0, 24 * 365.25
_NG, _MG, _G = 1e-3, 1e3, 1e6
_ML = 1e-3

_TABLE: dict[tuple[str, str], dict[str, float]] = {
    ("dimensionless", "1"): {"1": 1, "%": 0.01},
    ("score", "points"): {"points": 1},
    ("time", "h"): {
        "s": _MIN / 60, "min": _MIN, "h": 1, "d": _DAY, "month": _YEAR / 12, "year": _YEAR
    },
    ("amount", "ug"): {"ng": _NG, "ug": 1, "mcg": 1, "mg": _MG, "g": _G},
    ("volume", "L"): {"mL": _ML, "L": 1},
    ("concentration", "ug/L"): {"ug/L": 1, "ng/mL": _NG / _ML, "ug/mL": 1 / _ML, "mg/L": _MG},
    ("flow", "L/h"): {
        "L/h": 1, "mL/h": _ML, "mL/min": _ML / _MIN, "L/d": 1 / _DAY, "mL/d": _ML / _DAY
    },
    ("rate", "1/h"): {
        "1/min": 1 / _MIN, "1/h": 1, "1/d": 1 / _DAY, "1/day": 1 / _DAY, "1/year": 1 / _YEAR
    },
    ("dose rate", "ug/h"): {
        "ug/h": 1, "ug/d": 1 / _DAY, "ug/day": 1 / _DAY, "mg/d": _MG / _DAY, "mg/day": _MG / _DAY
    },
    ("per volume", "1/L"): {"1/L": 1},
    ("body weight", "kg"): {"kg": 1},
    ("amount per weight", "ug/kg"): {"ug/kg": 1, "mg/kg": _MG},
    ("volume per weight", "L/kg"): {"mL/kg": _ML, "L/kg": 1},
    ("flow per weight", "L/h/kg"): {"L/h/kg": 1},
}  # fmt: skip

UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        spelling: Unit(dimension, float(factor), internal)
        for (dimension, internal), spellings in _TABLE.items()
        for spelling, factor in spellings.items()
    }
)

# What people write for what the table holds; refused, but with the right spelling in the message.
_MEANT = {
    "day": "d",
    "days": "d",
    "hr": "h",
    "hour": "h",
    "hours": "h",
    "minute": "min",
    "minutes": "min",
    "months": "month",
    "yr": "year",
    "years": "year",
    "microgram": "ug",
    "micrograms": "ug",
    "milligram": "mg",
    "litre": "L",
    "litres": "L",
    "liter": "L",
    "-": "1",
    "": "1",
}


def to_internal(value: Number, unit: str) -> Number:
    """Return ``value``, given in ``unit``, in the internal unit of its dimension.

    Raises
    ------
    WrongUnit
        If no unit is spelt like that.
    InvalidValue
        If a value is not a finite number.
    """
    return require_finite(f"The value in {unit}", value) * factor_of(unit)


def convert(value: Number, source: str, target: str) -> Number:
    """Return ``value``, given in ``source``, in ``target``.

    Raises
    ------
    WrongUnit
        If a unit is unknown, or the two measure different things.
    InvalidValue
        If a value is not a finite number.
    """
    measured, wanted = dimension_of(source), dimension_of(target)
    if measured != wanted:
        raise WrongUnit(
            f"{source} measures {measured}, {target} measures {wanted}: no conversion exists.",
            f"Units of {measured}: {', '.join(_spellings(measured))}.",
        )
    return to_internal(value, source) * (1 / factor_of(target))


def written(value: float, unit: str) -> str:
    """Return a number with its unit, which a dimensionless one has not: ``"66 mL/h"``, ``"3"``."""
    return f"{value:g}" if unit == "1" else f"{value:g} {unit}"


def dimension_of(unit: str) -> str:
    """Return what ``unit`` measures, or raise `WrongUnit` if no unit is spelt like that."""
    return _lookup(unit).dimension


def factor_of(unit: str) -> float:
    """Return how many internal units one ``unit`` is, or raise `WrongUnit`."""
    return _lookup(unit).factor


def _lookup(unit: str) -> Unit:
    # `unit` may be anything a file holds; a list would not even hash.
    if isinstance(unit, str) and unit in UNITS:
        return UNITS[unit]
    hint = f"{_nearest(str(unit))} Units: {', '.join(UNITS)}."
    raise WrongUnit(f"No unit is spelt {unit!r}; case matters.", hint.strip())


def _nearest(unit: str) -> str:
    plain = unit.strip().replace("µ", "u").replace("μ", "u").replace("·", "/")
    if plain in UNITS:
        return f"Did you mean {plain!r}?"
    meant = "/".join(_MEANT.get(part, part) for part in plain.lower().split("/"))
    same_letters = [known for known in UNITS if known.lower() == meant.lower()]
    if len(same_letters) == 1:
        return f"Did you mean {same_letters[0]!r}?"
    return suggestion(plain, UNITS)


def _spellings(dimension: str) -> list[str]:
    return [spelling for spelling, unit in UNITS.items() if unit.dimension == dimension]
