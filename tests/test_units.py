"""The closed table of units."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from titrate.errors import InvalidValue, WrongUnit
from titrate.units import UNITS, convert, dimension_of, to_internal

# How pint spells what it does not read the same way; a score has no counterpart there.
IN_PINT = {
    "1": "dimensionless",
    "%": "percent",
    "mcg": "ug",
    "d": "day",
    "month": "month",
    "L/d": "L/day",
    "mL/d": "mL/day",
    "1/d": "1/day",
    "ug/d": "ug/day",
    "mg/d": "mg/day",
}


@pytest.fixture(scope="module")
def registry():
    """Return pint's own table."""
    return pytest.importorskip("pint").UnitRegistry()


@pytest.mark.parametrize("spelling", [unit for unit in UNITS if unit != "points"])
def test_each_factor_is_the_one_pint_has(registry, spelling):
    unit = UNITS[spelling]
    here = registry.Quantity(1.0, IN_PINT.get(spelling, spelling))
    internal = IN_PINT.get(unit.internal, unit.internal)
    # pint multiplies several factors in another order: a few rounding errors, no more.
    assert math.isclose(here.to(internal).magnitude, unit.factor, rel_tol=1e-12)


def test_a_month_is_a_twelfth_of_a_julian_year():
    assert math.isclose(to_internal(12.0, "month"), to_internal(365.25, "d"), rel_tol=1e-15)


def test_internal_units_have_the_factor_one():
    assert {UNITS[unit.internal].factor for unit in UNITS.values()} == {1.0}


def test_nanograms_per_millilitre_are_micrograms_per_litre():
    assert convert(66.0, "ng/mL", "ug/L") == 66.0


def test_a_creatinine_clearance_in_millilitres_per_minute_becomes_litres_per_hour():
    assert math.isclose(to_internal(103.0, "mL/min"), 6.18, rel_tol=1e-12)


def test_an_array_is_converted_as_a_whole():
    np.testing.assert_allclose(convert(np.array([5.0, 10.0]), "mg", "ug"), [5000.0, 10000.0])


SPELLINGS = st.sampled_from(sorted(UNITS))


@given(st.floats(-1e9, 1e9), SPELLINGS, SPELLINGS)
def test_there_and_back_is_where_it_began_or_a_typed_error(value, here, there):
    if dimension_of(here) == dimension_of(there):
        assert math.isclose(convert(convert(value, here, there), there, here), value, rel_tol=1e-12)
    else:
        with pytest.raises(WrongUnit):
            convert(value, here, there)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ml", "mL"),
        ("MG", "mg"),
        ("µg", "ug"),
        ("hours", "h"),
        ("day", "d"),
        ("L/hr", "L/h"),
        ("litres", "L"),
        ("l/h", "L/h"),
        ("ng/ml", "ng/mL"),
        ("-", "1"),
        ("mL/mn", "mL/min"),
    ],
)
def test_a_misspelt_unit_is_refused_with_the_one_meant(written, meant):
    with pytest.raises(WrongUnit, match="case matters") as error:
        dimension_of(written)
    assert f"Did you mean {meant!r}?" in error.value.hint
    assert "Units: 1, %" in error.value.hint


def test_an_amount_is_not_a_concentration():
    with pytest.raises(WrongUnit, match="mg measures amount, ug/L measures concentration"):
        convert(1.0, "mg", "ug/L")


def test_body_weight_is_not_an_amount_of_drug():
    with pytest.raises(WrongUnit, match="kg measures body weight, mg measures amount"):
        convert(70.0, "kg", "mg")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_nothing_that_is_not_finite_is_converted(value):
    with pytest.raises(InvalidValue, match="The value in mg is"):
        to_internal(value, "mg")
