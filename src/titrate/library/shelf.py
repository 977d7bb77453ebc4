"""Finding a drug by name."""

from __future__ import annotations

from collections.abc import Callable

from titrate.dosing import ROUTES
from titrate.errors import InvalidFile, require_choice, suggestion
from titrate.library import baclofen
from titrate.model import DrugModel
from titrate.parameters import (
    DrugFile,
    drug_file_names,
    find_drug_file,
    read_drug_file,
)
from titrate.patients import COVARIATES

_BUILDERS: dict[str, tuple[Callable[[DrugFile], DrugModel], dict[str, str]]] = {
    "baclofen": (baclofen.drug_from, baclofen.DIMENSIONS),
}


def drug_names() -> tuple[str, ...]:
    """Return the names of the drugs that ship with titrate."""
    return tuple(sorted(set(_BUILDERS) & set(drug_file_names())))


def load_drug(name: str, preset: str | None = None) -> DrugModel:
    """Return a drug that ships with titrate.

    Parameters
    ----------
    name : str
        One of `drug_names`.
    preset : str, optional
        The population whose numbers to take; adults by default.

    Raises
    ------
    UnknownName
        If there is no such drug or preset.
    InvalidFile
        If its parameter file has been edited into something that cannot stand.

    Examples
    --------
    >>> load_drug("baclofen").parameters["bioavailability"].value
    0.74
    """
    build, dimensions = _BUILDERS[require_choice("drug", name, drug_names())]
    path = find_drug_file(name, preset)
    return build(checked_names(read_drug_file(path, dimensions=dimensions), str(path)))


def checked_names(file: DrugFile, path: str) -> DrugFile:
    """Return a file whose doors are routes and whose patient has covariates that exist.

    Raises
    ------
    InvalidFile
        Naming the key that is not known, and what could be meant.
    """
    for section, found, known in (
        ("doors", file.doors, ROUTES),
        ("patient", file.patient.defaults, COVARIATES),
    ):
        for key in found:
            if key not in known:
                hint = f"{suggestion(key, known)} Known are: {', '.join(sorted(known))}."
                raise InvalidFile(f"{path}: [{section}] has an unknown key {key!r}.", hint.strip())
    return file
