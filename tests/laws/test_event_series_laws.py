"""Doses that come back at one distance, whenever they begin: written shortly, and kept exactly."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import example, given, strategies as st

from titrate.dosing import Regimen, prescription

# The longest of them has twelve hours of the day, and as many doses missed before the first.
LONGEST_TEXT = 200
SAME_H = 1e-9

begins = st.one_of(
    st.integers(0, 10 * 24 * 60).map(lambda minute: minute / 60),
    st.floats(0, 1000, allow_subnormal=False).map(lambda hour: round(hour, 6)),
)
intervals = st.one_of(
    st.sampled_from([2.0, 3.0, 4.0, 4.8, 6.0, 8.0, 10.0, 12.0, 24.0, 36.0, 48.0, 24 / 7, 8 + 1e-7]),
    st.integers(30, 72 * 60).map(lambda minute: minute / 60),
)
more = st.integers(1, 60)


def rows_of(begin_h: float, every_h: float, additional: int, **cells: Any) -> pd.DataFrame:
    row = {"TIME": begin_h, "EVID": 1, "AMT": 10.0, "II": every_h, "ADDL": additional, **cells}
    return pd.DataFrame([{"CMT": "oral", **row}])


def times_of(table: pd.DataFrame) -> np.ndarray:
    each = [row.TIME + row.II * np.arange(row.ADDL + 1) for row in table.itertuples()]
    return np.sort(np.concatenate(each))


def assert_kept(table: pd.DataFrame) -> Regimen:
    regimen = Regimen.from_event_table(table)
    again = Regimen.from_event_table(regimen.to_event_table())
    for read in (regimen, again):
        np.testing.assert_allclose(read.doses.time_h, times_of(table), rtol=0, atol=SAME_H)
        assert set(read.doses.amount_ug) == set(regimen.doses.amount_ug)
    assert prescription(str(regimen)) == regimen
    return regimen


@given(begins, intervals, more)
@example(7.0, 8.0, 41)
@example(15.0, 8.0, 41)
@example(55.0, 8.0, 40)
@example(31.0, 24.0, 41)
@example(7.0, 10.0, 41)
def test_a_series_is_short_whenever_it_begins(begin_h: float, every_h: float, additional: int):
    regimen = assert_kept(rows_of(begin_h, every_h, additional))
    assert len(str(regimen)) < LONGEST_TEXT
    assert len(regimen.to_event_table()) == 1


@given(begins, intervals, more, st.floats(0, 100).map(lambda hour: round(hour, 4)), intervals, more)
def test_a_series_after_another_one_keeps_its_doses(
    begin_h: float, every_h: float, additional: int, later_h: float, next_h: float, further: int
):
    then = begin_h + every_h * additional + later_h
    table = pd.concat([rows_of(begin_h, every_h, additional), rows_of(then, next_h, further)])
    assert_kept(table.reset_index(drop=True))


@given(begins, intervals, more, st.sampled_from(["iv", "intrathecal"]), st.sampled_from([0, 5]))
def test_a_series_by_needle_is_one_row_again(
    begin_h: float, every_h: float, additional: int, route: str, rate: int
):
    table = rows_of(begin_h, every_h, additional, CMT=route, RATE=rate)
    regimen = assert_kept(table)
    assert len(regimen.to_event_table()) == 1
    np.testing.assert_allclose(regimen.doses.duration_h, 10 / rate if rate else 0)
