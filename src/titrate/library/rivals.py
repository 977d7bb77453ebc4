"""The verb `ensemble`: which presets apply to somebody, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from titrate.dosing import Regimen, require_regimen
from titrate.errors import (
    InvalidValue,
    TitrateError,
    UnknownName,
    require_choice,
    require_kind,
    require_names,
    shown,
)
from titrate.library.disagreement import cv_of, last_day_means, spreads_of
from titrate.library.ensemble import Ensemble, require_some, units_of, windows_apart
from titrate.library.shelf import load_drug, preset_file, preset_names
from titrate.model import DrugModel
from titrate.patients import COVARIATES, Patient, Population, Seed, checked_seed
from titrate.search import Comparison, Goals, find_window
from titrate.search.varying import require_settings
from titrate.simulation import simulate

_OF = ("result", "window")
_LEAST_PEOPLE = 2
_DAY_H, _STEP_H = 24.0, 0.25


def ensemble(
    name: str,
    who: Patient,
    regimen: Regimen,
    *,
    presets: Sequence[str] | None = None,
    of: str = "result",
    people: int = 0,
    seed: Seed | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Ensemble:
    """Ask the same question of every model of a drug that applies.

    Rival models of the same people and the same product were fitted to different data. Where they
    agree, an answer does not hang on the choice of a model; where they differ, by how much they
    do stands beside how much people differ within one of them.

    Parameters
    ----------
    name : str
        One of `drug_names`.
    who : Patient
        What is left open is the default of the first preset that applies, the same in all models.
    regimen : Regimen
    presets : sequence of str, optional
        By default the preset that describes the patient and its rivals. Presets that do not apply
        are left out, and said.
    of : {"result", "window"}
        Whether to simulate or to find dose windows.
    people : int, default 0
        Of results: how many people to draw in each model, with the patient's covariates and the
        model's own spread between people in place of the patient's own eta. 0 draws nobody.
    seed : int, numpy SeedSequence or Generator
        Required with ``people``.
    settings : mapping, optional
        More arguments for `simulate` or `find_window`, the same for every model.

    Returns
    -------
    Ensemble

    Raises
    ------
    UnknownName
        If there is no such drug or preset.
    InvalidValue
        If no preset applies, or people are asked for without a seed or of windows.

    Examples
    --------
    >>> import titrate as tt
    >>> course = tt.oral(dose_mg=10, every_h=8, days=10)
    >>> models = tt.ensemble("baclofen", tt.Patient(), course)
    >>> list(models)
    ['adult', 'aud_chevillard', 'aud_marsot', 'aud_simon']
    >>> round(models.spread("plasma").factor, 2)
    1.45
    """
    require_choice("kind of ensemble", of, _OF, plural="Kinds")
    require_kind("who", who, Patient, "An ensemble is asked of one Patient; people= draws others.")
    require_regimen(regimen)
    if settings is not None:
        require_settings(settings, of)
    _require_people(people, seed, of)
    known = preset_names(name)
    if presets is None:
        wanted = known
    else:
        wanted = require_names("presets", presets, 'presets=["adult", "aud_simon"]')
        for preset in wanted:
            require_choice(f"preset of {name}", preset, known, plural=f"presets of {name}")
    asked = dict(settings or {})
    drugs = {preset: load_drug(name, preset) for preset in wanted}
    patient, drugs, left_out = _applying(drugs, who, regimen, of, asked)
    if presets is None:
        drugs, others = _rivals(name, drugs)
        left_out |= others
    require_some(drugs, left_out, name)
    left_out = {preset: left_out[preset] for preset in wanted if preset in left_out}
    if of == "window":
        windows = {p: find_window(drug, patient, regimen, **asked) for p, drug in drugs.items()}
        return Ensemble(Comparison(windows, "preset"), left_out, windows_apart(windows), 0)
    results = {p: simulate(drug, patient, regimen, **asked) for p, drug in drugs.items()}
    means = {
        p: {key: float(values[0]) for key, values in last_day_means(result).items()}
        for p, result in results.items()
    }
    drawn = {
        p: _between_people(drug, patient, regimen, people, seed, asked)
        for p, drug in drugs.items()
        if people
    }
    first = next(iter(results.values()))
    meanings = {endpoint.name: endpoint.meaning for endpoint in first.endpoints}
    spreads = spreads_of(means, drawn, units_of(first), meanings)
    return Ensemble(Comparison(results, "preset"), left_out, spreads, people)


def _require_people(people: object, seed: Seed | None, of: str) -> None:
    if isinstance(people, bool) or not isinstance(people, int) or people < 0 or people == 1:
        raise InvalidValue(
            f"people is {shown(people)}.",
            f"Give a whole number of at least {_LEAST_PEOPLE}, or 0 for nobody.",
        )
    if people and of == "window":
        raise InvalidValue(
            "People are asked for, and an ensemble of windows has none.",
            "Leave people out, or find the window of a Population: find_window(drug, people, ...).",
        )
    if people:
        checked_seed(seed)


def _applying(
    drugs: Mapping[str, DrugModel],
    who: Patient,
    regimen: Regimen,
    of: str,
    asked: Mapping[str, Any],
) -> tuple[Patient, dict[str, DrugModel], dict[str, str]]:
    """Return the patient with nothing left open, the drugs that apply, and why others do not."""
    patient: Patient | None = None
    found: dict[str, DrugModel] = {}
    left_out: dict[str, str] = {}
    for preset, drug in drugs.items():
        mine = _completed(who, drug) if patient is None else patient
        try:
            weight = drug.people(mine).number("weight_kg")
            unusual = asked.get("unusual_dose", False)
            drug.check(regimen, weight_kg=weight, unusual_dose=unusual)
            for output in _needed(of, asked):
                drug.require_has("endpoint", output)
        except TitrateError as wrong:
            told = wrong.problem if isinstance(wrong, UnknownName) else str(wrong)
            left_out[preset] = told.rstrip(".")
            continue
        patient, found[preset] = mine, drug
    return patient or who, found, left_out


def _needed(of: str, asked: Mapping[str, Any]) -> Sequence[str]:
    """Return the names that a question cannot do without."""
    if of == "result":
        outputs: object = asked.get("outputs")
        return [str(name) for name in outputs] if isinstance(outputs, list | tuple) else ()
    goals = asked.get("goals")
    return [goal.endpoint for goal in (goals if isinstance(goals, Goals) else Goals()).goals]


def _completed(who: Patient, drug: DrugModel) -> Patient:
    defaults = drug.patient.defaults
    open_ = {c: defaults[c] for c in COVARIATES if getattr(who, c) is None and c in defaults}
    return who.with_values(**open_)


def _rivals(
    name: str, drugs: Mapping[str, DrugModel]
) -> tuple[dict[str, DrugModel], dict[str, str]]:
    """Return the drugs that describe one kind of people and one product, and what the rest do."""
    about = {preset: preset_file(name, preset).about for preset in drugs}
    families = {preset: each.rival_of or preset for preset, each in about.items()}
    family = next(iter(families.values()), "")
    kept = {preset: drug for preset, drug in drugs.items() if families[preset] == family}
    others = {p: f"it is no rival: {about[p].population}" for p in drugs if p not in kept}
    return kept, others


def _between_people(
    drug: DrugModel,
    patient: Patient,
    regimen: Regimen,
    people: int,
    seed: Seed | None,
    asked: Mapping[str, Any],
) -> dict[str, float]:
    """Return how much people like the patient differ in one model, quantity to CV in percent."""
    alike: dict[str, Any] = {c: getattr(patient, c) for c in COVARIATES}
    many = Population.sample(people, seed=seed, drug=drug, **alike)
    # Only the last day is looked at, as closely as one person is.
    times_h = np.arange(max(0.0, regimen.end_h - _DAY_H), regimen.end_h + _STEP_H / 2, _STEP_H)
    looked_at: dict[str, Any] = {"times_h": times_h, **asked}
    found = last_day_means(simulate(drug, many, regimen, **looked_at))
    return {key: cv_of(values) for key, values in found.items()}
