"""The page on windows of many people runs and prints what it says."""

from tests.pages import check_page


def test_the_page_runs_and_prints_what_it_says():
    check_page("search/populations.md")
