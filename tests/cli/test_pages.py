"""`titrate contradictions` and `titrate pages`: what the numbers rest on, to read."""

import pytest

import titrate as tt
from titrate.library import contradictions
from titrate.reports import drug_pages
from titrate.resources import params_folder

APART = contradictions("baclofen")


def test_contradictions_are_listed_with_every_side_and_the_one_taken_marked(titrate):
    told = " ".join(titrate("contradictions").out.split())
    for each in APART:
        assert each.question in told
        for claim in each.claims:
            mark = "*" if claim.name in each.taken else "-"
            assert f"{mark} {claim.says}" in told
        assert each.why in told
    assert f"{len(APART)} contradictions." in told


def test_the_list_of_contradictions_fits_a_narrow_screen(titrate):
    assert max(len(line) for line in titrate("contradictions").out.splitlines()) <= 80


def test_only_the_contradictions_about_one_number_are_listed_where_it_is_named(titrate):
    told = " ".join(titrate("contradictions", "--number", "phi").out.split())
    for each in APART:
        assert (each.question in told) == ("phi" in each.concerns)


def test_a_number_that_nobody_disagrees_on_has_none(titrate):
    assert "0 contradictions." in titrate("contradictions", "--number", "soak_rate").out


def test_a_misspelt_number_is_one_message(titrate):
    done = titrate("contradictions", "--number", "kappa_chord")
    assert (done.status, done.out) == (1, "")
    assert "No number or door called 'kappa_chord'. Did you mean 'kappa_cord'?" in done.err


def test_pages_are_written_for_every_drug_into_a_folder_of_its_own(titrate, tmp_path):
    done = titrate("pages", "--out", tmp_path)
    assert done.status == 0
    for name in tt.drug_names():
        for file, text in drug_pages(name).items():
            assert (tmp_path / name / file).read_text("utf-8") == text
            assert f"saved {tmp_path / name / file}" in done.out


def test_a_file_of_ones_own_gets_one_page(titrate, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_bytes((params_folder() / "baclofen" / "adult.toml").read_bytes())
    done = titrate("pages", "--file", mine, "--out", tmp_path / "out")
    assert done.status == 0
    assert [path.name for path in (tmp_path / "out" / "baclofen").iterdir()] == ["mine.md"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("baclofn",), 1, "Did you mean 'baclofen'?"),
        (("--file", "nowhere.toml"), 1, "nowhere.toml: cannot be read"),
        (("baclofen", "--file", "nowhere.toml"), 2, "DRUG goes with"),
    ],
)
def test_what_has_no_page_is_one_message_and_writes_nothing(
    titrate, tmp_path, arguments, status, words
):
    done = titrate("pages", *arguments, "--out", tmp_path / "out")
    assert done.status == status
    assert words in done.err
    assert not (tmp_path / "out").exists()
