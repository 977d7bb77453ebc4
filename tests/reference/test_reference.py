"""Three witnesses on the hard cases: the exact solution, the integrated one, and 50 digits.

1e-11 of the curve's own maximum is the library's promise; 1e-15 is what the exact solution keeps.
The integrated one promises 1e-8.
"""

import tomllib

import numpy as np
import pytest

from tests.reference.witnessed import CASES, INTEGRATED, apart, oral_model, stored
from titrate.dosing import oral
from titrate.pk import solve, steady_state, with_transit
from titrate.resources import params_folder

PROMISE = 1e-11
INTEGRATED_PROMISE = 1e-8
DOSE_MG = 10
EVERY = pytest.mark.parametrize("name", CASES)


@EVERY
def test_the_exact_solution_is_what_50_digits_say(name: str) -> None:
    case = CASES[name]
    found, wanted = case.found("exact"), case.wanted
    for curve, expected in wanted.items():
        assert found[curve].shape == expected.shape
        gap = apart({curve: found[curve]}, {curve: expected})
        assert gap <= PROMISE, f"{case.hard}: {curve} is {gap:.2g} of its maximum off"


@EVERY
def test_the_integrated_solution_is_what_50_digits_say(name: str) -> None:
    case = CASES[name]
    gap = apart(case.found(INTEGRATED), case.wanted)
    assert gap <= INTEGRATED_PROMISE, f"{case.hard}: {gap:.2g} of the maximum off"


@EVERY
def test_the_two_ways_of_the_library_agree(name: str) -> None:
    case = CASES[name]
    gap = apart(case.found(INTEGRATED), case.found("exact"))
    assert gap <= INTEGRATED_PROMISE, f"{case.hard}: {gap:.2g} of the maximum apart"


def test_the_witnesses_are_held_curve_by_curve_and_person_by_person() -> None:
    # A small curve beside a large one, and a small person beside a large one, are not drowned.
    large, small = np.array([0.0, 1000.0]), np.array([0.0, 1.0])
    off = {"large": large, "small": small + np.array([0.0, 0.1])}
    assert apart(off, {"large": large, "small": small}) == pytest.approx(0.1)
    people = {"plasma": np.array([large, small])}
    moved = {"plasma": np.array([large, small + np.array([0.1, 0.0])])}
    assert apart(moved, people) == pytest.approx(0.1)


def test_a_wrong_rate_is_seen() -> None:
    solution = solve(
        oral_model(0.3, 0.3001), oral(dose_mg=DOSE_MG), stored("equal_rates")["times_h"]
    )
    assert apart({"plasma": solution.amounts["plasma"]}, CASES["equal_rates"].wanted) > PROMISE


@pytest.mark.parametrize("name", [n for n in CASES if "parameters" in stored(n)])
def test_the_numbers_behind_the_50_digits_are_those_of_the_file(name: str) -> None:
    file = tomllib.loads((params_folder() / "baclofen" / "adult.toml").read_text(encoding="utf-8"))
    smaller = 100 if name == "stiff_fluid" else 1
    for key, value in stored(name)["parameters"].items():
        here = file["parameters"][key]["value"]
        scaled = key.startswith("csf_") and key.endswith("_volume")
        now = here / smaller if scaled else here
        assert now == value, f"adult.toml has changed {key}: run make_reference.py again"


def test_transit_at_2000_per_h_keeps_the_promise_in_one_step_of_a_day_too() -> None:
    # 16 squarings: each would double the round-off, were the mass not restored after it.
    model = with_transit(oral_model(2000.0, 0.3), mean_time_h=2 / 2000.0, count=2)
    solution = solve(model, oral(dose_mg=DOSE_MG), [24.0])
    expected = stored("stiff_2000_per_h")["plasma_ug"][-1]
    assert abs(float(solution.amounts["plasma"][0]) / expected - 1) <= PROMISE


def test_a_steady_state_by_mouth_is_two_geometric_series() -> None:
    wanted = stored("steady_state_oral")
    steady = steady_state(oral_model(1.2, 0.15), oral(dose_mg=DOSE_MG, every_h=8, days=1))
    for name in ("gut", "plasma"):
        assert abs(float(steady[name][0]) / wanted[f"{name}_ug"] - 1) <= PROMISE
