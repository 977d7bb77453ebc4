"""The hard cases: how titrate solves each, and what 50 digits say of it.

A case is solved by any method; its curves come by name, (times,) or (people, times), as the stored
ones do. See make_reference.py and make_hard_cases.py for the numbers.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from titrate.dosing import Regimen, bolus, iv, oral, pump
from titrate.library import load_drug
from titrate.patients import Patient
from titrate.pk import (
    CompartmentModel,
    Entry,
    Flow,
    Ode,
    Site,
    one_compartment_iv,
    one_compartment_oral,
    solve,
    two_compartment_oral,
    with_transit,
)
from titrate.simulation import simulate
from titrate.timecourse import Array

# As tight as LSODA goes.
INTEGRATED = Ode("LSODA", rtol=1e-11, atol=1e-13)
Method = str | Ode
Curves = Mapping[str, Array]
DOSE_MG = 10


@dataclass(frozen=True)
class Witnessed:
    """A case that three witnesses speak of.

    Parameters
    ----------
    name : str
        Of the file that holds the 50 digits.
    hard : str
        What is hard about it.
    solved : callable
        ``(stored, method) -> curves``.
    """

    name: str
    hard: str
    solved: Callable[[dict[str, Any], Method], Curves]

    def found(self, method: Method) -> Curves:
        """Return titrate's curves by a method."""
        return self.solved(stored(self.name), method)

    @property
    def wanted(self) -> Curves:
        """The curves at 50 digits, as floats."""
        case = stored(self.name)
        named = {k.removesuffix("_ug"): v for k, v in case.items() if k.endswith("_ug")}
        return {k: np.array(v) for k, v in (named | case.get("sites", {})).items()}


