"""Finding a drug by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from titrate.dosing import ROUTES
from titrate.errors import InvalidFile, require_choice, suggestion
from titrate.library import baclofen
from titrate.model import DrugModel
from titrate.parameters import (
    DrugFile,
    ModelForm,
    drug_file_names,
    find_drug_file,
    read_drug_file,
)
from titrate.patients import COVARIATES

_BUILDERS: dict[str, tuple[Callable[[DrugFile], DrugModel], Mapping[str, ModelForm]]] = {
    "baclofen": (baclofen.drug_from, baclofen.FORMS),
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
    build, _ = _BUILDERS[require_choice("drug", name, drug_names())]
    return build(preset_file(name, preset))


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
    _, models = _BUILDERS[require_choice("drug", name, drug_names())]
    path = find_drug_file(name, preset)
    return checked_names(read_drug_file(path, models=models), str(path))


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
