"""Baclofen's body against published physiology: evidence group A, one fact per test.

oA1, iA1 and so on number the facts of the oral and the intrathecal evidence; the sources are
keys of ``params/baclofen/adult.toml`` where they are there. Accepted intervals are the
evidence's own unless a test says otherwise.
"""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.optimize import brentq

import titrate as tt
from titrate.dosing import Regimen
from titrate.pk import fraction_in, half_life_h, half_lives_h
from titrate.simulation import Result


def looks(share: float) -> settings:
    """Return settings that look so many times as hard as the profile says."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))


DRUG = tt.load_drug("baclofen")
MAN = tt.Patient()
ORIGINS = ("cerebral", "ms", "spinal")


def given_once(regimen: Regimen, hours: float = 48, **more: object) -> Result:
    return tt.simulate(DRUG, MAN, regimen, np.arange(0, hours + 0.01, 1 / 60), **more)


def settled(regimen: Regimen, patient: tt.Patient = MAN, drug: tt.DrugModel = DRUG) -> Result:
    return tt.simulate(drug, patient, regimen, initial="adapted", unusual_dose=True)


def daily(mg: float, days: float = 3) -> Regimen:
    return tt.oral(dose_mg=mg / 3, every_h=8, days=days)


def pumped(ug: float, days: float = 3, at: str = "lumbar") -> Regimen:
    return tt.pump(rate_ug_per_day=ug, days=days, at=at)


# ------------------------------------------------------------------------------------- plasma


def test_ten_milligrams_by_mouth_peak_as_in_healthy_men() -> None:
    """oA3, tablets_2017: 140 ug/L (110 to 170) at 1.25 to 1.5 h (1.0 to 1.75)."""
    peak = given_once(tt.oral(dose_mg=10)).measures("plasma", from_h=0, to_h=24)
    assert 110 <= peak.c_max <= 170
    assert 1.0 <= peak.t_max_h <= 1.75


@pytest.mark.parametrize("dose_mg", [5, 10, 30, 60])
def test_apparent_clearance_is_ten_point_eight_at_every_dose(dose_mg: float) -> None:
    """oA2, kochak_1985: 10.8 L/h, area proportional to the dose."""
    result = tt.simulate(DRUG, MAN, tt.oral(dose_mg=dose_mg), [0.0, 240.0])
    auc = result.measures("plasma", from_h=0, to_h=240).auc
    assert dose_mg * 1000 / auc == pytest.approx(10.8, rel=1e-6)


def test_the_two_phases_fall_as_published() -> None:
    """oA1, kochak_1985: 1.29 and 0.191 per h, within 2 %."""
    rates = np.log(2) / half_lives_h(given_once(tt.iv(dose_mg=10), 1).solution.model)
    for published in (1.29, 0.191):
        assert np.min(np.abs(rates / published - 1)) < 0.02, f"{published} among {rates}"


def test_the_late_half_life_in_plasma_is_the_slower_phase() -> None:
    """oA1, kochak_1985: ln 2 / 0.191 = 3.6 h, seen in the curve itself."""
    result = given_once(tt.iv(dose_mg=10), 24)
    found = half_life_h(result.solution, "plasma", from_h=8, to_h=20)
    assert found == pytest.approx(np.log(2) / 0.191, rel=0.02)


def test_three_quarters_of_a_swallowed_dose_reach_plasma() -> None:
    """oA4, agarwal_2015: 0.74 (0.70 to 0.78), oral against intravenous area."""
    areas = [
        tt.simulate(DRUG, MAN, regimen, [0.0, 240.0]).measures("plasma", from_h=0, to_h=240).auc
        for regimen in (tt.oral(dose_mg=10), tt.iv(dose_mg=10))
    ]
    assert areas[0] / areas[1] == pytest.approx(0.74, rel=1e-6)


def test_more_than_half_of_a_swallowed_dose_is_found_in_urine() -> None:
    """oA5, wuis_1989 and others: 0.50 to 0.83 of the dose."""
    result = tt.simulate(DRUG, MAN, tt.oral(dose_mg=10), [240.0])
    assert 0.50 <= fraction_in(result.solution, "urine") <= 0.83


def test_renal_clearance_is_the_creatinine_clearance() -> None:
    """wuis_1989: slope 1, so 103 mL/min are 6.18 L/h."""
    people = DRUG.people(tt.Patient(creatinine_clearance_mL_min=50))
    values = DRUG.individual(DRUG.parameters, people)
    assert values["renal_clearance"][0] == pytest.approx(50 * 0.06, rel=1e-3)


# ------------------------------------------------------------------------------- spinal fluid


def test_spinal_fluid_loses_half_in_one_and_a_half_hours() -> None:
    """iA1, label_fluid: 1.51 h over the first four hours after a bolus (1.2 to 1.9)."""
    result = given_once(tt.bolus(dose_ug=50), 12)
    assert 1.2 <= half_life_h(result.solution, "csf_lumbar", from_h=0.5, to_h=4) <= 1.9


def test_lumbar_clearance_is_thirty_millilitres_an_hour() -> None:
    """iA2, label_fluid: 30 mL/h at steady state (24 to 36)."""
    result = tt.simulate(DRUG, MAN, pumped(240, 14), [336.0])
    clearance_mL_per_h = 10 / result.concentration["csf_lumbar"][-1] * 1000
    assert 24 <= clearance_mL_per_h <= 36


def test_lumbar_fluid_holds_four_times_what_the_cisterns_hold() -> None:
    """iA3, sallerin_1991 and the label: 4 to 1 from 48 h on (3 to 5.5)."""
    late = tt.simulate(DRUG, MAN, pumped(100, 14), [48.0, 336.0]).concentration
    ratio = late["csf_lumbar"] / late["csf_cisternal"]
    assert ((ratio >= 3) & (ratio <= 5.5)).all(), ratio


def test_plasma_at_a_thousand_micrograms_a_day_is_a_published_miss() -> None:
    """iA4, label_high_dose: at most 5 ug/L; found 5.2.

    By mass balance it is the rate over the clearance, 41.7 ug/h over 8.0 L/h. The clearance is
    10.8 L/h (kochak_1985) times 0.74 (agarwal_2015), so no setting of this body meets all three.
    The miss stays and is published; it is not tuned away.
    """
    result = tt.simulate(DRUG, MAN, pumped(1000, 14), [336.0])
    plasma = result.concentration["plasma"][-1]
    assert plasma == pytest.approx(1000 / 24 / (10.8 * 0.74), rel=1e-4)
    assert 5.0 < plasma < 5.5


# ------------------------------------------------------------------------- two doors, one brain


def brain_by_pump_over_mouth(drug: tt.DrugModel) -> float:
    """Return the brain's mean exposure by pump over that by mouth, at equal cord exposure."""
    by_mouth, by_pump = settled(daily(60), drug=drug), settled(pumped(100), drug=drug)
    shares = [
        result.measures("brain").c_avg / result.measures("cord_legs").c_avg
        for result in (by_pump, by_mouth)
    ]
    return shares[0] / shares[1]


