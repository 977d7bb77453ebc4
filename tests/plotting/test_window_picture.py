from dataclasses import replace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.plotting.drawn import doors, figure_of, in_two_parts, window, words_in
from titrate.errors import InvalidValue, UnknownName
from titrate.plotting import plot


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def marks(ax):
    return {
        line.get_gid().removeprefix("mark "): (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if (line.get_gid() or "").startswith("mark")
    }


def said(drawn):
    return " ".join(t.get_text() for t in words_in(figure_of(drawn)))


@pytest.mark.parametrize("name", ["mouth", "pump", "pump adapted"])
def test_each_edge_is_marked_where_its_curve_meets_its_goal(name):
    found = window(name)
    at = marks(plot(found))
    goals = {goal.endpoint: goal for goal in found.goals.goals}
    for side, edge in (("low", found.low), ("high", found.high)):
        endpoint = found.limited_by[side]
        assert at[endpoint] == (edge, 100 * goals[endpoint].limit)
        # The curve is drawn through scanned doses, the edge is a root: a straight line between
        # two of 97 doses misses the true curve by less than half a per cent.
        drawn = np.interp(edge, found.levels, 100 * found.statistics[endpoint])
        assert drawn == pytest.approx(100 * goals[endpoint].limit, abs=0.5)


def test_the_curves_are_those_of_the_window():
    found = window("mouth")
    lines = {line.get_label(): line for line in plot(found).lines}
    for name, values in found.statistics.items():
        np.testing.assert_array_equal(lines[name].get_xdata(), found.levels)
        np.testing.assert_allclose(lines[name].get_ydata(), 100 * values)


def test_the_axis_runs_over_the_doses_that_were_searched():
    by_mouth, by_pump = plot(window("mouth")), plot(window("pump"))
    assert (by_mouth.get_xscale(), by_mouth.get_xlim()) == ("linear", (5, 100))
    assert (by_pump.get_xscale(), by_pump.get_xlim()) == ("log", (12, 1000))
    assert by_mouth.get_xlabel() == "mg per day (linear axis)"
    assert by_pump.get_xlabel() == "ug per day (logarithmic axis)"


def test_what_opens_and_what_closes_is_said():
    words = said(plot(window("mouth")))
    assert "52.6 to 79.5 mg/day" in words
    assert "opens when relief of tone is enough, closes for weakness" in words
    assert "× 1.5" in words
    assert "best 60, in steps of 15 mg/day" in words


def test_how_people_begin_is_said():
    assert f"By mouth, {window('mouth').start}" in said(plot(window("mouth")))
    assert "By pump, adapted" in said(plot(window("pump adapted")))


def test_an_empty_window_has_no_band_and_shows_the_nearest_miss():
    found = window("empty")
    ax = plot(found)
    assert not ax.patches
    assert list(marks(ax)) == ["relief_legs"]
    words = said(ax)
    assert "No dose from 5 to 80 mg/day meets every goal" in words
    assert "nearest miss 80 mg/day" in words


def test_an_edge_that_no_goal_sets_says_that_the_search_ended():
    found = window("to the end")
    ax = plot(found)
    words = said(ax)
    assert marks(ax) == {}
    assert "55 or less" in words
    assert "70 or more" in words
    assert "×" not in words
    assert "still open at the highest dose searched" in words


def test_a_statistic_other_than_the_mean_is_named():
    words = said(plot(window("worst")))
    assert "at most 40 % (worst)" in words


def test_of_people_the_curves_are_said_to_be_medians():
    assert "5 people, curves are medians" in said(plot(window("people")))


def test_doors_stand_side_by_side_on_one_scale():
    left, right = plot(doors())
    assert left.get_ylim() == right.get_ylim() == (0, 100)
    assert left.get_position().y0 == pytest.approx(right.get_position().y0)
    assert left.get_position().width == pytest.approx(right.get_position().width)
    assert "The same patient, two doors" in said((left, right))


def test_windows_in_a_row_are_titled_by_their_doors():
    assert "By mouth" in said(plot([window("mouth"), window("pump")]))


def test_two_windows_of_one_door_are_no_two_doors():
    words = said(plot({"First weeks": window("pump"), "Later": window("pump adapted")}))
    assert "The same patient, two windows" in words


def test_curves_from_another_start_stand_thin_behind():
    front, behind = window("pump adapted"), window("pump")
    ax = plot(front, behind=behind)
    lines = {line.get_label(): line for line in ax.lines}
    thin = lines[f"relief_legs, {behind.start}"]
    assert thin.get_linewidth() < lines["relief_legs"].get_linewidth() / 2
    assert behind.start in said(ax)


def test_a_window_of_another_door_cannot_stand_behind():
    with pytest.raises(InvalidValue, match="is in mg/day, the one in front in ug/day"):
        plot(window("pump"), behind=window("mouth"))


def test_a_window_behind_a_title_that_is_none_lists_the_titles():
    with pytest.raises(UnknownName, match="By mouth, By pump"):
        plot(doors(), behind={"By vein": window("pump")})


def test_a_window_in_two_parts_shows_both():
    ax = plot(in_two_parts())
    assert len(ax.patches) == 2
    assert "20 to 30 and 52.6 to 79.5 mg/day" in said(ax)


def test_a_goal_that_is_no_share_is_listed_and_not_drawn():
    count = [
        replace(e, unit="1/day") if e.name == "weakness" else e for e in window("mouth").endpoints
    ]
    ax = plot(replace(window("mouth"), endpoints=tuple(count)))
    assert "weakness" not in {line.get_label() for line in ax.lines}
    assert "weakness at most 0.2 1/day" in said(ax)
