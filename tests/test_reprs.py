"""What a notebook and a terminal show of a value: compact, escaped, honest about its numbers."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

import titrate as tt
from titrate import markup
from titrate.markup import tally
from titrate.simulation import TEACHING_LINE

NAME = '<script>alert("&")</script>'
DRUG = replace(tt.load_drug("baclofen"), name=NAME)
PATIENT = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=20, every_h=8, days=3)
PEOPLE = tt.Population((PATIENT, tt.Patient(weight_kg=50)), ("a", "b"))
COUNTS = markup.counted(DRUG.parameters.counts())


def empty_window():
    goals = tt.Goals(at_least={"relief_legs": 0.9}, at_most={"weakness": 0.01})
    return tt.find_window(DRUG, PATIENT, TABLETS, goals=goals)


THINGS = {
    "a result": lambda: tt.simulate(DRUG, PATIENT, TABLETS),
    "a result of people": lambda: tt.simulate(DRUG, PEOPLE, TABLETS),
    "a window": lambda: tt.find_window(DRUG, PATIENT, TABLETS),
    "an empty window": empty_window,
    "parameters": lambda: DRUG.parameters,
    "a drug": lambda: DRUG,
}
EVERY = pytest.mark.parametrize("make", THINGS.values(), ids=THINGS)


@EVERY
def test_a_card_is_well_formed_and_lets_no_tag_through(make):
    html = make()._repr_html_()
    assert "<script" not in html
    assert [element.tag for element in ElementTree.fromstring(html).iter("script")] == []


@EVERY
def test_a_card_counts_its_numbers_and_says_what_comes_next_and_what_it_is_for(make):
    card = ElementTree.fromstring(make()._repr_html_())
    words = "".join(card.itertext())
    assert COUNTS in words
    assert "Next: " in words
    assert TEACHING_LINE in words
    assert len(list(card.iter("code"))) >= 1


@EVERY
def test_a_plain_repr_is_short(make):
    assert len(repr(make()).splitlines()) <= 4


def test_the_name_of_the_drug_is_read_as_it_was_written():
    for make in (THINGS["a result"], THINGS["a window"], THINGS["a drug"]):
        assert NAME in "".join(ElementTree.fromstring(make()._repr_html_()).itertext())


def test_the_card_of_a_window_says_why():
    for make in (THINGS["a window"], empty_window):
        window = make()
        words = "".join(ElementTree.fromstring(window._repr_html_()).itertext())
        assert window.why() in words
        assert "tt.plot(window)" in words


def test_the_card_of_a_result_shows_what_its_summary_says():
    result = THINGS["a result"]()
    summary = result.summary().set_index("name")
    card = ElementTree.fromstring(result._repr_html_())
    shown = {
        cells[0].text: cells[2].text
        for cells in ([*row] for row in card.iter("tr"))
        if cells[0].tag == "td"
    }
    assert set(shown) == set(summary.index)
    for name, peak in shown.items():
        assert float(peak) == pytest.approx(summary.loc[name, "peak"], rel=6e-3)


def test_the_card_of_a_result_repeats_what_was_noted_about_the_dose():
    result = tt.simulate(DRUG, PATIENT, tt.oral(dose_mg=40, every_h=8, days=2))
    words = "".join(ElementTree.fromstring(result._repr_html_()).itertext())
    assert result.provenance.notes
    for note in result.provenance.notes:
        assert note in words


@pytest.mark.parametrize("times_h", [[0], [5], [0, 5]])
def test_a_result_of_few_times_has_a_card_too(times_h):
    html = tt.simulate(DRUG, PATIENT, TABLETS, times_h=times_h)._repr_html_()
    assert TEACHING_LINE in html


def test_a_comparison_lets_no_tag_through():
    html = tt.compare({NAME: THINGS["a window"]()})._repr_html_()
    assert "<script" not in html
    assert TEACHING_LINE in html


def test_an_empty_set_of_parameters_has_a_card():
    card = ElementTree.fromstring(tt.ParameterSet(())._repr_html_())
    assert "0 parameters: none" in "".join(card.itertext())


ANALYSIS = {"times_h": [0, 1, 2, 3, 4], "dose_mg": 1}
ANALYSES = {
    "of one": lambda: tt.nca(concentration_ug_per_L=[0, 8, 4, 2, 1], **ANALYSIS),
    "of people": lambda: tt.nca(concentration_ug_per_L=[[0, 8, 4, 2, 1]] * 3, **ANALYSIS),
    "of nothing": lambda: tt.nca(concentration_ug_per_L=[0, 0, 0, 0, 0], times_h=[0, 1, 2, 3, 4]),
    "of a site": lambda: tt.nca(tt.simulate(DRUG, PEOPLE, TABLETS), "plasma"),
}


@pytest.mark.parametrize("make", ANALYSES.values(), ids=ANALYSES)
def test_an_analysis_shows_what_it_knows_and_says_what_it_does_not(make):
    found = make()
    card = ElementTree.fromstring(found._repr_html_())
    words = "".join(card.itertext())
    for note in found.notes:
        assert note in words
    assert TEACHING_LINE in words
    assert "nan" not in words + repr(found)
    assert len(repr(found).splitlines()) <= 4
    shown = {row[0].text: row[1].text for row in card.iter("tr") if row[0].tag == "td"}
    assert float(shown["auc_last"]) == pytest.approx(float(np.median(found.auc_last)), rel=6e-3)


def test_every_card_says_the_same_line():
    assert markup.TEACHING_LINE == TEACHING_LINE


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.06644, "0.0664"), (191.146, "191"), (5000.0, "5000"), (2e6, "2e+06")],
)
def test_a_number_is_shown_in_three_figures(value, shown):
    assert markup.figures(value) == shown


ONE = tt.Population((tt.Patient(origin="ms"),), ("a",))
ONE_PARAMETER = replace(DRUG, parameters=tt.ParameterSet(DRUG.parameters.entries[:1]))
TREATED = tt.simulate(DRUG, tt.Patient(origin="ms", age_y=18), tt.oral(dose_mg=20), [0.0, 1.0])
COUNTED = {
    "people": lambda: ONE,
    "a result of people": lambda: tt.simulate(DRUG, ONE, TABLETS),
    "parameters": lambda: ONE_PARAMETER.parameters,
    "a drug": lambda: ONE_PARAMETER,
    "a drug with one number changed": lambda: tt.simulate(DRUG.with_values(phi=2), ONE, TABLETS),
    "a course": lambda: tt.simulate(DRUG, ONE, TABLETS).response,
}


@pytest.mark.parametrize("make", COUNTED.values(), ids=COUNTED)
def test_one_of_anything_is_counted_in_the_singular(make):
    thing = make()
    said = [repr(thing), thing._repr_html_() if hasattr(thing, "_repr_html_") else ""]
    said += [tt.alt_text(thing)] if isinstance(thing, tt.Result) else []
    words = "\n".join(said)
    assert re.search(r"(?<![\d.,-])1 [a-z]", words), words
    assert re.search(r"\b1 (\w+s|people|\w+ numbers)\b", words) is None, words


def test_an_hour_and_a_year_are_said_in_the_singular():
    assert "over 1 hour." in tt.alt_text(TREATED)
    assert tally(1.0, "year") == "1 year"
    assert tally(12_000, "person", "people") == "12,000 people"
    assert tally(0, "note") == "0 notes"
