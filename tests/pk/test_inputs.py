"""Arrivals: lags, shares, merged instants; whatever happens, the mass arrives."""

import numpy as np
import pytest

from tests.pk.bodies import BAG, ORAL, check_refused
from titrate.dosing import bolus, iv, oral, pump
from titrate.errors import InvalidModel, InvalidValue, UnknownName
from titrate.pk import CompartmentModel, Entry, Inputs, Ode, Site, arrivals, solve


def box(*entries: Entry) -> CompartmentModel:
    return CompartmentModel(("gut", "csf", "unabsorbed"), (), entries, (Site("gut", {"gut": 1.0}),))


def held_ug(model: CompartmentModel, regimen, times_h) -> float:
    amounts = solve(model, regimen, times_h).amounts
    return float(sum(amounts[name][-1] for name in model.compartments))


def test_a_lag_moves_the_arrival_and_a_share_leaves_the_rest_unabsorbed() -> None:
    model = box(Entry("oral", "gut", share=0.7, lag_h=0.25))
    inputs = arrivals(model, oral(dose_mg=10, every_h=8, doses=2).doses, None)
    assert inputs.time_h.tolist() == [0.25, 8.25, 0, 8]
    assert inputs.amount_ug[0] == pytest.approx([7000, 7000, 3000, 3000])
    assert [model.compartments[i] for i in inputs.compartment] == ["gut"] * 2 + ["unabsorbed"] * 2


def test_a_share_may_fall_with_the_dose() -> None:
    saturating = box(Entry("oral", "gut", share=lambda dose_ug: 5000 / (5000 + dose_ug)))
    regimen = oral(dose_mg=5, every_h=8, doses=1).then(oral(dose_mg=15, every_h=8, doses=1))
    amounts = solve(saturating, regimen, [0, 8]).amounts
    assert amounts["gut"] == pytest.approx([2500, 2500 + 3750])
    assert amounts["unabsorbed"] == pytest.approx([2500, 2500 + 11250])


def test_a_dose_per_kg_is_as_large_as_the_person() -> None:
    curve = solve(ORAL, oral(dose_mg_per_kg=0.1), [0, 24], weight_kg=[50.0, 100.0]).amounts["gut"]
    np.testing.assert_allclose(curve[:, 0], [5000, 10000], rtol=1e-15)


def test_an_entry_without_a_place_serves_every_place() -> None:
    model = box(Entry("intrathecal", "csf"))
    assert held_ug(model, bolus(dose_ug=50, at="cervical"), [0, 1]) == 50


def test_several_entries_share_one_dose() -> None:
    model = box(Entry("oral", "gut", 0.6), Entry("oral", "csf", 0.4, lag_h=1.0))
    amounts = solve(model, oral(dose_mg=1), [0, 2]).amounts
    assert amounts["gut"] == pytest.approx([600, 600])
    assert amounts["csf"] == pytest.approx([0, 400])


@pytest.mark.parametrize("over_h", [1e-9, 5e-7, 1e-6, 1.5e-6, 1e-3])
@pytest.mark.parametrize("start_h", [0.0, 3.0])
def test_the_shortest_infusion_still_arrives_whole(over_h: float, start_h: float) -> None:
    held = held_ug(BAG, iv(dose_mg=1, time_h=start_h, over_h=over_h), [0, 4, 24])
    assert held == pytest.approx(1000, rel=1e-12)


@pytest.mark.parametrize("apart_h", [1e-9, 5e-7, 0.99e-6, 1.01e-6, 1e-5])
def test_doses_closer_than_a_millionth_of_an_hour_all_arrive(apart_h: float) -> None:
    three = iv(dose_mg=1) + iv(dose_mg=2, time_h=apart_h) + iv(dose_mg=4, time_h=2 * apart_h)
    assert held_ug(BAG, three, [0, 24]) == pytest.approx(7000, rel=1e-12)


@pytest.mark.parametrize("beyond_h", [-1e-6, -5e-7, -1e-9, 0.0, 1e-9, 5e-7, 1e-6, 2e-6])
def test_a_rate_that_ends_beside_a_joint_is_neither_lost_nor_given_twice(beyond_h: float) -> None:
    regimen = iv(dose_mg=24, over_h=24 + beyond_h)
    first = solve(BAG, regimen, [0, 24])
    assert regimen.end_h in (24, 48)
    last = solve(BAG, iv(dose_mg=0), [0, 24], initial=first.final)
    held = sum(float(last.final[name][0]) for name in BAG.compartments)
    assert held == pytest.approx(24000, rel=1e-12)


