"""The picture of two doses together: shades, edges, the best pair, and words that keep apart."""

import numpy as np
import pytest
from matplotlib import pyplot

import titrate as tt
from tests.plotting.drawn import figure_of, overlapping, words_in
from titrate.errors import InvalidValue
from titrate.plotting.colour import lab_of
from titrate.plotting.map_picture import shades
from titrate.plotting.palette import THEMES
from titrate.search.words import edge_words

DRUG = tt.load_drug("baclofen")
TABLETS, PUMP = tt.oral(dose_mg=10, every_h=8, days=3), tt.pump(rate_ug_per_day=50, days=3)
RANGES = {"daily_mg": (0, 80), "daily_ug": (0, 120)}
ONE = tt.dose_map(DRUG, tt.Patient(origin="ms"), TABLETS, PUMP, levels=21, **RANGES)
MANY = tt.dose_map(
    DRUG,
    tt.Population(tuple(tt.Patient(origin="ms", weight_kg=kg) for kg in range(45, 105, 10))),
    TABLETS,
    PUMP,
    levels=11,
    **RANGES,
)
BY_KIDNEYS = tt.window_map(
    DRUG, tt.Patient(origin="ms"), TABLETS, creatinine_clearance_mL_min=[10, 40, 70, 100, 130]
)
BY_INTERVAL = tt.window_map(DRUG, tt.Patient(origin="ms"), TABLETS, every_h=[4, 6, 8, 12, 24])
OF_PEOPLE = tt.window_map(
    DRUG,
    tt.Population.sample(12, seed=1, drug=DRUG, origin={"ms": 1.0}),
    PUMP,
    creatinine_clearance_mL_min=[30, 100],
)


def said(drawn) -> list[str]:
    return [text.get_text() for text in words_in(figure_of(drawn))]


@pytest.mark.parametrize(
    "made",
    [ONE, MANY, BY_KIDNEYS, BY_INTERVAL, OF_PEOPLE],
    ids=["one", "many", "by kidneys", "by interval", "of people"],
)
@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("size_in", [None, (5.5, 4.2)])
def test_words_never_touch_and_never_leave_the_sheet(made, theme, size_in) -> None:
    ax = tt.plot(made, theme=theme, size_in=size_in)
    figure = figure_of(ax)
    texts = words_in(figure)
    assert overlapping(texts) == []
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= -1
        assert box.x1 <= figure.bbox.x1 + 1, text.get_text()
        assert box.y0 >= -1
        assert box.y1 <= figure.bbox.y1 + 1


def test_an_edge_runs_where_its_goal_is_just_met() -> None:
    ax = tt.plot(ONE)
    drawn = {c.get_gid(): c for c in ax.collections if (c.get_gid() or "").startswith("edge")}
    window = tt.find_window(DRUG, tt.Patient(origin="ms"), TABLETS, daily_mg=(2, 80))
    relief = drawn["edge relief_legs"].get_paths()[0].vertices
    by_mouth = relief[np.argmin(relief[:, 1])]
    assert by_mouth[1] == pytest.approx(0, abs=1e-9)
    assert by_mouth[0] == pytest.approx(window.low, rel=0.01)


def test_the_best_pair_is_marked_and_said() -> None:
    ax = tt.plot(ONE)
    mark = next(line for line in ax.lines if line.get_gid() == "best")
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == ONE.best
    assert any("ug/day" in words and "Farthest from" in words for words in said(ax))
    assert any("meet every goal at" in words for words in said(tt.plot(MANY)))


def test_the_key_names_every_goal_with_its_limit() -> None:
    words = " ".join(said(tt.plot(MANY)))
    for name in ("drowsiness", "weakness", "half of them at most 20 %", "90 to 100 % inside"):
        assert name in words
    assert "interpolated" not in words  # few people are worked out pair by pair


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_shades_are_told_apart_in_grey(theme: str) -> None:
    light = [lab_of(colour)[0] for colour in shades(THEMES[theme])]
    steps = np.diff(light)
    assert np.all(steps < -7) or np.all(steps > 7)


def test_it_is_described_for_those_who_cannot_see_it() -> None:
    words = tt.alt_text(ONE)
    assert ONE.why() in words
    assert "relief of tone in the legs at least 30 %" in words


def test_it_fills_axes_of_ones_own_and_takes_nothing_it_has_no_use_for() -> None:
    figure, axes = pyplot.subplots(1, 2, figsize=(14, 5))
    assert tt.plot(ONE, ax=axes[1]) is axes[1]
    assert figure.axes == list(axes)
    with pytest.raises(InvalidValue, match="A dose map has no sites to draw"):
        tt.plot(ONE, sites=["plasma"])


def test_a_map_where_nobody_is_inside_says_so() -> None:
    goals = tt.Goals(at_least={"relief_legs": 0.999}, at_most={"weakness": 0.01})
    none = tt.dose_map(
        DRUG, tt.Patient(origin="ms"), TABLETS, PUMP, levels=5, goals=goals, **RANGES
    )
    words = " ".join(said(tt.plot(none)))
    assert "No pair of doses meets every goal" in words
    assert "nowhere here" in words


def test_a_map_of_windows_writes_the_values_that_were_asked_for() -> None:
    ax = tt.plot(BY_INTERVAL)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["4", "6", "8", "12", "24"]
    assert "interval between doses, h (linear axis)" in said(ax)
    assert any(words.startswith("By mouth, by interval between doses") for words in said(ax))


def test_the_band_of_a_map_of_windows_ends_where_its_goals_do() -> None:
    ax = tt.plot(BY_KIDNEYS)
    drawn = {c.get_gid(): c for c in ax.collections if (c.get_gid() or "").startswith("edge")}
    relief = np.concatenate([p.vertices for p in drawn["edge relief_legs"].get_paths()])
    for value, low in zip(BY_KIDNEYS.y.amounts, BY_KIDNEYS.low, strict=True):
        at = relief[np.argsort(relief[:, 1])]
        assert np.interp(value, at[:, 1], at[:, 0]) == pytest.approx(low, rel=5e-3)


def test_crosses_are_the_best_doses_on_the_step() -> None:
    ax = tt.plot(BY_KIDNEYS)
    (crosses,) = (line for line in ax.lines if line.get_gid() == "best")
    np.testing.assert_array_equal(crosses.get_xdata(), BY_KIDNEYS.best)


def test_what_is_varied_is_not_named_with_one_of_its_values() -> None:
    words = " ".join(said(tt.plot(BY_KIDNEYS)))
    assert "One patient (MS, 70 kg, 45 years), creatinine clearance as shown" in words
    assert "10 mL/min)" not in words


def test_a_map_of_windows_has_a_description() -> None:
    assert BY_KIDNEYS.why() in tt.alt_text(BY_KIDNEYS)


def test_the_head_of_a_map_rounds_edges_as_its_sentences_do() -> None:
    first = BY_KIDNEYS.windows[0]
    doses = f"{edge_words(first.low, 'low')} to {edge_words(first.high, 'high')} mg/day"
    assert doses in BY_KIDNEYS.why()
    assert any(line.startswith(doses) for line in said(tt.plot(BY_KIDNEYS)))
