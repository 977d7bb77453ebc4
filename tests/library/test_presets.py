"""Each preset of baclofen against what its source reports, and what it cannot answer."""

import pickle

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidFile, InvalidValue, UnknownName
from titrate.library import preset_file
from titrate.library.baclofen import FORMS
from titrate.parameters import read_drug_file
from titrate.resources import params_folder

PRESETS = tt.preset_names("baclofen")
FITS = ("aud_simon", "aud_chevillard", "aud_marsot")
DAY = np.arange(0, 72.1, 0.25)


def one(preset: str, text: str, **patient: object):
    """Return the measures of plasma after one dose, and the result."""
    drug = tt.load_drug("baclofen", preset)
    result = tt.simulate(drug, tt.Patient(**patient), tt.prescription(text), DAY)
    return result.measures("plasma", from_h=0, to_h=72), result


def average(preset: str, regimen: tt.Regimen, **patient: object) -> float:
    drug = tt.load_drug("baclofen", preset)
    return tt.simulate(drug, tt.Patient(**patient), regimen).measures("plasma").c_avg


def half_life(result: tt.Result, from_h: float = 12, to_h: float = 24) -> float:
    return tt.half_life_h(result.solution, "plasma", from_h=from_h, to_h=to_h)


def test_the_adults_come_first_and_every_preset_loads() -> None:
    assert PRESETS[0] == "adult"
    assert len(PRESETS) == len(set(PRESETS))
    for preset in PRESETS:
        assert tt.load_drug("baclofen", preset).preset == preset


def test_an_unknown_drug_has_no_presets() -> None:
    with pytest.raises(UnknownName, match="No drug called 'baclofne'"):
        tt.preset_names("baclofne")


