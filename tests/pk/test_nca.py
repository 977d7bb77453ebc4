"""Non-compartmental analysis against closed forms, hand arithmetic, and its own words."""

import math

import numpy as np
import pytest

import titrate as tt
from tests.pk.bodies import check_refused
from titrate.errors import InvalidTimes, InvalidValue, NegativeConcentration, UnknownName
from titrate.pk import Nca
from titrate.pk.noncompartmental import analysis
from titrate.pk.noncompartmental.found import UNITS

CLEARANCE, VOLUME, KA = 2.0, 20.0, 1.5
K = CLEARANCE / VOLUME
IV = tt.one_compartment_iv(clearance_L_per_h=CLEARANCE, volume_L=VOLUME)
ORAL = tt.one_compartment_oral(clearance_L_per_h=CLEARANCE, volume_L=VOLUME, absorption_per_h=KA)


def given(times_h, concentration, **settings) -> Nca:
    return tt.nca(times_h=times_h, concentration_ug_per_L=concentration, **settings)


def test_an_example_worked_by_hand():
    found = given([0, 1, 2, 4, 6], [0, 64, 32, 8, 2], dose_mg=1, every_h=6)
    # Up along a line: 32. Down by halves every hour: each step its fall over ln 2.
    down = ((64 - 32) + (32 - 8) + (8 - 2)) / math.log(2)
    assert found.auc_last == pytest.approx(32 + down, rel=1e-14)
    assert (found.c_max, found.t_max_h, found.c_last, found.t_last_h) == (64, 1, 2, 6)
    assert found.lambda_z == pytest.approx(math.log(2), rel=1e-14)
    assert found.half_life_h == pytest.approx(1, rel=1e-14)
    assert (found.terminal_points, found.terminal_from_h, found.terminal_to_h) == (3, 2, 6)
    assert found.adjusted_r2 == pytest.approx(1, abs=1e-14)
    rest = 2 / math.log(2)
    assert found.auc_inf == pytest.approx(32 + down + rest, rel=1e-14)
    assert found.extrapolated_share == pytest.approx(rest / (32 + down + rest), rel=1e-13)
    # Up: the trapezium of 0 and 1 x 64. Down by b in the hour from t c to u d: (t c - u d) / b
    # and (c - d) / b2.
    b = math.log(2)
    falls = [(1, 64, 2, 32), (2, 32, 4, 8), (4, 8, 6, 2)]
    moment = 32 + sum((t * c - u * d) / b + (c - d) / b**2 for t, c, u, d in falls)
    assert found.aumc_last == pytest.approx(moment, rel=1e-13)
    whole = moment + 6 * 2 / b + 2 / b**2
    assert found.aumc_inf == pytest.approx(whole, rel=1e-13)
    assert found.mrt_h == pytest.approx(whole / (32 + down + rest), rel=1e-13)
    assert found.cl_f == pytest.approx(1000 / (32 + down + rest), rel=1e-13)
    assert found.vz_f == pytest.approx(1000 / (32 + down + rest) / b, rel=1e-13)
    assert found.auc_tau == pytest.approx(found.auc_last)
    assert found.c_avg == pytest.approx(found.auc_last / 6)
    assert found.c_min == 0
    assert found.fluctuation == pytest.approx(64 / found.c_avg)
    assert found.accumulation == pytest.approx(1 / (1 - 2**-6), rel=1e-13)
    assert math.isnan(found.swing)
    assert math.isnan(found.vss)
    assert found.notes == ("No swing: c_min is 0.",)


def test_the_linear_rule_worked_by_hand():
    found = given([0, 1, 2, 4, 6], [0, 64, 32, 8, 2], dose_ug=500, method="linear")
    assert found.auc_last == 32 + 48 + 40 + 10
    assert found.aumc_last == (0 + 64) / 2 + (64 + 64) / 2 + 2 * (64 + 32) / 2 + 2 * (32 + 12) / 2
    assert found.auc_last_per_mg == pytest.approx(260)
    assert found.c_max_per_mg == pytest.approx(128)


