"""The exact solution against numbers worked out elsewhere at 50 digits; see make_reference.py.

1e-11 of the curve's own maximum is the library's promise; 1e-15 is what it keeps.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from titrate.dosing import bolus, iv, oral, pump
from titrate.library import load_drug
from titrate.patients import Patient
from titrate.pk import (
    CompartmentModel,
    Entry,
    Flow,
    Site,
    one_compartment_iv,
    one_compartment_oral,
    solve,
    steady_state,
    two_compartment_oral,
    with_transit,
)
from titrate.resources import params_folder
from titrate.simulation import simulate
from titrate.timecourse import Array

PROMISE = 1e-11
DOSE_MG = 10


def case(name: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def assert_close(name: str, found: Array, wanted: list[float], within: float = PROMISE) -> None:
    expected = np.array(wanted)
    gap = np.abs(found - expected) / expected.max()
    assert gap.max() <= within, (
        f"{name}: {gap.max():.2g} of the maximum apart at output {gap.argmax()}: "
        f"{found[gap.argmax()]:.15g} and {expected[gap.argmax()]:.15g}"
    )


def oral_model(absorption_per_h: float, elimination_per_h: float) -> CompartmentModel:
    return one_compartment_oral(
        clearance_L_per_h=elimination_per_h, volume_L=1.0, absorption_per_h=absorption_per_h
    )


def test_absorption_as_fast_as_elimination_is_dose_k_t_exp_minus_k_t() -> None:
    wanted = case("equal_rates")
    solution = solve(oral_model(0.3, 0.3), oral(dose_mg=DOSE_MG), wanted["times_h"])
    assert_close("plasma", solution.amounts["plasma"], wanted["plasma_ug"])


@pytest.mark.parametrize("apart", ["1e-12", "1e-9"])
def test_nearly_equal_rates_are_no_special_case(apart: str) -> None:
    wanted = case(f"rates_{apart}_apart")
    solution = solve(oral_model(0.3, wanted["k_per_h"]), oral(dose_mg=DOSE_MG), wanted["times_h"])
    assert_close("plasma", solution.amounts["plasma"], wanted["plasma_ug"])


@pytest.mark.parametrize("count", [3, 8])
def test_equal_transit_rates_give_erlangs_curve(count: int) -> None:
    wanted = case(f"transit_{count}")
    # Plasma keeps everything: the reference is then an incomplete gamma function.
    kept = CompartmentModel(
        ("gut", "plasma"),
        (Flow("gut", "plasma", 6.0),),
        (Entry("oral", "gut"),),
        (Site("plasma", {"plasma": 1.0}),),
    )
    model = with_transit(kept, mean_time_h=count / 6.0, count=count)
    amounts = solve(model, oral(dose_mg=DOSE_MG), wanted["times_h"]).amounts
    assert_close("the last transit compartment", amounts[f"transit_{count}"], wanted["last_ug"])
    assert_close("plasma", amounts["plasma"], wanted["plasma_ug"])


def test_transit_at_2000_per_h_over_a_day_still_keeps_the_promise() -> None:
    wanted = case("stiff_2000_per_h")
    model = with_transit(oral_model(2000.0, 0.3), mean_time_h=2 / 2000.0, count=2)
    solution = solve(model, oral(dose_mg=DOSE_MG), wanted["times_h"])
    assert_close("plasma", solution.amounts["plasma"], wanted["plasma_ug"])


def test_transit_at_2000_per_h_keeps_it_in_one_step_of_a_day_too() -> None:
    # 16 squarings: each would double the round-off, were the mass not restored after it.
    wanted = case("stiff_2000_per_h")
    model = with_transit(oral_model(2000.0, 0.3), mean_time_h=2 / 2000.0, count=2)
    solution = solve(model, oral(dose_mg=DOSE_MG), [24.0])
    expected = wanted["plasma_ug"][-1]
    assert abs(float(solution.amounts["plasma"][0]) / expected - 1) <= PROMISE


def test_two_compartments_by_mouth_are_three_exponentials() -> None:
    wanted = case("two_compartments_oral")
    model = two_compartment_oral(
        clearance_L_per_h=0.375,
        central_volume_L=1.0,
        intercompartmental_clearance_L_per_h=0.448,
        peripheral_volume_L=0.448 / 0.655,
        absorption_per_h=1.0,
    )
    amounts = solve(model, oral(dose_mg=DOSE_MG), wanted["times_h"]).amounts
    assert_close("plasma", amounts["plasma"], wanted["plasma_ug"])
    assert_close("tissue", amounts["tissue"], wanted["tissue_ug"])


def test_an_infusion_rises_to_its_end_and_then_washes_out() -> None:
    wanted = case("infusion_then_washout")
    model = one_compartment_iv(clearance_L_per_h=0.3, volume_L=1.0)
    solution = solve(model, iv(dose_mg=DOSE_MG, over_h=2), wanted["times_h"])
    assert_close("plasma", solution.amounts["plasma"], wanted["plasma_ug"])


def test_a_steady_state_by_mouth_is_two_geometric_series() -> None:
    wanted = case("steady_state_oral")
    steady = steady_state(oral_model(1.2, 0.15), oral(dose_mg=DOSE_MG, every_h=8, days=1))
    for name in ("gut", "plasma"):
        assert abs(float(steady[name][0]) / wanted[f"{name}_ug"] - 1) <= PROMISE


COURSES = {
    "baclofen_both_doors": oral(dose_mg=10, every_h=8, days=10)
    + pump(rate_ug_per_day=300, days=10),
    "baclofen_bolus_50_ug": bolus(dose_ug=50),
    "baclofen_360_days_of_pump": pump(rate_ug_per_day=300, days=360),
}


@pytest.mark.parametrize("name", list(COURSES))
def test_the_whole_body_of_baclofen_is_its_matrix_exponential(name: str) -> None:
    wanted, drug = case(name), load_drug("baclofen")
    file = tomllib.loads((params_folder() / "baclofen" / "adult.toml").read_text(encoding="utf-8"))
    now = {key: file["parameters"][key]["value"] for key in wanted["parameters"]}
    assert now == wanted["parameters"], "adult.toml has changed: run make_reference.py again"
    sites = list(wanted["sites"])
    result = simulate(drug, Patient(), COURSES[name], wanted["times_h"], outputs=sites)
    for site in sites:
        assert_close(site, result.concentration[site], wanted["sites"][site])
    if "urine_ug" in wanted:
        assert_close("urine", result.amounts["urine"], wanted["urine_ug"])