def test_at_equal_cord_exposure_the_brain_sees_a_twentieth_by_pump() -> None:
    """DESIGN 1: about a twentieth at the default phi of 1.2."""
    assert brain_by_pump_over_mouth(DRUG) == pytest.approx(1 / 20, rel=0.1)


def test_over_the_range_of_phi_that_is_an_eighth_to_a_seventieth() -> None:
    """DESIGN 1: phi 0.3 to 3.5 is all that the evidence says."""
    low = brain_by_pump_over_mouth(DRUG.with_values(phi=0.3))
    high = brain_by_pump_over_mouth(DRUG.with_values(phi=3.5))
    assert low == pytest.approx(1 / 70, rel=0.1)
    assert high == pytest.approx(1 / 8, rel=0.1)


@pytest.mark.parametrize("phi", [0.3, 1.2, 3.5])
def test_by_mouth_the_brain_equals_plasma_whatever_phi_is(phi: float) -> None:
    """DESIGN 1: the rescaled brain; daily means in the settled state."""
    result = settled(daily(60), drug=DRUG.with_values(phi=phi))
    brain, plasma = (result.measures(site).c_avg for site in ("brain", "plasma"))
    assert brain == pytest.approx(plasma, rel=1e-9)


def test_by_mouth_cord_follows_plasma_at_the_sum_of_both_bridges() -> None:
    """calibration.md 2: cord = (Kp + kappa_cord) plasma = 0.19 plasma, for legs, trunk and arms."""
    result = settled(daily(60))
    plasma = result.measures("plasma").c_avg
    for site in ("cord_legs", "cord_trunk", "cord_arms"):
        assert result.measures(site).c_avg == pytest.approx(0.19 * plasma, rel=1e-9)


