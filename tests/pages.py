"""Pages of the docs whose examples are run."""

import contextlib
import io
import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
_EXAMPLE = re.compile(
    r"^```python\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL
)


def check_page(place: str) -> None:
    """Run every block of a page, top to bottom; each prints what the page says, or nothing."""
    page = DOCS / place
    names: dict[str, object] = {}
    examples = _EXAMPLE.findall(page.read_text("utf-8"))
    assert len(examples) == page.read_text("utf-8").count("```python") >= 4
    for code, written in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(page), "exec"), names)
        assert printed.getvalue() == written
