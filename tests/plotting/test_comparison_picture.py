import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from tests.plotting.drawn import (
    BY_MOUTH,
    MS,
    PEOPLE,
    TABLETS,
    by_doors,
    drug,
    figure_of,
    result,
    said,
    unlike,
    varied,
    window,
)
from titrate.dosing import oral, pump
from titrate.errors import InvalidValue, UnknownName
from titrate.plotting import alt_text, plot
from titrate.plotting.colour import lab_of
from titrate.plotting.palette import THEMES
from titrate.search import compare, vary
from titrate.simulation import simulate


def lines(ax):
    return {line.get_label(): line for line in ax.lines}


def marks(ax):
    """Return the places of the marked edges, by endpoint."""
    found = {}
    for line in ax.lines:
        if (line.get_gid() or "").startswith("mark "):
            place = line.get_xdata()[0], line.get_ydata()[0]
            found.setdefault(line.get_gid().removeprefix("mark "), []).append(place)
    return found


def test_each_default_endpoint_has_a_panel_with_a_curve_for_each_value():
    axes = plot(varied("clearance"))
    assert len(axes) == 3
    for ax, name in zip(axes, ("relief_legs", "drowsiness", "weakness"), strict=True):
        for case, item in varied("clearance").items():
            np.testing.assert_array_equal(lines(ax)[case].get_ydata(), 100 * item.response[name])


def test_the_title_says_what_was_changed_and_the_labels_to_what():
    words = said(plot(varied("clearance")))
    assert "One thing changed: apparent_clearance" in words
    assert words.count("8 L/h") == 3
    assert "oral 20 mg every 8 h for 3 days" in words


def test_values_darken_as_they_grow_whatever_their_order():
    for values in ([4, 8, 12], [12, 8, 4]):
        drawn = lines(plot(vary(drug(), MS, TABLETS, apparent_clearance=values))[0])
        greys = [lab_of(drawn[f"{v} L/h"].get_color())[0] for v in (4, 8, 12)]
        assert greys == sorted(greys, reverse=True)
        assert {drawn[f"{v} L/h"].get_linestyle() for v in (4, 8, 12)} == {"-"}


def test_cases_that_are_no_numbers_are_told_apart_by_dash():
    drawn = lines(plot(varied("origin"))[0])
    styles = {str(drawn[name]._dash_pattern) for name in ("ms", "spinal", "cerebral")}
    assert len(styles) == 3


def test_curves_that_lie_on_each_other_have_one_label():
    words = said(plot(varied("origin"), endpoints=["drowsiness"]))
    assert "ms, spinal, cerebral" in words
    assert "alike" in words


def test_panels_of_shares_have_one_scale_where_each_uses_it():
    tops = {ax.get_ylim()[1] for ax in plot(varied("clearance"))}
    assert tops == {100}
    assert {ax.get_ylim()[1] for ax in plot(varied("origin"))} == {50}


def test_a_panel_where_everything_is_small_has_a_scale_of_its_own_and_says_so():
    pumped = vary(drug(), MS, pump(rate_ug_per_day=100, days=3), phi=[0.3, 1, 3.5])
    relief, drowsiness, _ = axes = plot(pumped)
    assert (relief.get_ylim()[1], drowsiness.get_ylim()[1]) == (100, 10)
    words = said(axes)
    assert "Relief of tone in the legs, % (scale to 100 %)" in words
    assert "Drowsiness, % (scale to 10 %)" in words
    assert "scale to" not in said(plot(pumped, endpoints=["drowsiness"]))


def test_of_a_long_course_that_swings_the_last_day_is_drawn_and_said():
    long = vary(drug(), MS, BY_MOUTH, apparent_clearance=[4, 8])
    axes = plot(long, sites=["plasma"])
    assert axes[0].get_xlim() == (0, 24)
    assert axes[0].get_xlabel() == "hours from midnight of day 14"
    assert "14 days; the last day is drawn" in said(axes)
    found = long["4 L/h"]
    np.testing.assert_array_equal(
        lines(axes[0])["4 L/h"].get_ydata(),
        found.concentration["plasma"][found.times_h >= 13 * 24],
    )
    assert "the last day is drawn" in alt_text(long)
    daily = vary(drug(), MS, oral(dose_mg=20, every_h=24, days=40), apparent_clearance=[4, 8])
    assert "the last 2 days are drawn" in said(plot(daily, sites=["plasma"]))


def test_short_courses_smooth_ones_and_those_of_unlike_length_are_drawn_whole():
    assert plot(varied("clearance"))[0].get_xlim() == (0, 72)
    smooth = vary(drug(), MS, pump(rate_ug_per_day=100, days=14), phi=[1, 2])
    assert plot(smooth)[0].get_xlim() == (0, 14)
    one, other = (simulate(drug(), MS, oral(dose_mg=10, every_h=8, days=n)) for n in (14, 15))
    assert plot({"one": one, "other": other})[0].get_xlim() == (0, 15)
    assert plot({"tablets": one, "pump": result("two weeks of pump")})[0].get_xlim() == (0, 14)


def test_sites_and_endpoints_are_chosen_by_name():
    axes = plot(varied("clearance"), sites=["plasma", "brain"])
    assert len(axes) == 2
    np.testing.assert_array_equal(
        lines(axes[0])["4 L/h"].get_ydata(), varied("clearance")["4 L/h"].concentration["plasma"]
    )
    assert len(plot(varied("clearance"), sites=["plasma"], endpoints=["sedation"])) == 2
    with pytest.raises(UnknownName, match="No endpoint called 'relief'"):
        plot(varied("clearance"), endpoints=["relief"])
    with pytest.raises(UnknownName, match=r"No site called 'plazma'\. Did you mean 'plasma'"):
        plot(varied("clearance"), sites=["plazma"])


