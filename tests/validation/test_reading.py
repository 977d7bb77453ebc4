"""Files of observations are read strictly: each fault is refused with file, id and reason."""

import re

import pytest

from tests.validation.files import WHOLE, with_line, written
from titrate.errors import InvalidFile
from titrate.validation import check_files, file_names, observations_folder, read_observations


def refusal(tmp_path, text):
    found, refused = read_observations(written(tmp_path, text))
    assert not found
    assert len(refused) == 1
    return refused[0]


def test_a_whole_file_is_read(tmp_path):
    (observation,), refused = read_observations(written(tmp_path))
    assert not refused
    assert observation.accepted == (110, 170)
    assert observation.published == (140.0,)
    assert observation.unit == "ug/L"
    assert observation.door == "oral"
    assert not observation.fitted


FAULTS = {
    "measure": ('measure = "cmax"', r"Did you mean 'c_max'"),
    "site": ('site = "plasmma"', r"Did you mean 'plasma'"),
    "regimen": ('regimen = "oral 10 mgs once"', r"peak"),
    "accepted": ("accepted = [170, 110]", r"accepted"),
    "source": ('source = "nobody"', r"nobody"),
    "status": ('status = "seen"', r"status"),
    "reason": ("", r"'reason' is missing"),
    "claim": ("", r"'claim' is missing"),
    "fixes": ('fixes = ["kappa_chord"]', r"Did you mean 'kappa_cord'"),
    "patient": ("patient = { weigth_kg = 70 }", r"weight_kg"),
    "published": ("published = 500", r"published is 500, expected inside of what is accepted"),
}


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_is_refused_by_file_and_id_with_what_to_do(tmp_path, key):
    line, why = FAULTS[key]
    refused = refusal(tmp_path, with_line(key, line))
    assert refused.id == "peak"
    assert "mine.toml" in refused.reason
    assert re.search(why, refused.reason), refused.reason


ADDED = {
    'unit = "h"': r"unit",
    'preset = "chlid"': r"Did you mean 'child'",
    "at_h = 3": r"c_max does not read at_h",
    'over_people = "mean"': r"over_people goes with a population",
    'expected = "miss"': r"tolerance|miss_reason|simulated_then",
    "simulated_then = 3": r"simulated_then goes with expected = 'miss'",
    'compare = "ratio"': r"'arms' is missing",
    'endpoint = "relief_legs"': r"c_max looks at one of site; found site and endpoint",
    "colour = 3": r"colour",
    'initial = "settled"': r"initial",
    'scale = "mas"': r"what is looked at is no score",
}


@pytest.mark.parametrize("line", ADDED)
def test_what_does_not_belong_is_refused(tmp_path, line):
    refused = refusal(tmp_path, with_line("", line))
    assert re.search(ADDED[line], refused.reason), refused.reason


def test_a_score_carries_its_scale_and_another_scale_needs_a_conversion(tmp_path):
    base = with_line("site", 'endpoint = "ashworth_legs"')
    base = with_line("measure", 'measure = "peak"', base)
    assert "'scale' is missing" in refusal(tmp_path, base).reason
    other = with_line("", 'scale = "tnmas 0-15"', base)
    reason = refusal(tmp_path, other).reason
    assert re.search(r"tnmas 0-15.*ashworth 1-5|ashworth 1-5.*tnmas 0-15", reason), reason


def test_a_population_needs_its_seed(tmp_path):
    text = with_line("patient", 'population = { n = 10, spread = "drug" }')
    text = with_line("", 'over_people = "mean"', text)
    assert "seed" in refusal(tmp_path, text).reason


def test_the_others_still_run(tmp_path):
    second = WHOLE[WHOLE.index("[[observations]]") :].replace('id = "peak"', 'id = "again"')
    path = written(tmp_path, with_line("measure", 'measure = "cmax"') + second)
    first, other = check_files([path])
    assert first.id == "peak"
    assert other.observation.id == "again"
    assert other.passed


def test_two_of_one_id_are_refused(tmp_path):
    second = WHOLE[WHOLE.index("[[observations]]") :]
    found, refused = read_observations(written(tmp_path, WHOLE + second))
    assert len(found) == 1
    assert "two observations are called 'peak'" in refused[0].reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("this is no TOML", "TOML"),
        (WHOLE.replace('drug = "baclofen"', 'drug = "baclofan"'), "baclofen"),
        (WHOLE.replace("format = 1", "format = 2"), "format"),
        (WHOLE.replace("reviewed_by = []\n", ""), "reviewed_by"),
    ],
)
def test_a_file_that_says_nothing_of_itself_is_refused_whole(tmp_path, text, why):
    with pytest.raises(InvalidFile, match=why):
        read_observations(written(tmp_path, text))


def test_a_name_that_is_not_ours_suggests_one():
    with pytest.raises(InvalidFile, match="Did you mean 'baclofen_oral'"):
        list(check_files(["baclofen_orall"]))


def test_every_target_of_both_evidence_pages_is_there():
    ids = []
    for name in file_names():
        found, refused = read_observations(observations_folder() / f"{name}.toml")
        assert not refused
        ids += [observation.id for observation in found]
    for door, count in (("oral", 24), ("pump", 20)):
        for number in range(1, count + 1):
            assert any(i.startswith(f"{door}_a{number:02d}_") for i in ids), (door, number)
    assert len(ids) == len(set(ids))
