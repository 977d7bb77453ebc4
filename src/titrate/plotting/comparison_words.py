"""A comparison in few words: its title, and what its cases have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from titrate.patients import People
from titrate.plotting.names import people_words
from titrate.search import Comparison
from titrate.search.varied_names import varied_words

_NAMED = 3  # more cases than these are counted in a title, not named
_LEFT_OUT = "…"


def comparison_words(comparison: Comparison) -> str:
    """Return the title of a comparison: the one thing changed, or what stands side by side."""
    if comparison.varied:
        return comparison.title
    names = list(comparison)
    if len(names) > _NAMED:
        return f"{len(names)} cases side by side"
    return f"Side by side: {', '.join(names)}"


def is_ordered(comparison: Comparison) -> bool:
    """Return whether the cases are values of one thing, in order of size or its reverse."""
    values = [_value(name, comparison.unit) for name in comparison]
    known = [value for value in values if value is not None]
    up = sorted(known)
    return bool(comparison.varied) and len(known) == len(values) and known in (up, up[::-1])


def ranks(comparison: Comparison) -> list[int]:
    """Return the place of each case in the ramp: by size where ordered, else as given."""
    values = [_value(name, comparison.unit) for name in comparison]
    descending = is_ordered(comparison) and len(values) > 1 and (values[0] or 0) > (values[-1] or 0)
    return list(range(len(values)))[:: -1 if descending else 1]


def who_words(comparison: Comparison, everybody: Iterable[People]) -> str:
    """Return who was treated, where it is the same in every case; else that it changes."""
    every, varied = list(everybody), comparison.varied
    covariate = any(varied in who.covariates for who in every)
    said = list(dict.fromkeys(people_words(who, without=varied) for who in every))
    of = "One patient" if all(who.alone for who in every) else "People"
    who = capital(said[0]) if len(said) == 1 else of
    if covariate:
        return f"{who}, {varied_words(varied)} as named"
    return who if len(said) == 1 else f"{who} as named"


def in_common(texts: Sequence[str]) -> str:
    """Return what texts share, word by word: "oral … mg every 8 h for 3 days"."""
    shared = texts[0].split()
    for text in texts[1:]:
        words = text.split()
        blocks = SequenceMatcher(None, shared, words, autojunk=False).get_matching_blocks()
        kept: list[str] = []
        a_end = b_end = 0
        for a, b, size in blocks:
            if (a > a_end or b > b_end) and kept[-1:] != [_LEFT_OUT]:
                kept.append(_LEFT_OUT)
            kept += shared[a : a + size]
            a_end, b_end = a + size, b + size
        shared = kept
    return " ".join(shared)


def together(names: Sequence[str], unit: str) -> str:
    """Return several cases as one name: "4, 8, 12 L/h"."""
    bare = [name.removesuffix(unit).strip() for name in names] if unit else list(names)
    shown = ", ".join(bare) if len(bare) <= _NAMED else f"{bare[0]} to {bare[-1]}"
    if not unit and len(bare) > _NAMED:
        shown = f"{bare[0]} and {len(bare) - 1} more"
    return f"{shown} {unit}".strip()


def capital(words: str) -> str:
    """Return words with a capital in front."""
    return words[:1].upper() + words[1:]


def _value(name: str, unit: str) -> float | None:
    try:
        return float(name.removesuffix(unit).strip() if unit else name)
    except ValueError:
        return None
