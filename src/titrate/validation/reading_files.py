"""A file of observations: what it shares, its observations, and which of them are refused, and why.

One entry that cannot stand is refused with its reason; the others still run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from titrate.errors import InvalidFile, TitrateError, suggestion
from titrate.library import drug_names
from titrate.parameters import Parameter, ParameterSet, Section, Source, read_toml
from titrate.parameters.entry_reader import read_parameter
from titrate.parameters.source_reader import read_source
from titrate.patients import Patient
from titrate.simulation import subject_of
from titrate.validation.loading import loaded
from titrate.validation.observation import Observation
from titrate.validation.observation_reader import Shared, read_observation
from titrate.validation.own_endpoints import OwnEndpoint, extended, require_known

_FORMAT = 1
# What of an observation names something that its file may state, and under which table.
_NAMING = {
    "source": "sources",
    "fixes": "parameters",
    "holds": "parameters",
    "value": "parameters",
    "endpoint": "endpoints",
    "ec50_factor": "endpoints",
    "withdrawal": "endpoints",
}
_Key = tuple[str, str]
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
    if not isinstance(listed, list) or not listed or not all(isinstance(t, dict) for t in listed):
        raise top.wrong("observations", "tables, each headed [[observations]]")
    found: list[Observation] = []
    refused: list[Refused] = []
    for number, table in enumerate(listed, start=1):
        name = table.get("id")
        name = name if isinstance(name, str) and name.strip() else f"number {number}"
        section = Section(top.file, f"observations.{name}", table)
        try:
            _require_new(section, name, [o.id for o in found])
            named = _named(table)
            _require_unbroken(section, named, wrong)
            # Another's endpoint may be more than the preset of this one has.
            own = tuple(each for each in shared.endpoints if ("endpoints", each.name) in named)
            found.append(read_observation(section, replace(shared, endpoints=own)))
        except Exception as error:  # whatever it is, the other observations still run
            refused.append(
                refusal(section.file, f"[{section.key}] ", name, table.get("claim"), error)
            )
    return tuple(found), tuple(refused)


def _shared(top: Section) -> tuple[Shared, Mapping[_Key, str]]:
    """Return what all observations of a file share, and what of that cannot stand, by its name."""
    about = top.section("about")
    about.allow(("format", "drug", "evidence", "reviewed_by"))
    if about.number("format") != _FORMAT:
        raise about.wrong("format", f"{_FORMAT}, the only one this titrate reads")
    drug = about.word("drug", drug_names())
    about.text("evidence")
    about.texts("reviewed_by")
    wrong: dict[_Key, str] = {}
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
        behind = [
            wrong["parameters", each] for each in read.values() if ("parameters", each) in wrong
        ]
        if behind:
            raise section.error(f"it rests on what cannot stand. {' '.join(behind)}")
        with section.blamed():
            found = OwnEndpoint(name=name, **read)
            require_known(found, every)
            # One that the drug cannot have would otherwise spoil every observation of the file.
            subject_of(
                extended(loaded(drug), ParameterSet(tuple(own.values())), (found,)), Patient()
            )
        return found

    endpoints = _each(top, "endpoints", endpoint, wrong)
    return Shared(
        drug, sources, ParameterSet(tuple(own.values())), tuple(endpoints.values())
    ), wrong


def _each(
    top: Section, name: str, read: Callable[[str, Section], Kind], wrong: dict[_Key, str]
) -> dict[str, Kind]:
    """Read the tables under ``name``; what cannot stand goes to ``wrong``, by its key."""
    found: dict[str, Kind] = {}
    if name not in top.table:
        return found
    for key, section in top.section(name).sections().items():
        try:
            found[key] = read(key, section)
        except Exception as error:  # whatever it is, what does not name it still stands
            wrong[name, key] = f"{'' if isinstance(error, TitrateError) else key + ': '}{error}"
    return found


def refusal(file: Path, where: str, name: str, claim: object, error: Exception) -> Refused:
    """Return an observation as refused for an error, which may be a fault of our own."""
    words = str(error)
    if not isinstance(error, TitrateError):
        words = (
            f"{file}: {where}It goes wrong: {type(error).__name__}: {words}. Simplify it; and tell "
            "us, it should have been refused with a reason."
        )
    elif str(file) not in words:
        words = f"{file}: {where}{words}"
    return Refused(file, name, claim if isinstance(claim, str) else "", words)


def _require_unbroken(section: Section, named: set[_Key], wrong: Mapping[_Key, str]) -> None:
    """Ask that an observation rests on no source, parameter or endpoint that cannot stand."""
    behind = [reason for key, reason in wrong.items() if key in named]
    if behind:
        raise section.error(f"it rests on what cannot stand. {' '.join(behind)}")


def _named(table: Mapping[str, object]) -> set[_Key]:
    """Return the sources, parameters and endpoints that an observation, or an arm of it, names."""
    found: set[_Key] = set()
    for key, value in table.items():
        if key in _NAMING:
            listed = value if isinstance(value, list) else [value]
            found |= {(_NAMING[key], str(each)) for each in listed}
        elif key in ("values", "reading") and isinstance(value, dict):
            names = value if key == "values" else value.values()
            found |= {("parameters", str(each)) for each in names}
        elif key == "population" and isinstance(value, dict):
            spread = value.get("spread")
            found |= (
                {("parameters", name) for name in spread} if isinstance(spread, dict) else set()
            )
        elif key == "arms" and isinstance(value, list):
            found |= {n for arm in value if isinstance(arm, dict) for n in _named(arm)}
    return found


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