@pytest.mark.parametrize(("by_pump", "limit"), [(None, 1 / 50), ("adapted", 1 / 10)])
@pytest.mark.parametrize("oral_mg", [40, 60, 80])
def test_at_equal_relief_drowsiness_by_pump_is_a_small_part_of_that_by_mouth(
    oral_mg: float, by_pump: str | None, limit: float
) -> None:
    """calibration.md 6: first week below a fiftieth, against an adapted pump below a tenth."""
    mouth = tt.simulate(DRUG, MAN, daily(oral_mg, 7)).summary().set_index("name")["mean"]
    same = tt.Goals(at_least={"relief_legs": mouth["relief_legs"]}, at_most={"drowsiness": 0.9})
    window = tt.find_window(DRUG, MAN, pumped(100, 7), goals=same, initial=by_pump)
    regimen = pumped(window.low, 7)
    pump = tt.simulate(DRUG, MAN, regimen, initial=by_pump).summary().set_index("name")["mean"]
    assert pump["relief_legs"] == pytest.approx(mouth["relief_legs"], abs=1e-3)
    assert pump["drowsiness"] / mouth["drowsiness"] < limit


# ------------------------------------------------------------------------------------ two clocks


def test_a_tablets_effect_on_the_legs_peaks_at_two_to_three_hours() -> None:
    """DESIGN 1: blood reaches the cord through capillaries."""
    result = given_once(tt.oral(dose_mg=20), 24)
    peak_h = result.times_h[int(np.argmax(result.response["relief_legs"]))]
    assert 2 <= peak_h <= 3


def test_a_boluss_effect_on_the_legs_peaks_near_four_hours() -> None:
    """iA5: 50 ug, 4 h (3 to 5)."""
    result = given_once(tt.bolus(dose_ug=50), 24)
    peak_h = result.times_h[int(np.argmax(result.response["relief_legs"]))]
    assert 3.0 <= peak_h <= 5.0


def test_an_infusion_is_nearly_all_there_after_one_to_two_days() -> None:
    """iA7: 95 % of the largest effect at 24 to 48 h (20 to 50)."""
    result = given_once(pumped(100, 14), 336)
    relief = result.response["relief_legs"]
    at_h = result.times_h[int(np.argmax(relief >= 0.95 * relief.max()))]
    assert 20 <= at_h <= 50


def test_an_infusion_is_first_felt_after_five_to_nine_hours() -> None:
    """iA7: a fifth of the way, 6 to 8 h (5 to 9); what counts as first effect is a choice."""
    result = given_once(pumped(100, 3), 72)
    relief = result.response["relief_legs"]
    at_h = result.times_h[int(np.argmax(relief >= 0.2 * relief.max()))]
    assert 4 <= at_h <= 9


# -------------------------------------------------------------------------- what moves exposure


def test_failing_kidneys_raise_oral_exposure_by_the_clearance_ratio() -> None:
    """Renal rule (calibration.md 3): 8.0 L/h at 103 mL/min, 3.6 L/h at 30."""
    means = [
        settled(daily(30), tt.Patient(creatinine_clearance_mL_min=crcl)).measures("plasma").c_avg
        for crcl in (30, 103)
    ]
    clearances = [(1 - 0.7733) + 0.7733 * crcl / 103 for crcl in (103, 30)]
    assert means[0] / means[1] == pytest.approx(clearances[0] / clearances[1], rel=1e-9)
    assert means[0] / means[1] == pytest.approx(7.98 / 3.6, rel=0.02)


