"""The files under params/: complete, honest, and in agreement with the evidence they quote."""

import math

import pytest

from titrate.errors import UnknownName
from titrate.parameters import (
    Status,
    drug_file_names,
    find_drug_file,
    read_drug_file,
    read_goals_file,
)
from titrate.resources import params_folder

DRUG_FILES = [(drug, preset) for drug, presets in drug_file_names().items() for preset in presets]


@pytest.fixture(scope="module")
def baclofen():
    """Return the adults' file."""
    return read_drug_file(find_drug_file("baclofen"))


@pytest.mark.parametrize(("drug", "preset"), DRUG_FILES)
def test_every_shipped_drug_file_loads_and_lies_where_it_says(drug, preset):
    file = read_drug_file(find_drug_file(drug, preset))
    assert (file.name, file.preset) == (drug, preset)


def test_the_shipped_goals_load():
    assert read_goals_file(params_folder() / "goals.toml").over_h > 0


def test_baclofen_has_exactly_the_numbers_the_body_uses(baclofen):
    values = {
        name: (entry.value, entry.unit, entry.variability.cv_percent)
        for name, entry in ((name, baclofen.parameters[name]) for name in baclofen.parameters)
    }
    assert values == EXPECTED


EXPECTED = {
    "apparent_clearance": (10.8, "L/h", 30),
    "apparent_central_volume": (28.8, "L", 30),
    "apparent_intercompartmental_clearance": (12.9, "L/h", 0),
    "apparent_peripheral_volume": (19.7, "L", 0),
    "absorption_rate": (1.0, "1/h", 44),
    "absorption_lag": (0.15, "h", 0),
    "bioavailability": (0.74, "1", 0),
    "reference_creatinine_clearance": (103, "mL/min", 0),
    "renal_share": (0.7733, "1", 0),
    "reference_weight": (70, "kg", 0),
    "clearance_weight_exponent": (0.75, "1", 0),
    "volume_weight_exponent": (1, "1", 0),
    "csf_lumbar_volume": (59, "mL", 0),
    "csf_thoracic_volume": (42, "mL", 0),
    "csf_cervical_volume": (22, "mL", 0),
    "csf_cisternal_volume": (25, "mL", 0),
    "csf_cranial_volume": (98, "mL", 0),
    "csf_flow_lumbar_thoracic": (31, "mL/h", 0),
    "csf_flow_thoracic_cervical": (34, "mL/h", 0),
    "csf_flow_cervical_cisternal": (90, "mL/h", 0),
    "csf_flow_cisternal_cranial": (100, "mL/h", 0),
    "csf_loss_rate": (0.272, "1/h", 53.3),
    "csf_cranial_loss_rate": (0.204, "1/h", 0),
    "csf_plasma_ratio": (0.12, "1", 0),
    "blood_rate": (3, "1/h", 0),
    "soak_rate": (0.10, "1/h", 30.7),
    "brain_soak_rate": (3, "1/h", 0),
    "kappa_cord": (0.07, "1", 0),
    "phi": (1.2, "1", 0),
    "relief_legs_ec50": (66, "ng/mL", 53.3),
    "relief_slope": (2.1, "1", 0),
    "relief_maximum": (1, "1", 0),
    "ec50_factor_spinal": (1, "1", 0),
    "ec50_factor_cerebral": (1.1, "1", 0),
    "ec50_factor_ms": (0.87, "1", 0),
    "cord_adaptation_maximum": (2.55, "1", 0),
    "cord_adaptation_factor_spinal": (1, "1", 0),
    "cord_adaptation_factor_cerebral": (1, "1", 0),
    "cord_adaptation_factor_ms": (0.87, "1", 0),
    "cord_adaptation_half_way": (165, "ng/mL", 0),
    "cord_adaptation_slope": (3, "1", 0),
    "cord_adaptation_half_time_up": (2.5, "month", 0),
    "cord_adaptation_half_time_down": (3, "d", 0),
    "cord_drift_rate_spinal": (0.056, "1/year", 0),
    "cord_drift_rate_cerebral": (0.045, "1/year", 0),
    "cord_drift_rate_ms": (0.036, "1/year", 0),
    "brain_adaptation_maximum": (1.6, "1", 0),
    "brain_adaptation_half_way": (337, "ng/mL", 0),
    "brain_adaptation_slope": (1, "1", 0),
    "brain_adaptation_half_time": (5, "d", 0),
    "drowsiness_ec50": (337, "ng/mL", 0),
    "drowsiness_slope": (2, "1", 0),
    "weakness_cord_ec50_ratio": (3.3, "1", 0),
    "weakness_cord_slope": (3, "1", 0),
    "weakness_blood_maximum": (0.35, "1", 0),
    "weakness_blood_ec50": (280, "ng/mL", 0),
    "relief_arms_ec50_ratio": (0.55, "1", 0),
    "relief_spasms_ec50_ratio": (0.8, "1", 0),
    "drowsiness_background": (0.36, "1", 0),
    "drowsiness_reporting": (0.18, "1", 0),
    "sedation_ec50": (577, "ng/mL", 0),
    "sedation_slope": (3, "1", 0),
    "dizziness_ec50": (700, "ng/mL", 0),
    "dizziness_slope": (2, "1", 0),
    "discontinuation_ec50": (918, "ng/mL", 0),
    "discontinuation_slope": (2.4, "1", 0),
    "limb_score_placebo": (1.28, "1", 0),
    "limb_score_at_entry": (7.5, "1", 0),
    "limb_score_responsiveness": (0.113, "1", 0),
}


