"""The verb `solve`: what it accepts, what it returns, what it refuses."""

import numpy as np
import pytest

from tests.pk.bodies import BAG, ORAL, check_refused, saturable
from titrate.dosing import iv, oral
from titrate.errors import InvalidTimes, InvalidValue, NotLinear, UnknownName
from titrate.pk import CompartmentModel, Entry, Flow, Ode, Site, solve, state_of

SHOT = iv(dose_mg=1)


def bags(count: int) -> CompartmentModel:
    flow = Flow("plasma", "urine", np.linspace(0.1, 0.5, count))
    return CompartmentModel(BAG.compartments, (flow,), BAG.entries, BAG.sites)


def test_one_person_reads_as_a_row_and_many_as_a_table() -> None:
    assert solve(BAG, SHOT, [0, 1, 2]).concentration["plasma"].shape == (3,)
    assert solve(bags(2), SHOT, [0, 1, 2]).concentration["plasma"].shape == (2, 3)


def test_only_the_outputs_asked_for_are_returned() -> None:
    assert list(solve(ORAL, oral(dose_mg=1), [0, 1], outputs=["plasma"]).concentration) == [
        "plasma"
    ]
    assert list(solve(ORAL, oral(dose_mg=1), [0, 1], outputs=()).concentration) == []


def test_amounts_are_solved_when_asked_for() -> None:
    amounts = solve(BAG, SHOT, [0, 10]).amounts
    assert amounts.kind == "amount"
    assert amounts.units["plasma"] == "ug"
    assert amounts["plasma"] == pytest.approx([1000, 1000 * np.exp(-3)])


def test_times_after_the_regimens_end_are_a_wash_out() -> None:
    curve = solve(BAG, SHOT, [0, 100]).concentration["plasma"]
    assert curve[1] == pytest.approx(1000 * np.exp(-30), rel=1e-13)


def test_the_run_goes_on_to_the_regimens_end_whatever_one_looks_at() -> None:
    solution = solve(BAG, SHOT, [0, 1])
    assert solution.problem.end_h == 24
    assert solution.final["plasma"] == pytest.approx(1000 * np.exp(-7.2), rel=1e-13)


def test_a_solution_says_what_it_is() -> None:
    assert repr(solve(BAG, SHOT, [0, 24])) == (
        "<solution: <concentration of one patient, 0 to 24 h: plasma>>"
    )


def test_results_cannot_be_written_to() -> None:
    solution = solve(BAG, SHOT, [0, 1])
    for array in (solution.concentration["plasma"], solution.times_h, solution.final.values):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("method", ["exakt", "", None, 3, Ode])
def test_an_unknown_method_is_answered_with_the_methods(method) -> None:
    # Ode itself, and not an Ode(), is a likely slip: it must not run the exact solution.
    with check_refused(UnknownName, f"No method called {method!r}."):
        solve(BAG, SHOT, [0, 1], method=method)


def test_a_method_nearly_right_is_guessed_at() -> None:
    with check_refused(
        UnknownName, "No method called 'exakt'. Did you mean 'exact'? Methods: exact, ode."
    ):
        solve(BAG, SHOT, [0, 1], method="exakt")


def test_an_unknown_output_is_answered_with_the_sites() -> None:
    with check_refused(
        UnknownName, "No site called 'plasm'. Did you mean 'plasma'? Sites: plasma."
    ):
        solve(BAG, SHOT, [0, 1], outputs=["plasm"])


def test_exact_on_a_saturable_flow_names_the_flow_and_the_way_out() -> None:
    with check_refused(
        NotLinear,
        "The model has no exact solution: the flow plasma -> metabolised is not proportional to "
        'the amount. Solve it with method="ode".',
    ):
        solve(saturable(), SHOT, [0, 1])


def test_exact_on_a_right_hand_side_says_so() -> None:
    model = CompartmentModel(
        BAG.compartments, BAG.flows, BAG.entries, BAG.sites, right_hand_side=lambda t, x: {}
    )
    with check_refused(
        NotLinear, "The model has no exact solution: its right-hand side is not prop"
    ):
        solve(model, SHOT, [0, 1])


@pytest.mark.parametrize(
    ("times_h", "words"),
    [
        ([], "times_h is empty. Give at least one time, in h: [0, 8, 24]."),
        ([[0, 1]], "times_h has shape (1, 2). Give the times in one row."),
        ([0, 2, 1], "times_h is not increasing: 1 h follows 2 h. Sort the times and write each"),
        ([0, 1, 1], "times_h is not increasing: 1 h follows 1 h."),
        ([-1, 0], "times_h begins at -1 h. Time 0 is midnight of day 1; begin at 0 or later."),
        ([0, np.nan], "times_h holds a value that is not finite. Give finite hours."),
        ([0, np.inf], "times_h holds a value that is not finite. Give finite hours."),
        ("noon", "times_h is 'noon'. Give numbers, in hours."),
        (None, "times_h is None. Give numbers, in hours."),
    ],
)
def test_output_times_are_finite_and_rise_from_zero(times_h, words: str) -> None:
    with check_refused(InvalidTimes, words):
        solve(BAG, SHOT, times_h)


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (None, "A dose is written per kg of body weight, and no weight is given. Give weight_kg."),
        (0.0, "weight_kg is 0.0. It must be above 0."),
        (np.nan, "weight_kg is nan. Give a finite number."),
        ("heavy", "weight_kg is 'heavy', which is not a number. Give a number."),
        (np.ones((2, 2)), "weight_kg has 2 axes. Give one weight per person, on one axis."),
    ],
)
def test_a_dose_per_kg_needs_a_weight_that_can_be_meant(weight, words: str) -> None:
    with check_refused(InvalidValue, words):
        solve(ORAL, oral(dose_mg_per_kg=0.1), [0, 1], weight_kg=weight)


def test_rates_doses_and_start_must_be_for_the_same_people() -> None:
    start = state_of(BAG, {"plasma": np.ones(3)})
    with check_refused(
        InvalidValue,
        "Rates, doses and the initial state are for [2, 3] people. Give each for one person or",
    ):
        solve(bags(2), SHOT, [0, 1], initial=start)


def test_one_persons_start_serves_many() -> None:
    start = state_of(BAG, {"plasma": 100.0})
    curve = solve(bags(3), iv(dose_mg=0), [0, 1], initial=start).concentration["plasma"]
    np.testing.assert_allclose(curve[:, 1], 100 * np.exp(-np.linspace(0.1, 0.5, 3)), rtol=1e-14)


def test_a_model_without_flows_keeps_what_it_is_given() -> None:
    model = CompartmentModel(("a",), (), (Entry("iv", "a"),), (Site("a", {"a": 1.0}),))
    curve = solve(model, iv(dose_mg=1, over_h=2), [0, 1, 2, 9]).concentration["a"]
    assert curve == pytest.approx([0, 500, 1000, 1000], rel=1e-14)
