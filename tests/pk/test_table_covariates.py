"""Covariates of an event table: which row's hold where, and what may stand in their cells."""

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from tests.laws.test_event_table_by_hand import SETTINGS
from tests.pk.depot import CENTRAL, VOLUME, K
from tests.pk.test_table_together import LAW, of_several, of_weight
from titrate.pk import CompartmentModel, Site, simulate_event_table, table_simulation
from titrate.pk.table_run import Run
from titrate.pk.table_stretches import stretches

SEEN = ["CENT", "CP"]


def of_volume(covariates) -> CompartmentModel:
    """Return a model whose clearance, and what its site shows of an amount, go by weight."""
    model, volume_L = of_weight(covariates), VOLUME * covariates["WT"] / 70
    site = Site("CP", {"CENT": 1 / volume_L})
    return CompartmentModel(model.compartments, model.flows, sites=(site,))


def stretch_by_stretch(table, dosing, people, observed, order, rule, into) -> None:
    for who in range(len(table.names)):
        rows = np.flatnonzero(table.person == who)[None]
        model_at = people.models_of(np.array([who]), rows)
        pattern = table_simulation._pattern(table, rows[0])
        chain = stretches(pattern, order, rule, people.changes_of(rows))
        Run(table, dosing, rows, model_at, tuple(observed), "exact").through(chain, into)


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
