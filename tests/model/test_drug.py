"""A drug as a value: baclofen's repr, its parameters, its people."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName

DRUG = tt.load_drug("baclofen")


def test_a_drug_says_what_it_is() -> None:
    assert repr(DRUG).startswith("<drug baclofen (adult): oral, intrathecal, iv; <ParameterSet: ")


def test_a_change_leaves_the_drug_alone() -> None:
    changed = DRUG.with_values(apparent_clearance=8)
    assert changed.parameters["apparent_clearance"].value == 8
    assert DRUG.parameters["apparent_clearance"].value == 10.8


@pytest.mark.parametrize("name", ["aparent_clearance", "clearance"])
def test_an_unknown_parameter_lists_the_parameters(name: str) -> None:
    with pytest.raises(UnknownName, match=f"No parameter called '{name}'") as raised:
        DRUG.with_values(**{name: 8})
    assert "apparent_clearance, " in str(raised.value)


@pytest.mark.parametrize("value", [0, -1, float("nan"), 1e9, "8", [8, 9]])
def test_an_impossible_parameter_is_refused(value: object) -> None:
    with pytest.raises(InvalidValue, match="apparent_clearance"):
        DRUG.with_values(apparent_clearance=value)


def test_its_sources_can_be_printed() -> None:
    assert "Kochak" in DRUG.cite()


@pytest.mark.parametrize(
    ("patient", "words"),
    [
        (tt.Patient(weight_kg=20), "It must lie between 30 and 250."),
        (tt.Patient(age_y=10), "It must lie between 18 and 110."),
        (tt.Patient(creatinine_clearance_mL_min=300), "It must lie between 0 and 250."),
        (tt.Patient(baseline_ashworth=0.5), "It must lie between 1 and 5."),
        (tt.Patient(baseline_ashworth=6), "It must lie between 1 and 5."),
    ],
)
def test_people_outside_the_preset_are_refused_by_both_verbs(patient, words: str) -> None:
    course = tt.oral(dose_mg=10, every_h=8, days=2)
    for verb in (tt.simulate, tt.find_window):
        with pytest.raises(InvalidValue) as raised:
            verb(DRUG, patient, course)
        assert str(raised.value).endswith(words)


def test_a_deviation_in_something_fixed_lists_what_varies() -> None:
    with pytest.raises(UnknownName, match="Varying parameters: absorption_rate, "):
        DRUG.people(tt.Patient(eta={"bioavailability": 0.1}))


def test_a_deviation_is_the_logarithm_of_a_ratio() -> None:
    people = DRUG.people(tt.Population((tt.Patient(), tt.Patient(eta={"absorption_rate": 0.5}))))
    values = DRUG.individual(DRUG.parameters, people)
    np.testing.assert_allclose(values["absorption_rate"], [1.0, np.exp(0.5)], rtol=1e-14)


TABLET = tt.oral(dose_mg=10)
OLD = (
    "For this patient there is the preset 'elderly' of baclofen (age_y 65 to 110): "
    'load_drug("baclofen", "elderly").'
)


WEAK_KIDNEYS = (
    "For this patient there is the preset 'renal_impairment' of baclofen "
    '(creatinine_clearance_mL_min 0 to 60): load_drug("baclofen", "renal_impairment").'
)


@pytest.mark.parametrize(
    ("preset", "age_y", "kidneys", "notes"),
    [
        (None, 64, 61, ()),
        (None, 65, 61, (OLD,)),
        (None, 64, 60, (WEAK_KIDNEYS,)),
        (None, 65, 5, (OLD, WEAK_KIDNEYS)),
        ("renal_impairment", 80, 50, ()),
        ("elderly", 80, 61, ()),
        ("elderly", 80, 50, (WEAK_KIDNEYS,)),
    ],
)
def test_whom_another_preset_is_made_for_is_told_so(preset, age_y, kidneys, notes) -> None:
    drug = tt.load_drug("baclofen", preset)
    who = tt.Patient(age_y=age_y, creatinine_clearance_mL_min=kidneys)
    assert tt.simulate(drug, who, TABLET).provenance.notes == notes


def test_of_people_those_are_counted_whom_another_preset_is_made_for() -> None:
    people = tt.Population(tuple(tt.Patient(age_y=age) for age in (40, 70, 90)))
    (note,) = tt.simulate(DRUG, people, TABLET).provenance.notes
    assert note.startswith("For 2 of these people there is the preset 'elderly'")
