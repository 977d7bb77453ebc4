"""`tt.cite`: the sources behind whatever numbers of a drug went into, as its file holds them."""

import re
from dataclasses import replace

import pytest

import titrate as tt
from titrate.parameters import Source
from titrate.search import DoseMap

DRUG = tt.load_drug("baclofen")
PATIENT = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=2)
PUMP = tt.pump(rate_ug_per_day=100, days=2)
TIMES_H = [0.0, 24.0, 48.0]
BY_MOUTH = tt.simulate(DRUG, PATIENT, TABLETS, TIMES_H)
BY_PUMP = tt.simulate(DRUG, PATIENT, PUMP, TIMES_H)
WINDOW = tt.find_window(DRUG, PATIENT, tt.oral(dose_mg=10, every_h=8, days=14))


def sources_of(drug: tt.DrugModel) -> set[Source]:
    of_numbers = {s for name in drug.parameters for s in drug.parameters[name].sources}
    return of_numbers | {s for door in drug.doors.values() for s in door.sources}


def test_a_drug_is_cited_with_every_source_of_its_numbers_and_of_its_doors():
    written = tt.cite(DRUG)
    assert written == DRUG.cite()
    assert all(str(source) in written for source in sources_of(DRUG))


@pytest.mark.parametrize("preset", tt.preset_names("baclofen"))
def test_every_preset_is_cited_with_all_its_sources_and_each_once(preset):
    drug = tt.load_drug("baclofen", preset)
    written = tt.cite(drug).splitlines()
    assert all(written.count(str(source)) == 1 for source in sources_of(drug))


def test_every_number_of_a_drug_stands_under_a_source_or_among_those_without_one():
    words = set(re.findall(r"\w+", tt.cite(DRUG)))
    assert set(DRUG.parameters) <= words


def test_a_result_is_cited_with_the_door_that_its_doses_went_in_by():
    tablets, pump = "lyvispah", "Lioresal Intrathecal"
    assert "oral doses" in tt.cite(BY_MOUTH)
    assert "intrathecal doses" not in tt.cite(BY_MOUTH)
    assert "intrathecal doses" in tt.cite(BY_PUMP)
    assert pump in tt.cite(BY_PUMP)
    assert pump not in tt.cite(BY_MOUTH)
    assert tablets in tt.cite(BY_MOUTH)


def test_a_window_is_cited_as_a_result_by_its_door_is():
    assert tt.cite(WINDOW) == tt.cite(BY_MOUTH)


def test_a_dose_map_is_cited_with_every_door():
    made = tt.dose_map(DRUG, PATIENT, TABLETS, PUMP, levels=(2, 2))
    assert isinstance(made, DoseMap)
    assert tt.cite(made) == tt.cite(DRUG)


def test_a_number_changed_in_memory_is_cited_as_changed_and_no_longer_vouched_for():
    changed = tt.simulate(DRUG.with_values(bioavailability=0.8), PATIENT, TABLETS, TIMES_H)
    assert "No source (changed):\n    bioavailability" in tt.cite(changed)
    assert "Agarwal" in tt.cite(BY_MOUTH)
    assert "Agarwal" not in tt.cite(changed)


def test_an_ensemble_is_cited_with_the_sources_of_every_model_in_it():
    models = tt.ensemble("baclofen", PATIENT, TABLETS, settings={"outputs": ["plasma"]})
    written = tt.cite(models)
    for preset in models:
        of_numbers = tt.load_drug("baclofen", preset).parameters
        assert all(str(s) in written for name in of_numbers for s in of_numbers[name].sources)


def test_a_comparison_is_cited_with_both_of_its_doors():
    written = tt.cite(tt.compare({"by mouth": BY_MOUTH, "by pump": BY_PUMP}))
    assert "oral doses" in written
    assert "intrathecal doses" in written


def test_the_provenance_of_a_result_can_be_cited_alone():
    assert tt.cite(BY_MOUTH.provenance) == tt.cite(DRUG)


def test_one_parameter_is_cited_with_its_meaning_its_status_and_its_note():
    written = " ".join(tt.cite(DRUG.parameters["renal_share"]).split())
    share = DRUG.parameters["renal_share"]
    assert written.startswith("renal_share 0.7733, derived from kochak_1985, wuis_1989,")
    assert share.meaning in written
    assert share.note in written
    assert all(str(source) in written for source in share.sources)


def test_a_parameter_without_source_or_note_says_so():
    written = tt.cite(tt.Parameter("clearance", 1.1, "L/h"))
    assert written == "clearance 1.1 L/h, assumed.\nNo source (assumed):\n    clearance"


# ------------------------------------------------------------------------------------- BibTeX


def fields(written: str) -> dict[str, dict[str, str]]:
    entries = re.findall(r"^@misc\{(\w+),\n(.*?)^\}", written, re.MULTILINE | re.DOTALL)
    return {key: dict(re.findall(r"^  (\w+) = \{(.*)\},$", body, re.M)) for key, body in entries}


def test_a_bibliography_holds_each_source_once_under_the_key_of_the_file():
    found = fields(tt.cite(DRUG, style="bibtex"))
    assert set(found) == {source.key for source in sources_of(DRUG)}


def test_a_bibliography_says_what_the_file_says_and_nothing_else():
    found = fields(tt.cite(DRUG, style="bibtex"))
    for source in sources_of(DRUG):
        own = found[source.key]
        assert re.sub(r"\\(.)", r"\1", own.pop("howpublished")) == source.citation
        assert own.pop("doi", "") == source.doi
        assert own.pop("url", "") == source.url
        assert own.pop("note") == f"Read: {source.read}, {source.read_on}"
        assert not own


def test_numbers_without_a_source_are_comments_of_the_bibliography():
    written = tt.cite(DRUG, style="bibtex")
    assert re.search(r"^% No source \(assumed\): reference_weight, ", written, re.MULTILINE)


def test_what_tex_would_read_as_a_command_is_escaped():
    odd = Source("odd", r"50 % of {all} & more_or_less ~ 2^3 \ #1 $", "abstract")
    number = tt.Parameter("a", 1.0, "1", sources=(odd,))
    written = tt.cite(number, style="bibtex")
    assert r"50 \% of \{all\} \& more\_or\_less \textasciitilde{}" in written
    assert r"2\textasciicircum{}3 \textbackslash{} \#1 \$" in written


def test_two_sources_of_one_key_get_keys_of_their_own():
    first = Source("kochak", "Kochak 1985", "abstract")
    numbers = tt.ParameterSet(
        tuple(
            tt.Parameter(name, 1.0, "1", sources=(source,))
            for name, source in (("a", first), ("b", replace(first, citation="Another")))
        )
    )
    assert list(fields(tt.cite(numbers, style="bibtex"))) == ["kochak", "kochak_2"]


# -------------------------------------------------------------------------------------- wrong


@pytest.mark.parametrize("wrong", [None, "baclofen", 3, {}, [BY_MOUTH], {"a": 1}, PATIENT])
def test_what_has_no_numbers_behind_it_is_refused_with_what_can_be_cited(wrong):
    with pytest.raises(tt.TitrateError, match="What is to be cited is") as raised:
        tt.cite(wrong)
    assert "Give a drug, its parameters or one of them, a result" in raised.value.hint


def test_an_unknown_style_is_refused_with_the_nearest():
    with pytest.raises(tt.TitrateError, match="Did you mean 'bibtex'"):
        tt.cite(DRUG, style="bibtxt")
