"""Many people: ordered, named, read from a table, seen by a drug as columns."""

import numpy as np
import pandas as pd
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName
from titrate.patients import Patient, Population, allometric, chosen, people_of

DEFAULTS = {"weight_kg": 70, "origin": "spinal"}
DOMAIN = {"weight_kg": (30.0, 250.0)}


def test_people_keep_their_order_and_are_numbered() -> None:
    population = Population(tuple(Patient(weight_kg=w) for w in (80, 60, 70)))
    assert [p.weight_kg for p in population.patients] == [80, 60, 70]
    assert population.names == ("1", "2", "3")
    assert len(population) == 3
    assert repr(population) == "<population of 3 people>"


@pytest.mark.parametrize(
    ("patients", "names", "message"),
    [
        ((), (), "The population is empty. Give at least one person."),
        (
            (Patient(), Patient()),
            ("a", "a"),
            "2 people with 1 different name. Give each person a name of their own.",
        ),
        (
            (Patient(), Patient()),
            ("a",),
            "2 people with 1 different name. Give each person a name of their own.",
        ),
        ((1, 2), (), "patients[0] is 1. Give Population((ann,))."),
        (
            Patient(weight_kg=70),
            (),
            "patients is Patient(weight_kg=70), which is one Patient and not a tuple. Mind the "
            "comma: Population((ann,)).",
        ),
        (
            (Patient(),),
            "Ann",
            'names is \'Ann\', which is one text and not several names. Give names=("Ann", "Bo").',
        ),
        ((Patient(),), (1,), 'names[0] is 1. Give names=("Ann", "Bo").'),
    ],
)
def test_populations_that_cannot_be_meant_are_refused(
    patients: tuple[Patient, ...], names: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InvalidValue) as raised:
        Population(patients, names)
    assert str(raised.value) == message


def test_a_table_is_a_data_frame() -> None:
    with pytest.raises(InvalidValue) as raised:
        Population.from_frame([70])
    assert str(raised.value) == (
        "frame is [70]. Give a pandas DataFrame: a row for each person, a column for each "
        "covariate."
    )


def test_a_table_gives_one_person_per_row_in_order() -> None:
    frame = pd.DataFrame(
        {
            "patient": ["Ann", "Bo"],
            "weight_kg": [80, 60],
            "origin": ["ms", "spinal"],
            "eta_apparent_clearance": [0.1, -0.2],
        }
    )
    population = Population.from_frame(frame)
    assert population.names == ("Ann", "Bo")
    assert population.patients == (
        Patient(weight_kg=80, origin="ms", eta={"apparent_clearance": 0.1}),
        Patient(weight_kg=60, origin="spinal", eta={"apparent_clearance": -0.2}),
    )


def test_a_table_without_names_is_numbered() -> None:
    frame = pd.DataFrame({"weight_kg": [80, 60]}, index=[7, 3])
    assert Population.from_frame(frame).names == ("1", "2")


