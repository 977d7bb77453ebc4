import gc
import pickle
import subprocess
import sys
import weakref

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from tests.plotting.drawn import boxes, doors, figure_of, overlapping, result, window, words_in
from titrate.errors import InvalidValue, UnknownName
from titrate.plotting import alt_text, plot, save


def test_importing_the_room_loads_no_matplotlib():
    program = "import sys, titrate.plotting; print('matplotlib' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "False"


def test_a_new_picture_is_pyplots_so_that_a_notebook_shows_it():
    ax = plot(window("mouth"))
    assert plt.fignum_exists(ax.figure.number)


def test_axes_that_are_given_come_back_and_no_figure_is_made():
    figure = Figure(figsize=(9, 6))
    axes = figure.subplots(3, 1)
    assert plot(result("tablets"), ax=axes) == tuple(axes)
    ax = Figure(figsize=(7, 5)).subplots()
    assert plot(window("mouth"), ax=ax) is ax
    assert plt.get_fignums() == []


def test_a_picture_drawn_again_in_its_axes_is_the_same():
    figure, ax = plt.subplots(figsize=(8, 5))
    shots = []
    for _ in range(3):
        plot(window("mouth"), ax=ax)
        figure.canvas.draw()
        shots.append(bytes(figure.canvas.buffer_rgba()))
    assert shots[0] == shots[1] == shots[2]


def test_a_picture_keeps_to_its_cell_of_a_users_grid():
    figure, axes = plt.subplots(2, 2, figsize=(14, 10))
    plot(window("mouth"), ax=axes[0, 1])
    texts = [t for t in words_in(figure) if t.axes is axes[0, 1] or t in axes[0, 1].texts]
    extents = boxes(texts)
    middle = figure.bbox.width / 2, figure.bbox.height / 2
    assert (extents[:, 0] >= middle[0] - 0.02 * figure.bbox.width).all()
    assert (extents[:, 1] >= middle[1] - 0.02 * figure.bbox.height).all()
    assert overlapping(texts) == []


def test_a_dark_picture_brings_its_page_to_a_white_figure():
    figure, ax = plt.subplots(figsize=(8, 5))
    plot(window("mouth"), ax=ax, theme="dark")
    figure.canvas.draw()
    assert np.asarray(figure.canvas.buffer_rgba())[2, 2, :3].max() < 50


def test_a_picture_goes_into_a_subfigure():
    figure = plt.figure(figsize=(14, 6))
    _, right = figure.subfigures(1, 2)
    ax = right.subplots()
    plot(window("pump"), ax=ax)
    figure.canvas.draw()
    assert all(t.get_window_extent().x0 > figure.bbox.width / 2 for t in ax.texts)


@pytest.mark.parametrize("thing", [3, "a window", None, {"a": 1}, [window], [], {}])
def test_what_cannot_be_drawn_is_told_what_can(thing):
    with pytest.raises(InvalidValue, match="Give a result, a dose window, or several windows"):
        plot(thing)


def test_what_can_be_drawn_names_every_kind():
    with pytest.raises(InvalidValue) as raised:
        plot(3)
    for kind in ("comparison", "ensemble", "map of doses or of windows", "analysis by nca"):
        assert kind in str(raised.value)


@pytest.mark.parametrize("of", ["sensitivity", "over_ranges"])
def test_what_is_a_table_alone_is_sent_there(of):
    with pytest.raises(InvalidValue, match=r"It is a table: to_frame\(\)\. Give a result"):
        plot(getattr(window("mouth"), of)())


def test_too_few_axes_are_told_how_many():
    ax = Figure().subplots()
    with pytest.raises(
        InvalidValue, match=r"has 3 panels, and axes for 1 were given.*subplots\(3, 1"
    ):
        plot(result("tablets"), ax=ax)


def test_axes_of_two_figures_are_refused():
    axes = [Figure().subplots(), Figure().subplots()]
    with pytest.raises(InvalidValue, match="different figures"):
        plot(doors(), ax=axes)


def test_sites_of_a_window_are_refused():
    with pytest.raises(InvalidValue, match="A dose window has no sites to draw"):
        plot(window("mouth"), sites=["plasma"])


def test_a_window_behind_a_result_is_refused():
    with pytest.raises(InvalidValue, match="A result has no behind to draw"):
        plot(result("tablets"), behind=window("mouth"))


def test_a_window_is_told_in_words():
    words = alt_text(window("mouth"))
    assert "By mouth" in words
    assert "52.6 to 79.6 mg/day: opens when relief of tone is enough, closes for weakness" in words
    assert "Relief of tone in the legs goes from 0 % to 61 %" in words


def test_doors_are_told_in_words():
    words = alt_text(doors())
    assert words.startswith("The same patient, two doors.")
    assert "By pump, adapted" in words


def test_a_result_is_told_in_words():
    words = alt_text(result("both doors"))
    assert "Baclofen over 3 days. Given: by mouth, 20 mg, 9 doses; by pump, lumbar" in words
    peak = result("both doors").concentration["plasma"].max()
    assert f"plasma peaks at {peak:.0f} and ends at" in words


def test_a_saved_picture_carries_its_words(tmp_path):
    axes = plot(doors())
    path = save(axes, tmp_path / "doors.png", dpi=50)
    with Image.open(path) as picture:
        assert picture.info["Description"] == alt_text(doors())
        assert picture.info["Title"] == "The same patient, two doors"
    drawing = save(axes[0], tmp_path / "doors.svg").read_text(encoding="utf-8")
    assert "<title>The same patient, two doors</title>" in drawing
    assert save(figure_of(axes), tmp_path / "doors.pdf").stat().st_size > 0


def test_a_notebook_keeps_the_words_of_ones_own_figure_too():
    figure, (ax, _) = plt.subplots(1, 2)
    plot(window("mouth"), ax=ax)
    shown, beside = figure._repr_mimebundle_(include=None, exclude=None)
    assert not shown
    assert beside["image/png"]["alt"] == alt_text(window("mouth"))
    assert pickle.loads(pickle.dumps(figure)).axes


def test_a_saved_picture_keeps_its_page(tmp_path):
    path = save(plot(window("mouth"), theme="dark"), tmp_path / "dark.png", dpi=50)
    with Image.open(path) as picture:
        assert max(picture.convert("RGB").getpixel((1, 1))) < 50


def test_a_saved_picture_can_be_closed(tmp_path):
    save(plot(window("mouth")), tmp_path / "a.png", dpi=50, close=True)
    assert plt.get_fignums() == []


def test_an_ending_that_is_no_picture_is_refused(tmp_path):
    with pytest.raises(UnknownName, match="No kind of picture called 'docx'"):
        save(plot(window("mouth")), tmp_path / "a.docx")


def test_nothing_cannot_be_saved(tmp_path):
    with pytest.raises(InvalidValue, match="Give what plot returned"):
        save([], tmp_path / "a.png")


def test_words_about_a_picture_go_when_it_goes():
    from titrate.plotting.saving import _DESCRIBED

    ax = plot(window("mouth"))
    assert ax in _DESCRIBED
    gone = weakref.ref(ax)
    plt.close("all")
    del ax
    gc.collect()
    assert gone() is None


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidValue, match="There is no folder"):
        save(plot(window("mouth adapted")), tmp_path / "nowhere" / "x.png", close=True)
