"""Any event table against doses added up by hand, one by one, steady states 200 doses back.

Rows are drawn from all that a record may say: boluses and infusions into either compartment, at
given and at modelled rates and durations, with shares and lags, repeated, steady alone, added or
endless, with resets between them, at times that coincide or differ by dust.
"""

import numpy as np
import pandas as pd
from hypothesis import given, settings, strategies as st

from tests.pk.depot import CENTRAL, DEPOT, from_ever, one
from tests.pk.test_table_patterns import MODEL
from titrate.pk import simulate_event_table

LAW = settings(max_examples=80, deadline=None, derandomize=True)
# exp(-0.055 * 200 * 4) is 8e-20: older doses have left nothing.
BEFORE = 200
WITHIN = 1e-10

BLANK = {"EVID": 0, "AMT": 0.0, "RATE": 0.0, "II": 0.0, "ADDL": 0, "SS": 0, "CMT": 0}
STEPS_H = st.sampled_from([0, 0.1, 1 / 3, 0.5, 2, 4, 7.3, 12, 20])
PLACES = st.sampled_from([DEPOT, CENTRAL])


def of_each(*values: float) -> st.SearchStrategy[dict[int, float]]:
    choice = st.sampled_from(values)
    return st.fixed_dictionaries({DEPOT: choice, CENTRAL: choice})


SETTINGS = st.fixed_dictionaries(
    {
        "lag": of_each(0, 0.5, 3, 9.25, 13),
        "bioavailability": of_each(1, 0.4, 0.5, 2.0),
        "duration": of_each(2, 9, 15),
        "rate": of_each(4, 20, 50),
    }
)


@st.composite
def doses(draw: st.DrawFn) -> dict[str, float]:
    row = {**BLANK, "EVID": draw(st.sampled_from([1, 1, 1, 4])), "CMT": draw(PLACES)}
    row["AMT"] = draw(st.sampled_from([100.0, 33.0]))
    row["RATE"] = draw(st.sampled_from([0, 0, 2, 10, 25, -1, -2]))
    kind = draw(st.sampled_from(["once", "again", "again", "endless"]))
    if kind == "again":
        row["II"] = draw(st.sampled_from([4, 20 / 3, 10, 12]))
        row |= {"ADDL": draw(st.integers(0, 6)), "SS": draw(st.integers(0, 2))}
    elif kind == "endless":
        row |= {"AMT": 0.0, "RATE": draw(st.sampled_from([10, -1])), "SS": draw(st.integers(1, 2))}
    return row


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    other = st.sampled_from([{**BLANK, "EVID": 2}, {**BLANK, "EVID": 3}])
    rows, time_h = [], draw(st.sampled_from([-3.0, 0.0, 5.0]))
    for _ in range(draw(st.integers(1, 5))):
        rows.append({"TIME": time_h, **draw(st.one_of(doses(), doses(), other))})
        rows.append({"TIME": time_h + draw(STEPS_H), **BLANK})
        time_h += draw(STEPS_H)
    rows.append({"TIME": time_h + draw(STEPS_H), **BLANK})
    mixed = draw(st.permutations(rows))
    return pd.DataFrame(sorted(mixed, key=lambda row: row["TIME"]))


def by_hand(table: pd.DataFrame, says: dict, order: str) -> dict[int, float]:
    """Return what lies in the central compartment at each observation, by row."""
    rows = list(table.iterrows())
    if order == "doses first":
        rows.sort(key=lambda row: (row[1]["TIME"], row[1]["EVID"] == 0))
    doses_so_far: list[tuple[float, float, float, int]] = []
    endless: list[tuple[float, float, int]] = []
    found: dict[int, float] = {}
    for number, row in rows:
        at, place = np.array([row["TIME"]]), int(row["CMT"])
        if row["EVID"] == 0:
            left = [amount * one(at - start, c, over) for start, amount, over, c in doses_so_far]
            left += [from_ever(at, rate, c, until=until) for until, rate, c in endless]
            found[number] = float(sum(left, np.zeros(1))[0])
        if row["EVID"] in (3, 4) or row["SS"] == 1:
            doses_so_far, endless = [], []
        if row["EVID"] not in (1, 4):
            continue
        rate = says["rate"][place] if row["RATE"] == -1 else max(row["RATE"], 0)
        if row["AMT"] == 0:
            endless.append((row["TIME"], rate, place))
            continue
        amount = row["AMT"] * says["bioavailability"][place]
        over = says["duration"][place] if row["RATE"] == -2 else amount / rate if rate else 0.0
        first = -BEFORE if row["SS"] else 0
        for k in range(first, int(row["ADDL"]) + 1):
            start = row["TIME"] + k * row["II"] + says["lag"][place]
            doses_so_far.append((start, amount, over, place))
    return found


@LAW
@given(tables(), SETTINGS, st.sampled_from(["doses first", "table"]))
def test_any_table_is_its_doses_added_up(table: pd.DataFrame, says: dict, order: str) -> None:
    seen = simulate_event_table(MODEL, table, observe="CENT", order=order, **says)
    wanted = by_hand(table, says, order)
    assert list(seen.index) == list(table.index[table["EVID"] == 0])
    expected = np.array([wanted[row] for row in seen.index])
    apart = np.max(np.abs(seen["PRED"].to_numpy() - expected))
    assert apart <= WITHIN * max(float(np.max(expected)), 1e-9)
