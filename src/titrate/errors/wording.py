"""Words that every message shares: what was meant, and which names there are."""

import difflib
from collections.abc import Iterable

from titrate.errors.kinds import UnknownName

_LONGEST = 100
# A list of more names than this says less than the nearest of them.
_MANY, _NEAREST = 30, 8
_PLAIN = (str, bytes, bool, int, float, complex, list, tuple, dict, set, type(None))


def shown(value: object) -> str:
    """Return what was found in one line, with its kind where that does not show."""
    text = " ".join(repr(value).split())
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}..."
    kind = type(value).__name__
    plain = isinstance(value, _PLAIN) or text.startswith((kind, "<"))
    return text if plain else f"{kind} {text}"


def suggestion(name: object, names: Iterable[str]) -> str:
    """Return ``Did you mean 'x'?`` for the nearest of ``names``, or an empty string."""
    nearest = difflib.get_close_matches(str(name).lower(), list(names), n=1, cutoff=0.6)
    return f"Did you mean {nearest[0]!r}?" if nearest else ""


def unknown_name(
    kind: str, name: object, names: Iterable[str], *, plural: str | None = None
) -> UnknownName:
    """Return the error for a ``name`` that is not one of ``names``.

    Parameters
    ----------
    kind : str
        What the name should have been, in the singular: ``"route"``.
    name : object
        What was found.
    names : iterable of str
        The names there are.
    plural : str, optional
        The heading of the list, where adding an s to ``kind`` is not English.
    """
    known = sorted(names)
    heading = plural or f"{kind}s"
    heading = f"{heading[0].upper()}{heading[1:]}"
    if len(known) > _MANY:
        near = difflib.get_close_matches(str(name).lower(), known, n=_NEAREST, cutoff=0.0)
        heading, known = f"{heading}, the nearest of {len(known)}", near
    listed = ", ".join(known) if known else "none"
    hint = f"{suggestion(name, known)} {heading}: {listed}."
    return UnknownName(f"No {kind} called {shown(name)}.", hint.strip())
