"""Adaptation, against closed forms and against an independent integrator."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.integrate import solve_ivp

from titrate.errors import InvalidValue, SolverFailure
from titrate.pd import NODES, Adaptation, Panels, Places, adapt, settled
from titrate.pd.stepping import Stepping
from titrate.timecourse import Array

DAY = 24.0
CORD = Adaptation(
    name="cord",
    site="cord",
    maximum=2.55,
    half_way=165.0,
    slope=3.0,
    half_time_up_h=10 * DAY,
    half_time_down_h=3 * DAY,
)


def courses(adaptation: Adaptation, edges: Array, level: Callable[[Array], Array], start: float):
    """Return the panels and the course over them, (nodes,), for a concentration over time."""
    panels = Panels(edges)
    target = adaptation.target(level(panels.nodes_h)[None])
    return panels, at_nodes([adaptation], panels, target[None], np.array([[start]]))[0, 0]


def at_nodes(adaptations, panels: Panels, targets: Array, start: Array) -> Array:
    """Return every ``a`` at every node, (adaptations, ..., people, nodes)."""
    nodes = Places.at_nodes(panels)
    return np.stack(list(adapt(adaptations, panels, targets, start).at(nodes).values()))


def integrated(
    adaptation: Adaptation,
    level: Callable[[float], float],
    start: float,
    times: Array,
    max_step: float = np.inf,
) -> Array:
    """Return the same by scipy, to 1e-11: the independent witness."""
    up, down = (float(rate) for rate in adaptation.rates_per_h)
    most, half, slope = adaptation.maximum, adaptation.half_way, adaptation.slope

    def change(t: float, a: Array) -> Array:
        ratio = (level(t) / half) ** slope
        towards = most * ratio / (1 + ratio)
        return np.where(towards > a, up, down) * (towards - a)

    found = solve_ivp(
        change, (0, times[-1]), [start], "DOP853", times, rtol=1e-11, atol=1e-13, max_step=max_step
    )
    return found.y[0]


@pytest.mark.parametrize(("c", "start"), [(200.0, 0.0), (200.0, 2.5), (0.0, 1.0), (1e4, 0.3)])
@pytest.mark.parametrize("width", [0.25, 6.0, 24.0, 480.0])
def test_a_constant_drive_is_approached_exponentially(c: float, start: float, width: float) -> None:
    panels, course = courses(CORD, np.arange(0, 1000, width), lambda t: np.full_like(t, c), start)
    target = float(CORD.target(np.array([[c]]))[0, 0])
    half_time = CORD.half_time_up_h if target > start else CORD.half_time_down_h
    expected = target + (start - target) * 0.5 ** (panels.nodes_h / half_time)
    # Exact whatever the width, but for the round-off of some thousand panels.
    np.testing.assert_allclose(course, expected, atol=1e-12)


@pytest.mark.parametrize(("start", "half_time"), [(0.0, 240.0), (2.5, 72.0)])
def test_after_one_half_time_half_of_the_way_is_gone(start: float, half_time: float) -> None:
    _, course = courses(
        CORD, np.linspace(0, half_time, 11), lambda t: np.full_like(t, 165.0), start
    )
    assert course[-1] == pytest.approx((start + 2.55 / 2) / 2, rel=1e-12)


def test_a_smooth_drive_agrees_with_an_independent_integrator() -> None:
    def level(t: Array | float) -> Array | float:
        return 120 + 100 * np.sin(2 * np.pi * t / 200) ** 2

    slow = Adaptation("cord", "cord", 2.55, 165.0, 3.0, 240.0, 240.0)
    panels, course = courses(slow, np.arange(0, 601, 4.0), level, 0.2)
    for node in range(1, len(NODES)):
        times = panels.nodes_h[node :: len(NODES)]
        found = course[node :: len(NODES)]
        np.testing.assert_allclose(found, integrated(slow, level, 0.2, times), atol=1e-9)


def test_two_half_times_agree_with_an_independent_integrator() -> None:
    def level(t: Array | float) -> Array | float:
        return 165 * (1 + 0.8 * np.sin(2 * np.pi * t / 300))

    panels, course = courses(CORD, np.arange(0, 901, 4.0), level, 0.2)
    for node in range(1, len(NODES)):
        times = panels.nodes_h[node :: len(NODES)]
        # The witness steps over the turns: its own error, not ours.
        witness = integrated(CORD, level, 0.2, times, max_step=0.5)
        # Between the turn and the end of its panel the quartic through the nodes stands in.
        np.testing.assert_allclose(course[node :: len(NODES)], witness, atol=2e-8)


@pytest.mark.parametrize("share", [0.05, 0.31, 0.66, 0.93])
def test_places_between_the_nodes_are_on_the_course(share: float) -> None:
    def level(t: Array | float) -> Array | float:
        return 165 * (1 + 0.8 * np.sin(2 * np.pi * t / 300))

    panels = Panels(np.arange(0, 901, 4.0))
    targets = CORD.target(level(panels.nodes_h)[None])[None]
    times = panels.edges_h[:-1] + share * panels.lengths_h
    course = adapt([CORD], panels, targets, np.array([[0.2]]))
    found = course.at(Places.at(panels, times))["cord"][0]
    off = np.abs(found - integrated(CORD, level, 0.2, times, 0.5))
    # Six panels turn; inside these a quartic stands for a curve with a kink.
    assert np.sum(off > 1e-8) <= 6
    assert off.max() < 2e-5


@pytest.mark.parametrize("half_time", [0.5, 20.0, 1000.0])
@pytest.mark.parametrize("width", [3.0, 24.0, 240.0])
def test_a_polynomial_drive_is_integrated_exactly_however_wide_the_panels(
    half_time: float, width: float
) -> None:
    adaptation = Adaptation("cord", "cord", 2.0, 165.0, 1.0, half_time, half_time)
    panels = Panels(np.arange(0, 481, width))
    rate, (c0, c1, c2) = np.log(2) / half_time, (0.5, 4e-3, -6e-6)

    def particular(t: Array | float) -> Array | float:
        # Of a' = rate (c0 + c1 t + c2 t^2 - a), by comparing coefficients.
        b2 = c2
        b1 = c1 - 2 * b2 / rate
        b0 = c0 - b1 / rate
        return b0 + b1 * t + b2 * t**2

    t = panels.nodes_h
    expected = particular(t) + (0.1 - particular(0.0)) * np.exp(-rate * t)
    targets = (c0 + c1 * t + c2 * t**2)[None, None]
    course = at_nodes([adaptation], panels, targets, np.array([[0.1]]))
    np.testing.assert_allclose(course[0, 0], expected, atol=1e-11)


def test_half_times_far_shorter_than_a_panel_follow_the_target() -> None:
    quick = Adaptation("cord", "cord", 2.0, 165.0, 1.0, 0.05, 0.02)
    _, course = courses(quick, np.arange(0, 480, 24.0), lambda t: np.full_like(t, 165.0), 0.0)
    np.testing.assert_allclose(course[1:], 1.0, rtol=1e-12)


def test_a_course_may_turn_twice_in_a_panel() -> None:
    fast = Adaptation("cord", "cord", 2.0, 165.0, 1.0, 30.0, 3.0)

    def level(t: Array | float) -> Array | float:
        return 165 + 120 * np.cos(2 * np.pi * np.asarray(t) / 24)

    edges = np.arange(0, 241, 12.0) + np.where(np.arange(21) > 0, 6.0, 0.0)
    fine, coarse = (
        courses(fast, e, level, 1.0)[1][-1] for e in (np.linspace(0, edges[-1], 2000), edges)
    )
    witness = integrated(fast, level, 1.0, edges[-1:], max_step=0.05)[0]
    assert fine == pytest.approx(witness, abs=1e-9)
    # A panel of half a day holds the bottom of the wave, and a turn on each side of it.
    assert coarse == pytest.approx(witness, abs=5e-3)


def test_halving_the_panels_divides_the_error_by_more_than_thirty() -> None:
    def level(t: Array | float) -> Array | float:
        return 150 + 100 * np.sin(t / 20)

    same = Adaptation("cord", "cord", 2.55, 165.0, 3.0, 100.0, 100.0)
    errors = []
    for panels in (4, 8, 16):
        _, course = courses(same, np.linspace(0, 400, panels + 1), level, 0.1)
        witness = integrated(same, level, 0.1, np.array([400.0]))
        errors.append(abs(course[-1] - witness[-1]))
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert (orders > 5).all(), f"errors {errors}, orders {orders}"


def on_and_off(t: Array | float) -> Array | float:
    return 200 * np.exp(-(((np.asarray(t) % 24.0) - 8.0) ** 2) / 20)


@pytest.mark.parametrize("half_times", [(240.0, 72.0), (72.0, 240.0), (1800.0, 72.0), (5.0, 5.0)])
def test_a_settled_pattern_returns_to_itself(half_times: tuple[float, float]) -> None:
    adaptation = Adaptation("cord", "cord", 2.55, 165.0, 3.0, *half_times)
    panels = Panels(np.arange(0, 24.1, 0.25))
    targets = adaptation.target(on_and_off(panels.nodes_h)[None])[None]
    rest = settled([adaptation], panels, targets)
    course = at_nodes([adaptation], panels, targets, rest)
    assert course[0, 0, -1] == pytest.approx(float(rest[0, 0]), rel=1e-11)


def test_settled_is_where_five_years_of_repetition_lead() -> None:
    panels = Panels(np.arange(0, 24.1, 0.5))
    adaptation = Adaptation("cord", "cord", 2.55, 165.0, 3.0, 2.5 * 30.4375 * DAY, 3 * DAY)
    targets = adaptation.target(on_and_off(panels.nodes_h)[None])[None]
    rest = settled([adaptation], panels, targets)
    level = np.zeros((1, 1))
    for _ in range(5 * 365):
        level = adapt([adaptation], panels, targets, level).edges[-1]
    # The pattern swings through both half-times; the slower one has gone through hundreds.
    np.testing.assert_allclose(level, rest, rtol=1e-9)


def test_settled_agrees_with_an_independent_integrator() -> None:
    def level(t: float) -> float:
        return float(on_and_off(t))

    panels = Panels(np.arange(0, 24.01, 0.125))
    targets = CORD.target(on_and_off(panels.nodes_h)[None])[None]
    rest = float(settled([CORD], panels, targets)[0, 0])
    days = np.array([24.0])
    after = integrated(CORD, level, rest, days, max_step=0.1)[-1]
    assert after == pytest.approx(rest, rel=3e-7)


def test_a_pattern_without_drug_settles_at_nothing() -> None:
    panels = Panels(np.arange(0, 25.0))
    assert settled([CORD], panels, np.zeros((1, 1, 120))).tolist() == [[0.0]]


def test_several_adaptations_people_and_doses_are_each_on_their_own() -> None:
    people = Adaptation(
        "cord", "cord", np.array([2.55, 1.9]), np.array([165.0, 120.0]), 3.0,
        np.array([240.0, 100.0]), np.array([72.0, 50.0]),
    )  # fmt: skip
    brain = Adaptation("brain", "brain", 1.6, 337.0, 1.0, 120.0, 120.0)
    panels = Panels(np.arange(0, 240.1, 4.0))
    doses = np.array([0.5, 1.0, 3.0])[:, None, None]
    c = doses * np.stack([on_and_off(panels.nodes_h), 0.5 * on_and_off(panels.nodes_h)])
    targets = np.stack([people.target(c), brain.target(c)])
    start = np.random.default_rng(1).uniform(0, 2, (2, 3, 2))
    together = at_nodes([people, brain], panels, targets, start)
    rest = settled([people, brain], panels, targets)
    assert together.shape == (2, 3, 2, len(panels.nodes_h))
    for person in range(2):
        one = Adaptation(
            "cord", "cord", float(people.maximum[person]), float(people.half_way[person]), 3.0,
            float(people.half_time_up_h[person]), float(people.half_time_down_h[person]),
        )  # fmt: skip
        for dose in range(3):
            mine = one.target(c[dose, person][None])[None]
            alone = at_nodes([one], panels, mine, start[:1, dose, person][None])
            np.testing.assert_allclose(together[0, dose, person], alone[0, 0], rtol=1e-12)
            np.testing.assert_allclose(
                rest[0, dose, person], settled([one], panels, mine)[0, 0], rtol=1e-10
            )


@given(st.floats(0, 3), st.lists(st.floats(0, 1e4), min_size=1, max_size=30))
def test_adaptation_stays_between_nothing_and_its_maximum(
    start: float, levels: list[float]
) -> None:
    start = min(start, 2.55)
    panels = Panels(np.arange(len(levels) + 1) * 12.0)
    c = np.repeat(levels, len(NODES))[None]
    course = at_nodes([CORD], panels, CORD.target(c)[None], np.array([[start]]))
    assert (course >= -1e-12).all()
    assert (course <= 2.55 + 1e-12).all()


def test_what_the_drug_no_longer_covers_is_laid_bare() -> None:
    c = np.array([[0.0, 165.0, 1e6]])
    bared = CORD.bared(np.array([[1.0, 1.0, 1.0]]), c)
    np.testing.assert_allclose(bared, [[1.0, 0.0, 0.0]], atol=1e-12)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"maximum": -1.0}, "the maximum of cord is -1.0. It cannot be negative."),
        ({"half_time_up_h": 0.0}, "the half-time up of cord is 0.0. It must be above 0."),
        ({"half_time_down_h": -2.0}, "the half-time down of cord is -2.0. It must be above 0."),
        ({"half_way": 0.0}, "the half-way concentration of cord is 0.0. It must be above 0."),
        ({"slope": 0.0}, "slope is 0.0. It must be above 0."),
    ],
)
def test_impossible_adaptations_are_refused(wrong: dict[str, float], message: str) -> None:
    right = {
        "maximum": 2.0,
        "half_way": 165.0,
        "slope": 3.0,
        "half_time_up_h": 100.0,
        "half_time_down_h": 50.0,
    }
    with pytest.raises(InvalidValue) as raised:
        Adaptation("cord", "cord", **{**right, **wrong})
    assert str(raised.value) == message


def test_a_drive_that_is_no_number_does_not_settle() -> None:
    panels = Panels(np.arange(0, 25.0))
    with pytest.raises(SolverFailure, match=r"The adaptation of cord does not settle\."):
        settled([CORD], panels, np.full((1, 1, 120), np.nan))


def test_the_slope_may_differ_between_people():
    both = Adaptation("cord", "cord", 2.0, 100.0, np.array([1.0, 3.0]), 24.0, 12.0)
    at = np.array([[50.0, 300.0], [50.0, 300.0]])
    for who, slope in enumerate((1.0, 3.0)):
        alone = Adaptation("cord", "cord", 2.0, 100.0, slope, 24.0, 12.0)
        # Whole slopes of one person are products, those of several powers: round-off apart.
        np.testing.assert_allclose(both.target(at)[who], alone.target(at[who]), rtol=1e-14)
        taken = both.take(slice(who, who + 1))
        np.testing.assert_allclose(taken.target(at[[who]])[0], both.target(at)[who], rtol=1e-14)


def test_an_adaptation_is_like_one_of_the_same_numbers() -> None:
    slow = Adaptation("cord", "cord", np.array([2.5, 3.0]), 165.0, 3.0, 240.0, 72.0)
    same = Adaptation("cord", "cord", np.array([2.5, 3.0]), 165.0, 3.0, 240.0, 72.0)
    assert slow.is_like(same)
    assert not slow.is_like(Adaptation("cord", "cord", 2.5, 165.0, 3.0, 240.0, 72.0))
    assert not slow.is_like(Adaptation("cord", "brain", same.maximum, 165.0, 3.0, 240.0, 72.0))
    assert not slow.is_like(None)


@pytest.mark.parametrize("half_times", [(1800.0, 72.0), (72.0, 240.0), (12.0, 5.0)])
def test_rest_is_the_same_whether_found_at_once_or_inside_a_bracket(
    half_times: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    adaptation = Adaptation("cord", "cord", 2.55, 165.0, 3.0, *half_times)
    panels = Panels(np.arange(0, 24.1, 0.5))
    strengths = np.array([0.02, 0.3, 1.0, 4.0])[:, None]
    targets = adaptation.target(strengths * on_and_off(panels.nodes_h))[None]
    whole, returned = Stepping.returning, []

    def watched(stepping, start, enough):
        found = whole(stepping, start, enough)
        returned.append(found[1].all())
        return found

    monkeypatch.setattr(Stepping, "returning", watched)
    at_once = settled([adaptation], panels, targets)
    assert returned == [True]
    nothing_found = np.zeros(at_once.shape, dtype=np.bool_)
    monkeypatch.setattr(Stepping, "returning", lambda _, start, __: (start, nothing_found))
    np.testing.assert_allclose(
        settled([adaptation], panels, targets), at_once, rtol=2e-11, atol=1e-13
    )