def test_the_log_rule_bends_upwards_too_and_not_at_zero():
    found = given([0, 1, 2], [0, 2, 8], method="log")
    assert found.auc_last == pytest.approx(1 + 6 / math.log(4), rel=1e-14)
    rise = math.log(4)
    assert found.aumc_last == pytest.approx(1 + (16 - 2) / rise - 6 / rise**2, rel=1e-13)


def test_a_bolus_is_followed_back_through_its_first_two_values():
    found = given([1, 3, 5], [80, 20, 5], dose_mg=1, route="bolus")
    assert found.c_at_dose == pytest.approx(160)
    assert found.c_max == 80
    assert found.auc_last == pytest.approx((160 - 5) / math.log(2))
    assert found.back_extrapolated_share == pytest.approx(80 / 160)
    assert found.terminal_points == 3


def test_a_bolus_measured_before_it_was_given_is_followed_back_all_the_same():
    before = given([0, 1, 3, 5], [0, 80, 20, 5], route="bolus")
    assert before.c_at_dose == pytest.approx(160)
    assert given([0, 1, 3, 5], [150, 80, 20, 5], route="bolus").c_at_dose == 150


def test_a_bolus_that_does_not_fall_begins_at_its_first_value_and_says_so():
    found = given([1, 3, 5, 7, 9], [80, 90, 40, 20, 10], route="bolus", dose_mg=1)
    assert found.c_at_dose == 80
    assert found.notes == ("The first two values do not fall: the first one stands at the dose.",)


ROUTES = [
    pytest.param(IV, tt.iv(dose_mg=10), {"route": "bolus"}, 0.0, id="bolus"),
    pytest.param(
        IV, tt.iv(dose_mg=10, over_h=2), {"route": "infusion", "over_h": 2}, 0.0, id="infusion"
    ),
    pytest.param(ORAL, tt.oral(dose_mg=10), {}, 1 / KA, id="by mouth"),
]


@pytest.mark.parametrize(("model", "regimen", "settings", "absorbing"), ROUTES)
def test_sampled_densely_the_body_itself_comes_out(model, regimen, settings, absorbing):
    solution = tt.solve(model, regimen, np.arange(0, 240.01, 0.05))
    found = tt.nca(solution, "plasma", dose_mg=10, terminal_h=(24, 120), **settings)
    # A twentieth of an hour leaves (KA x 0.05)^2 / 12 of the rise, 5e-4, of a small share of area.
    assert found.auc_inf == pytest.approx(10_000 / CLEARANCE, rel=1e-4)
    assert found.cl_f == pytest.approx(CLEARANCE, rel=1e-4)
    assert found.lambda_z == pytest.approx(K, rel=1e-10)
    assert found.vz_f == pytest.approx(VOLUME, rel=1e-4)
    assert found.mrt_h == pytest.approx(VOLUME / CLEARANCE + absorbing, rel=1e-4)
    assert found.vss == pytest.approx(math.nan if absorbing else VOLUME, rel=2e-4, nan_ok=True)
    assert found.extrapolated_share < 1e-9


ORDERS = [
    ("auc_inf", "linear_up_log_down", 4),
    ("auc_inf", "linear", 4),
    ("aumc_inf", "linear_up_log_down", 4),
    # Time times concentration leaves 0 without a slope: by Euler and Maclaurin the second-order
    # term of the trapezia is gone.
    ("aumc_inf", "linear", 16),
]


@pytest.mark.parametrize(("measure", "method", "times_smaller"), ORDERS)
def test_half_the_spacing_by_mouth_is_a_quarter_of_the_error(measure, method, times_smaller):
    area = 10_000 / CLEARANCE
    exact = {"auc_inf": area, "aumc_inf": area * (1 / K + 1 / KA)}[measure]

    def error(count: int) -> float:
        solution = tt.solve(ORAL, tt.oral(dose_mg=10), np.linspace(0, 200, count + 1))
        found = tt.nca(solution, "plasma", method=method, terminal_h=(50, 150))
        return getattr(found, measure) - exact

    assert error(1600) / error(3200) == pytest.approx(times_smaller, rel=0.1)


