"""`titrate demo`, as a user sees it."""

import os

import pytest

from tests.cli.running import run

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return folder, run(["demo"], folder)


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


def test_every_window_stands_in_a_sentence_the_pump_both_naive_and_adapted(demo):
    _, done = demo
    sentences = [s for s in done.stdout.splitlines() if s.startswith(("By mouth, ", "By pump, "))]
    by_mouth, naive, adapted = sentences
    assert "mg/day (after 14 days)" in by_mouth
    assert "ug/day (after 14 days)" in naive
    assert "ug/day (adapted)" in adapted


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


def test_a_folder_that_cannot_be_made_is_one_message(tmp_path):
    (tmp_path / "titrate-demo").write_text("in the way", encoding="utf-8")
    done = run(["demo"], tmp_path)
    assert done.returncode == 1
    assert "titrate-demo" in done.stderr
    assert "Traceback" not in done.stderr
