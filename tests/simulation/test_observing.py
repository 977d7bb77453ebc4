"""What is measured or rated: the truth and beside it what is written down."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName

DRUG = tt.load_drug("baclofen")
PEOPLE = tt.Population.sample(40, seed=1, drug=DRUG, origin="ms")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=2)
OUTPUTS = ["plasma", "ashworth_legs"]
ASSAY = tt.ResidualError(proportional_cv_percent=10, additive=2)
RATER = tt.RatingError(sd=0.5, low=1, high=5)
ERRORS = {"plasma": ASSAY, "ashworth_legs": RATER}


def run(people=PEOPLE, times=tuple(range(1, 48)), regimen=TABLETS, **others) -> tt.Result:
    return tt.simulate(DRUG, people, regimen, times, outputs=OUTPUTS, **others)


def errors_in(result: tt.Result, seed: int = 1) -> dict[tuple[str, float], float]:
    """Return the standard normal error of each person's assay at each time."""
    only = tt.ResidualError(additive=1)
    frame = tt.observe(result, {"plasma": only}, seed=seed)
    keys = zip(frame["patient"], frame["time_h"], strict=True)
    return dict(zip(keys, frame["observed"] - frame["value"], strict=True))


def assert_same_errors(some: dict, whole: dict) -> None:
    assert set(some) <= set(whole)
    # Errors are found back as differences of readings of some 100 ug/L.
    for key, error in some.items():
        assert error == pytest.approx(whole[key], abs=1e-12), key


def test_a_table_holds_the_truth_and_what_was_observed() -> None:
    result = run()
    frame = tt.observe(result, ERRORS, seed=1)
    assert list(frame["name"].unique()) == ["plasma", "ashworth_legs"]
    plasma = frame[frame["name"] == "plasma"]
    np.testing.assert_array_equal(
        plasma["value"].to_numpy().reshape(40, -1), result.concentration["plasma"]
    )
    assert not np.any(plasma["observed"] == plasma["value"])


def test_one_patient_is_observed_too() -> None:
    frame = tt.observe(run(PEOPLE[0]), ERRORS, seed=1)
    assert len(frame) == 2 * 47


def test_errors_do_not_depend_on_company_on_times_or_on_the_dose() -> None:
    whole = errors_in(run())
    assert_same_errors(errors_in(run(PEOPLE[[7, 3]])), whole)
    assert_same_errors(errors_in(run(times=[2.0, 40.0])), whole)
    assert_same_errors(errors_in(run(regimen=TABLETS.scaled(2))), whole)


def test_errors_differ_between_seeds_curves_times_and_people() -> None:
    found = errors_in(run())
    assert len(set(found.values())) == len(found)
    assert not set(found.values()) & set(errors_in(run(), seed=2).values())


def test_a_run_that_continues_another_has_other_errors() -> None:
    first = run()
    again = run(initial=first.final)
    one, other = errors_in(first), errors_in(again)
    assert all(abs(one[key] - other[key]) > 1e-9 for key in one)


def test_a_result_is_not_touched_by_being_observed() -> None:
    result = run()
    before = result.concentration["plasma"].copy()
    tt.observe(result, ERRORS, seed=1)
    np.testing.assert_array_equal(result.concentration["plasma"], before)


def test_assays_err_as_much_as_they_were_said_to() -> None:
    frame = tt.observe(run(), {"plasma": ASSAY}, seed=3)
    expected = np.sqrt((0.1 * frame["value"]) ** 2 + 2**2)
    errors = (frame["observed"] - frame["value"]) / expected
    # 1,880 readings: a mean is off by 1 in 43 of an sd, an sd by 1 in 61; four of each.
    assert np.mean(errors) == pytest.approx(0, abs=4 / 43)
    assert np.std(errors) == pytest.approx(1, abs=4 / 61)


def test_raters_write_steps_of_their_scale_and_nothing_beyond_it() -> None:
    frame = tt.observe(run(), {"ashworth_legs": tt.RatingError(2, 1, 5)}, seed=3)
    assert set(frame["observed"]) == {1.0, 2.0, 3.0, 4.0, 5.0}
    halves = tt.observe(run(), {"ashworth_legs": tt.RatingError(2, 1, 5, step=0.5)}, seed=3)
    assert set(halves["observed"] * 2) == set(range(2, 11))


def test_a_rater_without_error_writes_the_nearest_step() -> None:
    frame = tt.observe(run(), {"ashworth_legs": tt.RatingError(0, 1, 5)}, seed=3)
    np.testing.assert_array_equal(frame["observed"], np.rint(frame["value"]))


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (
            lambda: tt.observe(run(), {"plasma": ASSAY}),
            InvalidValue,
            "The seed is missing. Give a whole number, so that the same draws come back: seed=1.",
        ),
        (
            lambda: tt.observe(run(), {}, seed=1),
            InvalidValue,
            "errors is empty. Say which curve is observed: "
            'errors={"plasma": ResidualError(proportional_cv_percent=10)}.',
        ),
        (
            lambda: tt.observe(run(), {"plasma": 0.1}, seed=1),
            InvalidValue,
            "errors['plasma'] is 0.1. Give a ResidualError or a RatingError: "
            'errors={"plasma": ResidualError(proportional_cv_percent=10)}.',
        ),
        (
            lambda: tt.observe(run(), {"plasm": ASSAY}, seed=1),
            UnknownName,
            "No curve called 'plasm'. Did you mean 'plasma'? Curves: ashworth_legs, plasma.",
        ),
        (
            tt.ResidualError,
            InvalidValue,
            "The residual error is 0. Give proportional_cv_percent, additive or both; a curve "
            "without error is its own.",
        ),
        (
            lambda: tt.ResidualError(-1),
            InvalidValue,
            "proportional_cv_percent is -1. It cannot be negative.",
        ),
        (
            lambda: tt.RatingError(0.5, 5, 1),
            InvalidValue,
            "The scale runs from 5 to 1 in steps of 1. Give its lower end first, and a step that "
            "fits into it.",
        ),
    ],
)
def test_observations_that_cannot_be_meant_are_refused(make, kind, message: str) -> None:
    with pytest.raises(kind) as raised:
        make()
    assert str(raised.value) == message


def test_every_step_of_a_scale_is_reached():
    rater = tt.RatingError(sd=0, low=0, high=0.6, step=0.2)
    found = rater.observed(np.array([0.0, 0.21, 0.39, 0.55, 0.9]), *np.zeros((2, 5)))
    np.testing.assert_allclose(found, [0, 0.2, 0.4, 0.6, 0.6])