@pytest.mark.parametrize("method", ["linear_up_log_down", "linear", "log"])
@pytest.mark.parametrize("measure", ["auc_inf", "aumc_inf", "vss"])
def test_half_the_spacing_in_two_compartments_is_a_quarter_of_the_error(measure, method):
    area, volume = 10_000 / 8, 20 + 15
    exact = {"auc_inf": area, "aumc_inf": area * volume / 8, "vss": volume}[measure]
    model = tt.two_compartment_iv(
        clearance_L_per_h=8,
        central_volume_L=20,
        intercompartmental_clearance_L_per_h=10,
        peripheral_volume_L=15,
    )

    def error(count: int) -> float:
        solution = tt.solve(model, tt.iv(dose_mg=10), np.linspace(0, 80, count + 1))
        settings = {"dose_mg": 10, "route": "bolus", "terminal_h": (40, 80)}
        found = tt.nca(solution, "plasma", method=method, **settings)
        return getattr(found, measure) - exact

    assert error(800) / error(1600) == pytest.approx(4, rel=0.1)


def test_an_interval_at_steady_state_agrees_with_the_model():
    course = tt.oral(dose_mg=10, every_h=8, days=10)
    solution = tt.solve(ORAL, course, np.arange(0, 240.01, 0.05))
    found = tt.nca(solution, "plasma", dose_mg=10, from_h=224, every_h=8, steady_state=True)
    exact = tt.measures(solution, "plasma", from_h=224, to_h=232)
    for name in ("c_max", "c_min", "c_avg", "fluctuation"):
        assert getattr(found, name) == pytest.approx(getattr(exact, name), rel=5e-4), name
    assert found.auc_tau == pytest.approx(exact.auc, rel=5e-4)
    assert found.t_max_h == pytest.approx(exact.t_max_h - 224, abs=0.05)
    assert found.cl_f == pytest.approx(CLEARANCE, rel=5e-4)
    assert found.swing == pytest.approx((exact.c_max - exact.c_min) / exact.c_min, rel=5e-4)


@pytest.mark.parametrize(("model", "regimen", "settings", "absorbing"), ROUTES)
def test_at_steady_state_the_residence_time_is_that_of_one_dose(
    model, regimen, settings, absorbing
):
    course = regimen
    for day in range(1, 15):
        over = settings.get("over_h")
        again = tt.iv(dose_mg=10, time_h=24 * day, over_h=over)
        course = course + (again if model is IV else tt.oral(dose_mg=10))
        if model is ORAL:
            course = tt.oral(dose_mg=10, every_h=24, days=15)
    solution = tt.solve(model, course, np.arange(0, 360.01, 0.05))
    found = tt.nca(
        solution,
        "plasma",
        dose_mg=10,
        from_h=312,
        every_h=24,
        steady_state=True,
        terminal_h=(12, 23.9),
        **settings,
    )
    assert found.mrt_h == pytest.approx(VOLUME / CLEARANCE + absorbing, rel=1e-3)
    assert found.vz_f == pytest.approx(VOLUME, rel=1e-3)


def test_the_end_of_an_interval_is_read_before_the_next_dose():
    course = tt.iv(dose_mg=1) + tt.iv(dose_mg=1, time_h=8)
    solution = tt.solve(IV, course, np.arange(0, 16.01, 0.5))
    found = tt.nca(solution, "plasma", dose_mg=1, route="bolus", every_h=8)
    assert found.c_last == pytest.approx(50 * math.exp(-8 * K))
    assert found.auc_tau == pytest.approx(50 * -math.expm1(-8 * K) / K)


def test_a_result_of_a_drug_is_analysed_by_its_site():
    drug, people = tt.load_drug("baclofen"), tt.Population((tt.Patient(), tt.Patient()), ("a", "b"))
    result = tt.simulate(drug, people, tt.oral(dose_mg=10, every_h=12, days=2))
    found = tt.nca(result, "plasma", dose_mg=[10, 20], to_h=12)
    assert found.patients == ("a", "b")
    assert found.auc_inf[0] == found.auc_inf[1]
    assert found.cl_f[1] == pytest.approx(2 * found.cl_f[0])
    assert not found.notes
    course = tt.nca(result.concentration, "plasma", dose_mg=10, to_h=12)
    np.testing.assert_array_equal(course.auc_last, found.auc_last)


