"""What can be done with a regimen, and what it tells about itself."""

import dataclasses

import numpy as np
import pytest

from titrate.dosing import Doses, Regimen, bolus, iv, oral, prescription, pump, pump_schedule
from titrate.errors import InvalidValue

COURSE = oral(dose_mg=10, every_h=8, days=2)


def test_then_starts_at_the_end_and_not_after_the_last_dose() -> None:
    assert COURSE.then(oral(dose_mg=5)).doses.time_h.tolist() == [0, 8, 16, 24, 32, 40, 48]


def test_doses_at_one_instant_stay_in_the_order_written() -> None:
    assert (bolus(dose_ug=50) + oral(dose_mg=5)).doses.route == ("intrathecal", "oral")
    assert (oral(dose_mg=5) + bolus(dose_ug=50)).doses.route == ("oral", "intrathecal")


def test_a_missed_dose_leaves_a_gap_and_the_end() -> None:
    missed = COURSE.without([2, 3])
    assert missed.doses.time_h.tolist() == [0, 24, 32, 40]
    assert missed.end_h == 48


def test_a_constant_pump_is_one_dose_to_miss() -> None:
    assert len(pump(rate_ug_per_day=300, days=30).without([1]).doses) == 0


def test_a_stretch_of_a_pump_schedule_can_be_missed() -> None:
    schedule = pump_schedule(rates_ug_per_day=((0, 240), (22, 480)), days=2)
    assert schedule.without([2]).doses.time_h.tolist() == [0, 24, 46]


def test_missing_nothing_changes_nothing() -> None:
    assert COURSE.without([]) == COURSE


@pytest.mark.parametrize(
    ("missed", "message"),
    [
        (
            [7],
            "There is no dose 7: this regimen has 6 doses. "
            "Doses are counted from 1 in time order; to_frame() lists them.",
        ),
        ([2, 2], "Dose 2 is listed twice. List each missed dose once."),
        ([0], "A dose number of without() is 0. Give a whole number from 1 to 1,000,000."),
        ([1.5], "A dose number of without() is 1.5. Give a whole number from 1 to 1,000,000."),
        ([True], "A dose number of without() is True. Give a whole number from 1 to 1,000,000."),
        (4, "without() was given 4. Give a list of dose numbers: without([4, 5])."),
        ("4", "without() was given '4'. Give a list of dose numbers: without([4, 5])."),
    ],
)
def test_a_dose_that_cannot_be_missed_is_refused_in_words(missed, message: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        COURSE.without(missed)
    assert str(caught.value) == message


@pytest.mark.parametrize("factor", [-1, np.nan, np.inf, "2", True, None])
def test_a_factor_is_a_finite_number_of_at_least_0(factor) -> None:
    with pytest.raises(InvalidValue, match=r"^The factor of scaled\(\) is"):
        COURSE.scaled(factor)


def test_scaling_beyond_a_kilogram_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"10 scaled by 1e[+]300 is 1e[+]301"):
        COURSE.scaled(1e300)


def test_only_a_regimen_follows_a_regimen() -> None:
    with pytest.raises(InvalidValue, match=r"then\(\) was given 3. Give a regimen"):
        COURSE.then(3)
    read_first = r"then\(\) was given 'oral'. Read the text first: tt.prescription\('oral'\)"
    with pytest.raises(InvalidValue, match=read_first):
        COURSE.then("oral")
    with pytest.raises(TypeError):
        COURSE + 3


def test_a_regimen_is_not_made_of_text() -> None:
    with pytest.raises(InvalidValue) as raised:
        Regimen("oral 10 mg once")
    assert str(raised.value) == (
        "Regimen() was given 'oral 10 mg once'. Read the text first: "
        "tt.prescription('oral 10 mg once'). Give a regimen: oral(...), pump(...), "
        "prescription('...')."
    )


def test_a_regimen_nested_without_end_is_refused() -> None:
    deepest = COURSE
    for _ in range(25):
        deepest = (deepest + COURSE).then(COURSE)
    assert prescription(str(deepest)) == deepest
    with pytest.raises(InvalidValue, match=r"nested more than 50 deep\. Join its parts"):
        deepest + COURSE


def test_a_regimen_is_shown_as_its_prescription() -> None:
    assert str(COURSE) == "oral 10 mg every 8 h for 2 days"
    assert repr(COURSE) == "Regimen('oral 10 mg every 8 h for 2 days')"


@pytest.mark.parametrize(
    ("regimen", "text"),
    [
        (oral(dose_mg=0.1 + 0.2), "oral 0.30000000000000004 mg once"),
        (oral(dose_mg=10.0), "oral 10 mg once"),
        (oral(dose_mg=1e-7), "oral 1e-07 mg once"),
        (oral(dose_mg=10, at_h=[7.1], days=1), "oral 10 mg at 07:06 for 1 day"),
        (oral(dose_mg=10, at_h=[7 + 1 / 3600], days=1), "oral 10 mg at 07:00:01 for 1 day"),
        (COURSE.without([4]), "(oral 10 mg every 8 h for 2 days) without dose 4"),
        (
            (COURSE + iv(dose_mg=5, over_h=2)).then(bolus(dose_ug=50, at="cranial", time_h=3)),
            "(oral 10 mg every 8 h for 2 days together with iv 5 mg over 2 h once), "
            "then intrathecal bolus 50 ug at cranial once at 3 h",
        ),
        (
            pump(rate_ug_per_day=100, days=7) + COURSE.then(COURSE).without([1, 2]),
            "(pump 100 ug/day for 7 days together with (oral 10 mg every 8 h for 2 days, "
            "then oral 10 mg every 8 h for 2 days) without doses 1 2)",
        ),
    ],
)
def test_the_text_is_the_shortest_that_is_exact(regimen: Regimen, text: str) -> None:
    assert str(regimen) == text
    assert prescription(text) == regimen


