"""The shop window: which names titrate offers, and how little it costs to open it.

``public_api.txt`` is the list that users rely on, one name a line. A name that appears or goes
is a decision, so the list is changed by hand, or from the project's folder by

    .venv/bin/python tests/test_shop_window.py
"""

import ast
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import titrate

LIST = Path(__file__).parent / "public_api.txt"
STUB = Path(titrate.__file__).with_suffix(".pyi")
SLOW = {"scipy", "pandas", "matplotlib", "lark", "typer"}


def public_names() -> list[str]:
    return LIST.read_text(encoding="utf-8").split()


def stub_names() -> list[str]:
    """Return the names that the stub imports for its readers."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    return [
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


def stub_all() -> list[str]:
    """Return the ``__all__`` that the stub declares."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    [declared] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return ast.literal_eval(declared)


def run_fresh(program: str) -> str:
    """Return what a program prints, to either stream, in a Python that has loaded nothing yet."""
    environment = {name: value for name, value in os.environ.items() if name != "EAGER_IMPORT"}
    child = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stdout
    return child.stdout


def test_the_public_names_are_the_ones_listed():
    assert sorted(titrate.__all__) == public_names(), (
        "The public names changed. If that is meant, write the new list with "
        f"`.venv/bin/python tests/{Path(__file__).name}` and say so in CHANGELOG.md."
    )


def test_what_editors_see_is_what_there_is():
    assert sorted(stub_names()) == sorted(titrate.__all__)
    assert sorted(stub_all()) == sorted(titrate.__all__)


@pytest.mark.parametrize("name", sorted(titrate.__all__))
def test_every_public_name_can_be_taken_from_the_window(name: str):
    assert getattr(titrate, name) is not None
    assert name in dir(titrate)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="find_widow"):
        _ = titrate.find_widow  # pyright: ignore[reportAttributeAccessIssue]


def test_the_version_is_the_one_that_is_installed():
    assert titrate.__version__ == metadata.version("titrate-sim")


def test_the_version_is_looked_up_when_it_is_first_asked_for():
    program = "import sys, titrate; print(*sys.modules); titrate.__version__; print(*sys.modules)"
    before, after = (set(line.split()) for line in run_fresh(program).splitlines())
    assert "importlib.metadata" not in before
    assert "titrate.version" in after
    assert {name.partition(".")[0] for name in after} & (SLOW | {"numpy"}) == set()


def test_importing_titrate_prints_nothing():
    assert run_fresh("import titrate") == ""


def test_importing_titrate_loads_nothing_slow():
    loaded = run_fresh("import sys, titrate; print(*sys.modules)").split()
    assert {name.partition(".")[0] for name in loaded} & SLOW == set()


if __name__ == "__main__":
    LIST.write_text("\n".join(sorted(titrate.__all__)) + "\n", encoding="utf-8")
