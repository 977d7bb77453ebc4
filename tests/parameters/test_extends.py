"""A file that states only what differs from another."""

import pytest

from tests.parameters.drug_files import CHILD_ABOUT, GOOD, write
from titrate.errors import InvalidFile
from titrate.parameters import ModelForm, Status, read_drug_file

OVERRIDE = """
[parameters.clearance]
value = 5
status = "assumed"
range = [3, 8]
note = "choice: half of an adult's"
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with the adults' file."""
    write(tmp_path, GOOD)
    return tmp_path


def read_child(folder, text):
    return read_drug_file(write(folder, text, "child.toml"))


def test_a_file_that_changes_nothing_has_all_numbers_of_the_other(folder):
    child, adult = read_child(folder, CHILD_ABOUT), read_drug_file(folder / "adult.toml")
    assert child.parameters == adult.parameters
    assert (child.preset, child.about.population) == ("child", "children")


def test_an_overridden_number_keeps_meaning_unit_and_spread_but_not_the_source(folder):
    clearance = read_child(folder, CHILD_ABOUT + OVERRIDE).parameters["clearance"]
    assert (clearance.value, clearance.unit, clearance.status) == (5, "L/h", Status.ASSUMED)
    assert clearance.meaning == "clearance from plasma"
    assert clearance.variability.cv_percent == 30
    assert clearance.possible == (0.1, 1000)
    assert clearance.sources == ()


def test_an_overridden_number_states_its_own_status(folder):
    silent = OVERRIDE.replace('status = "assumed"\n', "")
    with pytest.raises(InvalidFile, match=r"child.toml: \[parameters.clearance\] 'status' is miss"):
        read_child(folder, CHILD_ABOUT + silent)


def test_an_override_may_use_another_unit_of_the_same_dimension(folder):
    text = OVERRIDE.replace("value = 5", 'value = 83\nunit = "mL/min"').replace(
        "[3, 8]", "[50, 130]"
    )
    clearance = read_child(folder, CHILD_ABOUT + text).parameters["clearance"]
    assert abs(clearance.internal - 4.98) < 1e-12
    assert clearance.possible is None


def test_an_override_with_a_unit_of_another_dimension_is_refused(folder):
    text = OVERRIDE.replace("value = 5", 'value = 5\nunit = "L/h/kg"')
    with pytest.raises(InvalidFile, match="unit is 'L/h/kg', expected a unit of flow, as in adult"):
        read_child(folder, CHILD_ABOUT + text)


def test_an_override_with_an_unknown_unit_is_refused(folder):
    text = OVERRIDE.replace("value = 5", 'value = 5\nunit = "L/H"')
    with pytest.raises(InvalidFile, match="unit is 'L/H', expected a unit of the table"):
        read_child(folder, CHILD_ABOUT + text)


def test_an_override_in_the_same_unit_keeps_what_is_possible(folder):
    text = OVERRIDE.replace("value = 5", 'value = 5\nunit = "L/h"')
    assert read_child(folder, CHILD_ABOUT + text).parameters["clearance"].possible == (0.1, 1000)


WITHOUT = """
[without]
parameters = ["volume", "elimination"]
[without.doors]
oral = "children do not swallow it"
[doors.iv]
unit = "mg"
step = 1
note = "choice: an example"
"""


def test_what_is_left_out_is_gone_and_doors_say_why(folder):
    drug = read_child(folder, CHILD_ABOUT + WITHOUT)
    assert tuple(drug.parameters) == ("clearance",)
    assert tuple(drug.doors) == ("iv",)
    assert (drug.instead, drug.lacks) == ("adult", {"oral": "children do not swallow it"})


def test_a_door_left_out_further_down_stays_out_unless_it_is_opened_again(folder):
    write(folder, CHILD_ABOUT + WITHOUT, "child.toml")
    infant = CHILD_ABOUT.replace("adult.toml", "child.toml")
    youngest = read_drug_file(write(folder, infant, "infant.toml"))
    assert (youngest.instead, tuple(youngest.lacks)) == ("adult", ("oral",))
    oral = '[doors.oral]\nunit = "mg"\nstep = 1\nnote = "choice: a solution"\n'
    assert read_drug_file(write(folder, infant + oral, "infant.toml")).lacks == {}


