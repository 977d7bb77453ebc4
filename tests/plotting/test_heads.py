"""What stands above a window: the door, the start, what opens it, and titles of any length."""

import pytest

from tests.plotting.drawn import (
    BY_MOUTH,
    BY_PUMP,
    MS,
    boxes,
    doors,
    drug,
    figure_of,
    overlapping,
    result,
    said,
    varied,
    window,
    words_in,
)
from titrate.dosing import bolus
from titrate.errors import InvalidValue
from titrate.plotting import alt_text, plot, save
from titrate.plotting.names import with_start
from titrate.search import dose_map, find_window, window_map
from titrate.search.goals import Goal
from titrate.search.terms import enough_words


def test_a_bolus_is_named_as_in_the_sentences_of_its_window():
    found = find_window(drug(), MS, bolus(dose_ug=50))
    head = "By bolus into the spinal fluid"
    assert found.why().startswith(head)
    assert f"{head}, after 1 day" in said(plot(found))
    assert alt_text(found).startswith(f"{head}, after 1 day")
    assert "By pump" not in alt_text(found)
    assert f"{head} 2" in said(plot([found, found]))


def test_a_map_of_a_bolus_names_it_too():
    made = window_map(drug(), MS, bolus(dose_ug=50), weight_kg=[60, 80])
    assert "By pump" not in alt_text(made)
    assert alt_text(made).startswith("By bolus into the spinal fluid, by ")


def test_a_title_that_says_the_start_is_not_told_it_again():
    words = said(plot({"By pump, adapted": window("pump adapted"), "By mouth": window("mouth")}))
    assert "adapted, adapted" not in words
    assert "By mouth, after 14 days" in words
    assert with_start("Unadapted", "adapted") == "Unadapted, adapted"
    assert with_start("After 14 days", "after 14 days") == "After 14 days"


def test_what_opens_a_window_is_said_in_a_sentence():
    assert "opens when spasms per day are few enough," in said(plot(window("spasms")))
    assert "opens when Ashworth score of the legs is low enough," in alt_text(window("points"))


@pytest.mark.parametrize(
    ("at_least", "unit", "words"),
    [
        (True, "", "is enough"),
        (True, "1/day", "are enough"),
        (False, "", "is low enough"),
        (False, "1/day", "are few enough"),
    ],
)
def test_enough_is_said_of_one_thing_and_of_many(at_least, unit, words):
    assert enough_words(Goal("x", 1.0, at_least), unit) == words


# Of narrow letters, so that some line is full to within one of them.
LONG = [
    "A very long title of a picture that says a great deal about what is drawn and goes on " * 3,
    "i " * 200,
]
TITLED = {
    "window": lambda: window("mouth"),
    "doors": doors,
    "result": lambda: result("both doors"),
    "comparison": lambda: varied("clearance"),
    "bars": lambda: varied("windows"),
    "map": lambda: dose_map(drug(), MS, BY_MOUTH, BY_PUMP, daily_ug=(0, 120)),
}


@pytest.mark.parametrize("title", LONG, ids=("sentence", "letters"))
@pytest.mark.parametrize("name", TITLED)
def test_a_long_title_keeps_to_the_page_and_off_other_words(name, title):
    figure = figure_of(plot(TITLED[name](), title=title))
    texts = words_in(figure)
    assert title.strip() in " ".join(t.get_text() for t in texts)
    for text, box in zip(texts, boxes(texts), strict=True):
        assert box[2] <= figure.bbox.width, text.get_text()
    assert overlapping(texts) == []


def test_a_png_of_too_many_dots_is_refused_and_leaves_the_file_alone(tmp_path):
    drawn = plot(window("mouth"), size_in=(40, 40))
    with pytest.raises(InvalidValue, match="96,000 by 96,000 dots, too many for a PNG"):
        save(drawn, tmp_path / "huge.png", dpi=2400)
    assert not (tmp_path / "huge.png").exists()
