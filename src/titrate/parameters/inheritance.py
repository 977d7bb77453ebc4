"""``extends = "adult.toml"``: a file that states only what differs from another.

A table that both files have is taken from the later one, so that a number never keeps the
source of the number it replaces. Two exceptions, both free of claims: the patient is merged
covariate by covariate, and a parameter that is overridden may leave out its meaning, its unit
and its spread between people. ``[without]`` names what the other file has and this one has not:
parameters that its model has no use for, and doors, each with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from titrate import units
from titrate.errors import suggestion
from titrate.parameters.toml_section import Section, read_toml

_TOP_REQUIRED = ("about",)
_TOP_OPTIONAL = ("extends", "without", "sources", "patient", "doors", "parameters")
_INHERITED = ("meaning", "unit", "variability")


@dataclass(frozen=True)
class Layers:
    """The tables of a file and of those it extends, merged; each knows the file it came from.

    Parameters
    ----------
    top : Section
        The file that was asked for, as it stands.
    sources, patient, doors, parameters : dict
        Name to table. The patient's names are ``""`` for the covariates, ``"domain"`` and
        ``"choices"``.
    instead : str
        Name, without its ending, of the nearest file below that leaves out nothing; empty if none.
    lacks : dict
        Doors left out on the way, each with the reason.
    """

    top: Section
    sources: dict[str, Section]
    patient: dict[str, Section]
    doors: dict[str, Section]
    parameters: dict[str, Section]
    instead: str = ""
    lacks: dict[str, str] = field(default_factory=dict[str, str])


def read_layers(path: Path) -> Layers:
    """Return the merged tables of the file at ``path``.

    Raises
    ------
    InvalidFile
        If a file cannot be read, has an unknown table, extends itself by any detour, or
        overrides a number with one of another dimension.
    """
    return _read(path, ())


def _read(path: Path, above: tuple[Path, ...]) -> Layers:
    top = read_toml(path)
    top.allow(_TOP_REQUIRED, _TOP_OPTIONAL)
    own = {
        name: top.section(name).sections() if name in top.table else {}
        for name in ("sources", "doors", "parameters")
    }
    layers = Layers(top, own["sources"], _patient(top), own["doors"], own["parameters"])
    if "extends" not in top.table:
        if "without" in top.table:
            raise top.error("[without] leaves something out of nothing.", "Say what it extends.")
        return layers
    parent = _parent(top, (*above, path.resolve()))
    _require_same_drug(top, parent.top)
    without = _read_without(layers, parent)
    return Layers(
        top,
        parent.sources | layers.sources,
        _merged_patient(parent.patient, layers.patient),
        _kept(parent.doors, without.doors) | layers.doors,
        _kept(parent.parameters, without.parameters)
        | {
            name: _overriding(section, parent.parameters.get(name))
            for name, section in layers.parameters.items()
        },
        parent.instead if parent.lacks else Path(top.text("extends")).stem,
        {d: why for d, why in parent.lacks.items() if d not in layers.doors} | without.doors,
    )


@dataclass(frozen=True)
class _Without:
    """What a file leaves out of the one it extends."""

    parameters: tuple[str, ...] = ()
    doors: dict[str, str] = field(default_factory=dict[str, str])


def _read_without(own: Layers, parent: Layers) -> _Without:
    if "without" not in own.top.table:
        return _Without()
    section = own.top.section("without")
    section.allow((), ("parameters", "doors"))
    parameters = section.texts("parameters")
    _require_to_leave_out(section, parameters, parent.parameters, own.parameters)
    if "doors" not in section.table:
        return _Without(parameters)
    doors = section.section("doors")
    _require_to_leave_out(doors, doors.table, parent.doors, own.doors)
    return _Without(parameters, {route: doors.text(route) for route in doors.table})


def _require_to_leave_out(
    section: Section, names: Iterable[str], there: dict[str, Section], own: dict[str, Section]
) -> None:
    for name in names:
        if name in own:
            raise section.error(f"{name!r} is left out, and stated.", "Keep one of the two.")
        if name not in there:
            raise section.error(
                f"{name!r} is left out, and is not in the file that is extended.",
                suggestion(name, there),
            )


def _kept(tables: dict[str, Section], without: Iterable[str]) -> dict[str, Section]:
    left_out = set(without)
    return {name: section for name, section in tables.items() if name not in left_out}


def _parent(top: Section, above: tuple[Path, ...]) -> Layers:
    name = top.text("extends")
    path = top.file.parent / name
    if path.resolve() in above:
        chain = " -> ".join([*(file.name for file in above), path.name])
        raise top.error(
            f"extends goes round in a circle: {chain}.", "Extend another file, or none."
        )
    if not path.is_file():
        beside = [file.name for file in top.file.parent.glob("*.toml") if file != top.file]
        raise top.wrong("extends", "a file beside this one", suggestion(name, beside))
    return _read(path, above)


def _patient(top: Section) -> dict[str, Section]:
    if "patient" not in top.table:
        return {}
    patient = top.section("patient")
    nested = {
        name: patient.section(name)
        for name in ("domain", "choices", "presets")
        if name in patient.table
    }
    own = {name: value for name, value in patient.table.items() if name not in nested}
    return {"": Section(top.file, "patient", own), **nested}


def _merged_patient(older: dict[str, Section], newer: dict[str, Section]) -> dict[str, Section]:
    # What other presets are made for is said by the file itself, not by those that extend it.
    merged = {name: section for name, section in older.items() if name != "presets"}
    for name, section in newer.items():
        before = merged[name].table if name in merged else {}
        merged[name] = Section(section.file, section.key, {**before, **section.table})
    return merged


def _overriding(section: Section, older: Section | None) -> Section:
    if older is None:
        return section
    kept = {name: older.table[name] for name in _INHERITED if name in older.table}
    unit = older.table.get("unit")
    if section.table.get("unit", unit) == unit and "possible" in older.table:
        kept["possible"] = older.table["possible"]
    _require_same_dimension(section, older)
    return Section(section.file, section.key, {**kept, **section.table})


def _require_same_dimension(section: Section, older: Section) -> None:
    if "unit" not in section.table:
        return
    before = older.unit("unit")
    found = section.unit("unit")
    if units.dimension_of(before) != units.dimension_of(found):
        raise section.wrong(
            "unit", f"a unit of {units.dimension_of(before)}, as in {older.file.name}"
        )


def _require_same_drug(top: Section, parent: Section) -> None:
    drug = parent.section("about").text("drug")
    if top.section("about").text("drug") != drug:
        raise top.section("about").wrong("drug", f"{drug!r}, as in {parent.file.name}")
