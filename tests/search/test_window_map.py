"""Windows over one other thing: each is the window found there, and the map says how it moves."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName

DRUG = tt.load_drug("baclofen")
MS = tt.Patient(origin="ms")
TABLETS, PUMP = tt.oral(dose_mg=10, every_h=8, days=2), tt.pump(rate_ug_per_day=50, days=2)
KIDNEYS = [20, 45, 103]


def by_kidneys(**more):
    return tt.window_map(DRUG, MS, TABLETS, creatinine_clearance_mL_min=KIDNEYS, **more)


def test_each_window_is_the_one_found_there():
    made = by_kidneys(daily_mg=(2, 80))
    for value, low, high, best in zip(KIDNEYS, made.low, made.high, made.best, strict=True):
        who = MS.with_values(creatinine_clearance_mL_min=value)
        alone = tt.find_window(DRUG, who, TABLETS, daily_mg=(2, 80))
        ends = [np.nan if v is None else v for v in (alone.low, alone.high, alone.best)]
        np.testing.assert_array_equal((low, high, best), ends)


def test_an_interval_keeps_the_daily_amount():
    made = tt.window_map(DRUG, MS, TABLETS, every_h=[6, 8, 12])
    for hours, window in zip((6, 8, 12), made.windows, strict=True):
        alone = tt.find_window(DRUG, MS, tt.oral(dose_mg=5, every_h=hours, days=2))
        assert (window.low, window.high, window.step) == (alone.low, alone.high, alone.step)


def test_weaker_kidneys_never_raise_an_edge():
    made = by_kidneys()
    assert np.all(np.diff(made.low) > 0)
    assert np.all(np.diff(made.high) >= 0)


def test_by_pump_the_kidneys_leave_the_window_in_place():
    made = tt.window_map(DRUG, MS, PUMP, creatinine_clearance_mL_min=KIDNEYS)
    assert np.ptp(made.low) < 0.01 * made.low[0]
    assert "Doses inside at every value" in made.why()


def test_what_is_inside_and_on_an_edge():
    made = by_kidneys()
    assert made.share_inside.shape == (len(made.x.amounts), len(KIDNEYS))
    inside = np.min(list(made.edges.values()), axis=0) >= 0
    np.testing.assert_array_equal(made.share_inside == 1, inside)


def test_of_a_population_the_share_asked_for_sets_the_edges():
    people = tt.Population.sample(8, seed=2, drug=DRUG, origin={"ms": 1.0})
    made = tt.window_map(DRUG, people, TABLETS, share=0.25, creatinine_clearance_mL_min=[40, 100])
    for value, window in zip((40, 100), made.windows, strict=True):
        alone = tt.find_window(
            DRUG,
            people.with_values(creatinine_clearance_mL_min=value),
            TABLETS,
            share=0.25,
        )
        assert (window.low, window.high) == (alone.low, alone.high)
    assert "at least 25 % of them" in made.why()


def test_sentences_tables_and_cards():
    made = by_kidneys()
    assert made.why().startswith(
        "By mouth (after 2 days), creatinine clearance 20 mL/min to 103 mL/min. At 20 mL/min, "
    )
    assert "opens when relief of tone in the legs is enough" in made.why()
    assert list(made.to_frame().columns) == [
        *("creatinine_clearance_mL_min", "low", "high", "best", "unit", "opens", "closes")
    ]
    assert repr(made) == (
        "<window map, creatinine_clearance_mL_min 20 to 103 mL/min, after 2 days: a window at 3 "
        "of 3 values>"
    )
    assert "Dose windows by creatinine clearance" in made._repr_html_()


def test_values_without_a_window_are_named():
    goals = tt.Goals(at_least={"relief_legs": 0.3}, at_most={"drowsiness": ("worst", 0.4)})
    made = tt.window_map(DRUG, MS, TABLETS, every_h=[6, 24], goals=goals)
    assert "At 24 h no dose meets every goal." in made.why()
    assert np.isnan(made.low[1])
    assert "a window at 1 of 2 values" in repr(made)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([103, 30], r"creatinine_clearance_mL_min is \[103, 30\]. Give two or more numbers, in "),
        ([30, 30], "in increasing order"),
        ([30], "Give two or more numbers"),
        (["low", "high"], "Give two or more numbers"),
        (30, "creatinine_clearance_mL_min"),
    ],
)
def test_values_that_do_not_rise_are_refused(values, message):
    with pytest.raises(InvalidValue, match=message):
        tt.window_map(DRUG, MS, TABLETS, creatinine_clearance_mL_min=values)


def test_the_dose_is_the_other_axis_already():
    with pytest.raises(InvalidValue, match="dose_mg is varied, and the daily dose is the other"):
        tt.window_map(DRUG, MS, TABLETS, dose_mg=[5, 10])


def test_one_thing_at_a_time_and_a_known_one():
    with pytest.raises(InvalidValue, match="Change one thing at a time"):
        tt.window_map(DRUG, MS, TABLETS, every_h=[6, 8], weight_kg=[50, 70])
    with pytest.raises(InvalidValue, match="Change one thing at a time"):
        tt.window_map(DRUG, MS, TABLETS)
    with pytest.raises(UnknownName, match="Did you mean 'weight_kg'"):
        tt.window_map(DRUG, MS, TABLETS, weigth_kg=[50, 70])


@pytest.mark.parametrize(
    "regimen",
    [
        tt.oral(dose_mg=10, at_h=(8, 20), days=2),
        tt.oral(dose_mg=10, every_h=8, doses=3),
        tt.oral(dose_mg=10, every_h=8, days=2).without([2]),
        PUMP,
    ],
    ids=str,
)
def test_an_interval_is_that_of_one_course_of_tablets(regimen):
    with pytest.raises(InvalidValue, match="is not one course by mouth at a constant interval"):
        tt.window_map(DRUG, MS, regimen, every_h=[6, 8])


def test_over_days_the_body_and_the_pattern_are_not_those_of_the_first():
    made = tt.window_map(DRUG, MS, TABLETS, days=[3, 14])
    assert made.start == "after 3 days to after 14 days"
    assert made.x.pattern == f"{TABLETS}, days of treatment varied"
    assert "after 3 days to after 14 days" in tt.alt_text(made)


def test_what_opens_a_window_is_said_in_a_sentence():
    goals = tt.Goals(at_most={"spasms_per_day": 6})
    made = tt.window_map(DRUG, MS, PUMP, goals=goals, weight_kg=[60, 80])
    assert "opens when spasms a day are few enough" in made.why()
