"""`titrate params`, `cite` and `drugs`: what the numbers are and what they rest on."""

import io

import pandas as pd
import pytest

import titrate as tt
from titrate.library import preset_file

PARAMETERS = tt.load_drug("baclofen").parameters


def test_every_parameter_is_listed_with_value_unit_status_and_meaning(titrate):
    lines = titrate("params").out.splitlines()
    for name in PARAMETERS:
        entry = PARAMETERS[name]
        [at] = [i for i, line in enumerate(lines) if line.split() and line.split()[0] == name]
        assert lines[at].split() == [name, f"{entry.value:g}", entry.unit, entry.status.value]
        assert lines[at + 1].strip()
        assert entry.meaning.startswith(lines[at + 1].strip())


def test_the_list_fits_a_narrow_screen(titrate):
    assert max(len(line) for line in titrate("params", "baclofen").out.splitlines()) <= 80


@pytest.mark.parametrize("status", ["published", "derived", "assumed"])
def test_a_status_picks_its_own_parameters(titrate, status):
    done = titrate("params", "--status", status)
    count = PARAMETERS.counts()[status]
    assert f"{count} parameters: {count} {status}." in done.out


def test_the_csv_is_the_table_of_the_library_and_nothing_else(titrate):
    done = titrate("params", "--csv")
    table = pd.read_csv(io.StringIO(done.out), dtype={"unit": str}, keep_default_na=False)
    assert list(table["name"]) == list(PARAMETERS)
    assert list(table.columns) == list(PARAMETERS.to_frame().columns)
    assert "never for dosing a patient" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("params", "baclofn"), "Did you mean 'baclofen'?"),
        (("params", "--status", "asumed"), "Did you mean 'assumed'?"),
        (("params", "--status", "changed"), "Statuses: assumed, derived, published."),
        (("cite", "baclofn"), "Did you mean 'baclofen'?"),
    ],
)
def test_a_name_that_does_not_exist_is_one_message(titrate, arguments, words):
    done = titrate(*arguments)
    assert done.status == 1
    assert words in done.err
    assert done.out == ""


def test_cite_prints_the_sources_of_the_drug(titrate):
    done = titrate("cite")
    assert done.status == 0
    assert done.out.startswith(tt.load_drug("baclofen").cite())


def test_cite_prints_what_is_behind_one_number(titrate):
    done = titrate("cite", "--number", "kappa_cord")
    assert done.out.startswith(tt.cite(PARAMETERS["kappa_cord"]))
    assert "Did you mean 'kappa_cord'?" in titrate("cite", "--number", "kappa_chord").err


def test_cite_prints_a_bibliography_and_nothing_else(titrate):
    done = titrate("cite", "--bibtex")
    assert done.out == tt.cite(tt.load_drug("baclofen"), style="bibtex") + "\n"
    assert "never for dosing a patient" in done.err


def test_drugs_lists_every_drug_with_its_doors_and_counts(titrate):
    done = titrate("drugs")
    for name in tt.drug_names():
        assert f"{name} (adult)" in done.out
    assert "oral, in steps of 5 mg" in done.out
    assert f"{PARAMETERS.counts()['assumed']} assumed" in done.out


def test_drugs_lists_every_preset_with_the_people_it_describes(titrate):
    told = " ".join(titrate("drugs").out.split())
    for preset in tt.preset_names("baclofen"):
        assert f"{preset} {preset_file('baclofen', preset).about.population}" in told


def test_the_list_of_drugs_fits_a_narrow_screen(titrate):
    assert max(len(line) for line in titrate("drugs").out.splitlines()) <= 80


def test_a_preset_has_numbers_and_sources_of_its_own(titrate):
    assert "absorption_mean_time" in titrate("params", "--preset", "child").out
    assert "He Y et al." in titrate("cite", "--preset", "child").out
