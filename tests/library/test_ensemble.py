"""One question under every model that applies: how far models differ, and how far people do."""

import doctest
import importlib
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName
from titrate.search.words import edge_words

PATIENT = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=10)
FOUR = ["adult", "aud_chevillard", "aud_marsot", "aud_simon"]
PUMP = tt.pump(rate_ug_per_day=100, days=5)


@pytest.fixture(scope="module")
def models() -> tt.Ensemble:
    return tt.ensemble("baclofen", PATIENT, TABLETS)


@pytest.fixture(scope="module")
def windows() -> tt.Ensemble:
    return tt.ensemble("baclofen", PATIENT, TABLETS, of="window")


def test_an_adult_on_tablets_has_four_models(models: tt.Ensemble) -> None:
    assert list(models) == FOUR


def test_every_model_says_what_it_says_alone(models: tt.Ensemble) -> None:
    for preset in FOUR:
        alone = tt.simulate(tt.load_drug("baclofen", preset), PATIENT, TABLETS)
        np.testing.assert_array_equal(
            models[preset].concentration["plasma"], alone.concentration["plasma"]
        )


def test_the_mean_level_differs_by_the_published_clearances(models: tt.Ensemble) -> None:
    spread = models.spread("plasma")
    assert (spread.lowest, spread.highest) == ("aud_simon", "aud_chevillard")
    assert spread.factor == pytest.approx(11.6 / 8.0, rel=1e-3)
    assert models.why().startswith(
        "Plasma averages 108 ug/L (aud_simon) to 156 ug/L (aud_chevillard) across 4 models, a "
        "factor of 1.45."
    )


def test_what_does_not_apply_is_left_out_and_said(models: tt.Ensemble) -> None:
    assert set(models) | set(models.left_out) == set(tt.preset_names("baclofen"))
    assert models.left_out["child"] == "age_y is 45.0. It must lie between 2 and 17"
    assert "has no route 'oral'" in models.left_out["csf_single"]
    assert models.left_out["oral_solution"].startswith("it is no rival: adults")
    assert all(f"{preset} (" in models.why() for preset in models.left_out)


def test_what_is_left_open_is_the_same_person_in_every_model() -> None:
    found = tt.ensemble("baclofen", tt.Patient(), PUMP, presets=["csf_single", "adult"])
    assert repr(found["csf_single"].who) == repr(found["adult"].who)
    child = tt.ensemble("baclofen", tt.Patient(age_y=8), tt.oral(dose_mg=5, every_h=8, days=3))
    assert list(child) == ["child"]
    assert child["child"].who.number("weight_kg")[0] == 25


def test_presets_that_are_asked_for_need_not_be_rivals() -> None:
    found = tt.ensemble("baclofen", PATIENT, TABLETS, presets=["adult", "oral_solution", "child"])
    assert list(found) == ["adult", "oral_solution"]
    assert found.spread("plasma").factor == pytest.approx(1, rel=1e-3)
    assert list(found.left_out) == ["child"]


def test_a_pump_is_asked_of_both_models_of_spinal_fluid() -> None:
    found = tt.ensemble("baclofen", PATIENT, PUMP, presets=["adult", "csf_single"])
    assert list(found) == ["adult", "csf_single"]
    names = [spread.name for spread in found.spreads]
    assert "relief_legs" in names
    assert "drowsiness" not in names
    with pytest.raises(UnknownName, match="No quantity called 'drowsiness'"):
        found.spread("drowsiness")


def test_a_question_that_a_model_cannot_answer_leaves_it_out() -> None:
    both = ["adult", "csf_single"]
    window = tt.ensemble("baclofen", PATIENT, PUMP, presets=both, of="window")
    assert "has no endpoint 'drowsiness'" in window.left_out["csf_single"]
    asked = {"outputs": ["relief_arms"]}
    result = tt.ensemble("baclofen", PATIENT, PUMP, presets=both, settings=asked)
    assert "has no endpoint 'relief_arms'" in result.left_out["csf_single"]


def test_people_differ_in_each_model_as_its_clearance_does() -> None:
    asked = {"outputs": ["plasma"]}
    found = tt.ensemble("baclofen", PATIENT, TABLETS, people=500, seed=1, settings=asked)
    cv = found.spread("plasma").cv_percent
    # 500 people know a CV to about 5 % of itself; the tail of Marsot's 56 % has less to say.
    assert cv["aud_simon"] == pytest.approx(21, rel=0.15)
    assert cv["aud_chevillard"] == pytest.approx(27.4, rel=0.15)
    assert cv["aud_marsot"] == pytest.approx(56, rel=0.25)
    assert "; people within one model differ by" in found.why()
    assert "plasma people CV %" in found.to_frame().columns


