"""Checks on kinds of argument, at the doors that a user knocks at.

Each returns the value, so that a check reads as part of the assignment. ``what`` names the
argument as its user wrote it; ``hint`` says what to give.
"""

from collections.abc import Collection, Iterable, Mapping
from types import UnionType
from typing import Any, TypeVar

import numpy as np

from titrate.errors.kinds import InvalidValue
from titrate.errors.wording import shown, unknown_name

Value = TypeVar("Value")
Item = TypeVar("Item")


def require_kind(what: str, value: Value, kind: type | UnionType, hint: str) -> Value:
    """Return ``value`` if it is a ``kind``, else raise `InvalidValue` with the hint."""
    if not isinstance(value, kind):
        raise InvalidValue(f"{what} is {shown(value)}.", hint)
    return value


def require_text(what: str, value: str, hint: str = "Give text.") -> str:
    """Return ``value`` if it is text."""
    return require_kind(what, value, str, hint)


def require_callable(what: str, value: Value, hint: str) -> Value:
    """Return ``value`` if it can be called."""
    if not callable(value):
        raise InvalidValue(f"{what} is {shown(value)}, which is no function.", hint)
    return value


def require_flag(what: str, value: bool) -> bool:
    """Return ``value`` if it is true or false and nothing that merely counts as such."""
    return bool(require_kind(what, value, bool | np.bool_, "Give True or False."))


def require_choice(
    kind: str, name: str, names: Collection[str], *, plural: str | None = None
) -> str:
    """Return ``name`` if it is one of ``names``, else raise `UnknownName`; see `unknown_name`."""
    if not isinstance(name, str) or name not in names:
        raise unknown_name(kind, name, names, plural=plural)
    return name


def require_several(what: str, values: Iterable[Item], example: str) -> tuple[Item, ...]:
    """Return what is in a list, a tuple or an array; not the letters of a text.

    Raises
    ------
    InvalidValue
        If ``values`` is one thing and not several, or a mapping; ``example`` says what to give.
    """
    if isinstance(values, str | bytes | Mapping) or not _iterable(values):
        raise InvalidValue(f"{what} is {shown(values)}.", f"Give several: {example}.")
    return tuple(values)


def require_all(
    what: str, values: Iterable[Item], kind: type[Item], example: str
) -> tuple[Item, ...]:
    """Return several things, each of one kind.

    Raises
    ------
    InvalidValue
        If they are one such thing alone, as after a forgotten comma, or one is of another kind.
    """
    if isinstance(values, kind):
        text = kind is str
        one = "one text and not several names" if text else f"one {kind.__name__} and not a tuple"
        hint = f"Give {example}." if text else f"Mind the comma: {example}."
        raise InvalidValue(f"{what} is {shown(values)}, which is {one}.", hint)
    found = require_several(what, values, example)
    for place, item in enumerate(found):
        if not isinstance(item, kind):
            raise InvalidValue(f"{what}[{place}] is {shown(item)}.", f"Give {example}.")
    return found


def require_names(what: str, names: Iterable[str], example: str) -> tuple[str, ...]:
    """Return a tuple of names, which is not one text."""
    return require_all(what, names, str, example)


def require_mapping(what: str, value: Mapping[str, Item], example: str) -> Mapping[str, Item]:
    """Return ``value`` if it is a mapping whose keys are text."""
    if not isinstance(value, Mapping):
        raise InvalidValue(f"{what} is {shown(value)}.", f"Give {example}.")
    for name in value:
        if not isinstance(name, str):
            raise InvalidValue(f"{what} has the name {shown(name)}.", f"Names are text: {example}.")
    return value


def require_pair(what: str, value: Any, hint: str = "Give (low, high).") -> tuple[Any, Any]:
    """Return the two things in a tuple or a list of two."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InvalidValue(f"{what} is {shown(value)}.", hint)
    return value[0], value[1]


def _iterable(value: object) -> bool:
    # An array without axes says that it can be iterated, and cannot.
    return isinstance(value, Iterable) and getattr(value, "ndim", 1) != 0
