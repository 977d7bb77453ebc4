"""People as a drug sees them: every covariate known, one array each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from titrate.errors import InvalidValue, require_between, unknown_name
from titrate.markup import tally
from titrate.patients.columns import Column, Columns
from titrate.patients.draws import Words, streams_named
from titrate.patients.occasions import PersonalOccasions
from titrate.patients.patient import COVARIATES, Patient
from titrate.patients.population import Population
from titrate.timecourse import Array, frozen


@dataclass(frozen=True, eq=False)
class People:
    """People as a drug sees them: every covariate known, one array per covariate.

    Parameters
    ----------
    names : tuple of str
    covariates : mapping of name to array (people,)
    eta : mapping of parameter name to Array (people,)
    by_default : tuple of str
        Covariates that somebody left to the drug's defaults.
    alone : bool
        Whether this is one `Patient` and no population.
    streams : unsigned array (people,), optional
        Who people are, as far as draws go; by default that follows from their names.
    occasions : PersonalOccasions, optional
        What differs from occasion to occasion.
    notes : tuple of str
        What a reader of results should know of how the people came about.
    """

    names: tuple[str, ...]
    covariates: Mapping[str, Column]
    eta: Mapping[str, Array]
    by_default: tuple[str, ...]
    alone: bool
    streams: Words | None = None
    occasions: PersonalOccasions | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    def take(self, who: slice) -> People:
        """Return some of the people."""
        return People(
            self.names[who],
            {name: column[who] for name, column in self.covariates.items()},
            {name: values[who] for name, values in self.eta.items()},
            self.by_default,
            self.alone,
            None if self.streams is None else self.streams[who],
            None if self.occasions is None else self.occasions.take(who),
            self.notes,
        )

    def on_occasion(self, occasion: int) -> People:
        """Return the people as they are on one occasion, counted from 0."""
        if self.occasions is None:
            return self
        own = self.occasions.deviations(occasion)
        return replace(
            self,
            eta={**self.eta, **{name: self.eta.get(name, 0.0) + own[name] for name in own}},
            occasions=None,
        )

    @property
    def known_streams(self) -> Words:
        """Who people are, as far as draws go, (people,)."""
        return streams_named(self.names) if self.streams is None else self.streams

    def __getitem__(self, covariate: str) -> Column:
        if covariate in COVARIATES and covariate not in self.covariates:
            raise InvalidValue(
                f"{covariate} is not given, and the drug has no default for it.",
                f"Say it: Patient({covariate}=...).",
            )
        if covariate not in self.covariates:
            raise unknown_name("patient covariate", covariate, COVARIATES, plural="Covariates")
        return self.covariates[covariate]

    def number(self, covariate: str) -> Array:
        """Return a covariate that is a number, (people,)."""
        return np.asarray(self[covariate], dtype=np.float64)

    def __repr__(self) -> str:
        if not self.alone:
            return f"<{tally(len(self), 'person', 'people')}>"
        shown = [f"{name}={_shown(column[0])}" for name, column in self.covariates.items()]
        shown += [f"eta[{name}]={values[0]:g}" for name, values in self.eta.items()]
        defaults = ", ".join(self.by_default)
        return f"Patient({', '.join(shown)})" + (f"; by default: {defaults}" if defaults else "")


def _shown(value: object) -> str:
    return repr(str(value)) if isinstance(value, str) else f"{value:g}"


def people_of(
    who: Patient | Population,
    defaults: Mapping[str, float | str],
    domain: Mapping[str, tuple[float, float]],
) -> People:
    """Return people with every covariate known and within the domain of a drug.

    Parameters
    ----------
    who : Patient or Population
    defaults : mapping of covariate to value
    domain : mapping of covariate to (lowest, highest)

    Raises
    ------
    InvalidValue
        If a covariate lies outside the domain.
    """
    many = isinstance(who, Population)
    columns = who.columns if many else Columns.of((who,), ("1",))
    covariates: dict[str, Column] = {}
    by_default: list[str] = []
    for name in COVARIATES:
        column = columns.covariates.get(name, _nobody(len(columns.names)))
        left_open = column == "" if column.dtype.kind == "U" else np.isnan(column)
        if np.any(left_open):
            if name not in defaults:
                continue
            by_default.append(name)
            # Where all is open the default's own kind counts: a word, or a number.
            default = np.full(len(column), defaults[name])
            column = default if np.all(left_open) else np.where(left_open, default, column)
        if name in domain:
            _require_within(name, column, domain[name], columns.names)
        column.setflags(write=False)
        covariates[name] = column
    return People(
        columns.names,
        covariates,
        {name: frozen(np.nan_to_num(values)) for name, values in columns.eta.items()},
        tuple(by_default),
        not many,
        columns.streams,
        columns.occasions,
        who.notes if many else (),
    )


def _require_within(
    covariate: str, column: Column, domain: tuple[float, float], names: Sequence[str]
) -> None:
    """Raise `InvalidValue` if a covariate of somebody lies outside a domain, and say whose."""
    numbers = column.astype(np.float64)
    beyond = np.flatnonzero((numbers < domain[0]) | (numbers > domain[1]))
    if len(column) > 1 and len(beyond):
        others = f", and {len(beyond):,} people lie outside" if len(beyond) > 1 else ""
        raise InvalidValue(
            f"{covariate} of patient {names[beyond[0]]} is {numbers[beyond[0]]:g}{others}.",
            f"It must lie between {domain[0]:g} and {domain[1]:g}.",
        )
    require_between(covariate, float(numbers[0]), *domain)


def _nobody(count: int) -> Column:
    return np.full(count, np.nan)


def allometric(weight_kg: Array, reference_kg: float, exponent: float) -> Array:
    """Return the factor by which body size scales a quantity, (people,)."""
    return (weight_kg / reference_kg) ** exponent


def chosen(labels: Sequence[str] | Column, values: Mapping[str, float]) -> Array:
    """Return the value that goes with each person's label, (people,).

    Raises
    ------
    UnknownName
        If a label has no value.
    """
    given = np.asarray(labels)
    found = np.zeros(given.shape)
    known = np.zeros(given.shape, dtype=bool)
    for label, value in values.items():
        here = given == label
        found[here] = value
        known |= here
    if not np.all(known):
        raise unknown_name("label", str(given[~known][0]), values)
    return found
