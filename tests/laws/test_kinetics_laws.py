"""Laws of kinetics: what holds for every linear body and every course of doses.

Differences are the largest absolute difference over the curve's own maximum. 1e-12 is a few
thousand round-offs: what some hundred matrix products of seven or eight states may add up to.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import assume, given, settings, strategies as st

from tests.laws.models import (
    assert_same,
    curves_of,
    doses_mg,
    grid,
    instants_h,
    models,
    parts,
    person,
    regimens,
    repeating_regimens,
    with_people,
)
from titrate.dosing import Regimen, iv, oral
from titrate.pk import (
    CompartmentModel,
    Flow,
    Ode,
    Solution,
    arrivals,
    half_lives_h,
    measures,
    one_compartment_oral,
    repeated_pattern,
    solve,
    steady_state,
    time_above_h,
)
from titrate.timecourse import Array

ROUND_OFF = 1e-12


def amounts_of(solution: Solution) -> Array:
    """Amounts in ug, (compartments, times), of one person."""
    return np.array([solution.amounts[name] for name in solution.model.compartments])


def arrived_ug(model: CompartmentModel, regimen: Regimen, times_h: Array) -> Array:
    """How much has come in by each time, counted dose by dose."""
    inputs = arrivals(model, regimen.doses, None)
    total = np.zeros(len(times_h))
    for i in range(len(inputs)):
        start, lasting, amount = inputs.time_h[i], inputs.duration_h[i], inputs.amount_ug[0, i]
        if lasting > 0:
            total += amount * np.clip((times_h - start) / lasting, 0.0, 1.0)
        else:
            # Whole minutes: a dose written for this instant is in, whatever its last digit.
            total += np.where(times_h >= start - 1e-9, amount, 0.0)
    return total


@given(models(), regimens)
def test_what_has_arrived_is_all_in_some_compartment(
    model: CompartmentModel, regimen: Regimen
) -> None:
    times = grid(regimen)
    held = amounts_of(solve(model, regimen, times)).sum(axis=0)
    came = arrived_ug(model, regimen, times)
    worst = float(np.max(np.abs(held - came)) / came[-1])
    assert worst <= ROUND_OFF, f"mass off by {worst:.2g} of the dose\n{model.diagram()}"


@given(models(), parts, parts)
def test_two_courses_together_give_the_sum_of_their_curves(
    model: CompartmentModel, a: Regimen, b: Regimen
) -> None:
    times = grid(a + b)
    both, one, other = (solve(model, regimen, times) for regimen in (a + b, a, b))
    first, second = curves_of(one), curves_of(other)
    for site, curve in curves_of(both).items():
        gap = np.max(np.abs(curve - first[site] - second[site]))
        assert gap <= ROUND_OFF * curve.max(), f"{site}: {gap:.3g} ug/L\n{model.diagram()}"


@given(models(), regimens, st.sampled_from([1e-3, 0.5, 2.0, 10.0, 333.0]))
def test_concentrations_scale_with_the_dose(
    model: CompartmentModel, regimen: Regimen, factor: float
) -> None:
    times = grid(regimen)
    plain = curves_of(solve(model, regimen, times))
    for site, curve in curves_of(solve(model, regimen.scaled(factor), times)).items():
        np.testing.assert_allclose(
            curve, factor * plain[site], rtol=0, atol=ROUND_OFF * curve.max(), err_msg=site
        )


@given(models(), regimens, st.integers(1, 30 * 60).map(lambda minute: minute / 60))
def test_waiting_first_shifts_every_curve(
    model: CompartmentModel, regimen: Regimen, wait_h: float
) -> None:
    waiting = oral(dose_mg=0, every_h=wait_h, doses=1)
    times = grid(regimen)
    # A few steps after a cut, so that a shifted dose lands on the same side of its output time.
    times = times[1:] + 1e-3
    late = solve(model, waiting.then(regimen), times + wait_h)
    prompt = solve(model, regimen, times)
    for site, curve in curves_of(late).items():
        gap = np.max(np.abs(curve - curves_of(prompt)[site]))
        # Shifting a clock of a hundred hours moves its last digit, 1e-14 h, times 30 /h.
        assert gap <= 1e-11 * curve.max(), f"{site} moved by {gap:.3g} ug/L\n{model.diagram()}"


@given(models(), parts, regimens)
def test_a_run_in_two_pieces_equals_the_run_in_one(
    model: CompartmentModel, a: Regimen, b: Regimen
) -> None:
    # Lagged doses are still on their way at the joint, and slow tablets still releasing.
    whole = solve(model, a.then(b), a.end_h + grid(b))
    first = solve(model, a, [0.0, a.end_h])
    second = solve(model, b, grid(b), initial=first.final)
    assert_same(second, whole, 1e-11)


@given(models(), regimens)
def test_ledgers_and_pending_doses_survive_the_joint_too(
    model: CompartmentModel, a: Regimen
) -> None:
    first = solve(model, a, [0.0, a.end_h])
    rest = solve(model, oral(dose_mg=0), [0.0, 96.0], initial=first.final)
    given_ug = a.doses.amount_ug.sum()
    held = float(amounts_of(rest)[:, -1].sum())
    assert abs(held / given_ug - 1) <= ROUND_OFF, f"{held} ug held of {given_ug} ug given"


@given(models(), regimens)
def test_exact_and_integrated_agree(model: CompartmentModel, regimen: Regimen) -> None:
    # Closely after each arrival, so that each curve's own maximum is nearly among its values.
    inputs = arrivals(model, regimen.doses, None)
    soon = np.array([0, 1, 3, 6, 15, 30, 60, 180]) / 60
    events = np.concatenate([inputs.time_h, inputs.end_h])
    times = np.union1d(grid(regimen, 41), np.add.outer(events, soon).ravel())
    # The absolute tolerance must be small beside the smallest curve, not beside the dose.
    how = Ode("LSODA", rtol=1e-11, atol=1e-15)
    assert_same(solve(model, regimen, times, method=how), solve(model, regimen, times), 1e-8)


@given(models(), repeating_regimens)
def test_a_steady_state_stays(model: CompartmentModel, regimen: Regimen) -> None:
    steady = steady_state(model, regimen)
    later = solve(model, regimen, [0.0, regimen.end_h], initial=steady).final
    for state in model.states:
        if state in model.ledgers:
            continue
        before, after = float(steady[state][0]), float(later[state][0])
        assert min(before, after) >= 0
        # (I - P) loses what P gains in a period: half-lives of three days cost two digits.
        assert abs(after - before) <= 1e-11 * max(before, after), (
            f"{state}: {before:.12g} before, {after:.12g} after\n{model.diagram()}"
        )


@given(models(most=4), repeating_regimens)
def test_a_steady_state_is_what_long_repetition_reaches(
    model: CompartmentModel, regimen: Regimen
) -> None:
    slowest = float(half_lives_h(model)[0])
    # 2^-60, times at most (60 ln 2)^3 / 6 where four rates are equal, is 1e-14.
    days = 2 * int(np.ceil(60 * slowest / 48) + 1)
    assume(days <= 120)
    course = regimen
    for _ in range(days // 2 - 1):
        course = course.then(regimen)
    # Several phases: what a slow tablet leaves pending crosses from one into the next.
    reached = solve(model, course, [course.end_h]).final
    steady = steady_state(model, regimen)
    for state in model.states:
        if state not in model.ledgers:
            expected = float(steady[state][0])
            assert abs(float(reached[state][0]) - expected) <= 1e-9 * expected, (
                f"{state} after {days} days: {float(reached[state][0])}, settled {expected} ug\n"
                f"{model.diagram()}"
            )


@given(models(), regimens)
def test_no_amount_and_no_concentration_is_negative(
    model: CompartmentModel, regimen: Regimen
) -> None:
    solution = solve(model, regimen, grid(regimen, 193))
    assert amounts_of(solution).min() >= 0
    assert min(curve.min() for curve in curves_of(solution).values()) >= 0
    assert solution.final.values.min() >= 0


@given(models(), regimens, st.lists(st.floats(0.2, 5.0), min_size=2, max_size=6))
def test_many_people_at_once_are_each_what_they_are_alone(
    model: CompartmentModel, regimen: Regimen, factors: list[float]
) -> None:
    times = grid(regimen, 25)
    many = with_people(model, np.array(factors))
    together = curves_of(solve(many, regimen, times))
    for number in range(len(factors)):
        for site, curve in curves_of(solve(person(many, number), regimen, times)).items():
            gap = np.max(np.abs(together[site][number] - curve[0]))
            assert gap <= ROUND_OFF * curve.max(), f"{site}, person {number + 1}: {gap:.3g} ug/L"


@given(models(), regimens, st.permutations(range(5)))
def test_the_order_of_people_does_not_matter(
    model: CompartmentModel, regimen: Regimen, order: list[int]
) -> None:
    factors = np.array([0.3, 0.7, 1.0, 1.6, 4.0])
    times = grid(regimen, 25)
    plain = curves_of(solve(with_people(model, factors), regimen, times))
    shuffled = curves_of(solve(with_people(model, factors[order]), regimen, times))
    for site, curve in plain.items():
        np.testing.assert_allclose(
            shuffled[site], curve[order], rtol=0, atol=ROUND_OFF * curve.max(), err_msg=site
        )


@given(models(most=4), parts, st.sampled_from([499, 500, 501, 503, 1001]))
def test_more_people_than_fit_in_one_batch_are_still_themselves(
    model: CompartmentModel, regimen: Regimen, count: int
) -> None:
    times = grid(regimen, 7)
    many = with_people(model, np.linspace(0.5, 2.0, count))
    together = curves_of(solve(many, regimen, times))
    for number in (0, 498, count - 1):
        for site, curve in curves_of(solve(person(many, number), regimen, times)).items():
            gap = np.max(np.abs(together[site][number] - curve[0]))
            assert gap <= ROUND_OFF * curve.max(), f"{site}, person {number + 1}: {gap:.3g} ug/L"


@given(models(), regimens, st.lists(st.integers(0, 6 * 24 * 60), min_size=1, max_size=40))
def test_where_one_looks_does_not_change_what_one_sees(
    model: CompartmentModel, regimen: Regimen, minutes: list[int]
) -> None:
    few = np.unique(np.array(minutes) / 60)
    fine = np.linspace(0, 6 * 24, 289)
    many = np.unique(np.concatenate([few, fine]))
    sparse, dense = solve(model, regimen, few), solve(model, regimen, many)
    shared = np.searchsorted(many, few)
    for site, curve in curves_of(dense).items():
        gap = np.max(np.abs(curves_of(sparse)[site] - curve[:, shared]))
        assert gap <= ROUND_OFF * curve.max(), f"{site}: {gap:.3g} ug/L\n{model.diagram()}"


@given(models(), regimens, doses_mg, instants_h)
def test_at_a_bolus_one_sees_the_amount_after_it(
    model: CompartmentModel, regimen: Regimen, dose_mg: float, at_h: float
) -> None:
    (box,) = [entry.compartment for entry in model.entries if entry.route == "iv"]
    shot = iv(dose_mg=dose_mg, time_h=at_h)
    with_it = solve(model, regimen + shot, [at_h]).amounts
    without = solve(model, regimen, [at_h]).amounts
    for name in model.compartments:
        jump = float(with_it[name][0] - without[name][0])
        expected = 1000 * dose_mg if name == box else 0.0
        # Of all that is there: the jump is a difference of two amounts.
        there = max(float(with_it[name][0]), 1.0)
        assert abs(jump - expected) <= ROUND_OFF * there, f"{name} jumps by {jump} ug"


@given(models(), regimens, st.lists(st.integers(1, 47), min_size=1, max_size=4, unique=True))
def test_an_area_is_the_sum_of_its_pieces(
    model: CompartmentModel, regimen: Regimen, cuts: list[int]
) -> None:
    end = regimen.end_h + 48.0
    solution = solve(model, regimen, [0.0, end])
    site = model.site_names[-1]
    whole = measures(solution, site).auc
    edges = [0.0, *(float(cut) for cut in sorted(cuts)), end]
    pieces = [measures(solution, site, from_h=a, to_h=b).auc for a, b in pairwise(edges)]
    assert abs(sum(pieces) - whole) <= ROUND_OFF * whole, f"{pieces} for {whole} ug h/L"


@given(st.floats(0.5, 20), st.floats(5, 80), st.floats(0.2, 6), st.floats(0.2, 1), doses_mg)
def test_the_whole_area_is_the_absorbed_dose_over_clearance(
    clearance: float, volume: float, absorption: float, share: float, dose_mg: float
) -> None:
    model = one_compartment_oral(
        clearance_L_per_h=clearance,
        volume_L=volume,
        absorption_per_h=absorption,
        bioavailability=share,
    )
    slowest = float(half_lives_h(model)[0])
    end = 60 * slowest  # 2^-60 of the area is beyond the end
    auc = measures(solve(model, oral(dose_mg=dose_mg), [0.0, end]), "plasma", to_h=end).auc
    expected = share * 1000 * dose_mg / clearance
    assert abs(auc / expected - 1) <= ROUND_OFF, f"{auc} and {expected} ug h/L"


@given(models(), parts)
def test_no_moment_is_above_the_peak_nor_below_the_trough(
    model: CompartmentModel, regimen: Regimen
) -> None:
    end = 36.0
    minutes = np.linspace(0, end, 36 * 60 + 1)
    seconds = np.concatenate([np.arange(0, 600), [601]]) / 3600
    times = np.union1d(minutes, seconds)
    solution = solve(model, regimen, times)
    for site in model.site_names:
        curve = solution.concentration[site][:-1]  # at the end one would see a dose of the end
        found = measures(solution, site, to_h=end)
        above = (curve.max() - found.c_max) / max(found.c_max, 1e-300)
        assert above <= ROUND_OFF, (
            f"{site} reaches {curve.max():.10g} ug/L at {times[curve.argmax()]:.5g} h, and c_max "
            f"is {found.c_max:.10g} ug/L\n{regimen}\n{model.diagram()}"
        )
        assert found.c_min <= curve.min() * (1 + ROUND_OFF) + 1e-14 * found.c_max


@given(models(), parts)
def test_the_peak_lies_on_the_curve_at_its_own_time(
    model: CompartmentModel, regimen: Regimen
) -> None:
    solution = solve(model, regimen, [0.0, 36.0])
    for site in model.site_names:
        found = measures(solution, site)
        when = np.array([found.t_max_h])
        at_the_end = when >= 36.0
        seen = float(solution.problem.look(when, (site,), (), at_the_end)[0][0, 0, 0])
        # A look within 1e-6 h of a cut is a look at the cut, and (30 /h x 1e-6 h)^2 is 1e-9.
        assert abs(seen - found.c_max) <= 1e-9 * found.c_max, (
            f"{site}: c_max {found.c_max:.12g} ug/L, but {seen:.12g} ug/L at {when[0]} h\n"
            f"{model.diagram()}"
        )


@settings(max_examples=10)  # each looks at 86,401 seconds
@given(st.floats(0.05, 0.3), st.floats(0.05, 0.3), st.integers(6 * 60, 1440))
def test_the_peak_is_that_of_a_grid_of_one_second(
    absorption: float, elimination: float, every_min: int
) -> None:
    # With rates of at most 0.3 /h a second is short: half of it costs (0.3 / 7200)^2 / 2 = 9e-10.
    model = one_compartment_oral(
        clearance_L_per_h=10 * elimination, volume_L=10.0, absorption_per_h=absorption
    )
    regimen = oral(dose_mg=10, every_h=every_min / 60, doses=2)
    solution = solve(model, regimen, np.arange(24 * 3600 + 1) / 3600)
    found = measures(solution, "plasma", to_h=24.0)
    grid_peak = float(solution.concentration["plasma"].max())
    assert -ROUND_OFF <= found.c_max / grid_peak - 1 <= 1e-9, f"{found.c_max} and {grid_peak}"


@given(models(), parts, st.lists(st.floats(0, 1.1), min_size=2, max_size=4))
def test_the_higher_the_level_the_shorter_the_time_above_it(
    model: CompartmentModel, regimen: Regimen, levels: list[float]
) -> None:
    solution = solve(model, regimen, [0.0, 48.0])
    site = model.site_names[-1]
    peak = measures(solution, site).c_max
    assume(peak > 0)
    end = solution.problem.end_h
    times = [
        time_above_h(solution, site, level * peak, to_h=min(end, 48.0)) for level in sorted(levels)
    ]
    # Crossings are found to 1e-10 h each.
    assert all(later <= earlier + 1e-8 for earlier, later in pairwise(times)), times
    assert all(0 <= time <= 48 + 1e-8 for time in times)


@given(models(), parts, st.floats(0.02, 0.98))
def test_time_above_is_what_a_fine_grid_counts(
    model: CompartmentModel, regimen: Regimen, part: float
) -> None:
    solution = solve(model, regimen, np.linspace(0, 24, 24 * 240 + 1))
    for site in model.site_names[-2:]:
        curve = solution.concentration[site]
        level = part * measures(solution, site, to_h=24.0).c_max
        counted = float(np.mean(curve[:-1] > level)) * 24
        crossings = int(np.sum(np.diff(curve > level) != 0)) + 1
        exact = time_above_h(solution, site, level, to_h=24.0)
        # Each crossing may lie anywhere in a step of 15 s; so may each end of a short visit.
        assert abs(exact - counted) <= (crossings + 2) / 240, (
            f"{site} above {level:.6g} ug/L: {exact:.6g} h, counted {counted:.6g} h\n{regimen}\n"
            f"{model.diagram()}"
        )


@given(models(), parts)
def test_doubling_every_dose_doubles_every_measure(
    model: CompartmentModel, regimen: Regimen
) -> None:
    site = model.site_names[-1]
    one = measures(solve(model, regimen, [0.0, 48.0]), site, to_h=48.0)
    two = measures(solve(model, regimen.scaled(2), [0.0, 48.0]), site, to_h=48.0)
    for name in ("c_max", "c_min", "c_avg", "auc"):
        before, after = getattr(one, name), getattr(two, name)
        assert abs(after - 2 * before) <= ROUND_OFF * one.c_max * 48, f"{name}: {before}, {after}"
    assert abs(two.fluctuation - one.fluctuation) <= 1e-9 * max(one.fluctuation, 1.0)


@given(models(), regimens, st.data())
def test_more_clearance_never_gives_a_higher_concentration(
    model: CompartmentModel, regimen: Regimen, data: st.DataObject
) -> None:
    out = [flow for flow in model.flows if flow.target in model.ledgers]
    faster = data.draw(st.sampled_from(out))
    factor = data.draw(st.floats(1.0, 10.0))
    flows = tuple(
        Flow(f.source, f.target, f.rate_per_h * factor) if f is faster else f for f in model.flows
    )
    times = grid(regimen)
    before = curves_of(solve(model, regimen, times))
    for site, curve in curves_of(solve(replace(model, flows=flows), regimen, times)).items():
        rise = float(np.max(curve - before[site]))
        assert rise <= ROUND_OFF * before[site].max(), f"{site} rose by {rise} ug/L"


@given(models(), regimens, st.data())
def test_a_missed_dose_never_raises_a_concentration(
    model: CompartmentModel, regimen: Regimen, data: st.DataObject
) -> None:
    missed = data.draw(st.integers(1, len(regimen.doses)))
    times = grid(regimen)
    before = curves_of(solve(model, regimen, times))
    for site, curve in curves_of(solve(model, regimen.without([missed]), times)).items():
        assert np.max(curve - before[site]) <= ROUND_OFF * before[site].max(), site


@given(st.integers(1, 60), st.sampled_from([4, 6, 8, 12, 24]))
def test_the_pattern_of_a_steady_state_is_the_regimens_own(count: int, every_h: int) -> None:
    regimen = oral(dose_mg=10, every_h=every_h, doses=count)
    assert repeated_pattern(regimen).period_h == every_h
