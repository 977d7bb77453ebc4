"""Every block of the page on populations runs, top to bottom, and prints what the page says."""

import doctest
import importlib

import pytest

from tests.pages import check_page


def test_every_block_runs_and_prints_what_is_written():
    check_page("patients/populations.md")


@pytest.mark.parametrize(
    "module", ["patients.population", "patients.occasions", "simulation.observing"]
)
def test_the_examples_in_the_docstrings_are_true(module: str):
    assert doctest.testmod(importlib.import_module(f"titrate.{module}")).failed == 0
