"""What pyproject.toml promises to those who install titrate.

The wheel itself is built, installed in a clean environment and tried by ``.ci/run``: that needs
a build environment, which a test must not ask for.
"""

import json
import tomllib
from pathlib import Path

import titrate
from titrate.resources import params_folder

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]


def test_the_distribution_is_titrate_sim_for_python_3_11_and_newer():
    assert PROJECT["name"] == "titrate-sim"
    assert PROJECT["requires-python"] == ">=3.11"
    assert PROJECT["scripts"] == {"titrate": "titrate.cli:main"}


def test_the_description_says_what_it_is_never_for():
    assert "never for dosing a patient" in PROJECT["description"]


def test_dependencies_have_lower_bounds_only():
    extras = PROJECT["optional-dependencies"].values()
    requirements = [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]
    loose = [each for each in requirements if not each.startswith("titrate-sim[")]
    assert loose
    assert [each for each in loose if ">=" not in each or "<" in each or "==" in each] == []


def test_the_extra_for_developers_contains_the_one_for_tests():
    # So that run.py test, then a developer's own install, never takes a test tool away.
    assert "titrate-sim[test]" in PROJECT["optional-dependencies"]["dev"]


def test_the_parameters_are_shipped_inside_the_package():
    forced = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert forced == {"params": "titrate/params"}
    assert (ROOT / "params" / "baclofen" / "adult.toml").is_file()


def test_everything_the_sdist_names_is_there():
    named = SETTINGS["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert [path for path in named if not (ROOT / path.lstrip("/")).exists()] == []


def test_a_checkout_reads_the_parameters_at_its_top():
    # Not the stale copy that an editable install leaves in site-packages.
    assert params_folder().resolve() == (ROOT / "params").resolve()


def test_the_package_tells_type_checkers_that_it_is_typed():
    package = Path(titrate.__file__).parent
    assert (package / "py.typed").is_file()
    assert (package / "__init__.pyi").is_file()


def test_licence_and_citation_agree_with_the_project():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["license"] == "BSD-3-Clause"
    assert licence.startswith("BSD 3-Clause License")
    [author] = PROJECT["authors"]
    assert author["name"] in licence
    for line in (
        f"version: {PROJECT['version']}",
        "license: BSD-3-Clause",
        f"  - name: {json.dumps(author['name'])}",
    ):
        assert line in citation.splitlines()
