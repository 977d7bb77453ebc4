"""People drawn from a seed: covariates, deviations from typical, occasions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_between,
    require_choice,
    require_kind,
    require_not_negative,
    require_one,
    require_text,
    shown,
)
from titrate.parameters import ParameterSet, PatientDefaults
from titrate.patients.between import require_possible, spread_of
from titrate.patients.columns import Column, Columns
from titrate.patients.distributions import (
    Distribution,
    Lognormal,
    Normal,
    Uniform,
    distribution_of,
    drawn_within,
)
from titrate.patients.draws import Seed, checked_seed, key_for, uniform, words_in_turn
from titrate.patients.occasions import Occasions
from titrate.patients.patient import ORIGINS, Patient, limits_of
from titrate.patients.table import columns_of_table
from titrate.patients.together import Pair, combined, factors_of_pairs, separated
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

Spread = float | tuple[float, float] | Distribution
Shares = str | Mapping[str, float]

_DRUG = "Load it first: drug = tt.load_drug(...)."
# Some 0.3 GB of columns; beyond it memory would end, and with it the program.
MOST_PEOPLE = 1_000_000
# People are counted in one word of 64 bits, with a sign.
_COUNTER = 2**63 - MOST_PEOPLE
# Shares that somebody typed add up to 1 to about this.
_ROUND_OFF = 1e-9


@runtime_checkable
class Drug(Protocol):
    """What is asked of a drug: how people differ in it, and whom it is for."""

    @property
    def parameters(self) -> ParameterSet:
        """Parameters with their spread between people."""
        ...

    @property
    def patient(self) -> PatientDefaults:
        """Limits of belief, by covariate."""
        ...


def sampled(
    n: int,
    *,
    seed: Seed | None,
    drug: Drug | None,
    given: Mapping[str, Spread | Shares | None],
    covariates: pd.DataFrame | None,
    cv_percent: Mapping[str, float] | None,
    correlations: Mapping[Pair, float] | None,
    omega: pd.DataFrame | Mapping[str, Mapping[str, float]] | None,
    occasions: Occasions | None,
    after: int,
    prefix: str,
) -> Columns:
    """Return people drawn from a seed; see `titrate.Population.sample`."""
    count, first = _whole("n", n, 1), _whole("after", after, 0)
    if count > MOST_PEOPLE:
        raise InvalidValue(
            f"n is {count:,}.",
            f"At most {MOST_PEOPLE:,} are drawn at a time; after= draws the next ones.",
        )
    if first >= _COUNTER:
        raise InvalidValue(f"after is {first}.", "Give how many people come before: after=1000.")
    require_text("prefix", prefix)
    root = checked_seed(seed)
    if drug is None:
        raise InvalidValue("The drug is missing.", _DRUG)
    require_kind("drug", drug, Drug, _DRUG)
    of_covariates, of_parameters = separated(correlations)
    spread = spread_of(drug.parameters, cv_percent, of_parameters, omega)
    draw = _Draw(root, first, count)
    found, notes = _covariates(draw, drug.patient.domain, given, covariates, of_covariates)
    names = tuple(f"{prefix}{number}" for number in range(first + 1, first + count + 1))
    eta = spread.deviations(root, first, count)
    require_possible(drug.parameters, eta, names)
    streams = words_in_turn(key_for(root, "person"), first, count)
    people = Columns(names, found, eta, streams, notes=notes)
    return people.with_occasions(occasions, root)


class _Draw:
    """Numbers between 0 and 1 for people in a row, by purpose."""

    def __init__(self, seed: np.random.SeedSequence, first: int, count: int) -> None:
        self.seed, self.first, self.count = seed, first, count

    def __call__(self, *purpose: str) -> Array:
        return uniform(words_in_turn(key_for(self.seed, *purpose), self.first, self.count))


def _covariates(
    draw: _Draw,
    domain: Mapping[str, tuple[float, float]],
    given: Mapping[str, Spread | Shares | None],
    frame: pd.DataFrame | None,
    together: Mapping[Pair, float],
) -> tuple[dict[str, Column], tuple[str, ...]]:
    found: dict[str, Column] = {}
    notes: list[str] = []
    if frame is not None:
        found = _from_rows(draw, frame, domain)
        notes.append(f"Covariates are whole rows drawn from a table of {len(frame):,}.")
    in_order = (*found, *given)
    drawn: dict[str, Distribution] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name in found:
            raise InvalidValue(
                f"{name} is given, and is a column of covariates too.", "Leave one of them out."
            )
        if name == "origin":
            found[name] = _origins(draw, value)
            continue
        spread = distribution_of(name, value)
        if isinstance(spread, Lognormal | Normal | Uniform):
            drawn[name] = spread
        else:
            Patient(**{name: spread})  # pyright: ignore[reportArgumentType]  for its checks
            require_between(name, spread, *_limits(name, domain))
            found[name] = np.full(draw.count, spread)
    shares = _shares(draw, tuple(drawn), together)
    for name, spread in drawn.items():
        found[name], note = drawn_within(name, spread, *_limits(name, domain), shares[name])
        notes += [note] if note else []
    return {name: found[name] for name in in_order if name in found}, tuple(notes)


def _limits(name: str, domain: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    low, _, high = limits_of(name)
    lowest, highest = domain.get(name, (low, high))
    return max(low, lowest), min(high, highest)


def _shares(draw: _Draw, names: Sequence[str], together: Mapping[Pair, float]) -> dict[str, Array]:
    """Return everybody's share of people below, by covariate: numbers between 0 and 1.

    Those that go together do so as normal numbers (a Gaussian copula), so that each keeps its own
    distribution exactly; one that goes with no earlier one keeps its draws.
    """
    own = {name: draw("covariate", name) for name in names}
    for name in (name for pair in together for name in pair):
        if name not in own:
            number = "" if name == "origin" else f"Give it one: {name}=(mean, sd). "
            raise InvalidValue(
                f"correlations names {name!r}, which is not drawn from a distribution.",
                f"{number}What goes together in a table comes from covariates=; otherwise leave "
                "the pair out.",
            )
    if not together:
        return own
    from scipy.special import ndtr, ndtri

    factors = factors_of_pairs(names, together)
    scores = combined(factors, [np.asarray(ndtri(own[name])) for name in names])
    return {
        name: own[name] if np.count_nonzero(factors[row]) == 1 else np.asarray(ndtr(scores[row]))
        for row, name in enumerate(names)
    }


def _from_rows(
    draw: _Draw, frame: pd.DataFrame, domain: Mapping[str, tuple[float, float]]
) -> dict[str, Column]:
    table = columns_of_table("covariates", frame)
    if table.eta:
        raise InvalidValue(
            f"covariates has the column 'eta_{next(iter(table.eta))}'.",
            "Deviations are drawn; for people as they are in a table use Population.from_frame.",
        )
    rows = np.floor(draw("covariates") * len(frame)).astype(np.intp)
    for name, column in table.covariates.items():
        if name in domain:
            require_between(f"covariates[{name!r}]", column, *domain[name])  # pyright: ignore[reportArgumentType]
    return {name: column[rows] for name, column in table.covariates.items()}


def _origins(draw: _Draw, value: object) -> Column:
    if not isinstance(value, Mapping):
        return np.full(draw.count, require_choice("origin", value, ORIGINS))  # pyright: ignore[reportArgumentType]
    shares: dict[str, float] = {}
    for name, share in value.items():
        what = f"the share of origin {require_choice('origin', name, ORIGINS)!r}"
        shares[name] = float(require_not_negative(what, require_one(what, share)))
    total = sum(shares.values())
    if abs(total - 1) > _ROUND_OFF:
        raise InvalidValue(
            f"The shares of origin add up to {total:g}.",
            'Shares add up to 1: origin={"ms": 0.5, "spinal": 0.5}.',
        )
    # In one order, whatever order they are written in.
    present = [name for name in ORIGINS if shares.get(name)]
    up_to = np.cumsum([shares[name] for name in present])[:-1]
    return np.array(present)[np.searchsorted(up_to, draw("covariate", "origin"), side="right")]


def _whole(what: str, value: int, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise InvalidValue(f"{what} is {shown(value)}.", f"Give a whole number: {what}=100.")
    if value < least:
        hint = "A population has at least one person." if least else "It cannot be negative."
        raise InvalidValue(f"{what} is {value}.", hint)
    return int(value)
