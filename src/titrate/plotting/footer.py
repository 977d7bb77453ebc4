"""The foot of a picture: notes that must not be missed, goals, people, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from titrate.markup import tally
from titrate.plotting.lettering import wrapped
from titrate.plotting.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN_NOTES = 3


@dataclass(frozen=True)
class Foot:
    """What stands below the panels, already broken into lines.

    Parameters
    ----------
    left_in : float
    notes, lines : tuple of str
    height_in : float
    """

    left_in: float
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    height_in: float


def foot_of(sheet: Sheet, left_in: float, notes: Sequence[str], sentences: Sequence[str]) -> Foot:
    """Return notes and sentences wrapped to the sheet's width right of ``left_in``."""
    sizes = sheet.sizes
    room = sheet.box.right - left_in - 2 * sizes.gap_in
    said = list(dict.fromkeys(notes))
    shown = said[:_SHOWN_NOTES]
    if len(said) > len(shown):
        more = tally(len(said) - len(shown), "more note")
        shown[-1] = f"{shown[-1]} And {more} in its provenance."
    above = [line for note in shown for line in wrapped(note, room, sizes.small, bold=True)]
    below = [line for sentence in sentences for line in wrapped(sentence, room, sizes.small)]
    height = (len(above) + len(below)) * sizes.leading_in(sizes.small) + 2 * sizes.gap_in
    return Foot(left_in, tuple(above), tuple(below), height)


def draw_foot(sheet: Sheet, ax: Axes, foot: Foot) -> None:
    """Write the foot along the lower edge of the sheet."""
    sizes, theme = sheet.sizes, sheet.theme
    left = foot.left_in
    top = sheet.box.bottom + foot.height_in - 0.5 * sizes.gap_in
    top = sheet.write(
        ax, left, top, foot.notes, size=sizes.small, colour=theme.note, bold=True, role="note"
    )
    sheet.write(ax, left, top, foot.lines, size=sizes.small, colour=theme.quiet, role="footer")
