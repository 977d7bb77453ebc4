"""Titles, settings and feet: names in words, and nothing dropped that all cases share."""

import pytest

from tests.plotting.drawn import BY_MOUTH, BY_PUMP, MS, TABLETS, drug, result
from titrate.patients import Patient
from titrate.plotting import alt_text
from titrate.plotting.comparison_words import in_common
from titrate.plotting.map_words import setting_of
from titrate.search import Goals, find_window, vary, window_map

VARIED = [
    (
        {"dose_mg": [5, 10]},
        "One thing changed: dose. One patient (MS, 70 kg, 45 years, creatinine clearance 103 "
        "mL/min); oral … mg every 8 h for 3 days, as named.",
    ),
    ({"every_h": [6, 8]}, "; oral … mg every … h for 3 days, as named."),
    (
        {"creatinine_clearance_mL_min": [30, 100]},
        "One patient (MS, 70 kg, 45 years), creatinine clearance as named; oral 20 mg every 8 h",
    ),
    ({"origin": ["ms", "spinal"]}, "One patient (70 kg, 45 years, creatinine clearance 103 mL/mi"),
]


@pytest.mark.parametrize(("one_thing", "words"), VARIED)
def test_what_is_varied_is_named_in_words_and_the_rest_is_kept(one_thing, words):
    assert words in alt_text(vary(drug(), MS, TABLETS, **one_thing))


def test_what_texts_share_is_kept_word_by_word():
    assert in_common(["pump 50 ug/day", "pump 70 ug/day"]) == "pump … ug/day"
    assert in_common(["a b for 1 day", "a b for 3 days", "a c for 2 days"]) == "a … for …"
    assert in_common(["oral 5 mg"]) == "oral 5 mg"
    assert in_common(["one", "other thing"]) == "…"


def test_names_that_a_user_gave_are_kept_as_they_are():
    one = result("tablets")
    assert alt_text({"m": one, "p": one}).startswith("Side by side: m, p. ")


def test_a_count_a_day_is_said_as_one():
    goals = Goals(at_most={"spasms_per_day": 9})
    found = find_window(drug(), Patient(origin="ms", spasms_per_day=12), BY_MOUTH, goals=goals)
    assert "spasms per day at most 9 a day" in alt_text(found)


def test_a_case_that_is_named_by_its_start_does_not_say_it_twice():
    words = alt_text(vary(drug(), MS, BY_PUMP, of="window", initial=[None, "adapted"]))
    assert "never treated (after 14 days): " in words
    assert " adapted: " in words


def test_a_map_keeps_of_its_patient_what_is_not_varied():
    over = window_map(drug(), MS, BY_MOUTH, weight_kg=[50, 90])
    assert setting_of(over).startswith(
        "One patient (MS, 45 years, creatinine clearance 103 mL/min), body weight as shown."
    )
