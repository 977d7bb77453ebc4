"""Arguments that are right, for tests that put a wrong one in the place of each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

import titrate as tt

PATIENT = tt.Patient(weight_kg=70, origin="ms")
COURSE = tt.oral(dose_mg=10, every_h=8, days=2)
DRUG = tt.load_drug("baclofen")
MODEL = tt.one_compartment_oral(clearance_L_per_h=1.1, volume_L=20, absorption_per_h=1.5)
HILL = tt.Hill(3.0)
SITE = tt.Site("a", {"a": 1.0})
FLOW, ENTRY = tt.Flow("a", "b", 1.0), tt.Entry("oral", "a")
NUMBERS = tt.ParameterSet.of(clearance=(1.1, "L/h"))
TABLE = pd.DataFrame({"TIME": [0, 1], "EVID": [1, 0], "AMT": [10, 0], "CMT": [1, 1]})
NO_SPREAD = NUMBERS["clearance"].variability


@cache
def solved():
    return tt.solve(MODEL, COURSE, [0, 24, 48])


@cache
def result():
    return tt.simulate(DRUG, PATIENT, COURSE, [0, 24, 48], outputs=["plasma", "relief_legs"])


@cache
def window():
    return tt.find_window(DRUG, PATIENT, COURSE)


def moved_by(right_hand_side):
    parts = {"flows": (FLOW,), "entries": (ENTRY,), "sites": (SITE,)}
    model = tt.CompartmentModel(("a", "b"), **parts, right_hand_side=right_hand_side)
    return tt.solve(model, COURSE, [0, 1], method="ode")


def read_by(curve):
    drug = tt.DrugModel(
        "mine",
        NUMBERS,
        lambda parameters, people: {},
        lambda values: MODEL,
        lambda values: (tt.Endpoint("r", "", "higher", "plasma", curve),),
        {"oral": tt.Door("mg", 5)},
    )
    return tt.simulate(drug, PATIENT, COURSE, [0, 1])


@dataclass(frozen=True)
class Argument:
    """How a right value is made, and which of the kinds above are right too."""

    make: Callable[[], object]
    takes: tuple[str, ...]


def given(value: object, *takes: str) -> Argument:
    return Argument(lambda: value, takes)


def later(make: Callable[[], object], *takes: str) -> Argument:
    """Return an argument that is made when it is needed: collecting the tests solves nothing."""
    return Argument(make, takes)


Call = tuple[Callable[..., object], dict[str, Argument]]

NAME = given("a", "text")
NUMBER = given(1.0, "number")
NUMBER_OR_NONE = given(1.0, "number", "none")
FLAG = given(False, "truth")
MODEL_GIVEN = given(MODEL)
REGIMEN = given(COURSE, "regimen")
WHO = given(PATIENT, "patient")
