"""What an observation puts together is of one kind; and one that cannot stand stands alone."""

import re

import numpy as np
import pytest

import titrate as tt
from tests.validation.files import WHOLE, with_line, written
from titrate.validation import Refused, check_files, checking, read_observations
from titrate.validation.measuring import spaced

PEOPLE = 'population = { n = 20, seed = 1, spread = "drug" }'
ARM = """
[[observations.arms]]
name = "{name}"
{lines}
"""


def arms(first: str, second: str, compare: str = "difference") -> str:
    text = with_line("site", f'compare = "{compare}"', with_line("measure", ""))
    text = with_line("published", "", with_line("accepted", "accepted = [-1e6, 1e6]", text))
    return text + ARM.format(name="one", lines=first) + ARM.format(name="other", lines=second)


PEAK = 'site = "plasma"\nmeasure = "c_max"'
TOGETHER = {
    "a concentration and a share": (
        arms(PEAK, 'endpoint = "relief_legs"\nmeasure = "peak"'),
        r"the arm 'one' is in ug/L and the arm 'other' in share",
    ),
    "an area and a time": (
        arms('site = "plasma"\nmeasure = "auc"', 'site = "plasma"\nmeasure = "t_max_h"'),
        r"'one' is in ug h/L and the arm 'other' in h",
    ),
    "other people": (
        arms(f"{PEAK}\n{PEOPLE}", f"{PEAK}\n{PEOPLE.replace('seed = 1', 'seed = 2')}").replace(
            "patient = { weight_kg = 70 }", 'over_people = "mean"'
        ),
        r"the arms draw different people",
    ),
    "more people": (
        arms(f"{PEAK}\n{PEOPLE}", f"{PEAK}\n{PEOPLE.replace('20', '30')}").replace(
            "patient = { weight_kg = 70 }", 'over_people = "mean"'
        ),
        r"the arms draw different people",
    ),
    "a reading of a concentration": (
        WHOLE
        + """
[observations.reading]
kind = "share"
arm = "drug"
background = "drowsiness_background"
reporting = "drowsiness_reporting"
""",
        r"a reading is of a share, and plasma c_max is in ug/L",
    ),
    "a percentile of nobody": (
        with_line("patient", f"{PEOPLE}\nover_people = 'percentile'\npercentile = 150"),
        r"percentile is 150, expected a number from 1 to 99",
    ),
    "a percentile as a share": (
        with_line("patient", f"{PEOPLE}\nover_people = 'percentile'\npercentile = 0.95"),
        r"percentile is 0.95, expected a number from 1 to 99",
    ),
    "too many people": (
        with_line("patient", f"{PEOPLE.replace('20', '100000000')}\nover_people = 'mean'"),
        r"n is 100000000, expected a whole number of at least 2 and at most 100,000",
    ),
    "a share of the peak above it": (
        with_line("measure", 'measure = "duration_above_h"\nshare_of_peak = 3'),
        r"share_of_peak is 3, expected a share above 0, at most 1",
    ),
    "half a session": (
        with_line(
            "patient",
            'preset = "dialysis"\n'
            "dialysis = { start_h = 5, over_h = 4, every_h = 48, sessions = 2.5 }",
        ),
        r"sessions is 2.5, expected a whole number of at least 1",
    ),
}


@pytest.mark.parametrize("fault", TOGETHER)
def test_what_does_not_go_together_is_refused(tmp_path, fault):
    text, why = TOGETHER[fault]
    read, (refused,) = read_observations(written(tmp_path, text))
    assert not read
    assert refused.id == "peak"
    assert re.search(why, refused.reason), refused.reason


SIMULATED = {
    "a clearance without a dose": (
        with_line("measure", 'measure = "clearance"\nfrom_h = 10\nto_h = 20'),
        r"No dose is given from 10 to 20 h",
    ),
    "a dose of two parts": (
        with_line(
            "regimen",
            'regimen = "pump 100 ug/day for 3 days, then pump 300 ug/day for 3 days"',
            with_line(
                "measure",
                'measure = "dose_that_holds"\nholds = 0.5\nat_h = 100',
                with_line("site", 'endpoint = "relief_legs"'),
            ),
        ),
        r"which has 2 parts, and a dose a day is of one",
    ),
    "how far people lie apart of whom some never get there": (
        with_line(
            "patient",
            f"{PEOPLE}\nover_people = 'sd'",
            with_line("measure", 'measure = "first_above_h"\nlevel = 151'),
        ),
        r"The sd is asked of people of whom \d+ in 20 never reach",
    ),
}


@pytest.mark.parametrize("fault", SIMULATED)
def test_what_cannot_be_simulated_is_refused_and_the_others_run(tmp_path, fault):
    text, why = SIMULATED[fault]
    text = with_line("published", "", with_line("accepted", "accepted = [0, 1e6]", text))
    other = WHOLE.partition("[[observations]]")[2].replace('"peak"', '"other"')
    path = written(tmp_path, f"{text}\n[[observations]]{other}")
    refused, run = check_files([path])
    assert isinstance(refused, Refused)
    assert "[observations.peak]" in refused.reason
    assert re.search(why, refused.reason), refused.reason
    assert run.verdict == "inside"


