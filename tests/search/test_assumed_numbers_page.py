"""The page of assumed numbers is true: its rows come out again, and none is missing.

Where a change is meant, ``python docs/search/make.py`` writes the page anew.
"""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

import titrate as tt
from titrate.search.words import edge_words

FOLDER = Path(__file__).parents[2] / "docs" / "search"
PAGE = (FOLDER / "assumed-numbers.md").read_text("utf-8")
ROWS = {found[1]: found[0] for found in re.finditer(r"^\| `(\w+)` .*$", PAGE, re.MULTILINE)}
DRUG = tt.load_drug("baclofen")


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("assumed_numbers", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass asks for the module it stands in
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def before(make):
    return {which: make.edges_of(DRUG, which) for which in make.WINDOWS}


def test_the_windows_of_the_page_are_those_that_come_out(before):
    for which, edges in before.items():
        ends = f"{edge_words(edges.low, 'low')} to {edge_words(edges.high, 'high')}"
        assert f"* {which.capitalize()}: {ends} " in PAGE


@pytest.mark.parametrize("name", ["kappa_cord", "relief_maximum", "weakness_cord_slope"])
def test_a_row_comes_out_again(name, make, before):
    assert make.row(DRUG, name, before)[1] == ROWS[name]


@pytest.mark.parametrize("name", ["phi", "soak_rate"])
def test_what_is_not_on_the_page_moves_no_edge_by_as_much(name, make, before):
    assert make.row(DRUG, name, before)[0] <= make.MOVED


def test_every_number_on_the_page_is_soft_and_those_that_answer_strongly_are_there(make):
    soft = {name for name in DRUG.parameters if make.is_soft(DRUG.parameters[name])}
    assert set(ROWS) <= soft
    for regimen, initial in (
        (tt.oral(dose_mg=10, every_h=8, days=14), None),
        (tt.pump(rate_ug_per_day=100, days=14), "adapted"),
    ):
        window = tt.find_window(DRUG, tt.Patient(origin="ms"), regimen, initial=initial)
        rows = window.sensitivity().to_frame()
        rows = rows[rows.parameter.isin(soft)]
        strong = rows[["low_elasticity", "high_elasticity"]].abs().max(axis=1) > 0.3
        assert set(rows.parameter[strong]) <= set(ROWS)
