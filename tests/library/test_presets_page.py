"""Every block of the page on presets runs, top to bottom, and prints what the page says."""

import titrate as tt
from tests.pages import DOCS, check_page


def test_every_block_runs_and_prints_what_is_written():
    check_page("library/presets.md")


def test_the_page_has_a_row_for_every_preset():
    page = (DOCS / "library/presets.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert all(any(f"`{name}`" in row for row in rows) for name in tt.preset_names("baclofen"))
