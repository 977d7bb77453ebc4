"""Event tables of one or many people: order, columns, covariates, places, what is observed."""

import numpy as np
import pandas as pd
import pytest

from titrate.dosing import oral
from titrate.errors import NoSteadyState, NotLinear, TitrateError
from titrate.pk import (
    CompartmentModel,
    Delay,
    Entry,
    Flow,
    Saturable,
    Site,
    Steps,
    one_compartment_iv,
    one_compartment_oral,
    simulate_event_table,
    solve,
)

from .depot import CENTRAL, DEPOT, K, given
from .test_table_patterns import MODEL, dose, table_of

TIMES = np.arange(0.0, 49.0, 2.0)
ORAL = one_compartment_oral(clearance_L_per_h=1.1, volume_L=20, absorption_per_h=1.5)


def predicted(model, *doses: dict[str, float], observe="CENT", times=TIMES, **says):
    table = table_of(list(doses), times)
    return simulate_event_table(model, table, observe=observe, **says)["PRED"].to_numpy()


def patients(*tables: pd.DataFrame) -> pd.DataFrame:
    named = [table.assign(ID=f"P{number}") for number, table in enumerate(tables, start=1)]
    return pd.concat(named, ignore_index=True)


def test_the_answer_is_the_observation_rows_as_they_stand():
    table = table_of([dose()], TIMES).assign(DV=1.5, MDV=0, Site="north")
    table = table.rename(columns=str.lower).rename(columns={"site": "Site"})
    table.index = np.arange(len(table)) + 100
    seen = simulate_event_table(MODEL, table, observe="CENT")
    rows = table[table.evid == 0]
    pd.testing.assert_frame_equal(seen.drop(columns="PRED"), rows)
    assert list(seen.columns) == [*table.columns, "PRED"]
    assert "PRED" not in table.columns


