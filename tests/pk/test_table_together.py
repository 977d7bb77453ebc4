"""IDs at times of their own are walked through together: nobody notices the others."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from tests.laws.test_event_table_by_hand import SETTINGS, tables
from tests.pk.depot import CENTRAL, CLEARANCE, DEPOT, KA, VOLUME
from tests.pk.test_table_patterns import MODEL
from titrate.errors import InvalidModel, InvalidValue, NoSteadyState
from titrate.pk import CompartmentModel, Flow, Steps, simulate_event_table, table_together

LAW = settings(max_examples=40, deadline=None, derandomize=True)
WITHIN = 1e-12


# The same rates, written as some that may change: such a model is run stretch by stretch.
def of_weight(covariates, absorbed=KA) -> CompartmentModel:
    cleared = CLEARANCE * covariates["WT"] / 70
    flows = (Flow("GUT", "CENT", absorbed), Flow("CENT", "OUT", cleared / VOLUME))
    return replace(MODEL, flows=flows)


def by_stretches(covariates) -> CompartmentModel:
    """Return the same model with a rate that might change: it is run stretch by stretch."""
    return of_weight(covariates, Steps((0.0, 1e5), (KA, 2 * KA)))


@st.composite
def of_several(draw: st.DrawFn) -> pd.DataFrame:
    each = [draw(tables()) for _ in range(draw(st.integers(2, 4)))]
    # Nobody's times are anybody else's, and weights change on the way.
    moved = [
        one.assign(ID=f"P{i}", TIME=one["TIME"] + 3 + i / 7, WT=draw(weights(len(one))))
        for i, one in enumerate(each)
    ]
    # Rows of one time in any order: somebody may look before a dose.
    mixed = [one.sample(frac=1, random_state=i) for i, one in enumerate(moved)]
    return pd.concat([one.sort_values("TIME", kind="stable") for one in mixed], ignore_index=True)


@st.composite
def weights(draw: st.DrawFn, count: int) -> list[float]:
    return draw(st.lists(st.sampled_from([50.0, 70.0]), min_size=count, max_size=count))


def predicted(model, table: pd.DataFrame, said: dict, **more) -> np.ndarray:
    return simulate_event_table(model, table, observe="CENT", **said, **more)["PRED"].to_numpy()


@pytest.mark.parametrize("rule", ["locf", "nocb"])
@pytest.mark.parametrize("order", ["doses first", "table"])
@LAW
@given(table=of_several(), said=SETTINGS)
def test_each_is_as_if_alone(table: pd.DataFrame, said: dict, order: str, rule: str):
    how = {"order": order, "covariates": rule}
    together = predicted(of_weight, table, said, **how)
    alone = [predicted(of_weight, one, said, **how) for _, one in table.groupby("ID")]
    np.testing.assert_allclose(together, np.concatenate(alone), rtol=WITHIN, atol=1e-14)


@pytest.mark.parametrize("rule", ["locf", "nocb"])
@pytest.mark.parametrize("order", ["doses first", "table"])
@LAW
@given(table=of_several(), said=SETTINGS)
def test_stretch_by_stretch_comes_to_the_same(table: pd.DataFrame, said: dict, order: str, rule):
    endless = table["EVID"].isin([1, 4]) & (table["AMT"] == 0)
    table = table.assign(SS=0)[~endless]
    how = {"order": order, "covariates": rule}
    together = predicted(of_weight, table, said, **how)
    apart = predicted(by_stretches, table, said, **how)
    np.testing.assert_allclose(together, apart, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("rule", ["locf", "nocb"])
def test_few_at_a_time_come_to_the_same(rule: str, monkeypatch: pytest.MonkeyPatch):
    generator = np.random.default_rng(3)
    table = own_times(generator, people=12, doses=5, looks=6)
    table["WT"] = generator.choice([50.0, 70.0, 90.0], len(table))
    whole = predicted(of_weight, table, {}, covariates=rule)
    monkeypatch.setattr(table_together, "_NUMBERS", 1)
    np.testing.assert_array_equal(predicted(of_weight, table, {}, covariates=rule), whole)


def own_times(generator, *, people: int, doses: int, looks: int) -> pd.DataFrame:
    frames = []
    for number in range(people):
        begin = generator.uniform(0, 4)
        given_h = begin + 8.0 * np.arange(doses)
        seen_h = np.sort(generator.uniform(begin, begin + 8 * doses, looks))
        rows = {"ID": number, "TIME": np.append(given_h, seen_h)}
        rows |= {
            "EVID": np.repeat([1, 0], [doses, looks]),
            "AMT": np.repeat([100, 0], [doses, looks]),
        }
        rows |= {"RATE": 0.0, "CMT": DEPOT}
        frames.append(pd.DataFrame(rows).sort_values("TIME", kind="stable"))
    return pd.concat(frames, ignore_index=True)


def test_steady_states_are_told_apart_by_the_numpy_that_gives_inverses_an_axis_more(
    monkeypatch: pytest.MonkeyPatch,
):
    intervals_h = [12.0, 8.0, 12.0, 24.0]
    doses = pd.DataFrame({"ID": range(4), "TIME": 0.0, "EVID": 1, "AMT": 100.0, "SS": 1})
    doses = doses.assign(II=intervals_h, CMT=CENTRAL)
    looks = doses.assign(EVID=0, AMT=0.0, SS=0, II=0.0)
    table = pd.concat([doses, looks], ignore_index=True)
    wanted = predicted(MODEL, table, {})
    unique = np.unique

    def of_2_0_0(values, *, axis=None, **says):
        found = unique(values, axis=axis, **says)
        return found if axis is None else (found[0], found[1].reshape(-1, 1))

    monkeypatch.setattr(np, "unique", of_2_0_0)
    np.testing.assert_array_equal(predicted(MODEL, table, {}), wanted)
    assert wanted == pytest.approx(-100 / np.expm1(-CLEARANCE / VOLUME * np.array(intervals_h)))


def test_where_no_infusion_runs_any_more_nothing_is_left_of_their_rates():
    # Three rates whose sum and differences leave round-off, and a look long after.
    doses = [
        {"TIME": at, "EVID": 1, "AMT": amount, "RATE": rate, "CMT": CENTRAL}
        for at, amount, rate in ((0.0, 1.0, 0.1), (0.3, 1.0, 0.7), (0.9, 1.0, 1 / 3))
    ]
    looks = [{"TIME": at, "EVID": 0, "AMT": 0.0, "RATE": 0.0, "CMT": 0} for at in (800.0, 900.0)]
    seen = predicted(MODEL, pd.DataFrame([*doses, *looks]).assign(ID=1), {})
    assert (seen > 0).all()
    assert seen[1] / seen[0] == pytest.approx(np.exp(-100 * CLEARANCE / VOLUME), rel=1e-11)


def test_a_look_above_a_dose_at_one_time_sees_the_trough():
    rows = [(0.0, 1, 100.0), (24.0, 0, 0.0), (24.0, 1, 100.0), (24.0, 0, 0.0)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT"]).assign(ID=1, CMT=CENTRAL)
    trough, peak = predicted(MODEL, table, {}, order="table")
    assert trough == pytest.approx(100 * np.exp(-24 * CLEARANCE / VOLUME), rel=1e-13)
    assert peak == pytest.approx(trough + 100, rel=1e-13)


@pytest.mark.parametrize("dust", [0.0, 1e-12, -1e-12])
def test_what_arrives_at_the_time_of_a_reset_is_seen_above_it_and_gone_below(dust: float):
    rows = [(0.0, 1, 100.0, 8.0 + dust, 3), (8.0, 0, 0, 0, 0), (8.0, 3, 0, 0, 0), (8.0, 0, 0, 0, 0)]
    columns = ["TIME", "EVID", "AMT", "II", "ADDL"]
    table = pd.DataFrame([*rows, (20.0, 0, 0, 0, 0)], columns=columns).assign(ID=1, CMT=CENTRAL)
    above, below, later = predicted(MODEL, table, {}, order="table")
    assert above == pytest.approx(100 + 100 * np.exp(-8 * CLEARANCE / VOLUME), rel=1e-10)
    assert (below, later) == (0, 0)


def test_a_lag_of_next_to_nothing_does_not_come_before_the_row_that_gives():
    rows = pd.DataFrame(
        [(0.0, 4, 100.0, CENTRAL), (0.0, 0, 0.0, 0), (1.0, 0, 0.0, 0)],
        columns=["TIME", "EVID", "AMT", "CMT"],
    )
    none, dust = (predicted(MODEL, rows.assign(ID=1), {"lag": lag}) for lag in (0, 1e-7))
    np.testing.assert_allclose(dust, none, rtol=1e-6)
    assert none[0] == 100


def test_rates_that_change_with_time_for_some_covariates_alone_are_refused():
    def model(covariates):
        heavy = bool(np.any(covariates["WT"] > 60))
        return by_stretches(covariates) if heavy else MODEL

    table = own_times(np.random.default_rng(1), people=2, doses=1, looks=2)
    with pytest.raises(InvalidModel, match="rates that change with time"):
        simulate_event_table(model, table.assign(WT=50.0 + 40 * table["ID"]), observe="CENT")


class TestWhatIsRefused:
    once = pd.DataFrame(
        [(1, 0.0, 1, 100.0, 0.0, 0, 0, DEPOT), (1, 2.0, 0, 0.0, 0.0, 0, 0, 0)],
        columns=["ID", "TIME", "EVID", "AMT", "II", "ADDL", "SS", "CMT"],
    )

    @pytest.mark.parametrize("what", ["lag", "bioavailability", "rate", "duration"])
    def test_one_place_named_twice(self, what: str):
        with pytest.raises(InvalidValue, match="names one place twice: 1 and 'GUT'"):
            simulate_event_table(MODEL, self.once, observe="CENT", **{what: {1: 1.0, "GUT": 2.0}})

    def test_a_number_of_numpy_is_a_place(self):
        said = [{"lag": {key: 1.5}} for key in (1, np.int64(1))]
        one, other = (predicted(MODEL, self.once, each) for each in said)
        np.testing.assert_array_equal(one, other)

    @pytest.mark.parametrize("column", ["SS", "ADDL"])
    def test_an_interval_that_no_two_doses_lie_apart(self, column: str):
        table = self.once.assign(II=[9e-7, 0.0], **{column: [1, 0]})
        with pytest.raises(InvalidValue, match=r"Row 1 .*II is 9e-07, which is no interval"):
            simulate_event_table(MODEL, table, observe="CENT")

    def test_more_repetitions_than_there_may_be(self):
        table = self.once.assign(II=[8.0, 0.0], ADDL=[2_000_000, 0])
        with pytest.raises(InvalidValue, match="ADDL is from 0 to 1,000,000"):
            simulate_event_table(MODEL, table, observe="CENT")

    def test_more_doses_at_once_than_anybody_means(self):
        table = self.once.assign(II=[1e-4, 0.0], SS=[1, 0], RATE=[50.0, 0.0])
        with pytest.raises(NoSteadyState, match="more than 10,000 doses would arrive at once"):
            simulate_event_table(MODEL, table, observe="CENT")

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"observe": ["CENT", "CENT"]}, "observe names 'CENT' twice"),
            ({"observe": "CENT", "column": " "}, "column is blank"),
        ],
    )
    def test_predictions_without_a_column_of_their_own(self, said: dict, words: str):
        with pytest.raises(InvalidValue, match=words):
            simulate_event_table(MODEL, self.once, **said)

    def test_a_setting_that_a_dose_leaves_blank(self):
        table = pd.concat([self.once, self.once.assign(TIME=[3.0, 4.0])], ignore_index=True)
        table["F"] = [np.nan, np.nan, 0.5, np.nan]
        with pytest.raises(InvalidValue, match="F is blank, which leaves a dose open"):
            simulate_event_table(MODEL, table, observe="CENT", bioavailability="F")
