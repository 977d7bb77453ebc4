import numpy as np
import pytest

from tests.plotting.drawn import doors, in_two_parts, said, window
from titrate.errors import InvalidValue, UnknownName
from titrate.plotting import alt_text, plot
from titrate.plotting.band import depth
from titrate.plotting.dose_axis import DoseAxis
from titrate.plotting.sheet import Box


def marks(ax):
    return {
        line.get_gid().removeprefix("mark "): (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if (line.get_gid() or "").startswith("mark")
    }


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
    assert "52.6 to 79.6 mg/day" in words
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


def test_the_nearest_miss_is_rounded_as_the_limit_that_would_open_a_window():
    found = window("empty")
    reached = alt_text(found).partition("relief of tone ")[2].partition(" %")[0]
    assert f"would open with relief of tone from {reached} %" in alt_text(found)
    assert f"relief of tone in the legs of {reached} %" in found.why()


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
    assert "20 to 30 and 52.6 to 79.6 mg/day" in said(ax)


# ------------------------------------------------------------------ what nobody knows, and people


def axis_of(found):
    return DoseAxis(Box(0, 0, 1, 1), *found.searched, log=True)


def shade(ax):
    """Return how deep the band is along the axis."""
    [image] = [image for image in ax.images if image.get_gid() == "band"]
    return image.get_array()[0, :, 3]


@pytest.mark.parametrize("name", ["pump", "pump adapted"])
def test_the_band_fades_over_where_its_edges_may_lie(name):
    found = window(name)
    over, axis = found.over_ranges(), axis_of(found)
    doses = axis.doses(512)
    deep = depth(axis, found, (found.low, found.high))
    np.testing.assert_array_equal(shade(plot(found)), deep)
    assert deep[doses < over.low_span[0]].max() == 0
    assert deep[doses > over.high_span[1]].max() == 0
    assert np.all(deep[(doses > over.low_span[1]) & (doses < over.high_span[0])] == 1)
    for edge in (found.low, found.high):
        # The axis has 512 columns, and the band goes from nothing to full over some tens of them.
        assert np.interp(edge, doses, deep) == pytest.approx(0.5, abs=0.02)


def test_a_narrow_window_is_nowhere_as_deep_as_a_wide_one():
    assert shade(plot(window("mouth"))).max() < 0.9
    assert shade(plot(window("pump"))).max() == 1


def test_the_band_keeps_to_the_panel_whatever_the_scale_of_its_axis():
    for name in ("mouth", "pump"):
        ax = plot(window(name))
        [image] = ax.images
        ax.figure.canvas.draw()
        panel = ax.get_window_extent().extents
        np.testing.assert_allclose(image.get_window_extent().extents, panel, atol=0.5)


def test_soft_edges_are_explained_in_one_line():
    line = "Soft edges: each assumed or derived number over its range, one at a time."
    assert said(plot(doors())).count(line) == 1
    assert "Soft edges" not in said(plot(window("empty")))
    assert "Soft edges" not in said(plot(in_two_parts()))


def test_by_pump_drowsiness_is_tinted_over_the_range_of_phi():
    found = window("pump")
    ax = plot(found)
    [tint] = [each for each in ax.collections if each.get_gid() == "envelope drowsiness"]
    top = tint.get_paths()[0].vertices[:, 1].max()
    assert top == pytest.approx(100 * found.over_ranges().envelopes[0].high.max())
    assert "tint: phi 0.3 to 3.5" in said(ax)
    by_mouth = plot(window("mouth"))
    assert not by_mouth.collections
    assert "tint" not in said(by_mouth)


def test_of_people_the_band_is_as_deep_as_the_share_inside_and_its_curve_is_drawn():
    found = window("people")
    ax = plot(found)
    lines = {line.get_label(): line for line in ax.lines}
    np.testing.assert_array_equal(lines["share inside"].get_ydata(), 100 * found.share_inside)
    assert shade(ax).max() == pytest.approx(found.share_inside.max())
    words = said(ax)
    assert "at least 50 %" in words
    assert "Depth of the band: the share of people inside." in words
    assert "share inside" not in {line.get_label() for line in plot(window("mouth")).lines}


def test_the_description_says_what_the_softness_shows():
    words = alt_text(window("pump"))
    assert "the lower edge lies between 20 and 39 and the upper edge lies between" in words
    assert "A tint around drowsiness shows phi 0.3 to 3.5" in words
    assert "The band is as deep as the share of people inside" in alt_text(window("people"))


def test_the_foot_names_the_assumed_number_that_matters_most():
    words = said(plot(window("pump")))
    assert "of the assumed numbers weakness_cord_ec50_ratio moves the window most" in words
    both = said(plot({"By mouth": window("mouth"), "By pump": window("pump")}))
    assert "relief_maximum (By mouth) and weakness_cord_ec50_ratio (By pump) move the" in both
