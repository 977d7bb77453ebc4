"""Models of one body that take turns: what differs between them changes at given times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from titrate.errors import InvalidModel
from titrate.pk.compartments import CompartmentModel
from titrate.pk.parts import Delay, Entry, Flow, Site
from titrate.pk.rates import Rate, Steps
from titrate.timecourse import Array

_RATES = "Only rates change in time: let clearances and rates differ, and volumes and shares stay."


def in_turn(
    usual: CompartmentModel, models: Iterable[CompartmentModel], starts_h: Sequence[float]
) -> CompartmentModel:
    """Return the model that is each of some models from its start on.

    Parameters
    ----------
    usual : CompartmentModel
    models : iterable of CompartmentModel
        Of the same body: they differ from the usual one in the rates of flows and delays.
    starts_h : sequence of float
        When each begins, in h; the first is 0.

    Raises
    ------
    InvalidModel
        If they differ in anything else, naming it.
    """
    flows: list[list[Rate]] = [[] for _ in usual.flows]
    delays: list[list[Rate]] = [[] for _ in usual.delays]
    for model in models:
        _require_alike(usual, model)
        _gather(flows, usual.flows, model.flows)
        _gather(delays, usual.delays, model.delays)
    turning = zip(usual.flows, flows, strict=True)
    following = zip(usual.delays, delays, strict=True)
    return replace(
        usual,
        flows=tuple(replace(f, rate_per_h=_rate(f, rates, starts_h)) for f, rates in turning),
        delays=tuple(replace(d, rate_per_h=_rate(d, rates, starts_h)) for d, rates in following),
    )


def _gather(
    rates: list[list[Rate]],
    usual: Sequence[Flow] | Sequence[Delay],
    parts: Sequence[Flow] | Sequence[Delay],
) -> None:
    """Add the rates of one model; one that is as usual takes no memory of its own."""
    for own, before, part in zip(rates, usual, parts, strict=True):
        same = _same(before.rate_per_h, part.rate_per_h)
        own.append(before.rate_per_h if same else part.rate_per_h)


def _rate(part: Flow | Delay, rates: Sequence[Rate], starts_h: Sequence[float]) -> Rate:
    if all(_same(one, other) for one, other in pairwise(rates)):
        return rates[0]
    plain: list[float | Array] = []
    for rate in rates:
        if isinstance(rate, Steps) or callable(rate):
            what = (
                f"The flow {part.source} -> {part.target}"
                if isinstance(part, Flow)
                else f"The delay {part.name!r}"
            )
            raise InvalidModel(
                f"{what} changes in time, or with the amount, and from occasion to occasion.",
                "Let its rate be a number, or the same on every occasion.",
            )
        plain.append(rate)
    return Steps(tuple(starts_h), tuple(plain))


def _require_alike(one: CompartmentModel, other: CompartmentModel) -> None:
    def named(model: CompartmentModel) -> object:
        flows = tuple((flow.source, flow.target) for flow in model.flows)
        delays = tuple((delay.name, delay.of) for delay in model.delays)
        entries = tuple((e.route, e.compartment, e.at) for e in model.entries)
        return model.compartments, flows, delays, entries, model.site_names

    if named(one) != named(other):
        raise InvalidModel("The body has other parts on another occasion.", _RATES)
    for mine, theirs in zip(one.sites, other.sites, strict=True):
        if not _same_weights(mine, theirs):
            raise InvalidModel(
                f"The weights of the site {mine.name!r} differ from occasion to occasion.", _RATES
            )
    for mine, theirs in zip(one.entries, other.entries, strict=True):
        if not _same_door(mine, theirs):
            raise InvalidModel(
                f"The share or the lag of the entry {mine.route} -> {mine.compartment} differs "
                "from occasion to occasion.",
                _RATES,
            )


def _same_weights(mine: Site, theirs: Site) -> bool:
    weights: Mapping[str, float | Array] = theirs.weights
    return list(mine.weights) == list(weights) and all(
        _same(weight, weights[state]) for state, weight in mine.weights.items()
    )


def _same_door(mine: Entry, theirs: Entry) -> bool:
    if callable(mine.share) or callable(theirs.share):
        # Functions cannot be compared; those of one drug are made alike.
        return callable(mine.share) and callable(theirs.share) and mine.lag_h == theirs.lag_h
    return mine.lag_h == theirs.lag_h and _same(mine.share, theirs.share)


def _same(one: object, other: object) -> bool:
    if isinstance(one, float | np.ndarray) and isinstance(other, float | np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, Steps) and isinstance(other, Steps):
        return one.at_h == other.at_h and all(map(_same, one.values, other.values))
    return callable(one) and callable(other)