def test_the_same_seed_gives_the_same_people() -> None:
    asked = {"people": 5, "presets": ["adult"], "settings": {"outputs": ["plasma"]}}
    one, same, other = (
        tt.ensemble("baclofen", PATIENT, TABLETS, seed=seed, **asked).spread("plasma").cv_percent
        for seed in (1, 1, 2)
    )
    assert one == same != other


def test_windows_differ_too(windows: tt.Ensemble) -> None:
    low = windows.spread("low")
    assert low.by_preset["adult"] == windows["adult"].low
    assert windows.spread("high").unmet == {"aud_simon"}
    assert "80 mg/day (aud_simon, the end of the search)" in windows.why()
    assert list(windows.to_frame()["preset"]) == FOUR


def test_edges_are_rounded_as_each_window_rounds_them(windows: tt.Ensemble) -> None:
    opens, closes = windows.spread("low"), windows.spread("high")
    first = edge_words(opens.low, "low")
    assert f"opens at {first} mg/day (aud_chevillard)" in windows.why()
    assert windows["aud_chevillard"].why().startswith(f"By mouth, {first} to ")
    assert f"closes at {edge_words(closes.low, 'high')} mg/day" in windows.why()
    assert f">{first}<" in windows._repr_html_()


def test_a_model_without_a_window_is_named() -> None:
    goals = tt.Goals(at_least={"relief_legs": 0.3}, at_most={"drowsiness": 0.19})
    found = tt.ensemble("baclofen", PATIENT, TABLETS, of="window", settings={"goals": goals})
    empty = [preset for preset, window in found.items() if window.is_empty]
    assert all(preset in found.why() for preset in empty)
    nothing = tt.Goals(at_least={"relief_legs": 0.9}, at_most={"weakness": 0.01})
    none = tt.ensemble("baclofen", PATIENT, TABLETS, of="window", settings={"goals": nothing})
    assert none.spreads == ()
    assert none.why().startswith(
        "No dose meets every goal by adult, aud_chevillard, aud_marsot and"
    )


def test_tables_and_cards_hold_every_model(models: tt.Ensemble, windows: tt.Ensemble) -> None:
    for found in (models, windows):
        frame = found.to_frame()
        assert list(frame["preset"]) == FOUR
        html = found._repr_html_()
        assert all(f">{preset}</th>" in html for preset in FOUR)
        assert repr(found).startswith("4 models: adult, aud_chevillard, aud_marsot, aud_simon.\n")


def test_a_picture_lays_the_models_over_each_other(models, windows) -> None:
    for found in (models, windows):
        axes = tt.plot(found)
        drawn = " ".join(text.get_text() for text in axes[0].figure.findobj(plt.Text))
        assert all(preset in drawn for preset in FOUR)
        assert tt.alt_text(found) == tt.alt_text(found.comparison)
        plt.close(axes[0].figure)


REFUSED = [
    (
        {"who": tt.Population((PATIENT,))},
        "who is <population of 1 person>. An ensemble is asked of",
    ),
    ({"presets": ["adlt"]}, "No preset of baclofen called 'adlt'. Did you mean 'adult'?"),
    ({"presets": []}, "No preset of baclofen applies."),
    ({"of": "windw"}, "No kind of ensemble called 'windw'. Did you mean 'window'?"),
    ({"people": 1, "seed": 1}, "people is 1. Give a whole number of at least 2, or 0 for nobody."),
    ({"people": -2, "seed": 1}, "people is -2."),
    ({"people": 10}, "The seed is missing."),
    ({"people": 10, "seed": 1, "of": "window"}, "People are asked for, and an ensemble of windows"),
    ({"who": tt.Patient(age_y=1)}, "No preset of baclofen applies. adult: age_y is 1.0. It must"),
    ({"name": "baclofne"}, "No drug called 'baclofne'. Did you mean 'baclofen'?"),
]


@pytest.mark.parametrize(("wrong", "message"), REFUSED)
def test_a_question_that_cannot_be_meant_is_refused(wrong: dict, message: str) -> None:
    right = {"name": "baclofen", "who": PATIENT, "regimen": TABLETS}
    with pytest.raises((InvalidValue, UnknownName), match=re.escape(message)):
        tt.ensemble(**(right | wrong))


def test_a_preset_that_is_no_model_of_this_ensemble_is_refused(models: tt.Ensemble) -> None:
    with pytest.raises(UnknownName, match="No preset called 'child'"):
        models["child"]


@pytest.mark.parametrize("module", ["library.rivals", "library.shelf", "model.dialysis"])
def test_the_examples_in_the_docstrings_are_true(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"titrate.{module}")).failed == 0
