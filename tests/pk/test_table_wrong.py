"""What an event table cannot mean: one typed error each, with row, column and what to do."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from titrate.errors import InvalidTimes, InvalidValue, NoSteadyState, TitrateError, UnknownName
from titrate.pk import CompartmentModel, Flow, simulate_event_table

from .bodies import check_refused
from .test_table_patterns import MODEL

GOOD = pd.DataFrame(
    {
        "ID": [7, 7, 7],
        "TIME": [0.0, 4.0, 8.0],
        "EVID": [0, 1, 0],
        "AMT": [0.0, 100.0, 0.0],
        "RATE": [0.0, 0.0, 0.0],
        "II": [0.0, 12.0, 0.0],
        "ADDL": [0, 1, 0],
        "SS": [0, 0, 0],
        "CMT": [2, 2, 2],
    }
)


def changed(**cells: object) -> pd.DataFrame:
    """The good table with other cells in its dose, the second row."""
    table = GOOD.astype(object)
    for name, cell in cells.items():
        table.loc[1, name] = cell
    return table


def on_observation(**cells: object) -> pd.DataFrame:
    table = GOOD.astype(object)
    for name, cell in cells.items():
        table.loc[2, name] = cell
    return table


def simulate(table: object, **says: object) -> pd.DataFrame:
    return simulate_event_table(MODEL, table, **({"observe": "CENT"} | says))


def test_the_good_table_is_good():
    assert len(simulate(GOOD)) == len(simulate(GOOD.astype(object))) == 2


CELLS = [
    (changed(AMT="100"), InvalidValue, "Row 2 (ID 7): AMT is '100', which is not a number."),
    (changed(AMT="."), InvalidValue, "Row 2 (ID 7): AMT is '.', which is not a number."),
    (on_observation(TIME="8"), InvalidValue, "Row 3 (ID 7): TIME is '8', which is not a number."),
    (changed(ADDL=True), InvalidValue, "Row 2 (ID 7): ADDL is True, which is not a number."),
    (changed(CMT="2"), InvalidValue, "Row 2 (ID 7): CMT is '2', a number written as text."),
    (changed(AMT=math.nan), InvalidValue, "Row 2 (ID 7): AMT is blank, which leaves a dose open."),
    (changed(AMT=pd.NaT), InvalidValue, "Row 2 (ID 7): AMT is blank, which leaves a dose open."),
    (changed(CMT=pd.NaT), InvalidValue, "Row 2 (ID 7): CMT is blank, so nobody knows where"),
    (changed(II=None), InvalidValue, "Row 2 (ID 7): II is blank, which leaves a dose open."),
    (changed(TIME=math.nan), InvalidValue, "Row 2 (ID 7): TIME is blank, which is no time."),
    (changed(TIME=math.inf), InvalidValue, "Row 2 (ID 7): TIME is inf, which is infinite."),
    (changed(TIME=1e9), InvalidValue, "Row 2 (ID 7): TIME is 1000000000, which is too far away."),
    (changed(AMT=math.inf), InvalidValue, "Row 2 (ID 7): AMT is inf, which is infinite."),
    (changed(AMT=-5), InvalidValue, "Row 2 (ID 7): AMT is -5, which is negative."),
    (changed(AMT=0), InvalidValue, "Row 2 (ID 7): AMT is 0, which is no dose."),
    (changed(AMT=0, RATE=5), InvalidValue, "Row 2 (ID 7): AMT is 0, which is no dose."),
    (changed(AMT=0, RATE=-2, SS=1), InvalidValue, "Row 2 (ID 7): AMT is 0, which is no dose."),
    (
        changed(AMT=0, RATE=5, SS=1),
        InvalidValue,
        "Row 2 (ID 7): II is 12, which stands beside a steady infusion.",
    ),
    (changed(RATE=-3), InvalidValue, "Row 2 (ID 7): RATE is -3, which is no rate."),
    (changed(II=-1), InvalidValue, "Row 2 (ID 7): II is -1, which is no interval."),
    (changed(II=0), InvalidValue, "Row 2 (ID 7): ADDL is 1, which comes without II."),
    (changed(ADDL=-1), InvalidValue, "Row 2 (ID 7): ADDL is -1, which is no number of doses."),
    (changed(ADDL=1.5), InvalidValue, "Row 2 (ID 7): ADDL is 1.5, which is not whole."),
    (changed(SS=1, II=0, ADDL=0), InvalidValue, "Row 2 (ID 7): SS is 1, which comes without II."),
    (changed(SS=3), InvalidValue, "Row 2 (ID 7): SS is 3, which is no steady state."),
    (changed(EVID=5), InvalidValue, "Row 2 (ID 7): EVID is 5, which is no kind of event."),
    (changed(EVID=None), InvalidValue, "Row 2 (ID 7): EVID is blank, which is no kind of event."),
    (changed(CMT=4), UnknownName, "Row 2 (ID 7): No compartment called 4."),
    (changed(CMT="CENTRE"), UnknownName, "Row 2 (ID 7): No compartment called 'CENTRE'."),
    (on_observation(CMT=9), UnknownName, "Row 3 (ID 7): No compartment called 9."),
    (changed(CMT=-2), InvalidValue, "Row 2 (ID 7): CMT is -2."),
    (changed(CMT=1.5), InvalidValue, "Row 2 (ID 7): CMT is 1.5."),
    (changed(CMT=None), InvalidValue, "Row 2 (ID 7): CMT is blank, so nobody knows where"),
    (changed(CMT=0), InvalidValue, "Row 2 (ID 7): CMT is 0, so nobody knows where"),
    (
        on_observation(AMT=5),
        InvalidValue,
        "Row 3 (ID 7): AMT is 5, which stands on a row with EVID 0.",
    ),
    (
        on_observation(RATE=5),
        InvalidValue,
        "Row 3 (ID 7): RATE is 5, which stands on a row with EVID 0.",
    ),
    (
        on_observation(EVID=2, ADDL=2, SS=1, II=8),
        InvalidValue,
        "Row 3 (ID 7): II is 8, which stands on a row with EVID 2.",
    ),
    (
        on_observation(EVID=2, SS=1),
        InvalidValue,
        "Row 3 (ID 7): SS is 1, which stands on a row with EVID 2.",
    ),
    (
        on_observation(EVID=3, ADDL=2),
        InvalidValue,
        "Row 3 (ID 7): ADDL is 2, which stands on a row with EVID 3.",
    ),
    (on_observation(TIME=3), InvalidTimes, "Row 3 (ID 7): TIME is 3, which is before the row"),
    (
        GOOD.assign(CMT=[2, [2], 2]),
        InvalidValue,
        "Row 2 (ID 7): CMT is [2], which is not a",
    ),
    (
        GOOD.assign(ID=[[7], 7, 7]),
        InvalidValue,
        "ID holds what is no name: unhashable type",
    ),
    (on_observation(ID=None), InvalidValue, "Row 3: ID is blank, which is nobody."),
    (
        changed(RATE=-1),
        InvalidValue,
        "Row 2 (ID 7): RATE is -1, a modelled rate, and none is",
    ),
    (changed(RATE=-2), InvalidValue, "Row 2 (ID 7): RATE is -2, a modelled duration, and none is"),
    (GOOD.assign(SEGMENT="lumber"), UnknownName, "Row 1 (ID 7): No SEGMENT called 'lumber'."),
    (GOOD.assign(AMT_UNIT="mcg"), UnknownName, "Row 1 (ID 7): No AMT_UNIT called 'mcg'."),
    (changed(CMT="intrathecal"), UnknownName, "Row 2 (ID 7): No compartment called 'intrathecal'."),
]


@pytest.mark.parametrize(("table", "kind", "words"), CELLS, ids=[words for _, _, words in CELLS])
def test_a_wrong_cell_is_named_with_its_row_and_column(
    table: pd.DataFrame, kind: type[TitrateError], words: str
):
    with check_refused(kind, words):
        simulate(table)


TABLES = [
    (GOOD.drop(columns="TIME"), UnknownName, "No column called 'TIME'."),
    (GOOD.drop(columns="AMT"), InvalidValue, "Row 2 (ID 7) gives a dose, and there is no column"),
    (GOOD.drop(columns="CMT"), InvalidValue, "Row 2 (ID 7): CMT is blank, so nobody knows"),
    (GOOD.drop(columns="II"), InvalidValue, "Row 2 (ID 7): ADDL is 1, which comes without II."),
    (GOOD.assign(time=0), InvalidValue, "Two columns are called 'TIME' and 'time'."),
    (GOOD.assign(PRED=0), InvalidValue, "The table has a column 'PRED' already."),
    (GOOD.assign(pred=0), InvalidValue, "The table has a column 'pred' already."),
    (GOOD.iloc[:0], InvalidValue, "The event table has no rows."),
    (GOOD.iloc[[1]], InvalidValue, "The table observes nothing: no row has EVID 0."),
    ([[0, 1]], InvalidValue, "table is [[0, 1]]."),
]


@pytest.mark.parametrize(("table", "kind", "words"), TABLES, ids=[words for _, _, words in TABLES])
def test_a_table_that_lacks_something_says_what(table, kind: type[TitrateError], words: str):
    with check_refused(kind, words):
        simulate(table)


SAID = [
    ({"lag": {"CENTRE": 1}}, UnknownName, "No compartment called 'CENTRE'."),
    ({"lag": {3.5: 1}}, InvalidValue, "lag has the place 3.5."),
    ({"lag": {"CENT": -1}}, InvalidValue, "lag['CENT'] is -1."),
    ({"lag": math.nan}, InvalidValue, "lag is nan."),
    ({"lag": [1, 2]}, InvalidValue, "lag is [1, 2], which is not one number."),
    ({"bioavailability": {2: "F2"}}, UnknownName, "No column called 'F2'."),
    ({"bioavailability": -0.5}, InvalidValue, "bioavailability is -0.5."),
    ({"observe": "CENTRE"}, UnknownName, "No site or compartment called 'CENTRE'."),
    ({"observe": []}, InvalidValue, "observe is empty."),
    ({"covariates": "last"}, UnknownName, "No rule called 'last'."),
    ({"order": "obs first"}, UnknownName, "No order called 'obs first'."),
]


@pytest.mark.parametrize(("says", "kind", "words"), SAID, ids=[words for _, _, words in SAID])
def test_a_wrong_argument_is_named(says, kind: type[TitrateError], words: str):
    with check_refused(kind, words):
        simulate(GOOD, **says)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (-1.0, "Row 2 (ID 7): LAGT is -1, which is negative."),
        ("1", "Row 2 (ID 7): LAGT is '1', which is not a number."),
    ],
)
def test_a_setting_from_a_column_names_the_row(cell: object, words: str):
    table = GOOD.assign(LAGT=pd.Series([0.0, cell, 0.0], dtype=object))
    with check_refused(InvalidValue, words):
        simulate(table, lag="LAGT")


def test_a_blank_setting_of_somebody_is_named():
    table = pd.concat([GOOD.assign(ID=1, LAGT=1.0), GOOD.assign(ID=2, LAGT=np.nan)])
    with check_refused(InvalidValue, "Row 5 (ID 2): LAGT is blank, which leaves a dose open."):
        simulate(table, lag="LAGT")


def test_one_unit_for_one_dose_and_none_for_another_is_refused():
    second = GOOD.iloc[[1]].assign(TIME=9.0, AMT_UNIT=None)
    table = pd.concat([GOOD.assign(AMT_UNIT="mg"), second])
    with check_refused(InvalidValue, "Row 4 (ID 7): AMT_UNIT is blank, which leaves a unit open."):
        simulate(table)


def test_doses_per_kg_need_a_weight():
    with check_refused(InvalidValue, "Row 2 (ID 7): AMT_UNIT is 'mg/kg', which needs a weight."):
        simulate(GOOD.assign(AMT_UNIT="mg/kg"))


def test_a_steady_state_that_does_not_exist_names_the_row():
    closed = CompartmentModel(("GUT", "CENT"), (Flow("GUT", "CENT", 1.0), Flow("CENT", "GUT", 0.1)))
    for cells in ({"SS": 1}, {"SS": 1, "AMT": 0, "RATE": 5, "II": 0, "ADDL": 0}):
        words = r"ID 7: Row 2 \(ID 7\) asks for a steady state\. What reaches 'GUT' never leaves it"
        with pytest.raises(TitrateError, match=words):
            simulate_event_table(closed, changed(**cells), observe="CENT")


def made(rate):
    return CompartmentModel(("GUT", "CENT", "OUT"), (Flow("CENT", "OUT", rate),))


@pytest.mark.parametrize("method", ["exact", "ode"])
@settings(max_examples=10, deadline=None, derandomize=True)
@given(wrong=st.sets(st.integers(0, 6), min_size=1), row=st.integers(0, 2))
def test_what_goes_wrong_with_somebodys_covariates_says_with_whose(
    wrong: set[int], row: int, method: str
):
    each = [GOOD.assign(ID=f"P{i}", RATE_PER_H=0.1 + i / 100) for i in range(7)]
    table = pd.concat(each, ignore_index=True)
    table.loc[[3 * i + row for i in wrong], "RATE_PER_H"] = -0.1

    def model(covariates):
        return made(covariates["RATE_PER_H"])

    with check_refused(InvalidValue, f"ID P{min(wrong)}: the rate of the flow CENT -> OUT is "):
        simulate_event_table(model, table, observe="CENT", method=method)


@pytest.mark.parametrize("method", ["exact", "ode"])
def test_what_goes_wrong_with_several_together_alone_is_nobodys(method: str):
    def model(covariates):
        return made(0.1 if len(covariates["WT"]) == 1 else np.array([0.1, 0.2]))

    table = pd.concat([GOOD.assign(ID=i, WT=50.0 + i) for i in range(3)])
    with check_refused(InvalidValue, "The model made from covariates is for 2 people and was"):
        simulate_event_table(model, table, observe="CENT", method=method)


def test_a_column_that_is_asked_for_of_some_alone_is_missing_for_all():
    def model(covariates):
        return made(covariates["HT"] if (covariates["WT"] > 60).any() else 0.1)

    table = pd.concat([GOOD.assign(ID=i, WT=50.0 + 20 * i) for i in range(2)])
    with check_refused(UnknownName, "No covariate column called 'HT'."):
        simulate_event_table(model, table, observe="CENT")


def test_a_steady_state_that_one_of_many_has_not_is_said_to_be_theirs():
    rates = np.array([0.1, 0.2, 0.0, 0.3])
    table = pd.concat([changed(SS=1).assign(ID=f"P{i}") for i in range(4)])
    words = "ID P2: Row 8 (ID P2) asks for a steady state. What reaches 'GUT' never leaves it."
    flows = (Flow("GUT", "CENT", 1.0), Flow("CENT", "OUT", rates))
    with check_refused(NoSteadyState, words):
        simulate_event_table(CompartmentModel(("GUT", "CENT", "OUT"), flows), table, observe="CENT")


def test_a_model_that_does_not_fit_the_people_says_so():
    three = np.array([0.1, 0.2, 0.3])
    with check_refused(InvalidValue, "The model is written for 3 people, and the table has 1 ID."):
        simulate_event_table(made(three), GOOD, observe="CENT")
    with check_refused(InvalidValue, "The model made from covariates is for 3 people and was"):
        simulate_event_table(lambda covariates: made(three), GOOD, observe="CENT")
    with check_refused(InvalidValue, "What model returned is 3."):
        simulate_event_table(lambda covariates: 3, GOOD, observe="CENT")
    with check_refused(UnknownName, "No covariate column called 'WT'."):
        simulate_event_table(lambda covariates: made(covariates["WT"]), GOOD, observe="CENT")