def test_a_site_whose_cases_are_far_apart_has_a_logarithmic_axis():
    axes = plot(by_doors(), sites=["plasma"])
    assert axes[0].get_yscale() == "log"
    assert "logarithmic axis" in said(axes)


def test_results_by_name_are_compared():
    axes = plot(by_doors())
    assert axes[0].get_xlim() == (0, 14)
    assert "Side by side: by mouth, by pump" in said(axes)
    assert lines(axes[0])["by mouth"].get_xdata()[-1] == 3
    assert alt_text(by_doors()) == alt_text(compare(by_doors()))


def test_results_that_share_no_output_are_refused():
    one, other = (
        simulate(drug(), MS, TABLETS, outputs=[name]) for name in ("plasma", "csf_lumbar")
    )
    with pytest.raises(InvalidValue, match="no endpoint and no site in common"):
        plot({"one": one, "other": other})
    assert len(plot({"one": one, "again": one})) == 1


def test_of_people_medians_are_drawn_and_shaded_while_there_are_two():
    people = simulate(drug(), PEOPLE, TABLETS)
    axes = plot({"one": people, "two": people}, endpoints=["weakness"])
    assert len(axes[0].collections) == 2
    assert "median, shaded from 5 to 95 %" in said(axes)
    three = plot({"one": people, "two": people, "three": people}, endpoints=["weakness"])
    assert len(three[0].collections) == 0
    assert "shaded" not in said(three)


def test_each_window_is_a_bar_marked_by_the_goals_that_set_its_edges():
    axes = plot(varied("windows"))
    assert len(axes) == 1
    found = marks(axes[0])
    for row, window_of in enumerate(varied("windows").values()):
        for side, endpoint in window_of.limited_by.items():
            if endpoint != "range":
                assert (getattr(window_of, side), row + 0.5) in found[endpoint]
    bars = [patch for patch in axes[0].patches if patch.get_height() > 0]
    spans = [(b.get_x(), b.get_x() + b.get_width()) for b in bars]
    np.testing.assert_allclose(
        spans, [w.intervals[0] for w in varied("windows").values() if not w.is_empty]
    )


def test_an_empty_window_is_said_in_words():
    words = said(plot(varied("windows")))
    assert "No dose from 5 to 80 mg/day" in words
    assert "nearest at 80 mg/day: relief of tone" in words


def test_mg_and_ug_have_an_axis_each():
    axes = plot(unlike())
    assert [ax.get_xlabel() for ax in axes] == [
        "mg per day (linear axis)",
        "ug per day (logarithmic axis)",
    ]
    assert "after 14 days" in said(axes)


def test_where_rows_are_too_low_for_reasons_a_line_says_what_marks_mean():
    words = said(plot(varied("dozen windows"), size_in=(7, 4)))
    assert words.count("opens with relief of tone") == 1
    full = said(plot(varied("windows")))
    assert full.count("opens with relief of tone") == 3


@pytest.mark.parametrize("theme", ["dark", "print"])
@pytest.mark.parametrize("thing", [unlike, by_doors])
def test_every_theme_draws_on_its_own_page(thing, theme):
    figure = figure_of(plot(thing(), theme=theme))
    figure.canvas.draw()
    assert to_hex(figure.get_facecolor()) == THEMES[theme].page


def test_a_comparison_goes_into_axes_that_are_given():
    axes = Figure(figsize=(9, 6)).subplots(2, 1)
    assert plot(unlike(), ax=axes) == tuple(axes)
    with pytest.raises(InvalidValue, match=r"has 3 panels, and axes for 2 were given"):
        plot(varied("clearance"), ax=axes)


def test_what_does_not_go_with_a_comparison_is_refused():
    with pytest.raises(InvalidValue, match="A comparison of dose windows has no sites"):
        plot(unlike(), sites=["plasma"])
    with pytest.raises(InvalidValue, match="A comparison has no behind"):
        plot(unlike(), behind=window("mouth"))
    with pytest.raises(InvalidValue, match="cannot stand side by side"):
        plot({"a": result("tablets"), "b": window("mouth")})


def test_a_comparison_is_told_in_words():
    words = alt_text(varied("clearance"))
    assert words.startswith("One thing changed: apparent_clearance. One patient (MS, 70 kg")
    assert "Weakness, %: 4 L/h peaks at" in words
    words = alt_text(varied("windows"))
    assert "20 L/h: No dose from 5 to 80 mg/day meets every goal; nearest at 80 mg/day" in words
    assert "6 L/h: 29.2 to 43.1 mg/day, best 30; opens when relief of tone is enough" in words
    assert "mouth adapted (adapted): " in alt_text(unlike())


def test_a_score_begins_at_the_lowest_of_its_scale():
    (ax,) = plot(varied("clearance"), endpoints=["ashworth_legs"])
    assert ax.get_ylim()[0] == 1
    assert plot(result("tablets"), endpoints=["ashworth_arms"])[2].get_ylim()[0] == 1


def test_a_window_between_two_steps_says_so():
    assert "19.5 to 28.5 mg/day, no step inside" in said(plot(varied("windows")))


def test_tone_that_is_normal_throughout_can_be_drawn():
    normal = simulate(drug(), MS.with_values(baseline_ashworth=1.0), TABLETS)
    low, high = plot({"normal": normal}, endpoints=["ashworth_legs"])[0].get_ylim()
    assert low == 1 < high
