"""The observation files are read, make sense, and the typical patient lies inside them."""

import tomllib

import numpy as np
import pytest

import titrate as tt
from titrate.library.baclofen import limb_score_fall
from titrate.resources import params_folder
from titrate.scales import find_scale

FILES = sorted((params_folder() / "observations").glob("*.toml"))
OBSERVATIONS = [
    pytest.param(observation, id=observation["id"])
    for path in FILES
    for observation in tomllib.loads(path.read_text(encoding="utf-8"))["observations"]
]
DRUG = tt.load_drug("baclofen")


def simulated(observation: dict) -> float:
    regimen = tt.prescription(observation["regimen"])
    patient = tt.Patient(**observation["patient"])
    step = 0.25 if regimen.end_h < 10_000 else 6.0
    times = np.arange(0, regimen.end_h + 0.01, step)
    result = tt.simulate(DRUG, patient, regimen, times, initial=observation.get("initial"))
    if "site" in observation:
        if observation["measure"] == "half_life_h":
            span = {name: observation[name] for name in ("from_h", "to_h")}
            return tt.half_life_h(result.solution, observation["site"], **span)
        return getattr(result.measures(observation["site"]), observation["measure"])
    curve = result.response[observation["endpoint"]]
    if observation.get("reading") == "ms limb score":
        values = DRUG.individual(DRUG.parameters, result.who)
        curve = limb_score_fall(values, curve[None])[observation["arm"]][0]
    if observation["measure"] == "at":
        return float(np.interp(observation["at_h"], times, curve))
    if observation["measure"] == "peak":
        return float(curve.max())
    assert observation["measure"] == "mean"
    within = (times >= observation["from_h"]) & (times <= observation["to_h"])
    return float(np.trapezoid(curve[within], times[within]) / np.ptp(times[within]))


def test_there_are_observations_and_no_name_stands_twice():
    names = [case.values[0]["id"] for case in OBSERVATIONS]
    assert names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("observation", OBSERVATIONS)
def test_an_observation_says_where_it_comes_from_and_what_it_fixes(observation):
    assert observation["claim"]
    assert observation["source"]
    assert observation["reason"]
    assert observation["read"] in ("abstract", "full text", "label", "secondary")
    assert set(observation["fixes"]) <= set(DRUG.parameters)
    low, high = observation["accepted"]
    assert low < high


@pytest.mark.parametrize("observation", OBSERVATIONS)
def test_a_score_names_its_scale(observation):
    if observation.get("endpoint", "").startswith("ashworth") or "reading" in observation:
        scale = find_scale(observation["scale"])
        assert scale.low <= observation["accepted"][0]
        assert observation["accepted"][1] <= scale.high


@pytest.mark.parametrize("observation", OBSERVATIONS)
def test_the_typical_patient_lies_inside(observation):
    low, high = observation["accepted"]
    found = simulated(observation)
    assert low <= found <= high, f"{observation['claim']}: simulated {found:.4g}"
