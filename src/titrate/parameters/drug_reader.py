"""From a drug's TOML file to a `DrugFile`, refusing whatever cannot stand."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from titrate.parameters.door import Door
from titrate.parameters.drug_file import About, DrugFile, PatientDefaults
from titrate.parameters.entry_reader import read_parameter
from titrate.parameters.inheritance import Layers, read_layers
from titrate.parameters.model_form import ModelForm, require_all_named, require_one_fit
from titrate.parameters.parameter_set import ParameterSet
from titrate.parameters.provenance import Source
from titrate.parameters.source_reader import known_sources, read_source
from titrate.parameters.toml_section import Section

FORMAT = 1
_LIMITS = ("usual_per_day", "usual_per_dose", "domain_per_day", "domain_per_dose")


def read_drug_file(path: str | Path, *, models: Mapping[str, ModelForm] | None = None) -> DrugFile:
    """Return what the file at ``path`` says.

    Parameters
    ----------
    path : str or Path
        A drug's file; what it extends is read too.
    models : mapping, optional
        The models of the drug by the name that [about] gives them, each with what it asks of a
        file.

    Raises
    ------
    InvalidFile
        Naming file and key: anything missing, unknown, misspelt, impossible or without a source.
    """
    layers = read_layers(Path(path))
    about = _read_about(layers.top.section("about"), models)
    form = None if models is None else models[about.model]
    sources = {key: read_source(key, section) for key, section in layers.sources.items()}
    _require_tables(layers)
    if form is not None:
        require_all_named(layers, form)
    expected = {} if form is None else form.dimensions
    names = tuple(layers.parameters)
    parameters = ParameterSet(
        tuple(
            read_parameter(name, section, sources, names, expected.get(name))
            for name, section in layers.parameters.items()
        )
    )
    if form is not None:
        require_one_fit(layers, parameters, form)
    doors = {route: _read_door(section, sources) for route, section in layers.doors.items()}
    used = {source.key for entry in parameters.entries for source in entry.sources}
    used |= {source.key for door in doors.values() for source in door.sources}
    used |= {entry.fit for entry in parameters.entries}
    _require_used(layers, used)
    return DrugFile(
        name=about.drug,
        preset=Path(path).stem,
        about=about,
        sources=sources,
        patient=_read_patient(layers.patient),
        doors=doors,
        parameters=parameters,
        instead=layers.instead,
        lacks=layers.lacks,
    )


def _read_about(section: Section, models: Mapping[str, ModelForm] | None) -> About:
    section.allow(("format", "drug", "population", "model", "reviewed_by"), ("rival_of", "not_for"))
    if section.number("format") != FORMAT:
        raise section.wrong("format", f"{FORMAT}, the only one this titrate reads")
    return About(
        drug=section.text("drug"),
        population=section.text("population"),
        model=section.text("model") if models is None else section.word("model", models),
        reviewed_by=section.texts("reviewed_by"),
        rival_of=section.text("rival_of", ""),
        not_for=section.texts("not_for"),
    )


def _read_door(section: Section, sources: Mapping[str, Source]) -> Door:
    section.allow(("unit", "step", "note"), (*_LIMITS, "pattern", "source"))
    limits = {name: section.pair(name) for name in _LIMITS if name in section.table}
    with section.blamed():
        return Door(
            unit=section.unit("unit", "amount"),
            step=section.number("step"),
            pattern=section.text("pattern") if "pattern" in section.table else "",
            sources=known_sources(section, "source", sources),
            note=section.text("note"),
            **limits,
        )


def _read_patient(sections: Mapping[str, Section]) -> PatientDefaults:
    own = sections[""]
    note = own.text("note")
    defaults: dict[str, float | str] = {
        name: own.text(name) if isinstance(value, str) else own.number(name)
        for name, value in own.table.items()
        if name != "note"
    }
    numbers = [name for name, value in defaults.items() if not isinstance(value, str)]
    domain = {
        name: section.pair(name)
        for section in _present(sections, "domain")
        for name in _covariates(section, numbers)
    }
    choices = {
        name: section.texts(name)
        for section in _present(sections, "choices")
        for name in _covariates(section, [k for k, v in defaults.items() if isinstance(v, str)])
    }
    for name, value in defaults.items():
        if isinstance(value, str):
            if name not in choices:
                raise own.error(f"{name} is a word, and [patient.choices] does not list its words.")
            own.word(name, choices[name])
        elif name not in domain:
            raise own.error(f"{name} is a number, and [patient.domain] does not limit it.")
        elif not domain[name][0] <= value <= domain[name][1]:
            raise own.wrong(name, f"a number inside its domain {list(domain[name])}")
    presets = {
        preset: {name: whom.pair(name) for name in _covariates(whom, numbers)}
        for section in _present(sections, "presets")
        for preset, whom in _presets(section)
    }
    return PatientDefaults(defaults, domain, choices, note, presets)


def _presets(section: Section) -> Iterable[tuple[str, Section]]:
    for preset, whom in section.sections().items():
        if not whom.table:
            raise whom.error("nobody is said.", "Give covariates: age_y = [65, 110].")
        yield preset, whom


def _present(sections: Mapping[str, Section], name: str) -> list[Section]:
    return [sections[name]] if name in sections else []


def _covariates(section: Section, names: Iterable[str]) -> Iterable[str]:
    section.allow((), tuple(names))
    return section.table


def _require_tables(layers: Layers) -> None:
    for table in ("patient", "doors", "parameters"):
        if not getattr(layers, table):
            raise layers.top.error(f"[{table}] is missing or empty.", "A drug's file has one.")


def _require_used(layers: Layers, used: set[str]) -> None:
    # A source of an extended file may have lost its only use to an override; that is no mistake.
    for key, section in layers.sources.items():
        if section.file == layers.top.file and key not in used:
            raise section.error(f"nothing refers to the source {key!r}.", "Use it or take it out.")
