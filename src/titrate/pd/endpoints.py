"""Endpoints: what a person feels or a doctor scores, read from concentrations at sites."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from titrate.errors import (
    InvalidValue,
    require_callable,
    require_choice,
    require_kind,
    require_names,
    require_pair,
    require_text,
    shown,
)
from titrate.pd.tolerance import AnyAdaptation
from titrate.timecourse import Array

Curve = Callable[[Array, Array | float], Array]


@dataclass(frozen=True, eq=False)
class Endpoint:
    """One response.

    Parameters
    ----------
    name : str
    unit : str
        Empty for a share from 0 to 1.
    better : {"higher", "lower"}
    site : str or tuple of str
        Where concentrations are read; or the name of another endpoint, which this one is another
        reading of.
    curve : callable
        Called with what is read, the concentration in ug/L or the other endpoint, shape (people,
        times) (one leading axis more, of sites, where ``site`` is a tuple), and the factor that
        adaptation puts on EC50s; returns the response, shape (people, times).
    adaptation : Adaptation or Tolerance, optional
        None: the factor is always 1.
    meaning : str, optional
        In words, for tables and pictures.
    possible : (float, float), optional
        Between which values it can lie; 0 and 1 for a share, 0 and infinity for anything else.
    caution : str, optional
        What to say wherever a goal is set on it for these people.
    """

    name: str
    unit: str
    better: str
    site: str | tuple[str, ...]
    curve: Curve
    adaptation: AnyAdaptation | None = None
    meaning: str = ""
    possible: tuple[float, float] = (0.0, math.inf)
    caution: str = ""

    def __post_init__(self) -> None:
        for name in ("name", "unit", "meaning", "caution"):
            require_text(f"The {name} of an endpoint", getattr(self, name))
        require_choice("direction", self.better, ("higher", "lower"))
        if not isinstance(self.site, str):
            sites = require_names("site", self.site, 'site="cord" or site=("cord", "blood")')
            object.__setattr__(self, "site", sites)
            if not sites:
                raise InvalidValue("site is empty.", "Name the site that the endpoint reads.")
        require_callable("curve", self.curve, "Give a response curve, such as Hill(66.0).")
        require_kind("adaptation", self.adaptation, AnyAdaptation | None, "Give an Adaptation.")
        _require_order(self.possible)
        if self.unit == "":
            object.__setattr__(self, "possible", (0.0, 1.0))

    @property
    def sites(self) -> tuple[str, ...]:
        """Names of the sites it reads."""
        return (self.site,) if isinstance(self.site, str) else self.site


def with_read(chosen: Iterable[str], endpoints: Sequence[Endpoint]) -> tuple[Endpoint, ...]:
    """Return endpoints by name, each after the endpoints that it reads."""
    by_name = {endpoint.name: endpoint for endpoint in endpoints}
    found: dict[str, Endpoint] = {}
    for name in chosen:
        for read in (*(site for site in by_name[name].sites if site in by_name), name):
            found[read] = by_name[read]
    return tuple(found.values())


def _require_order(possible: tuple[float, float]) -> None:
    """Raise `InvalidValue` unless the pair rises; its ends may be infinite."""
    low, high = require_pair("possible", possible)
    numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in (low, high))
    if not numbers or not low < high:
        raise InvalidValue(f"possible is {shown(possible)}.", "Give (low, high), low first.")
