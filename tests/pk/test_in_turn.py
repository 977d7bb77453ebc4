"""Models of one body that take turns: rates, volumes and shares change when a turn begins."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidModel
from titrate.pk import in_turn

CHANGES = "Rates, volumes and shares may differ from occasion to occasion; let the rest stay."


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
            body(lag=0.5),
            "The lag of the entry oral -> gut differs from occasion to occasion. Everybody shares "
            "one clock for what is on its way; let the lag stay.",
        ),
        (
            body(share=lambda dose_ug: np.exp(-dose_ug / 1e6)),
            "The share of the entry oral -> gut changes in time, or with the amount, and from "
            "occasion to occasion. Let it be a number, or the same on every occasion.",
        ),
        (
            tt.one_compartment_iv(clearance_L_per_h=1.1, volume_L=20),
            f"The body has other parts on another occasion. {CHANGES}",
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


def test_a_saturable_rate_that_differs_is_named_and_one_that_does_not_stays() -> None:
    def saturable(most: float, **others) -> tt.CompartmentModel:
        flow = tt.Flow("plasma", "out", tt.Saturable(most, 500.0))
        return tt.CompartmentModel(("plasma", "out"), (flow,), **others)

    assert in_turn(saturable(9), (saturable(9), saturable(9)), (0, 24)).rate_changes_h == ()
    with pytest.raises(InvalidModel, match="The flow plasma -> out changes in time, or with the"):
        in_turn(saturable(9), (saturable(9), saturable(8)), (0, 24))


def test_a_share_belongs_to_the_time_of_the_dose_and_not_of_its_arrival() -> None:
    both = in_turn(
        body(share=0.5, lag=3), (body(share=0.5, lag=3), body(share=0.9, lag=3)), (0, 24)
    )
    assert both.rate_changes_h == ()
    late, early = tt.oral(dose_mg=10, at_h=(22,), doses=1), tt.oral(dose_mg=4, at_h=(1,), doses=2)
    times = np.arange(0, 72.5, 0.5)
    found = tt.solve(both, late + early, times).concentration["plasma"]
    first, second = late + early.without([2]), early.without([1])
    apart = [
        tt.solve(body(share=share, lag=3), doses, times).concentration["plasma"]
        for share, doses in ((0.5, first), (0.9, second))
    ]
    np.testing.assert_allclose(found, sum(apart), rtol=0, atol=1e-12 * found.max())


def test_an_infusion_takes_the_share_of_the_time_at_which_it_begins() -> None:
    share = tt.Steps((0, 24), (0.25, 1.0))
    entries = (tt.Entry("iv", "plasma", share),)
    model = tt.CompartmentModel(
        ("plasma", "out", "unabsorbed"), (tt.Flow("plasma", "out", 0.1),), entries
    )
    end = tt.solve(model, tt.iv(dose_mg=1, time_h=20, over_h=10), [60]).amounts
    assert end["plasma"][0] + end["out"][0] == pytest.approx(250, rel=1e-13)
    assert end["unabsorbed"][0] == pytest.approx(750, rel=1e-13)


def jumping(method: str = "exact"):
    """Return times and a solution: 1 mg at once, 2 L/h, 20 L until 24 h and 5 L from then on."""
    both = in_turn(body(2.0, 20.0), (body(2.0, 20.0), body(2.0, 5.0), body(2.0, 20.0)), (0, 24, 30))
    times = np.array([0.0, 10, 23.999, 24, 25, 29.999, 30, 40])
    return times, tt.solve(both, tt.iv(dose_mg=1), times, method=method)


def by_hand(times: np.ndarray) -> np.ndarray:
    before, small = np.minimum(times, 24), np.clip(times - 24, 0, 6)
    amount = 1000 * np.exp(-0.1 * (before + np.maximum(times - 30, 0)) - 0.4 * small)
    return amount / np.where((times >= 24) & (times < 30), 5.0, 20.0)


@pytest.mark.parametrize(("method", "rtol"), [("exact", 1e-13), ("ode", 1e-6)])
def test_where_a_volume_changes_the_amount_stays_and_the_concentration_jumps(method, rtol) -> None:
    times, solution = jumping(method)
    np.testing.assert_allclose(solution.concentration["plasma"], by_hand(times), rtol=rtol)


def test_areas_and_peaks_are_those_of_the_volume_in_force() -> None:
    _, solution = jumping()
    found = tt.measures(solution, "plasma", from_h=20, to_h=40)
    amounts = 1000 * np.exp([-2.0, -2.4, -4.8, -5.8])
    areas = (amounts[:-1] - amounts[1:]) / 2  # amount gone over clearance, whatever the volume
    assert found.auc == pytest.approx(areas.sum(), rel=1e-12)
    assert found.c_max == pytest.approx(amounts[1] / 5, rel=1e-12)
    assert found.t_max_h == 24


def test_a_right_hand_side_takes_turns_too() -> None:
    def pouring(rate: float) -> tt.CompartmentModel:
        return tt.CompartmentModel(
            ("plasma", "out"),
            (tt.Flow("plasma", "out", 0.1),),
            (tt.Entry("iv", "plasma"),),
            right_hand_side=lambda time_h, amounts: {"plasma": rate},
        )

    both = in_turn(pouring(1), (pouring(1), pouring(5)), (0, 24))
    found = tt.solve(both, tt.iv(dose_mg=1), [48], method="ode").amounts["plasma"][0]
    at_24 = 10 + 990 * np.exp(-2.4)
    assert found == pytest.approx(50 + (at_24 - 50) * np.exp(-2.4), rel=1e-6)


def test_people_have_volumes_and_shares_of_their_own_in_each_turn() -> None:
    volumes, shares = np.array([[20.0, 30], [25, 10]]), np.array([[0.5, 1], [0.9, 0.2]])
    turns = [body(volume=v, share=s) for v, s in zip(volumes, shares, strict=True)]
    both = in_turn(turns[0], turns, (0, 24))
    regimen = tt.oral(dose_mg=10, every_h=8, days=2)
    people = tt.solve(both, regimen, [5, 24, 47]).concentration["plasma"]
    for i in range(2):
        alone = [body(volume=v[i], share=s[i]) for v, s in zip(volumes, shares, strict=True)]
        one = tt.solve(in_turn(alone[0], alone, (0, 24)), regimen, [5, 24, 47])
        np.testing.assert_allclose(people[i], one.concentration["plasma"], rtol=1e-12)


def test_a_run_continued_goes_on_with_the_volume_and_the_share_of_its_clock() -> None:
    turns = (body(), body(volume=5.0, share=0.5), body(volume=40.0))
    both = in_turn(body(), turns, (0, 24, 48))
    half = tt.oral(dose_mg=10, every_h=8, doses=4)  # 0 to 32 h
    whole = tt.solve(both, half.then(half), [33, 41, 63]).concentration["plasma"]
    first = tt.solve(both, half, [32])
    second = tt.solve(both, half, [1, 9, 31], initial=first.final).concentration["plasma"]
    np.testing.assert_allclose(second, whole, rtol=1e-12)
