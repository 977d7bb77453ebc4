"""Baclofen as it is loaded: its parameters, its individual values, its endpoints."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import UnknownName
from titrate.library import preset_file
from titrate.library.baclofen import FORMS, limb_score_fall
from titrate.pd import Hill

DRUG = tt.load_drug("baclofen")
DIMENSIONS = FORMS[preset_file("baclofen").about.model].dimensions


def values(**patient: object):
    return DRUG.individual(DRUG.parameters, DRUG.people(tt.Patient(**patient)))


def test_the_shelf_holds_baclofen() -> None:
    assert tt.drug_names() == ("baclofen",)


@pytest.mark.parametrize("name", ["baclofne", "Baclofen", "tizanidine"])
def test_an_unknown_drug_lists_the_drugs(name: str) -> None:
    with pytest.raises(UnknownName, match="Drugs: baclofen"):
        tt.load_drug(name)


def test_an_unknown_preset_lists_the_presets() -> None:
    with pytest.raises(UnknownName, match="adult"):
        tt.load_drug("baclofen", "adolt")


def test_every_parameter_of_the_file_has_a_dimension_and_the_reverse() -> None:
    assert set(DIMENSIONS) == set(DRUG.parameters)


# What a trial's table shows before the drug: read where trials are read, not in a person.
OF_LIMB_SCORE = ("limb_score_placebo", "limb_score_at_entry", "limb_score_responsiveness")
OF_TRIALS = {"discontinuation_background", *OF_LIMB_SCORE}


@pytest.mark.parametrize("name", OF_LIMB_SCORE)
def test_every_number_of_a_trials_score_moves_its_drug_arm(name: str) -> None:
    value = DRUG.parameters.value(name)
    relief = np.array([[0.4]])

    def drug_arm(drug: tt.DrugModel) -> float:
        people = drug.people(tt.Patient())
        values = drug.individual(drug.parameters, people)
        return float(limb_score_fall(values, relief)["drug"][0, 0])

    assert drug_arm(DRUG.with_values(**{name: value * 1.1})) > drug_arm(DRUG) + 0.01


def test_a_trials_score_falls_without_the_drug_too() -> None:
    people = DRUG.people(tt.Patient(contracture_share=0.5))
    arms = limb_score_fall(DRUG.individual(DRUG.parameters, people), np.array([[0.0, 1.0]]))
    np.testing.assert_allclose(arms["placebo"], [[1.28, 1.28]])
    np.testing.assert_allclose(arms["drug"] - arms["placebo"], arms["difference"])
    # Contracture is tone that no drug removes: half of 7.5 x 0.113.
    np.testing.assert_allclose(arms["difference"], [[0.0, 0.5 * 7.5 * 0.113]])


@pytest.mark.parametrize("name", sorted(set(DIMENSIONS) - OF_TRIALS))
def test_every_parameter_acts_on_something(name: str) -> None:
    """A tenth more of any number changes some curve by mouth or by pump (but for a definition)."""
    value = DRUG.parameters[name].value
    origin = next((o for o in ("cerebral", "ms") if name.endswith(o)), "spinal")
    who = tt.Patient(weight_kg=90, origin=origin, creatinine_clearance_mL_min=60)
    both = tt.oral(dose_mg=20, every_h=8, days=2) + tt.pump(rate_ug_per_day=200, days=2)
    stop = both.then(tt.pump(rate_ug_per_day=0, days=2))
    limits = DRUG.parameters[name].limits
    more = value * 1.1 if value * 1.1 <= limits[1] else value * 0.9
    found = [
        tt.simulate(drug, who, stop, np.arange(0, 97, 3.0))
        for drug in (DRUG, DRUG.with_values(**{name: more}))
    ]
    moved = max(
        float(np.max(np.abs(a.curves[curve] - b.curves[curve])))
        for a, b in (
            (found[0].concentration, found[1].concentration),
            (found[0].response, found[1].response),
        )
        for curve in a
    )
    assert moved > 1e-9, f"{name} changes nothing"


def test_the_typical_adult_has_true_values_behind_the_apparent_ones() -> None:
    man = values()
    clearance = man["renal_clearance"] + man["metabolic_clearance"]
    assert clearance[0] == pytest.approx(10.8 * 0.74, rel=1e-12)
    assert man["central_volume"][0] == pytest.approx(28.8 * 0.74, rel=1e-12)


def test_size_scales_volumes_and_metabolism_and_not_the_kidneys() -> None:
    small, large = values(weight_kg=50), values(weight_kg=100)
    names = ("central_volume", "metabolic_clearance", "renal_clearance")
    ratio = {name: float(large[name][0] / small[name][0]) for name in names}
    assert ratio["central_volume"] == pytest.approx(2.0)
    assert ratio["metabolic_clearance"] == pytest.approx(2**0.75)
    assert ratio["renal_clearance"] == pytest.approx(1.0)


def test_without_kidneys_metabolism_is_left() -> None:
    none = values(creatinine_clearance_mL_min=0)
    assert none["renal_clearance"][0] == 0.0
    assert none["metabolic_clearance"][0] == pytest.approx(7.992 * (1 - 0.7733), rel=1e-12)


@pytest.mark.parametrize(
    ("origin", "ec50", "adapting"),
    [("spinal", 1.0, 1.0), ("cerebral", 1.1, 1.0), ("ms", 0.87, 0.87)],
)
def test_origin_shifts_the_cord_and_nothing_else(origin: str, ec50: float, adapting: float) -> None:
    mine, spinal = values(origin=origin), values(origin="spinal")
    assert mine["ec50_factor"][0] == ec50
    assert mine["cord_adaptation_factor"][0] == adapting
    same = set(mine) - {"ec50_factor", "cord_adaptation_factor", "cord_drift_rate"}
    assert all(np.array_equal(mine[name], spinal[name]) for name in same)


def test_tone_age_and_spasms_change_no_exposure() -> None:
    course = tt.oral(dose_mg=20, every_h=8, days=2)
    plain = tt.simulate(DRUG, tt.Patient(), course).concentration["cord_legs"]
    other = tt.Patient(age_y=80, baseline_ashworth=5, spasms_per_day=50, contracture_share=0.5)
    np.testing.assert_array_equal(
        tt.simulate(DRUG, other, course).concentration["cord_legs"], plain
    )


def test_weakness_combines_a_part_at_the_cord_and_a_part_in_blood() -> None:
    result = tt.simulate(DRUG, tt.Patient(), tt.oral(dose_mg=20, every_h=8, days=3))
    habit = result.adaptation.curves
    factor = (1 + habit["cord"]) * np.exp(habit["cord_drift"])
    at_cord = Hill(66 * 3.3, 3.0)(result.concentration.curves["cord_legs"], factor)
    in_blood = Hill(280.0, 1.0, 0.35)(result.concentration.curves["blood"])
    expected = 1 - (1 - at_cord) * (1 - in_blood)
    np.testing.assert_allclose(result.response.curves["weakness"], expected, rtol=1e-10)


def test_drug_leaves_no_mass_behind() -> None:
    regimen = tt.oral(dose_mg=20, every_h=8, days=2) + tt.pump(rate_ug_per_day=200, days=2)
    result = tt.simulate(DRUG, tt.Patient(), regimen, [10.0, 48.0, 400.0])
    given = regimen.doses.amount_ug.sum()
    total = sum(result.amounts[name][-1] for name in result.amounts)
    assert total == pytest.approx(given, rel=1e-12)
