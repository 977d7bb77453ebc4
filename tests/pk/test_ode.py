"""Numerical integration: non-linear models against closed forms, and failures in words."""

import numpy as np
import pytest
from scipy.special import lambertw

from tests.pk.bodies import BAG, ORAL, check_refused, saturable
from titrate.dosing import iv, oral
from titrate.errors import InvalidValue, SolverFailure, UnknownName
from titrate.pk import (
    CompartmentModel,
    Entry,
    Flow,
    Ode,
    Saturable,
    Site,
    measures,
    solve,
    time_above_h,
)

TIMES = np.linspace(0, 48, 97)


def with_right_hand_side(change, compartments=("plasma", "urine")) -> CompartmentModel:
    return CompartmentModel(
        compartments,
        (),
        (Entry("iv", "plasma"),),
        (Site("plasma", {"plasma": 1.0}),),
        right_hand_side=change,
    )


def michaelis_menten(dose_ug: float, largest: float, half: float, times_h):
    """A + half ln A falls at the largest rate, so A is half W(A0/half exp((A0 - v t)/half))."""
    inside = dose_ug / half * np.exp((dose_ug - largest * times_h) / half)
    return half * lambertw(inside).real


@pytest.mark.parametrize("solver", ["LSODA", "DOP853", "Radau", "BDF"])
def test_saturable_elimination_is_lamberts_function(solver: str) -> None:
    rtol = 1e-8 if solver == "BDF" else 1e-10
    how = Ode(solver, rtol=rtol, atol=1e-9)
    curve = solve(saturable(), iv(dose_mg=1), TIMES, method=how).concentration["plasma"]
    expected = michaelis_menten(1000, 40, 200, TIMES)
    # Some hundreds of steps, each within rtol.
    assert np.max(np.abs(curve - expected)) <= 300 * rtol * expected.max()


def test_a_right_hand_side_may_do_what_a_saturable_flow_does() -> None:
    def change(_time_h, amounts):
        moved = 40 * amounts["plasma"] / (200 + amounts["plasma"])
        return {"plasma": -moved, "urine": moved}

    solution = solve(with_right_hand_side(change), iv(dose_mg=1), TIMES, method=Ode(rtol=1e-10))
    expected = michaelis_menten(1000, 40, 200, TIMES)
    np.testing.assert_allclose(solution.concentration["plasma"], expected, rtol=0, atol=1e-5)
    assert solution.final["plasma"] + solution.final["urine"] == pytest.approx(1000, rel=1e-9)


def test_a_right_hand_side_knows_the_time_of_the_whole_run() -> None:
    # dA/dt = t from midnight on, through a dose that restarts the integration at 3 h.
    model = with_right_hand_side(lambda time_h, _amounts: {"plasma": time_h})
    curve = solve(model, iv(dose_mg=1, time_h=3), [0, 2, 3, 6], method="ode")
    assert curve.concentration["plasma"] == pytest.approx([0, 2, 1004.5, 1018])


def test_a_right_hand_side_adds_to_the_flows() -> None:
    model = CompartmentModel(
        BAG.compartments,
        BAG.flows,
        BAG.entries,
        BAG.sites,
        right_hand_side=lambda _t, x: {"plasma": -0.2 * x["plasma"], "urine": 0.2 * x["plasma"]},
    )
    curve = solve(model, iv(dose_mg=1), [0, 4], method=Ode(rtol=1e-10)).concentration["plasma"]
    assert curve[1] == pytest.approx(1000 * np.exp(-2), rel=1e-8)


def test_a_rate_that_is_any_function_of_the_amount_is_followed() -> None:
    # dA/dt = -k A^2 gives A0 / (1 + k A0 t).
    model = CompartmentModel(
        BAG.compartments,
        (Flow("plasma", "urine", lambda amount: 1e-3 * amount),),
        BAG.entries,
        BAG.sites,
    )
    curve = solve(model, iv(dose_mg=1), TIMES, method=Ode(rtol=1e-10)).concentration["plasma"]
    np.testing.assert_allclose(curve, 1000 / (1 + TIMES), rtol=1e-8)