@pytest.mark.parametrize("cut_h", [12.0, 12 + 5e-7, 5e-7, 24 - 5e-7])
def test_the_parts_of_a_rate_on_either_side_of_an_instant_are_the_whole(cut_h: float) -> None:
    inputs = arrivals(BAG, iv(dose_mg=1, over_h=24).doses, None)
    before, after = inputs.between(0, cut_h), inputs.between(cut_h, np.inf)
    total = before.amount_ug.sum() + after.amount_ug.sum()
    assert total == pytest.approx(1000, rel=1e-14)
    # Each part that is there has a length of its own.
    assert all(np.all(part.duration_h > 1e-7) for part in (before, after))


def test_a_dose_at_the_joint_belongs_to_what_comes_after() -> None:
    inputs = arrivals(BAG, (iv(dose_mg=1) + iv(dose_mg=2, time_h=8)).doses, None)
    assert inputs.between(0, 8).amount_ug.tolist() == [[1000]]
    assert inputs.between(8, np.inf).amount_ug.tolist() == [[2000]]
    assert inputs.between(0, 8, with_end=True).amount_ug.tolist() == [[1000, 2000]]


@pytest.mark.parametrize("method", ["exact", "ode"])
def test_a_lagged_dose_that_arrives_just_at_the_joint_is_given_once(method: str) -> None:
    late = CompartmentModel(
        BAG.compartments, BAG.flows, (Entry("oral", "plasma", lag_h=8.0),), BAG.sites
    )
    first = solve(late, oral(dose_mg=1, every_h=8, doses=1), [0, 8], method=method)
    assert first.concentration["plasma"].tolist() == [0, 1000]
    assert float(first.final["plasma"][0]) == 0
    second = solve(late, oral(dose_mg=0), [0, 24], initial=first.final, method=method)
    assert second.concentration["plasma"][0] == pytest.approx(1000, rel=1e-14)


def test_nothing_and_something_together_is_something() -> None:
    inputs = arrivals(BAG, iv(dose_mg=1).doses, None)
    assert Inputs.none().together(inputs) is inputs
    assert inputs.together(Inputs.none()) is inputs


def test_merged_cuts_are_alike_for_both_solvers() -> None:
    regimen = iv(dose_mg=1, over_h=5e-7) + iv(dose_mg=1, time_h=3e-7, over_h=2)
    exact = solve(BAG, regimen, [0, 1, 2, 24]).concentration["plasma"]
    other = solve(BAG, regimen, [0, 1, 2, 24], method=Ode(rtol=1e-10)).concentration["plasma"]
    np.testing.assert_allclose(exact, other, rtol=1e-8)


def test_an_unknown_route_is_answered_with_the_routes_of_the_model() -> None:
    with check_refused(UnknownName, "No route called 'intrathecal'. Routes: iv, oral."):
        solve(ORAL, pump(rate_ug_per_day=100, days=1), [0, 24])


def test_a_segment_the_model_lacks_is_answered_with_its_segments() -> None:
    model = box(Entry("intrathecal", "csf", at="lumbar"))
    with check_refused(UnknownName, "No segment called 'cranial'. Segments: lumbar."):
        solve(model, bolus(dose_ug=50, at="cranial"), [0, 24])


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (
            lambda dose: np.where(dose > 1500, 1.5, 0.5),
            "The share of the entry oral -> gut is 1.5 for a dose of 2000 ug.",
        ),
        (
            lambda dose: np.where(dose > 1500, -0.1, 0.5),
            "The share of the entry oral -> gut is -0.1 for a dose of 2000 ug. A share lies betw",
        ),
        (lambda dose: np.nan, "The share of the entry oral -> gut is nan for a dose of 1000 ug."),
    ],
)
def test_a_share_that_is_no_share_is_refused_with_its_dose(share, words: str) -> None:
    regimen = oral(dose_mg=1).then(oral(dose_mg=2))
    with check_refused(InvalidValue, words):
        solve(box(Entry("oral", "gut", share)), regimen, [0, 48])


def test_shares_that_depend_on_the_dose_may_not_add_up_to_more_than_the_dose() -> None:
    model = box(
        Entry("oral", "gut", lambda dose: 0 * dose + 0.7),
        Entry("oral", "csf", lambda dose: 0 * dose + 0.7),
    )
    with check_refused(
        InvalidModel,
        "The entries of oral take more than the whole of a dose. Shares of one door may not add",
    ):
        solve(model, oral(dose_mg=1), [0, 24])


def test_what_a_place_leaves_over_needs_a_compartment() -> None:
    # Lumbar is whole; elsewhere only the entry for every place acts, and takes half.
    model = CompartmentModel(
        ("low", "high"),
        (),
        (Entry("intrathecal", "low", 0.5), Entry("intrathecal", "high", 0.5, at="lumbar")),
    )
    with check_refused(
        InvalidModel,
        "The entries of intrathecal at cranial take less than the whole dose and the rest has no",
    ):
        solve(model, bolus(dose_ug=50, at="cranial"), [0, 24])
