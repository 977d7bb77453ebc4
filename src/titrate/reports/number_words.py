"""How a number, its range, its spread and its sources are written on a page."""

from collections.abc import Iterable

from titrate import units
from titrate.parameters import Door, Parameter, Source
from titrate.reports.markdown import code, sentence

_USUAL_PERCENT = 90.0
_FIGURES = 4
# A value and its unit stay on one line.
_TIE = "\N{NO-BREAK SPACE}"


def valued(entry: Parameter) -> str:
    """Return a value with its unit, in four figures."""
    return valued_in(entry.value, entry.unit)


def valued_in(value: float, unit: str) -> str:
    """Return a number with a unit, in four figures."""
    return units.written(float(f"{value:.{_FIGURES}g}"), unit).replace(" ", _TIE)


def span(pair: tuple[float, float] | None) -> str:
    """Return an interval in words; one number where both ends are it."""
    if pair is None:
        return ""
    low, high = pair
    return f"{low:g}" if low == high else f"{low:g}{_TIE}to{_TIE}{high:g}"


def spread(entry: Parameter) -> str:
    """Return how much people differ in a number."""
    cv = entry.variability.cv_percent
    return f"{cv:g} %" if cv else ""


def cited(sources: Iterable[Source]) -> str:
    """Return the keys of sources, each with how it was read."""
    return ", ".join(f"{source.key} ({source.read})" for source in sources)


def noted(entry: Parameter) -> str:
    """Return all that is to be said of a number besides its row; empty if nothing."""
    sentences: list[str] = []
    if entry.derived_from:
        sentences.append(f"from {', '.join(map(code, entry.derived_from))}")
    if entry.fit:
        sentences.append(f"goes with the fit {code(entry.fit)}")
    if entry.fitted_on:
        sentences.append(f"fitted on {', '.join(map(code, entry.fitted_on))}")
    if entry.note:
        sentences.append(entry.note)
    if entry.variability.note:
        sentences.append(f"between people: {entry.variability.note}")
    sentences += _uncertainty(entry)
    if entry.possible is not None:
        sentences.append(f"possible: {span(entry.possible)} {entry.unit}".removesuffix(" 1"))
    return " ".join(map(sentence, sentences))


def door_limits(door: Door) -> list[str]:
    """Return what is usual and the domain, a dose and a day, in the door's unit."""
    pairs = (door.usual_per_dose, door.usual_per_day, door.domain_per_dose, door.domain_per_day)
    return [span(pair) for pair in pairs]


def source_line(source: Source) -> str:
    """Return a source as a line of a list: key, citation, where it is, how it was read."""
    place = f"<https://doi.org/{source.doi}>" if source.doi else source.url and f"<{source.url}>"
    day = f", {source.read_on.isoformat()}" if source.read_on else ""
    where = f" {place}" if place else ""
    return f"{code(source.key)}: {source.citation}.{where} Read: {source.read}{day}."


def _uncertainty(entry: Parameter) -> list[str]:
    known = entry.uncertainty
    if known is None:
        return []
    parts: list[str] = []
    if known.cv_percent is not None:
        parts.append(f"standard error {known.cv_percent:g} %")
    elif known.interval_percent != _USUAL_PERCENT:
        parts.append(f"the range holds {known.interval_percent:g} %")
    if known.goes_with is not None:
        other, correlation = known.goes_with
        parts.append(f"known together with {code(other)}, correlation {correlation:g}")
    if known.note:
        parts.append(known.note)
    return [f"how well it is known ({known.status}): {'; '.join(parts)}"] if parts else []
