"""Every block of the page on event tables runs, top to bottom, and prints what the page says."""

import doctest

from tests.pages import check_page
from titrate.dosing import regimen
from titrate.pk import table_simulation


def test_every_block_runs_and_prints_what_is_written():
    check_page("dosing/event-tables.md")


def test_the_examples_in_the_docstrings_are_true():
    for module in (table_simulation, regimen):
        assert doctest.testmod(module).failed == 0
