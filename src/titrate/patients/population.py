"""Ordered people, each of whom keeps their draws wherever they are taken along to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

import numpy as np
import numpy.typing as npt

from titrate.errors import (
    InvalidValue,
    require_all,
    require_choice,
    require_kind,
    require_names,
    unknown_name,
)
from titrate.markup import tally
from titrate.patients.choosing import Who, checked_mask, chosen_by, no_condition
from titrate.patients.columns import Columns, joined
from titrate.patients.draws import Seed
from titrate.patients.occasions import Occasions
from titrate.patients.patient import COVARIATES, Patient
from titrate.patients.sampling import Drug, Shares, Spread, sampled
from titrate.patients.table import columns_of_table
from titrate.patients.together import Pair

if TYPE_CHECKING:
    import pandas as pd

_OPTIONS = "covariates", "cv_percent", "correlations", "omega", "occasions", "after", "prefix"
_NAMES = 'names=("Ann", "Bo")'
Condition = npt.ArrayLike | Callable[["pd.DataFrame"], npt.ArrayLike]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Population:
    """Ordered people, each of whom is a `Patient`.

    ``population[3]`` and ``population["Ann"]`` are one person; a slice, a list of places or a
    mask is a population of those. Everybody keeps name and draws.

    Parameters
    ----------
    patients : tuple of Patient
    names : tuple of str
        One per person; "1", "2", ... where not given.
    """

    columns: Columns = field(repr=False)

    def __init__(self, patients: Iterable[Patient], names: Iterable[str] = ()) -> None:
        everybody = require_all("patients", patients, Patient, "Population((ann,))")
        given = require_names("names", names, _NAMES)
        numbered = given or tuple(str(i + 1) for i in range(len(everybody)))
        object.__setattr__(self, "columns", Columns.of(everybody, numbered))

    @staticmethod
    def of_columns(columns: Columns) -> Population:
        """Return people who are columns already."""
        population = object.__new__(Population)
        object.__setattr__(population, "columns", columns)
        return population

    @staticmethod
    def from_frame(frame: pd.DataFrame) -> Population:
        """Return the people of a table: a row each, a column per covariate.

        Columns called ``eta_`` and a parameter's name give individual deviations; a column
        ``patient`` gives names.

        Raises
        ------
        UnknownName
            For a column that is none of these, or an origin that does not exist.
        InvalidValue
            For a value that cannot stand, an empty cell among them, naming the row.
        """
        return Population.of_columns(columns_of_table("frame", frame))

    @staticmethod
    def sample(
        n: int,
        *,
        seed: Seed | None = None,
        drug: Drug | None = None,
        weight_kg: Spread | None = None,
        age_y: Spread | None = None,
        creatinine_clearance_mL_min: Spread | None = None,
        origin: Shares | None = None,
        baseline_ashworth: Spread | None = None,
        spasms_per_day: Spread | None = None,
        contracture_share: Spread | None = None,
        covariates: pd.DataFrame | None = None,
        cv_percent: Mapping[str, float] | None = None,
        correlations: Mapping[Pair, float] | None = None,
        omega: pd.DataFrame | Mapping[str, Mapping[str, float]] | None = None,
        occasions: Occasions | None = None,
        after: int = 0,
        prefix: str = "",
        **unknown: object,
    ) -> Population:
        """Draw people for a drug: the same people for the same seed.

        A person's draws depend on the seed, on what is drawn and on their number, and on nothing
        else: they are the same among 10 people and among 100,000, and stay when another covariate
        or parameter is drawn too.

        Parameters
        ----------
        n : int
            How many, 1 to 1,000,000; `after` draws the next ones.
        seed : int, numpy SeedSequence or Generator
            Required. A Generator is asked for one number, so that its next use gives others.
        drug : DrugModel
            Required. Says which parameters differ between people and by how much, and whom it is
            for.
        weight_kg, age_y, creatinine_clearance_mL_min : number, (mean, sd) or a distribution
            One number is the same for all. A pair is `Lognormal`, with that mean and sd of the
            number itself; or give `Lognormal`, `Normal` or `Uniform`. What lies outside the
            domain of the drug is left out, as if it were drawn again (a truncated distribution,
            whose mean and sd are a little others than those given); from a thousandth on a note
            on every result says how much. What is not given is left to the drug.
        baseline_ashworth, spasms_per_day, contracture_share : number, (mean, sd) or a distribution
        origin : str or mapping of str to float
            One for all, or shares that add up to 1: ``{"ms": 0.5, "spinal": 0.5}``.
        covariates : pandas.DataFrame, optional
            People to take covariates from, a row each (see `from_frame`): whole rows, drawn with
            replacement, so that what goes together stays together. Names are not taken.
        cv_percent : mapping of parameter name to float, optional
            Spreads instead of those of the drug, lognormal; 0 for none.
        correlations : mapping of (name, name) to float, optional
            How deviations go together, -1 to 1, as logarithms, and how covariates do that are
            drawn from distributions, as the normal numbers behind them (a Gaussian copula: each
            keeps its own distribution); 0 where not given.
        omega : pandas.DataFrame or mapping of mappings, optional
            Variances and covariances of the logarithms, by name both ways, instead of all
            spreads: parameters that are not in it do not differ.
        occasions : Occasions, optional
            What differs in one person from occasion to occasion.
        after : int, default 0
            How many people of this seed come before: ``sample(5)`` and ``sample(5, after=5)``
            are the people of ``sample(10)``.
        prefix : str, default ""
            Names are this and a number, from 1 on.

        Returns
        -------
        Population

        Raises
        ------
        UnknownName
            For a covariate, an origin or a varying parameter that does not exist.
        InvalidValue
            For no people, no seed, a negative CV or sd, shares that do not add up to 1, a value
            outside the drug's domain, a distribution of which less than half is inside it, or
            spreads that no people can have (omega not symmetric or not positive definite).

        Examples
        --------
        >>> import titrate as tt
        >>> drug = tt.load_drug("baclofen")
        >>> people = tt.Population.sample(
        ...     1000, seed=1, drug=drug, weight_kg=(75, 14), origin={"ms": 0.6, "spinal": 0.4}
        ... )
        >>> people[10:20]
        <population of 10 people>
        """
        for name in unknown:
            known = (*COVARIATES, *_OPTIONS)
            raise unknown_name("covariate or option", name, known, plural="Covariates and options")
        return Population.of_columns(
            sampled(
                n,
                seed=seed,
                drug=drug,
                given={
                    "weight_kg": weight_kg,
                    "age_y": age_y,
                    "creatinine_clearance_mL_min": creatinine_clearance_mL_min,
                    "origin": origin,
                    "baseline_ashworth": baseline_ashworth,
                    "spasms_per_day": spasms_per_day,
                    "contracture_share": contracture_share,
                },
                covariates=covariates,
                cv_percent=cv_percent,
                correlations=correlations,
                omega=omega,
                occasions=occasions,
                after=after,
                prefix=prefix,
            )
        )

    @staticmethod
    def concat(populations: Iterable[Population]) -> Population:
        """Return several populations as one, in order; nobody's name may occur twice."""
        parts = require_all("populations", populations, Population, "Population.concat((a, b))")
        if not parts:
            raise InvalidValue("populations is empty.", "Give at least one population.")
        return Population.of_columns(joined([part.columns for part in parts]))

    @property
    def names(self) -> tuple[str, ...]:
        """One name per person."""
        return self.columns.names

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of results should know of how these people came about."""
        own = self.columns.occasions
        return self.columns.notes if own is None else (*self.columns.notes, str(own.occasions))

    @property
    def patients(self) -> tuple[Patient, ...]:
        """Everybody, as patients; made when asked for."""
        return tuple(self)

    def where(self, condition: Condition | None = None, **equal: object) -> Population:
        """Return those of whom something is true.

        Parameters
        ----------
        condition : sequence of bool, or callable
            True or False for each person, or a function from the frame of `to_frame` to those.
        **equal
            Covariates and the value that people have: ``origin="ms"``.

        Raises
        ------
        UnknownName
            If there is no such covariate.
        InvalidValue
            If the condition is no True or False for each person, or nobody fulfils it.
        """
        if condition is None and not equal:
            raise no_condition()
        chosen = np.ones(len(self), dtype=bool)
        if condition is not None:
            mask = condition(self.to_frame()) if callable(condition) else condition
            chosen &= checked_mask(mask, len(self))
        for name, value in equal.items():
            require_choice("patient covariate", name, COVARIATES, plural="Covariates")
            Patient(**{name: value})  # pyright: ignore[reportArgumentType]  for its checks
            column = self.columns.covariates.get(name)
            chosen &= np.zeros(len(self), bool) if column is None else column == value
        return Population.of_columns(self.columns.take(np.flatnonzero(chosen)))

    def with_values(self, **covariates: object) -> Population:
        """Return the same people with some covariates changed, the same in all."""
        known = Patient(**covariates)  # pyright: ignore[reportArgumentType]  for its checks
        columns = self.columns
        for name in covariates:
            require_choice("patient covariate", name, COVARIATES, plural="Covariates")
            columns = columns.with_covariate(name, getattr(known, name))
        return Population.of_columns(columns)

    def with_occasions(self, occasions: Occasions | None, *, seed: Seed | None) -> Population:
        """Return the same people, who differ from occasion to occasion; None for no longer.

        The draws of each follow from the seed and from who they are, as `sample` has them.
        """
        return Population.of_columns(self.columns.with_occasions(occasions, seed))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per person: patient, covariates that are known, deviations.

        What somebody leaves open is NaN; words that are left open are empty. Occasions are not
        in it.
        """
        return self.columns.to_frame()

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Patient]:
        return self.columns.patients(range(len(self)))

    def __add__(self, other: Population) -> Population:
        require_kind("What is added to a population", other, Population, "Add a Population.")
        return Population.concat((self, other))

    @overload
    def __getitem__(self, who: int | np.integer | str) -> Patient: ...  # pyright: ignore[reportOverlappingOverload]

    @overload
    def __getitem__(self, who: slice | npt.ArrayLike) -> Population: ...

    def __getitem__(self, who: Who) -> Patient | Population:
        place = chosen_by(who, self.names)
        if isinstance(place, int):
            return self.columns.patient(place % len(self))
        return Population.of_columns(self.columns.take(place))

    def __repr__(self) -> str:
        return f"<population of {tally(len(self), 'person', 'people')}>"
