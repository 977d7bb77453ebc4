"""The docs page on prescription text is true: each example reads, each refusal refuses."""

import re
from pathlib import Path

import pytest

from titrate.dosing import prescription
from titrate.dosing.vague import INSTEAD
from titrate.errors import TitrateError

PAGE = Path(__file__).parents[2] / "docs" / "dosing" / "prescription-text.md"


def examples(kind: str, part: str = "") -> list[str]:
    text = PAGE.read_text("utf-8")
    if part:
        text = text.split(f"## {part}")[1].split("\n## ")[0]
    blocks = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("text", examples("prescription"))
def test_each_example_of_the_page_is_read(text: str) -> None:
    assert len(prescription(text).doses) > 0


@pytest.mark.parametrize("text", examples("prescription", "Canonical form"))
def test_each_canonical_example_is_written_as_it_is_read(text: str) -> None:
    assert str(prescription(text)) == text


@pytest.mark.parametrize("text", examples("refused"))
def test_each_refused_example_of_the_page_is_refused(text: str) -> None:
    with pytest.raises(TitrateError):
        prescription(text)


@pytest.mark.parametrize("word", INSTEAD)
def test_each_vague_word_is_refused_with_what_to_write(word: str) -> None:
    with pytest.raises(TitrateError, match=re.escape(f"'{word}' at character 12")) as caught:
        prescription(f"oral 10 mg {word} for 3 days")
    assert caught.value.hint.startswith("Write")
