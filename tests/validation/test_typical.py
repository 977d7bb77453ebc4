"""A group of people, read in the one who is typical of it."""

import pytest

import titrate as tt
from tests.validation.calibrations import FITS, SOME, written
from titrate.errors import InvalidFile, InvalidValue
from titrate.validation import (
    observations_folder,
    read_calibration,
    read_observations,
    simulated,
)
from titrate.validation.typical import in_typical_person

OURS = {o.id: o for o in read_observations(observations_folder() / "baclofen_oral.toml")[0]}
DRAWN = (
    'population = { n = 40, seed = 1, spread = "drug", origin = "spinal" }\nover_people = "mean"'
)
ALONE = 'patient = { origin = "spinal" }'


def test_it_is_what_one_patient_with_the_same_covariates_gives():
    group = OURS["oral_a13_20_mg"]
    one = in_typical_person(group)
    assert one.arms[0].given.who == tt.Patient(origin="spinal")
    assert simulated(one).people == 1
    assert simulated(one).error is None
    # Averaged over people whose EC50 differs, a small effect is larger.
    assert simulated(group).value > simulated(one).value + 0.05


def test_a_patient_stays_as_they_are():
    alone = OURS["oral_a15_drug"]
    assert in_typical_person(alone) is alone


def test_the_middle_of_a_spread_of_covariates_is_taken(tmp_path):
    weighed = SOME.replace(ALONE, DRAWN.replace("origin", "weight_kg = [60, 9], origin"), 1)
    written(tmp_path, weighed)
    read, refused = read_observations(tmp_path / "facts.toml")
    assert not refused
    first = in_typical_person(read[0])
    assert first.arms[0].given.who == tt.Patient(weight_kg=60, origin="spinal")


def test_nobody_is_typical_of_two_origins(tmp_path):
    shared = SOME.replace(ALONE, DRAWN.replace('"spinal"', "{ spinal = 0.5, ms = 0.5 }"), 1)
    with pytest.raises(InvalidFile, match="nobody is typical of that"):
        read_calibration(written(tmp_path, shared, FITS.replace('"drawn"', '"typical"')))


def test_how_people_differ_cannot_be_asked_of_one(tmp_path):
    with pytest.raises(InvalidValue, match="cv_percent over people"):
        in_typical_person(OURS["oral_a10_spread"])
    spread = SOME.replace(ALONE, DRAWN.replace("mean", "sd"), 1)
    with pytest.raises(InvalidFile, match="sd over people, which one typical person cannot tell"):
        read_calibration(written(tmp_path, spread, FITS.replace('"drawn"', '"typical"')))


@pytest.mark.parametrize(("people", "as_drawn"), [("typical", False), ("drawn", True)])
def test_a_calibration_says_who_stands_for_a_group(tmp_path, people, as_drawn):
    facts = SOME.replace(ALONE, DRAWN, 1)
    path = written(tmp_path, facts, FITS.replace('"drawn"', f'"{people}"'))
    (fit,) = read_calibration(path).fits
    assert fit.people == people
    assert [o.over_people is not None for o in fit.observations] == [as_drawn, False, False]


def test_an_unknown_word_is_refused(tmp_path):
    path = written(tmp_path, SOME, FITS.replace('"drawn"', '"avrage"'))
    with pytest.raises(InvalidFile, match="one of typical, drawn"):
        read_calibration(path)
