"""The verb `plot`: one for everything that can be drawn, and what it shows in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from titrate.errors import InvalidValue, require_names, require_text
from titrate.library import Ensemble
from titrate.pk import Nca
from titrate.plotting.alt import bars_in_words, overlay_in_words, result_in_words, windows_in_words
from titrate.plotting.bars_picture import bars_picture, draw_bars
from titrate.plotting.doors_picture import draw_windows
from titrate.plotting.map_picture import draw_map
from titrate.plotting.map_words import map_in_words
from titrate.plotting.nca_picture import draw_nca, nca_in_words, require_one_person
from titrate.plotting.overlay_picture import draw_overlay, overlay_picture
from titrate.plotting.palette import theme_called
from titrate.plotting.paper import Drawing, Paper, checked_size, drawn
from titrate.plotting.people import way_of
from titrate.plotting.result_picture import draw_result, result_picture
from titrate.plotting.saving import describe
from titrate.plotting.windows_given import Windows, windows_behind, windows_in
from titrate.search import Comparison, DoseMap, DoseWindow, WindowMap, compare
from titrate.simulation import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Drawable = (
    Result | Windows | DoseMap | WindowMap | Comparison | Ensemble | Nca | Mapping[str, Result]
)

_RESULT_IN, _WINDOW_IN, _MAP_IN, _NCA_IN = (9.0, 6.4), (8.0, 5.4), (8.6, 6.2), (8.0, 5.0)
_EACH_IN, _EDGE_IN = 6.4, 0.9  # width of each of several windows, and what the first adds


def plot(
    x: Drawable,
    *,
    ax: Axes | Iterable[Axes] | None = None,
    theme: str = "light",
    size_in: tuple[float, float] | None = None,
    title: str | None = None,
    sites: Sequence[str] | None = None,
    endpoints: Sequence[str] | None = None,
    behind: Windows | None = None,
    people: str | None = None,
) -> Axes | tuple[Axes, ...]:
    """Draw a result, windows, a dose map, a comparison, or a non-compartmental analysis.

    Nothing is shown and nobody's defaults change. Words are placed for the figure's size at the
    time of drawing: to change the size, draw again.

    Parameters
    ----------
    x : Result, DoseWindow, DoseMap, WindowMap, Comparison, Ensemble, Nca, mapping of title to \
