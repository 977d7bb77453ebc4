"""Steady states by brute force: 200 doses before TIME, added up; some by integration besides."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from titrate.pk import simulate_event_table

from .depot import CENTRAL, DEPOT, KA, VOLUME, Array, K, one
from .test_table_patterns import MODEL, table_of

BEFORE = 200
TIMES = np.arange(0.0, 60.0, 0.75)
# Doses more than 200 intervals ago have left nothing: exp(-0.055 * 200 * 6) is 1e-29.
WITHIN = 1e-11
# Integration is asked for 1e-11 a step.
WITHIN_BY_STEPS = 1e-8


@dataclass(frozen=True)
class Steady:
    """A dose that has always been given; ``over`` is its length once its share is applied."""

    into: int
    every: float
    over: float = 0.0
    lag: float = 0.0
    share: float = 1.0
    time: float = 0.0
    more: int = 0
    added: bool = False
    modelled: bool = False


CASES = [
    Steady(CENTRAL, 12),
    Steady(DEPOT, 8, more=2),
    Steady(CENTRAL, 24, lag=4, share=0.412, more=1),
    Steady(DEPOT, 6, lag=15.5, more=2),
    Steady(CENTRAL, 12, over=50, more=3),
    Steady(CENTRAL, 12, over=40.6, share=0.812),
    Steady(DEPOT, 10, over=10, more=4),
    Steady(CENTRAL, 24, over=4.12, lag=3.16, share=0.412, more=2),
    Steady(DEPOT, 12, over=20, lag=7.5, more=1),
    Steady(CENTRAL, 24, over=9, share=0.61, modelled=True, more=1),
    Steady(DEPOT, 8, over=18, lag=9, time=7, modelled=True),
    Steady(DEPOT, 12, time=20, added=True, more=1),
    Steady(CENTRAL, 6, over=14, lag=5, time=11.25, added=True),
]


def predicted(case: Steady) -> Array:
    rate = -2 if case.modelled else 100 * case.share / case.over if case.over else 0
    steady = {
        "AMT": 100,
        "CMT": case.into,
        "RATE": rate,
        "II": case.every,
        "ADDL": case.more,
        "SS": 2 if case.added else 1,
        "TIME": case.time,
    }
    earlier = {"AMT": 70, "CMT": DEPOT, "II": 9, "ADDL": 4}
    says = {"lag": {case.into: case.lag}, "bioavailability": {case.into: case.share}}
    if case.modelled:
        says["duration"] = {case.into: case.over}
    doses = [earlier, steady] if case.added else [steady]
    return simulate_event_table(MODEL, table_of(doses, TIMES), observe="CENT", **says)[
        "PRED"
    ].to_numpy()


def starts(case: Steady) -> Array:
    return case.time + case.lag + case.every * np.arange(-BEFORE, case.more + 1)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_steady_state_is_two_hundred_doses_before(case: Steady) -> None:
    wanted = sum(100 * case.share * one(TIMES - at, case.into, case.over) for at in starts(case))
    if case.added:
        own_lag, own_share = (case.lag, case.share) if case.into == DEPOT else (0.0, 1.0)
        wanted = np.where(case.time > TIMES, 0.0, wanted)
        for number in range(5):
            wanted = wanted + 70 * own_share * one(TIMES - 9 * number - own_lag, DEPOT)
    after = (0 if case.added else case.time) <= TIMES
    found = np.max(np.abs(predicted(case) - wanted)[after]) / np.max(wanted)
    assert found <= WITHIN, f"{found:.2g} of the maximum apart"


@pytest.mark.parametrize("case", [CASES[3], CASES[5], CASES[8]], ids=str)
def test_a_steady_state_is_what_integration_comes_to(case: Steady) -> None:
    """Every dose given one after the other, stretch by stretch, from an empty body."""
    begins = starts(case)
    ends = begins + case.over
    cuts = np.unique(np.concatenate([begins, ends, TIMES]))
    state, found = np.zeros(2), {}
    for at, until in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        if case.over == 0:
            state[case.into - 1] += 100 * case.share * np.sum(begins == at)
        if at in TIMES:
            found[at] = state[CENTRAL - 1]
        if until == at:
            break
        running = np.sum((begins <= at) & (ends > at)) if case.over else 0
        rates = np.zeros(2)
        if case.over:
            rates[case.into - 1] = 100 * case.share / case.over * running

        def slope(_: float, amounts: Array, rates: Array = rates) -> Array:
            gut, centre = amounts
            return np.array([-KA * gut, KA * gut - K * centre]) + rates

        state = solve_ivp(slope, (at, until), state, "DOP853", rtol=1e-11, atol=1e-12).y[:, -1]
        if at >= TIMES[-1]:
            break
    wanted = np.array([found[time] for time in TIMES])
    apart = np.max(np.abs(predicted(case) - wanted)) / np.max(wanted)
    assert apart <= WITHIN_BY_STEPS, f"{apart:.2g} of the maximum apart"


def test_the_steady_infusion_is_where_the_infusion_ends_up() -> None:
    endless = [{"AMT": 0, "RATE": 10, "SS": 1, "CMT": DEPOT, "TIME": 1}]
    long = [{"AMT": 10_000, "RATE": 10, "CMT": DEPOT}]
    steady = simulate_event_table(MODEL, table_of(endless, np.array([1.0])), observe="CP")
    reached = simulate_event_table(MODEL, table_of(long, np.array([1000.0])), observe="CP")
    assert steady["PRED"].iloc[0] == pytest.approx(reached["PRED"].iloc[0], rel=1e-12)
    assert steady["PRED"].iloc[0] == pytest.approx(10 / (K * VOLUME) * 1000, rel=1e-12)
