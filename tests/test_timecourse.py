"""Curves over time: shapes, names, tables."""

import numpy as np
import pandas as pd
import pytest

from titrate.errors import InvalidTimes, InvalidValue, TitrateError, UnknownName
from titrate.timecourse import TimeCourse, checked_times, frozen

TIMES = np.array([0.0, 1.0, 2.0])


def course(people: int = 1, alone: bool = True) -> TimeCourse:
    curve = np.arange(3.0 * people).reshape(people, 3)
    return TimeCourse(
        TIMES,
        {"plasma": curve, "relief_legs": curve / 10},
        {"plasma": "ug/L", "relief_legs": ""},
        tuple(f"p{i + 1}" for i in range(people)),
        "concentration",
        alone,
    )


def test_one_patients_curve_reads_as_a_row() -> None:
    assert course()["plasma"].tolist() == [0, 1, 2]


def test_a_populations_curve_reads_as_a_table_even_of_one() -> None:
    assert course(1, alone=False)["plasma"].shape == (1, 3)
    assert course(2, alone=False)["plasma"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_course_is_a_mapping_in_the_order_written() -> None:
    assert list(course()) == ["plasma", "relief_legs"]
    assert len(course()) == 2
    assert "plasma" in course()


def test_a_curve_that_is_not_there_is_not_in_the_course() -> None:
    assert "urine" not in course()
    assert course().get("urine") is None


def test_a_course_says_what_it_is() -> None:
    assert repr(course()) == "<concentration of one patient, 0 to 2 h: plasma, relief_legs>"
    assert repr(course(2, alone=False)).startswith("<concentration of 2 people, 0 to 2 h: ")


def test_an_unknown_curve_is_answered_with_the_curves() -> None:
    with pytest.raises(UnknownName) as caught:
        course()["plasm"]
    assert str(caught.value) == (
        "No curve called 'plasm'. Did you mean 'plasma'? Curves: plasma, relief_legs."
    )


def test_a_curve_of_another_shape_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        TimeCourse(TIMES, {"plasma": np.zeros((2, 3))}, {})
    assert str(caught.value) == (
        "The curve 'plasma' has shape (2, 3). Give (people, times) = (1, 3)."
    )


def test_the_wide_table_has_a_row_per_person_and_time_and_units_in_its_columns() -> None:
    frame = course(2, alone=False).to_frame()
    assert list(frame.columns) == ["patient", "time_h", "plasma_ug_per_L", "relief_legs"]
    assert frame["patient"].tolist() == ["p1"] * 3 + ["p2"] * 3
    assert frame["time_h"].tolist() == [0, 1, 2] * 2
    assert frame["plasma_ug_per_L"].tolist() == [0, 1, 2, 3, 4, 5]


def test_the_long_table_has_a_row_per_person_curve_and_time() -> None:
    frame = course(2, alone=False).to_long()
    assert list(frame.columns) == ["patient", "time_h", "kind", "name", "value", "unit"]
    assert len(frame) == 12
    row = frame[(frame.name == "plasma") & (frame.patient == "p2") & (frame.time_h == 1)]
    assert row.iloc[0].to_dict() == {
        "patient": "p2",
        "time_h": 1.0,
        "kind": "concentration",
        "name": "plasma",
        "value": 4.0,
        "unit": "ug/L",
    }


def test_both_tables_hold_the_same_numbers() -> None:
    wide, long = course(2, alone=False).to_frame(), course(2, alone=False).to_long()
    turned = long.pivot_table(index=["patient", "time_h"], columns="name", values="value")
    np.testing.assert_array_equal(turned["plasma"], wide["plasma_ug_per_L"])


def test_an_empty_unit_leaves_the_name_alone_and_percent_is_spelled() -> None:
    share = TimeCourse(TIMES, {"share": np.zeros((1, 3))}, {"share": "%"})
    assert list(share.to_frame().columns) == ["patient", "time_h", "share_percent"]


@pytest.mark.parametrize(
    ("times_h", "words"),
    [
        ([], "times_h is empty. Give at least one time, in h: [0, 8, 24]."),
        (np.zeros((2, 2)), "times_h has shape (2, 2). Give the times in one row."),
        ([0, np.nan], "times_h holds a value that is not finite. Give finite hours."),
        ([0, np.inf], "times_h holds a value that is not finite. Give finite hours."),
        ([-0.5, 1], "times_h begins at -0.5 h. Time 0 is midnight of day 1; begin at 0 or later."),
        (
            [0, 3, 2],
            "times_h is not increasing: 2 h follows 3 h. Sort the times and write each once.",
        ),
        ([0, 3, 3], "times_h is not increasing: 3 h follows 3 h. Sort the times and write each "),
        (["noon"], "times_h is ['noon']. Give numbers, in hours."),
        ([[0, 1], [2]], "times_h is [[0, 1], [2]]. Give numbers, in hours."),
        ({1, 2}, "times_h is {1, 2}. Give numbers, in hours."),
    ],
)
def test_times_that_cannot_be_meant_are_refused_in_words(times_h, words: str) -> None:
    with pytest.raises(TitrateError) as caught:
        checked_times(times_h)
    assert type(caught.value) is InvalidTimes
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("times_h", [3, [3], (3,), np.array([3]), pd.Series([3.0]), range(3, 4)])
def test_times_may_come_as_anything_that_reads_as_a_row(times_h) -> None:
    assert checked_times(times_h).tolist() == [3.0]


def test_checked_times_are_a_copy_nobody_can_change() -> None:
    given = np.array([0.0, 1.0])
    times = checked_times(given)
    given[0] = 99
    assert times.tolist() == [0, 1]
    with pytest.raises(ValueError, match="read-only"):
        times[0] = 5


def test_frozen_shares_memory_and_cannot_be_written_to() -> None:
    given = np.zeros(3)
    view = frozen(given)
    assert np.shares_memory(view, given)
    assert not view.flags.writeable
    assert given.flags.writeable


def test_a_time_that_nobody_lives_to_see_is_refused() -> None:
    with pytest.raises(InvalidTimes, match="more than 200 years"):
        checked_times([1e9])
