"""The pages of a drug: every number is there, and those that ship are those that come out.

Where a change is meant, ``titrate pages --out docs/drugs`` writes them anew.
"""

import re
from dataclasses import replace

import numpy as np
import pytest

import titrate as tt
from tests.pages import DOCS
from titrate.errors import InvalidFile, InvalidValue
from titrate.library import contradictions, parameter_groups, preset_file, true_values
from titrate.parameters import Uncertainty, Variability
from titrate.reports import contradictions_page, drug_page, drug_pages, own_page, write_pages
from titrate.resources import params_folder

FOLDER = DOCS / "drugs" / "baclofen"
PAGES = drug_pages("baclofen")
PRESETS = tt.preset_names("baclofen")
APART = contradictions("baclofen")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_docs_is_what_comes_out_of_the_files(name):
    assert (FOLDER / name).read_text("utf-8") == PAGES[name], "Run: titrate pages --out docs/drugs"


def test_the_docs_hold_no_page_of_a_preset_that_is_gone():
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)


def rows(page: str) -> dict[str, list[str]]:
    """Return the rows of numbers of a page, name to cells."""
    found = re.findall(r"^\| `(\w+)`(?:<br>(.*?))? \| (.*\|.*\|.*\|.*) \|$", page, re.MULTILINE)
    return {name: [meaning, *rest.split(" | ")] for name, meaning, rest in found}


def test_the_adults_page_has_every_number_with_all_that_the_file_says_of_it():
    shown, page = rows(PAGES["adult.md"]), PAGES["adult.md"]
    parameters = tt.load_drug("baclofen").parameters
    assert set(shown) == set(parameters)
    for name, (meaning, value, status, plausible, people, source) in shown.items():
        entry = parameters[name]
        assert meaning == entry.meaning
        assert float(value.split()[0]) == pytest.approx(entry.value, rel=5e-4)
        assert value.partition("\N{NO-BREAK SPACE}")[2] == ("" if entry.unit == "1" else entry.unit)
        assert status == entry.status.value
        ends = [float(end) for end in plausible.split("\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}")]
        assert (ends[0], ends[-1]) == entry.range
        assert people.strip() == (
            f"{entry.variability.cv_percent:g} %" if entry.variability.cv_percent else ""
        )
        assert all(f"{s.key} ({s.read})" in source for s in entry.sources)
        # A note becomes a sentence, so its first letter and its last sign may differ.
        assert entry.note[1:-1] in page


@pytest.mark.parametrize("preset", PRESETS)
def test_every_number_of_a_preset_is_on_its_page_once_its_own_or_taken_over(preset):
    page, drug = PAGES[f"{preset}.md"], tt.load_drug("baclofen", preset)
    over = page.partition("## Taken over")[2].partition("\n## ")[0]
    taken = set(re.findall(r"`(\w+)` [\d.]", over))
    own = set(rows(page))
    assert own | taken == set(drug.parameters)
    assert not own & taken
    adult = tt.load_drug("baclofen").parameters
    assert all(drug.parameters[name] == adult[name] for name in taken)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_page_says_whom_it_describes_what_it_is_not_for_and_its_doors(preset):
    page, file = PAGES[f"{preset}.md"], preset_file("baclofen", preset)
    assert "never for dosing a patient" in page
    assert file.about.population in page
    assert file.about.not_for
    assert all(f"\n* {words}\n" in page for words in file.about.not_for)
    assert all(f"\n| {route} | {door.unit} |" in page for route, door in file.doors.items())
    assert all(f"* {route}: {why}" in page for route, why in file.lacks.items())


def test_the_true_clearance_stands_beside_the_apparent_one():
    [line] = [line for line in PAGES["adult.md"].splitlines() if line.startswith("| `clearance`")]
    assert "7.992\N{NO-BREAK SPACE}L/h" in line
    assert "10.8 x 0.74" in line


@pytest.mark.parametrize("preset", PRESETS)
def test_the_true_values_are_those_that_the_body_of_the_patient_is_solved_with(preset):
    drug = tt.load_drug("baclofen", preset)
    found = {each.name: each.value for each in true_values(drug)}
    parts = found["renal_clearance"] + found["metabolic_clearance"]
    assert found["clearance"] == pytest.approx(parts, rel=1e-12)
    body = drug.kinetics(drug.individual(drug.parameters, drug.people(tt.Patient())))
    rate = {(f.source, f.target): float(np.ravel(f.rate_per_h)[0]) for f in body.flows}
    volume = found["central_volume"]
    for name, target in (("renal_clearance", "urine"), ("metabolic_clearance", "metabolised")):
        assert rate["plasma", target] * volume == pytest.approx(found[name], rel=1e-12)
    if "peripheral_volume" in found:
        back = rate["tissue", "plasma"] * found["peripheral_volume"]
        assert back == pytest.approx(found["intercompartmental_clearance"], rel=1e-12)


def test_the_true_values_of_a_heavier_person_are_larger():
    drug = tt.load_drug("baclofen")
    usual, heavy = true_values(drug), true_values(drug, tt.Patient(weight_kg=100))
    assert all(h.value >= u.value for u, h in zip(usual, heavy, strict=True))
    assert heavy[3].value == pytest.approx(usual[3].value * 100 / 70)