def test_only_what_was_seen_in_a_source_is_called_published(baclofen):
    published = {
        name for name in baclofen.parameters if baclofen.parameters[name].status is Status.PUBLISHED
    }
    assert published == {
        "apparent_clearance",
        "apparent_central_volume",
        "bioavailability",
        "csf_plasma_ratio",
        "drowsiness_background",
        "limb_score_placebo",
    }
    assert baclofen.parameters["csf_plasma_ratio"].sources[0].read == "secondary"


def test_derived_numbers_follow_from_the_published_ones(baclofen):
    value = baclofen.parameters.value
    alpha, beta = 1.29, 0.191
    k10 = value("apparent_clearance") / value("apparent_central_volume")
    k21 = alpha * beta / k10
    k12 = alpha + beta - k21 - k10
    flow = k12 * value("apparent_central_volume")
    # The file keeps three figures, as the evidence page does.
    assert math.isclose(flow, value("apparent_intercompartmental_clearance"), rel_tol=5e-3)
    assert math.isclose(flow / k21, value("apparent_peripheral_volume"), rel_tol=5e-3)
    clearance = value("bioavailability") * value("apparent_clearance")
    renal = value("reference_creatinine_clearance")
    assert math.isclose(renal / clearance, value("renal_share"), abs_tol=5e-5)
    assert math.isclose(clearance * (1 - value("renal_share")), 1.81, abs_tol=5e-3)


def test_spinal_and_cranial_volumes_sum_to_the_published_ones(baclofen):
    value = baclofen.parameters.value
    spine = sum(value(f"csf_{part}_volume") for part in ("lumbar", "thoracic", "cervical"))
    skull = value("csf_cisternal_volume") + value("csf_cranial_volume")
    # Each volume is a whole number of mL.
    assert math.isclose(spine, 0.1231, abs_tol=5e-4)
    assert math.isclose(skull, 0.1228, abs_tol=5e-4)


@pytest.fixture(scope="module", params=DRUG_FILES, ids=lambda each: each[1])
def shipped(request):
    """Return each file in turn."""
    return read_drug_file(find_drug_file(*request.param))


def test_settled_relief_cannot_fall_as_the_dose_rises(shipped):
    a = shipped.parameters.value("cord_adaptation_maximum")
    n = shipped.parameters.value("cord_adaptation_slope")
    steepest = max(n * a * d * (1 - d) / (1 + a * d) for d in (i / 1000 for i in range(1001)))
    assert steepest < 1


def test_every_number_has_a_range_and_a_published_one_a_source(shipped):
    for name in shipped.parameters:
        entry = shipped.parameters[name]
        assert entry.range is not None, name
        assert entry.sources or entry.status is not Status.PUBLISHED, name
        assert entry.meaning, name


def test_a_published_spread_or_belief_stands_beside_a_published_number(shipped):
    for name in shipped.parameters:
        entry = shipped.parameters[name]
        if entry.variability.note.startswith("published ("):
            assert entry.status is Status.PUBLISHED, name
        if entry.uncertainty is not None and entry.uncertainty.status == Status.PUBLISHED:
            assert entry.status is Status.PUBLISHED, name


def test_what_the_doors_are_known_for_is_written_beside_them(shipped):
    for door in shipped.doors.values():
        assert door.sources
        assert door.note