def test_areas_after_several_doses_tell_nothing_of_one():
    drug = tt.load_drug("baclofen")
    result = tt.simulate(drug, tt.Patient(), tt.oral(dose_mg=10, every_h=8, days=4))
    found = tt.nca(result, "plasma", dose_mg=10, urine="urine")
    (note,) = found.notes
    assert note.startswith("More doses begin within the span: auc_inf is not that of one dose,")
    assert "dose_number=-1 with steady_state=True" in note
    for name in ("cl_f", "vz_f", "mrt_h", "auc_inf_per_mg", "auc_last_per_mg", "excreted_share"):
        assert math.isnan(getattr(found, name)), name
    assert found.auc_last > 0
    assert found.excreted_ug > 0
    # What the note says to do gives the clearance of the body.
    settled = tt.nca(result, "plasma", dose_number=-1, steady_state=True)
    assert settled.cl_f == pytest.approx(10.8, rel=0.01)


def test_the_interval_ends_between_two_samples():
    times, values = [0, 0.5, 1, 2, 4, 6, 8.05, 12], [0, 30, 60, 50, 35, 20, 9, 4]
    found, whole = (given(times, values, dose_mg=10, every_h=8, **to) for to in ({}, {"to_h": 12}))
    assert found.auc_tau == whole.auc_tau
    assert not any("auc_tau" in note for note in found.notes)
    # Only that: everything else is of the interval's own samples.
    assert (found.t_last_h, found.auc_last) == (6, given(times[:6], values[:6]).auc_last)
    # A next dose, certain at steady state, may have reached the sample after it.
    settled = given(times, values, dose_mg=10, every_h=8, steady_state=True)
    assert any("auc_tau goes on with lambda_z" in note for note in settled.notes)
    assert settled.auc_tau != found.auc_tau


def test_a_sample_that_a_next_dose_has_reached_does_not_end_the_interval():
    drug = tt.load_drug("baclofen")
    two = tt.oral(dose_mg=10, every_h=8, days=1)
    times = [0, 0.5, 1, 2, 4, 6, 7, 9, 12]
    found = tt.nca(tt.simulate(drug, tt.Patient(), two, times), "plasma", every_h=8)
    alone = tt.nca(tt.simulate(drug, tt.Patient(), two, times[:-2]), "plasma", every_h=8)
    assert found.auc_tau == alone.auc_tau


def test_below_quantification_is_zero_first_and_left_out_later():
    times, values = [0, 1, 2, 3, 4, 5, 6, 7], [0, 0.4, 9, 0.4, 4, 2, 1, 0.4]
    found = given(times, values, lloq=0.5, dose_mg=1)
    assert found.auc_last == given([0, 1, 2, 4, 5, 6], [0, 0, 9, 4, 2, 1], dose_mg=1).auc_last
    assert (found.t_last_h, found.terminal_points) == (6, 3)
    assert found.notes == ("A value below quantification between measurable ones is left out.",)


def test_missing_values_are_refused_or_left_out_and_said():
    times, values = [0, 1, 2, 3, 4, 5], [0, 9, math.nan, 4, 2, 1]
    words = "The concentration of one person at 2 h is nan. Leave the time out, or write missing="
    with check_refused(InvalidValue, words):
        given(times, values)
    found = given(times, values, missing="omit", dose_mg=1)
    assert found.auc_last == given([0, 1, 3, 4, 5], [0, 9, 4, 2, 1]).auc_last
    assert found.notes == ("Values are missing and left out.",)


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ([0, 0, 8, 4, 2], "Fewer than three values to fit at the end: no lambda_z, and nothing"),
        ([0, 9, 3, 3, 3], "The last values do not fall: no lambda_z, and nothing that needs it."),
        ([0, 9, 1, 2, 3], "The last values do not fall: no lambda_z, and nothing that needs it."),
        ([0, 0, 0, 0, 0], "Nothing is measurable."),
    ],
)
def test_what_cannot_be_known_is_nan_with_a_reason(values, note):
    found = given([0, 1, 2, 3, 4], values, dose_mg=1)
    for name in ("lambda_z", "half_life_h", "auc_inf", "mrt_h", "cl_f", "vz_f"):
        assert math.isnan(getattr(found, name)), name
    assert found.terminal_points == 0
    assert found.auc_last >= 0
    assert found.notes[0].startswith(note)


