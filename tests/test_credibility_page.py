"""The card of what the model may be trusted with: its blocks run, its places exist."""

import re

import titrate as tt
from tests.pages import DOCS, check_page

PAGE = DOCS / "credibility.md"
TEXT = PAGE.read_text("utf-8")


def test_every_block_runs_and_prints_what_is_written():
    check_page("credibility.md")


def test_every_link_leads_to_a_page():
    places = re.findall(r"\]\(([^)#]+)", TEXT)
    assert places
    assert all((DOCS / place).is_file() for place in places)


def test_the_card_names_what_a_card_has_to_hold():
    headings = re.findall(r"^##+ (.*)$", TEXT, re.MULTILINE)
    assert headings == [
        "Question",
        "Context of use",
        "Risk",
        "Evidence",
        "Verified",
        "Validated",
        "Assumed",
        "Where it must not be trusted",
        "Is that enough?",
    ]


def test_every_number_and_door_limit_that_the_card_names_is_that_of_the_file():
    drug = tt.load_drug("baclofen")
    named = set(re.findall(r"`([a-z_]+_[a-z_0-9]+|phi)`", TEXT)) & set(drug.parameters)
    assert named == {
        "blood_rate",
        "phi",
        "relief_arms_ec50_ratio",
        "weakness_cord_ec50_ratio",
    }
    oral, pump = drug.doors["oral"], drug.doors["intrathecal"]
    assert f"single doses above {oral.domain_per_dose[1]:g} mg" in TEXT
    assert f"a bolus above {pump.domain_per_dose[1]:g} ug" in TEXT
    assert f"a pump above {pump.domain_per_day[1]:,g} ug/day" in TEXT
    child = tt.load_drug("baclofen", "child")
    assert child.patient.domain["age_y"][0] == 2
