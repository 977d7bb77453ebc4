"""Covariates of an event table: which row's hold where, and what may stand in their cells."""

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from tests.laws.test_event_table_by_hand import SETTINGS
from tests.pk.bodies import check_refused
from tests.pk.depot import CENTRAL, VOLUME, K
from tests.pk.test_table_together import LAW, of_several, of_weight
from titrate.errors import InvalidValue
from titrate.pk import CompartmentModel, Site, simulate_event_table, table_simulation
from titrate.pk.table_run import Run
from titrate.pk.table_stretches import rows_in_force, stretches

SEEN = ["CENT", "CP"]
BLANKS = [None, np.nan, pd.NA, pd.NaT]
# Rows that share a time, each with a weight of its own.
SHARED = pd.DataFrame(
    [
        (0, 1, 100, 35),
        (4, 0, 0, 70),
        (4, 4, 50, 140),
        (4, 0, 0, 280),
        (4, 2, 0, 70),
        (6, 0, 0, 35),
        (6, 2, 0, 70),
    ],
    columns=["TIME", "EVID", "AMT", "WT"],
).assign(ID=1, CMT=CENTRAL)


def of_volume(covariates) -> CompartmentModel:
    """Return a model whose clearance, and what its site shows of an amount, go by weight."""
    model, volume_L = of_weight(covariates), VOLUME * covariates["WT"] / 70
    site = Site("CP", {"CENT": 1 / volume_L})
    return CompartmentModel(model.compartments, model.flows, sites=(site,))


def stretch_by_stretch(table, dosing, people, observed, order, rule, into) -> None:
    for who in range(len(table.names)):
        rows = np.flatnonzero(table.person == who)[None]
        pattern = table_simulation._pattern(table, rows[0])
        chain = stretches(pattern, order, rule, people.changes_of(rows))
        models = people.models_of(np.array([who]), rows, rows_in_force(chain))
        Run(table, dosing, rows, models, tuple(observed), "exact").through(chain, into)


def predicted(table: pd.DataFrame, said: dict | None = None, **how) -> np.ndarray:
    seen = simulate_event_table(of_volume, table, observe=SEEN, **(said or {}), **how)
    return seen[[f"PRED_{name}" for name in SEEN]].to_numpy()


@st.composite
def of_few_times(draw: st.DrawFn) -> pd.DataFrame:
    """Return tables of which many rows share a time, each with a weight of its own."""
    table = draw(of_several())
    several = st.lists(st.sampled_from([50.0, 70.0, 95.0]), min_size=len(table))
    whole_h = (table["TIME"] / 6).round() * 6
    return table.assign(TIME=whole_h, WT=draw(several)[: len(table)])


@pytest.mark.parametrize("rule", ["locf", "nocb"])
@pytest.mark.parametrize("order", ["doses first", "table"])
@LAW
@given(table=of_few_times(), said=SETTINGS)
def test_both_ways_through_a_table_take_the_same_rows_covariates(
    table: pd.DataFrame, said: dict, order: str, rule: str
):
    how = {"order": order, "covariates": rule}
    together = predicted(table, said, **how)
    with mock.patch.object(table_simulation, "run_together", stretch_by_stretch):
        apart = predicted(table, said, **how)
    np.testing.assert_allclose(together, apart, rtol=1e-9, atol=1e-12)


def of_sex(covariates) -> CompartmentModel:
    women = covariates["SEX"] == "F"
    return of_weight({"WT": np.where(women, 50.0, np.where(covariates["SEX"] == "M", 90.0, 70.0))})


@st.composite
def words(draw: st.DrawFn) -> pd.DataFrame:
    """Return a table of two IDs; either may leave every cell of its column of words blank."""
    each = [draw(st.sampled_from([BLANKS, [*BLANKS, "F", "M"]])) for _ in range(2)]
    cells = [draw(st.sampled_from(known)) for known in each for _ in range(5)]
    kind = draw(st.sampled_from(["object", "string", "category"]))
    rows = {
        "ID": np.repeat([1, 2], 5),
        "TIME": [0.0, 2.0, 2.0, 7.0, 9.0] * 2,
        "EVID": [1, *[0] * 4] * 2,
    }
    rows |= {"AMT": [100.0, *[0.0] * 4] * 2, "CMT": CENTRAL}
    return pd.DataFrame(rows).assign(SEX=pd.Series(cells, dtype="object").astype(kind))


@pytest.mark.parametrize("rule", ["locf", "nocb"])
@LAW
@given(table=words())
def test_blanks_of_any_kind_are_blanks_and_alike(table: pd.DataFrame, rule: str):
    how = {"observe": "CENT", "covariates": rule}
    seen = simulate_event_table(of_sex, table, **how)["PRED"]
    plain = [None if pd.isna(cell) else cell for cell in table["SEX"]]
    written = table.assign(SEX=pd.Series(plain, dtype="object"))
    wanted = simulate_event_table(of_sex, written, **how)["PRED"]
    np.testing.assert_array_equal(seen, wanted)


@pytest.mark.parametrize("blank", BLANKS)
def test_a_function_of_covariates_sees_none_where_no_word_stands(blank: object):
    given_to: list[object] = []

    def model(covariates):
        given_to.extend(covariates["SEX"])
        return of_weight({"WT": 70.0})

    table = SHARED.assign(SEX=pd.Series([blank] * len(SHARED), dtype="object"))
    simulate_event_table(model, table, observe="CENT")
    assert given_to
    assert all(cell is None for cell in given_to)


@pytest.mark.parametrize("blank", BLANKS)
def test_numbers_beside_any_blank_are_numbers(blank: object):
    weights = [70, blank, 140, blank, blank, 35.5, blank]
    seen = predicted(SHARED.assign(WT=pd.Series(weights, dtype="object")))
    plain = predicted(SHARED.assign(WT=[70, np.nan, 140, np.nan, np.nan, 35.5, np.nan]))
    np.testing.assert_array_equal(seen, plain)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ([1, 2], "[1, 2]"),
        (np.array([1.5, 2.5]), "ndarray array([1.5, 2.5])"),
        ({"WT": 70}, "{'WT': 70}"),
        ({1}, "{1}"),
        (([1], 2), "([1], 2)"),
    ],
)
def test_a_covariate_of_several_values_is_named_with_its_row(cell: object, shown: str):
    table = SHARED.astype({"WT": object})
    table.at[2, "WT"] = cell
    with check_refused(InvalidValue, f"Row 3 (ID 1): WT is {shown}, which is not one value."):
        simulate_event_table(of_volume, table, observe="CENT")


@pytest.mark.parametrize(("method", "within"), [("exact", 1e-12), ("ode", 1e-5)])
@pytest.mark.parametrize(
    ("rule", "shares"), [("locf", [0.5 * 4, 1.0 * 2]), ("nocb", [1.0 * 4, 0.5 * 2])]
)
def test_of_rows_at_one_time_each_shows_by_its_own_covariates(
    rule: str, shares: list[float], method: str, within: float
):
    # Between two times: by the last row of the one, or by the first row of the other.
    before, after = np.exp(-K * np.array(shares))
    amount = np.array([100 * before, 50, 50 * after])
    wanted = np.column_stack([amount, amount / (VOLUME * np.array([1, 4, 0.5]))])
    seen = predicted(SHARED, covariates=rule, order="table", method=method)
    np.testing.assert_allclose(seen, wanted, rtol=within)
