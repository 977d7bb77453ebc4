"""Edges with one number at the ends of its range: held against windows found anew."""

import numpy as np
import pytest

import titrate as tt
from titrate.search import find_window
from titrate.search.words import edge_words

DRUG = tt.load_drug("baclofen")
MS = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=14)
PUMP = tt.pump(rate_ug_per_day=100, days=14)
CASES = {
    "by mouth": (TABLETS, {"daily_mg": (5, 200)}),
    "by pump": (PUMP, {}),
    "by pump, adapted": (PUMP, {"initial": "adapted"}),
}
every_case = pytest.mark.parametrize("case", CASES)
HELPED = tt.Goals(at_least={"relief_legs": 0.3})
HARMED = tt.Goals(at_most={"drowsiness": 0.3, "weakness": 0.2})


def found(case, drug=DRUG, **more):
    regimen, options = CASES[case]
    return find_window(drug, MS, regimen, **options, **more)


@every_case
def test_each_edge_is_where_its_own_goals_are_just_met(case):
    for row in found(case).over_ranges().to_frame().itertuples():
        drug = DRUG.with_values(**{row.parameter: row.value})
        low = found(case, drug, goals=HELPED).low
        high = found(case, drug, goals=HARMED).high
        # Edges over ranges are followed to a ten-thousandth: a hundredth of what a picture shows.
        assert (row.low, row.high) == pytest.approx((low, high), rel=3e-4), row


@every_case
def test_the_spans_hold_every_edge_and_the_window_itself(case):
    window = found(case)
    over = window.over_ranges()
    for side in ("low", "high"):
        first, last = getattr(over, f"{side}_span")
        assert first < getattr(window, side) < last
        assert getattr(over, side).min() == first
        assert getattr(over, side).max() == last


def test_only_assumed_and_derived_numbers_are_varied():
    statuses = {p.status.value for p in found("by mouth").over_ranges().parameters}
    assert statuses <= {"assumed", "derived"}
    # A number that somebody set is theirs, and no longer uncertain.
    mine = DRUG.with_values(weakness_blood_maximum=0.3)
    names = {p.name for p in found("by mouth", mine).over_ranges().parameters}
    assert "weakness_blood_maximum" not in names
    assert "relief_legs_ec50" in names


def test_an_edge_that_leaves_the_doses_searched_stops_at_their_end():
    over = find_window(DRUG, MS, TABLETS).over_ranges()
    assert over.high_span[1] == 80


def test_an_edge_that_no_goal_sets_has_no_span():
    over = find_window(DRUG, MS, TABLETS, daily_mg=(60, 100)).over_ranges()
    assert over.low_span is None
    assert np.isnan(over.low).all()


@pytest.mark.parametrize("case", ["by pump", "by pump, adapted"])
def test_the_envelope_by_pump_is_that_of_phi(case):
    window = found(case)
    [envelope] = window.over_ranges().envelopes
    assert (envelope.endpoint, envelope.parameter.name) == ("drowsiness", "phi")
    low, high = (found(case, DRUG.with_values(phi=phi)) for phi in envelope.parameter.range)
    np.testing.assert_allclose(envelope.low, low.statistics["drowsiness"], rtol=1e-9)
    np.testing.assert_allclose(envelope.high, high.statistics["drowsiness"], rtol=1e-9)


def test_by_mouth_phi_changes_nothing_so_there_is_no_envelope():
    assert found("by mouth").over_ranges().envelopes == ()


def test_an_empty_window_still_shows_what_nobody_knows():
    goals = tt.Goals(at_least={"relief_legs": 0.99}, at_most={"drowsiness": 0.1})
    window = found("by pump", goals=goals)
    assert window.is_empty
    over = window.over_ranges()
    assert over.low_span is over.high_span is None
    assert over.parameters == ()
    assert over.to_frame().empty
    assert [e.endpoint for e in over.envelopes] == ["drowsiness"]


def test_the_repr_says_where_the_edges_go():
    assert repr(found("by pump").over_ranges()) == (
        "<edges with 10 numbers over their ranges, one at a time: "
        "low 20.5 to 39.1, high 67.6 to 134>"
    )


def test_of_people_the_share_inside_is_counted():
    people = tt.Population(tuple(tt.Patient(origin="ms", weight_kg=w) for w in (50, 70, 90)))
    window = find_window(DRUG, people, TABLETS)
    each = [find_window(DRUG, p, TABLETS) for p in people.patients]
    alone = np.mean([w.share_inside for w in each], axis=0)
    np.testing.assert_array_equal(window.share_inside, alone)
    assert set(each[0].share_inside) == {0.0, 1.0}


def test_the_table_marks_where_the_search_ended_and_where_no_window_is_left():
    table = find_window(DRUG, MS, TABLETS).over_ranges().to_frame()
    lost = table[table.no_window]
    assert {"weakness_blood_maximum", "kappa_cord"} <= set(lost.parameter)
    for row in table.itertuples():
        drug = DRUG.with_values(**{row.parameter: row.value})
        there = find_window(drug, MS, TABLETS)
        assert there.is_empty == row.no_window, row
        if not there.is_empty:
            assert row.low_ended == (there.limited_by["low"] == "range"), row
            assert row.high_ended == (there.limited_by["high"] == "range"), row
        else:
            helped = find_window(drug, MS, TABLETS, goals=HELPED)
            assert row.low_ended == helped.is_empty, row


def test_an_edge_is_put_in_words_as_the_window_does():
    window = found("by pump, adapted")
    over = window.over_ranges()
    low, _ = over.low_span
    assert f"low {edge_words(low, 'low')} to " in repr(over)
