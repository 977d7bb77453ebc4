"""Every block of the page on sources runs, top to bottom, and prints what the page says."""

from tests.pages import check_page


def test_every_block_runs_and_prints_what_is_written():
    check_page("library/sources.md")
