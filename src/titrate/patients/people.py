"""Many people as columns: an ordered population, and the resolved people a drug sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from titrate.errors import (
    InvalidValue,
    TitrateError,
    require_all,
    require_between,
    require_kind,
    require_names,
    unknown_name,
)
from titrate.markup import tally
from titrate.patients.patient import COVARIATES, Patient
from titrate.timecourse import Array, frozen

if TYPE_CHECKING:
    import pandas as pd

_FRAME = "Give a pandas DataFrame: a row for each person, a column for each covariate."

Column = npt.NDArray[np.float64] | npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Population:
    """Ordered people, each of whom is a `Patient`.

    Parameters
    ----------
    patients : tuple of Patient
    names : tuple of str
        One per person; "1", "2", ... where not given.
    """

    patients: tuple[Patient, ...]
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        patients = require_all("patients", self.patients, Patient, "Population((ann,))")
        given = require_names("names", self.names, 'names=("Ann", "Bo")')
        names = given or tuple(str(i + 1) for i in range(len(patients)))
        if not patients:
            raise InvalidValue("The population is empty.", "Give at least one person.")
        if len(names) != len(patients) or len(set(names)) != len(names):
            raise InvalidValue(
                f"{tally(len(patients), 'person', 'people')} with "
                f"{tally(len(set(names)), 'different name')}.",
                "Give each person a name of their own.",
            )
        object.__setattr__(self, "patients", patients)
        object.__setattr__(self, "names", names)

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
        import pandas as pd

        require_kind("frame", frame, pd.DataFrame, _FRAME)
        known = [*COVARIATES, "patient"]
        for column in frame.columns:
            if column not in known and not str(column).startswith("eta_"):
                raise unknown_name("column", column, [*known, "eta_..."])
        names = tuple(str(v) for v in frame["patient"]) if "patient" in frame.columns else ()
        patients: list[Patient] = []
        for number, row in enumerate(frame.to_dict("records")):
            covariates = {name: row[name] for name in COVARIATES if name in row}
            eta = {str(k)[4:]: v for k, v in row.items() if str(k).startswith("eta_")}
            try:
                patients.append(Patient(**covariates, eta=eta))
            except TitrateError as wrong:
                who = f"Patient {names[number]}" if names else f"Row {number + 1}"
                raise type(wrong)(f"{who}: {wrong.problem}", wrong.hint) from None
        return Population(tuple(patients), names)

    def __len__(self) -> int:
        return len(self.patients)

    def __repr__(self) -> str:
        return f"<population of {tally(len(self), 'person', 'people')}>"


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
    """

    names: tuple[str, ...]
    covariates: Mapping[str, Column]
    eta: Mapping[str, Array]
    by_default: tuple[str, ...]
    alone: bool

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
        )

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
    patients = who.patients if isinstance(who, Population) else (who,)
    names = who.names if isinstance(who, Population) else ("1",)
    covariates: dict[str, Column] = {}
    by_default: list[str] = []
    for name in COVARIATES:
        values = [getattr(patient, name) for patient in patients]
        if any(value is None for value in values):
            if name not in defaults:
                continue
            by_default.append(name)
            values = [defaults[name] if value is None else value for value in values]
        column = np.asarray(values)
        if name in domain:
            require_between(name, column, *domain[name])
        column.setflags(write=False)
        covariates[name] = column
    parameters = sorted({name for patient in patients for name in patient.eta})
    eta = {
        name: frozen(np.array([patient.eta.get(name, 0.0) for patient in patients]))
        for name in parameters
    }
    return People(
        tuple(names),
        covariates,
        eta,
        tuple(by_default),
        not isinstance(who, Population),
    )


def allometric(weight_kg: Array, reference_kg: float, exponent: float) -> Array:
    """Return the factor by which body size scales a quantity, (people,)."""
    return (weight_kg / reference_kg) ** exponent


def chosen(labels: Sequence[str] | Column, values: Mapping[str, float]) -> Array:
    """Return the value that goes with each person's label, (people,)."""
    return np.array([values[str(label)] for label in labels])