def test_the_table_shows_each_dose_in_the_unit_of_its_door() -> None:
    regimen = oral(dose_mg_per_kg=0.5) + bolus(dose_ug=50, time_h=3) + iv(dose_mg=5, time_h=4)
    frame = regimen.to_frame()
    assert list(frame) == ["dose", "time_h", "amount", "unit", "duration_h", "route", "at"]
    assert frame["dose"].tolist() == [1, 2, 3]
    assert frame["amount"].tolist() == [0.5, 50, 5]
    assert frame["unit"].tolist() == ["mg/kg", "ug", "mg"]
    assert frame["at"].tolist() == [None, "lumbar", None]


@pytest.mark.parametrize(
    ("regimen", "period_h", "times_h"),
    [
        (COURSE, 8, [0]),
        (oral(dose_mg=10, at_h=(7, 22), doses=1), 24, [7, 22]),
        (pump(rate_ug_per_day=300, days=30), 24, [0]),
        (pump_schedule(rates_ug_per_day=((0, 1), (22, 2)), days=0.5), 24, [0, 22]),
        (COURSE.then(oral(dose_mg=5)), 8, [0]),
        (COURSE + oral(dose_mg=5, every_h=12, days=1), 24, [0, 0, 8, 12, 16]),
        (COURSE + oral(dose_mg=5, every_h=8, days=1), 8, [0, 0]),
        (
            oral(dose_mg=5, every_h=24 / 7, days=1) + oral(dose_mg=5, every_h=24 / 7, days=9),
            24 / 7,
            [0, 0],
        ),
    ],
)
def test_the_pattern_in_force_at_the_start(regimen: Regimen, period_h, times_h) -> None:
    pattern = regimen.repeating
    assert pattern is not None
    assert pattern.period_h == period_h
    assert pattern.doses.time_h.tolist() == times_h


@pytest.mark.parametrize(
    "regimen",
    [
        oral(dose_mg=10),
        COURSE.without([1]),
        COURSE + iv(dose_mg=5),
        oral(dose_mg=5).then(COURSE),
        oral(dose_mg=5, every_h=24 / 7, days=1) + COURSE,
        oral(dose_mg=5, every_h=23, days=3) + oral(dose_mg=5, every_h=31, days=3),
    ],
    ids=str,
)
def test_what_repeats_nothing_has_no_pattern(regimen: Regimen) -> None:
    assert regimen.repeating is None


def test_daily_parts_tell_each_administration_and_the_average_day() -> None:
    regimen = COURSE.then(pump_schedule(rates_ug_per_day=((0, 300), (18, 500)), days=3)) + (
        oral(dose_mg_per_kg=0.5, at_h=(7, 22), days=1)
    )
    by_mouth, by_pump, per_kg = regimen.daily_parts
    assert (by_mouth.kind, by_mouth.amount_ug, by_mouth.amount_per_day_ug) == (
        "dose",
        10_000,
        30_000,
    )
    assert (by_pump.kind, by_pump.amount_ug, by_pump.amount_per_day_ug) == ("infusion", None, 350)
    assert (by_pump.route, by_pump.at) == ("intrathecal", "lumbar")
    assert (per_kg.per_kg, per_kg.amount_ug, per_kg.amount_per_day_ug) == (True, 500, 1000)
    assert by_mouth.text == "oral 10 mg every 8 h for 2 days"


def test_doses_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        COURSE.doses.amount_ug[0] = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        COURSE.tree = None


def test_doses_are_worked_out_once() -> None:
    assert COURSE.doses is COURSE.doses


def test_per_kg_doses_stay_per_kg_until_a_person_is_known() -> None:
    doses = (oral(dose_mg_per_kg=0.5) + bolus(dose_ug=50)).doses
    np.testing.assert_array_equal(
        doses.amounts_for(np.array([20.0, 70.0])), [[10_000, 50], [35_000, 50]]
    )
    with pytest.raises(InvalidValue, match=r"per kg of body weight, and no weight is given. Give"):
        doses.amounts_for(None)


def test_amounts_that_no_weight_changes_are_one_row_without_people_and_a_row_for_each() -> None:
    assert COURSE.doses.amounts_for(None).shape == (1, 6)
    assert COURSE.doses.amounts_for(np.array([20.0, 70.0, 80.0])).shape == (3, 6)
    assert COURSE.doses.amounts_for(70).shape == (1, 6)


@pytest.mark.parametrize("weight", [0, -1, np.nan, [70, -2], "70"])
def test_a_weight_is_above_zero(weight) -> None:
    with pytest.raises(InvalidValue, match=r"^weight_kg is"):
        COURSE.doses.amounts_for(weight)


def test_weights_lie_on_one_axis() -> None:
    with pytest.raises(InvalidValue, match=r"weight_kg has 2 axes. Give one weight per person"):
        COURSE.doses.amounts_for(np.ones((2, 2)))


def test_columns_of_doses_have_one_length() -> None:
    one, two = np.zeros(1), np.zeros(2)
    with pytest.raises(InvalidValue, match=r"have \[1, 2\] rows. Give every dose"):
        Doses(one, two, one, ("oral",), (None,), np.zeros(1, dtype=bool))
