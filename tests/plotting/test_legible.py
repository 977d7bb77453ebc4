"""A picture is drawn where it can be read, and refused where it cannot."""

import re

import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from tests.plotting.drawn import (
    BY_MOUTH,
    BY_PUMP,
    MS,
    PEOPLE,
    doors,
    drug,
    figure_of,
    many,
    overlapping,
    result,
    unlike,
    varied,
    window,
    words_in,
)
from titrate.errors import InvalidValue
from titrate.plotting import plot
from titrate.plotting.legible import least_size
from titrate.plotting.palette import theme_called
from titrate.plotting.sheet import new_sheet
from titrate.search import dose_map, window_map

KINDS = {
    "window": lambda: window("mouth"),
    "window of people": lambda: window("people"),
    "doors": doors,
    "result": lambda: result("both doors"),
    "result of people": many,
    "comparison": lambda: varied("clearance"),
    "bars": lambda: varied("windows"),
    "many bars": lambda: varied("dozen windows"),
    "bars of two units": unlike,
    "map": lambda: dose_map(drug(), MS, BY_MOUTH, BY_PUMP, daily_ug=(0, 120)),
    "map of people": lambda: dose_map(drug(), PEOPLE, BY_MOUTH, BY_PUMP, daily_ug=(0, 120)),
    "windows over a value": lambda: window_map(drug(), MS, BY_MOUTH, weight_kg=[50, 70, 90]),
}


def least_of(thing):
    with pytest.raises(InvalidValue, match="too small for this picture to be read") as raised:
        plot(thing, size_in=(1, 1))
    wide, tall = re.search(r"can be at \(([\d.]+), ([\d.]+)\)", str(raised.value)).groups()
    return float(wide), float(tall)


@pytest.mark.parametrize("kind", KINDS)
def test_at_the_least_size_that_is_named_every_word_can_be_read(kind):
    thing = KINDS[kind]()
    figure = figure_of(plot(thing, size_in=least_of(thing)))
    texts = words_in(figure)
    assert min(text.get_fontsize() for text in texts) >= 5
    assert overlapping(texts) == []
    for text in texts:
        extent = text.get_window_extent()
        # A letter on the edge may reach a pixel over it.
        assert min(extent.x0, extent.y0) >= -1, text.get_text()
        assert extent.x1 <= figure.bbox.width + 1, text.get_text()
        assert extent.y1 <= figure.bbox.height + 1, text.get_text()
    for ax in figure.axes:
        title = ax.yaxis.label.get_window_extent()
        assert not ax.get_ylabel() or title.height <= 1.45 * ax.get_window_extent().height


def test_the_least_size_is_small():
    assert least_of(window("mouth")) < (5, 3.5)
    assert least_of(varied("clearance")) < (5, 3.5)


def test_two_doors_on_a_small_page_are_refused_and_leave_no_figure_behind():
    with pytest.raises(InvalidValue, match=r"size_in is \(4.5, 3\) inches, too small"):
        plot(doors(), size_in=(4.5, 3))
    assert plt.get_fignums() == []


def test_axes_whose_part_of_the_figure_is_too_small_are_refused():
    ax = Figure(figsize=(8, 5)).subplots(2, 3)[0, 0]
    with pytest.raises(InvalidValue, match=r"The axes' part of the figure is .* too small"):
        plot(window("mouth"), ax=ax)


def test_a_picture_that_never_fits_has_no_least_size():
    def endless(size_in):
        sheet = new_sheet(1, theme_called("light"), size_in, shown=False)
        sheet.write(sheet.axes[0], 0, 1, ["long " * 500], size=8, colour="black")
        return sheet

    assert least_size(endless, (8, 5)) is None
