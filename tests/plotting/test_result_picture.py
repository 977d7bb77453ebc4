from dataclasses import replace

import numpy as np
import pytest

from tests.plotting.drawn import drug, figure_of, many, result, said
from titrate.dosing import oral
from titrate.errors import UnknownName
from titrate.patients import Patient
from titrate.plotting import plot
from titrate.plotting.doses import dose_rows
from titrate.simulation import simulate


def lines(ax):
    return {line.get_label(): line for line in ax.lines}


def test_doses_concentrations_and_responses_share_one_time_axis():
    axes = plot(result("tablets"))
    assert len(axes) == 3
    assert {ax.get_xlim() for ax in axes} == {(0, 72)}
    assert axes[-1].get_xlabel() == "hours from midnight of day 1"


def test_two_weeks_are_told_in_days():
    axes = plot(result("two weeks of tablets"))
    assert axes[-1].get_xlim() == (0, 14)
    assert axes[-1].get_xlabel() == "days from midnight of day 1"


def test_the_curves_are_those_of_the_result():
    shown = result("both doors")
    _, concentrations, responses = plot(shown)
    np.testing.assert_array_equal(
        lines(concentrations)["brain"].get_ydata(), shown.concentration["brain"]
    )
    np.testing.assert_array_equal(
        lines(responses)["weakness"].get_ydata(), 100 * shown.response["weakness"]
    )


def test_both_doors_have_a_row_of_their_own():
    rows = dose_rows(result("both doors"))
    assert [(r.name, r.amounts) for r in rows] == [
        ("by mouth", "20 mg, 9 doses"),
        ("by pump, lumbar", "100 ug/day"),
    ]


def test_a_pump_schedule_is_a_rate_and_a_bolus_an_amount():
    rows = {r.door: r for r in dose_rows(result("schedule and bolus"))}
    assert set(np.round(rows["by pump"].amount, 9)) == {300.0, 450.0}
    assert rows["bolus"].amounts == "150 ug"


def test_slow_release_is_a_bar_as_long_as_it_lasts():
    strip = plot(result("slow release, then less"))[0]
    widths = {round(patch.get_width(), 9) for patch in strip.patches}
    assert widths == {0.5}  # 12 h on an axis of days


def test_doses_per_kg_are_told_for_the_patient():
    assert dose_rows(result("per kg"))[0].amounts == "14 mg, 6 doses"


def test_an_unusual_dose_is_noted_on_the_picture():
    assert "Not a usual dose: 150 ug" in said(plot(result("schedule and bolus")))


def test_a_logarithmic_axis_is_taken_where_curves_are_far_apart_and_said():
    _, by_mouth, _ = plot(result("tablets"))
    _, by_pump, _ = pumped = plot(result("two weeks of pump"))
    assert (by_mouth.get_yscale(), by_pump.get_yscale()) == ("linear", "log")
    assert "Concentration, ug/L (logarithmic axis)" in said(pumped)


def test_of_people_median_and_band_are_drawn():
    shown = many()
    _, concentrations, _ = drawn = plot(shown)
    np.testing.assert_array_equal(
        lines(concentrations)["plasma"].get_ydata(),
        np.median(shown.concentration["plasma"], axis=0),
    )
    bands = [c for c in concentrations.collections if (c.get_gid() or "").startswith("band ")]
    assert len(bands) == 5
    assert "median, shaded from 5 to 95 % of 12 people" in said(drawn)


def test_sites_and_endpoints_are_chosen_by_name():
    _, concentrations, responses = plot(
        result("tablets"), sites=["cord_arms"], endpoints=["drowsiness"]
    )
    assert "cord_arms" in lines(concentrations)
    assert "plasma" not in lines(concentrations)
    assert "weakness" not in lines(responses)


def test_an_unknown_site_lists_those_there_are():
    with pytest.raises(
        UnknownName, match=r"No site called 'csf_lumber'\. Did you mean 'csf_lumbar'"
    ):
        plot(result("tablets"), sites=["csf_lumber"])


def test_an_unknown_endpoint_lists_those_there_are():
    with pytest.raises(UnknownName, match="No endpoint called 'relief'"):
        plot(result("tablets"), endpoints=["relief"])


def test_a_result_without_responses_has_no_panel_for_them():
    only = simulate(
        drug(), Patient(origin="ms"), oral(dose_mg=10, every_h=8, days=1), outputs=["plasma"]
    )
    assert len(plot(only)) == 2


def test_doses_after_the_last_time_are_not_drawn():
    early = simulate(
        drug(), Patient(origin="ms"), oral(dose_mg=10, every_h=8, days=3), np.arange(0, 21.0)
    )
    figure = figure_of(plot(early))
    strip = figure.axes[0]
    assert max(line.get_xdata().max() for line in strip.lines if line.get_marker() == "o") <= 20


def test_responses_of_another_unit_have_a_panel_of_their_own():
    axes = plot(result("tablets"), endpoints=["relief_legs", "spasms_per_day", "ashworth_legs"])
    assert len(axes) == 5
    words = said(axes)
    assert "Response, %" in words
    assert "Response, 1/day" in words
    assert "Response, points" in words
    assert axes[3].get_ylim()[1] > result("tablets").response["spasms_per_day"].max()


def test_only_the_endpoints_of_the_default_goals_are_drawn_unasked():
    drawn = set(lines(plot(result("tablets"))[2]))
    assert {"relief_legs", "drowsiness", "weakness"} <= drawn
    assert not drawn & {"dizziness", "relief_arms", "drowsiness_observed"}


def test_of_a_drug_without_them_the_first_four_are_drawn():
    def others(values):
        known = {e.name: e for e in drug().endpoints(values)}
        names = ("dizziness", "relief_arms", "relief_spasms", "discontinuation", "sedation")
        return tuple(known[name] for name in names)

    shown = simulate(
        replace(drug(), endpoints=others),
        Patient(origin="ms"),
        oral(dose_mg=20, every_h=8, days=1),
    )
    axes = plot(shown)
    assert len(axes) == 3
    assert {"dizziness", "relief_arms", "relief_spasms", "discontinuation"} <= set(lines(axes[2]))
