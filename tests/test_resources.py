"""The one place that knows where the parameter files are."""

from pathlib import Path

import pytest

from titrate.errors import InvalidFile
from titrate.resources import params_folder, params_folder_of

OURS = '[project]\nname = "titrate-sim"\n'


def make_checkout(top: Path, project: str) -> Path:
    """Return the package folder of a checkout that also has a stale copy inside the package."""
    package = top / "src" / "titrate"
    (package / "params").mkdir(parents=True)
    (top / "params").mkdir()
    (top / "pyproject.toml").write_text(project, encoding="utf-8")
    return package


def test_the_running_titrate_has_its_files():
    assert (params_folder() / "baclofen" / "adult.toml").is_file()


def test_a_checkout_reads_its_top_level_folder_and_not_the_stale_copy(tmp_path):
    package = make_checkout(tmp_path, OURS)
    assert params_folder_of(package) == tmp_path / "params"


def test_an_edit_in_a_checkout_is_seen(tmp_path):
    package = make_checkout(tmp_path, OURS)
    (tmp_path / "params" / "mine.toml").write_text("value = 1", encoding="utf-8")
    assert (params_folder_of(package) / "mine.toml").read_text(encoding="utf-8") == "value = 1"


def test_an_installed_package_reads_its_own_copy(tmp_path):
    package = tmp_path / "site-packages" / "titrate"
    (package / "params").mkdir(parents=True)
    assert params_folder_of(package) == package / "params"


def test_the_checkout_of_another_project_is_not_ours(tmp_path):
    package = make_checkout(tmp_path, '[project]\nname = "clinic"\n')
    assert params_folder_of(package) == package / "params"


def test_a_src_folder_without_a_project_is_an_installed_package(tmp_path):
    package = make_checkout(tmp_path, OURS)
    (tmp_path / "pyproject.toml").unlink()
    assert params_folder_of(package) == package / "params"


def test_a_wheel_without_its_files_says_so(tmp_path):
    package = tmp_path / "site-packages" / "titrate"
    package.mkdir(parents=True)
    with pytest.raises(InvalidFile, match="is missing") as error:
        params_folder_of(package)
    assert error.value.hint == "Reinstall titrate-sim."


def test_a_checkout_without_its_files_says_so(tmp_path):
    package = make_checkout(tmp_path, OURS)
    (tmp_path / "params").rmdir()
    with pytest.raises(InvalidFile, match="is missing") as error:
        params_folder_of(package)
    assert "version control" in error.value.hint
