"""Cuts, and where one looks between them."""

import numpy as np
import pytest

from tests.pk.bodies import BAG
from titrate.dosing import iv, oral
from titrate.pk import CompartmentModel, Entry, arrivals, solve, timeline
from titrate.pk.timeline import even_runs, length_key, looks_at


def line_of(regimen, end_h: float):
    return timeline(arrivals(BAG, regimen.doses, None), (), end_h)


def test_cuts_lie_where_something_begins_or_ends() -> None:
    line = line_of(iv(dose_mg=1, time_h=2, over_h=3) + iv(dose_mg=1, time_h=7), 24.0)
    assert line.cuts_h.tolist() == [0, 2, 5, 7, 24]


def test_cuts_closer_than_a_millionth_of_an_hour_are_one() -> None:
    line = line_of(iv(dose_mg=1, time_h=2) + iv(dose_mg=1, time_h=2 + 9e-7), 24.0)
    assert line.cuts_h.tolist() == [0, 2, 24]
    assert line.cut_at(np.array([2.0, 2 + 9e-7])).tolist() == [1, 1]


def test_rate_changes_are_cuts_with_a_matrix_each() -> None:
    line = timeline(arrivals(BAG, iv(dose_mg=1).doses, None), (4.0, 9.0), 24.0)
    assert line.cuts_h.tolist() == [0, 4, 9, 24]
    assert line.stretch.tolist() == [0, 1, 2, 2]


def test_segments_looked_at_in_the_same_moments_share_their_mathematics() -> None:
    model = CompartmentModel(BAG.compartments, BAG.flows, (Entry("oral", "plasma"),), BAG.sites)
    doses = oral(dose_mg=1, every_h=8, days=10).doses
    line = timeline(arrivals(model, doses, None), (), 240.0)
    looks = looks_at(line, np.arange(241.0))
    sizes = sorted((len(look.segments), len(look.offsets_h)) for look in looks)
    assert sizes == [(1, 1), (30, 8)]


def test_a_look_just_before_a_cut_is_a_look_at_the_end_of_the_segment_before() -> None:
    doses = arrivals(BAG, iv(dose_mg=1, time_h=5).doses, None)
    before = np.array([True, False])
    looks = looks_at(timeline(doses, (), 24.0), np.array([5.0, 5.0]), before)
    assert [(look.segments.tolist(), look.offsets_h.tolist()) for look in looks] == [
        ([0], [5.0]),
        ([1], [0.0]),
    ]


def test_even_steps_are_one_run() -> None:
    assert even_runs(np.array([0.5, 1.0, 1.5, 2.0])) == [(0.5, 4)]
    assert even_runs(np.array([0.0, 0.25, 0.5, 1.5])) == [(0.0, 1), (0.25, 2), (1.0, 1)]


def test_the_dust_in_a_step_does_not_add_up_along_a_run() -> None:
    # Thirds of an hour written with ten decimals: each step is off by up to 5e-11 h.
    offsets = np.round(np.arange(1, 3001) / 3, 10)
    reached = np.cumsum(np.concatenate([np.full(n, step) for step, n in even_runs(offsets)]))
    assert np.max(np.abs(reached - offsets)) < 1e-10


def test_dust_is_no_difference_of_length() -> None:
    assert length_key(0.1 + 0.2) == length_key(0.3)
    assert length_key(8.0) != length_key(8.000001)


@pytest.mark.parametrize("digits", [6, 9, 10, 12, 16])
def test_times_read_from_a_table_are_as_good_as_any(digits: int) -> None:
    times = np.round(np.arange(0, 2161) / 3, digits)
    curve = solve(BAG, iv(dose_mg=1, over_h=720), times).concentration["plasma"]
    expected = 1000 / 720 / 0.3 * -np.expm1(-0.3 * times)
    # A step is known to 1e-9 h, and the curve rises by 0.3 of its maximum an hour.
    assert np.max(np.abs(curve - expected)) <= 1e-9 * expected.max()


def test_a_run_may_be_shorter_than_the_distance_of_merged_cuts() -> None:
    model = CompartmentModel(BAG.compartments, BAG.flows, (Entry("oral", "plasma"),), BAG.sites)
    solution = solve(model, oral(dose_mg=1, every_h=1e-8, doses=1), [0])
    assert solution.concentration["plasma"].tolist() == [1000]
