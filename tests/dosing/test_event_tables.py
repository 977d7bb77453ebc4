"""Regimens as event tables and back; what a regimen cannot say is named with its row."""

import numpy as np
import pandas as pd
import pytest

from titrate.dosing import Doses, Regimen, bolus, iv, oral, prescription, pump, pump_schedule, taper
from titrate.dosing.event_reading import read_event_table
from titrate.errors import InvalidTimes, InvalidValue, TitrateError, UnknownName

SAME = [
    oral(dose_mg=10, every_h=8, days=14),
    oral(dose_mg=10, every_h=8, doses=5),
    oral(dose_mg=20),
    oral(dose_mg=0.1, at_h=(7, 12.5, 17, 22), days=3),
    oral(dose_mg=20, every_h=12, days=26, release_over_h=12),
    oral(dose_mg_per_kg=0.5, every_h=6, days=3),
    taper(from_mg=20, step_mg=5, every_days=3, to_mg=5),
    iv(dose_mg=5),
    iv(dose_mg=5, time_h=3, over_h=0.7),
    bolus(dose_ug=50, at="thoracic", over_h=0.5, time_h=30),
    pump(rate_ug_per_day=300, days=30),
    pump(rate_ug_per_day=100, days=7).then(pump(rate_ug_per_day=123.4, days=2.5, at="cervical")),
    pump_schedule(rates_ug_per_day=((0, 300), (7.25, 100), (22, 450)), days=30),
    oral(dose_mg=30).then(oral(dose_mg=10, every_h=12, days=2)),
    oral(dose_mg=10, every_h=8, days=7) + pump(rate_ug_per_day=100, days=7),
    iv(dose_mg=5) + iv(dose_mg=2, time_h=3),
    oral(dose_mg=10, at_h=(8,), days=3) + oral(dose_mg=5, at_h=(22,), days=3),
]


@pytest.mark.parametrize("regimen", SAME, ids=str)
def test_a_regimen_is_read_back_as_it_was(regimen: Regimen):
    assert Regimen.from_event_table(regimen.to_event_table()) == regimen


ALIKE = [
    oral(dose_mg=5, at_h=(0,), days=2),
    oral(dose_mg=10, every_h=7, days=2),
    oral(dose_mg=10, every_h=8, days=14).without([4, 5]),
    oral(dose_mg=10, every_h=8, days=2).without([2, 4]),
    pump_schedule(rates_ug_per_day=((0, 300), (22, 450)), days=1.5),
    (oral(dose_mg=10, every_h=8, days=3) + pump(rate_ug_per_day=100, days=7)).then(iv(dose_mg=3)),
    oral(dose_mg=10, every_h=9, doses=3).then(oral(dose_mg=7, at_h=(3, 20), days=2)),
    pump(rate_ug_per_day=100, days=2) + pump(rate_ug_per_day=50, days=3),
]


def assert_the_same_doses(one: Doses, other: Doses) -> None:
    for name in ("time_h", "amount_ug", "duration_h"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, atol=1e-12)
    assert one.route == other.route
    assert one.at == other.at
    np.testing.assert_array_equal(one.per_kg, other.per_kg)


@pytest.mark.parametrize("regimen", [*SAME, *ALIKE], ids=str)
def test_a_regimen_that_is_read_back_gives_the_same_doses(regimen: Regimen):
    read = Regimen.from_event_table(regimen.to_event_table())
    assert_the_same_doses(read.doses, regimen.doses)


def test_a_course_is_one_row_in_the_fields_columns():
    table = oral(dose_mg=10, every_h=8, days=14).to_event_table()
    assert table.to_dict("records") == [
        {
            "ID": 1,
            "TIME": 0.0,
            "EVID": 1,
            "AMT": 10.0,
            "RATE": 0.0,
            "II": 8.0,
            "ADDL": 41,
            "CMT": "oral",
            "AMT_UNIT": "mg",
        }
    ]


def test_a_pump_is_an_infusion_in_ug():
    [row] = pump(rate_ug_per_day=240, days=2, at="thoracic").to_event_table().to_dict("records")
    assert (row["AMT"], row["RATE"], row["AMT_UNIT"]) == (480, 10, "ug")
    assert (row["CMT"], row["SEGMENT"], row["ADDL"]) == ("intrathecal", "thoracic", 0)


