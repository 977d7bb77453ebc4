"""Intervals of a score, on scores whose roots are known."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from titrate.search.intervals import highest_near, intervals_of, levels_over, ranked
from titrate.timecourse import Array


def looks(share: float) -> settings:
    """Return settings that look so many times as hard as the profile says."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))


Score = Callable[[Array], Array]


def found(score: Score, low: float = 0.0, high: float = 100.0) -> tuple[tuple[float, float], ...]:
    levels = levels_over(low, high)
    return intervals_of(score, levels, score(levels))


def test_the_scan_covers_the_range_in_steps_or_in_ratios() -> None:
    for low, high in ((0.0, 80.0), (5.0, 80.0)):
        assert np.ptp(np.diff(levels_over(low, high))) < 1e-9
    wide = levels_over(5.0, 2003.0)
    assert (wide[0], wide[-1]) == (5.0, 2003.0)
    assert np.ptp(np.diff(np.log(wide))) < 1e-9


def test_a_score_that_never_fails_gives_the_whole_range() -> None:
    assert found(np.ones_like) == ((0.0, 100.0),)


def test_a_score_that_always_fails_gives_nothing() -> None:
    assert found(lambda x: -np.ones_like(x)) == ()
    assert found(lambda x: -1 - np.sin(x) ** 2) == ()


@looks(2)
@given(st.lists(st.floats(1, 99), min_size=2, max_size=6, unique=True), st.booleans())
def test_every_root_of_a_polynomial_is_an_end(roots: list[float], upside_down: bool) -> None:
    ends = np.sort(roots)
    if np.min(np.diff(ends)) < 3:
        ends = ends[[0, -1]]
    sign = -1.0 if upside_down else 1.0

    def score(x: Array) -> Array:
        return sign * np.prod((x[:, None] - ends) / 50, axis=1)

    if np.min(np.diff(ends), initial=100) < 3:
        return
    edges = [0.0, *ends.tolist(), 100.0]
    expected = [(a, b) for a, b in pairwise(edges) if score(np.array([(a + b) / 2]))[0] >= 0]
    np.testing.assert_allclose(found(score), np.array(expected).reshape(-1, 2), rtol=1e-8)


@given(st.floats(0.5, 99.5), st.floats(1e-3, 0.3), st.floats(0.05, 20))
def test_a_window_narrower_than_the_scan_is_found(
    middle: float, half_width: float, slope: float
) -> None:
    ((low, high),) = found(lambda x: slope * (half_width - np.abs(x - middle)))
    assert low == pytest.approx(max(middle - half_width, 0), abs=1e-7)
    assert high == pytest.approx(min(middle + half_width, 100), abs=1e-7)


@pytest.mark.parametrize("range_", [(0.0, 100.0), (1.0, 1000.0)])
def test_a_narrow_window_beside_a_wide_one_is_found(range_: tuple[float, float]) -> None:
    def score(x: Array) -> Array:
        narrow = 0.004 - np.abs(x - 20.313) / 10
        return np.maximum(narrow, 5 - np.abs(x - 60))

    np.testing.assert_allclose(found(score, *range_), [(20.273, 20.353), (55.0, 65.0)], rtol=1e-8)


@pytest.mark.parametrize(("at", "expected"), [(0.0, (0.0, 7.0)), (100.0, (93.0, 100.0))])
def test_a_window_may_touch_an_end_of_the_range(at: float, expected: tuple[float, float]) -> None:
    np.testing.assert_allclose(found(lambda x: 7 - np.abs(x - at)), [expected], rtol=1e-9)


@pytest.mark.parametrize("at", [0.0, 100.0])
def test_a_narrow_window_at_an_end_of_the_range_is_found(at: float) -> None:
    ((low, high),) = found(lambda x: 0.01 - np.abs(x - at))
    assert (low, high) == pytest.approx((max(at - 0.01, 0), min(at + 0.01, 100)), abs=1e-8)


@pytest.mark.parametrize("turned", [False, True])
def test_a_window_hidden_next_to_an_end_of_the_range_is_found(turned: bool) -> None:
    """Nothing but the slope at the end itself gives it away."""

    def score(x: Array) -> Array:
        x = 100 - x if turned else x
        return np.minimum((x - 0.02) * 0.05, (0.03 - x) * 20)

    ((low, high),) = found(score)
    expected = (99.97, 99.98) if turned else (0.02, 0.03)
    assert (low, high) == pytest.approx(expected, abs=1e-7)


def test_ends_lie_on_the_side_where_the_score_is_good() -> None:
    def score(x: Array) -> Array:
        return np.cos(x / 7.3) - 0.1

    for low, high in found(score):
        assert (score(np.array([low, high])) >= 0).all()


def test_a_step_is_found_as_well_as_a_slope() -> None:
    ((low, high),) = found(lambda x: np.where((x >= 31.7) & (x <= 64.2), 1.0, -1.0))
    assert (low, high) == pytest.approx((31.7, 64.2), rel=1e-9)


def test_several_windows_come_in_order() -> None:
    windows = found(lambda x: np.sin(x / 5))
    expected = [(0, 5), (10, 15), (20, 25), (30, 35)]
    ends = np.array(windows) / np.pi
    np.testing.assert_allclose(ends[:-1], expected[: len(ends) - 1], atol=1e-7)
    assert len(windows) == 4


def test_the_kth_best_person_is_what_k_people_reach() -> None:
    by_person = np.array([[3.0, 1.0, 2.0], [-1.0, 5.0, 0.0]])
    assert ranked(by_person, 1).tolist() == [3.0, 5.0]
    assert ranked(by_person, 2).tolist() == [2.0, 0.0]
    assert ranked(by_person, 3).tolist() == [1.0, -1.0]


@given(
    st.floats(20, 80),
    st.floats(-0.02, 0.02),
    st.floats(0.5, 4),
    st.floats(0.5, 4),
)
def test_a_look_only_where_it_can_help_finds_every_window(middle, gap, up, down) -> None:
    """Relief opens and harm closes at about the same dose: the window may be a hair, or none."""

    def margins(levels: np.ndarray) -> np.ndarray:
        relief = levels**up / (levels**up + middle**up) - 0.5
        closing = middle * (1 + gap)
        harm = 0.5 - levels**down / (levels**down + closing**down)
        return np.stack([relief, harm])[:, :, None]

    def score(levels: np.ndarray) -> np.ndarray:
        return margins(levels)[..., 0].min(axis=0)

    levels = levels_over(5.0, 100.0)
    everywhere = intervals_of(score, levels, score(levels))
    near = highest_near(margins(levels), 1)
    assert intervals_of(score, levels, score(levels), near) == everywhere


def test_far_from_every_goal_nobody_looks_closer() -> None:
    looked = []

    def score(levels: np.ndarray) -> np.ndarray:
        looked.append(len(levels))
        return -1 - np.abs(levels - 50) / 50

    levels = levels_over(5.0, 100.0)
    highest = highest_near(score(levels)[None, :, None], 1)
    looked.clear()
    assert intervals_of(score, levels, -1 - np.abs(levels - 50) / 50, highest) == ()
    assert looked == []
