"""`titrate validate`: one line each, a report, and a status that a script can read."""

from tests.cli.running import run
from tests.validation.files import WHOLE, with_line, written


def test_an_observation_that_holds_ends_with_status_0(tmp_path):
    shown = run(["validate", str(written(tmp_path))], tmp_path)
    assert shown.returncode == 0
    assert "inside: peak: 10 mg by mouth peaks at 151 ng/mL" in (shown.stdout + shown.stderr)
    assert "1 observation: 1 inside" in (shown.stdout + shown.stderr)


def test_one_outside_or_refused_ends_with_status_1(tmp_path):
    text = with_line("accepted", "accepted = [160, 170]", with_line("published", ""))
    outside = written(tmp_path, text, "outside.toml")
    shown = run(["validate", str(outside)], tmp_path)
    assert shown.returncode == 1
    assert "miss: peak" in (shown.stdout + shown.stderr)
    refused = written(tmp_path, with_line("measure", 'measure = "cmax"'), "refused.toml")
    shown = run(["validate", str(refused)], tmp_path)
    assert shown.returncode == 1
    assert "Did you mean 'c_max'" in " ".join((shown.stdout + shown.stderr).split())


def test_a_known_miss_ends_with_status_0(tmp_path):
    text = with_line("accepted", "accepted = [160, 170]", with_line("published", ""))
    for line in (
        'expected = "miss"',
        'miss_reason = "made up"',
        "simulated_then = 151",
        "tolerance = 5",
    ):
        text = with_line("", line, text)
    shown = run(["validate", str(written(tmp_path, text))], tmp_path)
    assert shown.returncode == 0
    assert "known miss" in (shown.stdout + shown.stderr)


def test_a_report_is_written_where_one_says(tmp_path):
    shown = run(
        ["validate", str(written(tmp_path, WHOLE)), "--out", str(tmp_path / "report")], tmp_path
    )
    assert shown.returncode == 0
    names = sorted(path.name for path in (tmp_path / "report").iterdir())
    assert names == ["validation.csv", "validation.html", "validation.json"]


def test_a_name_that_is_not_ours_is_said(tmp_path):
    shown = run(["validate", "baclofen_orall"], tmp_path)
    assert shown.returncode != 0
    assert "Did you mean 'baclofen_oral'" in " ".join((shown.stdout + shown.stderr).split())
