"""Laws of every picture: nothing cut off, nothing over anything, units and provenance there."""

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from tests.plotting.drawn import (
    REGIMENS,
    SIZES,
    WINDOWS,
    boxes,
    doors,
    figure_of,
    many,
    overlapping,
    result,
    window,
    words_in,
)
from titrate.plotting import plot
from titrate.simulation import TEACHING_LINE


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def pictures():
    for size in SIZES:
        for name in REGIMENS:
            yield pytest.param(lambda n=name: result(n), {}, size, id=f"{name}-{size[0]:g}")
        yield pytest.param(many, {}, size, id=f"people-over-time-{size[0]:g}")
        for name in WINDOWS:
            yield pytest.param(lambda n=name: window(n), {}, size, id=f"{name}-{size[0]:g}")
        yield pytest.param(doors, {}, size, id=f"doors-{size[0]:g}")
        behind = {"By pump": "pump"}
        yield pytest.param(doors, behind, size, id=f"doors-and-before-{size[0]:g}")


every_picture = pytest.mark.parametrize(("make", "behind", "size"), list(pictures()))


def drawn(make, behind, size):
    thin = {title: window(name) for title, name in behind.items()} or None
    return plot(make(), size_in=size, **({} if thin is None else {"behind": thin}))


@every_picture
def test_no_words_lie_over_other_words(make, behind, size):
    assert overlapping(words_in(figure_of(drawn(make, behind, size)))) == []


@every_picture
def test_every_word_is_inside_the_figure(make, behind, size):
    figure = figure_of(drawn(make, behind, size))
    texts = words_in(figure)
    page = figure.bbox.extents
    for text, box in zip(texts, boxes(texts), strict=True):
        inside = (box[:2] >= page[:2] - 0.5).all() and (box[2:] <= page[2:] + 0.5).all()
        assert inside, f"{text.get_text()!r} lies at {box.round()} of {page}"


@every_picture
def test_labels_lie_right_of_every_line(make, behind, size):
    figure = figure_of(drawn(make, behind, size))
    words_in(figure)
    for ax in figure.axes:
        for text in ax.texts:
            if text.get_gid() == "label":
                assert text.get_window_extent().x0 > ax.get_window_extent().x1


@every_picture
def test_provenance_and_purpose_stand_at_the_foot(make, behind, size):
    figure = figure_of(drawn(make, behind, size))
    foot = " ".join(t.get_text() for t in words_in(figure) if t.get_gid() == "footer")
    assert TEACHING_LINE in foot
    assert "baclofen (adult)" in foot


@every_picture
def test_axes_name_their_units(make, behind, size):
    figure = figure_of(drawn(make, behind, size))
    said = " ".join(t.get_text() for t in words_in(figure))
    assert "%" in said
    assert any(unit in said for unit in ("mg per day", "ug per day", "hours", "days"))
    assert "linear axis" in said or "logarithmic axis" in said


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
