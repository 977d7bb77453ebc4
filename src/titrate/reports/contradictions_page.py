"""Where sources contradict each other, on a page: both sides, the side taken, and why."""

from __future__ import annotations

from collections.abc import Sequence

from titrate.markup import TEACHING_LINE, tally
from titrate.parameters import Contradiction, Source
from titrate.reports.markdown import anchor, bullets, code, joined, linked, sentence, table
from titrate.reports.number_words import cited, source_line


def contradictions_page(drug: str, contradictions: Sequence[Contradiction]) -> str:
    """Return the page, in Markdown.

    Parameters
    ----------
    drug : str
    contradictions : sequence of Contradiction
    """
    rows = [
        (linked(each.question, anchor(each.question)), taken_words(each)) for each in contradictions
    ]
    sources: dict[Source, None] = {}
    for each in contradictions:
        for claim in each.claims:
            sources |= dict.fromkeys(claim.sources)
    return (
        joined(
            f"# Where the sources behind {drug} contradict each other",
            f"{TEACHING_LINE} `titrate pages` writes this page from "
            f"`params/contradictions/{drug}.toml`.",
            f"{tally(len(contradictions), 'question')} on which sources disagree, with every side "
            "and the one that the default takes. Mostly abstracts were read, not full papers.",
            table(("question", "the default goes with"), rows),
            *map(_section, contradictions),
            joined("## Sources", bullets(map(source_line, sources))) if sources else "",
        )
        + "\n"
    )


def taken_words(contradiction: Contradiction) -> str:
    """Return the side taken in the words of its claims; "none of them" where there is none."""
    taken = [c.says for c in contradiction.claims if c.name in contradiction.taken]
    return "; ".join(taken) or "none of them"


def _section(each: Contradiction) -> str:
    rows = [
        (
            f"**{claim.says}**" if claim.name in each.taken else claim.says,
            cited(claim.sources) or "none seen",
            "taken" if claim.name in each.taken else "",
        )
        for claim in each.claims
    ]
    return joined(
        f"## {each.question}",
        f"Concerns {', '.join(map(code, each.concerns))}.",
        table(("claim", "source", ""), rows),
        bullets(
            [
                f"**Why{' so' if each.taken else ' none'}:** {sentence(each.why)}",
                f"**What would change it:** {sentence(each.would_change)}",
            ]
        ),
    )
