"""The sources behind a set of parameters and doors, as text to print."""

import textwrap
from collections.abc import Iterable

from titrate.parameters.door import Door
from titrate.parameters.parameter import Parameter
from titrate.parameters.provenance import Source, Status

_WIDTH = 100
# Routes with their doors.
Doors = Iterable[tuple[str, Door]]


def bibliography(entries: Iterable[Parameter], doors: Doors = ()) -> str:
    """Return each source with what was read of it and what stands on it.

    A name that is not published carries its status: a source under an assumed number says what
    pulls on it, not that the source states it. Numbers without a source come last, by status.

    Parameters
    ----------
    entries : iterable of Parameter
    doors : iterable of (route, Door), optional
        Their usual doses and their domains have sources too.
    """
    entries = tuple(entries)
    blocks = [_block(str(source), names) for source, names in behind(entries, doors).items()]
    blocks += [_block(f"No source ({status}):", names) for status, names in alone(entries).items()]
    return "\n".join(blocks)


def behind(entries: Iterable[Parameter], doors: Doors) -> dict[Source, list[str]]:
    """Return each source with the numbers and the doors that name it, in order."""
    found: dict[Source, list[str]] = {}
    for entry in entries:
        for source in entry.sources:
            found.setdefault(source, []).append(_labelled(entry))
    for route, door in doors:
        for source in door.sources:
            found.setdefault(source, []).append(f"{route} doses")
    return {source: list(dict.fromkeys(names)) for source, names in found.items()}


def alone(entries: Iterable[Parameter]) -> dict[Status, list[str]]:
    """Return the names of the numbers without a source, by status."""
    found: dict[Status, list[str]] = {}
    for entry in entries:
        if not entry.sources:
            found.setdefault(entry.status, []).append(entry.name)
    return {status: list(dict.fromkeys(names)) for status, names in found.items()}


def _labelled(entry: Parameter) -> str:
    published = entry.status is Status.PUBLISHED
    return entry.name if published else f"{entry.name} ({entry.status})"


def _block(heading: str, names: list[str]) -> str:
    listed = textwrap.fill(
        ", ".join(names), _WIDTH, initial_indent="    ", subsequent_indent="    "
    )
    return f"{heading}\n{listed}"
