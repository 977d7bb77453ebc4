"""The calibration that ships: it is run again, and says the same as files and pages do."""

import re

import pytest

import titrate as tt
from tests.pages import DOCS
from titrate.parameters import Status
from titrate.validation import file_names, observations_folder, read_calibration, read_observations

CALIBRATION = read_calibration("baclofen")
FITTED = {one.name: (fit, one) for fit in CALIBRATION.fits for one in fit.parameters}


@pytest.fixture(scope="module")
def again() -> tt.Calibrated:
    return tt.calibrate(intervals=False)


def test_every_stored_number_is_found_again_from_its_prior_or_differs_as_known(again):
    assert again.passed, str(again)
    assert {one.name for one in again.found} == set(FITTED)
    assert sum(one.reproduced for one in again.found) == 25
    assert sum(one.differs_as_known for one in again.found) == 3


def test_what_is_found_again_is_derived_and_what_is_not_is_assumed(again):
    on_no_more_than_belief = {"phi", "csf_flow_lumbar_thoracic"}
    for one in again.found:
        entry = CALIBRATION.drug.parameters[one.name]
        derived = one.reproduced and one.name not in on_no_more_than_belief
        assert entry.status == (Status.DERIVED if derived else Status.ASSUMED), one.name
        assert entry.fitted_on == one.fixed_by, one.name


def test_no_observation_of_a_fit_lies_far_from_what_was_published(again):
    far = again.misfits()
    assert (far.errors.abs() < 1.6449).all(), far[far.errors.abs() >= 1.6449]


def test_partners_are_stored_in_their_ratio_and_everything_lies_in_its_range():
    for name, (_, one) in FITTED.items():
        entry = CALIBRATION.drug.parameters[name]
        low, high = one.bounds
        assert low < entry.value < high, name
        assert entry.range is not None
        assert entry.range[0] <= entry.value <= entry.range[1], name


def test_every_observation_that_fixes_a_fitted_number_is_in_its_fit_or_says_why_not():
    left_out = {
        "pump_a01_half_life_100",  # the same datum as at 50 ug, by proportion
        "pump_a09_change",  # the difference of two that are in
        "pump_a18_legs_before_arms",  # the same arms as pump_a18_arms_stroke
    }
    missing = {
        observation.id
        for name in file_names()
        for observation in read_observations(observations_folder() / f"{name}.toml")[0]
        for fixed in observation.fixes
        if fixed in FITTED
        and observation not in FITTED[fixed][0].observations
        and observation.id not in {o.id for o in FITTED[fixed][0].observations}
    }
    assert missing == left_out


def test_every_calibrated_number_of_the_drug_is_fitted_or_held():
    for entry in tt.load_drug("baclofen").parameters.entries:
        if re.search(r"\bcalibrated\b", entry.note):
            partners = {n for _, one in FITTED.values() for n in one.together}
            known = {*FITTED, *partners, *CALIBRATION.held}
            assert entry.name in known, entry.name


def test_how_well_a_number_is_identified_is_said_by_the_run_alone():
    for name in FITTED:
        note = CALIBRATION.drug.parameters[name].note
        assert not re.search(r"\b(strongly|moderately|weakly|hardly) identified", note), name


def on_the_page(name: str, column: int) -> float:
    """Return a number of the page's tables, the columns counted from the name."""
    text = (DOCS / "validation/calibration.md").read_text("utf-8")
    row = re.search(rf"^\| `{name}` \|(.+)", text, re.MULTILINE)
    assert row, f"{name} is not on the page: titrate calibrate --out docs/validation"
    return float(row.group(1).split("|")[column - 1].split()[0])


def test_what_is_found_is_what_the_page_shows(again):
    for one in again.found:
        assert one.fitted == pytest.approx(on_the_page(one.name, 2), rel=0.01), one.name


def test_the_page_shows_the_numbers_that_are_stored():
    text = (DOCS / "validation/calibration.md").read_text("utf-8")
    for name in FITTED:
        assert on_the_page(name, 1) == pytest.approx(CALIBRATION.stored(name), rel=1e-3), name
    for fit in CALIBRATION.fits:
        for observation in fit.observations:
            assert f"(`{observation.id}`)" in text, observation.id
