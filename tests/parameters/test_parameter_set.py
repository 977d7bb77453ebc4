"""Parameters by name."""

import copy
import math
import pickle

import pytest

from titrate.errors import InvalidValue, UnknownName, WrongUnit
from titrate.parameters import Parameter, ParameterSet, Source, Status, Variability

KOCHAK = Source("kochak", "Kochak 1985", read="abstract", doi="10.1038/clpt.1985.167")
SMALL = ParameterSet.of(
    Parameter(
        "clearance",
        180,
        "mL/min",
        "clearance from plasma",
        status="published",
        sources=(KOCHAK,),
        variability=Variability("lognormal", 30),
        range=(130, 200),
        note="normal men",
    ),
    volume=(28.8, "L"),
)


def test_a_small_set_is_written_in_one_line():
    small = ParameterSet.of(clearance=(1.1, "L/h"), volume=(20, "L"))
    assert small.value("clearance") == 1.1
    assert small["volume"].status is Status.ASSUMED
    assert repr(small) == "<ParameterSet: 2 parameters, 2 assumed>"


def test_value_is_in_internal_units_and_the_entry_keeps_its_own():
    assert math.isclose(SMALL.value("clearance"), 10.8)
    assert (SMALL["clearance"].value, SMALL["clearance"].unit) == (180, "mL/min")


def test_a_set_reads_like_a_mapping():
    assert list(SMALL) == ["clearance", "volume"]
    assert len(SMALL) == 2
    assert "volume" in SMALL
    assert dict(SMALL)["volume"] is SMALL["volume"]


def test_a_change_is_a_new_set_in_the_unit_of_the_entry():
    changed = SMALL.with_values(clearance=150)
    assert math.isclose(changed.value("clearance"), 9)
    assert changed["clearance"].status is Status.CHANGED
    assert changed["volume"] is SMALL["volume"]
    assert SMALL["clearance"].value == 180


def test_an_unknown_parameter_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="No parameter called 'clearence'") as error:
        SMALL.with_values(clearence=8)
    assert error.value.hint == "Did you mean 'clearance'? Parameters: clearance, volume."
    with pytest.raises(UnknownName, match="No parameter called 'phi'"):
        SMALL.value("phi")


@pytest.mark.parametrize("value", [math.nan, -1, 1e12, "8"])
def test_an_absurd_change_is_refused(value):
    with pytest.raises(InvalidValue, match="clearance"):
        SMALL.with_values(clearance=value)


def test_two_parameters_of_one_name_are_refused():
    with pytest.raises(InvalidValue, match="Two parameters are called 'clearance'"):
        ParameterSet.of(SMALL["clearance"], clearance=(1, "L/h"))


def test_a_short_form_without_a_unit_is_refused():
    with pytest.raises(InvalidValue, match=r"Give value and unit: clearance=\(1.1"):
        ParameterSet.of(clearance=1.1)
    with pytest.raises(WrongUnit, match="No unit is spelt 'litre'"):
        ParameterSet.of(volume=(20, "litre"))


def test_counts_follow_the_order_of_trust():
    assert SMALL.with_values(volume=20).counts() == {"published": 1, "changed": 1}


def test_the_table_has_one_row_per_parameter():
    table = SMALL.to_frame().set_index("name")
    assert table.loc["clearance"].to_dict() == {
        "value": 180,
        "unit": "mL/min",
        "meaning": "clearance from plasma",
        "status": "published",
        "source": "kochak",
        "cv_percent": 30,
        "low": 130,
        "high": 200,
        "note": "normal men",
    }
    assert math.isnan(table.loc["volume", "low"])


def test_the_bibliography_names_the_parameters_behind_each_source():
    assert SMALL.cite() == (
        "Kochak 1985. doi:10.1038/clpt.1985.167 [read: abstract]\n"
        "    clearance\n"
        "No source (assumed):\n"
        "    volume"
    )


def test_the_bibliography_does_not_let_an_assumed_number_borrow_authority():
    leaning = ParameterSet.of(Parameter("ka", 1, "1/h", status="assumed", sources=(KOCHAK,)))
    assert "ka (assumed)" in leaning.cite()


def test_the_bibliography_drops_the_source_of_a_changed_number():
    text = SMALL.with_values(clearance=150).cite()
    assert "Kochak" not in text
    assert "No source (changed):\n    clearance" in text


def test_a_set_survives_the_way_to_another_process():
    assert pickle.loads(pickle.dumps(SMALL)) == SMALL
    assert copy.deepcopy(SMALL) == SMALL
    assert hash(SMALL) == hash(copy.deepcopy(SMALL))
