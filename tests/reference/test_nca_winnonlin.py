"""Non-compartmental analysis against the published results of the field's own program.

Its tables have seven decimals, and those of theophylline's areas were passed on with six. Eighteen
people, three ways in, two rules of area, 432 numbers; see nca_winnonlin.json.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import titrate as tt

FILE: dict[str, Any] = json.loads(Path(__file__).with_name("nca_winnonlin.json").read_text("utf-8"))
CASES: dict[str, dict[str, Any]] = FILE["cases"]
# What the tables give in mg/L, mg h/L and mg h2/L.
IN_MG = {"c_max", "c_last", "c_at_dose", "auc_last", "auc_inf", "auc_inf_fitted"}
IN_MG |= {"aumc_last", "aumc_inf"}
PERCENT = {
    "extrapolated_percent": "extrapolated_share",
    "extrapolated_percent_fitted": "extrapolated_share_fitted",
    "back_extrapolated_percent": "back_extrapolated_share",
}
SIX_DECIMALS = {"auc_last", "auc_inf", "cl_f", "vz_f", "extrapolated_percent"}
# Of the last decimal: a half, and a little for numbers that were rounded twice.
ROUNDED = 0.6


@pytest.mark.parametrize("name", CASES)
def test_every_published_number_comes_out(name: str) -> None:
    case = CASES[name]
    people = FILE["data"][case["data"]]
    settings = {key: case[key] for key in ("dose_mg", "route", "over_h", "method") if key in case}
    for person, measured in enumerate(people):
        found = tt.nca(
            times_h=measured["times_h"],
            concentration_ug_per_L=1000 * np.array(measured["mg_per_L"]),
            **settings,
        )
        for measure, values in case["expected"].items():
            assert len(values) == len(people)
            value = getattr(found, PERCENT.get(measure, measure))
            value *= 100 if measure in PERCENT else 1
            value /= 1000 if measure in IN_MG else 1
            said = f"{measure} of person {person + 1}"
            six = case["data"] == "theophylline" and measure in SIX_DECIMALS
            near = ROUNDED * (1e-6 if six else 1e-7)
            assert value == pytest.approx(values[person], abs=near, rel=0), said


def test_people_sampled_alike_are_analysed_at_once() -> None:
    people = FILE["data"]["indometacin"]
    rows = 1000 * np.array([person["mg_per_L"] for person in people])
    together = tt.nca(
        times_h=people[0]["times_h"], concentration_ug_per_L=rows, dose_mg=25, route="bolus"
    )
    for person, row in enumerate(rows):
        alone = tt.nca(
            times_h=people[0]["times_h"], concentration_ug_per_L=row, dose_mg=25, route="bolus"
        )
        assert together.auc_inf[person] == pytest.approx(alone.auc_inf, rel=1e-14)
        assert together.terminal_points[person] == alone.terminal_points
