"""One ``[[observations]]`` table: what it claims, where that comes from, what is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from titrate.errors import require_choice
from titrate.model import DrugModel
from titrate.parameters import ParameterSet, Section, Source, Status
from titrate.parameters.source_reader import known_sources
from titrate.scales import find_scale
from titrate.units import convert, dimension_of
from titrate.validation.arm_reader import ARM_KEYS, read_arms
from titrate.validation.kinds import require_alike, require_readable
from titrate.validation.loading import loaded
from titrate.validation.measures import AS_LOOKED_AT, COMPARISONS, MEASURES, STATISTICS
from titrate.validation.observation import (
    DOORS,
    Arm,
    KnownMiss,
    Observation,
    OverPeople,
    PeopleAsked,
    Reading,
)
from titrate.validation.own_endpoints import OwnEndpoint, extended
from titrate.validation.scores import require_convertible, scale_of
from titrate.validation.simulated import internal_unit
from titrate.validation.trial_reading import ARMS, TERMS

_REQUIRED = ("id", "claim", "source", "status", "accepted", "reason", "fixes")
_MISS = ("expected", "miss_reason", "simulated_then", "tolerance")
_PEOPLE_KEYS = tuple(dict.fromkeys(key for key in STATISTICS.values() if key))
_OPTIONAL = (
    *("note", "published", "compare", "arms", "over_people", "reading", "scale", "unit", "door"),
    *_PEOPLE_KEYS,
    *_MISS,
)
_STATUSES = tuple(status.value for status in Status if status is not Status.CHANGED)
_OPENINGS = ("recalled, to be read:", "choice:")
_SHARES = {"share_above": "", "share_below": "", "cv_percent": "%"}


@dataclass(frozen=True)
class Shared:
    """What all observations of a file share."""

    drug: str
    sources: Mapping[str, Source]
    parameters: ParameterSet
    endpoints: tuple[OwnEndpoint, ...]


def read_observation(section: Section, shared: Shared) -> Observation:
    """Return the observation that a table describes.

    Raises
    ------
    InvalidFile
        Naming file, id and key, if anything is missing, unknown or impossible.
    """
    section.allow(_REQUIRED, (*_OPTIONAL, *ARM_KEYS))
    with section.blamed():
        drug = extended(loaded(shared.drug), shared.parameters, shared.endpoints)
        sources = known_sources(section, "source", shared.sources)
        if not sources:
            raise section.wrong("source", "a key of [sources], or several")
        status = Status(section.word("status", _STATUSES))
        _require_honest(section, status)
        compare = section.word("compare", COMPARISONS) if "compare" in section.table else ""
        arms = read_arms(section, compare, shared)
        require_alike(section, arms, lambda arm: _drug(arm, shared))
        asked = _read_people(section, arms)
        reading = _read_reading(section, drug.parameters)
        require_readable(section, arms, reading, lambda arm: _drug(arm, shared))
        measured_unit = _read_unit(section, arms, shared)
        scale = _read_scale(section, arms, reading)
        return Observation(
            id=section.text("id"),
            claim=section.text("claim"),
            file=section.file,
            drug=shared.drug,
            door=_read_door(section, arms),
            sources=sources,
            status=status,
            note=section.text("note", ""),
            arms=arms,
            compare=compare,
            over_people=asked,
            reading=reading,
            scale=scale,
            unit=_unit_of_value(compare, asked, measured_unit, scale),
            measured_unit=measured_unit,
            published=_read_published(section),
            accepted=_read_accepted(section),
            reason=section.text("reason"),
            fixes=_read_fixes(section, arms, shared),
            known_miss=_read_miss(section),
            parameters=shared.parameters,
            endpoints=shared.endpoints,
        )


def _require_honest(section: Section, status: Status) -> None:
    """Ask for the arithmetic of a derived fact, and for the reason of an assumed one."""
    note = section.text("note", "")
    if status is Status.DERIVED and not any(character.isdigit() for character in note):
        raise section.error(
            f"status is 'derived' and note is {note!r}, expected the arithmetic.",
            "Show the calculation.",
        )
    if status is Status.ASSUMED and not note.startswith(_OPENINGS):
        raise section.error(
            f"status is 'assumed' and note is {note!r}, expected one that begins with "
            f"{' or '.join(map(repr, _OPENINGS))}.",
            "Say what is recalled, or why this was chosen.",
        )


def _read_accepted(section: Section) -> tuple[float, float]:
    low, high = section.pair("accepted")
    if low == high:
        raise section.wrong("accepted", "[low, high], the lower one first and the two apart")
    return low, high


def _read_published(section: Section) -> tuple[float, ...]:
    if "published" not in section.table:
        return ()
    listed = isinstance(section.table["published"], list)
    published = section.pair("published") if listed else (section.number("published"),)
    low, high = _read_accepted(section)
    if not low <= published[0] <= published[-1] <= high:
        raise section.wrong("published", f"inside of what is accepted, {[low, high]}")
    return published


def _read_fixes(section: Section, arms: tuple[Arm, ...], shared: Shared) -> tuple[str, ...]:
    known = {name for arm in arms for name in _drug(arm, shared).parameters}
    names = section.texts("fixes")
    for name in names:
        require_choice("parameter", name, known)
    return names


def _read_door(section: Section, arms: tuple[Arm, ...]) -> str:
    if "door" in section.table:
        return section.word("door", DOORS)
    regimen = arms[0].given.regimen
    if regimen is None:
        raise section.error("'door' is missing.", "Nothing is given, so say which door it is of.")
    return regimen.daily_parts[0].route


def _read_people(section: Section, arms: tuple[Arm, ...]) -> OverPeople | None:
    drawn = [isinstance(arm.given.who, PeopleAsked) for arm in arms]
    if not any(drawn):
        for key in ("over_people", *_PEOPLE_KEYS):
            if key in section.table:
                raise section.error(f"{key} goes with a population.", "Give one, or leave it out.")
        return None
    if not all(drawn):
        raise section.error("one arm has a population and another has not.", "Give both people.")
    groups = {(who.n, who.seed) for arm in arms if isinstance(who := arm.given.who, PeopleAsked)}
    if len(groups) > 1:
        raise section.error(
            "the arms draw different people, and are compared person by person.",
            "Give every population the same n and seed.",
        )
    statistic = section.word("over_people", STATISTICS)
    key = STATISTICS[statistic]
    for other in _PEOPLE_KEYS:
        if other != key and other in section.table:
            raise section.error(f"{other} does not go with over_people = {statistic!r}.")
    number = section.number(key) if key else 0.0
    if statistic == "percentile" and not 1 <= number <= 99:
        raise section.wrong("percentile", "a number from 1 to 99: the median is 50")
    return OverPeople(statistic, number)


def _read_reading(section: Section, parameters: ParameterSet) -> Reading | None:
    if "reading" not in section.table:
        return None
    own = section.section("reading")
    kind = own.word("kind", TERMS)
    own.allow(("kind", "arm", *TERMS[kind]))
    terms = {term: own.text(term) for term in TERMS[kind]}
    with own.blamed():
        for name in terms.values():
            _ = parameters[name]  # an unknown one says so itself
    return Reading(kind, own.word("arm", ARMS), terms)


def _read_unit(section: Section, arms: tuple[Arm, ...], shared: Shared) -> str:
    """Return the unit of what is measured: the one written, else the measure's own."""
    looked = arms[0].looked
    own = MEASURES[looked.measure].unit
    if own == AS_LOOKED_AT:
        own = internal_unit(arms[0], _drug(arms[0], shared))
    own = "" if own == "1" else own
    if "unit" not in section.table:
        return own
    unit = section.unit("unit")
    if own == "":
        raise section.wrong("unit", "none: what is looked at is a share, a ratio or a score")
    if own.startswith("ug h"):
        raise section.wrong("unit", f"none: an area is in {own}")
    section.unit("unit", dimension_of(own))
    convert(1.0, own, unit)
    return unit