@cache
def stored(name: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def apart(one: Curves, other: Curves) -> float:
    """Return the largest difference over the maximum of its own curve; of people, each alone."""
    return max(
        float((np.abs(one[name] - other[name]) / np.max(other[name], axis=-1, keepdims=True)).max())
        for name in other
    )


def oral_model(absorption_per_h: Array | float, elimination_per_h: Array | float):
    return one_compartment_oral(
        clearance_L_per_h=elimination_per_h, volume_L=1.0, absorption_per_h=absorption_per_h
    )


def _amounts(model: CompartmentModel, regimen: Regimen, case: dict[str, Any], method: Method):
    return solve(model, regimen, case["times_h"], method=method).amounts


def _by_mouth(case: dict[str, Any], method: Method) -> Curves:
    model = oral_model(0.3, case.get("k_per_h", 0.3))
    return {"plasma": _amounts(model, oral(dose_mg=DOSE_MG), case, method)["plasma"]}


def _through_transit(count: int) -> Callable[[dict[str, Any], Method], Curves]:
    # Plasma keeps everything: the reference is then an incomplete gamma function.
    kept = CompartmentModel(
        ("gut", "plasma"),
        (Flow("gut", "plasma", 6.0),),
        (Entry("oral", "gut"),),
        (Site("plasma", {"plasma": 1.0}),),
    )
    model = with_transit(kept, mean_time_h=count / 6.0, count=count)

    def solved(case: dict[str, Any], method: Method) -> Curves:
        amounts = _amounts(model, oral(dose_mg=DOSE_MG), case, method)
        return {"last": amounts[f"transit_{count}"], "plasma": amounts["plasma"]}

    return solved


def _stiff(case: dict[str, Any], method: Method) -> Curves:
    model = with_transit(oral_model(2000.0, 0.3), mean_time_h=2 / 2000.0, count=2)
    return {"plasma": _amounts(model, oral(dose_mg=DOSE_MG), case, method)["plasma"]}


def _two_compartments(case: dict[str, Any], method: Method) -> Curves:
    model = two_compartment_oral(
        clearance_L_per_h=0.375,
        central_volume_L=1.0,
        intercompartmental_clearance_L_per_h=0.448,
        peripheral_volume_L=0.448 / 0.655,
        absorption_per_h=1.0,
    )
    amounts = _amounts(model, oral(dose_mg=DOSE_MG), case, method)
    return {name: amounts[name] for name in ("plasma", "tissue")}


def _by_vein(*doses: Regimen) -> Callable[[dict[str, Any], Method], Curves]:
    model = one_compartment_iv(clearance_L_per_h=0.3, volume_L=1.0)
    together = doses[0]
    for dose in doses[1:]:
        together = together + dose

    def solved(case: dict[str, Any], method: Method) -> Curves:
        return {"plasma": _amounts(model, together, case, method)["plasma"]}

    return solved


def _of_people(case: dict[str, Any], method: Method) -> Curves:
    absorption, elimination = (
        np.array(case[f"{name}_per_h"]) for name in ("absorption", "elimination")
    )
    course = oral(dose_mg=DOSE_MG, every_h=8, days=2)
    return {"plasma": _amounts(oral_model(absorption, elimination), course, case, method)["plasma"]}


def _baclofen(course: Regimen) -> Callable[[dict[str, Any], Method], Curves]:
    def solved(case: dict[str, Any], method: Method) -> Curves:
        drug = load_drug("baclofen")
        other = {
            name: value
            for name, value in case["parameters"].items()
            if drug.parameters[name].value != value
        }
        assert all(name.startswith("csf_") and name.endswith("_volume") for name in other), other
        sites = list(case["sites"])
        result = simulate(
            drug.with_values(**other),
            Patient(),
            course,
            case["times_h"],
            outputs=sites,
            method=method,
        )
        ledger = {"urine": result.amounts["urine"]} if "urine_ug" in case else {}
        return {**{site: result.concentration[site] for site in sites}, **ledger}

    return solved


PUMP = pump(rate_ug_per_day=300, days=2)
CASES = {
    case.name: case
    for case in (
        Witnessed("equal_rates", "absorption as fast as elimination", _by_mouth),
        Witnessed("rates_1e-9_apart", "rates 1e-9 of themselves apart", _by_mouth),
        Witnessed("rates_1e-12_apart", "rates 1e-12 of themselves apart", _by_mouth),
        Witnessed("transit_3", "three equal rates in a chain", _through_transit(3)),
        Witnessed("transit_8", "eight equal rates in a chain", _through_transit(8)),
        Witnessed("stiff_2000_per_h", "a chain of 2000 /h before plasma, over a day", _stiff),
        Witnessed("two_compartments_oral", "three exponentials", _two_compartments),
        Witnessed(
            "infusion_then_washout", "an infusion that ends", _by_vein(iv(dose_mg=10, over_h=2))
        ),
        Witnessed(
            "bolus_at_an_output_time",
            "a bolus at an output time: the curve shows it there",
            _by_vein(iv(dose_mg=10), iv(dose_mg=10, time_h=8)),
        ),
        Witnessed(
            "infusion_ending_at_a_dose",
            "an infusion that ends at a dose",
            _by_vein(iv(dose_mg=10, over_h=8), iv(dose_mg=10, time_h=8)),
        ),
        Witnessed("several_people", "three people at once: equal, apart, 2000 /h", _of_people),
        Witnessed(
            "baclofen_both_doors",
            "baclofen's whole body, tablets with a lag and a pump for 10 days",
            _baclofen(oral(dose_mg=10, every_h=8, days=10) + pump(rate_ug_per_day=300, days=10)),
        ),
        Witnessed(
            "baclofen_bolus_50_ug", "baclofen's whole body, a bolus", _baclofen(bolus(dose_ug=50))
        ),
        Witnessed(
            "stiff_fluid",
            "spinal fluid a hundredth as large: mixing at 400 /h, soaking at 0.1 /h",
            _baclofen(bolus(dose_ug=50) + PUMP),
        ),
        Witnessed(
            "baclofen_360_days_of_pump",
            "a pump for 360 days",
            _baclofen(pump(rate_ug_per_day=300, days=360)),
        ),
    )
}
