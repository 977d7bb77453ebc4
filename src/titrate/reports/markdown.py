"""Small pieces of Markdown: what is written stays what was meant."""

import re
from collections.abc import Iterable, Sequence

_NOT_IN_ANCHORS = re.compile(r"[^\w -]")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Return a table; nothing for no rows. Columns ``right`` are aligned so, as numbers are."""
    lines = [_line(_cell(text) for text in row) for row in rows]
    if not lines:
        return ""
    right = set(right)
    rule = "".join(f"|{'---:' if column in right else '---'}" for column in range(len(heads)))
    return "\n".join([_line(heads), f"{rule}|", *lines])


def bullets(items: Iterable[str]) -> str:
    """Return a list, one item a line."""
    return "\n".join(f"* {item}" for item in items)


def folded(summary: str, part: str) -> str:
    """Return a part that opens when its summary is clicked; nothing for no part."""
    return f"<details><summary>{summary}</summary>\n\n{part}\n\n</details>" if part else ""


def code(name: str) -> str:
    """Return a name as code."""
    return f"`{name}`"


def linked(text: str, place: str) -> str:
    """Return text that leads to a place."""
    return f"[{text}]({place})"


def anchor(heading: str) -> str:
    """Return the place that a heading gets."""
    return "#" + _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def joined(*parts: str) -> str:
    """Return parts as paragraphs; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def sentence(text: str) -> str:
    """Return text with a capital and a full stop."""
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")
