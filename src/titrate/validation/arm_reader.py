"""The arms of an observation: who is given what, and what is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from titrate.dosing import Regimen, prescription
from titrate.errors import require_choice
from titrate.model import DrugModel, dialysis
from titrate.parameters import ParameterSet, Section
from titrate.patients import COVARIATES, Patient
from titrate.simulation import adaptations_of, subject_of
from titrate.validation.loading import loaded
from titrate.validation.measures import COMPARISONS, MEASURES, SPAN, SUBJECTS, THRESHOLDS
from titrate.validation.observation import Arm, Given, Looked, PeopleAsked
from titrate.validation.own_endpoints import OwnEndpoint, extended

_WHO = ("patient", "population")
_GIVEN = ("preset", *_WHO, "regimen", "initial", "values", "dialysis")
_NUMBERS = (*SPAN, "at_h", *THRESHOLDS)
ARM_KEYS = (*_GIVEN, *SUBJECTS, "measure", *_NUMBERS, "holds")
_SESSIONS = ("start_h", "over_h", "every_h", "sessions")
_NOTHING_GIVEN = ("value", "compartments")
_MOST_PEOPLE, _MOST_SESSIONS = 100_000, 1_000


class Shared(Protocol):
    """What an arm is read with."""

    @property
    def drug(self) -> str:
        """The drug's name."""
        ...

    @property
    def parameters(self) -> ParameterSet:
        """What the file states besides the drug's own."""
        ...

    @property
    def endpoints(self) -> tuple[OwnEndpoint, ...]:
        """The file's own responses."""
        ...


def read_arms(section: Section, compare: str, shared: Shared) -> tuple[Arm, ...]:
    """Return the one arm of an observation, or those that it compares."""
    if "arms" not in section.table:
        if compare:
            raise section.error("'arms' is missing.", f"{compare} compares arms.")
        return (_read_arm("", _part(section, section.table), shared),)
    listed = section.table["arms"]
    if not isinstance(listed, list) or not all(isinstance(arm, dict) for arm in listed):
        raise section.wrong("arms", "tables, each headed [[observations.arms]]")
    if not compare:
        raise section.error("'compare' is missing.", f"One of {', '.join(COMPARISONS)}.")
    count = COMPARISONS[compare][0]
    if len(listed) != count:
        raise section.error(f"there are {len(listed)} arms, {compare} compares {count}.")
    arms: list[Arm] = []
    for number, own in enumerate(listed, start=1):
        part = Section(section.file, f"{section.key}.arms.{number}", own)
        part.allow(("name",), ARM_KEYS)
        whole = _part(Section(section.file, part.key, section.table), _over(section.table, own))
        arms.append(_read_arm(part.text("name"), whole, shared))
    return tuple(arms)


