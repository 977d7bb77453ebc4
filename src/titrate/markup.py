"""Small cards of HTML: what a notebook shows of a value; every word is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

TEACHING_LINE = "For teaching and research, never for dosing a patient."
_MILLION = 1e6


def card(title: str, *parts: str, small: Iterable[str] = ()) -> str:
    """Return a heading, parts that are HTML already, and small print.

    Parameters
    ----------
    title : str
    *parts : str
        From `table`, `paragraph` and `folded`; empty ones are left out.
    small : iterable of str
        Plain lines at the foot; empty ones are left out.
    """
    foot = "<br/>".join(escape(line) for line in small if line)
    ending = f"<p><small>{foot}</small></p>" if foot else ""
    return f"<div><p><b>{escape(title)}</b></p>{''.join(parts)}{ending}</div>"


def paragraph(text: str) -> str:
    """Return plain text as a paragraph; nothing for no text."""
    return f"<p>{escape(text)}</p>" if text else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table of plain text and numbers; numbers have three figures. Nothing for no rows."""
    lines = ["".join(_cell(value) for value in row) for row in rows]
    if not lines:
        return ""
    top = "".join(f'<th style="text-align:left">{escape(head)}</th>' for head in heads)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def folded(summary: str, part: str) -> str:
    """Return a part that opens when its summary is clicked; nothing for no part."""
    return f"<details><summary>{escape(summary)}</summary>{part}</details>" if part else ""


def next_step(*calls: str) -> str:
    """Return what to type next, as a paragraph."""
    shown = ", ".join(f"<code>{escape(call)}</code>" for call in calls)
    return f"<p>Next: {shown}</p>"


def counted(counts: Mapping[str, int]) -> str:
    """Return counts in words: "5 published, 54 assumed"."""
    return ", ".join(f"{count} {word}" for word, count in counts.items()) or "none"


def tally(count: float, one: str, more: str = "") -> str:
    """Return a count with its noun, "1 person", "12,000 people"; without ``more`` one ends in s."""
    return f"{count:,.10g} {one if count == 1 else more or f'{one}s'}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f'<td style="text-align:right">{figures(value)}</td>'
    return f'<td style="text-align:left">{escape(str(value))}</td>'


def figures(value: float) -> str:
    """Return a number in three figures; below a million in whole digits, not as 5e+03."""
    shown = f"{value:.3g}"
    return f"{value:.0f}" if "e+0" in shown and abs(value) < _MILLION else shown