def test_a_fault_of_our_own_refuses_one_observation_and_no_more(tmp_path, monkeypatch):
    real = checking.simulated

    def broken(observation, *args, **kwargs):
        if observation.id == "peak":
            raise MemoryError("no room")
        return real(observation, *args, **kwargs)

    monkeypatch.setattr(checking, "simulated", broken)
    other = WHOLE.partition("[[observations]]")[2].replace('"peak"', '"other"')
    refused, run = check_files([written(tmp_path, f"{WHOLE}\n[[observations]]{other}")])
    assert "[observations.peak] It goes wrong: MemoryError: no room" in refused.reason
    assert run.verdict == "inside"


def beside(spoilt: str) -> str:
    """Return a file of a spoilt observation and a sound one."""
    return (
        spoilt
        + "\n[[observations]]"
        + WHOLE.partition("[[observations]]")[2].replace('"peak"', '"other"')
    )


@pytest.mark.parametrize(
    "population",
    [
        '{ n = 20, seed = 1, spread = "drug", age_y = [60, 1e300] }',
        "{ n = 20, seed = 1, spread = { relief_legs_ec50 = 1e300 } }",
    ],
)
def test_a_fault_in_reading_one_observation_stops_no_other(tmp_path, population):
    spoilt = with_line("patient", f"population = {population}\nover_people = 'mean'")
    rows = list(check_files([written(tmp_path, beside(spoilt))]))
    refused = [row for row in rows if isinstance(row, Refused)]
    assert [row.id for row in refused] == ["peak"]
    assert "[observations.peak" in refused[0].reason
    assert [row.verdict for row in rows if row not in refused] == ["inside"]


def test_a_percentile_among_those_who_never_get_there_is_never(tmp_path):
    text = with_line(
        "measure", 'measure = "first_above_h"\nlevel = 151', with_line("published", "")
    )
    text = with_line("patient", f"{PEOPLE}\nover_people = 'percentile'\npercentile = 90", text)
    (row,) = check_files([written(tmp_path, text)])
    assert row.simulated.value == np.inf


def test_an_arm_that_never_gets_there_is_not_compared(tmp_path):
    two = [f'site = "plasma"\nmeasure = "first_above_h"\nlevel = {level}' for level in (50, 5000)]
    (refused,) = check_files([written(tmp_path, arms(*two))])
    assert "The arms cannot be compared" in refused.reason


def test_shares_of_drug_and_shares_of_relief_come_in_one_unit(tmp_path):
    text = arms(
        'measure = "fraction_in_urine"\nto_h = 24', 'endpoint = "relief_legs"\nmeasure = "peak"'
    )
    _, refused = read_observations(written(tmp_path, text))
    assert not refused, refused


def test_a_span_that_begins_after_the_course_says_so(tmp_path):
    text = with_line("measure", 'measure = "peak"\nfrom_h = 1000')
    (refused,) = check_files([written(tmp_path, text)])
    assert "The span begins at 1000 h and ends at 24 h" in refused.reason


def test_looks_that_are_nearly_one_are_one():
    regimen = tt.prescription("oral 10 mg every 8 h for 84 days")
    times = spaced(0.0, 84 * 24.0, regimen)
    assert (times[0], times[-1]) == (0, 84 * 24)
    assert np.diff(times).min() > 1e-7


def test_people_come_to_the_same_some_at_a_time(tmp_path, monkeypatch):
    text = with_line("measure", 'measure = "peak"')
    path = written(tmp_path, with_line("patient", f"{PEOPLE}\nover_people = 'mean'", text))
    (whole,) = check_files([path])
    monkeypatch.setattr("titrate.validation.measuring._TOGETHER", 7 * 721)
    (parts,) = check_files([path])
    assert parts.simulated == whole.simulated


def test_a_fault_of_our_own_in_an_endpoint_stops_no_other(tmp_path, monkeypatch):
    def broken(*_):
        raise OverflowError("too large")

    monkeypatch.setattr("titrate.validation.reading_files.require_known", broken)
    own = ENDPOINT.format(site="plasma", rate="blood_rate", ec50="relief_legs_ec50")
    (row,) = check_files([written(tmp_path, WHOLE.replace("[[obs", f"{own}\n[[obs", 1))])
    assert row.verdict == "inside"


def test_what_is_broken_is_known_by_its_kind_and_name(tmp_path):
    source = "[sources.plasma]\ncitation = 5\n"
    endpoint = "[endpoints.somebody]\nmeaning = 'x'\n"
    for broken in (source, endpoint):
        text = WHOLE.replace("[[observations]]", f"{broken}\n[[observations]]")
        (row,) = check_files([written(tmp_path, text)])
        assert row.verdict == "inside"


def test_the_fault_of_a_parameter_behind_an_endpoint_is_told(tmp_path):
    own = ENDPOINT.format(site="plasma", rate="blood_rate", ec50="my_ec50")
    head, _, table = OF_MINE.partition("[[observations]]")
    text = f"{head}[parameters.my_ec50]\nvalue = 'x'\n{own}\n[[observations]]{table}"
    (refused,) = check_files([written(tmp_path, text)])
    assert "[parameters.my_ec50]" in refused.reason


