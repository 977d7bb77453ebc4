"""The floors of the house, and proof that a fault in them is caught.

import-linter holds the floors (pyproject.toml). The faults are planted in a copy of the
package, so that a contract which catches nothing cannot pass for one that is kept.
"""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import titrate

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "titrate"
MOST_LINES = 300

# A library that one room alone may import, and the room.
BELONGS_TO = {
    "matplotlib": "plotting",
    "typer": "cli",
    "rich": "cli",
    "click": "cli",
    "ipywidgets": "widgets",
}
# Slow to load, so imported inside the function that needs them: `import titrate` stays quick.
LATE = {"scipy", "pandas", "matplotlib", "lark"}
# Names that say nothing about what is inside.
EMPTY_NAMES = {"utils", "helpers", "base", "manager", "engine", "config"}


@dataclass(frozen=True)
class Import:
    """One import statement: where it stands, what it names, and whether loading runs it.

    ``names`` is what ``from`` takes out of its module; ``import`` takes nothing out, so it
    names the module itself.
    """

    room: str
    place: str
    modules: tuple[str, ...]
    names: tuple[str, ...]
    at_module_level: bool

    def takes_from(self, libraries: set[str]) -> bool:
        return any(module.partition(".")[0] in libraries for module in self.modules)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports() -> Iterator[Import]:
    """Yield every import statement in the package."""
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        for node, at_module_level in _import_nodes(tree, at_module_level=True):
            names = tuple(alias.name for alias in node.names)
            sources = names
            if isinstance(node, ast.ImportFrom):
                sources = ("." * node.level + (node.module or ""),)
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            yield Import(room_of(path), place, sources, names, at_module_level)


def _import_nodes(
    node: ast.AST, *, at_module_level: bool
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_module_level
            continue
        late = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        yield from _import_nodes(
            child, at_module_level=at_module_level and not late and not for_types
        )


def rooms_on_the_plan() -> set[str]:
    """Return every room in the list of floors, built or still to come."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room.strip(" ()") for layer in layers for room in layer.split("|")}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package ``titrate`` that lies in ``folder``."""
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    options = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(
        [sys.executable, "-c", command, *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package, to plant faults in."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(PACKAGE, tmp_path / "titrate", ignore=ignored))


def test_every_room_imports_from_the_floors_below_only():
    result = lint(PACKAGE.parent)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_upward_import_is_caught(copy: Path):
    (copy / "errors" / "planted.py").write_text("import titrate.search\n", encoding="utf-8")
    result = lint(copy.parent)
    assert result.returncode == 1
    assert "titrate.errors is not allowed to import titrate.search" in result.stdout
    assert "titrate.errors.planted -> titrate.search" in result.stdout


def test_an_upward_import_inside_a_function_is_caught(copy: Path):
    (copy / "pd" / "planted.py").write_text(
        "def late():\n    from titrate.simulation import anything\n", encoding="utf-8"
    )
    result = lint(copy.parent)
    assert result.returncode == 1
    assert "titrate.pd.planted -> titrate.simulation" in result.stdout


def test_strangers_on_one_floor_that_meet_are_caught(copy: Path):
    (copy / "pk" / "planted.py").write_text("import titrate.pd\n", encoding="utf-8")
    result = lint(copy.parent)
    assert result.returncode == 1
    assert "titrate.pk.planted -> titrate.pd" in result.stdout


def test_two_files_of_one_room_that_import_each_other_are_caught(copy: Path):
    (copy / "errors" / "one.py").write_text("import titrate.errors.two\n", encoding="utf-8")
    (copy / "errors" / "two.py").write_text("import titrate.errors.one\n", encoding="utf-8")
    result = lint(copy.parent)
    assert result.returncode == 1
    assert "No cycles are allowed in titrate.errors." in result.stdout


def test_a_room_that_nobody_listed_is_caught(copy: Path):
    (copy / "kitchen").mkdir()
    (copy / "kitchen" / "__init__.py").touch()
    result = lint(copy.parent)
    assert result.returncode == 1
    assert "kitchen" in result.stdout


def test_inside_the_package_nobody_looks_through_the_shop_window():
    # A name taken from the window hides which room it comes from, and loads it unseen. A room
    # taken whole (from titrate import units) hides nothing.
    found = [
        each.place
        for each in imports()
        if "titrate" in each.modules and not set(each.names) <= rooms_on_the_plan()
    ]
    assert found == []


@pytest.mark.parametrize("library", sorted(BELONGS_TO))
def test_a_library_with_a_room_of_its_own_is_imported_there_only(library: str):
    found = [
        each.place
        for each in imports()
        if each.room != BELONGS_TO[library] and each.takes_from({library})
    ]
    assert found == []


def test_slow_libraries_are_imported_where_they_are_used():
    found = [each.place for each in imports() if each.at_module_level and each.takes_from(LATE)]
    assert found == []


def test_no_public_name_is_the_name_of_a_room():
    assert set(titrate.__all__) & rooms_on_the_plan() == set()


def test_a_file_holds_one_idea():
    files = [*modules(), *PACKAGE.rglob("*.pyi")]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
    }
    assert {place: length for place, length in lengths.items() if length > MOST_LINES} == {}


def test_every_module_has_a_name_that_says_what_is_inside():
    names = [path.stem.strip("_") for path in modules()] + [
        path.name for path in PACKAGE.rglob("*") if path.is_dir()
    ]
    assert EMPTY_NAMES.isdisjoint(names)
