"""What is simulated of an observation, by other ways; and the verdicts."""

import math

import numpy as np
import pytest

import titrate as tt
from tests.validation.files import WHOLE, with_line, written
from titrate.validation import check, check_files, read_observations, simulated

DRUG = tt.load_drug("baclofen")
MS = tt.Patient(origin="ms")


def one(tmp_path, text):
    (observation,), refused = read_observations(written(tmp_path, text))
    assert not refused, refused
    return observation


def looking(subject: str, *lines: str, regimen: str = "oral 10 mg every 8 h for 2 days") -> str:
    text = WHOLE
    for key, line in (
        ("site", subject),
        ("regimen", f'regimen = "{regimen}"'),
        ("patient", 'patient = { origin = "ms" }'),
        ("measure", ""),
    ):
        text = with_line(key, line, text)
    for line in lines:
        text = with_line("", line, text)
    return text


def result(regimen: str, times):
    return tt.simulate(DRUG, MS, tt.prescription(regimen), times)


COURSE = "oral 10 mg every 8 h for 2 days"


@pytest.mark.parametrize("measure", ["c_max", "c_min", "c_avg", "auc", "fluctuation"])
def test_measures_of_a_site_are_those_of_the_library(tmp_path, measure):
    text = looking('site = "plasma"', f'measure = "{measure}"', "from_h = 24", "to_h = 48")
    by_hand = result(COURSE, np.arange(49)).measures("plasma", from_h=24, to_h=48)
    found = simulated(one(tmp_path, text)).value
    assert found == pytest.approx(getattr(by_hand, measure), rel=1e-6)


def test_a_value_at_a_time_and_a_mean(tmp_path):
    at = looking('endpoint = "relief_legs"', 'measure = "at"', "at_h = 30")
    course = result(COURSE, np.arange(24, 48.01, 1 / 30))
    relief = course.response["relief_legs"]
    assert simulated(one(tmp_path, at)).value == pytest.approx(
        np.interp(30, course.times_h, relief), rel=1e-6
    )
    mean = looking('endpoint = "relief_legs"', 'measure = "mean"', "from_h = 24", "to_h = 48")
    by_hand = np.trapezoid(relief, course.times_h) / 24
    assert simulated(one(tmp_path, mean)).value == pytest.approx(by_hand, rel=1e-4)


def test_the_first_time_above_a_level_and_how_long(tmp_path):
    bolus = "intrathecal bolus 50 ug once"
    first = looking(
        'endpoint = "relief_legs"', 'measure = "first_above_h"', "level = 0.3", regimen=bolus
    )
    lasts = looking(
        'endpoint = "relief_legs"', 'measure = "duration_above_h"', "level = 0.3", regimen=bolus
    )
    times = np.arange(0, 24.0001, 1 / 60)
    above = result(bolus, times).response["relief_legs"] >= 0.3
    assert simulated(one(tmp_path, first)).value == pytest.approx(times[np.argmax(above)], abs=0.03)
    assert simulated(one(tmp_path, lasts)).value == pytest.approx(above.sum() / 60, abs=0.05)


def test_what_never_happens_is_infinite_and_a_miss(tmp_path):
    text = looking('endpoint = "relief_legs"', 'measure = "first_above_h"', "level = 0.99")
    checked = check(one(tmp_path, text))
    assert math.isinf(checked.simulated.value)
    assert checked.verdict == "miss"


def test_a_dose_that_holds_a_relief_is_the_edge_of_a_window(tmp_path):
    text = looking(
        'endpoint = "relief_legs"',
        'measure = "dose_that_holds"',
        "holds = 0.3",
        "at_h = 240",
        regimen="pump 100 ug/day for 10 days",
    )
    goals = tt.Goals(at_least={"relief_legs": ("end", 0.3)}, at_most={"weakness": 0.9})
    window = tt.find_window(DRUG, MS, tt.pump(rate_ug_per_day=100, days=10), goals=goals)
    assert simulated(one(tmp_path, text)).value == pytest.approx(window.low, rel=1e-4)


def test_two_arms_are_compared(tmp_path):
    base = with_line("regimen", "")
    text = with_line("", 'compare = "ratio"', base)
    arms = "\n".join(
        f'[[observations.arms]]\nname = "{mg} mg"\nregimen = "oral {mg} mg once"' for mg in (20, 10)
    )
    found = one(tmp_path, text + arms + "\n")
    assert simulated(found).value == pytest.approx(2)
    assert found.unit == ""


def test_a_share_of_people_has_the_error_of_drawing_them(tmp_path):
    text = with_line("patient", 'population = { n = 200, seed = 3, spread = "drug" }')
    text = with_line("", 'over_people = "share_above"', text)
    text = with_line("", "above = 150", text)
    text = with_line("accepted", "accepted = [0, 1]", text)
    text = with_line("published", "", text)
    observation = one(tmp_path, text)
    found = simulated(observation)
    people = tt.Population.sample(200, seed=3, drug=DRUG)
    peaks = tt.simulate(DRUG, people, tt.oral(dose_mg=10), [0, 24]).measures(
        "plasma", from_h=0, to_h=24
    )
    share = float(np.mean(peaks.c_max > 150))
    assert found.value == pytest.approx(share)
    assert found.error == pytest.approx(np.sqrt(share * (1 - share) / 200), rel=0.25)
    half = simulated(observation, quick=True)
    assert half.people == 100


def test_another_form_of_the_drug_can_be_asked(tmp_path):
    observation = one(tmp_path, WHOLE)
    faster = DRUG.with_values(apparent_clearance=20)
    assert simulated(observation, faster).value < simulated(observation).value


MISS = ('expected = "miss"', 'miss_reason = "made up"', "tolerance = 5")


@pytest.mark.parametrize(
    ("accepted", "then", "verdict", "passed"),
    [
        ("[110, 170]", None, "inside", True),
        ("[160, 170]", None, "miss", False),
        ("[160, 170]", 151, "known miss", True),
        ("[160, 170]", 140, "known miss that moved", False),
        ("[110, 170]", 151, "known miss that came inside", False),
    ],
)
def test_a_known_miss_may_neither_move_nor_come_inside(tmp_path, accepted, then, verdict, passed):
    text = with_line("accepted", f"accepted = {accepted}", with_line("published", ""))
    for line in () if then is None else (*MISS, f"simulated_then = {then}"):
        text = with_line("", line, text)
    checked = check(one(tmp_path, text))
    assert checked.verdict == verdict
    assert checked.passed is passed


def test_the_steps_of_a_trial_lead_from_relief_to_points():
    rows = {row.observation.id: row for row in check_files(["baclofen_oral"])}
    steps = dict(rows["oral_a14_difference"].simulated.steps)
    assert 0 < steps["latent relief"] < 1
    assert steps["fall in the drug arm"] > steps["fall in the placebo arm"] > 0
    net = steps["fall in the drug arm"] - steps["fall in the placebo arm"]
    assert rows["oral_a14_difference"].simulated.value == pytest.approx(net)


def test_everything_that_ships_is_inside_or_a_miss_one_knows_of():
    checked = tt.validate()
    outside = [str(row) for row in checked.checked if not row.passed]
    assert not checked.refused
    assert not outside
    assert checked.passed
    assert checked.counts["known miss"] == 3
