"""Whether a drawn picture can be read: letters large enough, apart, on the sheet, panels open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.lettering import ascent_in, width_in
from titrate.plotting.sheet import Sheet
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

_LEAST_LETTERS = 5.0  # points
_LEAST_WIDE, _LEAST_TALL = 1.2, 0.4  # of a panel, in inches
_TITLE = 1.4  # how much longer than its y axis a title may be
_TOUCH = 1 / 72  # letters that share less than a point are apart
_TAIL = 0.2  # how far letters reach below their line, in sizes
# Steps from the smallest size that is tried to the usual one and beyond, in shares of the usual.
_SHARES = np.arange(0.4, 2.01, 0.05)


def is_legible(sheet: Sheet) -> bool:
    """Return whether everything on a drawn sheet can be read."""
    texts = [t for ax in sheet.axes for t in ax.texts if t.get_transform() == sheet.transform]
    if any(float(text.get_fontsize()) < _LEAST_LETTERS for text in texts):
        return False
    panels = [ax for ax in sheet.axes if (ax.axison and ax.get_xlabel()) or ax.get_yticks().size]
    if not all(_is_open(sheet, ax) for ax in panels):
        return False
    titles = [_below(sheet, ax) for ax in sheet.axes if ax.get_xlabel()]
    boxes = np.array([*(_box(sheet, text) for text in texts), *titles])
    return _on_sheet(sheet, boxes) and not _overlap(boxes)


def least_size(
    draw: Callable[[tuple[float, float]], Sheet], usual_in: tuple[float, float]
) -> tuple[float, float] | None:
    """Return about the least size of a picture's usual shape that can be read, None if none is."""
    for share in _SHARES.tolist():
        size = round(usual_in[0] * share + 0.05, 1), round(usual_in[1] * share + 0.05, 1)
        if is_legible(draw(size)):
            return size
    return None


def _is_open(sheet: Sheet, ax: Axes) -> bool:
    """Return whether a panel is large enough, and its y axis about as long as its title."""
    _, _, width, height = _panel(sheet, ax)
    title = width_in(ax.get_ylabel(), sheet.sizes.base) if ax.get_ylabel() else 0.0
    return width >= _LEAST_WIDE and height >= max(_LEAST_TALL, title / _TITLE)


def _panel(sheet: Sheet, ax: Axes) -> tuple[float, float, float, float]:
    """Return left, bottom, width, height of a panel, in inches."""
    across, up = sheet.size_in
    left, bottom, width, height = ax.get_position().bounds
    return left * across, bottom * up, width * across, height * up


def _box(sheet: Sheet, text: Text) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of a line of words, in inches."""
    (x, y), size = text.get_position(), float(text.get_fontsize())
    wide = width_in(text.get_text(), size, text.get_fontweight() == "bold")
    left, line = x * sheet.size_in[0], y * sheet.size_in[1]
    return left, line - _TAIL * size / 72, left + wide, line + ascent_in(size)


def _below(sheet: Sheet, ax: Axes) -> tuple[float, float, float, float]:
    """Return where the name of a panel's x axis stands, about."""
    left, bottom, width, _ = _panel(sheet, ax)
    half, leading = width_in(ax.get_xlabel(), sheet.sizes.base) / 2, sheet.sizes.leading_in()
    middle = left + width / 2
    return middle - half, bottom - 2.6 * leading, middle + half, bottom - 1.8 * leading


def _on_sheet(sheet: Sheet, boxes: Array) -> bool:
    box = sheet.box
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    inside = [low[0] - box.left, low[1] - box.bottom, box.right - high[0], box.top - high[1]]
    return min(inside) > -_TOUCH


def _overlap(boxes: Array) -> bool:
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = np.all(high - low > _TOUCH, axis=-1)
    return bool(np.triu(shared, k=1).any())
