"""The parts a compartment model is written in: flows, ways in, places to look, delays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from titrate.dosing import ROUTES, SEGMENTS
from titrate.errors import (
    InvalidModel,
    InvalidValue,
    require_all,
    require_choice,
    require_mapping,
    require_not_negative,
    require_text,
    shown,
)
from titrate.pk.rates import Rate, Steps, checked_rate, is_linear, rate_value
from titrate.timecourse import Array

UNABSORBED = "unabsorbed"

Share = float | Array | Steps | Callable[[Array], Array]
Weight = float | Array | Steps


@dataclass(frozen=True, eq=False)
class Flow:
    """Movement of drug: ``rate_per_h`` times the amount in ``source``, into ``target``.

    Parameters
    ----------
    source, target : str
        Compartments.
    rate_per_h : float, Array (people,), Steps, Saturable or callable
        A number or one per person; `Steps` where it changes at cuts. `Saturable`, or any function
        of the amount in the source (ug, array in, array out), makes the model non-linear.
    """

    source: str
    target: str
    rate_per_h: Rate

    def __post_init__(self) -> None:
        for name in ("source", "target"):
            _require_name(f"The {name} of a flow", getattr(self, name), "compartment")
        label = f"the rate of the flow {self.source} -> {self.target}"
        object.__setattr__(self, "rate_per_h", checked_rate(label, self.rate_per_h))

    @property
    def is_linear(self) -> bool:
        """Whether the flow is proportional to the amount in its source."""
        return is_linear(self.rate_per_h)


@dataclass(frozen=True, eq=False)
class Entry:
    """A way in: doses of ``route`` arrive in ``compartment``.

    Parameters
    ----------
    route : {"oral", "iv", "intrathecal"}
    compartment : str
    share : float, Array (people,), Steps or callable, default 1
        Share of the dose that arrives, 0 to 1; `Steps` where it depends on when the dose is given
        (an infusion belongs to the time at which it begins); a function of the dose (ug, array in,
        array out) where uptake saturates. What no entry of the route takes goes to ``unabsorbed``.
    lag_h : float, default 0
        Delay between the dose and its arrival, in h.
    at : str, optional
        The place of a catheter tip that this entry serves, for routes that have several.
    """

    route: str
    compartment: str
    share: Share = 1.0
    lag_h: float = 0.0
    at: str | None = None

    def __post_init__(self) -> None:
        require_choice("route", self.route, ROUTES)
        _require_name(f"The target of the {self.route} entry", self.compartment, "compartment")
        _require_place(self.route, self.at)
        label = f"the lag of the entry {self.route} -> {self.compartment}"
        if np.ndim(np.asarray(self.lag_h, dtype=object)):
            raise InvalidValue(
                f"{label} has one value per person.",
                "Everyone shares one clock; solve people with different lags one by one.",
            )
        object.__setattr__(self, "lag_h", float(require_not_negative(label, self.lag_h)))
        if not callable(self.share):
            label = f"the share of the entry {self.route} -> {self.compartment}"
            share: Any = (
                self.share if isinstance(self.share, Steps) else rate_value(label, self.share)
            )
            for value in share.values if isinstance(share, Steps) else (share,):
                if np.any(np.asarray(value) > 1):
                    raise InvalidValue(f"{label} is {value!r}.", "It must lie between 0 and 1.")
            object.__setattr__(self, "share", share)


@dataclass(frozen=True, eq=False)
class Site:
    """A place to look: a concentration in ug/L, the weighted sum of compartments and delays.

    Parameters
    ----------
    name : str
    weights : mapping of str to float, Array (people,) or Steps
        Per compartment one over its volume (1/L); per delay a plain number, since a delay is a
        concentration already. Not negative: a concentration is a sum of what is there. Where a
        volume changes, by `Steps`, the amount stays and the concentration jumps.
    """

    name: str
    weights: Mapping[str, Weight] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_text("The name of a site", self.name)
        what = f"What the site {self.name!r} looks at"
        require_mapping(what, self.weights, 'compartments and weights: {"plasma": 1 / volume_L}')
        if not self.weights:
            raise InvalidModel(
                f"The site {self.name!r} looks at nothing.",
                "Give weights={compartment: 1 / volume_L}.",
            )
        checked: dict[str, Weight] = {}
        for state, weight in self.weights.items():
            label = f"the weight of {state!r} in the site {self.name!r}"
            checked[state] = weight if isinstance(weight, Steps) else rate_value(label, weight)
        object.__setattr__(self, "weights", checked)


@dataclass(frozen=True, eq=False)
class Delay:
    """A concentration that follows a site and holds no drug: ``d/dt = rate (site - delay)``.

    Parameters
    ----------
    name : str
    of : str
        The site it follows.
    rate_per_h : float, Array (people,) or Steps
    """

    name: str
    of: str
    rate_per_h: Rate

    def __post_init__(self) -> None:
        require_text("The name of a delay", self.name)
        _require_name(f"What the delay {self.name!r} follows", self.of, "site")
        label = f"the rate of the delay {self.name!r}"
        object.__setattr__(self, "rate_per_h", checked_rate(label, self.rate_per_h))
        if not is_linear(self.rate_per_h):
            raise InvalidModel(
                f"{label} is a function.", "A delay follows at a fixed rate; give a number."
            )


_KINDS = {"flows": Flow, "entries": Entry, "sites": Site, "delays": Delay}
_SLOT_OF: dict[type, str] = {kind: slot for slot, kind in _KINDS.items()}
_EXAMPLES = {
    "flows": 'flows=(Flow("plasma", "urine", 0.3),)',
    "entries": 'entries=(Entry("iv", "plasma"),)',
    "sites": 'sites=(Site("plasma", {"plasma": 1 / 30}),)',
    "delays": 'delays=(Delay("cord", "plasma", 0.5),)',
}


def parts_of(slot: str, parts: Iterable[Any]) -> tuple[Any, ...]:
    """Return what a model is given as its flows, entries, sites or delays, each of that kind.

    Raises
    ------
    InvalidValue
        If it is one part and not a tuple of them, or a part of another kind.
    """
    for part in parts if isinstance(parts, tuple | list) else (parts,):
        own = _SLOT_OF.get(type(part), slot)
        if own != slot:
            raise InvalidValue(f"{slot} holds {shown(part)}.", f"Give it among the {own}.")
    return require_all(slot, parts, _KINDS[slot], _EXAMPLES[slot])


def _require_name(what: str, name: str, kind: str) -> None:
    require_text(what, name, f"Give the name of a {kind}.")


def _require_place(route: str, at: str | None) -> None:
    if at is None:
        return
    require_choice("segment", at, SEGMENTS)
    if route != "intrathecal":
        raise InvalidValue(
            f"The {route} entry is at {at!r}.",
            "Only an intrathecal entry has a place; leave at out.",
        )


RightHandSide = Callable[[float, Mapping[str, float]], Mapping[str, float]]
