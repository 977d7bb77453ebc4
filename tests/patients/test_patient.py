"""One person: what may be said of them, and what happens when it cannot be meant."""

import copy
import dataclasses
import pickle
import re

import pytest

from titrate.errors import InvalidValue, UnknownName
from titrate.patients import COVARIATES, Patient

NAN, INFINITE = float("nan"), float("inf")


def test_what_is_not_said_is_left_to_the_drug() -> None:
    patient = Patient(weight_kg=70)
    assert patient.weight_kg == 70.0
    assert [getattr(patient, name) for name in COVARIATES if name != "weight_kg"] == [None] * 6
    assert patient.eta == {}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"weight_kg": 0}, "weight_kg is 0. It must be above 0."),
        ({"weight_kg": -70}, "weight_kg is -70. It must be above 0."),
        ({"weight_kg": NAN}, "weight_kg is nan. Give a finite number."),
        ({"weight_kg": INFINITE}, "weight_kg is inf. Give a finite number."),
        ({"weight_kg": "70"}, "weight_kg is '70', which is not a number. Give a number."),
        ({"weight_kg": True}, "weight_kg is True, which is not a number. Give a number."),
        (
            {"weight_kg": [70, 80]},
            "weight_kg is [70, 80]. A patient has one value; people are a Population.",
        ),
        ({"age_y": -1}, "age_y is -1. It cannot be negative."),
        ({"age_y": NAN}, "age_y is nan. Give a finite number."),
        (
            {"creatinine_clearance_mL_min": -1},
            "creatinine_clearance_mL_min is -1. It cannot be negative.",
        ),
        ({"baseline_ashworth": 0}, "baseline_ashworth is 0. It must be above 0."),
        ({"spasms_per_day": -0.5}, "spasms_per_day is -0.5. It cannot be negative."),
        ({"contracture_share": 1.1}, "contracture_share is 1.1. It must lie between 0 and 1."),
        ({"contracture_share": -0.1}, "contracture_share is -0.1. It must lie between 0 and 1."),
        ({"eta": {"kappa_cord": NAN}}, "eta['kappa_cord'] is nan. Give a finite number."),
        (
            {"eta": {"kappa_cord": "x"}},
            "eta['kappa_cord'] is 'x', which is not a number. Give a number.",
        ),
        (
            {"eta": [0.1]},
            "eta is [0.1]. Give parameters and the logarithms of their ratios: "
            'eta={"apparent_clearance": 0.2}.',
        ),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        Patient(**given)
    assert str(raised.value) == message


def test_zero_is_a_kidney_function_an_age_and_a_count_of_spasms() -> None:
    patient = Patient(creatinine_clearance_mL_min=0, age_y=0, spasms_per_day=0, contracture_share=0)
    assert patient.creatinine_clearance_mL_min == patient.spasms_per_day == 0.0


def test_a_misspelt_covariate_is_asked_back() -> None:
    with pytest.raises(UnknownName) as raised:
        Patient(weigth_kg=70)
    assert str(raised.value) == (
        "No patient covariate called 'weigth_kg'. Did you mean 'weight_kg'? Covariates: age_y, "
        "baseline_ashworth, contracture_share, creatinine_clearance_mL_min, origin, "
        "spasms_per_day, weight_kg."
    )


@pytest.mark.parametrize("origin", ["Spinal", "spianl", "MS", ["ms"], 3])
def test_an_unknown_origin_lists_the_origins(origin: object) -> None:
    with pytest.raises(UnknownName, match=re.escape("Origins: cerebral, ms, spinal.")):
        Patient(origin=origin)


@pytest.mark.parametrize("origin", ["cerebral", "ms", "spinal"])
def test_each_origin_is_accepted(origin: str) -> None:
    assert Patient(origin=origin).origin == origin


def test_with_values_changes_one_thing_and_leaves_the_person_alone() -> None:
    before = Patient(weight_kg=70, origin="ms", eta={"kappa_cord": 0.2})
    after = before.with_values(weight_kg=50)
    assert after == Patient(weight_kg=50, origin="ms", eta={"kappa_cord": 0.2})
    assert before.weight_kg == 70.0


def test_with_values_refuses_what_a_patient_refuses() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'weight_kg'"):
        Patient().with_values(weight=50)
    with pytest.raises(InvalidValue, match="It must be above 0"):
        Patient().with_values(weight_kg=0)


def test_patients_are_equal_when_everything_about_them_is() -> None:
    assert Patient(weight_kg=70) == Patient(weight_kg=70.0)
    assert Patient(weight_kg=70) != Patient(weight_kg=70, eta={"kappa_cord": 0.1})


def test_a_patient_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Patient().weight_kg = 3


def test_the_deviations_of_a_patient_can_be_read_and_not_written() -> None:
    given = {"kappa_cord": 0.1}
    patient = Patient(eta=given)
    given["kappa_cord"] = 0.9
    assert patient.eta == {"kappa_cord": 0.1}
    assert repr(patient.eta) == "{'kappa_cord': 0.1}"
    with pytest.raises(TypeError):
        patient.eta["kappa_cord"] = 0.9
    with pytest.raises(AttributeError):
        patient.eta.clear()


def test_equal_patients_have_one_hash_and_so_one_place_in_a_set() -> None:
    one = Patient(weight_kg=70, eta={"kappa_cord": 0.1, "apparent_clearance": 0.0})
    other = Patient(weight_kg=70.0, eta={"apparent_clearance": -0.0, "kappa_cord": 0.1})
    assert one == other
    assert hash(one) == hash(other)
    assert {one: "known"}[other] == "known"
    assert len({one, other, Patient(weight_kg=70), Patient(weight_kg=71)}) == 3


COPIES = {
    "pickled": lambda patient: pickle.loads(pickle.dumps(patient)),
    "copied": copy.copy,
    "copied in depth": copy.deepcopy,
    "replaced by nothing": dataclasses.replace,
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_a_patient_survives_being_copied(copied) -> None:
    patient = Patient(weight_kg=70, origin="ms", eta={"kappa_cord": 0.1})
    again = copied(patient)
    assert again == patient
    assert hash(again) == hash(patient)
    assert repr(again) == repr(patient)


def test_dataclasses_replace_changes_one_thing() -> None:
    patient = Patient(weight_kg=70, eta={"kappa_cord": 0.1})
    assert dataclasses.replace(patient, weight_kg=50) == patient.with_values(weight_kg=50)
    assert dataclasses.replace(patient, eta={}) == Patient(weight_kg=70)


def test_repr_shows_what_was_said_and_nothing_else() -> None:
    patient = Patient(weight_kg=70, origin="ms", eta={"kappa_cord": 0.1})
    assert repr(patient) == "Patient(weight_kg=70, origin='ms', eta={'kappa_cord': 0.1})"
    assert repr(Patient()) == "Patient()"
