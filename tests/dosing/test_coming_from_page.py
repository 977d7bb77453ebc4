"""Every block of the page for those who come from other programs runs and prints what it says."""

from tests.pages import check_page


def test_every_block_runs_and_prints_what_is_written():
    check_page("dosing/coming-from.md")
