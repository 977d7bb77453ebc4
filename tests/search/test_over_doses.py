"""What is interpolated over doses is what is worked out dose by dose, and edges are exact."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

import titrate as tt
from titrate.search import over_doses, question
from titrate.search.intervals import refined
from titrate.search.over_doses import Interpolant, interpolated

DRUG = tt.load_drug("baclofen")
PEOPLE = tt.Population.sample(
    30, seed=8, drug=DRUG, weight_kg=(72, 14), origin={"ms": 0.5, "cerebral": 0.5}
)
TABLETS, PUMP = tt.oral(dose_mg=10, every_h=8, days=10), tt.pump(rate_ug_per_day=100, days=10)
WORST = tt.Goals(at_least={"relief_legs": ("worst", 0.2)}, at_most={"ashworth_arms": 2.4})
CASES = {
    "by mouth": (TABLETS, {}),
    "by mouth, widely": (TABLETS, {"daily_mg": (1.5, 300)}),
    "by mouth, adapted": (TABLETS, {"initial": "adapted"}),
    "by pump": (PUMP, {}),
    "by pump, adapted": (PUMP, {"initial": "adapted"}),
    "the worst hour": (TABLETS, {"goals": WORST}),
    "one day": (tt.oral(dose_mg=10, every_h=8, days=1), {}),
}


def asked(case):
    regimen, options = CASES[case]
    window = tt.find_window(DRUG, PEOPLE, regimen, share=0.3, **options)
    subject = window.question.subject
    return window, *window.question.at_many(subject, window.question.task(subject))


def doses_between(searched, count, people=None):
    rng = np.random.default_rng(4)
    low, high = np.log(searched)
    shape = count if people is None else (count, people)
    return np.exp(rng.uniform(low, high, shape))


@pytest.mark.parametrize("case", CASES)
def test_statistics_are_those_worked_out_dose_by_dose(case):
    window, near, exactly = asked(case)
    assert near is not exactly
    levels = doses_between(window.searched, 25)
    np.testing.assert_allclose(near(levels), exactly(levels), atol=1e-7)
    own = doses_between(window.searched, 3, len(PEOPLE))
    np.testing.assert_allclose(near(own), exactly(own), atol=1e-7)
    ends = np.array(window.searched)
    np.testing.assert_allclose(near(ends), exactly(ends), atol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_windows_are_those_found_without_it(case, monkeypatch):
    window = asked(case)[0]
    each = window.individual()
    monkeypatch.setattr(question, "_MANY", 1_000)
    whole = asked(case)[0]
    of_each = whole.individual()
    assert len(window.intervals) == len(whole.intervals)
    np.testing.assert_allclose(window.intervals, whole.intervals, rtol=1e-9)
    assert (window.best, window.limited_by) == (whole.best, whole.limited_by)
    assert window.opens_at == pytest.approx(whole.opens_at, abs=1e-6)
    for name in ("low", "high", "best"):
        np.testing.assert_allclose(getattr(each, name), getattr(of_each, name), rtol=1e-9)
    assert (each.opens, each.closes) == (of_each.opens, of_each.closes)


def test_few_doses_are_worked_out(monkeypatch):
    seen = []
    whole = over_doses.interpolated

    def counting(work, *rest):
        def counted(levels):
            seen.append(len(levels))
            return work(levels)

        return whole(counted, *rest)

    monkeypatch.setattr(over_doses, "interpolated", counting)
    window = tt.find_window(DRUG, PEOPLE, TABLETS, share=0.3)
    # Habits and statistics at Chebyshev points, where the scan alone has more levels.
    assert 0 < sum(seen) < len(window.levels)


def group_who_feel(response, goals):
    """Return the window of twenty people whose one endpoint is a function of the plasma level."""
    numbers = tt.ParameterSet.of(clearance=(5, "L/h"), volume=(40, "L"))
    drug = tt.DrugModel(
        "made up",
        numbers,
        lambda parameters, people: {n: parameters.value(n) for n in parameters},
        lambda v: tt.one_compartment_oral(
            clearance_L_per_h=v["clearance"], volume_L=v["volume"], absorption_per_h=1.0
        ),
        lambda v: (tt.Endpoint("harm", "", "lower", "plasma", response),),
        {"oral": tt.Door("mg", 5)},
    )
    people = tt.Population(tuple(tt.Patient(weight_kg=w) for w in range(50, 70)))
    return tt.find_window(drug, people, TABLETS, daily_mg=(5, 200), goals=goals)


def test_what_is_not_smooth_is_worked_out_at_every_dose():
    def in_steps(c, factor):
        return np.floor(c / 7) / 100

    window = group_who_feel(in_steps, tt.Goals(at_most={"harm": 0.5}))
    subject = window.question.subject
    near, exactly = window.question.at_many(subject, window.question.task(subject))
    levels = doses_between(window.searched, 25)
    np.testing.assert_array_equal(near(levels), exactly(levels))


@pytest.mark.parametrize("level", [0.1, 0.3, 0.7])
def test_what_never_changes_is_what_is_worked_out_to_the_last_bit(level):
    goals = tt.Goals(at_most={"harm": level})
    window = group_who_feel(lambda c, factor: np.full_like(c, level), goals)
    subject = window.question.subject
    near, exactly = window.question.at_many(subject, window.question.task(subject))
    levels = doses_between(window.searched, 9)
    np.testing.assert_array_equal(near(levels), exactly(levels))
    # Or it would say nothing about what is interpolated.
    assert near is not exactly


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4))
def test_a_polynomial_comes_out_again(coefficients):
    def work(levels):
        return np.polynomial.polynomial.polyval(levels / 80, coefficients)[None, :, None]

    known = interpolated(work, (5.0, 80.0))
    assert known is not None
    levels = np.linspace(5, 80, 13)
    np.testing.assert_allclose(known.at(levels), work(levels), atol=1e-12)


def test_a_range_that_is_wide_is_looked_at_in_equal_ratios():
    def work(levels):
        return 1 / (1 + (30 / levels[None, :, None]) ** 3)

    known = interpolated(work, (1.0, 1000.0))
    assert known is not None
    levels = np.geomspace(1, 1000, 50)
    np.testing.assert_allclose(known.at(levels), work(levels), atol=1e-8)


def test_a_step_and_a_corner_are_not_interpolated():
    assert interpolated(lambda x: (x > 31)[None, :, None] * 1.0, (5.0, 80.0)) is None
    assert interpolated(lambda x: np.abs(x - 31)[None, :, None] / 80, (5.0, 80.0)) is None


def test_values_at_the_points_are_the_values_given():
    values = np.random.default_rng(1).normal(size=(2, 5, 3))
    points = 42.5 - 37.5 * np.cos(np.pi * np.arange(5) / 4)
    np.testing.assert_allclose(Interpolant((5.0, 80.0), values).at(points), values, atol=1e-13)


def test_roots_of_what_is_near_become_those_of_the_score():
    def score(levels):
        return levels**2 - 2

    low, high = np.array([1.0, 1.0]), np.array([2.0, 2.0])
    # The second is too far off for a close look, and found between the ends of its bracket.
    found = refined(score, np.array([1.4142135, 1.5]), low, high)
    np.testing.assert_allclose(found, np.sqrt(2), rtol=1e-10)
    assert (score(found) >= 0).all()


def test_a_root_that_the_score_does_not_have_stays_where_it_was_seen():
    found = refined(lambda x: x - 3, np.array([1.5]), np.array([1.0]), np.array([2.0]))
    assert found == [1.5]
