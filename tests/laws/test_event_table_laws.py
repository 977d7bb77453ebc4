"""Laws of event tables: what a table means does not hang on how it is written."""

import numpy as np
import pandas as pd
from hypothesis import given, settings, strategies as st

from titrate.dosing import Regimen
from titrate.pk import CompartmentModel, Flow, Site, simulate_event_table

from .models import regimens

MODEL = CompartmentModel(
    ("GUT", "CENT", "OUT"),
    (Flow("GUT", "CENT", 1.5), Flow("CENT", "OUT", 0.055)),
    (),
    (Site("CP", {"CENT": 50.0}),),
)
SAYS = {
    "observe": "CP",
    "lag": {"GUT": 1.25},
    "bioavailability": {"CENT": 0.6},
    "rate": 7.0,
    "duration": {"CENT": 5.0, "GUT": 9.5},
}
# Round-off of a shared clock: times are whole minutes, written in hours.
WITHIN = 1e-12

hours = st.integers(0, 60 * 60).map(lambda minute: minute / 60)
intervals = st.integers(3 * 60, 24 * 60).map(lambda minute: minute / 60)


@st.composite
def doses(draw: st.DrawFn) -> dict[str, float]:
    """A dose, a steady state, or a reset with or without a dose."""
    found = {"TIME": draw(hours), "CMT": draw(st.sampled_from([1, 2])), "EVID": 1, "SS": 0}
    kind = draw(st.sampled_from(["dose", "dose", "reset", "reset and dose", "steady", "endless"]))
    if kind == "reset":
        return found | {"EVID": 3, "AMT": 0.0, "RATE": 0.0, "II": 0.0, "ADDL": 0}
    if kind == "endless":
        steady = {"AMT": 0.0, "RATE": draw(st.floats(1, 9)), "II": 0.0, "ADDL": 0}
        return found | steady | {"SS": draw(st.sampled_from([1, 2]))}
    return found | {
        "EVID": 4 if kind == "reset and dose" else 1,
        "AMT": float(draw(st.integers(1, 200))),
        "RATE": draw(st.sampled_from([0.0, 0.0, 4.0, 20.0, -1.0, -2.0])),
        "II": draw(intervals),
        "ADDL": draw(st.integers(0, 5)),
        "SS": draw(st.sampled_from([1, 2])) if kind == "steady" else 0,
    }


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """One person's table, in time order."""
    rows = draw(st.lists(doses(), min_size=1, max_size=4))
    looks = draw(st.lists(hours, min_size=1, max_size=8))
    blank = {"EVID": 0, "AMT": 0.0, "RATE": 0.0, "II": 0.0, "ADDL": 0, "SS": 0, "CMT": 2}
    rows += [{"TIME": time} | blank for time in looks]
    return pd.DataFrame(rows).sort_values("TIME", kind="stable", ignore_index=True)


def predicted(table: pd.DataFrame, **says: object) -> np.ndarray:
    return simulate_event_table(MODEL, table, **(SAYS | says))["PRED"].to_numpy()


def assert_same(one: np.ndarray, other: np.ndarray) -> None:
    np.testing.assert_allclose(one, other, rtol=WITHIN, atol=WITHIN * max(1.0, np.max(other)))


def together(several: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([table.assign(ID=i) for i, table in enumerate(several)], ignore_index=True)


@given(st.lists(tables(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_different_people_does_not_matter(several, random):
    table = together(several)
    # Rows of different people are shuffled into each other; each one's own keep their order.
    turns = table["ID"].tolist()
    random.shuffle(turns)
    queues = {who: table.index[who == table.ID].tolist() for who in set(turns)}
    mixed = table.loc[[queues[who].pop(0) for who in turns]]
    shuffled = simulate_event_table(MODEL, mixed, **SAYS)["PRED"]
    straight = simulate_event_table(MODEL, table, **SAYS)["PRED"]
    assert_same(shuffled.sort_index().to_numpy(), straight.to_numpy())


@given(st.lists(tables(), min_size=2, max_size=4))
def test_people_together_are_people_alone(several):
    alone = np.concatenate([predicted(table) for table in several])
    assert_same(predicted(together(several)), alone)


@given(tables(), st.sampled_from(["doses first", "table"]))
def test_additional_doses_are_doses_written_out(table: pd.DataFrame, order: str):
    """Up to the next reset, which cancels those that were promised, but not those written."""
    resets = table[(table.EVID >= 3) | (table.SS == 1)].index
    rows = []
    for index, row in table.iterrows():
        ahead = [table.TIME[i] for i in resets if i > index]
        until = min(ahead, default=np.inf)
        times = row.TIME + row.II * np.arange(row.ADDL + 1)
        for number, time in enumerate(times):
            if number and time >= until - 1e-9:
                break
            later = {"SS": 0, "EVID": 1, "TIME": time} if number else {}
            rows.append({**row, "ADDL": 0, **later, "own": number == 0})
    written = pd.DataFrame(rows)
    # Those written out act before whatever stands at their time, as those promised do.
    written = written.sort_values(["TIME", "own"], kind="stable", ignore_index=True)
    assert_same(predicted(written, order=order), predicted(table, order=order))


@given(tables(), st.integers(-200, 2000))
def test_a_later_clock_changes_nothing(table: pd.DataFrame, by_h: int):
    later = table.assign(TIME=table.TIME + by_h)
    # A clock of thousands of hours has fewer digits for minutes.
    np.testing.assert_allclose(
        predicted(later), predicted(table), rtol=1e-9, atol=1e-9 * max(1.0, predicted(table).max())
    )


@given(tables())
def test_twice_the_doses_is_twice_the_concentration(table: pd.DataFrame):
    rates = table.RATE.where(table.RATE < 0, 2 * table.RATE)
    twice = table.assign(AMT=2 * table.AMT, RATE=rates)
    assert_same(predicted(twice, rate=14.0), 2 * predicted(table))


@given(tables())
def test_rows_of_other_events_change_nothing(table: pd.DataFrame):
    others = table[table.EVID == 0].assign(EVID=2)
    mixed = pd.concat([table, others]).sort_values("TIME", kind="stable", ignore_index=True)
    assert_same(predicted(mixed), predicted(table))


@settings(max_examples=60)
@given(regimens)
def test_a_regimen_read_back_gives_the_same_doses(regimen: Regimen):
    read = Regimen.from_event_table(regimen.to_event_table())
    one, other = (
        pd.DataFrame(
            {
                "time": doses.time_h.round(9),
                "route": doses.route,
                "at": doses.at,
                "amount": doses.amount_ug,
                "duration": doses.duration_h,
            }
        ).sort_values(["time", "route", "amount"], ignore_index=True)
        for doses in (read.doses, regimen.doses)
    )
    pd.testing.assert_frame_equal(one, other, rtol=1e-11)