def test_an_unknown_column_is_asked_back() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'weight_kg'"):
        Population.from_frame(pd.DataFrame({"weigth_kg": [70]}))


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"weight_kg": [70, np.nan]}, "Row 2: weight_kg is nan. Give a finite number."),
        (
            {"patient": ["Ann", "Bo"], "weight_kg": [70, -1]},
            "Patient Bo: weight_kg is -1. It must be above 0.",
        ),
    ],
)
def test_a_wrong_cell_names_its_row(frame: dict[str, list[object]], message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        Population.from_frame(pd.DataFrame(frame))
    assert str(raised.value) == message


@pytest.mark.parametrize("origin", [["ms"], None, float("nan"), pd.NA, pd.NaT, 3])
def test_an_origin_of_the_wrong_kind_is_refused(origin: object) -> None:
    frame = pd.DataFrame({"origin": pd.Series(["ms", origin], dtype=object)})
    with pytest.raises(UnknownName, match="Row 2: No origin called"):
        Population.from_frame(frame)


@pytest.mark.parametrize("blank", [None, float("nan"), pd.NA, pd.NaT])
@pytest.mark.parametrize("dtype", ["object", "Float64"])
def test_a_blank_of_any_kind_is_refused_and_never_the_default(blank, dtype) -> None:
    frame = pd.DataFrame({"weight_kg": pd.Series([120, None], dtype=dtype)})
    if dtype == "object":
        frame.loc[1, "weight_kg"] = blank
    with pytest.raises(InvalidValue, match="Row 2: weight_kg is nan"):
        Population.from_frame(frame)
    named = pd.DataFrame({"weight_kg": [70, 80], "patient": pd.Series(["a", blank], dtype=object)})
    with pytest.raises(InvalidValue, match="Row 2: patient is blank"):
        Population.from_frame(named)


def test_whole_numbers_that_became_floats_are_names_without_a_point() -> None:
    frame = pd.DataFrame({"weight_kg": [70, 80], "patient": [101.0, 102.0]})
    assert Population.from_frame(frame).names == ("101", "102")


def test_outside_the_domain_the_person_and_the_value_are_named() -> None:
    drug = tt.load_drug("baclofen")
    people = Population.from_frame(pd.DataFrame({"weight_kg": [*[70] * 998, 20, 10]}))
    said = (
        "weight_kg of patient 999 is 20, and 2 people lie outside. It must lie between 30 and 250."
    )
    with pytest.raises(InvalidValue) as raised:
        drug.people(people)
    assert str(raised.value) == said


def test_an_unknown_origin_in_a_table_names_its_row() -> None:
    with pytest.raises(UnknownName, match="Row 1: No origin called 'MS'"):
        Population.from_frame(pd.DataFrame({"origin": ["MS"]}))


def test_a_drug_fills_in_what_was_left_to_it_and_says_so() -> None:
    population = Population((Patient(weight_kg=80), Patient(origin="ms")))
    people = people_of(population, DEFAULTS, DOMAIN)
    np.testing.assert_array_equal(people.number("weight_kg"), [80, 70])
    assert people["origin"].tolist() == ["spinal", "ms"]
    assert people.by_default == ("weight_kg", "origin")
    assert not people.alone
    assert repr(people) == "<2 people>"


def test_a_patient_is_people_of_one_and_alone() -> None:
    people = people_of(Patient(weight_kg=80, eta={"kappa_cord": 0.1}), DEFAULTS, DOMAIN)
    assert len(people) == 1
    assert people.alone
    assert repr(people) == (
        "Patient(weight_kg=80, origin='spinal', eta[kappa_cord]=0.1); by default: origin"
    )


def test_a_covariate_that_neither_patient_nor_drug_knows_is_absent() -> None:
    people = people_of(Patient(), DEFAULTS, DOMAIN)
    with pytest.raises(InvalidValue) as raised:
        people["age_y"]
    assert str(raised.value) == (
        "age_y is not given, and the drug has no default for it. Say it: Patient(age_y=...)."
    )
    with pytest.raises(UnknownName, match="Did you mean 'age_y'"):
        people["age"]


def test_columns_are_read_only() -> None:
    people = people_of(Patient(eta={"kappa_cord": 0.1}), DEFAULTS, DOMAIN)
    with pytest.raises(ValueError, match="read-only"):
        people["weight_kg"][0] = 3
    with pytest.raises(ValueError, match="read-only"):
        people.eta["kappa_cord"][0] = 3


@pytest.mark.parametrize("weight", [29, 251])
def test_a_person_outside_the_domain_of_the_drug_is_refused(weight: float) -> None:
    with pytest.raises(InvalidValue) as raised:
        people_of(Patient(weight_kg=weight), DEFAULTS, DOMAIN)
    assert "weight_kg is " in str(raised.value)
    assert str(raised.value).endswith("It must lie between 30 and 250.")


def test_one_of_many_outside_the_domain_is_enough() -> None:
    population = Population((Patient(weight_kg=70), Patient(weight_kg=300)))
    with pytest.raises(InvalidValue, match="It must lie between 30 and 250"):
        people_of(population, DEFAULTS, DOMAIN)


def test_who_does_not_deviate_is_typical() -> None:
    population = Population((Patient(eta={"kappa_cord": 0.1}), Patient()))
    np.testing.assert_array_equal(people_of(population, {}, {}).eta["kappa_cord"], [0.1, 0.0])


def test_size_scales_by_a_power_of_weight() -> None:
    weights = np.array([35.0, 70.0, 140.0])
    np.testing.assert_allclose(allometric(weights, 70.0, 0.75), [0.5**0.75, 1, 2**0.75])


def test_labels_choose_values() -> None:
    values = {"ms": 0.87, "spinal": 1.0}
    np.testing.assert_array_equal(chosen(np.array(["spinal", "ms"]), values), [1.0, 0.87])
