"""Models of one body that take turns: rates change when a turn begins, nothing else may."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidModel
from titrate.pk import in_turn

RATES = "Only rates change in time: let clearances and rates differ, and volumes and shares stay."


def body(clearance=1.1, volume=20.0, share=1.0, lag=0.0, **others) -> tt.CompartmentModel:
    return tt.one_compartment_oral(
        clearance_L_per_h=clearance,
        volume_L=volume,
        absorption_per_h=1.5,
        bioavailability=share,
        lag_h=lag,
    )


def test_only_the_rates_that_differ_become_steps() -> None:
    both = in_turn(body(), (body(), body(clearance=2.2)), (0, 24))
    assert both.rate_changes_h == (24.0,)
    stepped = [flow.target for flow in both.flows if isinstance(flow.rate_per_h, tt.Steps)]
    assert stepped == ["eliminated"]


def test_models_that_are_all_the_same_stay_one_model() -> None:
    assert in_turn(body(), (body(), body()), (0, 24)).rate_changes_h == ()


def test_each_person_has_turns_of_their_own() -> None:
    mine, yours = np.array([1.0, 2.0]), np.array([3.0, 0.5])
    both = in_turn(body(mine), (body(mine), body(yours)), (0, 24))
    regimen = tt.oral(dose_mg=10, every_h=8, days=2)
    people = tt.solve(both, regimen, [5, 47]).concentration["plasma"]
    for i in range(2):
        one = in_turn(body(mine[i]), (body(mine[i]), body(yours[i])), (0, 24))
        alone = tt.solve(one, regimen, [5, 47]).concentration["plasma"]
        np.testing.assert_allclose(people[i], alone, rtol=1e-12)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            body(volume=30.0),
            f"The weights of the site 'plasma' differ from occasion to occasion. {RATES}",
        ),
        (
            body(share=0.5),
            "The share or the lag of the entry oral -> gut differs from occasion to occasion. "
            f"{RATES}",
        ),
        (
            body(lag=0.5),
            "The share or the lag of the entry oral -> gut differs from occasion to occasion. "
            f"{RATES}",
        ),
        (
            tt.one_compartment_iv(clearance_L_per_h=1.1, volume_L=20),
            f"The body has other parts on another occasion. {RATES}",
        ),
    ],
)
def test_whatever_else_differs_is_named_and_refused(other, message: str) -> None:
    with pytest.raises(InvalidModel) as raised:
        in_turn(body(), (body(), other), (0, 24))
    assert str(raised.value) == message


def test_a_rate_that_has_steps_already_is_refused_only_if_it_differs() -> None:
    def stepping(rate: float) -> tt.CompartmentModel:
        flow = tt.Flow("plasma", "out", tt.Steps((0, 3), (0.1, rate)))
        return tt.CompartmentModel(("plasma", "out"), (flow,))

    assert in_turn(stepping(1), (stepping(1), stepping(1)), (0, 24)).rate_changes_h == (3.0,)
    with pytest.raises(InvalidModel, match="The flow plasma -> out changes in time"):
        in_turn(stepping(1), (stepping(1), stepping(2)), (0, 24))
