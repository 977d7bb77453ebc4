"""Letters measured before they are drawn, so that words can be wrapped and kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

FONT = "DejaVu Sans"  # comes with matplotlib, so a picture is the same on every machine
_POINTS_PER_INCH = 72.0
_LEADING = 1.28  # from baseline to baseline, in sizes
_ASCENT = 0.76
_HINTING = 1.03  # letters on a pixel grid are so much wider than their outlines
_SPARE = 1.05  # and, at few dots per inch, whole lines up to so much wider than that


@dataclass(frozen=True)
class Sizes:
    """Sizes of letters and lines, in points.

    Parameters
    ----------
    base : float
        Size of the words on axes and curves.
    """

    base: float

    @property
    def small(self) -> float:
        """Size of the footer."""
        return self.base * 0.84

    @property
    def heading(self) -> float:
        """Size of a panel's title."""
        return self.base * 1.18

    @property
    def title(self) -> float:
        """Size of the picture's title."""
        return self.base * 1.45

    @property
    def line(self) -> float:
        """Width of a curve."""
        return self.base * 0.24

    @property
    def marker(self) -> float:
        """Size of a marker."""
        return self.base * 0.72

    @property
    def gap_in(self) -> float:
        """Width of a small gap, in inches."""
        return self.base * 0.6 / _POINTS_PER_INCH

    def leading_in(self, size: float | None = None) -> float:
        """Return the distance between lines of a size, in inches; of the base size by default."""
        return (self.base if size is None else size) * _LEADING / _POINTS_PER_INCH


def sizes_for(width_in: float, height_in: float) -> Sizes:
    """Return sizes that suit a picture: 8 points at 7 by 4 inches, 11 on a projected slide."""
    by_width = 8 + (width_in - 7) * 0.5
    by_height = 8 + (height_in - 4) * 1.25
    return Sizes(float(np.clip(min(by_width, by_height), 6.5, 11.5)))


def ascent_in(size: float) -> float:
    """Return the height of a capital with room for its accent, in inches."""
    return size * _ASCENT / _POINTS_PER_INCH


@lru_cache(maxsize=4096)
def width_in(text: str, size: float, bold: bool = False) -> float:
    """Return how wide one line of text is, in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width) * _HINTING / _POINTS_PER_INCH


def wrapped(text: str, room_in: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the text broken into lines no wider than ``room_in``, where its words allow."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_in(longer, size, bold) * _SPARE <= room_in:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(text: str, room_in: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the text wrapped into as few lines, as even in width as its words allow."""
    best = wrapped(text, room_in, size, bold=bold)
    words = text.split()
    for i in range(len(words)):
        for j in range(i + 1, len(words) + 1):
            room = width_in(" ".join(words[i:j]), size, bold) * _SPARE
            lines = wrapped(text, room, size, bold=bold)
            if len(lines) == len(best):
                best = min(best, lines, key=lambda each: widest_in(each, size, bold=bold))
    return best


def widest_in(lines: Sequence[str], size: float, *, bold: bool = False) -> float:
    """Return the width of the widest line, in inches."""
    return max((width_in(line, size, bold) for line in lines), default=0.0)
