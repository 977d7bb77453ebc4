"""One ``[sources.KEY]`` table, and the keys that other tables name."""

from collections.abc import Iterable, Mapping

from titrate.errors import suggestion
from titrate.parameters.provenance import READINGS, Source
from titrate.parameters.toml_section import Section


def read_source(key: str, section: Section) -> Source:
    """Return the source that ``section`` describes, or raise `InvalidFile`."""
    section.allow(("citation", "read", "read_on"), ("doi", "url"))
    return Source(
        key=key,
        citation=section.text("citation"),
        read=section.word("read", READINGS),
        read_on=section.day("read_on"),
        doi=section.text("doi", ""),
        url=section.text("url", ""),
    )


def known_sources(section: Section, name: str, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources that ``section`` names under ``name``, or raise `InvalidFile`."""
    keys = section.texts(name)
    require_known(section, name, keys, sources)
    return tuple(sources[key] for key in keys)


def require_known(section: Section, name: str, keys: Iterable[str], known: Iterable[str]) -> None:
    """Raise `InvalidFile` unless every key is a source, or a parameter where those may be named."""
    known = tuple(known)
    for key in keys:
        if key not in known:
            raise section.error(
                f"{name} has {key!r}, expected a key of [sources]"
                f"{' or a parameter' if name == 'from' else ''}.",
                suggestion(key, known),
            )
