"""A dose window in one line, and as a small card of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from titrate import markup
from titrate.search.words import edges_words, set_by, step_words

# "low" or "high" to (dose, what sets it); none of an empty window.
Ends = Mapping[str, tuple[float, str]]


def window_line(head: str, edges: Ends, best: float | None, unit: str, none: float) -> str:
    """Return a window in one line.

    Parameters
    ----------
    head : str
        What was asked.
    edges : mapping of "low" or "high" to (dose, what sets it)
    best : float or None
    unit : str
    none : float
        The probability that there is no window, where it was asked for.
    """
    what = " to ".join(_doses(edges))
    what = f"{what} {unit}" if edges else "no dose meets every goal"
    if best is not None:
        what += f", best {best:g}"
    if none > 0:
        what += f"; none with probability {none:.2g}"
    return f"<dose window, {head}: {what}>"


def unit_in_column(unit: str) -> str:
    """Return a unit as the name of a column ends with it."""
    return unit.replace("/", "_per_").replace(" ", "_")


def window_card(
    title: str,
    edges: Ends,
    best: float | None,
    unit: str,
    said: Iterable[str],
    small: Iterable[str],
) -> str:
    """Return a card of a window: its edges and best dose in a table, then sentences.

    Parameters
    ----------
    title : str
    edges : mapping of "low" or "high" to (dose, what sets it)
        None of an empty window.
    best : float or None
    unit : str
    said, small : iterable of str
        Paragraphs below the table, and lines at the foot.
    """
    rows = [
        (side, dose, unit, set_by(limit, side))
        for dose, (side, (_, limit)) in zip(_doses(edges), edges.items(), strict=True)
    ]
    if best is not None:
        rows.append(("best", step_words(best), unit, "the dose on the step with most room"))
    return markup.card(
        f"Dose window: {title}",
        markup.table(("edge", "dose", "unit", "set by"), rows),
        *(markup.paragraph(each) for each in said),
        markup.next_step("tt.plot(window)", "window.to_frame()"),
        small=small,
    )


def _doses(edges: Ends) -> tuple[str, ...]:
    return edges_words(edges["low"][0], edges["high"][0]) if edges else ()
