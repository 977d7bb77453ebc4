"""Where a number comes from: how sure it is, and what was read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from titrate.errors import InvalidValue, unknown_name

READINGS = ("abstract", "full text", "label", "secondary")


class Status(StrEnum):
    """How far a number can be trusted to be what somebody measured."""

    PUBLISHED = "published"  # seen in its source
    DERIVED = "derived"  # arithmetic on published numbers, or fitted to them and found again
    ASSUMED = "assumed"  # a choice, or recalled and still to be read
    CHANGED = "changed"  # set by the user in this session; never in a file


@dataclass(frozen=True)
class Source:
    """A text that a number was taken from.

    Parameters
    ----------
    key : str
        Short name, as used by the parameters of the same file.
    citation : str
        Who, where, when.
    read : str
        What of it was read: abstract, full text, label, or secondary (quoted by another text).
    read_on : datetime.date, optional
        When.
    doi, url : str
        Where to find it; empty if not known.
    """

    key: str
    citation: str
    read: str
    read_on: date | None = None
    doi: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.read not in READINGS:
            raise unknown_name("way of reading", self.read, READINGS, plural="ways of reading")
        if not self.citation.strip():
            raise InvalidValue(
                f"The source {self.key!r} has no citation.", "Say who, where and when."
            )

    def __str__(self) -> str:
        place = f" doi:{self.doi}" if self.doi else f" {self.url}" if self.url else ""
        day = f", {self.read_on.isoformat()}" if self.read_on else ""
        return f"{self.citation}.{place} [read: {self.read}{day}]"
