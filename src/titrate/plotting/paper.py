"""What a picture is drawn on: a new figure or somebody's axes, if it can be read there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from titrate.errors import InvalidValue, require_one, require_pair, require_positive, shown
from titrate.markup import tally
from titrate.plotting.legible import is_legible, least_size
from titrate.plotting.palette import Theme
from titrate.plotting.sheet import Sheet, new_sheet, sheet_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDEST_IN = 60.0  # a poster of A0 is 47 tall


@dataclass(frozen=True)
class Paper:
    """What to draw on: somebody's axes or, without them, a new figure of some size."""

    ax: Axes | Iterable[Axes] | None
    theme: Theme
    size_in: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Drawing:
    """A picture made ready.

    Parameters
    ----------
    count : int
        How many axes it needs.
    usual_in : (float, float)
        Width and height where none is asked for.
    draw : callable
        Draws it on a sheet.
    words : str
        What it shows.
    side_by_side : bool
        Whether its axes stand in a row.
    """

    count: int
    usual_in: tuple[float, float]
    draw: Callable[[Sheet], None]
    words: str
    side_by_side: bool = False


def drawn(drawing: Drawing, paper: Paper) -> Sheet:
    """Draw a picture on paper.

    Raises
    ------
    InvalidValue
        If the number of axes does not fit, or the picture could not be read at the size given.
    """
    sheet = _sheet(drawing, paper)
    drawing.draw(sheet)
    if (paper.ax is not None or paper.size_in is not None) and not is_legible(sheet):
        raise _too_small(drawing, paper, sheet)
    return sheet


def checked_size(size_in: tuple[float, float] | None) -> tuple[float, float] | None:
    """Return the width and height asked for, if a picture can be so wide and tall."""
    if size_in is not None:
        hint = "Give width and height in inches: size_in=(8, 5)."
        for side in require_pair("size_in", size_in, hint):
            if require_positive("size_in", require_one("size_in", side)) > _WIDEST_IN:
                raise InvalidValue(
                    f"size_in has a side of {side:g} inches, too large to be drawn.",
                    f"Give at most {_WIDEST_IN:g}, or save as .svg or .pdf, which scale.",
                )
    return size_in


def _sheet(drawing: Drawing, paper: Paper) -> Sheet:
    """Return the sheet for a picture, of its usual size unless one is asked for."""
    count, in_row = drawing.count, drawing.side_by_side
    if paper.ax is None:
        size_in = paper.size_in or drawing.usual_in
        return new_sheet(count, paper.theme, size_in, side_by_side=in_row)
    from matplotlib.axes import Axes

    if isinstance(paper.ax, str) or not isinstance(paper.ax, Axes | Iterable):
        raise InvalidValue(f"ax is {shown(paper.ax)}.", "Give matplotlib axes, or leave ax out.")
    several = [paper.ax] if isinstance(paper.ax, Axes) else list(_flat(paper.ax))
    if len(several) != count or not all(isinstance(each, Axes) for each in several):
        grid = f"1, {count}" if in_row else f"{count}, 1"
        raise InvalidValue(
            f"This picture has {tally(count, 'panel')}, and axes for {len(several)} were given.",
            f"Give as many: fig, axes = plt.subplots({grid}); or leave ax out.",
        )
    return sheet_of(several, paper.theme)


def _too_small(drawing: Drawing, paper: Paper, sheet: Sheet) -> InvalidValue:
    """Return what to say of a size at which a picture cannot be read; its own figure is closed."""

    def again(size_in: tuple[float, float]) -> Sheet:
        tried = new_sheet(
            drawing.count, paper.theme, size_in, side_by_side=drawing.side_by_side, shown=False
        )
        drawing.draw(tried)
        return tried

    if paper.ax is None:
        from matplotlib import pyplot as plt

        plt.close(sheet.figure.number)  # pyright: ignore[reportAttributeAccessIssue]
    what = "size_in is" if paper.ax is None else "The axes' part of the figure is"
    given = f"({sheet.box.width:.3g}, {sheet.box.height:.3g}) inches"
    wide, tall = least_size(again, drawing.usual_in) or drawing.usual_in
    return InvalidValue(
        f"{what} {given}, too small for this picture to be read.",
        f"It can be at ({wide:g}, {tall:g}), or leave the size out.",
    )


def _flat(axes: Iterable[Axes]) -> Iterable[Axes]:
    for each in axes:
        if isinstance(each, Iterable) and not isinstance(each, str):
            yield from _flat(each)
        else:
            yield each
