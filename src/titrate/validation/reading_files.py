"""A file of observations: what it shares, its observations, and which of them are refused, and why.

One entry that cannot stand is refused with its reason; the others still run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from titrate.errors import InvalidFile, TitrateError, suggestion
from titrate.library import drug_names
from titrate.parameters import Parameter, ParameterSet, Section, Source, read_toml
from titrate.parameters.entry_reader import read_parameter
from titrate.parameters.source_reader import read_source
from titrate.validation.loading import loaded
from titrate.validation.observation import Observation
from titrate.validation.observation_reader import Shared, read_observation
from titrate.validation.own_endpoints import OwnEndpoint, require_known

_FORMAT = 1
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Refused:
    """An observation that was not run.

    Parameters
    ----------
    file : Path
    id : str
        Its id, or its number in the file where it has none.
    claim : str
        Empty where it has none.
    reason : str
        What is wrong with it, and what to do.
    """

    file: Path
    id: str
    claim: str
    reason: str


def read_observations(path: str | Path) -> tuple[tuple[Observation, ...], tuple[Refused, ...]]:
    """Return the observations in a file, and those of it that are refused.

    Raises
    ------
    InvalidFile
        If the file cannot be read, is not TOML, or does not say which drug it is about.
    """
    top = read_toml(Path(path))
    top.allow(("about", "observations"), ("sources", "parameters", "endpoints"))
    shared, wrong = _shared(top)
    listed = top.table["observations"]
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise top.wrong("observations", "tables, each headed [[observations]]")
    found: list[Observation] = []
    refused: list[Refused] = []
    for number, table in enumerate(listed, start=1):
        name = table.get("id")
        name = name if isinstance(name, str) and name.strip() else f"number {number}"
        section = Section(top.file, f"observations.{name}", table)
        try:
            _require_new(section, name, [o.id for o in found])
            found.append(read_observation(section, shared))
        except TitrateError as error:
            claim = table.get("claim")
            words = _with_broken(str(error), table, wrong)
            refused.append(Refused(top.file, name, claim if isinstance(claim, str) else "", words))
    return tuple(found), tuple(refused)


def _shared(top: Section) -> tuple[Shared, Mapping[str, str]]:
    """Return what all observations of a file share, and what of that cannot stand, by its name."""
    about = top.section("about")
    about.allow(("format", "drug", "evidence", "reviewed_by"))
    if about.number("format") != _FORMAT:
        raise about.wrong("format", f"{_FORMAT}, the only one this titrate reads")
    drug = about.word("drug", drug_names())
    about.text("evidence")
    about.texts("reviewed_by")
    wrong: dict[str, str] = {}
    sources: dict[str, Source] = _each(top, "sources", read_source, wrong)
    names = tuple(top.section("parameters").table) if "parameters" in top.table else ()

    def parameter(name: str, section: Section) -> Parameter:
        return read_parameter(name, section, sources, names)

    own = _each(top, "parameters", parameter, wrong)
    known = loaded(drug).parameters
    twice = [name for name in own if name in known]
    if twice:
        raise top.error(
            f"[parameters] states {twice[0]!r}, which the drug has.", "Leave it to the drug's file."
        )
    every = ParameterSet((*known.entries, *own.values()))

    def endpoint(name: str, section: Section) -> OwnEndpoint:
        section.allow(("meaning", "site", "delay_rate", "ec50", "slope"))
        read = {key: section.text(key) for key in section.table}
        with section.blamed():
            found = OwnEndpoint(name=name, **read)
            require_known(found, every)
        return found

    endpoints = _each(top, "endpoints", endpoint, wrong)
    return Shared(
        drug, sources, ParameterSet(tuple(own.values())), tuple(endpoints.values())
    ), wrong


def _each(
    top: Section, name: str, read: Callable[[str, Section], Kind], wrong: dict[str, str]
) -> dict[str, Kind]:
    """Read the tables under ``name``; what cannot stand goes to ``wrong``, by its key."""
    found: dict[str, Kind] = {}
    if name not in top.table:
        return found
    for key, section in top.section(name).sections().items():
        try:
            found[key] = read(key, section)
        except TitrateError as error:
            wrong[key] = str(error)
    return found


def _with_broken(words: str, table: Mapping[str, object], wrong: Mapping[str, str]) -> str:
    """Return a reason, with that of a broken source, parameter or endpoint it rests on."""
    shown = repr(dict(table))
    behind = [reason for key, reason in wrong.items() if repr(key) in shown]
    return " ".join([words, *behind])


def _require_new(section: Section, name: str, taken: list[str]) -> None:
    if name in taken:
        raise section.error(f"two observations are called {name!r}.", "Each has an id of its own.")


def file_called(name: str | Path, folder: Path, what: str = "file of observations") -> Path:
    """Return a user's file, or ours called ``name`` in ``folder``.

    Raises
    ------
    InvalidFile
        If there is neither.
    """
    text = str(name)
    if isinstance(name, Path) or text.endswith(".toml"):
        return Path(name)
    ours = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if text not in ours:
        hint = f"{suggestion(text, ours)} Ours: {', '.join(ours)}. A file of yours ends in .toml."
        raise InvalidFile(f"No {what} called {text!r}.", hint.strip())
    return ours[text]
