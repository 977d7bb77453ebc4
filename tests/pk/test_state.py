"""Where a body stands: read by name, continued only by the model it belongs to."""

import numpy as np
import pytest

from tests.pk.bodies import BAG, ORAL, check_refused
from titrate.dosing import iv, oral
from titrate.errors import InvalidModel, InvalidValue, UnknownName
from titrate.pk import CompartmentModel, solve, state_of

SHOT = iv(dose_mg=1)


def test_a_state_is_read_by_name() -> None:
    final = solve(BAG, SHOT, [0, 24]).final
    assert final["plasma"] + final["urine"] == pytest.approx(1000)


def test_a_state_may_be_written_down() -> None:
    start = state_of(BAG, {"plasma": np.array([100.0, 300.0])})
    curve = solve(BAG, iv(dose_mg=0), [0, 1], initial=start).concentration["plasma"]
    np.testing.assert_allclose(curve[:, 1], np.array([100, 300]) * np.exp(-0.3), rtol=1e-14)


def test_a_state_says_who_it_is_and_what_is_pending() -> None:
    final = solve(BAG, iv(dose_mg=1, time_h=20, over_h=10), [0, 24]).final
    assert repr(final) == "<state of one person: plasma, urine; 0 arrivals pending>"
    slow = oral(dose_mg=1, every_h=8, doses=1, release_over_h=12)
    assert repr(solve(ORAL, slow, [0, 8]).final).endswith("1 arrival pending>")
    assert repr(state_of(BAG, {"plasma": np.ones(2)})).startswith("<state of 2 people: plasma")


def test_a_state_of_nobody_known_is_refused() -> None:
    with check_refused(
        UnknownName, "No state called 'plasm'. Did you mean 'plasma'? States: plasma, u"
    ):
        solve(BAG, SHOT, [0, 24]).final["plasm"]
    with check_refused(UnknownName, "No state called 'gut'. States: plasma, urine."):
        state_of(BAG, {"gut": 1.0})


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ({"plasma": -1.0}, "plasma is -1.0. It cannot be negative."),
        ({"plasma": np.nan}, "plasma is nan. Give a finite number."),
        (
            {"plasma": np.ones(2), "urine": np.ones(3)},
            "The amounts have shapes [(2,), (3,)]. Give numbers, or one per person.",
        ),
        ({"plasma": np.ones((2, 2))}, "The amounts have shapes [(2, 2)]. Give numbers, or one"),
    ],
)
def test_amounts_that_cannot_be_meant_are_refused(amounts, words: str) -> None:
    with check_refused(InvalidValue, words):
        state_of(BAG, amounts)


def test_a_run_is_continued_only_with_its_own_model() -> None:
    final = solve(BAG, SHOT, [0, 24]).final
    with check_refused(
        InvalidModel,
        "The initial state belongs to another model: eliminated, gut, unabsorbed, urine. "
        "Continue a run with the model it was begun with.",
    ):
        solve(ORAL, SHOT, [0, 24], initial=final)


def test_the_same_names_in_another_order_are_another_model() -> None:
    turned = CompartmentModel(("urine", "plasma"), BAG.flows, BAG.entries, BAG.sites)
    with check_refused(InvalidModel, "The initial state belongs to another model: another order."):
        solve(turned, SHOT, [0, 24], initial=solve(BAG, SHOT, [0, 24]).final)


def test_a_solution_is_not_a_state() -> None:
    words = "initial is <solution: <concentration of one patient, 0 to 24 h: plasma>>. "
    with check_refused(InvalidValue, f"{words}Give its state: initial=solution.final."):
        solve(BAG, SHOT, [0, 24], initial=solve(BAG, SHOT, [0, 24]))
