"""Memory is set aside for all that rows bring, and none of them brings more than is thought."""

import tracemalloc
from cProfile import Profile
from pstats import Stats

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from tests.laws.test_event_table_by_hand import SETTINGS
from tests.pk.depot import CENTRAL, CLEARANCE, KA, VOLUME
from tests.pk.test_table_patterns import MODEL
from tests.pk.test_table_together import LAW, of_several
from titrate.dosing import read_event_table
from titrate.pk import one_compartment_oral, simulate_event_table, table_together
from titrate.pk.system import LinearSystem
from titrate.pk.table_instants import Bringing
from titrate.pk.table_people import people_of_table
from titrate.pk.table_places import places_of
from titrate.pk.table_rows import acting_rows
from titrate.pk.table_settings import Settings, dosing_of
from titrate.pk.table_steps import most_steps

LAGGED = one_compartment_oral(
    clearance_L_per_h=CLEARANCE,
    volume_L=VOLUME,
    absorption_per_h=KA,
    bioavailability=0.8,
    lag_h=30.0,
)


def steps_and_most(model, table: pd.DataFrame, said: dict, order: str) -> tuple[np.ndarray, ...]:
    """Return how many steps each ID takes, and how many are set aside for it."""
    records = read_event_table(table)
    dosing = dosing_of(model, records, places_of(model, records), Settings(**said))
    people = people_of_table(model, records, "locf", np.zeros(1, dtype=int))
    acting = acting_rows(records, np.arange(len(records)), people, order)
    instants = Bringing(records, dosing, people, acting).instants("locf")
    walk = table_together._walk(acting, instants, LinearSystem(model, instants.infused))
    most = np.bincount(records.person, most_steps(records, dosing, model))
    return np.bincount(walk.person), most


@LAW
@given(of_several(), SETTINGS, st.sampled_from(["doses first", "table"]))
def test_nobody_takes_more_steps_than_are_set_aside(table: pd.DataFrame, said: dict, order: str):
    steps, most = steps_and_most(MODEL, table, said, order)
    assert (steps <= most).all(), f"{steps} steps, and {most} set aside"


def test_what_a_door_keeps_back_is_set_aside_for_too():
    rows = [(0.0, 1, 100.0, 2.0, 1, "oral"), (40.0, 0, 0.0, 0.0, 0, None)]
    table = pd.DataFrame(rows, columns=["TIME", "EVID", "AMT", "II", "SS", "CMT"])
    steps, most = steps_and_most(LAGGED, table, {}, "table")
    # Fifteen doses of the steady state are on their way, and the row's own.
    assert 16 < steps[0] <= most[0]


def overlapping(people: int, overlaps: int) -> pd.DataFrame:
    """Return IDs settled on infusions of which many run at once, no two equally long."""
    rows = []
    for who in range(people):
        rows += [(who, 0.0, 1, (overlaps - who / people) / 2, 1.0, 0.5, 1, CENTRAL)]
        rows += [(who, 10.0, 0, 0.0, 0.0, 0.0, 0, 0)]
    return pd.DataFrame(rows, columns=["ID", "TIME", "EVID", "AMT", "RATE", "II", "SS", "CMT"])


def peak_bytes(table: pd.DataFrame) -> int:
    simulate_event_table(MODEL, table[table["ID"] == 0], observe="CENT")  # what is kept for good
    tracemalloc.start()
    try:
        simulate_event_table(MODEL, table, observe="CENT")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_many_people_whose_infusions_overlap_take_no_more_memory_than_few(
    monkeypatch: pytest.MonkeyPatch,
):
    overlaps, at_a_time = 1000, 4
    each = (2 * len(MODEL.states)) ** 2 * (1 + 2 * (1 + overlaps))
    monkeypatch.setattr(table_together, "_NUMBERS", at_a_time * each)
    few, many = (peak_bytes(overlapping(people, overlaps)) for people in (8, 32))
    # The records themselves grow, and are next to nothing.
    assert many < 1.5 * few, f"{few / 1e6:.1f} MB for 8 people, {many / 1e6:.1f} MB for 32"


def calls(table: pd.DataFrame) -> int:
    with Profile() as profile:
        simulate_event_table(MODEL, table, observe="CENT")
    return Stats(profile).total_calls


def test_infusions_that_overlap_are_worked_out_together_and_not_one_by_one():
    few, many = (calls(overlapping(3, overlaps)) for overlaps in (40, 400))
    assert many < 1.1 * few, f"{few:,} calls for 40 infusions at once, {many:,} for 400"


def test_infusions_that_overlap_settle_at_their_rates_over_clearance():
    overlaps = 400
    table = overlapping(3, overlaps).assign(TIME=0.0)
    seen = simulate_event_table(MODEL, table, observe="CENT", order="table")["PRED"]
    # So many run at once, but for what the last of them is short of a whole interval.
    running = overlaps - np.arange(3) / 3
    wanted = running * VOLUME / CLEARANCE
    np.testing.assert_allclose(seen, wanted, rtol=2 / overlaps)