@pytest.mark.parametrize(
    ("old", "new", "problem", "hint"),
    [
        ('"volume"', '"volumes"', "'volumes' is left out, and is not in the file", "'volume'"),
        ("oral =", "orl =", r"\[without.doors\] 'orl' is left out, and is not in", "'oral'"),
        ("parameters =", "params =", r"\[without\] unknown key 'params'", "'parameters'"),
        ("oral =", "iv =", "'iv' is left out, and stated", "Keep one of the two"),
    ],
)
def test_leaving_out_what_is_not_there_is_refused(folder, old, new, problem, hint):
    with pytest.raises(InvalidFile, match=problem) as error:
        read_child(folder, CHILD_ABOUT + WITHOUT.replace(old, new, 1))
    assert hint in error.value.hint


def test_leaving_out_needs_a_file_to_leave_out_of(folder):
    text = (CHILD_ABOUT + WITHOUT).replace('extends = "adult.toml"\n', "")
    with pytest.raises(InvalidFile, match=r"\[without\] leaves something out of nothing"):
        read_child(folder, text)


def test_a_number_left_over_from_the_other_file_is_to_be_left_out(folder):
    models = {"one compartment": ModelForm({"clearance": "flow", "volume": "volume"})}
    path = write(folder, CHILD_ABOUT, "child.toml")
    with pytest.raises(InvalidFile, match="no parameter of the model is called") as error:
        read_drug_file(path, models=models)
    assert error.value.hint == "Leave it out: [without] parameters = ['elimination']."


def test_the_patient_is_merged_covariate_by_covariate(folder):
    text = (
        '[patient]\nweight_kg = 25\nnote = "choice: a child"\n[patient.domain]\nweight_kg = [5, 60]'
    )
    patient = read_child(folder, CHILD_ABOUT + text).patient
    assert patient.defaults == {"weight_kg": 25, "origin": "spinal"}
    assert patient.domain == {"weight_kg": (5, 60)}
    assert patient.note == "choice: a child"


def test_a_source_that_lost_its_only_use_to_an_override_is_no_mistake(folder):
    text = '[doors.oral]\nunit = "mg"\nstep = 1\nnote = "choice: a solution"\n'
    assert read_child(folder, CHILD_ABOUT + text).doors["oral"].sources == ()


def test_a_new_source_that_nothing_uses_is_refused(folder):
    text = '[sources.he]\ncitation = "He 2014"\nread = "abstract"\nread_on = 2026-11-22\n'
    with pytest.raises(InvalidFile, match="nothing refers to the source 'he'"):
        read_child(folder, CHILD_ABOUT + text)


def test_a_fault_in_the_other_file_names_the_other_file(folder):
    write(folder, GOOD.replace("value = 28.8", "value = nan"))
    with pytest.raises(InvalidFile, match=r"adult.toml: \[parameters.volume\] value is nan"):
        read_child(folder, CHILD_ABOUT)


def test_a_file_may_extend_one_that_extends_another(folder):
    write(folder, CHILD_ABOUT + OVERRIDE, "child.toml")
    infant = CHILD_ABOUT.replace("adult.toml", "child.toml")
    drug = read_drug_file(write(folder, infant, "infant.toml"))
    assert drug.parameters["clearance"].value == 5


def test_files_that_extend_each_other_are_refused(folder):
    write(folder, CHILD_ABOUT.replace("adult.toml", "infant.toml"), "child.toml")
    infant = write(folder, CHILD_ABOUT.replace("adult.toml", "child.toml"), "infant.toml")
    with pytest.raises(InvalidFile, match=r"infant.toml -> child.toml -> infant.toml"):
        read_drug_file(infant)


def test_a_file_that_extends_itself_is_refused(folder):
    with pytest.raises(InvalidFile, match=r"goes round in a circle: child.toml -> child.toml"):
        read_child(folder, CHILD_ABOUT.replace("adult.toml", "child.toml"))


def test_extending_a_file_that_is_not_there_is_refused_with_the_nearest(folder):
    with pytest.raises(InvalidFile, match=r"extends is 'adults.toml', expected a file") as error:
        read_child(folder, CHILD_ABOUT.replace("adult.toml", "adults.toml"))
    assert error.value.hint == "Did you mean 'adult.toml'?"


def test_extending_another_drug_is_refused(folder):
    with pytest.raises(InvalidFile, match="drug is 'largine', expected 'smalline', as in adult"):
        read_child(folder, CHILD_ABOUT.replace("smalline", "largine"))
