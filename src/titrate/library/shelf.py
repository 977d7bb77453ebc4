"""Finding a drug by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from titrate.dosing import ROUTES
from titrate.errors import InvalidFile, require_choice, suggestion
from titrate.library import baclofen
from titrate.model import DrugModel
from titrate.parameters import (
    DrugFile,
    ModelForm,
    Parameter,
    drug_file_names,
    find_drug_file,
    read_drug_file,
    read_toml,
)
from titrate.patients import COVARIATES, Patient


@dataclass(frozen=True)
class _Shelved:
    """What the library knows of a drug besides its files.

    Parameters
    ----------
    drug_from : callable
        From a file to the drug.
    forms : mapping of model to ModelForm
        What each model asks of a file.
    groups : mapping of heading to names
        The parameters by what they are about.
    true_values : callable
        What the file's apparent numbers become in a person.
    """

    drug_from: Callable[[DrugFile], DrugModel]
    forms: Mapping[str, ModelForm]
    groups: Mapping[str, tuple[str, ...]]
    true_values: Callable[[DrugModel, Patient], tuple[Parameter, ...]]


_SHELF = {
    "baclofen": _Shelved(baclofen.drug_from, baclofen.FORMS, baclofen.GROUPS, baclofen.true_values),
}


def drug_names() -> tuple[str, ...]:
    """Return the names of the drugs that ship with titrate."""
    return tuple(sorted(set(_SHELF) & set(drug_file_names())))


def load_drug(name: str, preset: str | None = None) -> DrugModel:
    """Return a drug that ships with titrate.

    Parameters
    ----------
    name : str
        One of `drug_names`.
    preset : str, optional
        Whose numbers, and by which model: one of `preset_names`; adults by default.

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
    shelved = _SHELF[require_choice("drug", name, drug_names())]
    return shelved.drug_from(preset_file(name, preset))


def preset_names(name: str) -> tuple[str, ...]:
    """Return the presets of a drug that ships with titrate, the one taken by default first.

    Raises
    ------
    UnknownName
        If there is no such drug.
    """
    require_choice("drug", name, drug_names())
    usual = find_drug_file(name).stem
    return (usual, *(preset for preset in drug_file_names()[name] if preset != usual))


def preset_file(name: str, preset: str | None = None) -> DrugFile:
    """Return what the file of a preset says: whom it describes, its model, its numbers.

    Raises
    ------
    UnknownName
        If there is no such drug or preset.
    InvalidFile
        If the file has been edited into something that cannot stand.
    """
    shelved = _SHELF[require_choice("drug", name, drug_names())]
    path = find_drug_file(name, preset)
    return checked_names(read_drug_file(path, models=shelved.forms), str(path))


def drug_file_at(path: str | Path) -> DrugFile:
    """Return what a file of one's own says, checked as those that ship are.

    Parameters
    ----------
    path : str or Path
        About a drug that ships with titrate, by a model that it has; what it ``extends`` stands
        beside it.

    Raises
    ------
    InvalidFile
        Naming file and key, if it cannot stand.
    """
    path = Path(path)
    drug = read_toml(path).section("about").word("drug", drug_names())
    return checked_names(read_drug_file(path, models=_SHELF[drug].forms), str(path))


def drug_from(file: DrugFile) -> DrugModel:
    """Return the drug that a file describes."""
    return _SHELF[file.name].drug_from(file)


def parameter_groups(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the parameters of a drug that ships with titrate by what they are about."""
    return _SHELF[require_choice("drug", name, drug_names())].groups


def true_values(drug: DrugModel, who: Patient | None = None) -> tuple[Parameter, ...]:
    """Return what apparent numbers become in a person, by default the drug's own.

    Nothing for a drug that does not ship with titrate.
    """
    shelved = _SHELF.get(drug.name)
    return () if shelved is None else shelved.true_values(drug, Patient() if who is None else who)


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
