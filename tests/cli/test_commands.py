"""What all commands share: help, the version, what happens to bad input."""

import pytest

import titrate as tt
from tests.cli.running import run
from titrate.errors import InvalidModel

COMMANDS = (
    *("demo", "window", "params", "cite", "contradictions", "pages", "drugs"),
    *("validate", "calibrate"),
)
TEACHING = "For teaching and research, never for dosing a patient."


def test_help_lists_every_command_and_says_what_titrate_is_for(titrate):
    done = titrate("--help")
    assert done.status == 0
    assert TEACHING in " ".join(done.out.split())
    for command in COMMANDS:
        assert f"\n  {command} " in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_says_what_it_is_for_and_fits_a_narrow_screen(titrate, command):
    done = titrate(command, "--help")
    assert done.status == 0
    assert TEACHING in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80


@pytest.mark.parametrize("command", ["params", "cite", "contradictions", "drugs"])
def test_what_a_command_prints_ends_with_what_it_is_for(titrate, command):
    assert titrate(command).out.endswith(f"{TEACHING}\n")


def test_the_version_is_printed(titrate):
    done = titrate("--version")
    assert (done.status, done.out) == (0, f"titrate {tt.__version__}\n")


def test_an_unknown_command_is_a_usage_error_that_names_the_nearest(titrate):
    done = titrate("dmeo")
    assert done.status == 2
    assert "'demo'" in done.err


def test_no_command_at_all_prints_the_help(titrate):
    done = titrate()
    assert "Usage" in done.out + done.err


def test_an_error_of_the_library_is_one_message_and_no_traceback(tmp_path):
    done = run(["window", "--origin", "spinl"], tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "No origin called 'spinl'. Did you mean 'spinal'? Origins: cerebral, ms, spinal.\n"
    )


def test_every_kind_of_error_of_the_library_is_caught(titrate, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise InvalidModel("The body is broken.", "Mend it.")

    monkeypatch.setattr("titrate.library.load_drug", broken)
    done = titrate("cite")
    assert (done.status, done.err) == (1, "The body is broken. Mend it.\n")
