"""Models of one body that take turns: what differs between them changes at given times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from titrate.errors import InvalidModel
from titrate.pk.compartments import CompartmentModel
from titrate.pk.parts import Delay, Entry, Flow, RightHandSide, Site
from titrate.pk.rates import Saturable, Steps
from titrate.timecourse import Array

_CHANGES = "Rates, volumes and shares may differ from occasion to occasion; let the rest stay."
_CLOCK = "Everybody shares one clock for what is on its way; let the lag stay."
# Functions of a dose or an amount are alike if they are so for these, in ug.
_TRIED_UG = 10.0 ** np.arange(7)


def in_turn(
    usual: CompartmentModel, models: Iterable[CompartmentModel], starts_h: Sequence[float]
) -> CompartmentModel:
    """Return the model that is each of some models from its start on.

    Amounts are carried over when a turn begins. A rate acts from then on; where a volume differs
    the concentration jumps; the share of an entry is that of the turn in which a dose is given,
    whenever it arrives.

    Parameters
    ----------
    usual : CompartmentModel
    models : iterable of CompartmentModel
        Of the same body: they differ from the usual one in the rates of flows and delays, in the
        weights of sites and in the shares of entries.
    starts_h : sequence of float
        When each begins, in h; the first is 0.

    Raises
    ------
    InvalidModel
        If they differ in anything else, naming it.
    """
    turns = _Turns(usual, starts_h)
    for model in models:
        turns.add(model)
    return turns.together()


class _Turns:
    """What each number of a body is in turn; a number that is as usual takes no more memory."""

    def __init__(self, usual: CompartmentModel, starts_h: Sequence[float]) -> None:
        self.usual, self.starts_h = usual, tuple(starts_h)
        self.before = _numbers(usual)
        self.values: list[list[Any]] = [[] for _ in self.before]
        self.others: list[RightHandSide | None] = []

    def add(self, model: CompartmentModel) -> None:
        _require_alike(self.usual, model)
        for own, before, value in zip(self.values, self.before, _numbers(model), strict=True):
            own.append(before if _same(before, value) else value)
        self.others.append(model.right_hand_side)

    def together(self) -> CompartmentModel:
        usual, values = self.usual, iter(self.values)
        return replace(
            usual,
            flows=tuple(replace(f, rate_per_h=self._steps(f, next(values))) for f in usual.flows),
            delays=tuple(replace(d, rate_per_h=self._steps(d, next(values))) for d in usual.delays),
            entries=tuple(replace(e, share=self._steps(e, next(values))) for e in usual.entries),
            sites=tuple(
                replace(s, weights={state: self._steps(s, next(values)) for state in s.weights})
                for s in usual.sites
            ),
            right_hand_side=self._right_hand_side(),
        )

    def _steps(self, part: Flow | Delay | Entry | Site, values: Sequence[Any]) -> Any:
        if all(_same(one, other) for one, other in pairwise(values)):
            return values[0]
        if any(isinstance(value, Steps) or callable(value) for value in values):
            raise InvalidModel(
                f"{_called(part)} changes in time, or with the amount, and from occasion to "
                "occasion.",
                "Let it be a number, or the same on every occasion.",
            )
        return Steps(self.starts_h, tuple(values))

    def _right_hand_side(self) -> RightHandSide | None:
        others, starts_h = self.others, np.asarray(self.starts_h)
        if self.usual.right_hand_side is None:
            return None

        def whose_turn(time_h: float, amounts: Any) -> Any:
            other = others[int(np.searchsorted(starts_h, time_h, side="right")) - 1]
            return {} if other is None else other(time_h, amounts)

        return whose_turn


def _numbers(model: CompartmentModel) -> list[Any]:
    """Return all that may differ, in one order: rates of flows and delays, shares, weights."""
    rates = [part.rate_per_h for part in (*model.flows, *model.delays)]
    weights = [weight for site in model.sites for weight in site.weights.values()]
    return [*rates, *(entry.share for entry in model.entries), *weights]


def _called(part: Flow | Delay | Entry | Site) -> str:
    match part:
        case Flow():
            return f"The flow {part.source} -> {part.target}"
        case Delay():
            return f"The delay {part.name!r}"
        case Entry():
            return f"The share of the entry {part.route} -> {part.compartment}"
        case Site():
            return f"A weight of the site {part.name!r}"


def _require_alike(one: CompartmentModel, other: CompartmentModel) -> None:
    def named(model: CompartmentModel) -> object:
        flows = tuple((flow.source, flow.target) for flow in model.flows)
        delays = tuple((delay.name, delay.of) for delay in model.delays)
        entries = tuple((e.route, e.compartment, e.at) for e in model.entries)
        sites = tuple((site.name, tuple(site.weights)) for site in model.sites)
        return model.compartments, flows, delays, entries, sites, model.right_hand_side is None

    if named(one) != named(other):
        raise InvalidModel("The body has other parts on another occasion.", _CHANGES)
    for mine, theirs in zip(one.entries, other.entries, strict=True):
        if mine.lag_h != theirs.lag_h:
            raise InvalidModel(
                f"The lag of the entry {mine.route} -> {mine.compartment} differs from occasion "
                "to occasion.",
                _CLOCK,
            )


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Steps) and isinstance(other, Steps):
        return one.at_h == other.at_h and all(map(_same, one.values, other.values))
    if isinstance(one, Saturable) and isinstance(other, Saturable):
        mine = one.max_rate_ug_per_h, one.half_amount_ug
        return all(map(_same, mine, (other.max_rate_ug_per_h, other.half_amount_ug)))
    if callable(one) and callable(other):
        return one is other or np.array_equal(_tried(one), _tried(other))
    if callable(one) or callable(other) or isinstance(one, Steps) or isinstance(other, Steps):
        return False
    return np.array_equal(one, other)


def _tried(function: Callable[..., object]) -> Array:
    return np.stack([np.asarray(function(np.full(1, ug))) for ug in _TRIED_UG])
