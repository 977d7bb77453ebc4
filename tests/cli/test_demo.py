"""`titrate demo`, as a user sees it."""

import os
import subprocess
import sys

import pytest

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    done = run(["demo"], folder)
    return folder, done


def run(arguments, folder):
    return subprocess.run(
        [sys.executable, "-m", "titrate", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "MPLBACKEND": "Agg", "COLUMNS": "80"},
        check=False,
    )


def test_the_demo_ends_well_and_says_nothing_on_standard_error(demo):
    _, done = demo
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_the_table_shows_every_place_and_response_for_both_doors(demo):
    _, done = demo
    for words in (
        "plasma, ug/L",
        "lumbar fluid",
        "cisternal fluid",
        "cord of the legs",
        "brain",
        "relief of tone",
        "drowsiness",
        "weakness",
    ):
        (line,) = [row for row in done.stdout.splitlines() if row.lstrip().startswith(words)]
        assert len(line.rsplit(maxsplit=6)) == 7, line
    for column in ("peak", "trough", "mean"):
        assert column in done.stdout


def test_no_line_of_the_table_is_cut_on_a_narrow_screen(demo):
    _, done = demo
    assert "…" not in done.stdout


def test_both_windows_stand_in_a_sentence(demo):
    _, done = demo
    sentences = [s for s in done.stdout.splitlines() if s.startswith(("By mouth, ", "By pump, "))]
    assert len(sentences) == 2
    assert "mg/day" in sentences[0]
    assert "ug/day" in sentences[1]


def test_the_pictures_are_where_the_demo_says(demo):
    folder, done = demo
    saved = [s.removeprefix("saved ") for s in done.stdout.splitlines() if s.startswith("saved ")]
    assert len(saved) == 3
    for path in saved:
        assert path.replace(os.sep, "/").startswith("titrate-demo/")
        assert (folder / path).read_bytes().startswith(PNG)


def test_the_demo_says_what_it_is_for(demo):
    _, done = demo
    assert "For teaching and research, never for dosing a patient." in done.stdout


def test_help_says_what_titrate_is_for(tmp_path):
    done = run(["--help"], tmp_path)
    assert done.returncode == 0
    assert "never for dosing a patient" in " ".join(done.stdout.split())


def test_the_version_is_printed(tmp_path):
    done = run(["--version"], tmp_path)
    assert done.stdout.split()[0] == "titrate"
    assert done.returncode == 0


def test_an_unknown_command_is_an_error(tmp_path):
    assert run(["dmeo"], tmp_path).returncode == 2