results or windows, or sequence of DoseWindow
        A comparison of windows is drawn as bars, windows by title as curves; results by title
        are compared, and so are the models of an ensemble. An analysis is of one person:
        ``found["Ann"]``.
    ax : matplotlib Axes or several, optional
        What to draw in, instead of a new figure; it is cleared. A window takes one, several
        windows one each; a result takes one for the doses, one for the concentrations and one
        for each unit of its responses; a comparison one for each endpoint and site, or of
        windows for each unit of their doses. The picture, words included, keeps to their cells.
    theme : {"light", "dark", "print"}
    size_in : (float, float), optional
        Width and height of a new figure, in inches; so small that it could not be read is refused.
    title : str, optional
    sites, endpoints : sequence of str, optional
        Of results: what to draw, instead of the few that are easily read together; by default
        the endpoints that the default goals name.
    behind : as x, optional
        Windows from another start, drawn thin behind those of the same title (or, of a sequence,
        of the same place).
    people : {"band", "lines", "both"}, optional
        Of a result of many people: the band from 5 to 95 % around the median, a thin line for
        each of them (a hundred at most, forty where curves share a panel), or both; a band by
        default.

    Returns
    -------
    Axes, or tuple of Axes
        One for a window, a map or an analysis, a tuple where the picture may have several panels.

    Raises
    ------
    InvalidValue
        If there is no picture for ``x``, an argument does not go with it, the number of axes does
        not fit, or the picture could not be read at the size asked for.
    UnknownName
        If there is no such theme, site, endpoint or title.
    """
    paper = Paper(ax, theme_called(theme), checked_size(size_in))
    if title is not None:
        require_text("title", title)
    if sites is not None:
        sites = require_names("sites", sites, 'sites=["plasma"]')
    if endpoints is not None:
        endpoints = require_names("endpoints", endpoints, 'endpoints=["relief_legs"]')
    unused = {"behind": behind, "sites": sites, "endpoints": endpoints}
    if isinstance(x, Result):
        _require_none("A result", behind=behind)
        drawing = _of_result(x, title, sites, endpoints, way_of(people))
    elif isinstance(x, DoseMap | WindowMap):
        _require_none(
            "A dose map" if isinstance(x, DoseMap) else "A window map", **unused, people=people
        )
        drawing = Drawing(
            1, _MAP_IN, lambda sheet: draw_map(sheet, x, title), map_in_words(x, title)
        )
    elif isinstance(x, Nca):
        _require_none("An analysis", **unused, people=people)
        one = require_one_person(x)
        drawing = Drawing(
            1, _NCA_IN, lambda sheet: draw_nca(sheet, one, title), nca_in_words(one, title)
        )
    elif (compared := _compared(x)) is not None:
        _require_none("A comparison", behind=behind, people=people)
        drawing = _of_comparison(compared, title, sites, endpoints)
    else:
        windows = windows_in(x)
        _require_none("A dose window", sites=sites, endpoints=endpoints, people=people)
        drawing = _of_windows(windows, title, behind)
    sheet = drawn(drawing, paper)
    describe(sheet.axes[0], drawing.words)
    return sheet.axes[0] if isinstance(x, DoseWindow | DoseMap | WindowMap | Nca) else sheet.axes


def alt_text(x: Drawable) -> str:
    """Return in words what `plot` draws of a result, windows, a map, a comparison, an analysis.

    Raises
    ------
    InvalidValue
        If there is no picture for ``x``.
    """
    if isinstance(x, Result):
        return result_in_words(x)
    if isinstance(x, DoseMap | WindowMap):
        return map_in_words(x, None)
    if isinstance(x, Nca):
        return nca_in_words(require_one_person(x), None)
    compared = _compared(x)
    if compared is None:
        return windows_in_words(windows_in(x), None)
    if _is_of_windows(compared):
        return bars_in_words(bars_picture(compared), None)
    return overlay_in_words(overlay_picture(compared, None, None), None)


def _compared(x: object) -> Comparison | None:
    """Return a comparison, or results by name as one; None for what is neither."""
    if isinstance(x, Comparison):
        return x
    if isinstance(x, Ensemble):
        return x.comparison
    if isinstance(x, Mapping) and any(isinstance(item, Result) for item in x.values()):
        return compare({str(name): item for name, item in x.items()})
    return None


def _is_of_windows(comparison: Comparison) -> bool:
    return isinstance(next(iter(comparison.values())), DoseWindow)


def _of_result(
    result: Result,
    title: str | None,
    sites: Sequence[str] | None,
    endpoints: Sequence[str] | None,
    people: str,
) -> Drawing:
    made = result_picture(result, sites, endpoints, people)
    return Drawing(
        made.count,
        _RESULT_IN,
        lambda sheet: draw_result(sheet, made, title),
        result_in_words(result, sites, endpoints, people),
    )


def _of_windows(
    windows: Mapping[str, DoseWindow], title: str | None, behind: Windows | None
) -> Drawing:
    thin = windows_behind(windows, behind)
    return Drawing(
        len(windows),
        _size_in(len(windows)),
        lambda sheet: draw_windows(sheet, windows, thin, title),
        windows_in_words(windows, title),
        side_by_side=True,
    )


def _of_comparison(
    comparison: Comparison,
    title: str | None,
    sites: Sequence[str] | None,
    endpoints: Sequence[str] | None,
) -> Drawing:
    if _is_of_windows(comparison):
        _require_none("A comparison of dose windows", sites=sites, endpoints=endpoints)
        bars = bars_picture(comparison)
        return Drawing(
            bars.count,
            bars.size_in,
            lambda sheet: draw_bars(sheet, bars, title),
            bars_in_words(bars, title),
        )
    made = overlay_picture(comparison, sites, endpoints)
    return Drawing(
        made.count,
        made.size_in,
        lambda sheet: draw_overlay(sheet, made, title),
        overlay_in_words(made, title),
    )


def _size_in(count: int) -> tuple[float, float]:
    return _WINDOW_IN if count == 1 else (_EACH_IN * count + _EDGE_IN, _RESULT_IN[1])


def _require_none(what: str, **arguments: object) -> None:
    for name, value in arguments.items():
        if value is not None:
            raise InvalidValue(f"{what} has no {name} to draw.", f"Leave {name} out.")
