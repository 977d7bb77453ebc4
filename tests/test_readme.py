"""Every block of the README runs, top to bottom, and prints what the README says."""

import contextlib
import io
import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    return FENCE.findall(README.read_text(encoding="utf-8"))


def code_with_output() -> list[tuple[str, str | None]]:
    found = blocks()
    followed = [*found[1:], ("", "")]
    return [
        (code, said if kind == "text" else None)
        for (language, code), (kind, said) in zip(found, followed, strict=True)
        if language == "python"
    ]


def test_the_two_commands_stand_first():
    assert blocks()[0] == ("", "python3 run.py demo\npython3 run.py test\n")


def test_every_block_runs_and_prints_what_is_written(tmp_path, monkeypatch):
    from matplotlib import pyplot

    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    examples = code_with_output()
    assert len(examples) >= 6
    for code, expected in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(README), "exec"), names)
        if expected is not None:
            assert printed.getvalue() == expected
    pyplot.close("all")


def test_every_linked_file_exists():
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README.read_text(encoding="utf-8"))
    missing = [link for link in links if not (README.parent / link).exists()]
    assert links
    assert not missing


def test_the_teaching_line_is_there():
    assert "For teaching and research, never for dosing a patient." in README.read_text("utf-8")
