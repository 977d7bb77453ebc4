"""Which people are meant: by place, name, slice, list of places or True and False."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from titrate.errors import InvalidValue, shown, unknown_name
from titrate.markup import tally

_CHOOSE = "Choose by a place, a name, a slice, a list of places or of True and False."
_WHERE = 'Give True or False for each person, or a function: lambda frame: frame["age_y"] > 65.'
_LISTED = 10

Who = int | np.integer | str | slice | npt.ArrayLike


def chosen_by(who: Who, names: Sequence[str]) -> int | slice | np.ndarray:
    """Return the place of one person, or a slice or the places of several.

    Raises
    ------
    UnknownName
        If nobody has that name.
    InvalidValue
        If it is no way to choose, or a place that is not there.
    """
    if isinstance(who, str):
        return _place_of(who, names)
    if isinstance(who, slice):
        return _checked_slice(who)
    found = _as_array(who)
    if found.dtype.kind == "b" and found.ndim == 1:
        return np.flatnonzero(checked_mask(found, len(names)))
    if found.dtype.kind not in "iu" or found.ndim > 1:
        raise InvalidValue(f"population[...] was asked for {shown(who)}.", _CHOOSE)
    beyond = (found < -len(names)) | (found >= len(names))
    if np.any(beyond):
        raise InvalidValue(
            f"There is no place {int(found[beyond].flat[0])} in "
            f"{tally(len(names), 'person', 'people')}.",
            "Places count from 0.",
        )
    return found if found.ndim else int(found)


def checked_mask(mask: npt.ArrayLike, count: int) -> np.ndarray:
    """Return True or False for each of ``count`` people, (people,)."""
    found = _as_array(mask)
    if found.dtype.kind != "b" or found.ndim != 1:
        raise InvalidValue(f"The condition is {shown(mask)}.", _WHERE)
    if len(found) != count:
        raise InvalidValue(
            f"The condition is about {tally(len(found), 'person', 'people')} and there are "
            f"{count:,}.",
            _WHERE,
        )
    return found


def no_condition() -> InvalidValue:
    """Return the error for a choice without any condition."""
    return InvalidValue("No condition is given.", _WHERE)


def _place_of(name: str, names: Sequence[str]) -> int:
    if name not in names:
        heading = "The first patients" if len(names) > _LISTED else "Patients"
        raise unknown_name("patient", name, names[:_LISTED], plural=heading)
    return names.index(name)


def _as_array(given: npt.ArrayLike) -> np.ndarray:
    try:
        return np.asarray(given)
    except (TypeError, ValueError):  # a list of lists of different lengths
        return np.asarray(None)


def _checked_slice(who: slice) -> slice:
    for end in (who.start, who.stop, who.step):
        if end is not None and not isinstance(end, int | np.integer):
            raise InvalidValue(f"population[...] was asked for {shown(who)}.", _CHOOSE)
    if who.step == 0:
        raise InvalidValue("population[...] was asked for every 0th person.", _CHOOSE)
    return who
