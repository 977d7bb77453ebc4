"""Endpoints that are no share, drawn on the axis of shares: of what, and that it is said."""

from dataclasses import replace

import numpy as np
import pytest

from tests.plotting.drawn import BY_PUMP, MS, drug, said, window
from titrate.patients import Patient
from titrate.plotting import alt_text, plot
from titrate.plotting.per_cent import scale_of
from titrate.search import Goals, find_window
from titrate.simulation import simulate


def curves(ax):
    return {line.get_label(): line.get_ydata() for line in ax.lines}


def marks(ax):
    found = [line for line in ax.lines if (line.get_gid() or "").startswith("mark")]
    return {line.get_gid().removeprefix("mark "): line.get_xydata()[0] for line in found}


def limits(ax):
    return {
        round(float(line.get_ydata()[0]), 6)
        for line in ax.lines
        if list(line.get_xdata()) == [0, 1] and len(set(line.get_ydata())) == 1
    }


# Of each goal that is no share: how much there is of it without the drug.
OF = {"spasms": ("spasms_per_day", 10), "points": ("ashworth_legs", 3)}


@pytest.mark.parametrize("name", OF)
def test_counts_and_points_are_drawn_as_a_part_of_what_they_are_untreated(name):
    found, (endpoint, whole) = window(name), OF[name]
    ax = plot(found)
    part = 100 * found.statistics[endpoint] / whole
    np.testing.assert_allclose(curves(ax)[endpoint], part, rtol=1e-12)
    assert np.ptp(part) > 50


@pytest.mark.parametrize("name", OF)
def test_the_limit_is_drawn_and_the_edge_marked_where_the_curve_meets_it(name):
    found, (endpoint, whole) = window(name), OF[name]
    limit = next(g.limit for g in found.goals.goals if g.endpoint == endpoint)
    ax = plot(found)
    assert round(100 * limit / whole, 6) in limits(ax)
    assert tuple(marks(ax)[endpoint]) == pytest.approx((found.low, 100 * limit / whole))
    met = np.interp(found.low, found.levels, curves(ax)[endpoint])
    # A straight line between two of 97 scanned doses misses the curve by less than this.
    assert met == pytest.approx(100 * limit / whole, abs=0.5)


def test_the_label_says_the_limit_in_its_own_unit_and_of_what_it_is_a_part():
    spasms, points = said(plot(window("spasms"))), said(plot(window("points")))
    assert "spasms per day at most 4 a day as % of untreated, 10 a day" in spasms
    assert "at most 2.2 points as % of untreated, 3 points" in points


def test_the_description_tells_of_every_curve():
    words = alt_text(window("spasms"))
    assert "Spasms per day (as % of untreated, 10 a day) goes from 89 % to 0 %." in words
    assert ". ." not in words


def test_of_people_the_whole_is_their_median():
    found = window("points of people")
    endpoint = next(e for e in found.endpoints if e.name == "ashworth_legs")
    assert scale_of(found, endpoint).words == "as % of untreated, 3 points"


def test_the_nearest_miss_of_a_count_is_drawn_from_the_curve_to_the_limit():
    found = window("too many spasms")
    assert found.is_empty
    assert "spasms_per_day" in marks(plot(found))


def test_the_untreated_value_is_what_a_simulation_without_the_drug_shows():
    who = Patient(origin="ms", spasms_per_day=7, baseline_ashworth=3.5)
    goals = Goals(at_most={"spasms_per_day": 4, "ashworth_legs": 3})
    found = find_window(drug(), who, BY_PUMP, goals=goals, initial="adapted")
    nothing = simulate(drug(), who, BY_PUMP.scaled(1e-12), unusual_dose=True)
    for name, value in found.question.untreated.items():
        assert value == pytest.approx(float(nothing.response[name][-1]), rel=1e-6)


def of_a_unit(name, unit, which="mouth"):
    """Return a window one of whose endpoints counts in a unit, and that endpoint."""
    found = window(which)
    ends = tuple(replace(e, unit=unit) if e.name == name else e for e in found.endpoints)
    return replace(found, endpoints=ends), next(e for e in ends if e.name == name)


def test_what_is_nothing_without_the_drug_is_a_part_of_the_highest_that_is_drawn():
    found, endpoint = of_a_unit("weakness", "1/day")
    highest = found.statistics["weakness"].max()
    assert highest > 0.2
    ax = plot(found)
    assert curves(ax)["weakness"].max() == pytest.approx(100)
    assert round(100 * 0.2 / highest, 6) in limits(ax)
    words = f"as % of its highest here, {highest:.3g} a day"
    assert scale_of(found, endpoint).words == words
    assert words in said(ax)
    assert "weakness at most 0.2 a day" in said(ax)


def test_a_limit_above_every_value_is_the_whole():
    found, endpoint = of_a_unit("drowsiness", "points", "empty")
    assert found.statistics["drowsiness"].max() < 0.3
    assert scale_of(found, endpoint).words == "as % of its limit, 0.3 points"


def test_a_curve_behind_is_drawn_on_the_scale_of_the_one_in_front():
    found, _ = of_a_unit("weakness", "1/day", "pump")
    behind = replace(window("pump adapted"), endpoints=found.endpoints)
    whole = found.statistics["weakness"].max()
    thin = curves(plot(found, behind=behind))[f"weakness, {behind.start}"]
    np.testing.assert_allclose(thin, 100 * behind.statistics["weakness"] / whole)


def test_the_tint_is_described_in_the_per_cent_it_is_drawn_in():
    goals = Goals(at_least={"relief_legs": 0.3}, at_most={"sedation": 20})
    found = find_window(drug(), MS, BY_PUMP, goals=goals)
    [envelope] = found.over_ranges().envelopes
    low, high = envelope.low[-1], envelope.high[-1]
    assert high > 1
    words = f"from {low:.0f} % to {high:.0f} % at the highest dose"
    assert f"A tint around sedation shows phi 0.3 to 3.5: {words}" in alt_text(found)
