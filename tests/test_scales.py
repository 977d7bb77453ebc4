"""Rating scales and the conversions that are defined."""

import math
from itertools import permutations

import pytest

from titrate.errors import InvalidValue, UnknownName
from titrate.scales import SCALES, convert_score, find_scale


def test_the_two_ashworth_forms_differ_by_one():
    assert convert_score(3, "ashworth 1-5", "ashworth 0-4") == 2
    assert convert_score(2.5, "ashworth 0-4", "ashworth 1-5") == 3.5


@pytest.mark.parametrize(("grade", "recoded"), [(0, 0), (1, 1), (1.5, 2), (2, 3), (3, 4), (4, 5)])
def test_the_grade_one_plus_moves_every_higher_grade_up(grade, recoded):
    assert convert_score(grade, "mas", "mas 0-5 recode") == recoded
    assert convert_score(recoded, "mas 0-5 recode", "mas") == grade


def test_a_score_on_its_own_scale_stays():
    assert convert_score(7.5, "tnmas 0-15", "tnmas 0-15") == 7.5


DEFINED = {
    frozenset(("ashworth 1-5", "ashworth 0-4")),
    frozenset(("mas", "mas 0-5 recode")),
}


@pytest.mark.parametrize(
    ("source", "target"),
    [pair for pair in permutations(SCALES, 2) if frozenset(pair) not in DEFINED],
)
def test_no_other_pair_of_scales_can_be_compared(source, target):
    with pytest.raises(InvalidValue, match="No conversion is defined") as error:
        convert_score(1, source, target)
    assert "cannot be compared" in error.value.hint


def test_a_mean_over_muscles_has_no_recoding():
    with pytest.raises(InvalidValue, match=r"2.9 is not a grade of 'mas'"):
        convert_score(2.9, "mas", "mas 0-5 recode")


@pytest.mark.parametrize("score", [0, 5.5, math.nan])
def test_a_score_off_its_scale_is_refused(score):
    with pytest.raises(InvalidValue, match="The score on 'ashworth 1-5' is"):
        convert_score(score, "ashworth 1-5", "ashworth 0-4")


def test_an_unknown_scale_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="No scale called 'ashworth 1-4'") as error:
        find_scale("ashworth 1-4")
    assert "Did you mean 'ashworth" in error.value.hint


def test_every_scale_says_what_it_rates_and_runs_from_its_lowest_to_its_highest_grade():
    for name, scale in SCALES.items():
        assert scale.name == name
        assert scale.meaning
        assert (scale.low, scale.high) == (scale.grades[0], scale.grades[-1])
