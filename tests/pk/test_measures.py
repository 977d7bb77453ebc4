"""Measures against closed forms."""

import numpy as np
import pytest

from tests.pk.bodies import BAG, ORAL, check_refused, saturable
from titrate.dosing import iv, oral
from titrate.errors import InvalidTimes, InvalidValue, NotLinear, UnknownName
from titrate.pk import (
    CompartmentModel,
    Delay,
    Entry,
    Flow,
    Steps,
    accumulation,
    fraction_in,
    half_life_h,
    half_lives_h,
    measures,
    one_compartment_oral,
    solve,
    state_of,
    steady_state,
    time_above_h,
    two_compartment_iv,
    with_transit,
)

K = 0.3
SWALLOWED = CompartmentModel(BAG.compartments, BAG.flows, (Entry("oral", "plasma"),), BAG.sites)
# Peaks are found to 1e-10 h and so to round-off; 1e-12 leaves room for a few hundred products.
TIGHT = 1e-12


def test_the_peak_of_a_tablet_is_batemans() -> None:
    ka, k = 1.2, 0.3
    found = measures(solve(ORAL, oral(dose_mg=10), [0, 24]), "plasma")
    t_max = np.log(ka / k) / (ka - k)
    c_max = 1000 * ka / (ka - k) * (np.exp(-k * t_max) - np.exp(-ka * t_max))
    assert found.t_max_h == pytest.approx(t_max, abs=1e-8)
    assert found.c_max == pytest.approx(c_max, rel=TIGHT)
    assert found.c_min == 0


def test_the_area_to_an_hour_is_an_integral_and_no_trapezium() -> None:
    ka, k, end = 1.2, 0.3, 7.0
    expected = 1000 * ka / (ka - k) * (-np.expm1(-k * end) / k + np.expm1(-ka * end) / ka)
    found = measures(solve(ORAL, oral(dose_mg=10), [0, 24]), "plasma", to_h=end)
    assert found.auc == pytest.approx(expected, rel=TIGHT)
    assert found.c_avg == pytest.approx(expected / end, rel=TIGHT)


def test_at_steady_state_peak_trough_and_swing_are_geometric_series() -> None:
    tau = 8.0
    course = oral(dose_mg=1, every_h=tau, days=1)
    steady = steady_state(SWALLOWED, course)
    found = measures(solve(SWALLOWED, course, [0, 24], initial=steady), "plasma", to_h=tau)
    peak = 1000 / (1 - np.exp(-K * tau))
    trough = peak * np.exp(-K * tau)
    average = 1000 / (K * tau)
    assert found.c_max == pytest.approx(peak, rel=TIGHT)
    assert found.t_max_h == 0
    assert found.c_min == pytest.approx(trough, rel=TIGHT)
    assert found.c_avg == pytest.approx(average, rel=TIGHT)
    assert found.fluctuation == pytest.approx((peak - trough) / average, rel=1e-11)


def test_a_dose_at_the_end_of_a_span_is_not_part_of_it() -> None:
    solution = solve(SWALLOWED, oral(dose_mg=1, every_h=8, days=1), [0, 24])
    assert measures(solution, "plasma", from_h=4, to_h=8).c_max < 1000


def test_a_dose_at_the_end_of_a_span_is_not_part_of_it_where_rates_change_either() -> None:
    model = CompartmentModel(
        BAG.compartments,
        (Flow("plasma", "urine", Steps((0, 4), (0.1, 0.2))),),
        BAG.entries,
        BAG.sites,
    )
    solution = solve(model, iv(dose_mg=1, over_h=8) + iv(dose_mg=9, time_h=8), [0, 24])
    found = measures(solution, "plasma", to_h=8)
    # 125 ug/h into 0.1 /h for four hours, then towards 625 ug at 0.2 /h.
    half_way = 1250 * (1 - np.exp(-0.4))
    assert found.c_max == pytest.approx(625 + (half_way - 625) * np.exp(-0.8), rel=1e-9)


