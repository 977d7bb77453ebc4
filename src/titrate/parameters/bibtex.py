"""The sources behind a set of parameters and doors, for a paper's bibliography."""

from collections.abc import Iterable

from titrate.parameters.bibliography import Doors, alone, behind
from titrate.parameters.parameter import Parameter
from titrate.parameters.provenance import Source

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}


def bibtex(entries: Iterable[Parameter], doors: Doors = ()) -> str:
    """Return one @misc entry per source, with what the file says of it and nothing else.

    A citation stays the one line that the file holds, under ``howpublished``: nothing is split
    into authors and titles that nobody wrote down. What was read of it, and when, is the note.
    Numbers without a source come last, in comment lines, by status.

    Parameters
    ----------
    entries : iterable of Parameter
    doors : iterable of (route, Door), optional
    """
    entries = tuple(entries)
    keys: set[str] = set()
    blocks = [_entry(source, keys) for source in behind(entries, doors)]
    blocks += [
        f"% No source ({status}): {', '.join(names)}" for status, names in alone(entries).items()
    ]
    return "\n\n".join(blocks)


def _entry(source: Source, keys: set[str]) -> str:
    key = _free(source.key, keys)
    keys.add(key)
    day = f", {source.read_on.isoformat()}" if source.read_on else ""
    fields = {
        "howpublished": _escaped(source.citation),
        "doi": source.doi,
        "url": source.url,
        "note": f"Read: {source.read}{day}",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _free(key: str, taken: set[str]) -> str:
    """Return the key, or with a number after it where another source has it."""
    found, number = key, 1
    while found in taken:
        number += 1
        found = f"{key}_{number}"
    return found


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)
