"""A population as a value: taken apart, put together, chosen from; nobody changes."""

import copy
import dataclasses
import pickle
import re
from typing import get_overloads

import numpy as np
import pandas as pd
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName

DRUG = tt.load_drug("baclofen")
ANN = tt.Patient(weight_kg=60, origin="ms", eta={"soak_rate": 0.1})
BO = tt.Patient(age_y=50, eta={"csf_loss_rate": -0.2})
BOTH = tt.Population((ANN, BO), ("Ann", "Bo"))
CHOOSE = "Choose by a place, a name, a slice, a list of places or of True and False."
WHERE = 'Give True or False for each person, or a function: lambda frame: frame["age_y"] > 65.'
DAILY = tt.Occasions({"absorption_rate": 30})


def test_patients_come_back_as_they_went_in() -> None:
    assert BOTH.patients == (ANN, BO)
    assert list(BOTH) == [ANN, BO]


@pytest.mark.parametrize("place", [0, -2, "Ann", np.int64(0)])
def test_one_place_or_name_is_one_person(place) -> None:
    assert BOTH[place] == ANN


def test_a_place_counted_by_numpy_is_typed_as_one_person() -> None:
    one, several = get_overloads(tt.Population.__getitem__)
    assert "np.integer" in one.__annotations__["who"]
    assert (one.__annotations__["return"], several.__annotations__["return"]) == (
        "Patient",
        "Population",
    )


@pytest.mark.parametrize("who", [slice(1, None), [1], [False, True], np.array([-1])])
def test_several_places_are_a_population(who) -> None:
    assert BOTH[who].names == ("Bo",)
    assert BOTH[who].patients == (BO,)


@pytest.mark.parametrize(
    ("who", "message"),
    [
        (2, "There is no place 2 in 2 people. Places count from 0."),
        ([0, -3], "There is no place -3 in 2 people. Places count from 0."),
        (1.5, f"population[...] was asked for 1.5. {CHOOSE}"),
        ([[0]], f"population[...] was asked for [[0]]. {CHOOSE}"),
        (slice("a"), f"population[...] was asked for slice(None, 'a', None). {CHOOSE}"),
        (slice(None, None, 0), f"population[...] was asked for every 0th person. {CHOOSE}"),
        (slice(2, None), "Nobody is left of 2 people. Choose at least one person."),
        ([False, False], "Nobody is left of 2 people. Choose at least one person."),
        ([True], f"The condition is about 1 person and there are 2. {WHERE}"),
        ([0, 0], "2 people with 1 different name. Give each person a name of their own."),
    ],
)
def test_places_that_cannot_be_meant_are_refused(who: object, message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        BOTH[who]
    assert str(raised.value) == message


def test_a_name_that_nobody_has_is_asked_back() -> None:
    with pytest.raises(UnknownName, match=re.escape("No patient called 'An'. Patients: Ann, Bo.")):
        BOTH["An"]


def test_people_are_chosen_by_what_is_true_of_them() -> None:
    assert BOTH.where(origin="ms").names == ("Ann",)
    assert BOTH.where(lambda frame: frame["age_y"] > 40).names == ("Bo",)
    assert BOTH.where([True, True], weight_kg=60).names == ("Ann",)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({}, f"No condition is given. {WHERE}"),
        ({"condition": "x"}, f"The condition is 'x'. {WHERE}"),
        ({"condition": [0, 1]}, f"The condition is [0, 1]. {WHERE}"),
        ({"origin": "cerebral"}, "Nobody is left of 2 people. Choose at least one person."),
        ({"spasms_per_day": 3}, "Nobody is left of 2 people. Choose at least one person."),
    ],
)
def test_conditions_that_cannot_be_meant_are_refused(how: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        BOTH.where(**how)
    assert str(raised.value) == message


def test_people_of_two_populations_are_one_in_order() -> None:
    both = tt.Population((ANN,), ("Ann",)) + tt.Population((BO,), ("Bo",))
    assert both.names == BOTH.names
    assert both.patients == BOTH.patients


@pytest.mark.parametrize(
    ("join", "message"),
    [
        (
            lambda: BOTH + BOTH,
            "2 names in more than one population: 'Ann', 'Bo'. Give people names of their own, as "
            'Population.sample(..., prefix="a") does, and samples seeds of their own.',
        ),
        (
            lambda: BOTH + ANN,
            "What is added to a population is Patient(weight_kg=60, origin='ms', "
            "eta={'soak_rate': 0.1}). Add a Population.",
        ),
        (lambda: tt.Population.concat(()), "populations is empty. Give at least one population."),
        (
            lambda: BOTH[:1].with_occasions(DAILY, seed=1) + BOTH[1:],
            "People differ from occasion to occasion in two ways: From occasion to occasion, "
            "every 24 h, absorption_rate by 30 % (CV). and None. Give them all the same "
            "Occasions, with Population.with_occasions.",
        ),
    ],
)
def test_populations_that_do_not_go_together_are_refused(join, message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        join()
    assert str(raised.value) == message


def test_with_values_changes_one_thing_in_everybody() -> None:
    changed = BOTH.with_values(weight_kg=80)
    assert [p.weight_kg for p in changed] == [80.0, 80.0]
    assert [p.weight_kg for p in BOTH] == [60.0, None]
    assert [p.weight_kg for p in BOTH.with_values(weight_kg=None)] == [None, None]
    with pytest.raises(InvalidValue, match="It must be above 0"):
        BOTH.with_values(weight_kg=-1)
    with pytest.raises(UnknownName, match="Did you mean 'weight_kg'"):
        BOTH.with_values(weight=1)


def test_a_frame_has_a_row_for_each_person() -> None:
    frame = BOTH.to_frame()
    assert list(frame.columns) == [
        *("patient", "weight_kg", "age_y", "origin"),
        *("eta_csf_loss_rate", "eta_soak_rate"),
    ]
    assert frame["origin"].tolist() == ["ms", ""]
    assert np.isnan(frame["weight_kg"][1])


def test_columns_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        BOTH.columns.covariates["weight_kg"][0] = 3
    with pytest.raises(AttributeError):
        BOTH.columns = None


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))]
)
def test_a_population_survives_being_copied(copied) -> None:
    people = tt.Population.sample(3, seed=1, drug=DRUG, occasions=DAILY)
    again = copied(people)
    pd.testing.assert_frame_equal(again.to_frame(), people.to_frame())
    assert again.notes == people.notes
    mine, theirs = (p.columns.occasions.deviations(3) for p in (people, again))
    np.testing.assert_array_equal(mine["absorption_rate"], theirs["absorption_rate"])