def test_failing_kidneys_leave_the_pump_in_place() -> None:
    """DESIGN 1: what the cord sees comes from the fluid; plasma adds a thousandth."""
    cords = [
        settled(pumped(100), tt.Patient(creatinine_clearance_mL_min=crcl))
        .measures("cord_legs")
        .c_avg
        for crcl in (30, 103)
    ]
    assert cords[0] / cords[1] == pytest.approx(1.0, abs=2e-3)


def test_a_higher_catheter_tip_trades_legs_for_arms() -> None:
    """calibration.md 6: cord of the legs falls, of the arms rises, and the brain sees more."""
    tips = [settled(pumped(100, at=at)) for at in ("lumbar", "thoracic", "cervical")]
    legs, arms, brain = (
        [tip.measures(site).c_avg for tip in tips] for site in ("cord_legs", "cord_arms", "brain")
    )
    assert legs[0] > legs[1] > legs[2]
    assert arms[2] > arms[0]
    assert brain[0] < brain[1] < brain[2]
    relief = [
        tt.simulate(DRUG, MAN, pumped(100, 14, at), [336.0]).response["relief_legs"][-1]
        for at in ("lumbar", "thoracic", "cervical")
    ]
    # Found 0.79, 0.56, 0.30; calibration.md 6 gives 0.83, 0.57, 0.30 before any adaptation.
    np.testing.assert_allclose(relief, [0.83, 0.57, 0.30], atol=0.05)


# ----------------------------------------------------------------------------------- adaptation


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("mg", [20, 40, 60, 80])
def test_tablets_hardly_adapt_the_cord(origin: str, mg: float) -> None:
    """oA23, roussan_1985: no tolerance in four years; the EC50 rises by 7 % at 80 mg/day."""
    level = settled(daily(mg), tt.Patient(origin=origin)).adaptation["cord"]
    assert level.max() < 0.08


@pytest.mark.parametrize(("origin", "found"), [("spinal", 2.4), ("cerebral", 2.4), ("ms", 2.1)])
def test_a_pump_adapts_the_cord_two_to_threefold(origin: str, found: float) -> None:
    """iA12 to iA14: EC50 about three times the naive one on 300 ug/day, less in MS."""
    level = settled(pumped(300), tt.Patient(origin=origin)).adaptation["cord"][0]
    assert 1 + level == pytest.approx(1 + found, abs=0.1)
    assert 2 <= 1 + level <= 3.6


def dose_that_holds(relief: float, years: float, origin: str) -> float:
    """The pump's ug/day that keeps a relief of the legs after years on that dose."""

    def missing(ug_per_day: float) -> float:
        days = max(4.0, 365 * years)
        course = tt.pump(rate_ug_per_day=ug_per_day, days=days)
        found = tt.simulate(
            DRUG, tt.Patient(origin=origin), course, [24 * days], outputs=["relief_legs"]
        )
        return float(found.response["relief_legs"][-1]) - relief

    return brentq(missing, 12, 1900, xtol=0.5)


@pytest.mark.parametrize(
    ("origin", "published"),
    [("spinal", (83, 296, 523)), ("cerebral", (103, 402, 579)), ("ms", (83, 227, 321))],
)
def test_pump_doses_rise_over_a_year_and_go_on_rising_for_ten(
    origin: str, published: tuple[float, float, float]
) -> None:
    """pump_doses_2023; clinics hold a relief of about 0.8, and doses are within 30 %."""
    found = [dose_that_holds(0.8, years, origin) for years in (0, 1, 10)]
    np.testing.assert_allclose(found, published, rtol=0.3)


def test_tablets_hardly_drift_in_four_years() -> None:
    """oA23, roussan_1985."""
    course = tt.oral(dose_mg=80 / 3, every_h=8, days=1460)
    result = tt.simulate(DRUG, tt.Patient(), course, [1460 * 24.0], outputs=["relief_legs"])
    assert 0 < result.adaptation["cord_drift"][0] < 0.02


