"""The page of accuracy is true: what it says of each case comes out again.

Where a change is meant, ``python docs/pk/make.py`` writes the page anew.
"""

import importlib.util
import re

import pytest

from tests.pages import DOCS
from tests.reference.test_reference import INTEGRATED_PROMISE, PROMISE
from tests.reference.witnessed import CASES

PAGE = (DOCS / "pk" / "accuracy.md").read_text("utf-8")
ROW = re.compile(r"^\| (.*) \| (1e-\d+) \| (1e-\d+) \| (1e-\d+) \|$", re.MULTILINE)
ROWS = {found[1]: [float(found[n]) for n in (2, 3, 4)] for found in ROW.finditer(PAGE)}


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("accuracy", DOCS / "pk" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_case_has_its_row_and_nothing_else_has():
    assert list(ROWS) == [case.hard for case in CASES.values()]


def test_the_words_around_the_table_are_those_of_the_script(make):
    before, after = make.PAGE_TEXT.split("{table}")
    assert PAGE.startswith(before)
    assert PAGE.endswith(after)


@pytest.mark.parametrize("name", CASES)
def test_a_row_comes_out_again(name, make):
    case = CASES[name]
    exact, integrated, between = ROWS[case.hard]
    # The last digits are a machine's own, so each may be a power of ten away.
    for said, found in zip((exact, integrated, between), make.differences(case), strict=True):
        assert found <= 10 * said
        assert make.at_most(found) >= said / 10
    assert exact <= PROMISE
    assert max(integrated, between) <= INTEGRATED_PROMISE


def test_a_difference_is_rounded_up_and_what_is_round_off_is_not_told_apart(make):
    assert make.at_most(2.1e-9) == pytest.approx(1e-8)
    assert make.at_most(0.0) == make.at_most(1e-16) == 1e-14
