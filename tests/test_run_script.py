"""run.py: two commands that set everything up, and one message when something is in the way.

The script is copied into a small project of its own, so that no test touches the real .venv.
Nothing here needs the network: pip is the one step that is always played by a stand-in.
"""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "run.py"
OLDEST_THAT_PARSES = (3, 7)  # Python's own parser cannot be asked about anything older


def load_copy(folder: Path) -> ModuleType:
    """Copy run.py into a project in ``folder`` and import it from there."""
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text("[project]\nname = 'small'\n", encoding="utf-8")
    copy = Path(shutil.copy(SCRIPT, folder / "run.py"))
    spec = importlib.util.spec_from_file_location("copy_of_run", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Stand:
    """A project whose set-up steps are noted down instead of done."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.run = load_copy(folder)
        self.steps: list[str] = []
        self.stamped_during_install = False
        self.fault: BaseException | None = None
        self.starts = True
        monkeypatch.setattr(self.run, "step", self.step)
        monkeypatch.setattr(self.run, "probe", self.probe)

    def step(self, name: str, arguments: list[str]) -> None:
        self.steps.append(name)
        self.run.VENV.mkdir(exist_ok=True)
        if "pip" in arguments:
            self.target = arguments[-1]
            self.stamped_during_install = self.run.STAMP.exists()
            if self.fault is not None:
                raise self.fault

    def probe(self) -> list[str]:
        there = self.starts and self.run.VENV.is_dir()
        return [self.run.this_python(), "pip", "titrate"] if there else []

    def prepare(self, command: str) -> list[str]:
        """Return which steps this command took; ``made`` stands for the two that make .venv."""
        self.steps.clear()
        self.run.prepare(self.run.EXTRAS[command])
        names = {"making .venv": "made", "installing titrate into .venv with pip": "installed"}
        return [names[name] for name in self.steps if name in names]


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    return Stand(tmp_path / "project", monkeypatch)


EVERYTHING = ["made", "installed"]


def test_the_first_use_makes_the_environment_and_the_second_does_nothing(stand: Stand):
    assert stand.prepare("demo") == EVERYTHING
    assert stand.prepare("demo") == []


def test_demo_after_test_installs_nothing(stand: Stand):
    stand.prepare("test")
    assert stand.target == ".[test]"
    assert stand.prepare("demo") == []


def test_test_after_demo_adds_the_extra_without_making_the_environment_again(stand: Stand):
    stand.prepare("demo")
    assert stand.target == "."
    assert stand.prepare("test") == ["installed"]
    assert stand.prepare("demo") == []


def test_a_changed_pyproject_installs_again_and_keeps_the_extras(stand: Stand):
    stand.prepare("test")
    with (stand.run.ROOT / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("# changed\n")
    assert stand.prepare("demo") == ["installed"]
    assert stand.target == ".[test]"
    assert stand.prepare("test") == []


def test_the_stamp_is_written_last(stand: Stand):
    stand.prepare("demo")
    stand.prepare("test")
    assert not stand.stamped_during_install


def test_an_interrupted_installation_is_made_again(stand: Stand):
    stand.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        stand.prepare("demo")
    stand.fault = None
    assert stand.prepare("demo") == EVERYTHING


def test_an_interrupted_update_is_made_again(stand: Stand):
    stand.prepare("demo")
    stand.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        stand.prepare("test")
    stand.fault = None
    assert stand.prepare("test") == EVERYTHING


def test_an_update_that_pip_refuses_leaves_what_was_there(stand: Stand):
    stand.prepare("demo")
    stand.fault = stand.run.SetupFailure("pip", "no network")
    with pytest.raises(stand.run.SetupFailure):
        stand.prepare("test")
    assert stand.prepare("demo") == []


def test_a_python_that_does_not_start_is_noticed(stand: Stand):
    stand.prepare("demo")
    stand.starts = False
    with pytest.raises(stand.run.SetupFailure, match="looking for titrate"):
        stand.prepare("demo")
    assert "making .venv" in stand.steps
    stand.starts = True
    assert stand.prepare("demo") == EVERYTHING


@pytest.mark.parametrize("key", ["python", "folder"])
def test_another_python_or_a_moved_folder_makes_the_environment_again(stand: Stand, key: str):
    stand.prepare("demo")
    stamp = stand.run.read_stamp()
    stand.run.write_stamp({**stamp, key: "another"})
    assert stand.prepare("demo") == EVERYTHING


@pytest.mark.parametrize("text", ["", "{", "[]", '{"extras": 3}', "\x00\xff"])
def test_a_stamp_that_cannot_be_read_counts_as_none(stand: Stand, text: str):
    stand.prepare("demo")
    stand.run.STAMP.write_text(text, encoding="utf-8")
    assert stand.prepare("demo") == EVERYTHING


def test_a_file_in_the_place_of_the_environment_is_replaced(stand: Stand):
    stand.run.VENV.write_text("in the way", encoding="utf-8")
    assert stand.prepare("demo") == EVERYTHING
    assert stand.run.VENV.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
def test_a_link_in_the_place_of_the_environment_goes_and_what_it_names_stays(
    stand: Stand, tmp_path: Path
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "thesis.txt").write_text("years of work", encoding="utf-8")
    stand.run.VENV.symlink_to(elsewhere)
    assert stand.prepare("demo") == EVERYTHING
    assert (elsewhere / "thesis.txt").exists()


def test_a_project_without_pyproject_is_one_message(stand: Stand, capsys):
    (stand.run.ROOT / "pyproject.toml").unlink()
    assert stand.run.main(["demo"]) == 1
    printed = capsys.readouterr().err
    assert "reading pyproject.toml failed" in printed
    assert "get the whole project again" in printed


NO_NETWORK = """\
  error: subprocess-exited-with-error
  WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError': /hatchling/
  WARNING: Retrying (Retry(total=3)) after connection broken by 'NewConnectionError': /hatchling/
  ERROR: No matching distribution found for hatchling>=1.24
note: This error originates from a subprocess, and is likely not a problem with pip.
"""
FAILED_BUILD = """\
Collecting numpy
  error: subprocess-exited-with-error
      File "hatchling/build.py", line 83, in build_editable
        ^^^^^^^^^^^^^^^^^
      FileNotFoundError: Forced include not found: /somewhere/params
error: metadata-generation-failed
"""


@pytest.mark.parametrize(
    ("printed", "telling", "advice"),
    [
        (NO_NETWORK, "connection broken", "Look at the network"),
        (FAILED_BUILD, "Forced include not found", "A build failed"),
        ("OSError: [Errno 28] No space left on device", "No space left", "The disk is full"),
        ("Error: [Errno 13] Permission denied: '.venv'", "denied: '.venv'", "be written to"),
        ("Error: [Errno 30] Read-only file system", "Read-only", "be written to"),
        ("python: No module named ensurepip", "No module", "apt install python3-venv"),
        ("python: No module named venv", "No module", "apt install python3-venv"),
        ("ERROR: No matching distribution found for numpy", "numpy", "no fitting version"),
        ("ERROR: Can not perform a '--user' install.", "--user", "sends packages elsewhere"),
        ("tomli.TOMLDecodeError: Invalid value", "Invalid value", "pyproject.toml cannot be read"),
        ("a surprise", "a surprise", "Put right what the lines above name"),
    ],
)
def test_a_failed_step_says_which_step_what_happened_and_what_to_do(
    stand: Stand, capsys, printed: str, telling: str, advice: str
):
    stand.fault = stand.run.SetupFailure("installing", printed, code=2)
    assert stand.run.main(["demo"]) == 2
    message = capsys.readouterr().err
    assert "installing failed" in message
    assert telling in message
    assert advice in message
    assert "Traceback" not in message


def test_only_the_lines_that_tell_something_are_shown(stand: Stand):
    assert stand.run.relevant_lines(NO_NETWORK) == [
        "error: subprocess-exited-with-error",
        "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError': "
        "/hatchling/",
        "ERROR: No matching distribution found for hatchling>=1.24",
    ]
    assert stand.run.relevant_lines(FAILED_BUILD)[1].startswith("FileNotFoundError")


def test_a_setting_that_sends_packages_elsewhere_is_noticed(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.setattr(stand.run, "probe", lambda: [stand.run.this_python(), "pip"])
    assert stand.run.main(["demo"]) == 1
    assert "looking for titrate in .venv failed" in capsys.readouterr().err
    assert not stand.run.STAMP.exists()


def test_a_stamp_that_cannot_be_written_is_one_message(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stand.run.os, "replace", full)
    assert stand.run.main(["demo"]) == 1
    assert "The disk is full" in capsys.readouterr().err


def test_an_environment_that_cannot_be_removed_is_one_message(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys
):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    stand.run.VENV.mkdir()
    monkeypatch.setattr(stand.run.shutil, "rmtree", refuse)
    assert stand.run.main(["demo"]) == 1
    assert "removing the old .venv failed" in capsys.readouterr().err


def test_an_interrupted_set_up_ends_in_one_line(stand: Stand, capsys):
    stand.fault = KeyboardInterrupt()
    assert stand.run.main(["demo"]) == 130
    assert "The next run finishes the set-up" in capsys.readouterr().err


def test_a_step_shows_what_a_failing_program_printed_and_keeps_its_code(tmp_path: Path):
    run = load_copy(tmp_path / "project")
    program = "import sys; print('connection refused'); sys.exit(5)"
    with pytest.raises(run.SetupFailure) as caught:
        run.step("trying", [sys.executable, "-c", program])
    assert caught.value.code == 5
    assert "connection refused" in str(caught.value)


def test_a_program_that_does_not_exist_is_a_failed_step(tmp_path: Path):
    run = load_copy(tmp_path / "project")
    with pytest.raises(run.SetupFailure, match="trying"):
        run.step("trying", [str(tmp_path / "no-such-program")])


def test_no_command_prints_the_usage(stand: Stand, capsys):
    assert stand.run.main([]) == 2
    assert "python3 run.py demo" in capsys.readouterr().err


def test_an_unknown_command_is_answered_with_the_nearest(stand: Stand, capsys):
    assert stand.run.main(["tets"]) == 2
    printed = capsys.readouterr().err
    assert "No command called 'tets'. Did you mean 'test'?" in printed
    assert "python3 run.py demo" in printed


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_prints_the_usage_and_sets_nothing_up(stand: Stand, capsys, word: str):
    assert stand.run.main([word]) == 0
    assert "python3 run.py test" in capsys.readouterr().out
    assert stand.steps == []


def test_an_old_python_hears_which_one_is_needed(stand: Stand):
    complaint = stand.run.too_old((3, 8, 18, "final", 0), "/usr/bin/python3")
    assert complaint.startswith(
        "titrate needs Python 3.11 or newer, found 3.8.18 (/usr/bin/python3)."
    )
    assert stand.run.too_old((3, 11, 0, "final", 0), "") == ""
    assert stand.run.too_old((3, 14, 0, "final", 0), "") == ""


def test_an_old_python_gets_exit_code_2_and_sets_nothing_up(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.setattr(stand.run, "too_old", lambda *_: "too old")
    assert stand.run.main(["demo"]) == 2
    assert capsys.readouterr().err == "too old\n"
    assert stand.steps == []


def test_the_script_parses_on_an_old_python():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=OLDEST_THAT_PARSES)
    assert ast.get_docstring(tree)


def test_the_script_uses_the_standard_library_only():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_two_runs_do_not_set_up_at_the_same_time(stand: Stand):
    with SCRIPT.open("rb") as first, SCRIPT.open("rb") as second:
        assert stand.run.locked(first)
        assert not stand.run.locked(second)
    with SCRIPT.open("rb") as third:
        assert stand.run.locked(third)


def test_a_signal_becomes_the_exit_code_of_a_shell(stand: Stand):
    assert stand.run.exit_code(0) == 0
    assert stand.run.exit_code(3) == 3
    assert stand.run.exit_code(-11) == 139


PROGRAM = """\
import os, random, sys
print(os.getcwd(), os.path.dirname(random.__file__) == os.path.dirname(os.__file__))
print(sorted({"PYTHONPATH", "PYTHONHOME"} & set(os.environ)), sys.argv[1:])
sys.exit(7)
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Return a copy of run.py with a real .venv; a file put into it stands for pip's work."""
    run = load_copy(tmp_path_factory.mktemp("a project") / "with a space")
    really_step = run.step

    def step(name: str, arguments: list[str]) -> None:
        if "install" not in arguments:
            really_step(name, arguments)
            return
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        code, printed = run.quietly([str(run.VENV_PYTHON), "-I", "-c", where])
        assert code == 0
        package = Path(printed.strip()) / "titrate"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(PROGRAM, encoding="utf-8")

    run.step = step
    run.prepare([])
    return run


def test_a_real_environment_passes_its_own_inspection(real: ModuleType):
    assert {real.this_python(), "pip", "titrate"} <= set(real.probe())
    assert real.read_stamp() == real.wanted_stamp([])


def test_the_demo_runs_in_the_callers_folder_and_its_exit_code_is_ours(
    real: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd
):
    (tmp_path / "random.py").write_text("raise SystemExit('the wrong random')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert real.main(["demo", "--quick"]) == 7
    printed = capfd.readouterr()
    assert printed.out.splitlines() == [f"{tmp_path} True", "[] ['demo', '--quick']"]
    assert printed.err == ""


def test_the_tests_run_in_the_projects_folder_with_the_arguments_given(
    real: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    calls = []

    class Child:
        def __init__(self, arguments: list[str], **options: object) -> None:
            calls.append((arguments, options["cwd"]))

        def wait(self) -> int:
            return 4

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(real.subprocess, "Popen", Child)
    assert real.run("test", ["-k", "mass"]) == 4
    [(arguments, folder)] = calls
    assert arguments[-3:] == ["pytest", "-k", "mass"]
    assert folder == str(real.ROOT)


def test_an_environment_without_its_configuration_is_not_trusted(real: ModuleType):
    # Its python is then the system's own, and pip would install there.
    configuration = real.VENV / "pyvenv.cfg"
    kept = configuration.read_bytes()
    configuration.unlink()
    try:
        assert "titrate" not in real.probe()
    finally:
        configuration.write_bytes(kept)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the broken program")
@pytest.mark.parametrize("content", [None, "", "#!/bin/sh\nexit 3\n", "#!/no/such/shell\n"])
def test_a_broken_python_is_not_trusted(real: ModuleType, tmp_path: Path, content: str | None):
    kept = tmp_path / "kept"
    real.VENV_PYTHON.rename(kept)
    try:
        if content is not None:
            real.VENV_PYTHON.write_text(content, encoding="utf-8")
            real.VENV_PYTHON.chmod(0o755)
        assert real.probe() == []
    finally:
        real.VENV_PYTHON.unlink(missing_ok=True)
        kept.rename(real.VENV_PYTHON)


def test_the_environment_can_be_made_again_from_inside_itself(real: ModuleType):
    # As when .venv is activated: its python goes away while it is being made again.
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import run; "
        "print(run.base_python() == sys._base_executable)"
    )
    child = subprocess.run(
        [str(real.VENV_PYTHON), "-c", program, str(real.ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout == "True\n"
