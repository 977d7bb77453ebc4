"""Whose model is in force where: one for all, one per ID, or what covariates make it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from titrate.dosing import EventTable
from titrate.errors import (
    InvalidModel,
    InvalidValue,
    TitrateError,
    require_callable,
    require_kind,
)
from titrate.markup import tally
from titrate.pk.compartments import CompartmentModel
from titrate.pk.table_covariates import Covariates, alike, covariates_of

# From covariates, one value per person, to the model these people have.
ModelOf = Callable[[Covariates], CompartmentModel]

_MODEL = "Give a CompartmentModel, or a function from covariates (one value per person) to one."


@contextmanager
def of_ids(names: Sequence[Any], who: np.ndarray) -> Generator[None]:
    """Say of what goes wrong inside of whom it does: the first of some IDs, by their places."""
    try:
        yield
    except TitrateError as wrong:
        others = " and others like it" if np.any(who != who[0]) else ""
        problem = f"ID {names[who[0]]}{others}: {wrong.problem}"
        raise type(wrong)(problem, wrong.hint) from None


@dataclass(frozen=True, eq=False)
class PeopleOfTable:
    """The IDs of a table and their models.

    Parameters
    ----------
    given : CompartmentModel or callable
    covariates : Covariates
        Columns (rows,) that a function is given; none where the model is given.
    first : CompartmentModel
        One of the models: all have the same compartments, entries and sites.
    """

    given: CompartmentModel | ModelOf
    covariates: Covariates
    first: CompartmentModel

    def models_of(self, who: np.ndarray, rows: np.ndarray) -> Callable[[int], CompartmentModel]:
        """Return what gives the model of some people at a row, counted within one ID.

        Parameters
        ----------
        who : integer array (people,)
        rows : integer array (people, rows of one)
        """
        if isinstance(self.given, CompartmentModel):
            own = self.given if self.given.people == 1 else self.given.take(who)
            return lambda _: own
        made: dict[int, CompartmentModel] = {}

        def at(row: int) -> CompartmentModel:
            if row not in made:
                made[row] = self.model_of(rows[:, row])
            return made[row]

        return at

    def model_of(self, rows: np.ndarray) -> CompartmentModel:
        """Return the model that the function makes of the covariates of some rows.

        Of one person where it is the same for all, else of as many as rows.
        """
        assert not isinstance(self.given, CompartmentModel)
        made = _made(self.given, self.covariates, rows)
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
        covariates = covariates_of(records, rule)
        made = _made(require_callable("model", model, _MODEL), covariates, first_rows[:1])
        return PeopleOfTable(model, covariates, made)
    if model.people not in (1, len(records.names)):
        raise InvalidValue(
            f"The model is written for {tally(model.people, 'person', 'people')}, and the "
            f"table has {tally(len(records.names), 'ID')}.",
            "Give one value for all, or one per ID in the order in which they appear.",
        )
    return PeopleOfTable(model, Covariates(), model)


def _made(model_of: ModelOf, covariates: Covariates, rows: np.ndarray) -> CompartmentModel:
    values = Covariates({name: column[rows] for name, column in covariates.items()})
    found = require_kind("What model returned", model_of(values), CompartmentModel, _MODEL)
    if found.people not in (1, len(rows)):
        raise InvalidValue(
            f"The model made from covariates is for {tally(found.people, 'person', 'people')} "
            f"and was asked for {len(rows)}.",
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