@looks(0.8)
@given(st.floats(np.log(5), np.log(2003)), st.floats(1e-4, 1.0), st.sampled_from(ORIGINS))
def test_settled_relief_rises_with_every_rise_of_the_dose(
    log_dose: float, step: float, origin: str
) -> None:
    """The law of calibration.md 8: n a D (1 - D) / (1 + a D) < 1, over the whole domain."""
    doses = np.exp([log_dose, min(log_dose + step, np.log(2003) + 1e-4)])
    relief = [
        settled(pumped(ug, 1), tt.Patient(origin=origin)).response["relief_legs"][0] for ug in doses
    ]
    assert relief[1] > relief[0], f"{doses} ug/day: {relief}"


@pytest.mark.parametrize("origin", ORIGINS)
def test_settled_relief_rises_at_every_dose_of_a_fine_scale(origin: str) -> None:
    window = tt.find_window(
        DRUG,
        tt.Patient(origin=origin),
        pumped(100, 1),
        daily_ug=(5, 2003),
        goals=tt.Goals(at_least={"relief_legs": 0.5}),
        initial="adapted",
    )
    relief = window.statistics["relief_legs"]
    assert len(relief) > 60
    assert (np.diff(relief) > 0).all(), window.levels[:-1][np.diff(relief) <= 0]


def test_drowsiness_eases_over_the_first_weeks_by_mouth() -> None:
    """label_oral_effects: transient; calibration.md 2 halves it at 40 to 80 mg/day."""
    for mg in (40, 60, 80):
        first = tt.simulate(DRUG, MAN, daily(mg, 1)).summary().set_index("name")["mean"]
        later = settled(daily(mg, 1)).summary().set_index("name")["mean"]
        assert 0.4 <= later["drowsiness"] / first["drowsiness"] <= 0.85


# ------------------------------------------------------------------ weakness and drowsiness, found


@pytest.mark.parametrize(
    ("ug", "initial", "published"),
    [(100, None, 0.21), (300, "adapted", 0.16), (800, "adapted", 0.75)],
)
def test_weakness_by_pump_is_as_calibrated(
    ug: float, initial: str | None, published: float
) -> None:
    """calibration.md 6. First days at 100 ug/day: three days, before the cord adapts."""
    result = tt.simulate(DRUG, MAN, pumped(ug, 3), [72.0], initial=initial)
    assert result.response["weakness"][-1] == pytest.approx(published, abs=0.03)


@pytest.mark.parametrize(
    ("name", "published"), [("relief_legs", 0.38), ("drowsiness", 0.21), ("weakness", 0.19)]
)
def test_seventy_nine_milligrams_a_day_do_what_was_calibrated(name: str, published: float) -> None:
    """calibration.md 6, adapted; the gate's slope of 3, not 4, moves each by less than 0.02."""
    means = settled(daily(79, 1)).summary().set_index("name")["mean"]
    assert means[name] == pytest.approx(published, abs=0.02)


@pytest.mark.parametrize("mg", [60, 70, 80])
def test_elicited_drowsiness_in_the_first_days_fits_the_one_study(mg: float) -> None:
    """oA15, label_oral_effects: 63 % at 70 to 80 mg/day when asked, 36 % on placebo (0.55 to 0.71).

    Read from the daily mean at the brain, as it was calibrated.
    """
    brain = settled(daily(mg, 1)).measures("brain").c_avg
    drug_caused = brain**2 / (brain**2 + 337**2)
    asked = 0.36 + 0.64 * drug_caused
    if mg >= 70:
        assert 0.55 <= asked <= 0.71
    else:
        assert asked < 0.63


def test_the_torque_of_a_leg_falls_by_an_eighth_on_tablets() -> None:
    """oA20, nielsen_2000: 5 to 20 % on 15 to 60 mg/day in MS."""
    means = settled(daily(37, 1), tt.Patient(origin="ms")).summary().set_index("name")["mean"]
    assert 0.05 <= means["weakness"] <= 0.20
