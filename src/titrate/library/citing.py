"""The verb `cite`: the sources behind anything that numbers of a drug went into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from titrate.errors import InvalidValue, require_choice, shown
from titrate.model import DrugModel
from titrate.parameters import Door, Parameter, ParameterSet, bibliography, bibtex
from titrate.search import DoseWindow
from titrate.simulation import Provenance, Result

_STYLES = {"text": bibliography, "bibtex": bibtex}
_HINT = (
    "Give a drug, its parameters or one of them, a result, a dose window, a dose map, an "
    "ensemble, a comparison, or the provenance of one."
)


@dataclass(frozen=True)
class _Used:
    """The numbers and the doors that something rests on."""

    entries: tuple[Parameter, ...]
    doors: tuple[tuple[str, Door], ...] = ()


def cite(x: object, *, style: str = "text") -> str:
    """Return the sources behind something, and which of its numbers have none.

    Parameters
    ----------
    x : DrugModel, ParameterSet, Parameter, Result, DoseWindow, DoseMap, Comparison or Ensemble
        Of a result or a window these are the numbers it was worked out with, those changed in
        memory among the ones without a source, and the doors its doses went in by. Anything else
        that has a `provenance`, and any mapping of such things, will do.
    style : {"text", "bibtex"}
        Text to print, each source with what was read of it and what stands on it; or entries for
        a bibliography, with what the drug's file says of the source and nothing else.

    Raises
    ------
    InvalidValue
        If nothing is known to stand behind ``x``.
    UnknownName
        If there is no such style.

    Examples
    --------
    >>> import titrate as tt
    >>> drug = tt.load_drug("baclofen")
    >>> print(tt.cite(drug.parameters["bioavailability"]).partition(":")[0])
    bioavailability 0.74, published
    """
    write = _STYLES[require_choice("style", style, _STYLES)]
    used = _used_by(x)
    written = write(used.entries, used.doors)
    if isinstance(x, Parameter) and style == "text":
        return f"{x.told()}\n{written}"
    return written


def _used_by(x: object) -> _Used:
    if isinstance(x, Parameter):
        return _Used((x,))
    if isinstance(x, ParameterSet):
        return _Used(x.entries)
    if isinstance(x, DrugModel):
        return _Used(x.parameters.entries, tuple(x.doors.items()))
    provenance = x if isinstance(x, Provenance) else getattr(x, "provenance", None)
    if isinstance(provenance, Provenance):
        routes = _routes_of(x)
        every = provenance.doors.items()
        doors = tuple((r, door) for r, door in every if routes is None or r in routes)
        return _Used(provenance.parameters.entries, doors)
    if isinstance(x, Mapping) and x:
        return _all_of([_used_by(item) for item in x.values()])
    raise InvalidValue(f"What is to be cited is {shown(x)}.", _HINT)


def _routes_of(x: object) -> set[str] | None:
    """Return the routes that doses went in by, None where it could be any."""
    if isinstance(x, Result):
        return {part.route for part in x.regimen.daily_parts}
    return {x.route} if isinstance(x, DoseWindow) else None


def _all_of(each: Iterable[_Used]) -> _Used:
    each = tuple(each)
    entries = dict.fromkeys(entry for used in each for entry in used.entries)
    return _Used(tuple(entries), tuple(door for used in each for door in used.doors))
