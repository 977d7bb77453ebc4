"""`titrate calibrate`: a line for each number, and a status that a script can read."""

from tests.cli.running import run
from tests.validation.calibrations import FITS, SOME, fact, written


def test_a_number_that_is_not_found_again_ends_with_status_1(tmp_path):
    shown = run(["calibrate", "--quick", "--file", str(written(tmp_path, SOME))], tmp_path)
    assert shown.returncode == 1
    assert "NOT reproduced: relief_" in shown.stdout + shown.stderr


def test_numbers_that_are_found_again_end_with_status_0_and_a_report(tmp_path):
    vague = "".join(fact(dose, value, 0.3) for dose, value in ((30, 0.3), (60, 0.6), (120, 0.85)))
    path = written(tmp_path, vague, FITS.replace("precision_percent = 1", "precision_percent = 90"))
    out = tmp_path / "report"
    shown = run(["calibrate", "tone", "--file", str(path), "--out", str(out)], tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "2 numbers fitted on 3 observations: 2 stored values are found again" in shown.stdout
    names = sorted(one.name for one in out.iterdir())
    assert names == ["calibration.csv", "calibration.json", "calibration.md"]


def test_a_fit_that_is_not_there_is_said(tmp_path):
    shown = run(["calibrate", "tonne"], tmp_path)
    assert shown.returncode == 1
    assert "Did you mean 'tone'" in shown.stdout + shown.stderr