@pytest.mark.parametrize("rate", [60.0, 600.0])
def test_a_peak_that_comes_and_goes_within_minutes_is_found(rate: float) -> None:
    fast = with_transit(
        one_compartment_oral(clearance_L_per_h=10.0, volume_L=1.0, absorption_per_h=rate),
        mean_time_h=3 / rate,
        count=3,
    )
    times = np.arange(20001) / 20001 * (20 / rate)
    solution = solve(fast, oral(dose_mg=1), times)
    grid_peak = float(solution.concentration["plasma"].max())
    found = measures(solution, "plasma", to_h=1.0)
    assert 0 <= found.c_max / grid_peak - 1 <= 1e-6
    assert found.t_max_h < 0.25


def test_a_second_peak_between_two_quarters_of_an_hour_is_found() -> None:
    # Falling, then a new dose through fast transit, then falling again: two turns in minutes.
    fast = with_transit(
        one_compartment_oral(clearance_L_per_h=0.5, volume_L=1.0, absorption_per_h=80.0),
        mean_time_h=0.02,
        count=2,
    )
    course = oral(dose_mg=1, every_h=6, doses=2)
    times = 6 + np.arange(9001) / 36000
    found = measures(solve(fast, course, [0, 24]), "plasma", from_h=5.9, to_h=6.25)
    grid_peak = float(solve(fast, course, times).concentration["plasma"].max())
    assert found.c_max == pytest.approx(grid_peak, rel=1e-6)


def test_measures_of_many_people_are_those_of_each() -> None:
    rates = np.array([0.1, 0.3, 0.9])
    model = CompartmentModel(
        BAG.compartments, (Flow("plasma", "urine", rates),), BAG.entries, BAG.sites
    )
    found = measures(solve(model, iv(dose_mg=1), [0, 24]), "plasma")
    np.testing.assert_allclose(found.auc, 1000 * -np.expm1(-rates * 24) / rates, rtol=TIGHT)
    np.testing.assert_array_equal(found.c_max, 1000.0)
    assert repr(found).startswith("Measures('plasma', 0 to 24 h (medians): c_max=1000, t_max_h=0,")


def test_one_persons_measures_read_as_numbers() -> None:
    found = measures(solve(BAG, iv(dose_mg=1), [0, 24]), "plasma")
    assert isinstance(found.c_max, float)
    assert repr(found).startswith("Measures('plasma', 0 to 24 h: c_max=1000, ")


def test_no_dose_has_no_swing() -> None:
    found = measures(solve(BAG, iv(dose_mg=0), [0, 24]), "plasma")
    assert (found.c_max, found.auc, found.fluctuation) == (0, 0, 0)


@pytest.mark.parametrize("level", [1e-9, 1.0, 500.0, 999.0])
def test_time_above_of_a_bolus_is_a_logarithm(level: float) -> None:
    solution = solve(BAG, iv(dose_mg=1), [0, 240])
    assert time_above_h(solution, "plasma", level) == pytest.approx(
        np.log(1000 / level) / K, abs=1e-8
    )


def test_time_above_nothing_is_all_the_time_there_is_some() -> None:
    assert time_above_h(solve(BAG, iv(dose_mg=1), [0, 24]), "plasma", 0.0) == 24
    # By mouth the curve leaves 0 at once.
    above = time_above_h(solve(ORAL, oral(dose_mg=1), [0, 24]), "plasma", 0.0)
    assert above == pytest.approx(24, abs=1e-8)


def test_time_above_the_peak_is_none() -> None:
    assert time_above_h(solve(BAG, iv(dose_mg=1), [0, 24]), "plasma", 1000.0) == 0


def test_time_above_counts_each_visit() -> None:
    solution = solve(SWALLOWED, oral(dose_mg=1, every_h=24, doses=3), [0, 72])
    alone = np.log(1000 / 400) / K
    carried = [1000 * sum(np.exp(-K * 24 * i) for i in range(n)) for n in (1, 2, 3)]
    expected = sum(np.log(start / 400) / K for start in carried)
    assert expected > 3 * alone
    assert time_above_h(solution, "plasma", 400.0) == pytest.approx(expected, abs=1e-8)


