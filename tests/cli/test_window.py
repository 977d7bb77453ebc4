"""`titrate window`: one's own patient, the options that shape the question, bad input."""

from unittest import mock

import pandas as pd
import pytest

import titrate as tt

DRUG = tt.load_drug("baclofen")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=14)
PNG = b"\x89PNG\r\n\x1a\n"


def paragraphs(done):
    assert (done.status, done.err) == (0, "")
    return [line for line in done.out.splitlines() if line.startswith("By ")]


def test_the_command_says_what_the_library_says(titrate):
    patient = tt.Patient(
        weight_kg=60, age_y=50, origin="ms", baseline_ashworth=3.5, creatinine_clearance_mL_min=80
    )
    by_hand = tt.find_window(DRUG, patient, TABLETS)
    done = titrate(
        *("window", "--route", "oral", "--weight-kg", 60, "--age", 50, "--origin", "ms"),
        *("--baseline-ashworth", 3.5, "--creatinine-clearance", 80),
    )
    assert paragraphs(done) == [by_hand.why()]
    assert repr(by_hand.who) in done.out
    assert done.out.rstrip().endswith(by_hand.footer)


def test_without_a_route_both_doors_answer_the_pump_naive_and_adapted(titrate):
    by_mouth, naive, adapted = paragraphs(titrate("window", "--origin", "ms"))
    assert by_mouth.startswith("By mouth, ")
    assert "(after 14 days)" in naive
    assert "(adapted)" in adapted


@pytest.mark.parametrize(("flag", "start"), [("--adapted", "adapted"), ("--naive", "after 7 days")])
def test_one_start_is_shown_where_one_is_asked_for(titrate, flag, start):
    for route in ("oral", "pump"):
        [only] = paragraphs(titrate("window", "--route", route, flag, "--days", 7))
        assert f"({start})" in only


def test_the_pattern_of_the_tablets_is_the_one_asked_for(titrate):
    slow = tt.oral(dose_mg=10, every_h=12, days=10, release_over_h=12)
    options = ("--every-h", 12, "--days", 10, "--release-over-h", 12)
    [only] = paragraphs(titrate("window", "--route", "oral", *options))
    assert only == tt.find_window(DRUG, tt.Patient(), slow).why()


def test_the_tip_of_the_catheter_lies_where_it_is_said_to(titrate):
    high_up = tt.pump(rate_ug_per_day=100, days=14, at="cervical")
    [only] = paragraphs(titrate("window", "--route", "pump", "--naive", "--at", "cervical"))
    assert only == tt.find_window(DRUG, tt.Patient(), high_up).why()


def test_a_limit_that_is_given_replaces_one_default_goal_and_leaves_the_others(titrate):
    goals = tt.Goals(at_least={"relief_legs": 0.4}, at_most={"drowsiness": 0.3, "weakness": 0.1})
    done = titrate("window", "--route", "pump", "--naive", "--relief", 0.4, "--weakness", 0.1)
    by_hand = tt.find_window(DRUG, tt.Patient(), tt.pump(rate_ug_per_day=100, days=14), goals=goals)
    assert paragraphs(done) == [by_hand.why()]
    assert f"Goals: {goals}." in done.out


def test_the_range_is_searched_in_the_unit_of_the_door(titrate):
    done = titrate("window", "--route", "oral", "--origin", "ms", "--low", 60, "--high", 70)
    [only] = paragraphs(done)
    assert only.startswith("By mouth, 60 to 70 mg/day")
    [only] = paragraphs(titrate("window", "--route", "pump", "--naive", "--high", 60))
    assert "to 60 ug/day" in only


def test_a_changed_parameter_counts_and_the_last_line_names_it(titrate):
    setting = ("--set", "apparent_clearance=5.4", "--set", "phi=2")
    done = titrate("window", "--route", "oral", "--origin", "ms", *setting)
    changed = DRUG.with_values(apparent_clearance=5.4, phi=2)
    by_hand = tt.find_window(changed, tt.Patient(origin="ms"), TABLETS)
    assert paragraphs(done) == [by_hand.why()]
    assert "changed: apparent_clearance, phi" in done.out.splitlines()[-1]


def test_an_empty_window_is_an_answer(titrate):
    [only] = paragraphs(titrate("window", "--route", "oral", "--relief", 0.9))
    assert "no dose" in only


def test_a_dose_beyond_the_usual_is_noted(titrate):
    done = titrate("window", "--route", "oral", "--high", 120)
    assert "\nNote: " in done.out