# What each preset states of its own: value, unit, CV of the people in per cent.
OWN = {
    "child": {
        "apparent_clearance": (0.273, "L/h", 33.4),
        "apparent_steady_state_volume": (1.16, "L", 43.9),
        "central_share_of_volume": (0.5, "1", 0),
        "apparent_intercompartmental_clearance": (0.174, "L/h", 0),
        "absorption_mean_time": (0.389, "h", 83.7),
        "reference_weight": (1, "kg", 0),
        "clearance_weight_exponent": (1, "1", 0),
    },
    "elderly": {
        "absorption_rate": (0.5, "1/h", 44),
        "brain_adaptation_half_way": (185, "ng/mL", 0),
        "drowsiness_ec50": (185, "ng/mL", 0),
        "sedation_ec50": (317, "ng/mL", 0),
        "dizziness_ec50": (385, "ng/mL", 0),
        "discontinuation_ec50": (505, "ng/mL", 0),
    },
    "renal_impairment": {},
    "dialysis": {"haemodialysis_clearance": (128, "mL/min", 0)},
    "oral_solution": {"absorption_rate": (2.3, "1/h", 44), "absorption_lag": (0, "h", 0)},
    "aud_simon": {
        "apparent_clearance": (11.6, "L/h", 21),
        "apparent_volume": (72.8, "L", 22),
        "absorption_rate": (1.64, "1/h", 44),
        "clearance_weight_exponent": (0, "1", 0),
        "volume_weight_exponent": (0, "1", 0),
    },
    "aud_chevillard": {
        "apparent_clearance": (8.0, "L/h", 27.4),
        "apparent_volume": (44.5, "L", 86),
        "absorption_rate": (2.23, "1/h", 0),
        "clearance_weight_exponent": (0, "1", 0),
        "volume_weight_exponent": (0, "1", 0),
    },
    "aud_marsot": {
        "apparent_clearance": (9.9, "L/h", 56),
        "apparent_volume": (80.7, "L", 68.3),
        "absorption_rate": (4.6, "1/h", 0),
        "clearance_weight_exponent": (0, "1", 0),
        "volume_weight_exponent": (0, "1", 0),
    },
    "csf_single": {
        "csf_lumbar_volume": (65.4, "mL", 0),
        "csf_loss_rate": (0.459, "1/h", 53.3),
        "soak_rate": (0.11, "1/h", 30.7),
    },
}


def test_a_preset_differs_from_the_adults_in_exactly_what_it_states(shipped, baclofen):
    if shipped.preset == "adult":
        return
    found = {
        name: (entry.value, entry.unit, entry.variability.cv_percent)
        for name, entry in ((name, shipped.parameters[name]) for name in shipped.parameters)
    }
    differing = {name: each for name, each in found.items() if EXPECTED.get(name) != each}
    assert differing == OWN[shipped.preset]


def test_the_doors_hold_the_limits_of_the_contract(baclofen):
    oral, pump, iv = (baclofen.doors[route] for route in ("oral", "intrathecal", "iv"))
    assert (oral.unit, oral.usual_per_day) == ("mg", (5, 80))
    assert (oral.domain_per_dose, oral.domain_per_day) == ((0.5, 100), (0.5, 300))
    assert (pump.unit, pump.usual_per_day, pump.domain_per_day) == ("ug", (12, 1000), (5, 2003))
    assert (pump.usual_per_dose, pump.domain_per_dose) == ((25, 100), (5, 200))
    assert (iv.unit, iv.usual_per_dose) == ("mg", (3, 15))


def test_the_default_patient_is_the_one_of_the_contract(baclofen):
    assert baclofen.patient.defaults == {
        "weight_kg": 70,
        "age_y": 45,
        "creatinine_clearance_mL_min": 103,
        "origin": "spinal",
        "baseline_ashworth": 3,
        "spasms_per_day": 10,
        "contracture_share": 0,
    }
    assert baclofen.patient.choices == {"origin": ("spinal", "cerebral", "ms")}


def test_a_preset_for_some_of_the_people_is_for_those_of_its_own_file(shipped):
    for preset, whom in shipped.patient.presets.items():
        own = read_drug_file(find_drug_file(shipped.name, preset)).patient.domain
        assert whom
        for name, span in whom.items():
            assert span == own[name]


def test_the_bibliography_holds_every_source_a_parameter_uses(shipped):
    text = shipped.parameters.cite()
    used = {source for name in shipped.parameters for source in shipped.parameters[name].sources}
    assert all(source.citation in text for source in used)
    assert all(f"[read: {source.read}" in text for source in used)
    assert all(name in text for name in shipped.parameters)


def test_an_unknown_drug_or_preset_is_refused_with_those_there_are():
    with pytest.raises(UnknownName, match="No drug called 'baclofene'") as error:
        find_drug_file("baclofene")
    assert "Did you mean 'baclofen'? Drugs: baclofen" in error.value.hint
    with pytest.raises(UnknownName, match="No preset of baclofen called 'adlut'") as error:
        find_drug_file("baclofen", "adlut")
    assert "Did you mean 'adult'? Presets of baclofen: adult" in error.value.hint


def test_folders_of_other_things_are_not_drugs(tmp_path):
    for folder, file in [("protocols", "a"), ("observations", "b"), ("x", "child"), ("y", "adult")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{file}.toml").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "y" / "child.toml").touch()
    assert drug_file_names(tmp_path) == {"x": ("child",), "y": ("adult", "child")}
    assert find_drug_file("x", folder=tmp_path).name == "child.toml"
    assert find_drug_file("y", folder=tmp_path).name == "adult.toml"
