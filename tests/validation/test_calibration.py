"""Fits find what observations were made with, whatever is stored, and say what they cannot know."""

from dataclasses import replace

import numpy as np
import pytest

import titrate as tt
from tests.pages import check_page
from tests.validation.calibrations import FITS, SOME, fact, written
from titrate.errors import InvalidFile, SolverFailure, UnknownName
from titrate.validation import (
    distance,
    errors_of,
    identified,
    read_calibration,
    read_observations,
    run_fit,
)
from titrate.validation.calibration import KnownDifference
from titrate.validation.fitting import Surface, with_partners

DOSES = (30, 60, 120)


def relief(drug: tt.DrugModel, dose: float) -> float:
    shown = tt.simulate(
        drug,
        tt.Patient(origin="spinal"),
        tt.pump(rate_ug_per_day=dose, days=4),
        np.linspace(72, 96, 25),
        outputs=["relief_legs"],
    )
    return float(np.mean(shown.response["relief_legs"]))


def run_some(folder):
    return fitted(folder, SOME)


def fitted(folder, facts, fits=FITS, start=None):
    calibration = read_calibration(written(folder, facts, fits))
    return calibration, run_fit(calibration, calibration.fits[0], start)


@pytest.mark.parametrize(("ec50", "slope"), [(50, 1.6), (120, 3.0)])
def test_a_fit_finds_the_numbers_that_made_its_observations(tmp_path, ec50, slope):
    truth = tt.load_drug("baclofen").with_values(relief_legs_ec50=ec50, relief_slope=slope)
    facts = "".join(fact(dose, relief(truth, dose), error=0.002) for dose in DOSES)
    _, found = fitted(tmp_path, facts)
    assert found.values["relief_legs_ec50"] == pytest.approx(ec50, rel=0.01)
    assert found.values["relief_slope"] == pytest.approx(slope, rel=0.01)


def test_a_fit_ends_in_the_same_place_wherever_it_starts(tmp_path):
    _, here = fitted(tmp_path, SOME)
    _, there = fitted(tmp_path, SOME, start={"relief_legs_ec50": 200, "relief_slope": 4})
    assert there.values == pytest.approx(here.values, rel=2e-3)


def test_observations_that_say_nothing_leave_the_prior(tmp_path):
    vague = "".join(fact(dose, 0.5, error=50) for dose in DOSES)
    calibration, found = fitted(tmp_path, vague)
    for one in identified(calibration, found):
        assert one.identified == "none", one
        assert one.fitted == pytest.approx(np.sqrt(one.prior[0] * one.prior[1]), rel=0.01)
        assert one.interval == pytest.approx(one.prior, rel=0.1)


def test_nearer_observations_narrow_the_interval_and_the_ends_fit_worse_by_two_point_seven(
    tmp_path,
):
    calibration, far = fitted(
        tmp_path, "".join(fact(d, v, 0.1) for d, v in zip(DOSES, (0.3, 0.6, 0.85), strict=True))
    )
    wide = identified(calibration, far)[0]
    calibration, near = fitted(tmp_path, SOME)
    narrow = identified(calibration, near)[0]
    assert narrow.narrower > 2 * wide.narrower
    straight = identified(calibration, near, intervals=False)[0]
    assert narrow.interval == pytest.approx(straight.interval, rel=0.05)


def test_partners_keep_their_ratio(tmp_path):
    fits = FITS.replace(
        "prior = { value = 1.2,", 'together = ["weakness_cord_slope"]\nprior = { value = 1.2,'
    )
    calibration, found = fitted(tmp_path, SOME, fits)
    moved = with_partners(calibration, found.fit, found.values)
    ratio = moved["weakness_cord_slope"] / moved["relief_slope"]
    assert ratio == pytest.approx(
        calibration.stored("weakness_cord_slope") / calibration.stored("relief_slope")
    )