def test_an_endpoint_that_a_preset_cannot_have_leaves_its_other_observations_alone(tmp_path):
    own = ENDPOINT.format(site="csf_thoracic", rate="soak_rate", ec50="relief_legs_ec50")
    text = WHOLE.replace("[[observations]]", f"{own}\n[[observations]]").replace(
        "published = 140\naccepted = [110, 170]", "accepted = [0, 1e4]"
    )
    for key, line in (
        ("patient", 'preset = "csf_single"'),
        ("regimen", 'regimen = "pump 100 ug/day for 3 days"'),
        ("site", 'site = "csf_lumbar"'),
    ):
        text = with_line(key, line, text)
    (row,) = check_files([written(tmp_path, text)])
    assert row.verdict == "inside"


def test_where_too_many_never_get_there_the_mean_is_never_and_has_no_error(tmp_path):
    text = with_line(
        "measure", 'measure = "first_above_h"\nlevel = 151', with_line("published", "")
    )
    text = with_line("patient", f"{PEOPLE}\nover_people = 'mean'", text)
    (row,) = check_files([written(tmp_path, text)])
    assert np.isinf(row.simulated.value)
    assert row.simulated.error is None


ENDPOINT = """
[endpoints.mine]
meaning = "made up"
site = "{site}"
delay_rate = "{rate}"
ec50 = "{ec50}"
slope = "relief_slope"
"""
OF_MINE = with_line("site", 'endpoint = "mine"', with_line("measure", 'measure = "peak"')).replace(
    "published = 140\naccepted = [110, 170]", "accepted = [0, 1]"
)


@pytest.mark.parametrize(
    ("site", "rate", "ec50", "why"),
    [
        ("plasma", "phi", "relief_legs_ec50", "'phi' in 1, a dimensionless"),
        ("plasma", "blood_rate", "blood_rate", "'blood_rate' in 1/h, a rate"),
        ("plasmma", "blood_rate", "relief_legs_ec50", "plasmma"),
    ],
)
def test_a_broken_endpoint_refuses_what_reads_it_and_no_more(tmp_path, site, rate, ec50, why):
    broken = ENDPOINT.format(site=site, rate=rate, ec50=ec50)
    other = WHOLE.partition("[[observations]]")[2].replace('"peak"', '"other"')
    head, _, own = OF_MINE.partition("[[observations]]")
    text = f"{head}{broken}\n[[observations]]{own}\n[[observations]]{other}"
    refused, run = check_files([written(tmp_path, text)])
    assert "it rests on what cannot stand" in refused.reason
    assert why in refused.reason
    assert run.verdict == "inside"


def test_an_endpoint_called_as_one_of_the_drugs_is_not_read_as_the_drugs(tmp_path):
    clash = ENDPOINT.format(site="plasma", rate="blood_rate", ec50="relief_legs_ec50")
    head, _, own = OF_MINE.replace('"mine"', '"relief_legs"').partition("[[observations]]")
    text = (
        f"{head}{clash.replace('endpoints.mine', 'endpoints.relief_legs')}\n[[observations]]{own}"
    )
    (refused,) = check_files([written(tmp_path, text)])
    assert "Two endpoints are called 'relief_legs'" in refused.reason


@pytest.mark.parametrize("every", [6, 8, 12, 24])
@pytest.mark.parametrize("days", [84, 366])
def test_a_long_course_is_looked_at_between_its_doses(tmp_path, every, days):
    """Whatever the length of the span: mean and peak are those that the areas and peaks give."""
    base = with_line("regimen", f'regimen = "oral 10 mg every {every} h for {days} days"')
    base = with_line("published", "", with_line("accepted", "accepted = [0, 1e6]", base))
    found = []
    for measure in ("mean", "c_avg", "peak", "c_max", "lowest", "c_min", "duration_above_h"):
        more = "\nlevel = 60" if measure == "duration_above_h" else ""
        span = f"\nfrom_h = 240\nto_h = {24 * days}"
        text = with_line("measure", f'measure = "{measure}"{span}{more}', base)
        (row,) = check_files([written(tmp_path, text)])
        found.append(row.simulated.value)
    mean, c_avg, peak, c_max, lowest, c_min, above = found
    assert mean == pytest.approx(c_avg, rel=2e-4)
    assert peak == pytest.approx(c_max, rel=1e-3)
    assert lowest == pytest.approx(c_min, rel=5e-3)  # between two looks, when absorption begins
    day = with_line(
        "measure", 'measure = "duration_above_h"\nfrom_h = 240\nto_h = 264\nlevel = 60', base
    )
    (one_day,) = check_files([written(tmp_path, day)])
    assert above == pytest.approx(one_day.simulated.value * (days - 10), rel=5e-3)


def test_an_empty_list_of_observations_is_refused(tmp_path):
    text = WHOLE.partition("[[observations]]")[0].replace(
        "[about]", "observations = []\n[about]", 1
    )
    (refused,) = check_files([written(tmp_path, text)])
    assert "observations is [], expected tables" in refused.reason