def test_a_foreign_table_is_read_with_the_routes_of_its_compartments():
    rows = [(0, 1, 10, 0, 12, 5, 1), (1, 0, 0, 0, 0, 0, 1), (72, 1, 4, 2, 0, 0, 2)]
    table = pd.DataFrame(rows, columns=["time", "evid", "amt", "rate", "ii", "addl", "cmt"])
    regimen = Regimen.from_event_table(table, routes={1: "oral", 2: "iv"})
    assert str(regimen) == (
        "(oral 10 mg every 12 h for 3 days together with iv 4 mg over 2 h once at 72 h)"
    )
    by_route = table.drop(columns="cmt").assign(Route=["oral", None, "iv"])
    assert Regimen.from_event_table(by_route) == regimen


def test_units_are_read_where_they_are_written():
    table = pd.DataFrame({"TIME": [0, 24], "AMT": [10_000, 5], "AMT_UNIT": ["ug", "mg"]})
    regimen = Regimen.from_event_table(table.assign(EVID=1, CMT="oral"))
    assert str(regimen) == "oral 10 mg once, then oral 5 mg once"


def row(**cells: object) -> pd.DataFrame:
    first = {"ID": 1, "TIME": 0.0, "EVID": 1, "AMT": 10.0, "CMT": "oral"}
    second = {**first, "TIME": 24.0, "RATE": 0.0, "II": 0.0, "ADDL": 0, "SS": 0} | cells
    return pd.DataFrame([{**first, "RATE": 0, "II": 0, "ADDL": 0, "SS": 0}, second])


REFUSED = [
    (row(EVID=3, AMT=0), InvalidValue, "EVID is 3, which a regimen cannot say (a reset)."),
    (row(EVID=4), InvalidValue, "EVID is 4, which a regimen cannot say (a reset)."),
    (row(SS=1, II=8), InvalidValue, "SS is 1, which a regimen cannot say (a steady state)."),
    (row(RATE=-2), InvalidValue, "RATE is -2, which a regimen cannot say (it is modelled)."),
    (row(RATE=-1), InvalidValue, "RATE is -1, which a regimen cannot say (it is modelled)."),
    (row(CMT=2), InvalidValue, "CMT is 2, and a regimen is written in routes."),
    (row(CMT=None), InvalidValue, "CMT is blank, so nobody knows where the dose goes."),
    (row(CMT="mouth"), UnknownName, "No route called 'mouth'."),
    (row(AMT_UNIT="mg/kg", CMT="iv"), InvalidValue, "AMT_UNIT is 'mg/kg' for the route 'iv'."),
    (row(AMT=1e9), InvalidValue, "AMT is 1e+09."),
    (row(TIME=-1.0), InvalidTimes, "TIME is -1, which is before the row above of this ID."),
    (row(AMT="10"), InvalidValue, "AMT is '10', which is not a number."),
    (row(ADDL=3), InvalidValue, "ADDL is 3, which comes without II."),
]


@pytest.mark.parametrize(("table", "kind", "words"), REFUSED, ids=[w for _, _, w in REFUSED])
def test_what_no_regimen_can_say_is_named_with_its_row(table, kind: type[TitrateError], words: str):
    with pytest.raises(kind) as caught:
        Regimen.from_event_table(table)
    assert type(caught.value) is kind
    assert caught.value.problem == f"Row 2 (ID 1): {words}"
    assert caught.value.hint


def test_a_regimen_is_for_one_person():
    with pytest.raises(InvalidValue, match="The table has 2 IDs, and a regimen is for one person"):
        Regimen.from_event_table(row(ID=2))


def test_a_regimen_begins_at_0():
    with pytest.raises(InvalidValue, match=r"Row 1: TIME is -5, which is before 0\."):
        Regimen.from_event_table(pd.DataFrame({"TIME": [-5], "AMT": [1], "CMT": ["oral"]}))


def test_a_table_without_doses_is_no_regimen():
    with pytest.raises(InvalidValue, match="gives no dose"):
        Regimen.from_event_table(pd.DataFrame({"TIME": [0], "EVID": [0]}))


def test_a_dose_of_nothing_has_no_row():
    with pytest.raises(InvalidValue, match="The dose at 0 h is 0, and an event table has no row"):
        prescription("oral 0 mg once").to_event_table()


@pytest.mark.parametrize("routes", [{1: "mouth"}, {1.5: "oral"}, ["oral"]])
def test_routes_that_are_none_are_refused(routes):
    with pytest.raises(TitrateError):
        Regimen.from_event_table(row(), routes=routes)


