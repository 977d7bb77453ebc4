"""Laws of every picture: nothing cut off, nothing over anything, units and provenance there."""

from functools import cache

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tests.plotting.drawn import (
    REGIMENS,
    SIZES,
    VARIED,
    WINDOWS,
    boxes,
    by_doors,
    doors,
    figure_of,
    in_many_parts,
    in_two_parts,
    many,
    overlapping,
    result,
    unlike,
    varied,
    window,
    words_in,
)
from titrate.plotting import plot
from titrate.simulation import TEACHING_LINE

THINGS = {
    **{name: (lambda n=name: result(n)) for name in REGIMENS},
    **{f"window, {name}": (lambda n=name: window(n)) for name in WINDOWS},
    "people": many,
    "two parts": in_two_parts,
    "many parts": in_many_parts,
    "ranges side by side": lambda: {
        "By pump": window("relief alone"),
        "By mouth": window("all of a range"),
    },
    "doors": doors,
    **{f"one thing, {name}": (lambda n=name: varied(n)) for name in VARIED},
    "unlike windows": unlike,
    "results by name": by_doors,
    "doors, before": doors,
}


@cache
def seen(name, size):
    """Return a picture as its reader sees it: the figure and its words."""
    behind = {"By pump": window("pump")} if name == "doors, before" else None
    figure = figure_of(plot(THINGS[name](), size_in=size, behind=behind))
    return figure, words_in(figure)


every_picture = pytest.mark.parametrize(
    ("name", "size"), [pytest.param(n, s, id=f"{n}-{s[0]:g}") for n in THINGS for s in SIZES]
)


def test_words_over_words_would_be_seen():
    figure = Figure()
    ax = figure.subplots()
    ax.text(0.5, 0.5, "relief")
    ax.text(0.52, 0.51, "weakness")
    FigureCanvasAgg(figure)
    assert overlapping(words_in(figure)) == [("relief", "weakness")]


@every_picture
def test_no_words_lie_over_other_words(name, size):
    assert overlapping(seen(name, size)[1]) == []


@every_picture
def test_every_word_is_inside_the_figure(name, size):
    figure, texts = seen(name, size)
    page = figure.bbox.extents
    for text, box in zip(texts, boxes(texts), strict=True):
        inside = (box[:2] >= page[:2] - 0.5).all() and (box[2:] <= page[2:] + 0.5).all()
        assert inside, f"{text.get_text()!r} lies at {box.round()} of {page}"


@every_picture
def test_labels_lie_right_of_every_line(name, size):
    for ax in seen(name, size)[0].axes:
        for text in ax.texts:
            if text.get_gid() == "label":
                assert text.get_window_extent().x0 > ax.get_window_extent().x1


@every_picture
def test_words_on_the_rail_do_not_cover_it(name, size):
    figure, texts = seen(name, size)
    bars = [
        line.get_window_extent().extents
        for ax in figure.axes
        for line in ax.lines
        if line.get_gid() == "rail" and len(line.get_xdata()) > 1
    ]
    for text in texts:
        if text.get_gid() == "rail":
            x0, y0, x1, y1 = text.get_window_extent().extents
            for a0, b0, a1, b1 in bars:
                assert min(x1, a1) <= max(x0, a0) or min(y1, b1) <= max(y0, b0), text.get_text()


@every_picture
def test_provenance_and_purpose_stand_at_the_foot(name, size):
    texts = seen(name, size)[1]
    foot = " ".join(t.get_text() for t in texts if t.get_gid() == "footer")
    assert TEACHING_LINE in foot
    assert "baclofen (adult)" in foot


@every_picture
def test_axes_name_their_units(name, size):
    figure, texts = seen(name, size)
    said = " ".join(t.get_text() for t in texts)
    assert "%" in said
    assert any(unit in said for unit in ("mg per day", "ug per day", "hours", "days"))
    log = any("log" in (ax.get_xscale(), ax.get_yscale()) for ax in figure.axes)
    assert "logarithmic axis" in said or not log


def test_nobodys_defaults_change():
    before = mpl.rcParams.copy()
    plot(doors(), theme="dark")
    plot(result("both doors"), theme="print")
    assert dict(mpl.rcParams) == dict(before)


def test_another_style_in_force_changes_nothing():
    plain = figure_of(plot(window("mouth")))
    with plt.style.context("dark_background"):
        styled = figure_of(plot(window("mouth")))
    for figure in (plain, styled):
        figure.canvas.draw()
    assert plain.canvas.buffer_rgba() == styled.canvas.buffer_rgba()


def test_the_same_picture_twice_is_the_same_to_the_pixel():
    pictures = [figure_of(plot(result("bolus"))) for _ in range(2)]
    for figure in pictures:
        figure.canvas.draw()
    assert pictures[0].canvas.buffer_rgba() == pictures[1].canvas.buffer_rgba()
