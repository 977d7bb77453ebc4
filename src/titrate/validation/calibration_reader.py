"""A file of ``params/calibration``, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from titrate.library import drug_names
from titrate.model import DrugModel
from titrate.parameters import ParameterSet, Section, read_toml
from titrate.resources import params_folder
from titrate.validation.calibration import Calibration, Fit, Fitted, KnownDifference, Prior
from titrate.validation.loading import loaded
from titrate.validation.observation import Observation
from titrate.validation.reading_files import file_called, read_observations

_FORMAT = 1


def calibration_folder() -> Path:
    """Return the folder of the calibrations that ship with titrate."""
    return params_folder() / "calibration"


def calibration_names() -> tuple[str, ...]:
    """Return the names of the calibrations that ship with titrate."""
    return tuple(path.stem for path in sorted(calibration_folder().glob("*.toml")))


def read_calibration(name: str | Path) -> Calibration:
    """Return a calibration of ours by its name, or one of the user's by its path.

    Raises
    ------
    InvalidFile
        Naming file, table and key, if anything is missing, unknown or impossible.
    """
    path = file_called(name, calibration_folder(), what="calibration")
    top = read_toml(path)
    top.allow(("about", "fits"), ("held",))
    about = top.section("about")
    about.allow(("format", "drug", "observations", "precision_percent", "reviewed_by"))
    if about.number("format") != _FORMAT:
        raise about.wrong("format", f"{_FORMAT}, the only one this titrate reads")
    about.texts("reviewed_by")
    precision = about.number("precision_percent")
    if precision <= 0:
        raise about.wrong("precision_percent", "a number above 0")
    base = loaded(about.word("drug", drug_names()))
    observations = _observations(about)
    drug = _with_their_parameters(base, observations)
    fits: list[Fit] = []
    for fit_name, section in top.section("fits").sections().items():
        fits.append(_read_fit(fit_name, section, observations, drug, precision))
    _require_once(top, fits)
    return Calibration(
        file=path,
        drug=drug,
        fits=tuple(fits),
        held=_held(top, drug, fits),
    )


def _observations(about: Section) -> dict[str, Observation]:
    """Return the observations of the files that a calibration names, by id."""
    found: dict[str, Observation] = {}
    names = about.texts("observations")
    if not names:
        raise about.wrong("observations", "names or paths of files of observations")
    for name in names:
        with about.blamed():
            beside = about.file.parent / name
            path = beside if beside.is_file() else file_called(name, _observations_folder())
        read, refused = read_observations(path)
        if refused:
            raise about.error(f"{path} has an observation that is refused. {refused[0].reason}")
        for observation in read:
            if observation.id in found:
                raise about.error(f"two observations are called {observation.id!r}.")
            found[observation.id] = observation
    return found


def _observations_folder() -> Path:
    return params_folder() / "observations"


def _with_their_parameters(drug: DrugModel, observations: Mapping[str, Observation]) -> DrugModel:
    """Return a drug with the parameters that files of observations state besides its own."""
    entries = {entry.name: entry for entry in drug.parameters.entries}
    for observation in observations.values():
        for entry in observation.parameters.entries:
            entries.setdefault(entry.name, entry)
    return replace(drug, parameters=ParameterSet(tuple(entries.values())))


def _read_fit(
    name: str,
    section: Section,
    observations: Mapping[str, Observation],
    drug: DrugModel,
    precision: float,
) -> Fit:
    section.allow(("meaning", "observations", "parameters"))
    ids = section.texts("observations")
    if not ids:
        raise section.wrong("observations", "ids of observations")
    for each in ids:
        if each not in observations:
            raise section.wrong("observations", f"ids of observations; {each!r} is none")
        if observations[each].known_miss is not None:
            raise section.error(
                f"observations has {each!r}, a known miss.", "Nothing is fitted on what is missed."
            )
    fitted = [
        _read_fitted(parameter, part, drug, precision)
        for parameter, part in section.section("parameters").sections().items()
    ]
    if not fitted:
        raise section.wrong("parameters", "at least one parameter")
    _require_seen(section, fitted, [observations[each] for each in ids])
    return Fit(
        name=name,
        meaning=section.text("meaning"),
        observations=tuple(observations[each] for each in ids),
        parameters=tuple(fitted),
    )


def _read_fitted(name: str, section: Section, drug: DrugModel, precision: float) -> Fitted:
    section.allow(("bounds", "prior", "note"), ("together", "differs"))
    with section.blamed():
        entry = drug.parameters[name]
        together = section.texts("together")
        for other in together:
            _ = drug.parameters[other]
    low, high = section.pair("bounds")
    if not 0 < low < high:
        raise section.wrong("bounds", "[low, high] above 0: logarithms are fitted")
    part = section.section("prior")
    part.allow(("value", "within", "note"))
    prior = Prior(part.number("value"), part.number("within"), part.text("note"))
    if not low <= prior.value <= high:
        raise part.wrong("value", f"a number within the bounds, {low:g} to {high:g} {entry.unit}")
    if prior.within <= 1:
        raise part.wrong("within", "a factor above 1")
    return Fitted(
        name=name,
        bounds=(low, high),
        prior=prior,
        together=together,
        range=entry.range or (low, high),
        precision_percent=precision,
        note=section.text("note"),
        known_difference=_known_difference(section, precision),
    )


def _known_difference(section: Section, precision: float) -> KnownDifference | None:
    if "differs" not in section.table:
        return None
    part = section.section("differs")
    part.allow(("percent", "reason"))
    percent = part.number("percent")
    if abs(percent) <= precision:
        raise part.wrong("percent", f"a difference beyond the precision, {precision:g} %")
    return KnownDifference(percent, part.text("reason"))


def _require_seen(section: Section, fitted: list[Fitted], observed: list[Observation]) -> None:
    """Ask that observations and fit say the same of what fixes what."""
    for one in fitted:
        if not any(one.name in observation.fixes for observation in observed):
            raise section.error(
                f"no observation here says that it fixes {one.name!r}.",
                "Name it under fixes of the observation that does.",
            )
    names = [one.name for one in fitted]
    for observation in observed:
        if not any(name in observation.fixes for name in names):
            raise section.error(
                f"{observation.id!r} fixes {', '.join(observation.fixes) or 'nothing'}, "
                "of which nothing is fitted here.",
                "Correct its fixes, or leave it out.",
            )


def _require_once(top: Section, fits: list[Fit]) -> None:
    taken: list[str] = []
    for fit in fits:
        for one in fit.parameters:
            for name in (one.name, *one.together):
                if name in taken:
                    raise top.error(f"{name!r} is fitted twice.", "Leave it to one fit.")
                taken.append(name)


def _held(top: Section, drug: DrugModel, fits: list[Fit]) -> Mapping[str, str]:
    if "held" not in top.table:
        return {}
    section = top.section("held")
    fitted = [name for fit in fits for one in fit.parameters for name in (one.name, *one.together)]
    for name in section.table:
        with section.blamed():
            _ = drug.parameters[name]
        if name in fitted:
            raise section.error(f"{name!r} is fitted and held.", "Keep one of them.")
    return {name: section.text(name) for name in section.table}