def _over(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """Return what an arm says, and what it leaves to the observation."""
    kept = dict(base)
    for group in (_WHO, SUBJECTS, THRESHOLDS):
        if any(key in own for key in group):
            kept = {key: value for key, value in kept.items() if key not in group}
    return kept | dict(own)


def _part(section: Section, table: Mapping[str, object]) -> Section:
    return Section(section.file, section.key, {key: table[key] for key in ARM_KEYS if key in table})


def _read_arm(name: str, section: Section, shared: Shared) -> Arm:
    with section.blamed():
        preset = section.text("preset", "-").removeprefix("-") or None
        drug = loaded(shared.drug, preset)
        drug = extended(drug, shared.parameters, shared.endpoints)
        looked = _read_looked(section)
        given = _read_given(section, looked, drug, preset)
        model = drug.with_values(**given.values)
        if given.dialysis:
            model = dialysis(model, **given.dialysis)  # pyright: ignore[reportArgumentType]
        _require_names(looked, model)
        if isinstance(looked.holds, str):
            _ = drug.parameters[looked.holds]  # an unknown one says so itself
        if given.regimen is not None:
            one = given.who if isinstance(given.who, Patient) else Patient()
            model.check(given.regimen, weight_kg=subject_of(model, one).weight_kg)
    return Arm(name, given, looked)


def _read_given(section: Section, looked: Looked, drug: DrugModel, preset: str | None) -> Given:
    who = _read_who(section, drug)
    regimen: Regimen | None = None
    if looked.subject in _NOTHING_GIVEN:
        if "regimen" in section.table:
            raise section.error(f"{looked.measure} needs no regimen.", "Leave it out.")
    else:
        regimen = prescription(section.text("regimen"))
    initial = None
    if "initial" in section.table:
        initial = section.word("initial", ("adapted",))
    values: dict[str, float] = {}
    if "values" in section.table:
        own = section.section("values")
        values = {name: own.number(name) for name in own.table}
    sessions: dict[str, float] = {}
    if "dialysis" in section.table:
        own = section.section("dialysis")
        own.allow(("start_h", "over_h"), _SESSIONS)
        sessions = {name: own.number(name) for name in own.table}
        if "sessions" in sessions:
            sessions["sessions"] = _whole(own, "sessions", 1, _MOST_SESSIONS)
    return Given(preset, who, regimen, initial, values, sessions)


def _read_who(section: Section, drug: DrugModel) -> Patient | PeopleAsked:
    if "population" not in section.table:
        if "patient" not in section.table:
            return Patient()
        own = section.section("patient")
        own.allow((), COVARIATES)
        with own.blamed():
            patient = Patient(**dict(own.table))  # pyright: ignore[reportArgumentType]
            drug.people(patient)
        return patient
    if "patient" in section.table:
        raise section.error("there is a patient and a population.", "Keep one of them.")
    own = section.section("population")
    own.allow(("n", "seed", "spread"), COVARIATES)
    n, seed = _whole(own, "n", 2, _MOST_PEOPLE), _whole(own, "seed", 0)
    covariates = {
        name: own.two(name, "[mean, sd]") if isinstance(own.table[name], list) else own.table[name]
        for name in COVARIATES
        if name in own.table
    }
    spread = None
    if own.table["spread"] != "drug":
        spreads = own.section("spread")
        spread = {name: spreads.number(name) for name in spreads.table}
    with own.blamed():
        from titrate.patients import Population

        Population.sample(2, seed=seed, drug=drug, cv_percent=spread, **covariates)  # pyright: ignore[reportArgumentType]
    return PeopleAsked(n, seed, covariates, spread)


def _whole(section: Section, name: str, least: int, most: int | None = None) -> int:
    found = section.table[name]
    upto = "" if most is None else f" and at most {most:,}"
    if isinstance(found, bool) or not isinstance(found, int) or found < least:
        raise section.wrong(name, f"a whole number of at least {least}{upto}")
    if most is not None and found > most:
        raise section.wrong(name, f"a whole number of at least {least}{upto}")
    return found


def _read_looked(section: Section) -> Looked:
    measure = section.word("measure", MEASURES)
    known = MEASURES[measure]
    present = [subject for subject in SUBJECTS if subject in section.table]
    if len(present) != (1 if known.of else 0):
        wanted = f"one of {', '.join(known.of)}" if known.of else "no subject"
        raise section.error(f"{measure} looks at {wanted}; found {_listed(present)}.")
    if present and present[0] not in known.of:
        raise section.error(
            f"{measure} cannot look at {present[0]}.", f"It looks at {', '.join(known.of)}."
        )
    _require_keys(section, measure)
    numbers = {key: section.number(key) for key in _NUMBERS if key in section.table}
    if not 0 < numbers.get("share_of_peak", 1.0) <= 1:
        raise section.wrong("share_of_peak", "a share above 0, at most 1")
    if any(numbers.get(key, 0.0) < 0 for key in (*SPAN, "at_h")):
        raise section.error("a time is below 0.", "Time 0 is midnight of day 1.")
    if "to_h" in numbers and numbers["to_h"] <= numbers.get("from_h", 0.0):
        raise section.wrong("to_h", "a time after from_h")
    holds: float | str | None = None
    if measure == "dose_that_holds":
        written = section.table["holds"]
        holds = section.text("holds") if isinstance(written, str) else section.number("holds")
    names = section.texts(present[0]) if present else ()
    if present and present[0] != "compartments" and len(names) != 1:
        raise section.wrong(present[0], "one name")
    return Looked(present[0] if present else "", names, measure, numbers, holds)


def _require_keys(section: Section, measure: str) -> None:
    """Ask for what a measure needs, and refuse what it would not read."""
    known = MEASURES[measure]
    needs = [key for key in known.needs if key != "threshold"]
    for key in needs:
        if key not in section.table:
            raise section.error(f"{key!r} is missing.", f"{measure} needs it.")
    allowed = {*needs, *known.may}
    if "threshold" in known.needs:
        allowed |= set(THRESHOLDS)
        written = [key for key in THRESHOLDS if key in section.table]
        if len(written) != 1:
            raise section.error(
                f"{measure} needs a threshold; found {_listed(written)}.",
                f"Write one of {', '.join(THRESHOLDS)}.",
            )
    for key in (*_NUMBERS, "holds"):
        if key in section.table and key not in allowed:
            raise section.error(f"{measure} does not read {key}.", "Leave it out.")


def _require_names(looked: Looked, drug: DrugModel) -> None:
    subject = subject_of(drug, Patient())
    match looked.subject:
        case "site":
            drug.require_has("site", looked.name)
            require_choice("site", looked.name, subject.model.site_names)
        case "endpoint":
            drug.require_has("endpoint", looked.name)
            require_choice("endpoint", looked.name, [e.name for e in subject.endpoints])
        case "ec50_factor" | "withdrawal":
            names = [a.name for a in adaptations_of(subject.endpoints)]
            require_choice("adaptation", looked.name, names)
        case "value":
            require_choice("value", looked.name, subject.values)
        case "compartments":
            for name in looked.names:
                require_choice("compartment", name, subject.model.compartments)
        case _:
            pass


def _listed(names: Iterable[str]) -> str:
    return " and ".join(names) or "none"
