"""Event tables against closed forms written by hand, pattern by pattern, to 1e-10."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from titrate.pk import CompartmentModel, Flow, Site, simulate_event_table

from .depot import CENTRAL, CLEARANCE, DEPOT, KA, VOLUME, Array, always, from_ever, given

MODEL = CompartmentModel(
    compartments=("GUT", "CENT", "OUT"),
    flows=(Flow("GUT", "CENT", KA), Flow("CENT", "OUT", CLEARANCE / VOLUME)),
    sites=(Site("CP", {"CENT": 1000 / VOLUME}),),
)
# Whole hours, at which doses and resets fall, and odd ones between them.
TIMES = np.unique(np.concatenate([np.arange(0.0, 131.0), np.arange(0.0, 130.0) + 0.37]))
# The closed forms themselves are round-off: 1e-15 a term.
WITHIN = 1e-10

Expected = Callable[[Array], Array]


@dataclass
class Pattern:
    name: str
    doses: list[dict[str, float]]
    expected: Expected
    says: dict[str, object] = field(default_factory=dict)


def table_of(doses: list[dict[str, float]], times: Array = TIMES) -> pd.DataFrame:
    blank = {"TIME": 0.0, "EVID": 1, "AMT": 0.0, "RATE": 0.0, "II": 0.0, "ADDL": 0, "SS": 0}
    rows = [{**blank, "CMT": DEPOT, **dose} for dose in doses]
    rows += [{**blank, "CMT": 0, "TIME": time, "EVID": 0} for time in times]
    table = pd.DataFrame(rows).sort_values("TIME", kind="stable", ignore_index=True)
    table.insert(0, "ID", 1)
    return table


def since(t: Array, at: float, before: Array, after: Array) -> Array:
    return np.where(t < at, before, after)


def dose(**columns: float) -> dict[str, float]:
    return {"AMT": 100.0, "CMT": CENTRAL, **columns}


PATTERNS = [
    Pattern("a bolus", [dose()], lambda t: given(t, 100, CENTRAL)),
    Pattern(
        "boluses into the depot",
        [dose(CMT=1, II=24, ADDL=3)],
        lambda t: given(t, 100, DEPOT, every=24, more=3),
    ),
    Pattern(
        "lagged boluses, more than the whole of them",
        [dose(II=24, ADDL=3)],
        lambda t: given(t, 223, CENTRAL, at=12.13, every=24, more=3),
        {"lag": {"CENT": 12.13}, "bioavailability": {"CENT": 2.23}},
    ),
    Pattern(
        "a lag of the depot does not hold for the central compartment",
        [dose(), dose(CMT=1, TIME=10)],
        lambda t: given(t, 100, CENTRAL) + given(t, 100, DEPOT, at=12.5),
        {"lag": {"GUT": 2.5}},
    ),
    Pattern(
        "infusions",
        [dose(RATE=10, II=24, ADDL=3)],
        lambda t: given(t, 100, CENTRAL, over=10, every=24, more=3),
    ),
    Pattern(
        "infusions into the depot",
        [dose(CMT=1, RATE=100 / 12, II=24, ADDL=3)],
        lambda t: given(t, 100, DEPOT, over=12, every=24, more=3),
    ),
    Pattern(
        "infusions that outlast the interval",
        [dose(RATE=2, II=12, ADDL=4)],
        lambda t: given(t, 100, CENTRAL, over=50, every=12, more=4),
    ),
    Pattern(
        "half of an infusion at a given rate lasts half as long",
        [dose(AMT=480, RATE=10)],
        lambda t: given(t, 240, CENTRAL, over=24),
        {"bioavailability": {2: 0.5}},
    ),
    Pattern(
        "half of an infusion of a given duration runs at half the rate",
        [dose(AMT=480, RATE=-2)],
        lambda t: given(t, 240, CENTRAL, over=48),
        {"bioavailability": {2: 0.5}, "duration": {2: 48}},
    ),
    Pattern(
        "half of an infusion at a modelled rate lasts half as long",
        [dose(AMT=480, RATE=-1)],
        lambda t: given(t, 240, CENTRAL, over=24),
        {"bioavailability": {2: 0.5}, "rate": {2: 10}},
    ),
    Pattern(
        "lagged infusions with a share",
        [dose(RATE=10, II=24, ADDL=3)],
        lambda t: given(t, 41.2, CENTRAL, at=3.25, over=4.12, every=24, more=3),
        {"lag": 3.25, "bioavailability": 0.412},
    ),
    Pattern(
        "lagged infusions of a modelled duration with a share",
        [dose(RATE=-2, II=24, ADDL=3)],
        lambda t: given(t, 61, CENTRAL, at=5, over=9, every=24, more=3),
        {"lag": {"CENT": 5}, "bioavailability": {"CENT": 0.61}, "duration": {"CENT": 9}},
    ),
    Pattern(
        "steady boluses",
        [dose(II=12, SS=1)],
        lambda t: given(t, 100, CENTRAL) + always(t, 100, CENTRAL, at=0, every=12),
    ),
    Pattern(
        "steady boluses into the depot that go on",
        [dose(CMT=1, II=8, SS=1, ADDL=5)],
        lambda t: given(t, 100, DEPOT, every=8, more=5) + always(t, 100, DEPOT, at=0, every=8),
    ),
    Pattern(
        "steady boluses with a lag: the dose of this interval is still to come",
        [dose(II=24, SS=1, ADDL=3)],
        lambda t: (
            given(t, 41.2, CENTRAL, at=4, every=24, more=3)
            + always(t, 41.2, CENTRAL, at=0, every=24, lag=4)
        ),
        {"lag": {"CENT": 4}, "bioavailability": {"CENT": 0.412}},
    ),
    Pattern(
        "steady boluses into the depot, lagged by more than two intervals",
        [dose(CMT=1, II=6, SS=1, ADDL=2)],
        lambda t: (
            given(t, 100, DEPOT, at=15.5, every=6, more=2)
            + always(t, 100, DEPOT, at=0, every=6, lag=15.5)
        ),
        {"lag": {1: 15.5}},
    ),
    Pattern(
        "steady infusions",
        [dose(RATE=10, II=24, SS=1, ADDL=2)],
        lambda t: (
            given(t, 100, CENTRAL, over=10, every=24, more=2)
            + always(t, 100, CENTRAL, at=0, every=24, over=10)
        ),
    ),
    Pattern(
        "steady infusions into the depot",
        [dose(CMT=1, RATE=25, II=12, SS=1)],
        lambda t: given(t, 100, DEPOT, over=4) + always(t, 100, DEPOT, at=0, every=12, over=4),
    ),
    Pattern(
        "steady infusions with lag and share",
        [dose(RATE=10, II=24, SS=1, ADDL=3)],
        lambda t: (
            given(t, 41.2, CENTRAL, at=3.16, over=4.12, every=24, more=3)
            + always(t, 41.2, CENTRAL, at=0, every=24, over=4.12, lag=3.16)
        ),
        {"lag": {"CENT": 3.16}, "bioavailability": {"CENT": 0.412}},
    ),
    Pattern(
        "steady infusions that overlap four times",
        [dose(RATE=2, II=12, SS=1, ADDL=3)],
        lambda t: (
            given(t, 100, CENTRAL, over=50, every=12, more=3)
            + always(t, 100, CENTRAL, at=0, every=12, over=50)
        ),
    ),
    Pattern(
        "steady infusions that overlap, with a share that shortens them",
        [dose(RATE=2, II=12, SS=1, ADDL=4)],
        lambda t: (
            given(t, 81.2, CENTRAL, over=40.6, every=12, more=4)
            + always(t, 81.2, CENTRAL, at=0, every=12, over=40.6)
        ),
        {"bioavailability": {"CENT": 0.812}},
    ),
    Pattern(
        "steady infusions of a rounded rate, a breath longer than two intervals",
        [dose(RATE=8.3333, II=6, SS=1, ADDL=12)],
        lambda t: (
            given(t, 100, CENTRAL, over=100 / 8.3333, every=6, more=12)
            + always(t, 100, CENTRAL, at=0, every=6, over=100 / 8.3333)
        ),
    ),
    Pattern(
        "steady infusions that overlap and are lagged",
        [dose(RATE=5, II=12, SS=1, ADDL=1)],
        lambda t: (
            given(t, 100, CENTRAL, at=7.5, over=20, every=12, more=1)
            + always(t, 100, CENTRAL, at=0, every=12, over=20, lag=7.5)
        ),
        {"lag": {"CENT": 7.5}},
    ),
    Pattern(
        "steady infusions as long as the interval",
        [dose(RATE=10, II=10, SS=1, ADDL=8)],
        lambda t: (
            given(t, 100, CENTRAL, over=10, every=10, more=8)
            + always(t, 100, CENTRAL, at=0, every=10, over=10)
        ),
    ),
    Pattern(
        "steady infusions as long as the interval by their share",
        [dose(RATE=4.12, II=10, SS=1, ADDL=8)],
        lambda t: (
            given(t, 41.2, CENTRAL, over=10, every=10, more=8)
            + always(t, 41.2, CENTRAL, at=0, every=10, over=10)
        ),
        {"bioavailability": {2: 0.412}},
    ),
    Pattern(
        "steady infusions of a modelled duration",
        [dose(RATE=-2, II=24, SS=1, ADDL=3)],
        lambda t: (
            given(t, 61, CENTRAL, over=9, every=24, more=3)
            + always(t, 61, CENTRAL, at=0, every=24, over=9)
        ),
        {"bioavailability": {2: 0.61}, "duration": {2: 9}},
    ),
    Pattern(
        "steady infusions of a modelled rate into the depot that overlap",
        [dose(CMT=1, RATE=-1, II=12, SS=1, ADDL=1)],
        lambda t: (
            given(t, 100, DEPOT, over=20, every=12, more=1)
            + always(t, 100, DEPOT, at=0, every=12, over=20)
        ),
        {"rate": {"GUT": 5}},
    ),
    Pattern(
        "an infusion that never began",
        [dose(AMT=0, RATE=10, SS=1)],
        lambda t: from_ever(t, 10, CENTRAL, until=0),
    ),
    Pattern(
        "an infusion into the depot that never began, in the middle of a course",
        [dose(CMT=1, II=12, ADDL=9), dose(CMT=1, TIME=30, AMT=0, RATE=100, SS=1)],
        lambda t: since(
            t, 30, given(t, 100, DEPOT, every=12, more=9), from_ever(t, 100, DEPOT, until=30)
        ),
    ),
    Pattern(
        "an infusion that never began, at a modelled rate, with a share that leaves its rate",
        [dose(AMT=0, RATE=-1, SS=1)],
        lambda t: from_ever(t, 7, CENTRAL, until=0),
        {"rate": {2: 7}, "bioavailability": {2: 0.3}},
    ),
    Pattern(
        "an infusion that never began, added to what is there",
        [dose(), dose(TIME=20, AMT=0, RATE=10, SS=2)],
        lambda t: given(t, 100, CENTRAL) + since(t, 20, 0 * t, from_ever(t, 10, CENTRAL, until=20)),
    ),
    Pattern(
        "a steady state wipes out what went before, running and pending",
        [
            dose(RATE=2, II=12, ADDL=9),
            dose(CMT=1, TIME=20, AMT=70),
            dose(TIME=25, AMT=50, II=8, SS=1, CMT=1),
        ],
        lambda t: since(
            t,
            25,
            given(t, 100, CENTRAL, over=50, every=12, more=9) + given(t, 70, DEPOT, at=23),
            given(t, 50, DEPOT, at=28) + always(t, 50, DEPOT, at=25, every=8, lag=3),
        ),
        {"lag": {"GUT": 3}},
    ),
    Pattern(
        "a second steady state is added: morning and evening",
        [dose(CMT=1, II=24, ADDL=3, SS=1), dose(CMT=1, AMT=50, TIME=12, II=24, ADDL=3, SS=2)],
        lambda t: (
            given(t, 100, DEPOT, every=24, more=3)
            + always(t, 100, DEPOT, at=0, every=24)
            + since(
                t,
                12,
                0 * t,
                given(t, 50, DEPOT, at=12, every=24, more=3)
                + always(t, 50, DEPOT, at=12, every=24),
            )
        ),
    ),
    Pattern(
        "an added steady state leaves running infusions and pending doses alone",
        [
            dose(RATE=5, II=30, ADDL=2),
            dose(CMT=1, TIME=10, AMT=40, RATE=4, II=6, SS=2),
        ],
        lambda t: (
            given(t, 100, CENTRAL, over=20, every=30, more=2)
            + since(
                t,
                10,
                0 * t,
                given(t, 40, DEPOT, at=12, over=10)
                + always(t, 40, DEPOT, at=10, every=6, over=10, lag=2),
            )
        ),
        {"lag": {"GUT": 2}},
    ),
    Pattern(
        "a reset cancels running infusions and doses still to come",
        [
            dose(RATE=4, II=12, ADDL=9, CMT=1),
            {"TIME": 50, "EVID": 3},
            dose(CMT=1, AMT=120, TIME=54, II=16, ADDL=2),
        ],
        lambda t: since(
            t,
            50,
            given(t, 61, DEPOT, over=15.25, every=12, more=9),
            given(t, 73.2, DEPOT, at=54, every=16, more=2),
        ),
        {"bioavailability": {"GUT": 0.61}},
    ),
    Pattern(
        "a reset cancels a dose that its lag keeps on its way",
        [dose(TIME=40), {"TIME": 44, "EVID": 3}, dose(TIME=60, AMT=10)],
        lambda t: given(t, 10, CENTRAL, at=66),
        {"lag": {"CENT": 6}},
    ),
    Pattern(
        "a reset with a dose, which has a lag and comes back",
        [
            dose(CMT=1, RATE=50, II=12, ADDL=20),
            dose(CMT=1, AMT=120, EVID=4, TIME=50, II=12, ADDL=3),
        ],
        lambda t: since(
            t,
            50,
            given(t, 50, DEPOT, at=1.5, over=1, every=12, more=20),
            given(t, 60, DEPOT, at=51.5, every=12, more=3),
        ),
        {"lag": {"GUT": 1.5}, "bioavailability": {"GUT": 0.5}},
    ),
    Pattern(
        "a reset with a steady infusion, in the middle of another",
        [
            dose(RATE=2, II=12, SS=1, ADDL=20),
            dose(AMT=50, RATE=10, EVID=4, TIME=61, II=4, SS=1, ADDL=2),
        ],
        lambda t: since(
            t,
            61,
            given(t, 100, CENTRAL, over=50, every=12, more=20)
            + always(t, 100, CENTRAL, at=0, every=12, over=50),
            given(t, 50, CENTRAL, at=61, over=5, every=4, more=2)
            + always(t, 50, CENTRAL, at=61, every=4, over=5),
        ),
    ),
    Pattern(
        "a reset with an added steady state has nothing to add it to",
        [dose(II=12, ADDL=20), dose(EVID=4, TIME=30, II=8, SS=2)],
        lambda t: since(
            t,
            30,
            given(t, 100, CENTRAL, every=12, more=20),
            given(t, 100, CENTRAL, at=30) + always(t, 100, CENTRAL, at=30, every=8),
        ),
    ),
    Pattern(
        "another event changes nothing",
        [dose(II=12, ADDL=3), {"TIME": 13, "EVID": 2}],
        lambda t: given(t, 100, CENTRAL, every=12, more=3),
    ),
    Pattern(
        "a bolus into one compartment, then infusions into the other",
        [dose(), dose(CMT=1, AMT=50, TIME=13, RATE=24, II=24, ADDL=2)],
        lambda t: (
            given(t, 100, CENTRAL, at=1)
            + given(t, 50, DEPOT, at=13, over=50 / 24, every=24, more=2)
        ),
        {"lag": {"CENT": 1}},
    ),
    Pattern(
        "nothing of a dose arrives",
        [dose(II=12, SS=1, RATE=10), dose(CMT=1, TIME=5)],
        lambda t: given(t, 100, DEPOT, at=5),
        {"bioavailability": {"CENT": 0}},
    ),
]


def difference(pattern: Pattern) -> float:
    """The largest absolute difference over the curve's maximum."""
    seen = simulate_event_table(MODEL, table_of(pattern.doses), observe="CP", **pattern.says)
    wanted = pattern.expected(TIMES) / (VOLUME / 1000)
    return float(np.max(np.abs(seen["PRED"].to_numpy() - wanted)) / np.max(wanted))


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_table_agrees_with_the_solution_written_by_hand(pattern: Pattern) -> None:
    found = difference(pattern)
    assert found <= WITHIN, f"{found:.2g} of the maximum apart"