def test_a_dose_acts_before_an_observation_at_its_time_unless_the_table_says_otherwise():
    rows = [(4, 0, 0, 0), (4, 1, 100, 2), (4, 0, 0, 0), (4, 1, 50, 2), (4, 0, 0, 0)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT", "CMT"])
    assert simulate_event_table(MODEL, table, observe="CENT")["PRED"].tolist() == [150] * 3
    as_it_stands = simulate_event_table(MODEL, table, observe="CENT", order="table")
    assert as_it_stands["PRED"].tolist() == [0, 100, 150]


def test_a_reset_acts_before_an_observation_at_its_time_unless_the_table_says_otherwise():
    rows = [(0, 1, 100, 2), (0, 0, 0, 0), (0, 3, 0, 0), (0, 0, 0, 0)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT", "CMT"])
    assert simulate_event_table(MODEL, table, observe="CENT")["PRED"].tolist() == [0, 0]
    as_it_stands = simulate_event_table(MODEL, table, observe="CENT", order="table")
    assert as_it_stands["PRED"].tolist() == [100, 0]


@pytest.mark.parametrize("order", ["doses first", "table"])
def test_doses_without_a_row_of_their_own_act_before_observations(order: str):
    rows = [(0, 1, 100, 2, 6, 1), (3, 0, 0, 0, 0, 0), (9, 0, 0, 0, 0, 0)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT", "CMT", "II", "ADDL"])
    seen = simulate_event_table(MODEL, table, observe="CENT", lag=3.0, order=order)
    assert seen["PRED"].tolist() == pytest.approx([100, 100 + 100 * np.exp(-6 * K)])


def test_compartments_are_numbers_or_names_and_routes_lead_through_entries():
    by_number = predicted(ORAL, dose(CMT=1), observe="plasma")
    np.testing.assert_array_equal(predicted(ORAL, dose(CMT="gut"), observe="plasma"), by_number)
    np.testing.assert_array_equal(predicted(ORAL, dose(CMT="oral"), observe="plasma"), by_number)
    table = table_of([dose(CMT=1)], TIMES).drop(columns="CMT").assign(Route="oral")
    seen = simulate_event_table(ORAL, table, observe="plasma")
    np.testing.assert_array_equal(seen["PRED"].to_numpy(), by_number)


def test_a_route_takes_the_share_and_the_lag_of_its_entries_and_those_said_besides():
    model = one_compartment_oral(
        clearance_L_per_h=1.1, volume_L=20, absorption_per_h=1.5, bioavailability=0.5, lag_h=1.0
    )
    by_route = dose(CMT="oral")
    alone = predicted(model, by_route, observe="plasma")
    np.testing.assert_allclose(alone, given(TIMES, 50, DEPOT, at=1) / 20, atol=1e-14)
    for key in ("oral", "gut", 1):
        besides = predicted(
            model, by_route, observe="plasma", lag={key: 2.5}, bioavailability={key: 0.4}
        )
        wanted = given(TIMES, 20, DEPOT, at=3.5) / 20
        np.testing.assert_allclose(besides, wanted, atol=1e-14)
    into = predicted(model, dose(CMT="gut"), observe="plasma", lag={"oral": 2.5})
    np.testing.assert_allclose(into, given(TIMES, 100, DEPOT) / 20, atol=1e-14)


def test_a_segment_chooses_the_entry_of_a_catheter():
    spine = CompartmentModel(
        ("lower", "upper", "gone"),
        (Flow("lower", "gone", K), Flow("upper", "gone", 2 * K)),
        (Entry("intrathecal", "lower", at="lumbar"), Entry("intrathecal", "upper", at="cervical")),
    )
    for segment, rate in (("lumbar", K), ("cervical", 2 * K)):
        table = table_of([dose(CMT="intrathecal")], TIMES).assign(SEGMENT=segment)
        seen = simulate_event_table(spine, table, observe=["lower", "upper"])
        total = seen["PRED_lower"] + seen["PRED_upper"]
        np.testing.assert_allclose(total, 100 * np.exp(-rate * TIMES), rtol=1e-13)


def test_settings_come_from_columns_row_by_row():
    table = table_of([dose(), dose(TIME=10, CMT=1), dose(TIME=20, RATE=-2)], TIMES)
    table["LAGT"] = np.where(table["TIME"] < 10, 1.0, 2.5)
    table["F2"] = np.where(table["TIME"] < 20, 0.5, 0.25)
    table["D2"] = 4.0
    seen = simulate_event_table(
        MODEL,
        table,
        observe="CENT",
        lag="lagt",
        bioavailability={"CENT": "F2"},
        duration={2: "D2"},
    )
    wanted = (
        given(TIMES, 50, CENTRAL, at=1)
        + given(TIMES, 100, DEPOT, at=12.5)
        + given(TIMES, 25, CENTRAL, at=22.5, over=4)
    )
    np.testing.assert_allclose(seen["PRED"], wanted, atol=1e-12)


def test_the_lag_of_a_dose_holds_for_the_doses_that_come_back():
    table = table_of([dose(II=12, ADDL=3)], TIMES)
    table["LAGT"] = np.where(table["TIME"] == 0, 1.5, 9.0)
    seen = simulate_event_table(MODEL, table, observe="CENT", lag="LAGT")
    wanted = given(TIMES, 100, CENTRAL, at=1.5, every=12, more=3)
    np.testing.assert_allclose(seen["PRED"], wanted, atol=1e-12)


def weighing(covariates):
    """Clearance grows with weight; volumes stay."""
    return CompartmentModel(
        ("GUT", "CENT", "OUT"),
        (Flow("GUT", "CENT", 1.5), Flow("CENT", "OUT", K * covariates["WT"] / 70)),
    )


WEIGHED = pd.DataFrame(
    [(0, 1, 100, 70), (4, 0, 0, 140), (10, 0, 0, 35), (12, 0, 0, 70)],
    columns=["TIME", "EVID", "AMT", "WT"],
).assign(ID=1, CMT=2)


@pytest.mark.parametrize(
    ("rule", "exponents"),
    [("locf", [4, 4 + 12, 4 + 12 + 1]), ("nocb", [8, 8 + 3, 8 + 3 + 2])],
)
def test_covariates_hold_from_their_row_on_or_up_to_it(rule: str, exponents: list[float]):
    seen = simulate_event_table(weighing, WEIGHED, observe="CENT", covariates=rule)
    np.testing.assert_allclose(seen["PRED"], 100 * np.exp(-K * np.array(exponents)), rtol=1e-13)


@pytest.mark.parametrize(("rule", "exponents"), [("locf", [4, 16]), ("nocb", [2, 5])])
def test_blank_covariates_are_filled_from_the_side_that_is_said(rule: str, exponents: list[float]):
    table = WEIGHED.assign(WT=[70, 140, np.nan, 35]).drop(index=3)
    table.loc[[1, 2], "WT"] = [np.nan, 35] if rule == "nocb" else [140, np.nan]
    seen = simulate_event_table(weighing, table, observe="CENT", covariates=rule)
    np.testing.assert_allclose(seen["PRED"], 100 * np.exp(-K * np.array(exponents)), rtol=1e-13)


def test_a_steady_state_is_that_of_the_covariates_on_its_row():
    table = WEIGHED.assign(SS=[1, 0, 0, 0], II=[12, 0, 0, 0], WT=140)
    seen = simulate_event_table(weighing, table, observe="CENT")
    wanted = 100 * np.exp(-2 * K * np.array([4, 10, 12])) / -np.expm1(-2 * K * 12)
    np.testing.assert_allclose(seen["PRED"], wanted, rtol=1e-13)


def test_people_have_covariates_of_their_own():
    several = patients(
        WEIGHED, WEIGHED.assign(WT=[140, 35, 70, 70]), WEIGHED.assign(TIME=[0, 1, 2, 3])
    )
    together = simulate_event_table(weighing, several, observe="CENT")["PRED"]
    for name in ("P1", "P2", "P3"):
        alone = simulate_event_table(weighing, several[name == several.ID], observe="CENT")["PRED"]
        np.testing.assert_allclose(together[alone.index], alone, rtol=1e-14)


def test_people_may_have_rates_of_their_own():
    clearances = np.array([0.5, 1.1, 2.2])
    model = one_compartment_iv(clearance_L_per_h=clearances, volume_L=20)
    table = patients(
        table_of([dose(CMT=1)], TIMES),
        table_of([dose(CMT=1, II=12, SS=1)], TIMES),
        table_of([dose(CMT=1)], TIMES),
    )
    seen = simulate_event_table(model, table, observe="plasma")
    first, _, third = (seen[f"P{n}" == seen.ID]["PRED"].to_numpy() for n in (1, 2, 3))
    np.testing.assert_allclose(first, 5 * np.exp(-0.5 / 20 * TIMES), rtol=1e-13)
    np.testing.assert_allclose(third, 5 * np.exp(-2.2 / 20 * TIMES), rtol=1e-13)


def test_people_who_differ_in_amounts_alone_are_themselves():
    tables = [
        table_of(
            [dose(AMT=amount, CMT=1, II=8, ADDL=3, SS=1), dose(TIME=30, AMT=5, SS=2, II=6)], TIMES
        )
        for amount in (50, 100, 75)
    ]
    together = simulate_event_table(MODEL, patients(*tables), observe="CP")
    for number, table in enumerate(tables, start=1):
        alone = simulate_event_table(MODEL, table, observe="CP")["PRED"].to_numpy()
        found = together[f"P{number}" == together.ID]["PRED"].to_numpy()
        np.testing.assert_allclose(found, alone, rtol=1e-13)


def test_sites_compartments_and_delays_are_observed():
    model = CompartmentModel(
        ("CENT", "OUT"),
        (Flow("CENT", "OUT", 0.1),),
        (),
        (Site("CP", {"CENT": 1 / 20}),),
        (Delay("effect", "CP", 0.3),),
    )
    table = table_of([dose(CMT=1, AMT=0, RATE=8, SS=1), dose(TIME=20, CMT=1)], TIMES)
    seen = simulate_event_table(model, table, observe=["CP", "effect", "OUT"], column="SIM")
    assert list(seen.columns)[-3:] == ["SIM_CP", "SIM_effect", "SIM_OUT"]
    assert seen["SIM_CP"].iloc[0] == seen["SIM_effect"].iloc[0] == pytest.approx(4)
    # A ledger counts from the steady state on.
    assert seen["SIM_OUT"].iloc[0] == 0
    np.testing.assert_allclose(seen["SIM_OUT"] + 20 * seen["SIM_CP"], np.where(TIMES < 20, 80, 180))


def test_a_written_unit_makes_predictions_micrograms():
    regimen = oral(dose_mg=10, every_h=8, days=2)
    table = pd.concat(
        [regimen.to_event_table(), pd.DataFrame({"ID": 1, "TIME": TIMES, "EVID": 0})]
    ).sort_values("TIME", kind="stable")
    seen = simulate_event_table(ORAL, table, observe="plasma")["PRED"].to_numpy()
    wanted = solve(ORAL, regimen, TIMES).concentration["plasma"]
    np.testing.assert_allclose(seen, wanted, rtol=1e-13)


def test_time_begins_where_the_table_begins():
    early = predicted(MODEL, dose(TIME=-30, RATE=10), times=TIMES - 30)
    np.testing.assert_allclose(early, given(TIMES, 100, CENTRAL, over=10), rtol=1e-13)


def test_rates_that_change_with_the_clock_change_in_the_tables_time():
    model = CompartmentModel(("CENT", "OUT"), (Flow("CENT", "OUT", Steps((0, 24), (0.1, 0.2))),))
    rows = [dose(CMT=1, TIME=10), {"TIME": 20, "EVID": 3}, dose(CMT=1, TIME=22)]
    seen = predicted(model, *rows, times=np.array([15.0, 23.0, 30.0]))
    np.testing.assert_allclose(seen, 100 * np.exp([-0.5, -0.1, -0.2 - 0.2 * 6]), rtol=1e-13)
    with pytest.raises(TitrateError, match="time before 0"):
        predicted(model, dose(CMT=1, TIME=-10))
    with pytest.raises(NoSteadyState, match=r"Row 1 \(ID 1\) asks for a steady state"):
        predicted(model, dose(CMT=1, SS=1, II=8))


SATURABLE = CompartmentModel(
    ("GUT", "CENT", "OUT"),
    (Flow("GUT", "CENT", 1.5), Flow("CENT", "OUT", Saturable(20.0, 50.0))),
)


def test_a_model_that_is_not_linear_is_integrated_or_refused():
    rows = [dose(CMT=1, II=12, ADDL=4), {"TIME": 30, "EVID": 3}, dose(TIME=30, RATE=20)]
    with pytest.raises(NotLinear, match="CENT -> OUT"):
        predicted(SATURABLE, *rows)
    seen = predicted(SATURABLE, *rows, method="ode")
    assert seen[TIMES == 30] == pytest.approx(0, abs=1e-9)
    # At the end everything has run for 10 h out of a closed body: an implicit formula says when.
    left = predicted(SATURABLE, dose(), method="ode", times=np.array([0.0, 6.0]))
    assert 50 * np.log(left[1] / 100) + left[1] - 100 == pytest.approx(-20 * 6, abs=1e-4)
    with pytest.raises(NoSteadyState, match="it is not linear"):
        predicted(SATURABLE, dose(SS=1, II=8), method="ode")


def test_integration_agrees_with_the_exact_solution():
    rows = [dose(CMT=1, II=8, SS=1, ADDL=5, RATE=5), {"TIME": 30, "EVID": 3}, dose(TIME=32)]
    says = {"lag": 1.5, "bioavailability": {"GUT": 0.7}}
    by_steps = predicted(MODEL, *rows, method="ode", **says)
    np.testing.assert_allclose(by_steps, predicted(MODEL, *rows, **says), rtol=1e-5, atol=1e-5)


def test_a_share_that_changes_is_that_of_the_time_at_which_a_dose_is_given():
    changing = one_compartment_oral(
        clearance_L_per_h=1.1,
        volume_L=20,
        absorption_per_h=1.5,
        bioavailability=Steps((0, 24), (0.5, 1.0)),
    )
    rows = [(5, 1, 100, 20, 2, "oral"), (30, 0, 0, 0, 0, 0), (70, 0, 0, 0, 0, 0)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT", "II", "ADDL", "CMT"])
    # Given at 5, 25 and 45 h, each on its way for 3 h; the first 5 h after the clock's beginning.
    seen = simulate_event_table(changing, table, observe="plasma", lag=3)["PRED"].to_numpy()
    t = np.array([30.0, 70.0])
    wanted = given(t, 50, DEPOT, at=8) + given(t, 100, DEPOT, at=28) + given(t, 100, DEPOT, at=48)
    np.testing.assert_allclose(seen, wanted / 20, rtol=1e-12)


def test_a_volume_that_changes_shows_in_the_sites_of_the_tables_time():
    changing = CompartmentModel(
        ("CENT", "OUT"),
        (Flow("CENT", "OUT", 0.1),),
        sites=(Site("CP", {"CENT": Steps((0, 12), (1.0, 1 / 2))}),),
    )
    rows = [(5, 1, 100, 1), (10, 0, 0, 0), (12, 0, 0, 0), (20, 0, 0, 0)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT", "CMT"])
    seen = simulate_event_table(changing, table, observe=["CP", "CENT"])
    amount = 100 * np.exp(-0.1 * np.array([5.0, 7, 15]))
    np.testing.assert_allclose(seen["PRED_CENT"], amount, rtol=1e-12)
    np.testing.assert_allclose(seen["PRED_CP"], amount / [1, 2, 2], rtol=1e-12)