def test_occasions_are_drawn_for_hand_written_people_by_their_names() -> None:
    drawn = BOTH.with_occasions(DAILY, seed=1).columns.occasions.deviations(2)["absorption_rate"]
    turned = BOTH[::-1].with_occasions(DAILY, seed=1).columns.occasions.deviations(2)
    np.testing.assert_array_equal(turned["absorption_rate"][::-1], drawn)
    other = BOTH.with_occasions(DAILY, seed=2).columns.occasions.deviations(2)
    assert not np.any(other["absorption_rate"] == drawn)
    assert BOTH.with_occasions(None, seed=None).columns.occasions is None


def test_an_occasion_has_the_same_draws_whatever_else_differs() -> None:
    more = tt.Occasions({"soak_rate": 10, "absorption_rate": 30}, every_h=8)
    one, other = (BOTH.with_occasions(o, seed=1).columns.occasions for o in (DAILY, more))
    for number in range(9):
        np.testing.assert_array_equal(
            one.deviations(number)["absorption_rate"], other.deviations(number)["absorption_rate"]
        )


def test_occasions_begin_where_the_user_says() -> None:
    assert DAILY.starts_until(48) == (0, 24)
    assert DAILY.starts_until(48.5) == (0, 24, 48)
    assert DAILY.starts_until(0) == (0,)
    own = tt.Occasions({"soak_rate": 10}, starts_h=(0, 10, 100))
    assert own.starts_until(50) == (0, 10)
    assert dataclasses.replace(own, starts_h=(0, 5)).starts_until(50) == (0, 5)
    assert str(own) == "From occasion to occasion, from 0, 10, 100 h on, soak_rate by 10 % (CV)."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"cv_percent": {}}, "cv_percent is empty. Give parameters that differ: "),
        ({"cv_percent": {"a": -1}}, "cv_percent['a'] is -1. It must be above 0."),
        ({"cv_percent": {"a": 0}}, "cv_percent['a'] is 0. It must be above 0."),
        ({"every_h": 0}, "every_h is 0. It must be above 0."),
        (
            {"starts_h": (24, 48)},
            "starts_h is (24.0, 48.0). Begin at 0 and write later starts in order: (0, 24, 72).",
        ),
        (
            {"starts_h": (0, 24), "every_h": 12},
            "every_h is 12, and starts_h is given too. Give one of them: how long every occasion "
            "is, or where each begins.",
        ),
        ({"starts_h": (0, 5, 5)}, "starts_h is (0.0, 5.0, 5.0). Begin at 0"),
    ],
)
def test_occasions_that_cannot_be_meant_are_refused(given, message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        tt.Occasions(**{"cv_percent": {"a": 10}, **given})
    assert str(raised.value).startswith(message)


def test_people_drawn_twice_are_said_to_be_so():
    drug = tt.load_drug("baclofen")

    def some(seed, prefix, **more):
        return tt.Population.sample(5, seed=seed, prefix=prefix, drug=drug, **more)

    one = some(1, "a")
    (note,) = (one + some(1, "b")).notes
    assert note.startswith("10 of these people draw the same numbers as another")
    assert not (one + some(2, "b")).notes
    assert not (one + some(1, "b", after=5)).notes
