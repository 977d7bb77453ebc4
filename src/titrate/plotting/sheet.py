"""The part of a figure that one picture takes, measured in inches from its lower left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from titrate.errors import InvalidValue
from titrate.plotting.lettering import FONT, Sizes, ascent_in, sizes_for
from titrate.plotting.palette import Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.transforms import Bbox, Transform

# No panel shrinks below this, whatever is written around it.
LEAST_PANEL_IN = 0.25


@dataclass(frozen=True)
class Box:
    """A rectangle on a sheet, in inches."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.bottom + self.height


@dataclass(frozen=True, eq=False)
class Sheet:
    """Where a picture goes: the axes it fills, and the rectangle they and its words share.

    Parameters
    ----------
    axes : tuple of matplotlib Axes
    box : Box
        Inches, from the lower left corner of the figure (or subfigure).
    theme : Theme
    sizes : Sizes
    """

    axes: tuple[Axes, ...]
    box: Box
    theme: Theme
    sizes: Sizes

    @property
    def figure(self) -> Figure | SubFigure:
        """The figure, or the subfigure, that holds the axes."""
        figure = self.axes[0].figure
        assert figure is not None
        return figure

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height of the figure, in inches."""
        return _size_in(self.figure)

    def fraction(self, x_in: float, y_in: float) -> tuple[float, float]:
        """Return a place on the sheet in fractions of the figure."""
        width, height = self.size_in
        return x_in / width, y_in / height

    def place(self, ax: Axes, box: Box) -> None:
        """Put an axes there, and keep it there; its place in the grid stays what it was."""
        from matplotlib.transforms import Bbox

        bounds = Bbox([self.fraction(box.left, box.bottom), self.fraction(box.right, box.top)])
        ax.set_axes_locator(_Kept(bounds))
        ax.set_position(bounds, which="active")

    def write(
        self,
        ax: Axes,
        x_in: float,
        top_in: float,
        lines: Sequence[str],
        *,
        size: float,
        colour: str,
        bold: bool = False,
        align: str = "left",
        role: str = "",
    ) -> float:
        """Write lines downwards from ``top_in``; return where they end."""
        leading = self.sizes.leading_in(size)
        for i, line in enumerate(lines):
            x, y = self.fraction(x_in, top_in - i * leading - ascent_in(size))
            text = ax.text(x, y, line, transform=self.transform, **letters(size, colour, bold=bold))
            text.set(ha=align, va="baseline", clip_on=False, gid=role or None)
        return top_in - len(lines) * leading

    def draw(self, ax: Axes, x_in: Sequence[float], y_in: Sequence[float], **style: Any) -> None:
        """Draw a line on the sheet itself, across the edges of its axes."""
        from matplotlib.lines import Line2D

        places = [self.fraction(x, y) for x, y in zip(x_in, y_in, strict=True)]
        line = Line2D(*zip(*places, strict=True), transform=self.transform, **style)
        line.set_clip_on(False)
        ax.add_artist(line)

    @property
    def transform(self) -> Transform:
        """What places on the sheet, in fractions of the figure, are drawn by."""
        return self.figure.transSubfigure


@dataclass(frozen=True, eq=False)
class _Kept:
    """An axes locator that always answers the same."""

    bounds: Bbox

    def __call__(self, ax: object, renderer: object) -> Bbox:  # noqa: ARG002
        return self.bounds


def letters(size: float, colour: str, *, bold: bool = False) -> dict[str, Any]:
    """Return how words are drawn, as keywords of matplotlib's Text."""
    return {
        "family": FONT,
        "size": size,
        "color": colour,
        "weight": "bold" if bold else "normal",
        "parse_math": False,
    }


def new_sheet(
    count: int,
    theme: Theme,
    size_in: tuple[float, float],
    *,
    side_by_side: bool = False,
    shown: bool = True,
) -> Sheet:
    """Return a sheet that is a whole new figure, of pyplot if it is to be shown by a notebook."""
    from matplotlib import pyplot as plt
    from matplotlib.figure import Figure

    make = plt.figure if shown else Figure
    figure = make(figsize=size_in, facecolor=theme.page)
    figure.set_layout_engine("none")
    rows, columns = (1, count) if side_by_side else (count, 1)
    axes = figure.subplots(rows, columns, squeeze=False)
    box = Box(0.0, 0.0, *_size_in(figure))
    return Sheet(tuple(axes.flat), box, theme, sizes_for(box.width, box.height))


def sheet_of(axes: Sequence[Axes], theme: Theme) -> Sheet:
    """Return the sheet that axes of a user's own figure stand on; they are cleared.

    It reaches half-way to the neighbours of the axes in their grid, or to the figure's edge.

    Raises
    ------
    InvalidValue
        If the axes belong to different figures.
    """
    if len({id(ax.figure) for ax in axes}) != 1:
        raise InvalidValue("The axes belong to different figures.", "Give axes of one figure.")
    figure = axes[0].figure
    assert figure is not None
    width, height = _size_in(figure)
    cells = [_cell(ax) for ax in axes]
    left, bottom = min(c[0] for c in cells) * width, min(c[1] for c in cells) * height
    right, top = max(c[2] for c in cells) * width, max(c[3] for c in cells) * height
    for ax in axes:
        ax.clear()
    box = Box(left, bottom, right - left, top - bottom)
    sheet = Sheet(tuple(axes), box, theme, sizes_for(box.width, box.height))
    _lay_page(sheet)
    return sheet


def _lay_page(sheet: Sheet) -> None:
    """Lay the theme's page under a picture on a user's figure of another colour."""
    from matplotlib.colors import same_color
    from matplotlib.patches import Rectangle

    if same_color(sheet.figure.get_facecolor(), sheet.theme.page):
        return
    box = sheet.box
    x, y = sheet.fraction(box.left, box.bottom)
    across, up = sheet.fraction(box.width, box.height)
    page = Rectangle((x, y), across, up, transform=sheet.figure.transSubfigure)
    page.set(facecolor=sheet.theme.page, linewidth=0, zorder=-1, clip_on=False, gid="page")
    sheet.axes[0].add_artist(page)
    page.set_clip_on(False)


def _size_in(figure: Figure | SubFigure) -> tuple[float, float]:
    dpi = figure.dpi
    return figure.bbox.width / dpi, figure.bbox.height / dpi


def _cell(ax: Axes) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of an axes' share of the figure, in fractions."""
    spec = ax.get_subplotspec()
    if spec is None:
        own = ax.get_position(original=True)
        return own.x0, own.y0, own.x1, own.y1
    grid = spec.get_gridspec()
    figure: Any = ax.figure  # a subfigure will do, whatever the stubs say
    bottoms, tops, lefts, rights = grid.get_grid_positions(figure)
    rows, columns = spec.rowspan, spec.colspan
    nested = spec.get_topmost_subplotspec() is not spec
    first, last = columns.start, columns.stop - 1
    upper, lower = rows.start, rows.stop - 1
    edge = (lambda own, _: own) if nested else (lambda _, page: page)
    return (
        (rights[first - 1] + lefts[first]) / 2 if first else edge(lefts[first], 0.0),
        (tops[lower + 1] + bottoms[lower]) / 2
        if lower + 1 < len(tops)
        else edge(bottoms[lower], 0.0),
        (rights[last] + lefts[last + 1]) / 2 if last + 1 < len(lefts) else edge(rights[last], 1.0),
        (bottoms[upper - 1] + tops[upper]) / 2 if upper else edge(tops[upper], 1.0),
    )
