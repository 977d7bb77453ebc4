"""One ``[sources.KEY]`` table: who said it, and what of it was read."""

from titrate.parameters.provenance import READINGS, Source
from titrate.parameters.toml_section import Section


def read_source(key: str, section: Section) -> Source:
    """Return the source that ``section`` describes.

    Raises
    ------
    InvalidFile
        If a key or a value cannot stand.
    """
    section.allow(("citation", "read", "read_on"), ("doi", "url"))
    return Source(
        key=key,
        citation=section.text("citation"),
        read=section.word("read", READINGS),
        read_on=section.day("read_on"),
        doi=section.text("doi", ""),
        url=section.text("url", ""),
    )
