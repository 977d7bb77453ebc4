"""The picture of a non-compartmental analysis: what is drawn is what was found."""

import numpy as np
import pytest
from matplotlib import pyplot

import titrate as tt
from tests.plotting.drawn import figure_of, overlapping, words_in
from titrate.errors import InvalidValue
from titrate.plotting.palette import THEMES

DRUG, ANN = tt.load_drug("baclofen"), tt.Patient(weight_kg=70, origin="ms")
SPARSE = tt.nca(
    tt.simulate(DRUG, ANN, tt.oral(dose_mg=10), [0, 0.5, 1, 1.5, 2, 4, 8, 12, 24]), "plasma"
)
STEADY = tt.nca(
    tt.simulate(DRUG, ANN, tt.oral(dose_mg=10, every_h=8, days=5)),
    "plasma",
    dose_number=-1,
    steady_state=True,
)
BOLUS = tt.nca(
    times_h=[1, 3, 5, 9], concentration_ug_per_L=[80, 20, 5, 0.3], dose_ug=50, route="bolus"
)
RISING = tt.nca(times_h=[0, 1, 2, 3], concentration_ug_per_L=[0, 1, 2, 3], dose_mg=1)
MADE = {"sparse": SPARSE, "steady": STEADY, "bolus": BOLUS, "rising": RISING}


def parts(ax) -> dict:
    return {each.get_gid(): each for each in (*ax.lines, *ax.collections) if each.get_gid()}


@pytest.mark.parametrize("name", sorted(MADE))
@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("size_in", [None, (5.0, 3.6)])
def test_words_never_touch_and_never_leave_the_sheet(name, theme, size_in) -> None:
    figure = figure_of(tt.plot(MADE[name], theme=theme, size_in=size_in))
    texts = words_in(figure)
    assert overlapping(texts) == []
    for text in texts:
        box = text.get_window_extent()
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.x1 + 1, text.get_text()
        assert -1 <= box.y0 <= box.y1 <= figure.bbox.y1 + 1, text.get_text()


def test_the_line_runs_through_the_values_that_were_chosen_at_the_rate_that_was_found() -> None:
    ax = tt.plot(SPARSE)
    assert ax.get_yscale() == "log"
    drawn = parts(ax)
    chosen = drawn["chosen"].get_xdata()
    assert list(chosen) == [8, 12, 24]
    assert len(chosen) == SPARSE.terminal_points
    assert list(drawn["other"].get_xdata()) == [0.5, 1, 1.5, 2, 4]  # 0 has no logarithm
    times, values = drawn["terminal"].get_data()
    assert (times[0], times[-1]) == (8, 24)
    rate = np.log(values[0] / values[-1]) / (times[-1] - times[0])
    assert rate == pytest.approx(SPARSE.lambda_z, rel=1e-12)
    assert values[-1] == pytest.approx(SPARSE.c_last_fitted, rel=1e-12)


def test_the_shaded_area_begins_at_the_last_value_under_the_line() -> None:
    drawn = parts(tt.plot(SPARSE))
    corners = drawn["extrapolated"].get_paths()[0].vertices
    assert corners[:, 0].min() == 24
    assert corners[:, 1].max() == pytest.approx(SPARSE.c_last_fitted)
    assert drawn["beyond"].get_xdata()[0] == 24


def test_half_life_fit_and_rest_are_said() -> None:
    words = " ".join(text.get_text() for text in words_in(figure_of(tt.plot(SPARSE))))
    assert "half-life 3.63 h" in words
    assert "adjusted R2 1.0000" in words
    assert "1.09 %" in words
    assert "never for dosing a patient" in words
    assert "after 10 mg" in words


def test_without_a_terminal_line_the_values_are_drawn_and_the_reason_said() -> None:
    ax = tt.plot(RISING)
    assert set(parts(ax)) == {"values", "other", "chosen"}
    words = " ".join(text.get_text() for text in words_in(figure_of(ax)))
    assert "No terminal line could be fitted." in words
    assert "no lambda_z" in words


def test_a_bolus_is_drawn_from_its_value_at_the_dose_and_only_measured_values_are_marked() -> None:
    drawn = parts(tt.plot(BOLUS))
    assert drawn["values"].get_ydata()[0] == pytest.approx(160)
    assert drawn["values"].get_xdata()[0] == 0
    marked = sorted([*drawn["chosen"].get_xdata(), *drawn["other"].get_xdata()])
    assert marked == [1, 3, 5, 9]
    assert "after 50 ug" in tt.alt_text(BOLUS)


def test_it_is_described_for_those_who_cannot_see_it() -> None:
    words = tt.alt_text(STEADY)
    assert "Extravascular dose at 112 h, every 8 h, at steady state." in words
    assert "The highest measured value is 191 ug/L at 1.25 h." in words
    assert "half-life 3.5 h" in words


def test_of_many_people_one_is_drawn() -> None:
    times = [0, 1, 2, 4, 8]
    rows = [[0, 90, 70, 40, 12], [0, 50, 40, 20, 5]]
    many = tt.nca(times_h=times, concentration_ug_per_L=rows, dose_mg=10)
    message = "The analysis is of 2 people, and the picture shows one. Choose by name: "
    with pytest.raises(InvalidValue, match=message) as raised:
        tt.plot(many)
    assert "tt.plot(found['1'])" in str(raised.value)
    drawn = parts(tt.plot(many["2"]))
    assert list(drawn["values"].get_ydata()) == [50, 40, 20, 5]


def test_nothing_measurable_is_nothing_to_draw() -> None:
    nothing = tt.nca(times_h=[0, 1, 2], concentration_ug_per_L=[0, 0, 0])
    with pytest.raises(InvalidValue, match="Nothing was measurable, so there is nothing to draw"):
        tt.plot(nothing)


def test_it_fills_axes_of_ones_own_and_takes_nothing_it_has_no_use_for() -> None:
    figure, axes = pyplot.subplots(1, 2, figsize=(14, 5))
    assert tt.plot(SPARSE, ax=axes[0]) is axes[0]
    assert figure.axes == list(axes)
    with pytest.raises(InvalidValue, match="An analysis has no sites to draw"):
        tt.plot(SPARSE, sites=["plasma"])
