"""One thing changed, everything else held; and things side by side."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidValue
from titrate.search import find_window

DRUG = tt.load_drug("baclofen")
PATIENT = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=20, every_h=8, days=3)
PUMP = tt.pump(rate_ug_per_day=100, days=3)


def test_a_parameter_is_varied_in_its_own_unit():
    cases = tt.vary(DRUG, PATIENT, TABLETS, apparent_clearance=[8, 12])
    assert list(cases) == ["8 L/h", "12 L/h"]
    alone = tt.simulate(DRUG.with_values(apparent_clearance=12), PATIENT, TABLETS)
    np.testing.assert_array_equal(
        cases["12 L/h"].concentration["plasma"], alone.concentration["plasma"]
    )


def test_a_covariate_is_varied_in_the_same_person():
    person = tt.Patient(origin="ms", eta={"apparent_clearance": 0.3})
    cases = tt.vary(DRUG, person, TABLETS, weight_kg=[50, 90])
    assert list(cases) == ["50 kg", "90 kg"]
    alone = tt.simulate(DRUG, person.with_values(weight_kg=90), TABLETS)
    np.testing.assert_array_equal(cases["90 kg"].response["weakness"], alone.response["weakness"])


def test_a_covariate_that_is_a_word_is_varied_too():
    cases = tt.vary(DRUG, PATIENT, TABLETS, origin=["ms", "spinal"])
    assert list(cases) == ["ms", "spinal"]
    assert cases["ms"].response["relief_legs"][-1] > cases["spinal"].response["relief_legs"][-1]


@pytest.mark.parametrize(
    ("regimen", "change", "labels", "last"),
    [
        (TABLETS, {"dose_mg": [10, 20]}, ["10 mg", "20 mg"], TABLETS),
        (PUMP, {"rate_ug_per_day": [50, 100]}, ["50 ug/day", "100 ug/day"], PUMP),
        (tt.bolus(dose_ug=50), {"dose_ug": [25, 50]}, ["25 ug", "50 ug"], tt.bolus(dose_ug=50)),
    ],
)
def test_a_dose_is_varied_in_the_unit_of_its_door(regimen, change, labels, last):
    cases = tt.vary(DRUG, PATIENT, regimen, **change)
    assert list(cases) == labels
    assert cases[labels[-1]].regimen == last


def test_the_tip_of_a_catheter_trades_legs_for_arms():
    cases = tt.vary(DRUG, PATIENT, PUMP, at=["lumbar", "thoracic", "cervical"])
    assert list(cases) == ["lumbar", "thoracic", "cervical"]
    assert cases["cervical"].regimen == tt.pump(rate_ug_per_day=100, days=3, at="cervical")
    legs, arms = (
        [case.response[name][-1] for case in cases.values()]
        for name in ("relief_legs", "relief_arms")
    )
    assert legs == sorted(legs, reverse=True)
    assert arms[0] < arms[-1]
    assert cases.title == "One thing changed: where the catheter's tip lies"


def test_how_long_a_course_lasts_is_varied():
    cases = tt.vary(DRUG, PATIENT, TABLETS, of="window", days=[3, 14])
    assert list(cases) == ["3 d", "14 d"]
    assert cases["14 d"].high > cases["3 d"].high + 5
    assert list(cases.to_frame()["days"]) == [3, 14]


@pytest.mark.parametrize("of", ["result", "window"])
def test_the_body_that_a_course_begins_in_is_varied(of):
    cases = tt.vary(DRUG, PATIENT, PUMP, of=of, initial=[None, "adapted"])
    assert list(cases) == ["never treated", "adapted"]
    assert list(cases.to_frame()["initial"]) == ["never treated", "adapted"]
    naive, adapted = cases.values()
    if of == "window":
        assert adapted.high > 2 * naive.high
        assert adapted.start == "adapted"
    else:
        assert naive.response["relief_legs"][0] == 0
        assert adapted.response["relief_legs"][0] > 0.3


def test_windows_are_varied_with_the_same_settings():
    cases = tt.vary(
        DRUG,
        PATIENT,
        TABLETS,
        of="window",
        settings={"initial": "adapted"},
        creatinine_clearance_mL_min=[30, 103],
    )
    low, high = cases["30 mL/min"], cases["103 mL/min"]
    assert low.high < high.low
    assert low.start == high.start == "adapted"


def test_a_population_is_varied_person_by_person():
    people = tt.Population((tt.Patient(weight_kg=60), tt.Patient(weight_kg=80)))
    cases = tt.vary(DRUG, people, TABLETS, origin=["ms", "spinal"])
    assert cases["ms"].response["relief_legs"].shape[0] == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "vary was given nothing to change. Change one thing at a time"),
        (
            {"weight_kg": [50], "of": "window", "settings": {"gaols": 1}},
            "No setting called 'gaols'. Did you mean 'goals'?",
        ),
        ({"weight_kg": [50], "settings": {"goals": 1}}, "No setting called 'goals'."),
        ({"weight_kg": [50], "age_y": [40]}, "vary was given weight_kg, age_y to change."),
        ({"aparent_clearance": [8]}, "Did you mean 'apparent_clearance'?"),
        ({"weight_kg": []}, "weight_kg is empty. Give a list of values"),
        ({"weight_kg": 70}, "weight_kg is 70. Give several: weight_kg=[70, ...]."),
        ({"weight_kg": [70, 70.0]}, "weight_kg holds a value twice."),
        ({"rate_ug_per_day": [50]}, "rate_ug_per_day does not say what to change in 'oral 20 mg"),
        ({"dose_ug": [50]}, "dose_ug does not say what to change in 'oral 20 mg"),
        ({"at": ["lumbar"]}, "gives nothing into the spinal fluid, so at says nothing."),
        ({"days": [3, 3.0]}, "days holds a value twice."),
        ({"initial": ["naive"]}, "A value of initial is 'naive'. Give initial=[None, \"adapted\"]"),
        (
            {"initial": [None], "settings": {"initial": "adapted"}},
            "initial is varied, and settings has it too. Leave it out of settings.",
        ),
        ({"weight_kg": [70], "of": "windows"}, "No kind of comparison called 'windows'."),
    ],
)
def test_what_cannot_be_varied_is_said(arguments, words):
    with pytest.raises(tt.TitrateError) as error:
        tt.vary(DRUG, PATIENT, TABLETS, **arguments)
    assert words in str(error.value)


def test_results_stand_side_by_side_in_a_table():
    both = tt.compare(
        {
            "by mouth": tt.simulate(DRUG, PATIENT, TABLETS),
            "by pump": tt.simulate(DRUG, PATIENT, PUMP),
        }
    )
    table = both.to_frame()
    assert table["item"].tolist() == ["by mouth", "by pump"]
    assert table["drowsiness"][0] > 10 * table["drowsiness"][1]
    assert table["plasma peak (ug/L)"][0] > 100 * table["plasma peak (ug/L)"][1]
    assert "by pump" in both
    assert "by vein" not in both
    assert both.get("by vein") is None


def test_windows_stand_side_by_side_in_a_table():
    by_mouth = tt.find_window(DRUG, PATIENT, TABLETS)
    table = tt.compare({"by mouth": by_mouth}).to_frame()
    assert table["low"][0] == by_mouth.low
    assert table["unit"][0] == "mg/day"
    assert table["opens"][0] == "relief_legs"


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ({}, "There is nothing to compare."),
        (["a"], "compare was given ['a']."),
        ({"a": 1}, "These cannot stand side by side: int."),
    ],
)
def test_what_cannot_be_compared_is_said(items, words):
    with pytest.raises(tt.TitrateError) as error:
        tt.compare(items)
    assert words in str(error.value)
    with pytest.raises(KeyError) as unknown:
        tt.compare({"a": tt.simulate(DRUG, PATIENT, TABLETS)})["b"]
    assert "No item called 'b'." in str(unknown.value)


def test_a_dose_is_not_varied_where_windows_are_asked_for():
    with pytest.raises(InvalidValue, match="a window is searched over all of a pattern's doses"):
        tt.vary(DRUG, PATIENT, TABLETS, of="window", dose_mg=[5, 10])


def test_a_table_leaves_empty_what_an_empty_window_has_not_and_its_print_says_why() -> None:
    wish = tt.Goals(at_least={"relief_legs": 0.9}, at_most={"weakness": 0.01})
    none = find_window(DRUG, PATIENT, TABLETS, goals=wish)
    cases = tt.compare({"by mouth": none})
    table = cases.to_frame()
    assert list(table[["opens", "closes"]].iloc[0]) == ["", ""]
    assert table[["low", "high", "best"]].isna().all(axis=None)
    assert "no dose meets every goal" in repr(cases)
    assert "none" in repr(cases)
