"""Errors on the command line name its options, not the arguments of the library."""

import pytest

from titrate.cli.translating import in_options


def test_an_unusual_dose_is_let_pass_by_an_option(titrate):
    done = titrate("window", "--route", "oral", "--high", 1000)
    assert done.status == 1
    assert "scaled to 1000 mg/day, leaves the domain" in done.err
    assert done.err.rstrip().endswith(
        "Narrow the range with --low and --high. --unusual-dose lets it pass, outside the domain."
    )
    assert "unusual_dose" not in done.err


def test_a_covariate_is_called_by_its_option(titrate):
    done = titrate("window", "--weight-kg", -5)
    assert (done.status, done.err) == (1, "--weight-kg is -5.0. It must be above 0.\n")


def test_notes_name_options_too(titrate):
    done = titrate("window", "--route", "oral", "--age-y", 80)
    assert "--preset elderly." in done.out.replace("\n", " ")
    assert "load_drug" not in done.out


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("creatinine_clearance_mL_min is -1.", "--creatinine-clearance is -1."),
        ("every_h is 0. It must be above 0.", "--every-h is 0. It must be above 0."),
        (
            "Give a longer regimen or a shorter over_h.",
            "Give more --days.",
        ),
        (
            'There is the preset: load_drug("baclofen", "elderly").',
            "There is the preset: --preset elderly.",
        ),
        ('Take load_drug("baclofen", preset="adult").', "Take --preset adult."),
        ("Give a whole number: seed=1.", "Give a whole number: --seed 1."),
        ("At least 20: uncertainty=200, seed=1.", "At least 20: --uncertainty 200 --seed 1."),
        ("No parameter called 'weight_kg'.", "No parameter called 'weight_kg'."),
        ("reference_weight_kg is 0.", "reference_weight_kg is 0."),
    ],
)
def test_only_arguments_become_options(message: str, said: str) -> None:
    assert in_options(message) == said
