"""Intervals of a pattern that has settled are told apart from those that still change."""

import numpy as np
import pytest

import titrate as tt
from titrate.pk import Inputs, Ode, Problem, arrivals, cut_alike
from titrate.pk.problem import jointly
from titrate.pk.state import untreated

PEOPLE = 60
CLEARANCE = np.linspace(5, 15, PEOPLE)
MODEL = tt.two_compartment_oral(
    absorption_per_h=1.2,
    clearance_L_per_h=CLEARANCE,
    central_volume_L=30.0,
    intercompartmental_clearance_L_per_h=6.0,
    peripheral_volume_L=20.0,
)
SITE = MODEL.site_names[0]


def problem(regimen: tt.Regimen, method="exact") -> Problem:
    inputs: Inputs = arrivals(MODEL, regimen.doses, None)
    return Problem(MODEL, inputs, untreated(MODEL), regimen.end_h, method)


def test_each_time_of_day_is_like_itself_the_day_before() -> None:
    run = problem(tt.oral(dose_mg=10, at_h=(7, 12, 17), days=30))
    alike = run.alike([SITE])
    first, last = alike[:4], alike[-6:]
    assert first.tolist() == [0, 1, 2, 3]
    # Three kinds of interval at the end, each a copy of one three cuts before it.
    assert len(set(last.tolist())) == 3
    assert last[:3].tolist() == last[3:].tolist()
    assert np.all(alike <= np.arange(len(alike)))
    assert np.all(alike[alike] == alike)


def test_what_is_alike_looks_alike() -> None:
    regimen = tt.oral(dose_mg=10, every_h=8, days=30)
    run = problem(regimen)
    alike, cuts = run.alike([SITE]), run.line.cuts_h
    copies = np.flatnonzero(alike != np.arange(len(alike)))
    assert len(copies) > 20
    after = np.array([0.3, 1.0, 7.5])
    copied = run.look((cuts[copies][:, None] + after).reshape(-1), [SITE])[0]
    looked = np.unique(alike[copies])
    own = run.look((cuts[looked][:, None] + after).reshape(-1), [SITE])[0]
    own = own.reshape(PEOPLE, -1, 3)[:, np.searchsorted(looked, alike[copies])]
    np.testing.assert_allclose(copied.reshape(PEOPLE, -1, 3), own, rtol=1e-7)


def test_a_dose_that_is_missed_or_larger_is_not_like_the_others() -> None:
    regimen = tt.oral(dose_mg=10, every_h=8, days=30)
    usual = problem(regimen).alike([SITE])
    missed = problem(regimen.without([60])).alike([SITE])
    assert len(set(missed.tolist())) > len(set(usual.tolist()))
    rising = regimen.then(tt.oral(dose_mg=20, every_h=8, days=30))
    found = problem(rising).alike([SITE])
    assert not set(found[:90].tolist()) & set(found[90:].tolist())


def test_the_slowest_person_decides() -> None:
    run = problem(tt.oral(dose_mg=10, every_h=8, days=30))
    quick = run.take(slice(PEOPLE - 20, PEOPLE)).alike([SITE])
    everyone = run.alike([SITE])
    assert len(set(everyone.tolist())) > len(set(quick.tolist()))


def test_what_only_gathers_does_not_count_and_what_is_integrated_is_left_alone() -> None:
    regimen = tt.oral(dose_mg=10, every_h=8, days=30)
    told = problem(regimen).system().told_by([SITE])
    names = MODEL.states
    assert not told[names.index("eliminated")]
    assert told[names.index("gut")]
    by_steps = problem(regimen, Ode())
    assert by_steps.alike([SITE]).tolist() == list(range(len(by_steps.line.cuts_h) - 1))


def test_labels_are_alike_together_where_all_of_them_are() -> None:
    one, other = np.array([0, 0, 0, 3, 3]), np.array([0, 1, 0, 3, 3])
    assert jointly([one, other]).tolist() == [0, 1, 0, 3, 3]


@pytest.mark.parametrize("initial", [None, "adapted"])
def test_copies_change_no_response(monkeypatch: pytest.MonkeyPatch, initial) -> None:
    drug = tt.load_drug("baclofen")
    people = tt.Population(tuple(tt.Patient(weight_kg=kg) for kg in (50, 60, 70, 80, 90, 100)))
    regimen = tt.oral(dose_mg=20, at_h=(7, 14, 22), days=40)
    times = np.arange(0, 961, 5.0)
    shared = tt.simulate(drug, people, regimen, times, initial=initial)
    monkeypatch.setattr("titrate.pk.problem._FEW_CUTS", 10**9)
    whole = tt.simulate(drug, people, regimen, times, initial=initial)
    for kind in ("adaptation", "response"):
        for name, curve in getattr(whole, kind).items():
            largest = np.abs(curve).max()
            error = np.abs(getattr(shared, kind)[name] - curve).max() / largest
            assert error < 3e-8, name


def test_a_cut_where_nothing_happens_changes_nothing_that_is_seen() -> None:
    tablets = problem(tt.oral(dose_mg=10, at_h=(7, 12, 17), days=6))
    released = problem(tt.oral(dose_mg=30, every_h=30, days=6, release_over_h=20))
    for alone, cut in zip((tablets, released), cut_alike((tablets, released)), strict=True):
        assert len(cut.line.cuts_h) > len(alone.line.cuts_h)
        times = np.linspace(0, alone.end_h, 211)
        before = np.arange(211) % 2 == 0
        seen, looked = (each.look(times, [SITE], (SITE,), before)[0] for each in (alone, cut))
        np.testing.assert_allclose(looked, seen, rtol=1e-12, atol=1e-9)
        np.testing.assert_allclose(cut.ends(), alone.ends(), rtol=1e-12, atol=1e-6)


def test_two_courses_cut_alike_have_the_same_cuts_wherever_they_are_felt() -> None:
    often, seldom = (tt.oral(dose_mg=10, every_h=every, days=3) for every in (8, 12))
    pair = cut_alike((problem(often), problem(seldom)))
    one, other = (each.told([SITE]).line.cuts_h for each in pair)
    np.testing.assert_array_equal(one, other)
    assert pair[0].take(slice(3, 9)).line is pair[0].line


def test_some_of_the_people_are_the_model_of_these_people_and_read_only() -> None:
    which = np.array([3, 1, 40])
    for who in (slice(10, 20), which):
        some = MODEL.take(who)
        np.testing.assert_array_equal(some.rate_matrix(), MODEL.rate_matrix()[who])
        assert some.people == len(CLEARANCE[who])
        rates = [flow.rate_per_h for flow in some.flows if isinstance(flow.rate_per_h, np.ndarray)]
        assert rates
        assert not any(rate.flags.writeable for rate in rates)
