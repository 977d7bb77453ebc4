"""Pictures into files that say in words what they show."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from titrate.errors import (
    InvalidValue,
    require_between,
    require_choice,
    require_flag,
    require_kind,
    require_one,
    shown,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Drawn = Axes | Figure | Iterable[Axes]

# Fewer dots per inch cannot be lettered, more do not fit into the memory.
_DPI = (10.0, 2400.0)
_MOST_DOTS = 4e8  # of a PNG: more takes gigabytes to draw
_KINDS = ("png", "svg", "pdf")
_SHOWN = ("image/png", "image/svg+xml")

# What each drawn axes shows, for as long as it lives.
_DESCRIBED: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


def describe(ax: Axes, words: str) -> None:
    """Remember in words what an axes shows; a notebook that shows its figure keeps them."""
    _DESCRIBED[ax] = words
    figure = _figure_of(ax)
    # Of the figure, not of its class: it may be a user's own.
    vars(figure)["_repr_mimebundle_"] = partial(_beside_pictures, figure)


def _beside_pictures(figure: Figure, **_: object) -> tuple[dict[str, str], dict[str, object]]:
    """Return no picture, which IPython makes itself, and what it keeps beside each kind of it."""
    return {}, {kind: {"alt": description_of(figure)} for kind in _SHOWN}


def description_of(drawn: Drawn) -> str:
    """Return the words that go with a drawn picture; empty for one that is not of `plot`."""
    said = [_DESCRIBED[ax] for ax in _figure_of(drawn).axes if ax in _DESCRIBED]
    return " ".join(dict.fromkeys(said))


def save(drawn: Drawn, path: str | Path, *, dpi: float = 150, close: bool = False) -> Path:
    """Write a picture to a file, with its description inside.

    Parameters
    ----------
    drawn : matplotlib Axes, several of them, or Figure
        What `plot` returned, or the figure that holds it.
    path : str or Path
        Ends in ``.png``, ``.svg`` or ``.pdf``.
    dpi : float
        Dots per inch of a PNG.
    close : bool
        Close the figure afterwards, as a program that saves many should.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    UnknownName
        If the file's ending is none of these.
    InvalidValue
        If nothing drawn was given, there is no such folder, or a PNG would have too many dots.
    """
    require_kind("path", path, str | Path, 'Give the name of a file: "window.png".')
    require_between("dpi", require_one("dpi", dpi), *_DPI)
    require_flag("close", close)
    figure, place = _figure_of(drawn), Path(path)
    kind = require_place(place)
    if kind == "png":
        _require_few_dots(figure, dpi)
    words = description_of(drawn)
    title = words.partition(".")[0]
    metadata = {
        "png": {"Title": title, "Description": words, "Alt": words},
        "svg": {"Title": title, "Description": words},
        "pdf": {"Title": title, "Subject": words},
    }[kind]
    figure.savefig(place, dpi=dpi, metadata=metadata, facecolor=figure.get_facecolor())
    if close:
        from matplotlib import pyplot as plt

        plt.close(figure)
    return place


def _require_few_dots(figure: Figure, dpi: float) -> None:
    wide, tall = (float(side) for side in figure.get_size_inches())
    if wide * tall * dpi**2 > _MOST_DOTS:
        raise InvalidValue(
            f"A picture of {wide:g} by {tall:g} inches at {dpi:g} dpi has "
            f"{wide * dpi:,.0f} by {tall * dpi:,.0f} dots, too many for a PNG.",
            "Give fewer dpi, or save it as .svg or .pdf.",
        )


def require_place(path: Path) -> str:
    """Return the kind of picture that a file's name ends in, where one can be written there.

    Raises
    ------
    UnknownName
        If the ending is of no kind of picture.
    InvalidValue
        If there is no such folder.
    """
    kind = path.suffix.removeprefix(".").lower()
    require_choice("kind of picture", kind, _KINDS, plural="kinds")
    if not path.parent.is_dir():
        raise InvalidValue(f"There is no folder {str(path.parent)!r}.", "Make it first.")
    return kind


def _figure_of(drawn: Drawn) -> Figure:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if isinstance(drawn, Figure):
        return drawn
    if isinstance(drawn, Axes):
        first = drawn
    else:
        first = next(iter(drawn), None) if isinstance(drawn, Iterable) else None
    if not isinstance(first, Axes):
        raise InvalidValue(f"There is no picture in {shown(drawn)}.", "Give what plot returned.")
    figure = first.figure
    while not isinstance(figure, Figure):
        assert figure is not None  # an axes of a subfigure: its figure has a figure
        figure = figure.figure
    return figure