@pytest.mark.parametrize("ids", [[1, "1", 1], ["01", 1, 1], [1.0, "1", "1"], ["7", 8, 7.0]])
def test_one_id_written_as_a_number_and_as_text_is_refused(ids):
    table = pd.DataFrame({"ID": ids, "TIME": [0.0, 1, 4], "EVID": [1, 0, 0], "AMT": [100.0, 0, 0]})
    with pytest.raises(InvalidValue, match=r"is text here and a number on another row\. Make all"):
        read_event_table(table)


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, pd.NaT, "", "  "])
def test_a_blank_id_of_any_kind_is_nobody(blank):
    ids = pd.Series(["A", blank], dtype=object)
    table = pd.DataFrame({"ID": ids, "TIME": [0.0, 1.0], "EVID": 0})
    with pytest.raises(InvalidValue) as caught:
        read_event_table(table)
    assert str(caught.value) == "Row 2: ID is blank, which is nobody. Give every row its ID."


@pytest.mark.parametrize(
    "ids",
    [[1, 1.0, 1], ["A1", 1, 1], ["1", "1", "2"], [1, 2, 2.5], ["1_0", 10, 10], ["1", "01", "1"]],
)
def test_ids_may_be_numbers_and_names(ids):
    table = pd.DataFrame({"ID": ids, "TIME": 4.0, "EVID": [1, 0, 0], "AMT": [100.0, 0, 0]})
    assert len(read_event_table(table).names) == len(dict.fromkeys(ids))


@pytest.mark.parametrize("begin_h", [0.0, 3.5, 7.0, 7.75])
@pytest.mark.parametrize("more", [0, 2, 5, 40, 41])
def test_doses_that_begin_during_the_day_are_written_by_its_hours(begin_h, more):
    row = {"TIME": [begin_h], "AMT": [10.0], "II": [8.0], "ADDL": [more], "EVID": [1]}
    table = pd.DataFrame({**row, "CMT": ["oral"], "AMT_UNIT": ["mg"]})
    regimen = Regimen.from_event_table(table)
    np.testing.assert_allclose(regimen.doses.time_h, begin_h + 8 * np.arange(more + 1), atol=1e-9)
    again = prescription(str(regimen))
    np.testing.assert_allclose(again.doses.time_h, regimen.doses.time_h, atol=1e-9)
    # Whole days in one course, and at most two doses beside it.
    assert len(str(regimen)) < 150
    assert len(Regimen.from_event_table(regimen.to_event_table()).doses) == more + 1
    assert len(regimen.to_event_table()) <= 5


@pytest.mark.parametrize(
    ("begin_h", "every_h", "more", "text"),
    [
        (7, 8, 41, "oral 10 mg at 07:00 15:00 23:00 for 14 days"),
        (7, 8, 40, "oral 10 mg at 07:00 15:00 23:00 for 41 doses"),
        (15, 8, 1, "oral 10 mg at 15:00 23:00 for 1 day"),
        (15, 8, 41, "(oral 10 mg at 07:00 15:00 23:00 for 43 doses) without dose 1"),
        (
            31,
            24,
            5,
            "(oral 10 mg every 24 h for 1 dose) without dose 1, then oral 10 mg at 07:00 for 6 "
            "days",
        ),
        (
            7,
            10,
            41,
            "(oral 10 mg every 7 h for 1 dose) without dose 1, then oral 10 mg every 10 h for 42 "
            "doses",
        ),
    ],
)
def test_a_series_begins_by_the_clock_or_after_a_pause(begin_h, every_h, more, text: str):
    row = {"TIME": [begin_h], "AMT": [10.0], "II": [every_h], "ADDL": [more], "CMT": ["oral"]}
    assert str(Regimen.from_event_table(pd.DataFrame(row))) == text


def test_infusions_every_other_day_are_no_pump():
    row = {"TIME": [0], "AMT": [2400.0], "RATE": [100.0], "II": [48.0], "ADDL": [3]}
    regimen = Regimen.from_event_table(pd.DataFrame({**row, "CMT": ["intrathecal"]}))
    assert regimen.doses.time_h.tolist() == [0, 48, 96, 144]
    assert regimen.doses.duration_h.tolist() == [24, 24, 24, 24]


def test_a_pause_is_no_part_of_what_is_given_a_day():
    row = {"TIME": [7], "AMT": [10.0], "II": [10], "ADDL": [41], "CMT": ["oral"]}
    (part,) = Regimen.from_event_table(pd.DataFrame(row)).daily_parts
    assert part.text == "oral 10 mg every 10 h for 42 doses"
