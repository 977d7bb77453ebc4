"""The sources behind a set of parameters, as text to print."""

import textwrap
from collections.abc import Iterable

from titrate.parameters.parameter import Parameter
from titrate.parameters.provenance import Source, Status

_WIDTH = 100


def bibliography(entries: Iterable[Parameter]) -> str:
    """Return each source with what was read of it and the parameters behind it.

    A name that is not published carries its status: a source under an assumed number says what
    pulls on it, not that the source states it. Numbers without a source come last, by status.
    """
    behind: dict[Source, list[str]] = {}
    alone: dict[Status, list[str]] = {}
    for entry in entries:
        for source in entry.sources:
            behind.setdefault(source, []).append(_labelled(entry))
        if not entry.sources:
            alone.setdefault(entry.status, []).append(entry.name)
    blocks = [_block(str(source), names) for source, names in behind.items()]
    blocks += [_block(f"No source ({status}):", names) for status, names in alone.items()]
    return "\n".join(blocks)


def _labelled(entry: Parameter) -> str:
    published = entry.status is Status.PUBLISHED
    return entry.name if published else f"{entry.name} ({entry.status})"


def _block(heading: str, names: list[str]) -> str:
    listed = textwrap.fill(
        ", ".join(names), _WIDTH, initial_indent="    ", subsequent_indent="    "
    )
    return f"{heading}\n{listed}"
