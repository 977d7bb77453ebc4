"""Every tick says the number it stands at."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from tests.plotting.drawn import BY_MOUTH, BY_PUMP, MS, SPINAL, drug, result, varied, window
from titrate.plotting import plot
from titrate.plotting.frame import dose_candidates, dose_ticks
from titrate.plotting.names import tick_words
from titrate.search import dose_map, find_window, vary, window_map


def read(label):
    return float(label.removesuffix(" %").replace(",", ""))


def assert_true(axes):
    for ax in axes:
        for axis in (ax.xaxis, ax.yaxis):
            for tick in axis.get_major_ticks():
                words = tick.label1.get_text()
                assert not words or read(words) == pytest.approx(tick.get_loc(), abs=1e-12), words


@given(st.floats(0, 2000), st.floats(0.01, 2000))
def test_a_round_dose_reads_as_where_it_lies(low, span):
    for ticks in dose_candidates(low, low + span, log=False):
        for tick in ticks:
            assert read(tick_words(tick)) == pytest.approx(tick, rel=1e-9, abs=1e-12)


@given(st.floats(0.001, 1000), st.floats(1.5, 10_000))
def test_so_it_does_on_a_logarithmic_axis(low, times):
    for tick in dose_ticks(low, low * times, log=True, width=4.0, size=8.0):
        assert read(tick_words(tick)) == pytest.approx(tick, rel=1e-9)


@pytest.mark.parametrize("ends", [(4, 24), (10, 30), (5, 80), (1, 3), (0.5, 1.75), (12, 1000)])
@pytest.mark.parametrize("size_in", [None, (7, 4)])
def test_every_tick_of_a_window_reads_as_where_it_lies(ends, size_in):
    found = find_window(drug(), MS, BY_MOUTH, daily_mg=ends, unusual_dose=True)
    assert_true([plot(found, size_in=size_in)])


def test_so_do_those_of_bars_maps_and_courses():
    bars = vary(drug(), MS, BY_MOUTH, of="window", settings={"daily_mg": (4, 24)}, age_y=[30, 60])
    assert_true(plot(bars))
    over = window_map(drug(), MS, BY_MOUTH, daily_mg=(4, 24), every_h=[4, 6.125, 8])
    assert_true([plot(over)])
    both = dose_map(drug(), SPINAL, BY_MOUTH, BY_PUMP, daily_mg=(4, 24), daily_ug=(10, 30))
    assert_true([plot(both), plot(both, size_in=(6, 4))])
    for made in (result("by vein"), varied("clearance"), {"one": result("bolus")}):
        assert_true(plot(made))
        assert_true(plot(made, size_in=(7, 4)))
    assert_true([plot(window("pump"))])


def test_a_value_too_long_to_write_is_left_to_round_ones():
    over = window_map(
        drug(), MS, BY_MOUTH, daily_mg=(4, 24), weight_kg=list(np.geomspace(50, 90, 3))
    )
    labels = [tick.get_text() for tick in plot(over).get_yticklabels()]
    assert max(map(len, labels)) <= len("62.5")
