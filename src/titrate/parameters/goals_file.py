"""The goals that hold when a person states none: ``params/goals.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from titrate.parameters.provenance import Status
from titrate.parameters.toml_section import Section, read_toml

STATISTICS = ("mean", "worst", "best", "end")
_FORMAT = 1
_OPENINGS = ("recalled, to be read:", "choice:")


@dataclass(frozen=True)
class GoalsFile:
    """Default goals.

    Parameters
    ----------
    at_least, at_most : mapping
        Endpoint to (statistic, limit), the limit in the endpoint's unit.
    over_h : float
        How many last hours the statistic looks at.
    notes : mapping
        Endpoint to the reason for its limit.
    """

    at_least: Mapping[str, tuple[str, float]]
    at_most: Mapping[str, tuple[str, float]]
    over_h: float
    notes: Mapping[str, str]


def read_goals_file(path: str | Path) -> GoalsFile:
    """Return the goals in the file at ``path``.

    Raises
    ------
    InvalidFile
        Naming file and key, if anything is missing, unknown or impossible.
    """
    top = read_toml(Path(path))
    top.allow(("about", "over_h", "at_least", "at_most"))
    about = top.section("about")
    about.allow(("format", "population", "reviewed_by"))
    if about.number("format") != _FORMAT:
        raise about.wrong("format", f"{_FORMAT}, the only one this titrate reads")
    over_h = top.number("over_h")
    if over_h <= 0:
        raise top.wrong("over_h", "a number of hours above 0")
    at_least, at_most = top.section("at_least").sections(), top.section("at_most").sections()
    both = sorted(set(at_least) & set(at_most))
    if both:
        raise top.error(f"{both[0]} has a goal in at_least and in at_most.", "Keep one of them.")
    return GoalsFile(
        at_least={name: _read_goal(section) for name, section in at_least.items()},
        at_most={name: _read_goal(section) for name, section in at_most.items()},
        over_h=over_h,
        notes={name: section.text("note") for name, section in (at_least | at_most).items()},
    )


def _read_goal(section: Section) -> tuple[str, float]:
    section.allow(("limit", "statistic", "status", "note"))
    # No published number says what a person wants.
    section.word("status", (Status.ASSUMED.value,))
    if not section.text("note").startswith(_OPENINGS):
        raise section.wrong("note", f"one that begins with {' or '.join(map(repr, _OPENINGS))}")
    limit = section.number("limit")
    if limit < 0:
        raise section.wrong("limit", "a number that is not negative")
    return section.word("statistic", STATISTICS), limit