def test_each_person_saturates_at_their_own_rate() -> None:
    largest = np.array([20.0, 40.0])
    model = CompartmentModel(
        ("plasma", "metabolised"),
        (Flow("plasma", "metabolised", Saturable(largest, 200.0)),),
        BAG.entries,
        BAG.sites,
    )
    curve = solve(model, iv(dose_mg=1), TIMES, method=Ode(rtol=1e-10)).concentration["plasma"]
    for number, rate in enumerate(largest):
        expected = michaelis_menten(1000, rate, 200, TIMES)
        np.testing.assert_allclose(curve[number], expected, rtol=0, atol=1e-5)


def test_far_below_half_way_saturable_is_first_order() -> None:
    nearly = saturable(max_rate_ug_per_h=0.3e9, half_amount_ug=1e9)
    curve = solve(nearly, iv(dose_mg=1), TIMES, method=Ode(rtol=1e-10)).concentration["plasma"]
    np.testing.assert_allclose(curve, 1000 * np.exp(-0.3 * TIMES), rtol=0, atol=2e-3)


def test_a_run_continued_equals_the_run_in_one_for_curved_models_too() -> None:
    how = Ode(rtol=1e-11, atol=1e-10)
    a, b = iv(dose_mg=1, over_h=20, time_h=2), iv(dose_mg=1)
    whole = solve(saturable(), a.then(b), [24, 30, 48], method=how).concentration["plasma"]
    first = solve(saturable(), a, [0, 24], method=how)
    rest = solve(saturable(), b, [0, 6, 24], method=how, initial=first.final)
    np.testing.assert_allclose(rest.concentration["plasma"], whole, rtol=1e-9)


def test_measures_of_curved_models_look_closely_at_the_peak() -> None:
    # A constant rate in and Michaelis and Menten's out: the peak is where the infusion ends.
    solution = solve(saturable(), iv(dose_mg=1, over_h=10), [0, 24], method=Ode(rtol=1e-9))
    found = measures(solution, "plasma")
    assert found.t_max_h == pytest.approx(10, abs=1e-3)
    assert found.c_min == 0
    # Area of a falling curve, by the same quadrature of a fine grid: good to its steps squared.
    shot = solve(saturable(), iv(dose_mg=1), np.linspace(0, 24, 2401), method=Ode(rtol=1e-10))
    curve = michaelis_menten(1000, 40, 200, shot.times_h)
    assert measures(shot, "plasma").auc == pytest.approx(
        np.trapezoid(curve, shot.times_h), rel=1e-6
    )
    # A + 200 ln A falls by 40 an hour, so 500 ug is reached after (500 + 200 ln 2) / 40 h.
    expected = (500 + 200 * np.log(2)) / 40
    assert time_above_h(shot, "plasma", 500.0) == pytest.approx(expected, abs=1e-3)


def test_tighter_tolerances_come_closer() -> None:
    exact = solve(ORAL, oral(dose_mg=10), TIMES).concentration["plasma"]
    gaps = [
        np.max(
            np.abs(
                solve(
                    ORAL, oral(dose_mg=10), TIMES, method=Ode(rtol=rtol, atol=1e-9)
                ).concentration["plasma"]
                - exact
            )
        )
        for rtol in (1e-4, 1e-7, 1e-10)
    ]
    assert gaps[0] > gaps[1] > gaps[2]


def test_an_unknown_solver_is_answered_with_the_solvers() -> None:
    with check_refused(UnknownName, "No solver called 'RK45'. Solvers: BDF, DOP853, LSODA, Radau."):
        Ode("RK45")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"rtol": 0.0}, "rtol is 0.0. It must be above 0."),
        ({"atol": -1e-9}, "atol is -1e-09. It must be above 0."),
        ({"rtol": np.nan}, "rtol is nan. Give a finite number."),
    ],
)
def test_a_tolerance_is_above_zero(arguments, words: str) -> None:
    with check_refused(InvalidValue, words):
        Ode(**arguments)


