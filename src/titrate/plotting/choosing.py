"""Which sites and endpoints are drawn: those asked for, else the few that are easily read."""

from __future__ import annotations

from collections.abc import Sequence

from titrate.errors import unknown_name
from titrate.search import Goals

READABLE_SITES = ("plasma", "csf_lumbar", "csf_cisternal", "cord_legs", "brain")
READABLE_LINED = ("plasma", "cord_legs")
_MOST_UNASKED = 4  # endpoints, of a drug that has none of the default goals


def chosen_sites(
    asked: Sequence[str] | None, known: Sequence[str], *, lined: bool = False
) -> tuple[str, ...]:
    """Return the sites asked for; else the few that are easily read together, or all.

    With a line for each person (``lined``) fewer are.

    Raises
    ------
    UnknownName
        If one that was asked for is not known.
    """
    if asked is not None:
        return _asked("site", asked, known)
    few = READABLE_LINED if lined else READABLE_SITES
    return tuple(name for name in few if name in known) or tuple(known)


def chosen_endpoints(asked: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """Return the endpoints asked for; else those of the default goals, or the first few.

    Raises
    ------
    UnknownName
        If one that was asked for is not known.
    """
    if asked is not None:
        return _asked("endpoint", asked, known)
    wanted = tuple(name for name in default_endpoints() if name in known)
    return wanted or tuple(known)[:_MOST_UNASKED]


def default_endpoints() -> tuple[str, ...]:
    """Return the endpoints that the default goals name."""
    return tuple(goal.endpoint for goal in Goals().goals)


def _asked(kind: str, asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    names = (asked,) if isinstance(asked, str) else tuple(dict.fromkeys(asked))
    for name in names:
        if name not in known:
            raise unknown_name(kind, name, known)
    return names
