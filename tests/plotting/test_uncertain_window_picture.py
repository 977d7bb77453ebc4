"""A window over drawn sets of numbers: whiskers, a band that is seen, and words in the head."""

from functools import cache

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from tests.plotting.drawn import BY_MOUTH, BY_PUMP, MS, drug, said, window
from titrate.plotting import alt_text, plot
from titrate.plotting.colour import lab_of
from titrate.search import find_window


@cache
def believed(name):
    regimen = {"mouth": BY_MOUTH, "pump": BY_PUMP}[name]
    return find_window(drug(), MS, regimen, uncertainty=40, seed=1)


def whiskers(ax):
    """Return the ends of the whiskers, in doses."""
    ax.figure.canvas.draw()
    drawn = [line.get_xdata() for line in ax.findobj(Line2D) if line.get_gid() == "whisker"]
    wide, back = ax.figure.bbox.width, ax.transData.inverted()
    return [
        tuple(back.transform((x * wide, 0))[0] for x in pair) for pair in drawn if len(pair) > 1
    ]


@pytest.mark.parametrize("name", ["mouth", "pump"])
def test_whiskers_reach_over_nine_tenths_of_the_edges(name):
    found = believed(name)
    low, high = whiskers(plot(found))
    assert low == pytest.approx(found.uncertainty.low_span, rel=1e-6)
    assert high == pytest.approx(found.uncertainty.high_span, rel=1e-6)


def test_the_head_says_where_edges_lie_and_how_many_sets_have_no_window():
    found = believed("mouth")
    words = said(plot(found))
    share = found.uncertainty.no_window
    assert share > 0
    assert "5 to 95 % of 40 sets of numbers: opens at" in words
    assert "80 or more" in words
    assert f"{100 * share:.3g} % have no window" in words
    assert "Whiskers: 5 to 95 % of the edges" in words
    assert f"{100 * share:.3g} % have no window" in alt_text(found)
    assert "have no window" not in said(plot(believed("pump")))
    assert "sets of numbers" not in said(plot(window("mouth")))


def test_a_band_of_small_shares_is_seen():
    ax = plot(believed("mouth"))
    [image] = [image for image in ax.images if image.get_gid() == "band"]
    red, green, blue, alpha = image.get_array()[0][np.argmax(image.get_array()[0, :, 3])]
    on_page = lab_of(to_hex(1 - alpha * (1 - np.array([red, green, blue]))))
    assert on_page[0] < 90
