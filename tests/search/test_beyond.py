"""Where a window that the range ends would end by a goal."""

import pytest

import titrate as tt

DRUG = tt.load_drug("baclofen")
ORAL = tt.oral(dose_mg=10, every_h=8, days=14)
PUMP = tt.pump(rate_ug_per_day=100, days=14)


@pytest.mark.parametrize("initial", [None, "adapted"])
@pytest.mark.parametrize(
    ("regimen", "narrow", "wide"),
    [
        (ORAL, {"daily_mg": (60, 70)}, {"daily_mg": (5, 140)}),
        (PUMP, {"daily_ug": (60, 70)}, {"daily_ug": (12, 1000)}),
    ],
)
def test_the_edges_named_beyond_a_range_are_those_of_a_wider_one(regimen, narrow, wide, initial):
    who = tt.Patient(origin="ms")
    inside = tt.find_window(DRUG, who, regimen, initial=initial, **narrow)
    wider = tt.find_window(DRUG, who, regimen, initial=initial, **wide)
    assert dict(inside.limited_by) == {"low": "range", "high": "range"}
    found = inside._beyond
    if wider.high > 2 * 70:
        assert "high" not in found
    else:
        assert found["high"].dose == pytest.approx(wider.high, rel=1e-9)
        assert found["high"].endpoint == wider.limited_by["high"]
    assert found["low"].dose == pytest.approx(wider.low, rel=1e-9)
    assert found["low"].endpoint == wider.limited_by["low"]


def test_both_are_said_in_the_sentence():
    window = tt.find_window(DRUG, tt.Patient(origin="ms"), ORAL, daily_mg=(60, 70))
    wider = tt.find_window(DRUG, tt.Patient(origin="ms"), ORAL, daily_mg=(5, 140)).why()
    low, high = wider.split("from ")[1].split()[0], wider.split("above ")[1].split()[0]
    assert (
        "60 mg/day is the lowest dose searched, and below "
        f"{low} mg/day relief of tone in the legs would not reach 30 %; "
        "70 mg/day is the highest dose searched, and above "
        f"{high} mg/day weakness would exceed 20 %."
    ) in window.why()


def test_below_the_range_a_score_that_should_be_low_exceeds_its_limit():
    goals = tt.Goals(at_most={"ashworth_legs": 2.4, "weakness": 0.2})
    who = tt.Patient(origin="ms")
    why = tt.find_window(DRUG, who, ORAL, daily_mg=(60, 70), goals=goals).why()
    below = why.split("60 mg/day is the lowest dose searched, and below ")[1]
    assert "would exceed 2.4" in below.split(";")[0]


def test_nothing_is_said_where_nothing_ends_it_up_to_twice_the_range():
    lenient = tt.Goals(at_least={"relief_legs": 0.01}, at_most={"drowsiness": 0.99})
    why = tt.find_window(DRUG, tt.Patient(), ORAL, daily_mg=(60, 70), goals=lenient).why()
    assert "70 mg/day is the highest dose searched. " in why
    assert "60 mg/day is the lowest dose searched, and below " in why


def test_one_looks_no_farther_than_the_domain_of_the_door():
    # 60 mg at once: twice as much leaves the domain of 100 mg, half as much again does not.
    once = tt.oral(dose_mg=10)
    lenient = tt.Goals(
        at_least={"relief_legs": ("best", 0.05)}, at_most={"sedation": ("worst", 75)}
    )
    one = tt.find_window(DRUG, tt.Patient(), once, daily_mg=(50, 60), goals=lenient)
    assert "high" in one._beyond
    assert one._beyond["high"].dose < 90
    assert "would exceed 75 of 100 at its worst" in one.why()
    at_the_end = tt.find_window(DRUG, tt.Patient(), once, daily_mg=(60, 100), goals=lenient)
    assert "high" not in at_the_end._beyond


def test_a_group_and_a_family_are_not_asked():
    people = tt.Population.sample(12, seed=1, drug=DRUG, origin={"ms": 1.0})
    group = tt.find_window(DRUG, people, ORAL, daily_mg=(64, 66), share=0.1)
    assert not group._beyond
    family = tt.find_window(
        DRUG,
        tt.Patient(origin="ms"),
        family=lambda mg: tt.oral(dose_mg=mg / 3, every_h=8, days=14),
        daily_mg=(60, 70),
    )
    assert not family._beyond
    assert "70 mg/day is the highest dose searched. " in family.why()


def test_an_edge_that_is_written_like_the_end_of_the_range_is_not_said_twice():
    edge = tt.find_window(DRUG, tt.Patient(origin="ms"), ORAL).low
    near = edge * (1 + 1e-6)
    why = tt.find_window(DRUG, tt.Patient(origin="ms"), ORAL, daily_mg=(near, 70)).why()
    assert "mg/day is the lowest dose searched; 70 mg/day" in why