def test_nothing_is_lost_inside_a_published_interval_and_errors_are_those_of_each_side(tmp_path):
    facts = SOME.replace("published = 0.6\n", "published = [0.55, 0.61]\n").replace(
        "accepted = [0.58, 0.62]", "accepted = [0.5, 0.62]"
    )
    written(tmp_path, facts)
    observation = read_observations(tmp_path / "facts.toml")[0][1]
    assert distance(observation, 0.55) == distance(observation, 0.6) == 0
    below, above = errors_of(observation)
    assert (below, above) == pytest.approx((0.05 / 1.6449, 0.01 / 1.6449))
    assert distance(observation, 0.5) == pytest.approx(-1.6449)
    assert distance(observation, 0.62) == pytest.approx(1.6449)
    assert np.isfinite(distance(observation, np.inf))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 1", "format = 2", "the only one this titrate reads"),
        ('["facts.toml"]', '["fact.toml"]', "fact.toml"),
        ("precision_percent = 1", "precision_percent = 0", "a number above 0"),
        (
            'within = 10, note = "made up" }\nnote',
            'within = 10, note = "made up" }\ndiffers = { percent = 1, reason = "x" }\nnote',
            "beyond the precision, 1 %",
        ),
        ('"at_30"', '"at_31"', "'at_31' is none"),
        ("relief_slope]", "relief_slop]", "Did you mean 'relief_slope'"),
        ("bounds = [0.1, 80]", "bounds = [0, 8]", "logarithms are fitted"),
        ("bounds = [0.1, 80]", "bounds = [2, 8]", "within the bounds, 2 to 8"),
        ("value = 1.2, within = 10", "value = 1.2, within = 1", "a factor above 1"),
        ("value = 1.2, within = 10", "value = 1.2", "'within' is missing"),
        (
            "parameters.relief_slope",
            "parameters.phi",
            "no observation here says that it fixes 'phi'",
        ),
        (
            "[fits.tone.parameters.relief_slope]",
            "[held]\nrelief_legs_ec50 = 'x'\n[fits.tone.parameters.relief_slope]",
            "fitted and held",
        ),
        (
            'note = "made up" }\nnote',
            'note = "made up" }\ntogether = ["relief_slope"]\nnote',
            "fitted twice",
        ),
    ],
)
def test_a_calibration_that_cannot_stand_is_refused_by_file_and_key(tmp_path, old, new, said):
    assert old in FITS
    path = written(tmp_path, SOME, FITS.replace(old, new, 1))
    with pytest.raises(InvalidFile, match="toml") as caught:
        read_calibration(path)
    assert said in str(caught.value), str(caught.value)


def test_observations_that_fix_something_else_are_refused(tmp_path):
    facts = SOME.replace('fixes = ["relief_legs_ec50", "relief_slope"]', "fixes = []", 1)
    with pytest.raises(InvalidFile, match="'at_30' fixes nothing"):
        read_calibration(written(tmp_path, facts))


def test_a_known_miss_is_not_fitted_on(tmp_path):
    miss = (
        'expected = "miss"\nmiss_reason = "made up"\nsimulated_then = 0.1\ntolerance = 0.1\nfixes'
    )
    with pytest.raises(InvalidFile, match="a known miss"):
        read_calibration(written(tmp_path, SOME.replace("fixes", miss, 1)))


@pytest.mark.parametrize(
    ("percent", "fitted", "interval", "as_stated"),
    [
        (None, 70, (50, 90), True),  # within 10 %
        (None, 74, (50, 90), False),  # beyond it
        (None, 70, (67, 90), False),  # the stored value does not fit as well
        (15, 76, (50, 90), True),
        (15, 80, (50, 90), False),  # it has moved
        (15, 70, (50, 90), False),  # it has come within
        (15, 76, (67, 90), False),
        (35, 90, (50, 95), False),  # as known, but beyond its range
    ],
)
def test_a_known_difference_may_neither_move_nor_come_within(
    tmp_path, percent, fitted, interval, as_stated
):
    calibration, found = run_some(tmp_path)
    ec50 = identified(calibration, found)[0]
    known = None if percent is None else KnownDifference(percent, "made up")
    one = replace(
        ec50,
        fitted=fitted,
        interval=interval,
        precision_percent=10,
        known_difference=known,
    )
    assert one.stored == 66
    assert one.as_stated is as_stated


def test_the_misfit_of_what_is_stored_is_that_of_the_same_sum(tmp_path):
    calibration, found = fitted(tmp_path, SOME)
    fit = found.fit
    logs = np.log([calibration.stored(one.name) for one in fit.parameters])
    squares = Surface(calibration, fit).residuals(logs) ** 2
    assert found.stored_misfit == pytest.approx(squares.sum())
    assert found.stored_misfit > found.misfit


def test_a_fit_that_is_not_there_is_named():
    with pytest.raises(UnknownName, match="Did you mean 'tone'"):
        tt.calibrate("tones")


def test_the_page_runs_and_prints_what_it_says():
    check_page("validation/calibrating.md")


def test_what_never_happens_at_first_is_asked_again(tmp_path):
    never = SOME.replace(
        'measure = "mean"\nfrom_h = 72\nto_h = 96', 'measure = "first_above_h"\nlevel = 0.999', 1
    )
    calibration = read_calibration(written(tmp_path, never))
    fit = calibration.fits[0]
    surface = Surface(calibration, fit)
    logs = np.log([one.prior.value for one in fit.parameters])
    assert np.isfinite(surface.slopes(logs)).all()
    assert surface.known[0].all()


def test_a_fit_that_does_not_settle_is_an_error(tmp_path, monkeypatch):
    from scipy import optimize

    calibration = read_calibration(written(tmp_path, SOME))
    whole = optimize.least_squares
    monkeypatch.setattr(optimize, "least_squares", lambda *a, **k: whole(*a, **k, max_nfev=1))
    with pytest.raises(SolverFailure, match="The fit 'tone' did not settle"):
        run_fit(calibration, calibration.fits[0])
