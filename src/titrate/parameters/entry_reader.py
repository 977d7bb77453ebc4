"""One ``[parameters.NAME]`` table: what it must say depends on how sure its number is."""

from collections.abc import Iterable, Mapping

from titrate.parameters.parameter import ABSURD, Parameter
from titrate.parameters.provenance import Source, Status
from titrate.parameters.source_reader import known_sources, require_known
from titrate.parameters.toml_section import Section
from titrate.parameters.uncertainty import Uncertainty
from titrate.parameters.variability import DISTRIBUTIONS, Variability

_REQUIRED = ("value", "unit", "meaning", "status", "variability", "range")
_OPTIONAL = ("source", "from", "fit", "fitted_on", "possible", "note", "uncertainty")
_IN_FILES = tuple(status.value for status in Status if status is not Status.CHANGED)
_OPENINGS = ("recalled, to be read:", "choice:")


def read_parameter(
    name: str,
    section: Section,
    sources: Mapping[str, Source],
    names: Iterable[str],
    dimension: str | None = None,
) -> Parameter:
    """Return the parameter that ``section`` describes.

    Parameters
    ----------
    name : str
    section : Section
    sources : mapping
        The file's sources, by key.
    names : iterable of str
        All parameters of the file: what ``from`` may name besides sources.
    dimension : str, optional
        What the model expects it to measure.

    Raises
    ------
    InvalidFile
        If a key or a value cannot stand.
    """
    section.allow(_REQUIRED, _OPTIONAL)
    unit = section.unit("unit", dimension)
    status = Status(section.word("status", _IN_FILES))
    cited = known_sources(section, "source", sources)
    derived_from = section.texts("from")
    require_known(section, "from", derived_from, (*sources, *(n for n in names if n != name)))
    _require_honest(section, status)
    require_known(section, "fit", section.texts("fit"), sources)
    beneath = tuple(sources[key] for key in derived_from if key in sources)
    with section.blamed():
        return Parameter(
            name=name,
            value=_read_value(section),
            unit=unit,
            meaning=section.text("meaning"),
            status=status,
            sources=tuple(dict.fromkeys((*cited, *beneath))),
            variability=read_variability(section.section("variability")),
            range=section.pair("range"),
            possible=section.pair("possible") if "possible" in section.table else None,
            note=section.text("note", ""),
            derived_from=derived_from,
            fitted_on=section.texts("fitted_on"),
            fit=section.text("fit", ""),
            uncertainty=_read_uncertainty(section, name, tuple(names)),
        )


def read_variability(section: Section) -> Variability:
    """Return the spread that ``section`` describes; a spread says where it comes from.

    Raises
    ------
    InvalidFile
        If the distribution is unknown, or the spread negative, missing or without a note.
    """
    section.allow(("distribution",), ("cv_percent", "note"))
    distribution = section.word("distribution", DISTRIBUTIONS)
    if distribution == "none":
        section.allow(("distribution",))
        return Variability()
    with section.blamed():
        return Variability(distribution, section.number("cv_percent"), section.text("note"))


def _read_uncertainty(section: Section, name: str, names: tuple[str, ...]) -> Uncertainty | None:
    """Return how well a number is known, None where only its range says so."""
    if "uncertainty" not in section.table:
        return None
    own = section.section("uncertainty")
    own.allow(("status", "note"), ("interval_percent", "cv_percent", "goes_with"))
    if "interval_percent" in own.table and "cv_percent" in own.table:
        raise own.error("interval_percent and cv_percent say two things.", "Keep one of them.")
    given = {k: own.number(k) for k in ("interval_percent", "cv_percent") if k in own.table}
    partner: tuple[str, float] | None = None
    if "goes_with" in own.table:
        with_ = own.section("goes_with")
        if len(with_.table) != 1:
            raise own.wrong("goes_with", "one parameter and a correlation: { NAME = 0.5 }")
        with_.allow((), tuple(n for n in names if n != name))
        other = next(iter(with_.table))
        partner = other, with_.number(other)
    with own.blamed():
        return Uncertainty(
            goes_with=partner,
            status=own.word("status", _IN_FILES),
            note=own.text("note"),
            **given,
        )


def _read_value(section: Section) -> float:
    value = section.number("value")
    if abs(value) > ABSURD:
        raise section.wrong("value", f"a number no larger than {ABSURD:g}")
    return value


def _require_honest(section: Section, status: Status) -> None:
    """Ask of each status what it claims to have."""
    note = section.text("note", "")
    match status:
        case Status.PUBLISHED if not section.texts("source"):
            raise section.error(
                "status is 'published', expected a source.",
                'Name a key of [sources], or call it "assumed".',
            )
        case Status.DERIVED if not (section.texts("from") or section.texts("fitted_on")):
            raise section.error(
                "status is 'derived', expected from = [names or sources], or fitted_on = [ids].",
                "Say what it was computed from, or on which observations it was fitted.",
            )
        case Status.DERIVED if not any(character.isdigit() for character in note):
            raise section.error(
                f"status is 'derived' and note is {note!r}, expected the arithmetic.",
                "Show the calculation, or the numbers that it was fitted to.",
            )
        case Status.ASSUMED if not note.startswith(_OPENINGS):
            raise section.error(
                f"status is 'assumed' and note is {note!r}, expected one that begins with "
                f"{' or '.join(map(repr, _OPENINGS))}.",
                "Say what is recalled, or why this was chosen.",
            )
        case _:
            pass
