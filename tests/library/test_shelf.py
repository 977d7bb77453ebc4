"""A drug's file is held to the names that exist, before anything is simulated."""

from dataclasses import replace

import pytest

from titrate.errors import InvalidFile
from titrate.library.shelf import checked_names
from titrate.parameters import find_drug_file, read_drug_file

FILE = read_drug_file(find_drug_file("baclofen"))


def test_the_shipped_file_names_only_what_exists():
    assert checked_names(FILE, "adult.toml") is FILE


def test_a_misspelt_door_is_refused_with_the_file_and_the_key():
    doors = {"orl": FILE.doors["oral"]}
    with pytest.raises(InvalidFile) as error:
        checked_names(replace(FILE, doors=doors), "adult.toml")
    assert str(error.value) == (
        "adult.toml: [doors] has an unknown key 'orl'. Did you mean 'oral'? "
        "Known are: intrathecal, iv, oral."
    )


def test_a_misspelt_covariate_is_refused_with_the_file_and_the_key():
    patient = replace(FILE.patient, defaults={"wieght_kg": 70.0})
    with pytest.raises(InvalidFile, match=r"\[patient\] has an unknown key 'wieght_kg'. Did you"):
        checked_names(replace(FILE, patient=patient), "adult.toml")
