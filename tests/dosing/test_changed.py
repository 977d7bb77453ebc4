"""A regimen with one thing changed, everything else as it was."""

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

import titrate as tt
from tests.dosing.strategies import regimens
from titrate.dosing import SEGMENTS, at_interval, at_segment, for_days
from titrate.dosing.tree import leaves
from titrate.errors import InvalidValue, UnknownName

INTERVALS = st.sampled_from([3, 4, 6, 8, 12, 24])
DAYS = st.integers(1, 60)


@given(INTERVALS, INTERVALS)
def test_tablets_at_another_interval_give_the_same_a_day(first, second):
    course = tt.oral(dose_mg=10, every_h=first, days=4)
    moved = at_interval(course, second)
    assert moved.end_h == course.end_h
    assert moved.doses.amount_ug.sum() == pytest.approx(course.doses.amount_ug.sum())
    back = at_interval(moved, first)
    assert back.doses.amount_ug == pytest.approx(course.doses.amount_ug)


def test_an_interval_fits_into_the_course():
    with pytest.raises(InvalidValue, match="every_h is 72, and the course lasts 2 days"):
        at_interval(tt.oral(dose_mg=10, every_h=8, days=2), 72)


@pytest.mark.parametrize(
    "course",
    [
        lambda days: tt.oral(dose_mg=10, every_h=8, days=days),
        lambda days: tt.oral(dose_mg_per_kg=0.2, at_h=(7, 12, 22), days=days),
        lambda days: tt.pump(rate_ug_per_day=100, days=days, at="thoracic"),
        lambda days: tt.pump_schedule(rates_ug_per_day=((0, 300), (22, 450)), days=days),
    ],
)
@given(DAYS, DAYS)
def test_a_course_of_other_days_is_the_one_written_with_them(course, first, second):
    assert for_days(course(first), second) == course(second)


@pytest.mark.parametrize(
    "regimen",
    [
        tt.oral(dose_mg=10),
        tt.oral(dose_mg=10, every_h=8, doses=4),
        tt.bolus(dose_ug=50),
        tt.taper(from_mg=20, step_mg=5, every_days=7),
        tt.oral(dose_mg=10, every_h=8, days=2) + tt.pump(rate_ug_per_day=100, days=2),
    ],
    ids=str,
)
def test_only_one_course_for_some_days_has_days(regimen):
    with pytest.raises(InvalidValue, match="is not one course for some days"):
        for_days(regimen, 3)


def test_tablets_at_clock_hours_end_at_midnight():
    with pytest.raises(InvalidValue, match=r"days is 2\.5, and at_h repeats"):
        for_days(tt.oral(dose_mg=10, at_h=(8, 20), days=2), 2.5)


@given(regimens, st.sampled_from(SEGMENTS))
def test_only_where_doses_into_the_fluid_arrive_changes(regimen, at):
    before = regimen.doses
    into_fluid = np.array(before.route) == "intrathecal"
    assume(into_fluid.any())
    if len({place for leaf in leaves(regimen.tree) if (place := getattr(leaf, "at", None))}) > 1:
        with pytest.raises(InvalidValue, match="gives into several segments"):
            at_segment(regimen, at)
        return
    after = at_segment(regimen, at).doses
    np.testing.assert_array_equal(after.time_h, before.time_h)
    np.testing.assert_array_equal(after.duration_h, before.duration_h)
    np.testing.assert_array_equal(after.amount_ug, before.amount_ug)
    assert list(after.route) == list(before.route)
    segments = np.array(after.at, dtype=object)
    assert set(segments[into_fluid]) == {at}
    assert set(segments[~into_fluid]) <= {None, ""}
    assert at_segment(at_segment(regimen, at), at) == at_segment(regimen, at)


def test_a_segment_needs_something_that_arrives_there():
    with pytest.raises(InvalidValue, match="gives nothing into the spinal fluid"):
        at_segment(tt.oral(dose_mg=10, every_h=8, days=2), "lumbar")
    with pytest.raises(UnknownName, match="Did you mean 'lumbar'"):
        at_segment(tt.bolus(dose_ug=50), "lumber")