def _drug(arm: Arm, shared: Shared) -> DrugModel:
    return extended(loaded(shared.drug, arm.given.preset), shared.parameters, shared.endpoints)


def _read_scale(section: Section, arms: tuple[Arm, ...], reading: Reading | None) -> str:
    written = section.text("scale", "-").removeprefix("-")
    if written:
        find_scale(written)
    if reading is not None:
        if reading.kind == "score" and not written:
            raise section.error("'scale' is missing.", "A score carries its scale.")
        if reading.kind == "share" and written:
            raise section.wrong("scale", "none: a share is no score")
        return written
    for arm in arms:
        scored = scale_of(arm.looked)
        if scored and not written:
            raise section.error(
                "'scale' is missing.", f"{arm.looked.name} is a score on {scored!r}."
            )
        if written and not scored:
            raise section.wrong("scale", "none: what is looked at is no score")
        if scored:
            require_convertible(scored, written)
    return written


def _unit_of_value(compare: str, asked: OverPeople | None, measured: str, scale: str) -> str:
    if asked is not None and asked.statistic in _SHARES:
        return _SHARES[asked.statistic]
    if compare == "percent_change":
        return "%"
    if compare.startswith("ratio"):
        return ""
    return "points" if scale else measured


def _read_miss(section: Section) -> KnownMiss | None:
    if "expected" not in section.table:
        for key in _MISS:
            if key in section.table:
                raise section.error(f"{key} goes with expected = 'miss'.", "Write both.")
        return None
    section.word("expected", ("miss",))
    tolerance = section.number("tolerance")
    if tolerance <= 0:
        raise section.wrong("tolerance", "a number above 0, in the observation's unit")
    return KnownMiss(section.text("miss_reason"), section.number("simulated_then"), tolerance)