def test_every_number_of_every_preset_is_in_one_group():
    grouped = [name for names in parameter_groups("baclofen").values() for name in names]
    assert len(set(grouped)) == len(grouped)
    assert set(grouped) == {
        name for p in PRESETS for name in tt.load_drug("baclofen", p).parameters
    }


def test_no_table_of_numbers_is_a_wall():
    for page in PAGES.values():
        for block in page.split("\n\n"):
            assert sum("`<br>" in line for line in block.splitlines()) <= 15


def test_every_link_of_the_pages_leads_somewhere():
    for name, page in PAGES.items():
        for place in re.findall(r"\]\(([^)]*)\)", page):
            file, _, part = place.partition("#")
            assert not file or file in PAGES, f"{name} leads to {place}"
            lines = PAGES[file or name].splitlines()
            there = {anchor_of(line[3:]) for line in lines if line.startswith("## ")}
            assert not part or part in there, f"{name} leads to {place}"


def anchor_of(heading: str) -> str:
    """Return what GitHub makes of a heading: lower case, no signs, hyphens for blanks."""
    return re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    for name, page in PAGES.items():
        for table in re.findall(r"(?:^\|.*\|$\n?)+", page, re.MULTILINE):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(cells) == 1, f"{name}: {table.splitlines()[0]}"


# ------------------------------------------------------------------------------ contradictions


def test_the_page_of_contradictions_shows_every_side_and_marks_the_one_taken():
    page = contradictions_page("baclofen", APART)
    for each in APART:
        section = page.partition(f"## {each.question}\n")[2].partition("\n## ")[0]
        for claim in each.claims:
            taken = claim.name in each.taken
            assert f"**{claim.says}**" in section if taken else claim.says in section
        assert section.count("| taken |") == len(each.taken)
        assert each.why[1:] in section
        assert each.would_change[1:] in section


def test_a_preset_names_the_contradictions_that_its_own_sources_are_in():
    assert "How long is the half-life in plasma?" in PAGES["oral_solution.md"]
    assert "Which dose with failing kidneys?" in PAGES["renal_impairment.md"]
    assert "Does baclofen by pump make people drowsy?" not in PAGES["oral_solution.md"]
    assert all(each.question in PAGES["adult.md"] for each in APART if each.name != "renal_advice")


# ------------------------------------------------------------------------------- of one's own


def own_drug() -> tt.DrugModel:
    entry = tt.Parameter("clearance", 1.1, "L/h", "out of plasma", note="choice: a | b")
    spread = Variability("lognormal", 30.0, "choice: 30 %")
    known = Uncertainty(cv_percent=20, goes_with=("volume", 0.5), note="choice: together")
    volume = tt.Parameter(
        "volume", 20, "L", range=(10, 40), variability=spread, uncertainty=known, fitted_on=("a",)
    )
    return tt.DrugModel(
        "mine", tt.ParameterSet((entry, volume)), lambda p, people: {}, lambda values: None
    )


def test_a_drug_of_ones_own_has_a_page_without_a_file():
    page = drug_page(own_drug())
    assert page.startswith("# mine\n")
    assert "### All of them" in page
    assert set(rows(page)) == {"clearance", "volume"}
    assert "choice: a | b"[1:] in page
    assert "Standard error 20 %" in page or "standard error 20 %" in page
    assert "known together with `volume`, correlation 0.5" in page
    assert "Fitted on `a`." in page
    assert "## Doors" not in page


def test_a_number_changed_in_memory_is_shown_as_changed():
    page = drug_page(tt.load_drug("baclofen").with_values(phi=2))
    assert rows(page)["phi"][1:3] == ["2", "changed"]
    assert "Changed from 1.2 (assumed, durant_2018)." in page


def test_a_bar_in_a_table_is_escaped():
    odd = tt.Parameter("a", 1.0, "1", "this | that")
    page = drug_page(replace(own_drug(), parameters=tt.ParameterSet((odd,))))
    assert r"this \| that" in page


def test_a_file_of_ones_own_has_a_page(tmp_path):
    adult = (params_folder() / "baclofen" / "adult.toml").read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(adult.replace("value = 1.2\n", "value = 1.5\n"), encoding="utf-8")
    [(name, page)] = own_page(path).items()
    assert name == "mine.md"
    assert page.startswith("# baclofen (mine)")
    assert rows(page)["phi"][1] == "1.5"


def test_a_file_that_cannot_stand_has_no_page(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[about]\ndrug = "baclofn"\n', encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"mine\.toml.*drug is 'baclofn'"):
        own_page(path)


# ------------------------------------------------------------------------------------ writing


def test_pages_are_written_into_a_folder_that_is_made_and_nothing_else_is_left(tmp_path):
    written = write_pages({"a.md": "one\n", "b.md": "two\n"}, tmp_path / "new" / "folder")
    assert [path.read_text("utf-8") for path in written] == ["one\n", "two\n"]
    assert sorted(path.name for path in written[0].parent.iterdir()) == ["a.md", "b.md"]


def test_pages_that_are_no_mapping_are_refused(tmp_path):
    with pytest.raises(InvalidValue, match="pages is"):
        write_pages(["a.md"], tmp_path)
