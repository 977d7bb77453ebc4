"""``validation.html``: one page that needs no other file, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from titrate.markup import TEACHING_LINE, tally
from titrate.plotting.observation_picture import picture_of
from titrate.reports.style import STYLE
from titrate.validation import (
    DOORS,
    KNOWN_MISS,
    Checked,
    Refused,
    Row,
    interval,
    kind_words,
    number,
    simulated_words,
)
from titrate.version import __version__

_HEADING = "Published observations and what titrate simulates"
_LEGEND = (
    "In every picture the green band is what is accepted, a diamond or a dashed line what was "
    "published, blue what is simulated; a faint blue band holds nine tenths of people. "
    "Fitted: numbers of the drug were set with this fact in view, so agreement is no proof. "
    "Predicted: none was. A known miss is expected to miss, stays where it was, and says why."
)


def validation_page(
    rows: Sequence[Row], counts: Mapping[str, int], summary: str, quick: bool
) -> str:
    """Return checked observations as a page of HTML, complete in itself.

    Parameters
    ----------
    rows : sequence of Checked or Refused
    counts : mapping of verdict to count
    summary : str
    quick : bool
        Whether half as many people were drawn.
    """
    parts = [
        f"<h1>{_HEADING}</h1>",
        f'<p class="teaching">{escape(TEACHING_LINE)}</p>',
        f"<p>titrate {escape(__version__)}. {escape(summary)}"
        f"{' Quick: half of the people were drawn.' if quick else ''}</p>",
        _counts(counts),
        f'<p class="legend">{escape(_LEGEND)}</p>',
        _refused([row for row in rows if isinstance(row, Refused)]),
    ]
    checked = [row for row in rows if isinstance(row, Checked)]
    for route, words in DOORS.items():
        here = [row for row in checked if row.observation.door == route]
        parts += [_door(route, words, here)] if here else []
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{_HEADING}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _counts(counts: Mapping[str, int]) -> str:
    tiles = "".join(
        f'<li class="{_class(verdict)}"><b>{count}</b> {escape(verdict)}</li>'
        for verdict, count in counts.items()
    )
    return f'<ul class="counts">{tiles}</ul>'


def _class(verdict: str) -> str:
    known = {"inside": "inside", KNOWN_MISS: "known", "refused": "refused"}
    return known.get(verdict, "miss")


def _refused(rows: Sequence[Refused]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f"<li><b>{escape(row.id)}</b> {escape(row.claim)}<br/>{escape(row.reason)}</li>"
        for row in rows
    )
    heading = f"<h2>Refused: {tally(len(rows), 'observation')}</h2>"
    return f'<section class="refusals">{heading}<ul>{lines}</ul></section>'


def _door(route: str, words: str, rows: Sequence[Checked]) -> str:
    heading = f"<h2>Baclofen {escape(words)}</h2>"
    names = {row.observation.drug for row in rows}
    if names != {"baclofen"}:
        heading = f"<h2>{escape(', '.join(sorted(names)).capitalize())} {escape(words)}</h2>"
    cards = "\n".join(_card(row) for row in rows)
    return (
        f'<section id="{route}">{heading}{_table(rows)}<div class="cards">{cards}</div></section>'
    )


def _table(rows: Sequence[Checked]) -> str:
    lines = "".join(
        f'<tr><td><a href="#{escape(row.observation.id)}">{escape(row.observation.claim)}</a></td>'
        f"<td>{escape(interval(row.observation.accepted, row.observation.unit))}</td>"
        f"<td>{escape(simulated_words(row))}</td>"
        f"<td>{kind_words(row.observation)}</td>"
        f'<td><span class="badge {_class(row.verdict)}">{escape(row.verdict)}</span></td></tr>'
        for row in rows
    )
    heads = "".join(
        f"<th>{head}</th>" for head in ("claim", "accepted", "simulated", "", "verdict")
    )
    return (
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _card(row: Checked) -> str:
    seen = row.observation
    uri, words = picture_of(row)
    badge = f'<span class="badge {_class(row.verdict)}">{escape(row.verdict)}</span>'
    facts = "".join(f"<dt>{head}</dt><dd>{escape(text)}</dd>" for head, text in _facts(row) if text)
    return (
        f'<article id="{escape(seen.id)}"><h3>{escape(_capital(seen.claim))}</h3>'
        f'<p class="tags">{badge} <span class="tag">{kind_words(seen)}</span> '
        f'<span class="tag">{escape(seen.status.value)}</span> <code>{escape(seen.id)}</code></p>'
        f'<img src="{uri}" alt="{escape(words)}"/>'
        f"<dl>{facts}</dl></article>"
    )


def _facts(row: Checked) -> list[tuple[str, str]]:
    seen, found = row.observation, row.simulated
    sources = "; ".join(
        f"{source.citation.rstrip('.')} (read: {source.read})" for source in seen.sources
    )
    people = f", over {found.people:,} people" if found.error is not None else ""
    known = seen.known_miss
    return [
        ("published", interval(seen.published, seen.unit) if seen.published else "no number"),
        ("accepted", f"{interval(seen.accepted, seen.unit)}: {seen.reason}"),
        ("simulated", f"{simulated_words(row)}{people}"),
        ("miss", f"{known.reason} (then {number(known.simulated_then)})" if known else ""),
        ("read as", "; ".join(f"{name} {number(value)}" for name, value in found.steps)),
        ("scale", seen.scale),
        ("fixed with it", ", ".join(seen.fixes)),
        ("source", sources),
        ("note", seen.note),
        ("given", "; ".join(_given(row))),
    ]


def _given(row: Checked) -> list[str]:
    """Return what each arm was given, once each."""
    found: list[str] = []
    for arm in row.observation.arms:
        regimen = "" if arm.given.regimen is None else str(arm.given.regimen)
        preset = f"preset {arm.given.preset}" if arm.given.preset else ""
        start = "adapted" if arm.given.initial else ""
        words = ", ".join(part for part in (regimen, start, preset) if part)
        found.append(f"{arm.name}: {words}" if arm.name and words else words)
    return list(dict.fromkeys(part for part in found if part))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