def test_time_above_where_rates_change_lies_on_straight_lines() -> None:
    model = CompartmentModel(
        BAG.compartments,
        (Flow("plasma", "urine", Steps((0, 4), (0.1, 0.3))),),
        BAG.entries,
        BAG.sites,
    )
    solution = solve(model, iv(dose_mg=1), [0, 24])
    # 0.4 by four hours, then 0.3 an hour: half the dose is left after 4 + (ln 2 - 0.4) / 0.3 h.
    expected = 4 + (np.log(2) - 0.4) / 0.3
    # A chord of a quarter of an hour lies (0.3 / 4)^2 / 8 above the curve, which falls by 0.3.
    assert time_above_h(solution, "plasma", 500.0) == pytest.approx(expected, abs=3e-3)


def test_the_half_life_of_one_compartment_is_that_of_its_rate() -> None:
    solution = solve(BAG, iv(dose_mg=1), np.arange(25.0))
    assert half_life_h(solution, "plasma", from_h=2, to_h=20) == pytest.approx(np.log(2) / K)
    assert half_lives_h(BAG).tolist() == pytest.approx([np.log(2) / K])


def test_the_half_lives_of_two_compartments_are_the_roots_of_the_quadratic() -> None:
    model = two_compartment_iv(
        clearance_L_per_h=8.0,
        central_volume_L=20.0,
        intercompartmental_clearance_L_per_h=10.0,
        peripheral_volume_L=15.0,
    )
    k10, k12, k21 = 8 / 20, 10 / 20, 10 / 15
    roots = np.roots([1, k10 + k12 + k21, k10 * k21])
    assert half_lives_h(model) == pytest.approx(np.sort(np.log(2) / -roots)[::-1], rel=1e-13)


def test_delays_have_half_lives_and_ledgers_have_none() -> None:
    model = CompartmentModel(
        BAG.compartments, BAG.flows, (), BAG.sites, (Delay("soak", "plasma", 0.1),)
    )
    assert half_lives_h(model) == pytest.approx(np.log(2) / np.array([0.1, 0.3]))


def test_what_never_leaves_has_an_infinite_half_life() -> None:
    closed = CompartmentModel(
        ("plasma", "tissue"), (Flow("plasma", "tissue", 1.0), Flow("tissue", "plasma", 2.0))
    )
    assert half_lives_h(closed).tolist() == pytest.approx([np.inf, np.log(2) / 3])
    stays = CompartmentModel(
        BAG.compartments, (Flow("plasma", "urine", np.array([0.0, 0.3])),), (), BAG.sites
    )
    assert half_lives_h(stays)[:, 0] == pytest.approx([np.inf, np.log(2) / 0.3])


def test_a_curved_model_has_no_half_lives() -> None:
    with check_refused(
        NotLinear, "The model has no exact solution: the flow plasma -> metabolised is"
    ):
        half_lives_h(saturable())


@pytest.mark.parametrize(("tau", "count"), [(4, 60), (8, 40), (24, 10)])
def test_accumulation_is_one_over_what_an_interval_removes(tau: float, count: int) -> None:
    course = oral(dose_mg=1, every_h=tau, doses=count)
    found = accumulation(solve(SWALLOWED, course, [0, course.end_h]), "plasma", every_h=tau)
    # The doses before the last interval are all but exp(-0.3 x 240 h) = 5e-32 there.
    assert found == pytest.approx(1 / -np.expm1(-K * tau), rel=1e-11)


def test_the_share_in_urine_is_its_share_of_clearance() -> None:
    model = CompartmentModel(
        ("plasma", "urine", "metabolised"),
        (Flow("plasma", "urine", 0.3), Flow("plasma", "metabolised", 0.1)),
        BAG.entries,
        BAG.sites,
    )
    solution = solve(model, iv(dose_mg=1), [0, 240])
    assert fraction_in(solution) == pytest.approx(0.75, rel=TIGHT)
    assert fraction_in(solution, "metabolised") == pytest.approx(0.25, rel=TIGHT)


def test_the_share_in_urine_of_a_run_continued_counts_both_runs() -> None:
    whole = solve(BAG, iv(dose_mg=1).then(iv(dose_mg=3)), [0, 48])
    first = solve(BAG, iv(dose_mg=1), [0, 24])
    second = solve(BAG, iv(dose_mg=3), [0, 24], initial=first.final)
    assert fraction_in(second) == pytest.approx(fraction_in(whole), rel=TIGHT)


