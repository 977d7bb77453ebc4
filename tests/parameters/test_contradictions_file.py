"""The file of contradictions: read strictly, each fault named by file and key."""

from datetime import date
from pathlib import Path

import pytest

from titrate.errors import InvalidFile
from titrate.library import contradictions, preset_file, preset_names
from titrate.parameters import Contradiction, Source, read_contradictions_file

KOCHAK = Source("kochak", "Kochak 1985", "abstract", date(2026, 11, 22))
GOOD = """
[about]
format = 1
drug = "smalline"
reviewed_by = []

[sources.marsot]
citation = "Marsot 2014"
read = "abstract"
read_on = 2026-11-22

[contradictions.clearance]
question = "How fast is it cleared?"
concerns = ["clearance", "oral"]
taken = ["kochak"]
why = "two phases"
would_change = "a larger study"

[contradictions.clearance.claims.kochak]
says = "10.8 L/h"
source = "kochak"

[contradictions.clearance.claims.marsot]
says = "9.9 L/h"
source = ["marsot"]

[contradictions.clearance.claims.rumour]
says = "recalled, to be read: 8 L/h"
"""


def read(folder: Path, text: str) -> tuple[Contradiction, ...]:
    path = folder / "smalline.toml"
    path.write_text(text, encoding="utf-8")
    return read_contradictions_file(
        path, drug="smalline", sources={"kochak": KOCHAK}, concerned=("clearance", "volume", "oral")
    )


def test_a_good_file_gives_both_sides_with_their_sources_and_the_side_taken(tmp_path):
    [found] = read(tmp_path, GOOD)
    assert found.question == "How fast is it cleared?"
    assert found.concerns == ("clearance", "oral")
    assert [(c.name, [s.key for s in c.sources]) for c in found.claims] == [
        ("kochak", ["kochak"]),
        ("marsot", ["marsot"]),
        ("rumour", []),
    ]
    assert found.taken == ("kochak",)
    assert (found.why, found.would_change) == ("two phases", "a larger study")


FAULTS = {
    "another format": ("format = 1", "format = 2", "format is 2, expected 1"),
    "another drug": ('drug = "smalline"', 'drug = "bigline"', "expected one of smalline"),
    "an unknown key": ("taken =", "token =", "Did you mean 'taken'?"),
    "a missing reason": ('why = "two phases"\n', "", "'why' is missing"),
    "nothing that would change it": ('would_change = "a larger study"\n', "", "'would_change'"),
    "a misspelt number": ('["clearance", "oral"]', '["clearence"]', "Did you mean 'clearance'?"),
    "nothing concerned": ('["clearance", "oral"]', "[]", "the parameters or doors that hang on it"),
    "a side that nobody holds": ('taken = ["kochak"]', 'taken = ["koch"]', "Did you mean 'kochak'"),
    "every side taken": (
        'taken = ["kochak"]',
        'taken = ["kochak", "marsot", "rumour"]',
        "all of the claims contradict each other",
    ),
    "an unknown source": ('source = "kochak"', 'source = "kochac"', "Did you mean 'kochak'?"),
    "a claim out of nowhere": ("recalled, to be read: 8 L/h", "8 L/h", "a claim without a source"),
    "an unused source": ('source = ["marsot"]', 'source = "kochak"', "nothing refers to"),
    "a source of the drug's files": ("[sources.marsot]", "[sources.kochak]", "State it once"),
    "an unknown way of reading": (
        'read = "abstract"',
        'read = "title"',
        "expected one of abstract",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_by_file_and_key(tmp_path, fault):
    good, bad, words = FAULTS[fault]
    assert good in GOOD
    with pytest.raises(InvalidFile) as raised:
        read(tmp_path, GOOD.replace(good, bad))
    assert words in str(raised.value)
    assert "smalline.toml" in str(raised.value)


def test_one_claim_contradicts_nothing(tmp_path):
    alone = GOOD.partition("[contradictions.clearance.claims.marsot]")[0]
    alone = alone.replace('says = "10.8 L/h"\nsource = "kochak"', 'says = "1"\nsource = "marsot"')
    with pytest.raises(InvalidFile, match="one claim contradicts nothing"):
        read(tmp_path, alone)


# --------------------------------------------------------------------------- those of baclofen

APART = contradictions("baclofen")


def test_the_contradictions_that_ship_are_all_about_numbers_and_doors_there_are():
    files = [preset_file("baclofen", preset) for preset in preset_names("baclofen")]
    known = {name for file in files for name in (*file.parameters, *file.doors)}
    assert len(APART) > 20
    assert all(set(each.concerns) <= known for each in APART)


@pytest.mark.parametrize("each", APART, ids=lambda each: each.name)
def test_every_contradiction_asks_and_says_why_in_words(each):
    assert each.question.endswith("?")
    assert not each.why.endswith(".")
    assert not each.would_change.endswith(".")
    assert len({claim.says for claim in each.claims}) == len(each.claims) >= 2


def test_the_clearance_taken_is_the_one_in_the_adults_file():
    [clearance] = [each for each in APART if each.name == "clearance"]
    [taken] = [claim for claim in clearance.claims if claim.name in clearance.taken]
    adult = preset_file("baclofen").parameters["apparent_clearance"]
    assert taken.sources == adult.sources
    assert taken.says.startswith(f"{adult.value:g} L/h")


@pytest.mark.parametrize(
    ("claim", "preset"), [("simon", "aud_simon"), ("marsot", "aud_marsot"), ("chevillard",) * 2]
)
def test_the_other_clearances_are_those_of_the_rival_presets(claim, preset):
    preset = preset if preset.startswith("aud_") else f"aud_{preset}"
    [clearance] = [each for each in APART if each.name == "clearance"]
    [said] = [each for each in clearance.claims if each.name == claim]
    rival = preset_file("baclofen", preset).parameters["apparent_clearance"]
    assert float(said.says.partition(" ")[0]) == rival.value
    assert said.sources == rival.sources


def test_a_drug_without_a_file_has_no_contradictions(monkeypatch, tmp_path):
    monkeypatch.setattr("titrate.library.contradicting.resources.params_folder", lambda: tmp_path)
    monkeypatch.setattr("titrate.library.contradicting.preset_names", lambda name: ())
    assert contradictions("baclofen") == ()
