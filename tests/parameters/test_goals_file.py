"""The default goals."""

import pytest

from titrate.errors import InvalidFile
from titrate.parameters import read_goals_file
from titrate.resources import params_folder

GOOD = """
over_h = 24
[about]
format = 1
population = "adults"
reviewed_by = []
[at_least.relief_legs]
limit = 0.3
statistic = "mean"
status = "assumed"
note = "choice: small"
[at_most.drowsiness]
limit = 0.3
statistic = "worst"
status = "assumed"
note = "choice: one in three"
"""


def test_the_shipped_goals_are_those_the_readme_states():
    goals = read_goals_file(params_folder() / "goals.toml")
    assert goals.at_least == {"relief_legs": ("mean", 0.3)}
    assert goals.at_most == {"drowsiness": ("mean", 0.3), "weakness": ("mean", 0.2)}
    assert goals.over_h == 24
    assert all(note.startswith("choice:") for note in goals.notes.values())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("over_h = 24", "over_h = 0", "over_h is 0, expected a number of hours above 0"),
        ("over_h = 24", "", "'over_h' is missing"),
        ("format = 1", "format = 2", "format is 2, expected 1"),
        ('"mean"', '"average"', "statistic is 'average', expected one of mean, worst"),
        ('"assumed"', '"published"', "status is 'published', expected one of assumed"),
        ("choice: small", "small", "note is 'small', expected one that begins with"),
        ("limit = 0.3", "limit = -0.3", "limit is -0.3, expected a number that is not negative"),
        ("limit = 0.3", "limit = nan", "limit is nan, expected a finite number"),
        ("limit = 0.3", "limits = 0.3", "unknown key 'limits'. Did you mean 'limit'?"),
        ("[at_most.drowsiness]", "[at_most.relief_legs]", "relief_legs has a goal in at_least and"),
    ],
)
def test_a_goal_that_cannot_stand_is_refused(tmp_path, old, new, message):
    file = tmp_path / "goals.toml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidFile) as error:
        read_goals_file(file)
    assert str(file) in str(error.value)
    assert message in str(error.value)
