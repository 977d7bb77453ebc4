"""The page on observations runs and prints what it says, and names every measure."""

from tests.pages import DOCS, check_page
from titrate.validation import COMPARISONS, MEASURES, STATISTICS


def test_the_page_runs_and_prints_what_it_says():
    check_page("validation/observations.md")


def test_the_page_names_every_measure_comparison_and_statistic():
    text = (DOCS / "validation/observations.md").read_text("utf-8")
    for name in (*MEASURES, *COMPARISONS, *STATISTICS):
        assert f"`{name}`" in text, name
