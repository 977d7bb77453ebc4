"""The rail above a window: its star, arrowheads, brackets and numbers, each clear of the others."""

from functools import cache

import pytest
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

from tests.plotting.drawn import (
    SIZES,
    WINDOWS,
    figure_of,
    in_many_parts,
    in_two_parts,
    window,
    words_in,
)
from titrate.plotting import plot

SMALL = (5.4, 4.2)
THINGS = {
    **{name: (lambda n=name: window(n)) for name in WINDOWS},
    "two parts": in_two_parts,
    "many parts": in_many_parts,
    "side by side": lambda: {
        "By pump": window("relief alone"),
        "By mouth": window("all of a range"),
    },
}


@cache
def seen(name, size):
    """Return the words on the rail, and from where to where each of its things goes, in points."""
    figure = figure_of(plot(THINGS[name](), size_in=size))
    words = [t for t in words_in(figure) if t.get_gid() == "rail"]
    points = 72 / figure.dpi
    found = {"star": [], "arrow": [], "rail": []}
    for line in (line for ax in figure.axes for line in ax.findobj(Line2D)):
        if line.get_gid() in found:
            half = 0 if line.get_marker() in ("None", "", None) else line.get_markersize() / 2
            xs, ys = (line.get_transform().transform(line.get_xydata()) * points).T
            extent = (xs.min() - half, ys.min() - half, xs.max() + half, ys.max() + half)
            found[line.get_gid()].append(extent)
    texts = [(t.get_text(), t.get_window_extent().extents * points) for t in words]
    plt.close(figure)
    return texts, found


every_rail = pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param(n, s, id=f"{n}-{s[0]:g}")
        for n in THINGS
        for s in ((SIZES[0], (8, 4.6)) if n == "side by side" else (*SIZES, SMALL))
    ],
)


@every_rail
def test_nothing_on_the_rail_lies_over_a_number(name, size):
    texts, found = seen(name, size)
    for words, (x0, y0, x1, y1) in texts:
        # Letters fill about the middle six tenths of the height of their line.
        low, high = y0 + 0.2 * (y1 - y0), y1 - 0.2 * (y1 - y0)
        for kind, extents in found.items():
            for a0, b0, a1, b1 in extents:
                beside = a0 - x1 > 1 or x0 - a1 > 1
                assert beside or b0 >= high or b1 <= low, f"{kind} over {words!r}"


@every_rail
def test_numbers_of_one_line_are_apart(name, size):
    texts, _ = seen(name, size)
    for i, (one, (x0, y0, x1, y1)) in enumerate(texts):
        for other, (a0, b0, a1, b1) in texts[i + 1 :]:
            # Half a letter of the smallest size.
            apart = max(a0 - x1, x0 - a1) > 3
            assert apart or y1 - 0.3 * (y1 - y0) <= b0 or b1 - 0.3 * (b1 - b0) <= y0, (one, other)


@every_rail
def test_the_star_and_an_arrowhead_do_not_touch(name, size):
    _, found = seen(name, size)
    for a0, b0, a1, b1 in found["star"]:
        for c0, d0, c1, d1 in found["arrow"]:
            assert a1 <= c0 or c1 <= a0 or b1 <= d0 or d1 <= b0


@pytest.mark.parametrize("size", [*SIZES, SMALL])
@pytest.mark.parametrize("name", ["relief alone", "best at the end", "spasms"])
def test_the_end_of_the_search_is_said_whole(name, size):
    texts, _ = seen(name, size)
    assert window(name).best == window(name).searched[1]
    assert any(words.endswith(" or more") for words, _ in texts)


def test_both_ends_of_a_range_are_said_side_by_side():
    said = {words for words, _ in seen("side by side", SIZES[0])[0]}
    assert {"1,000 or more", "60 or less", "70 or more"} <= said


def test_numbers_that_would_touch_the_next_bracket_are_left_to_the_head():
    said = {words for words, _ in seen("many parts", SIZES[0])[0]}
    assert said == {"best 60, in steps of 15 mg/day"}
    assert {"52.6", "79.6   × 1.5"} <= {words for words, _ in seen("two parts", SIZES[0])[0]}