SOLVED = solve(BAG, iv(dose_mg=1), np.arange(25.0))


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            lambda: measures(SOLVED, "plasm"),
            "No site called 'plasm'. Did you mean 'plasma'? Sites: plasma.",
        ),
        (
            lambda: time_above_h(SOLVED, "gut", 1.0),
            "No site called 'gut'. Sites: plasma.",
        ),
        (
            lambda: fraction_in(SOLVED, "urin"),
            "No compartment called 'urin'. Did you mean 'urine'? Compartments: plasma, urine.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_names(measure, words: str) -> None:
    with check_refused(UnknownName, words):
        measure()


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            lambda: measures(SOLVED, "plasma", from_h=5, to_h=5),
            "The span begins at 5 h and ends at 5 h. Give from_h below to_h.",
        ),
        (
            lambda: measures(SOLVED, "plasma", to_h=25),
            "The span from 0 to 25 h is not within the run.",
        ),
        (
            lambda: accumulation(SOLVED, "plasma", every_h=48),
            "The span from 0 to 48 h is not within the run.",
        ),
        (
            lambda: half_life_h(SOLVED, "plasma", from_h=5.2, to_h=6.5),
            "1 output times lie between 5.2 and 6.5 h. Solve with at least two times in the span.",
        ),
    ],
)
def test_a_span_lies_within_the_run(measure, words: str) -> None:
    with check_refused(InvalidTimes, words):
        measure()


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            lambda: measures(SOLVED, "plasma", from_h=-1),
            "from_h is -1. It cannot be negative.",
        ),
        (
            lambda: measures(SOLVED, "plasma", to_h=np.nan),
            "to_h is nan. Give a finite number.",
        ),
        (
            lambda: time_above_h(SOLVED, "plasma", -1.0),
            "level is -1.0. It cannot be negative.",
        ),
        (
            lambda: half_life_h(solve(BAG, iv(dose_mg=0), [0, 5, 10]), "plasma", from_h=0, to_h=10),
            "plasma is 0 between 0 and 10 h. Choose another span.",
        ),
        (
            lambda: half_life_h(
                solve(BAG, iv(dose_mg=1, over_h=9), [1, 5, 9]), "plasma", from_h=1, to_h=9
            ),
            "plasma does not fall between 1 and 9 h. Choose a span after the last dose.",
        ),
        (
            lambda: fraction_in(solve(BAG, iv(dose_mg=0), [0, 24])),
            "No drug was given. Give a dose above 0.",
        ),
        (
            lambda: accumulation(solve(BAG, iv(dose_mg=0), [0, 24]), "plasma", every_h=8),
            "plasma is 0 throughout the first 8 h. Give a dose above 0 at time 0.",
        ),
    ],
)
def test_a_measure_that_cannot_be_meant_is_refused(measure, words: str) -> None:
    with check_refused(InvalidValue, words):
        measure()


def test_a_body_that_starts_full_has_been_given_what_it_holds() -> None:
    start = state_of(BAG, {"plasma": 500.0})
    solution = solve(BAG, iv(dose_mg=0), [0, 240], initial=start)
    assert fraction_in(solution) == pytest.approx(1.0, rel=TIGHT)


@pytest.mark.parametrize("from_h", [0.0, 1.0, 30.0])
def test_measures_of_many_people_are_those_of_each_alone(from_h: float) -> None:
    clearances = np.array([0.6, 1.1, 2.0])

    def body(clearance):
        return one_compartment_oral(
            clearance_L_per_h=clearance, volume_L=20, absorption_per_h=1.5, lag_h=0.25
        )

    course = oral(dose_mg=10, every_h=8, days=3)
    together = solve(body(clearances), course, np.arange(73.0))
    many = measures(together, "plasma", from_h=from_h)
    above = time_above_h(together, "plasma", 300.0, from_h=from_h)
    for i, clearance in enumerate(clearances):
        alone = solve(body(float(clearance)), course, np.arange(73.0))
        one = measures(alone, "plasma", from_h=from_h)
        for name in ("c_max", "t_max_h", "c_min", "c_avg", "auc"):
            assert getattr(many, name)[i] == pytest.approx(getattr(one, name), rel=1e-9)
        found = time_above_h(alone, "plasma", 300.0, from_h=from_h)
        assert above[i] == pytest.approx(found, rel=1e-9)