@pytest.mark.parametrize("name", ["w.jpg", "no/such/folder/w.png"])
def test_a_picture_that_cannot_be_written_is_refused_before_anything_is_worked_out(titrate, name):
    with mock.patch("titrate.search.find_window", side_effect=AssertionError):
        done = titrate("window", "--picture", name)
    assert done.status != 0
    assert done.out == ""
    assert "folder" in done.err or "jpg" in done.err


@pytest.mark.parametrize("routes", [(), ("--route", "pump")])
def test_the_picture_and_the_table_are_where_the_command_says(titrate, tmp_path, routes):
    picture, csv = tmp_path / "window.png", tmp_path / "window.csv"
    done = titrate("window", *routes, "--picture", picture, "--csv", csv)
    assert done.status == 0
    assert f"saved {picture}\nsaved {csv}\n" in done.out
    assert picture.read_bytes().startswith(PNG)
    table = pd.read_csv(csv)
    assert list(table.columns[:4]) == ["door", "start", "dose", "unit"]
    assert set(table["unit"][table["door"] == "pump"]) == {"ug/day"}
    assert set(table["start"]) == {"after 14 days", "adapted"}
    assert set(table["inside"]) == {True, False}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--route", "pmp"), "Did you mean 'pump'?"),
        (("--origin", "m"), "Did you mean 'ms'?"),
        (("--at", "lumbr"), "Did you mean 'lumbar'?"),
        (("--drug", "baclofn"), "Did you mean 'baclofen'?"),
        (("--set", "kapa_cord=1"), "Did you mean 'kappa_cord'?"),
        (("--set", "kappa_cord=nan"), "Give a finite number."),
        (("--weight-kg", "-3"), "must be above 0"),
        (("--weight-kg", "nan"), "Give a finite number."),
        (("--baseline-ashworth", "9"), "between 1 and 5"),
        (("--relief", "30"), "nobody can meet"),
        (("--weakness", "1"), "nobody can miss"),
        (("--days", "0"), "must be above 0"),
        (("--days", "0.5"), "The goals look at the last 24 h"),
        (("--every-h", "0"), "must be above 0"),
        (("--route", "oral", "--low", "80", "--high", "20"), "Give the lower end first."),
        (("--route", "oral", "--high", "20000"), "thousand-fold slip"),
        (("--route", "oral", "--picture", "w.jpeg"), "No kind of picture called 'jpeg'."),
        (("--route", "oral", "--picture", "no/such/folder/w.png"), "no/such/folder"),
        (("--route", "oral", "--csv", "no/such/folder/w.csv"), "no/such/folder"),
    ],
)
def test_what_cannot_be_meant_is_one_message_with_status_1(titrate, options, words):
    done = titrate("window", *options)
    assert done.status == 1
    assert words in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--wieght-kg", "70"), "--weight-kg"),
        (("--weight-kg", "0,7"), "--weight-kg"),
        (("--set", "kappa_cord"), "name=value"),
        (("--set", "kappa_cord=x"), "name=value"),
        (("--set", "=3"), "name=value"),
        (("--set", "phi=1", "--set", "phi=2"), "phi twice"),
        (("--route", "oral", "--at", "lumbar"), "--route pump"),
        (("--route", "pump", "--every-h", "8"), "--route oral"),
        (("--low", "20"), "--route"),
        (("oral",), "unexpected"),
    ],
)
def test_an_option_that_cannot_be_read_or_would_go_unread_is_a_usage_error(titrate, options, words):
    done = titrate("window", *options)
    assert done.status == 2
    assert words in done.err
    assert done.out == ""


def test_a_preset_brings_its_own_patient_and_doors(titrate):
    done = titrate("window", "--preset", "child")
    assert done.status == 0
    assert "Patient(weight_kg=25, age_y=8" in done.out
    assert "By mouth" in done.out
    assert "baclofen (child)" in done.out


def test_an_unknown_preset_gets_the_nearest(titrate):
    done = titrate("window", "--preset", "chld")
    assert done.status == 1
    assert "Did you mean 'child'?" in done.err


def test_how_well_numbers_are_known_is_drawn_with_a_seed(titrate):
    asked = ("window", "--route", "oral", "--origin", "ms", "--days", "3", "--uncertainty", "20")
    assert "Over 20 sets of numbers" in " ".join(titrate(*asked, "--seed", "1").out.split())
    assert "The seed is missing." in titrate(*asked).err
