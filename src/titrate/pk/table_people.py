"""Whose model is in force where: one for all, one per ID, or what covariates make it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from titrate.dosing import EventTable
from titrate.errors import (
    InvalidModel,
    InvalidValue,
    TitrateError,
    UnknownName,
    require_callable,
    require_kind,
)
from titrate.markup import tally
from titrate.pk.compartments import CompartmentModel
from titrate.pk.table_covariates import Covariates, alike, covariates_of

# From covariates, one value per person, to the model these people have.
ModelOf = Callable[[Covariates], CompartmentModel]

Found = TypeVar("Found")

_MODEL = "Give a CompartmentModel, or a function from covariates (one value per person) to one."


@contextmanager
def of_ids(names: Sequence[Any], who: np.ndarray) -> Generator[None]:
    """Say of what goes wrong inside of whom it does: the first of some IDs, by their places.

    A name that there is not is missing for everybody.
    """
    try:
        yield
    except UnknownName:
        raise
    except TitrateError as wrong:
        others = " and others like it" if np.any(who != who[0]) else ""
        problem = f"ID {names[who[0]]}{others}: {wrong.problem}"
        raise type(wrong)(problem, wrong.hint) from None


def for_ids(
    names: Sequence[Any], who: np.ndarray, work: Callable[[np.ndarray], Found], rows: np.ndarray
) -> Found:
    """Return ``work(rows)``; where it goes wrong, say of whom: the first for whom it does alone.

    Parameters
    ----------
    names : sequence
        The IDs.
    who : integer array (rows,)
        Whose each row is, by the place of the ID.
    work : callable
        From rows to anything.
    rows : integer array (rows,)
    """
    try:
        return work(rows)
    except TitrateError:
        first, last = 0, len(rows)
        while last - first > 1:
            middle = (first + last) // 2
            if _fails(work, rows[first:middle]):
                last = middle
            else:
                first = middle
        with of_ids(names, who[first:last]):
            work(rows[first:last])
        raise  # it goes well with each alone, so it is nobody's own


def _fails(work: Callable[[np.ndarray], Any], rows: np.ndarray) -> bool:
    try:
        work(rows)
    except TitrateError:
        return True
    return False


@dataclass(frozen=True, eq=False)
class PeopleOfTable:
    """The IDs of a table and their models.

    Parameters
    ----------
    names : tuple
        The IDs, in the order in which they first appear.
    given : CompartmentModel or callable
    covariates : Covariates
        Columns (rows,) that a function is given; none where the model is given.
    first : CompartmentModel
        One of the models: all have the same compartments, entries and sites.
    """

    names: tuple[Any, ...]
    given: CompartmentModel | ModelOf
    covariates: Covariates
    first: CompartmentModel

    def models_of(
        self, who: np.ndarray, rows: np.ndarray, wanted: Iterable[int]
    ) -> dict[int, CompartmentModel]:
        """Return the model of some people at each row wanted, counted within one ID.

        Parameters
        ----------
        who : integer array (people,)
        rows : integer array (people, rows of one)
        wanted : iterable of int
        """
        if isinstance(self.given, CompartmentModel):
            own = self.given if self.given.people == 1 else self.given.take(who)
            return dict.fromkeys(wanted, own)
        return {row: self.model_named(who, rows[:, row]) for row in sorted(wanted)}

    def model_named(self, who: np.ndarray, rows: np.ndarray) -> CompartmentModel:
        """Return `model_of` some rows of these people, of whom an error says whose it is."""
        return for_ids(self.names, who, self.model_of, rows)

    def model_of(self, rows: np.ndarray) -> CompartmentModel:
        """Return the model that the function makes of the covariates of some rows.

        Of one person where it is the same for all, else of as many as rows.
        """
        assert not isinstance(self.given, CompartmentModel)
        made = _fitting(self.given(self.covariates.at(rows)), len(rows))
        _require_the_same_boxes(made, self.first)
        return made

    def changes_of(self, rows: np.ndarray) -> Callable[[int, int], bool]:
        """Return what tells whether covariates differ between two rows of some people."""
        return lambda one, other: not alike(rows[:, one], rows[:, other], self.covariates).all()


def people_of_table(
    model: CompartmentModel | ModelOf, records: EventTable, rule: str, first_rows: np.ndarray
) -> PeopleOfTable:
    """Return the IDs of a table with a model, or with what makes one of covariates.

    Raises
    ------
    InvalidValue
        If it is neither, or written for another number of people.
    """
    if not isinstance(model, CompartmentModel):
        model_of = require_callable("model", model, _MODEL)
        covariates, first = covariates_of(records, rule), first_rows[:1]
        with of_ids(records.names, records.person[first]):
            made = model_of(covariates.at(first))
        return PeopleOfTable(records.names, model_of, covariates, _fitting(made, 1))
    if model.people not in (1, len(records.names)):
        raise InvalidValue(
            f"The model is written for {tally(model.people, 'person', 'people')}, and the "
            f"table has {tally(len(records.names), 'ID')}.",
            "Give one value for all, or one per ID in the order in which they appear.",
        )
    return PeopleOfTable(records.names, model, Covariates(), model)


def _fitting(made: CompartmentModel, people: int) -> CompartmentModel:
    """Return what a function made of covariates, if it is a model for so many people or one."""
    found = require_kind("What model returned", made, CompartmentModel, _MODEL)
    if found.people not in (1, people):
        raise InvalidValue(
            f"The model made from covariates is for {tally(found.people, 'person', 'people')} "
            f"and was asked for {people}.",
            "Calculate with the arrays given: one value per person.",
        )
    return found


def _require_the_same_boxes(model: CompartmentModel, first: CompartmentModel) -> None:
    if model.states != first.states or model.site_names != first.site_names:
        raise InvalidModel(
            "The model made from covariates has other compartments for other values.",
            "Let covariates change rates and weights alone.",
        )
    if (model.has_clock, model.is_linear) != (first.has_clock, first.is_linear):
        raise InvalidModel(
            "The model made from covariates has rates that change with time, or with the amounts, "
            "for some values alone.",
            "Let covariates change the size of rates alone.",
        )