def test_notes_say_of_how_many_people():
    rows = [[0, 9, 4, 2, 1], [0, 9, 3, 3, 3], [0, 0, 0, 0, 9]]
    found = given([0, 2, 3, 4, 5], rows, dose_mg=1)
    assert found.notes == (
        "1 of 3 people: fewer than three values to fit at the end: no lambda_z, and nothing that "
        "needs it.",
        "1 of 3 people: the last values do not fall: no lambda_z, and nothing that needs it.",
    )
    assert found.to_frame()["notes"].str.len().gt(0).tolist() == [False, True, True]


def test_other_notes():
    carried = given([0, 1, 2, 3, 4], [1, 8, 4, 2, 1])
    assert carried.notes == (
        "Drug was there at the dose, and the areas count it.",
        "No dose is given: no clearance, and no volumes.",
    )
    far = given([0, 1, 2, 3], [0, 9, 8, 7], dose_mg=1, terminal_h=(1, 3))
    assert far.notes == ("More than a fifth of auc_inf is extrapolated.",)
    steady = given([1, 2, 3, 4], [8, 4, 2, 1], dose_mg=1, every_h=4, steady_state=True)
    assert steady.c_at_dose == 1
    assert steady.notes == (
        "Nothing was measured at the dose: the interval's lowest value stands there.",
    )
    short = given([0, 1, 2, 3, 4], [0, 8, 4, 2, 1], dose_mg=1, every_h=6)
    assert short.notes[0] == "After the last measurable value auc_tau goes on with lambda_z."
    assert short.auc_tau == pytest.approx(short.auc_last + 0.75 / math.log(2))
    lost = given([0, 3, 4], [0, 8, 4], dose_mg=1, every_h=6)
    assert math.isnan(lost.auc_tau)
    assert lost.notes[1] == (
        "No auc_tau: the last measurable value lies before the end of the interval."
    )


def test_points_chosen_by_hand():
    times = [0, 1, 2, 3, 4, 5, 6]
    values = [0, 100, 50, 30, 20, 11, 5]
    found = given(times, values, terminal_h=(3, 5))
    assert (found.terminal_points, found.terminal_from_h, found.terminal_to_h) == (3, 3, 5)
    assert found.lambda_z == pytest.approx(math.log(30 / 11) / 2)
    # The line at six hours, and not the value there.
    assert found.c_last_fitted == pytest.approx((30 * 20 * 11) ** (1 / 3) * (11 / 30))
    assert math.isnan(given(times, values, terminal_h=(3, 4)).lambda_z)


def test_one_person_has_numbers_and_many_have_read_only_arrays():
    one, many = (given([0, 1, 2, 3, 4], rows) for rows in ([0, 8, 4, 2, 1], [[0, 8, 4, 2, 1]]))
    for name in UNITS:
        assert isinstance(getattr(one, name), float), name
        array = getattr(many, name)
        assert array.shape == (1,), name
        assert not array.flags.writeable, name


def test_a_frame_has_a_row_per_person_and_units_in_its_columns():
    frame = given([0, 1, 2, 3, 4], [[0, 8, 4, 2, 1]] * 2, dose_mg=1).to_frame()
    assert frame["patient"].tolist() == ["1", "2"]
    assert len(frame.columns) == len(UNITS) + 3
    assert {"dose_ug", "auc_inf_ug_h_per_L", "half_life_h", "lambda_z_per_h"} <= set(frame.columns)