def blowing_up() -> CompartmentModel:
    # dA/dt = A^2 is infinite at 1 / A0.
    return with_right_hand_side(lambda _t, x: {"plasma": x["plasma"] * x["plasma"]}, ("plasma",))


@pytest.mark.parametrize("solver", ["DOP853", "Radau", "BDF"])
def test_a_model_that_blows_up_is_told_by_time_person_and_state(solver: str) -> None:
    with pytest.raises(SolverFailure) as caught:
        solve(blowing_up(), iv(dose_mg=1, time_h=2), [0, 24], method=Ode(solver))
    # 1000 ug at 2 h: infinite a thousandth of an hour later.
    assert str(caught.value).startswith(f"{solver} stopped at 2.001 h for person 1: ")
    assert str(caught.value).endswith(
        "(largest state: plasma). Try another solver (Radau for stiff models), looser "
        "tolerances, or check the rates."
    )


def test_a_rate_that_is_not_a_number_stops_at_once() -> None:
    model = with_right_hand_side(lambda time_h, _amounts: {"plasma": np.nan if time_h > 5 else 0.0})
    with pytest.raises(SolverFailure, match=r"LSODA stopped at \S+ h for person 1: a rate is not "):
        solve(model, iv(dose_mg=1), [0, 24], method="ode")


def test_arithmetic_that_fails_in_a_right_hand_side_is_told_too() -> None:
    model = with_right_hand_side(lambda _t, x: {"plasma": 1.0 / (x["plasma"] - 1000)})
    with check_refused(
        SolverFailure,
        "DOP853 stopped at 0 h for person 1: a rate raised ZeroDivisionError('float division by ",
    ):
        solve(model, iv(dose_mg=1), [0, 24], method=Ode("DOP853"))


def test_an_amount_that_falls_below_zero_is_refused_and_not_clamped() -> None:
    model = with_right_hand_side(lambda _t, _x: {"plasma": -100.0})
    with pytest.raises(
        SolverFailure, match=r"LSODA stopped at 24 h for person 1: an amount fell to -1400"
    ):
        solve(model, iv(dose_mg=1), [0, 24], method="ode")


def test_a_model_that_never_gets_on_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("titrate.pk.ode._MOST_EVALUATIONS", 50)
    with pytest.raises(SolverFailure, match=r"for person 1: 50 evaluations were not enough \(larg"):
        solve(saturable(), iv(dose_mg=1), [0, 24], method=Ode(rtol=1e-12, atol=1e-12))


@pytest.mark.parametrize("number", [2, 503])
def test_a_failure_names_the_person_also_beyond_the_first_batch(number: int) -> None:
    rate = np.full(503, 0.1)
    rate[number - 1] = 5e3  # steep enough for a few hundred evaluations not to do
    model = CompartmentModel(
        BAG.compartments, (Flow("plasma", "urine", rate),), BAG.entries, BAG.sites
    )

    def given_up(who: int) -> str:
        return f"for person {who}: 600 evaluations were not enough"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("titrate.pk.ode._MOST_EVALUATIONS", 600)
        with pytest.raises(SolverFailure) as caught:
            solve(model, iv(dose_mg=1), [0, 24], method=Ode("DOP853", rtol=1e-3, atol=1e-3))
    assert given_up(number) in str(caught.value)


def test_a_right_hand_side_that_fills_nothing_known_is_answered_with_the_compartments() -> None:
    model = with_right_hand_side(lambda _t, _x: {"plasm": 1.0})
    with check_refused(
        UnknownName,
        "No compartment called 'plasm'. Did you mean 'plasma'? Compartments: plasma, urine.",
    ):
        solve(model, iv(dose_mg=1), [0, 24], method="ode")
