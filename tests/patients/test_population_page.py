"""Every block of the page on populations runs, top to bottom, and prints what the page says."""

import contextlib
import doctest
import importlib
import io
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "patients" / "populations.md"
EXAMPLE = re.compile(
    r"^```python\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL
)


def test_every_block_runs_and_prints_what_is_written():
    names: dict[str, object] = {}
    examples = EXAMPLE.findall(PAGE.read_text("utf-8"))
    assert len(examples) == PAGE.read_text("utf-8").count("```python") >= 4
    for code, written in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(PAGE), "exec"), names)
        assert printed.getvalue() == written


@pytest.mark.parametrize(
    "module", ["patients.population", "patients.occasions", "simulation.observing"]
)
def test_the_examples_in_the_docstrings_are_true(module: str):
    assert doctest.testmod(importlib.import_module(f"titrate.{module}")).failed == 0