HERE = [0, 1, 2, 3, 4]
THERE = [0, 8, 4, 2, 1]
REFUSED = [
    (UnknownName, {"route": "oral"}, "No route called 'oral'. By mouth is \"extravascular\"."),
    (UnknownName, {"route": "iv"}, 'No route called \'iv\'. Write "bolus", or "infusion" with'),
    (UnknownName, {"route": "intrathecal"}, "No route called 'intrathecal'. Write \"bolus\" for"),
    (UnknownName, {"route": "bolos"}, "No route called 'bolos'. Did you mean 'bolus'? Routes: "),
    (UnknownName, {"method": "lin"}, "No method called 'lin'. Did you mean 'linear'? Methods: "),
    (UnknownName, {"missing": "no"}, "No way with missing values called 'no'. Ways: omit, refuse."),
    (InvalidValue, {"route": "infusion"}, "An infusion without over_h. Say how long it lasts"),
    (InvalidValue, {"over_h": 1}, "over_h belongs to an infusion, and route is 'extravascular'."),
    (InvalidValue, {"steady_state": True}, "A steady state without every_h. Give the interval"),
    (InvalidValue, {"dose_mg": 0}, "dose_mg is 0. It must be above 0."),
    (InvalidValue, {"dose_ug": [1, 2]}, "dose_ug has shape (2,). Give one number, or one per"),
    (InvalidValue, {"dose_mg": 1, "dose_ug": 1}, "Both dose_mg and dose_ug are given."),
    (InvalidValue, {"lloq": -1}, "lloq is -1. It cannot be negative."),
    (InvalidValue, {"every_h": 0}, "every_h is 0. It must be above 0."),
    (InvalidTimes, {"terminal_h": (3, 1)}, "terminal_h is (3, 1). Give (from, to), in this order."),
    (InvalidValue, {"terminal_h": 3}, "terminal_h is 3. Give (from, to), h since the dose."),
    (InvalidTimes, {"from_h": 9}, "The span from 9 to 4 h is empty. There are concentrations"),
    (InvalidTimes, {"from_h": 9, "to_h": 12}, "No concentration lies between 9 and 12 h. There"),
    (InvalidTimes, {"from_h": 1.5}, "Drug is there before 1.5 h, and no concentration at 1.5 h."),
    (InvalidValue, {"site": "plasma"}, "Both a course and concentrations are given. Give a result"),
    (InvalidTimes, {"times_h": [0, 1, 1, 2, 3]}, "times_h is not increasing: 1 h follows 1 h."),
    (InvalidTimes, {"times_h": [0, 2, 1, 3, 4]}, "times_h is not increasing: 1 h follows 2 h."),
    (InvalidValue, {"times_h": [0, 1]}, "concentration_ug_per_L has shape (5,), times_h has 2"),
    (InvalidValue, {"times_h": None}, "times_h is not given. Give a result and a site"),
    (InvalidValue, {"concentration_ug_per_L": ["a"]}, "concentration_ug_per_L is ['a']. Give num"),
    (
        NegativeConcentration,
        {"concentration_ug_per_L": [0, 8, -4, 2, 1]},
        "The concentration of one person at 2 h is -4 ug/L. Write 0 for what cannot be measured.",
    ),
    (
        InvalidValue,
        {"concentration_ug_per_L": [THERE, [0, 8, 4, 2, 1e12]]},
        "The concentration of patient '2' at 4 h is 1e+12 ug/L. A litre holds no kilogram of drug;",
    ),
]


@pytest.mark.parametrize(("kind", "wrong", "words"), REFUSED)
def test_what_cannot_be_meant_is_refused(kind, wrong, words):
    right = {"times_h": HERE, "concentration_ug_per_L": THERE}
    with check_refused(kind, words):
        tt.nca(**(right | wrong))


def test_a_course_that_holds_no_concentrations_is_refused():
    solution = tt.solve(IV, tt.iv(dose_mg=1), HERE)
    with check_refused(UnknownName, "No site called 'plasm'. Did you mean 'plasma'? Sites: plasma"):
        tt.nca(solution, "plasm")
    with check_refused(
        InvalidValue, 'It is not said which site to analyse. Give one: nca(result, "plasma")'
    ):
        tt.nca(solution)
    with check_refused(InvalidValue, "course holds amounts and no concentrations."):
        tt.nca(solution.amounts, "plasma")
    with check_refused(InvalidValue, "course is 3. Give a result and a site"):
        tt.nca(3, "plasma")


def test_the_example_in_the_docstring_is_true():
    import doctest

    assert doctest.testmod(analysis).failed == 0
