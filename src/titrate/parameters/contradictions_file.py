"""Where sources contradict each other: ``params/contradictions/<drug>.toml``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from titrate.errors import suggestion
from titrate.parameters.provenance import Source
from titrate.parameters.source_reader import known_sources, read_source
from titrate.parameters.toml_section import Section, read_toml

_FORMAT = 1
_RECALLED = "recalled, to be read:"
_LEAST_CLAIMS = 2


@dataclass(frozen=True)
class Claim:
    """One side of a contradiction.

    Parameters
    ----------
    name : str
    says : str
        Without a source it begins with "recalled, to be read:".
    sources : tuple of Source
    """

    name: str
    says: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """Claims that cannot all hold, and which of them the library goes with.

    Parameters
    ----------
    name, question : str
    concerns : tuple of str
        Parameters and doors that hang on the answer.
    claims : tuple of Claim
        At least two.
    taken : tuple of str
        Names of the claims that the default goes with; empty where it goes with none.
    why : str
    would_change : str
        What would settle it, or make the library change sides.
    """

    name: str
    question: str
    concerns: tuple[str, ...]
    claims: tuple[Claim, ...]
    taken: tuple[str, ...]
    why: str
    would_change: str


def read_contradictions_file(
    path: str | Path, *, drug: str, sources: Mapping[str, Source], concerned: Collection[str]
) -> tuple[Contradiction, ...]:
    """Return the contradictions in the file at ``path``.

    Parameters
    ----------
    path : str or Path
    drug : str
        The drug that it has to be about.
    sources : mapping of key to Source
        Those of the drug's own files; the file adds what they have not.
    concerned : collection of str
        The parameters and doors of the drug.

    Raises
    ------
    InvalidFile
        Naming file and key: anything missing, unknown or misspelt, a claim without a source that
        is not said to be recalled, a side taken that nobody holds, a source stated twice or unused.
    """
    top = read_toml(Path(path))
    top.allow(("about", "contradictions"), ("sources",))
    about = top.section("about")
    about.allow(("format", "drug", "reviewed_by"))
    if about.number("format") != _FORMAT:
        raise about.wrong("format", f"{_FORMAT}, the only one this titrate reads")
    about.word("drug", (drug,))
    about.texts("reviewed_by")
    added = top.section("sources").sections() if "sources" in top.table else {}
    for key, section in added.items():
        if key in sources:
            raise section.error(f"{key!r} is a source of the drug's files.", "State it once.")
    own = {key: read_source(key, section) for key, section in added.items()}
    found = tuple(
        _read_contradiction(name, section, {**sources, **own}, concerned)
        for name, section in top.section("contradictions").sections().items()
    )
    used = {source.key for each in found for claim in each.claims for source in claim.sources}
    for key, section in added.items():
        if key not in used:
            raise section.error(f"nothing refers to the source {key!r}.", "Use it or take it out.")
    return found


def _read_contradiction(
    name: str, section: Section, sources: Mapping[str, Source], concerned: Collection[str]
) -> Contradiction:
    section.allow(("question", "concerns", "taken", "why", "would_change", "claims"))
    claims = tuple(
        _read_claim(key, each, sources)
        for key, each in section.section("claims").sections().items()
    )
    if len(claims) < _LEAST_CLAIMS:
        raise section.error("one claim contradicts nothing.", "State the other side.")
    concerns = section.texts("concerns")
    if not concerns:
        raise section.wrong("concerns", "the parameters or doors that hang on it")
    _require_among(section, "concerns", concerns, concerned, "a parameter or a door of the drug")
    taken = section.texts("taken")
    _require_among(section, "taken", taken, [c.name for c in claims], "one of the claims")
    if len(taken) == len(claims):
        raise section.wrong("taken", "one side: all of the claims contradict each other")
    return Contradiction(
        name=name,
        question=section.text("question"),
        concerns=concerns,
        claims=claims,
        taken=taken,
        why=section.text("why"),
        would_change=section.text("would_change"),
    )


def _read_claim(name: str, section: Section, sources: Mapping[str, Source]) -> Claim:
    section.allow(("says",), ("source",))
    says, cited = section.text("says"), known_sources(section, "source", sources)
    if not cited and not says.startswith(_RECALLED):
        raise section.error(
            "a claim without a source.", f"Name a source, or begin says with {_RECALLED!r}."
        )
    return Claim(name, says, cited)


def _require_among(
    section: Section, name: str, found: Collection[str], known: Collection[str], what: str
) -> None:
    for each in found:
        if each not in known:
            raise section.error(
                f"{name} has {each!r}, expected {what}.", suggestion(each, tuple(known))
            )