def test_an_unknown_preset_gets_the_nearest() -> None:
    with pytest.raises(UnknownName) as error:
        tt.load_drug("baclofen", "aud_simn")
    assert "Did you mean 'aud_simon'? Presets of baclofen: adult, aud_chevillard" in str(
        error.value
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_simulates_its_own_patient_at_its_own_doors_and_keeps_all_mass(preset):
    drug = tt.load_drug("baclofen", preset)
    for route, door in drug.doors.items():
        text = door.pattern or f"{route} bolus {door.usual_per_dose[0]:g} {door.unit} once"
        regimen = tt.prescription(text)
        result = tt.simulate(drug, tt.Patient(), regimen, [12.0, 48.0, 400.0])
        total = sum(result.amounts[name][-1] for name in result.amounts)
        assert total == pytest.approx(regimen.doses.amount_ug.sum(), rel=1e-12)
        assert all(np.isfinite(curve).all() for curve in result.response.curves.values())


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_sent_to_another_process(preset: str) -> None:
    drug = pickle.loads(pickle.dumps(tt.load_drug("baclofen", preset)))
    body = drug.kinetics(drug.individual(drug.parameters, drug.people(tt.Patient())))
    assert body.is_linear


@pytest.mark.parametrize("preset", PRESETS)
def test_exact_and_ode_agree_on_every_preset(preset: str) -> None:
    drug = tt.load_drug("baclofen", preset)
    route, door = next(iter(drug.doors.items()))
    regimen = tt.prescription("oral 5 mg once" if route == "oral" else door.pattern)
    times = np.arange(0, 25, 1.0)
    both = [tt.simulate(drug, tt.Patient(), regimen, times, method=m) for m in ("exact", "ode")]
    for site in both[0].concentration:
        exact, ode = (found.concentration[site] for found in both)
        assert np.abs(exact - ode).max() <= 1e-5 * exact.max(), site


def test_every_preset_names_its_model_and_no_model_is_left_unused() -> None:
    assert {preset_file("baclofen", preset).about.model for preset in PRESETS} == set(FORMS)


def test_rivals_name_a_preset_that_there_is() -> None:
    rivals = {p: preset_file("baclofen", p).about.rival_of for p in PRESETS}
    assert {p for p in rivals if rivals[p]} == {*FITS, "csf_single"}
    assert set(rivals.values()) == {"", "adult"}


# ------------------------------------------------------------------------- one-compartment fits


def test_simon_gives_the_half_life_and_the_area_of_his_fit() -> None:
    measured, result = one("aud_simon", "oral 20 mg once")
    assert 4.2 <= half_life(result) <= 4.6
    assert measured.auc == pytest.approx(20_000 / 11.6, rel=1e-3)


def test_one_compartment_peaks_where_its_closed_form_does() -> None:
    ka, k = 1.64, 11.6 / 72.8
    peak_h = np.log(ka / k) / (ka - k)
    peak = 10_000 / 72.8 * np.exp(-k * peak_h)
    measured, _ = one("aud_simon", "oral 10 mg once")
    # Spinal fluid takes up a little, which the closed form has not: half a per cent.
    assert measured.t_max_h == pytest.approx(peak_h, rel=5e-3)
    assert measured.c_max == pytest.approx(peak, rel=5e-3)


@pytest.mark.parametrize(
    ("preset", "published"),
    [("aud_simon", 108), ("aud_marsot", 126), ("aud_chevillard", 156), ("adult", 116)],
)
def test_ten_milligrams_three_times_a_day_average_what_the_clearance_says(preset, published):
    found = average(preset, tt.oral(dose_mg=10, every_h=8, days=10))
    assert found == pytest.approx(published, rel=0.02)


@pytest.mark.parametrize("preset", FITS)
def test_a_fit_without_covariates_gives_light_and_heavy_people_the_same_levels(preset) -> None:
    course = tt.oral(dose_mg=10, every_h=8, days=5)
    light, heavy = (average(preset, course, weight_kg=kg) for kg in (50, 100))
    assert light == pytest.approx(heavy, rel=1e-6)


@pytest.mark.parametrize("preset", FITS)
def test_a_fit_is_taken_whole(preset: str) -> None:
    parameters = tt.load_drug("baclofen", preset).parameters
    names = ("apparent_clearance", "apparent_volume", "absorption_rate")
    assert {parameters[name].fit for name in names} == {
        preset_file("baclofen", preset).parameters["apparent_clearance"].sources[0].key
    }
    assert not {"apparent_central_volume", "absorption_lag"} & set(parameters)


def test_the_spread_of_clearance_between_people_is_the_published_one() -> None:
    drug = tt.load_drug("baclofen", "aud_simon")
    people = tt.Population.sample(2000, seed=1, drug=drug)
    clearance = 11.6 * np.exp(drug.people(people).eta["apparent_clearance"])
    low, high = np.quantile(clearance, [0.05, 0.95])
    # 8.2 to 16.4 L/h is lognormal with a CV of 21 %; 2,000 people know a quantile to 2 %.
    assert low == pytest.approx(8.2, rel=0.04)
    assert high == pytest.approx(16.4, rel=0.04)


def test_an_apparent_clearance_of_one_paper_with_the_volume_of_another_is_refused(tmp_path) -> None:
    shelf = params_folder() / "baclofen"
    for name in ("adult", "aud_simon"):
        (tmp_path / f"{name}.toml").write_bytes((shelf / f"{name}.toml").read_bytes())
    chevillard = (shelf / "aud_chevillard.toml").read_text("utf-8")
    start = chevillard.index("[sources.")
    mixed = tmp_path / "mixed.toml"
    mixed.write_text(
        'extends = "aud_simon.toml"\n'
        + chevillard[chevillard.index("[about]") : chevillard.index("[without]")]
        + chevillard[start : chevillard.index("[parameters.apparent_volume]")],
        "utf-8",
    )
    with pytest.raises(InvalidFile) as error:
        read_drug_file(mixed, models=FORMS)
    assert error.value.problem.endswith(
        "apparent_volume comes from the fit 'simon_2018', and apparent_clearance from "
        "'chevillard_2018' (mixed.toml)."
    )


def test_a_one_compartment_absorption_rate_is_refused_in_two_compartments(tmp_path) -> None:
    adult = (params_folder() / "baclofen" / "adult.toml").read_text("utf-8")
    start = adult.index("[parameters.absorption_rate]")
    mixed = adult[:start] + adult[start:].replace('"kochak_1985"', '"simon_2018"', 1)
    (tmp_path / "adult.toml").write_text(mixed, "utf-8")
    with pytest.raises(InvalidFile, match="absorption_rate comes from the fit 'simon_2018'"):
        read_drug_file(tmp_path / "adult.toml", models=FORMS)


def test_a_number_may_be_changed_in_a_session() -> None:
    assert tt.load_drug("baclofen").with_values(apparent_clearance=8).parameters.counts()["changed"]


# ---------------------------------------------------------------------------------- children


@pytest.mark.parametrize("weight_kg", [12, 25, 50])
def test_a_child_clears_and_holds_what_he_reports_per_kg(weight_kg: float) -> None:
    measured, result = one("child", "oral 5 mg once", weight_kg=weight_kg)
    assert 5_000 / measured.auc / weight_kg == pytest.approx(0.273, rel=1e-3)
    assert 4.2 <= half_life(result) <= 4.8
    drug = result.drug
    values = drug.individual(drug.parameters, result.who)
    volume = values["central_volume"] + values["peripheral_volume"]
    apparent = float(volume[0]) / drug.parameters.value("bioavailability")
    assert apparent / weight_kg == pytest.approx(1.16, rel=0.03)


def test_a_childs_dose_takes_the_mean_transit_time_to_arrive() -> None:
    drug = tt.load_drug("baclofen", "child")
    body = drug.kinetics(drug.individual(drug.parameters, drug.people(tt.Patient())))
    rates = [flow.rate_per_h[0] for flow in body.flows[:3]]
    assert [flow.source for flow in body.flows[:3]] == ["transit_1", "transit_2", "gut"]
    assert sum(1 / rate for rate in rates) == pytest.approx(0.389, rel=1e-12)
    assert rates[0] == pytest.approx(rates[2], rel=1e-12)


def test_a_child_on_two_milligrams_per_kg_a_day_has_the_level_of_an_adult_on_eighty() -> None:
    child = average("child", tt.oral(dose_mg_per_kg=2 / 3, every_h=8, days=10))
    assert child == pytest.approx(305, rel=0.05)
    assert 80 <= child <= 400
    adult = average("adult", tt.oral(dose_mg=80 / 3, every_h=8, days=10))
    assert child == pytest.approx(adult, rel=0.02)


def test_the_clearance_of_children_spreads_as_published() -> None:
    drug = tt.load_drug("baclofen", "child")
    eta = drug.people(tt.Population.sample(2000, seed=1, drug=drug)).eta["apparent_clearance"]
    assert 0.28 <= np.std(np.exp(eta)) / np.mean(np.exp(eta)) <= 0.39


@pytest.mark.parametrize("age_y", [1, 18, 45])
def test_the_childs_preset_takes_nobody_of_another_age(age_y: float) -> None:
    with pytest.raises(InvalidValue, match="age_y"):
        tt.load_drug("baclofen", "child").people(tt.Patient(age_y=age_y))


def test_a_childs_pump_is_refused_with_the_reason() -> None:
    drug = tt.load_drug("baclofen", "child")
    with pytest.raises(UnknownName) as error:
        tt.simulate(drug, tt.Patient(), tt.pump(rate_ug_per_day=100, days=2))
    assert error.value.problem == (
        "The preset 'child' of baclofen has no route 'intrathecal': no spinal fluid of children "
        "has been modelled."
    )
    assert error.value.hint == 'Take load_drug("baclofen", preset="adult").'


# ----------------------------------------------------------- the old, the solution, the kidneys


def test_the_old_peak_later_and_lower_with_the_same_area() -> None:
    old, _ = one("elderly", "oral 10 mg once")
    young, _ = one("adult", "oral 10 mg once")
    assert old.t_max_h > young.t_max_h + 0.5
    assert old.c_max < 0.8 * young.c_max
    assert old.auc == pytest.approx(young.auc, rel=0.2)


@pytest.mark.parametrize(
    "name", ["drowsiness_ec50", "sedation_ec50", "dizziness_ec50", "discontinuation_ec50"]
)
def test_the_old_are_drowsy_at_half_to_six_tenths_of_the_adults_levels(name: str) -> None:
    old, adult = (tt.load_drug("baclofen", p).parameters[name] for p in ("elderly", "adult"))
    assert old.range is not None
    assert old.value / adult.value == pytest.approx(0.55, abs=0.005)
    assert (old.range[0] / adult.value, old.range[1] / adult.value) == pytest.approx(
        (0.5, 0.6), abs=0.003
    )


def test_the_solution_peaks_at_three_quarters_of_an_hour_with_the_area_of_a_tablet() -> None:
    solution, result = one("oral_solution", "oral 20 mg once")
    tablet, _ = one("adult", "oral 20 mg once")
    assert 0.5 <= solution.t_max_h <= 1.0
    assert 3.5 <= half_life(result) <= 5.7
    assert 0.8 <= solution.auc / tablet.auc <= 1.25


def test_impaired_kidneys_leave_the_adults_body_with_less_clearance() -> None:
    course = tt.oral(dose_mg=5, every_h=8, days=10)
    mine = average("renal_impairment", course)
    same = average("adult", course, creatinine_clearance_mL_min=30)
    assert mine == pytest.approx(same, rel=1e-12)
    assert mine > 1.5 * average("adult", course)


def test_an_anuric_patient_clears_a_fifth_and_halves_in_fourteen_hours() -> None:
    _, result = one("dialysis", "oral 5 mg once")
    assert half_life(result, 30, 60) == pytest.approx(14, abs=1)


# -------------------------------------------------------------- spinal fluid as one pool

POOL = tt.load_drug("baclofen", "csf_single")
BOLUS = tt.prescription("intrathecal bolus 50 ug once")


def test_one_pool_has_the_half_life_and_the_clearance_of_the_label() -> None:
    result = tt.simulate(POOL, tt.Patient(), BOLUS, np.arange(0, 24.1, 0.25))
    found = tt.half_life_h(result.solution, "csf_lumbar", from_h=0.5, to_h=4)
    assert found == pytest.approx(1.51, abs=0.01)
    steady = tt.simulate(POOL, tt.Patient(), tt.pump(rate_ug_per_day=240, days=5))
    litres_per_h = 10 / steady.concentration["csf_lumbar"][-1]
    assert 0.024 <= litres_per_h <= 0.036


def test_one_pool_has_its_greatest_effect_four_hours_after_a_bolus() -> None:
    result = tt.simulate(POOL, tt.Patient(), BOLUS, np.arange(0, 24.1, 0.25))
    assert 3 <= result.times_h[result.response["relief_legs"].argmax()] <= 5


@pytest.mark.parametrize(
    "name", ["relief_arms", "ashworth_arms", "cord_arms", "csf_cisternal", "brain", "drowsiness"]
)
def test_one_pool_says_what_it_has_not_and_which_preset_has(name: str) -> None:
    with pytest.raises(UnknownName, match=f"no output '{name}': its spinal fluid is one") as error:
        tt.simulate(POOL, tt.Patient(), BOLUS, outputs=[name])
    assert error.value.hint == 'Take load_drug("baclofen", preset="adult").'


def test_one_pool_has_no_window_for_goals_at_the_brain() -> None:
    pump = tt.pump(rate_ug_per_day=100, days=14)
    with pytest.raises(UnknownName, match=r"no endpoint .drowsiness.: its spinal fluid"):
        tt.find_window(POOL, tt.Patient(), pump)
    legs = tt.Goals(at_least={"relief_legs": 0.3}, at_most={"weakness": 0.2})
    assert not tt.find_window(POOL, tt.Patient(), pump, goals=legs).is_empty


def test_one_pool_knows_no_catheter_tip_higher_up() -> None:
    with pytest.raises(UnknownName, match="no segment 'thoracic': its spinal fluid is one pool"):
        tt.simulate(POOL, tt.Patient(), tt.pump(rate_ug_per_day=100, days=2, at="thoracic"))


def test_all_that_one_pool_lacks_the_chain_has() -> None:
    adult = tt.load_drug("baclofen")
    body = adult.kinetics(adult.individual(adult.parameters, adult.people(tt.Patient())))
    result = tt.simulate(adult, tt.Patient(), BOLUS, [1.0])
    segments = [entry.at for entry in body.entries]
    known = {*body.site_names, *result.response, *adult.doors, *segments}
    assert set(POOL.lacks) <= known
    pool = tt.simulate(POOL, tt.Patient(), BOLUS, [1.0])
    assert {*body.site_names, *result.response} - {*pool.concentration, *pool.response} <= set(
        POOL.lacks
    )
