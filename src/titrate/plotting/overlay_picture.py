"""Results over each other: one panel for each endpoint or site, one curve for each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from titrate.errors import InvalidValue
from titrate.plotting.choosing import chosen_endpoints, chosen_sites
from titrate.plotting.comparison_words import (
    capital,
    comparison_words,
    in_common,
    is_ordered,
    ranks,
    together,
    who_words,
)
from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.head import draw_head
from titrate.plotting.labels import Label, column_in, fit_well
from titrate.plotting.last_days import begin_h, last_words
from titrate.plotting.lettering import balanced
from titrate.plotting.names import endpoint_words, site_words
from titrate.plotting.palette import ENDPOINTS, SITES, Ink, inks, ramp
from titrate.plotting.people import Crowd
from titrate.plotting.share_scales import scaled
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.plotting.time_axis import draw_time_axis, numbers_in, time_unit
from titrate.plotting.time_panels import (
    TimePanel,
    draw_time_panel,
    far_apart,
)
from titrate.search import Comparison
from titrate.simulation import Result
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BANDS = 2  # of more populations than these only medians are drawn
_SEEN = 0.006  # curves closer than this share of a panel's height are one to the eye
_NAME_SHARE = 0.2
_BETWEEN = 1.1  # lines of words from one panel to the heading of the next
_ONE_PLACE, _NOTHING = 0.03, 1e-6  # shares of a panel's height
_EACH_IN, _REST_IN, _WIDTH_IN = 1.6, 2.0, 9.0
_REGIMENS = 3  # more different regimens than these are not written out


@dataclass(frozen=True, eq=False)
class OverlayPicture:
    """The panels of a comparison of results, from top to bottom.

    Parameters
    ----------
    comparison : Comparison
    results : mapping of case to Result
    panels : list of TimePanel
    begin_h : float
        From where they are drawn; see `titrate.plotting.last_days`.
    """

    comparison: Comparison
    results: Mapping[str, Result]
    panels: list[TimePanel]
    begin_h: float

    @property
    def count(self) -> int:
        """How many axes the picture needs."""
        return len(self.panels)

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height of a new figure."""
        return _WIDTH_IN, _REST_IN + _EACH_IN * max(self.count, 2)

    @property
    def end_h(self) -> float:
        """Where the longest course ends."""
        return max(float(result.times_h[-1]) for result in self.results.values())

    @property
    def setting(self) -> str:
        """Who was treated and how, as far as the cases share it; and what of it is drawn."""
        return f"{self._given}{last_words(self.begin_h, self.end_h)}"

    @property
    def _given(self) -> str:
        who = who_words(self.comparison, (result.who for result in self.results.values()))
        regimens = list(dict.fromkeys(str(result.regimen) for result in self.results.values()))
        if len(regimens) == 1:
            return f"{who}; {regimens[0]}"
        if self.comparison.varied:
            return f"{who}; {in_common(regimens)}, as named"
        if len(regimens) > _REGIMENS:
            return f"{who}; regimens as named"
        told = [f"{name}: {result.regimen}" for name, result in self.results.items()]
        return f"{who}; {'; '.join(told)}"


def overlay_picture(
    comparison: Comparison, sites: Sequence[str] | None, endpoints: Sequence[str] | None
) -> OverlayPicture:
    """Return a comparison of results made ready to draw.

    Raises
    ------
    UnknownName
        If not every result holds such a site or endpoint.
    InvalidValue
        If the results have nothing in common to draw.
    """
    results = {name: item for name, item in comparison.items() if isinstance(item, Result)}
    every = list(results.values())
    known = _common([[e.name for e in r.endpoints if e.name in r.response.curves] for r in every])
    places = _common([list(r.concentration.curves) for r in every])
    names = chosen_endpoints(endpoints, known) if endpoints is not None or sites is None else ()
    spots = chosen_sites(sites, places) if sites is not None or not names else ()
    if not names + spots:
        raise InvalidValue(
            "These results have no endpoint and no site in common.",
            "Simulate each with the same outputs.",
        )
    panels = [_site_panel(comparison, results, spot) for spot in spots]
    panels += [_endpoint_panel(comparison, results, name) for name in names]
    begin = begin_h(results, panels)
    seen = {case: result.times_h >= begin for case, result in results.items()}
    panels = [
        replace(panel, curves={case: c.at(seen[case]) for case, c in panel.curves.items()})
        for panel in panels
    ]
    return OverlayPicture(comparison, results, scaled(panels), begin)


def draw_overlay(sheet: Sheet, made: OverlayPicture, title: str | None) -> None:
    """Draw every panel, one to each axes, over one time axis."""
    sizes, box = sheet.sizes, sheet.box
    edge = 1.5 * sizes.gap_in
    left = box.left + edge + numbers_in(sheet, made.panels)
    room = box.right - left
    notes = [note for result in made.results.values() for note in result.provenance.notes]
    footers = list(dict.fromkeys(r.provenance.footer for r in made.results.values()))
    foot = foot_of(sheet, left, notes, footers)
    title = title or comparison_words(made.comparison)
    top = draw_head(sheet, left, box.top - edge, room - edge, title=title, setting=made.setting)
    bottom = box.bottom + foot.height_in + 3.1 * sizes.leading_in()
    headings = [panel.heading_lines(sheet, room - edge) for panel in made.panels]
    above = [(len(lines) + _BETWEEN) * sizes.leading_in() for lines in headings]
    height = max((top - bottom - sum(above)) / made.count, LEAST_PANEL_IN)
    span_h = made.end_h - made.begin_h
    per_unit_h, unit = time_unit(span_h)
    last = span_h / per_unit_h or 1.0
    times = {
        name: (result.times_h[result.times_h >= made.begin_h] - made.begin_h) / per_unit_h
        for name, result in made.results.items()
    }
    labels = [_labels(sheet, made, panel, room, height) for panel in made.panels]
    width = max(room - max(column_in(sheet, each) for each in labels) - edge, LEAST_PANEL_IN)
    parts = zip(sheet.axes, made.panels, labels, headings, above, strict=True)
    for ax, panel, each, lines, over in parts:
        spot = Box(left, top - over - height, width, height)
        draw_time_panel(sheet, ax, spot, panel, times, each, lines)
        _reach(sheet, ax, panel, times, last)
        top = spot.bottom
    draw_time_axis(sheet, width, last, unit, begin_h=made.begin_h)
    draw_foot(sheet, sheet.axes[0], foot)


def _endpoint_panel(comparison: Comparison, results: Mapping[str, Result], name: str) -> TimePanel:
    first = next(iter(results.values()))
    endpoint = next(e for e in first.endpoints if e.name == name)
    per_cent = endpoint.unit == ""
    scale = 100.0 if per_cent else 1.0
    every = results.items()
    curves = {case: Crowd(result.response.curves[name] * scale) for case, result in every}
    words = capital(endpoint_words(name, endpoint.meaning))
    unit = "%" if per_cent else endpoint.unit
    floor = endpoint.possible[0]
    made = _panel(comparison, results, f"{words}, {unit}", curves, inks([name], ENDPOINTS)[name])
    return replace(made, per_cent=per_cent, floor=floor if np.isfinite(floor) else 0.0)


def _site_panel(comparison: Comparison, results: Mapping[str, Result], name: str) -> TimePanel:
    curves = {case: Crowd(r.concentration.curves[name]) for case, r in results.items()}
    log = far_apart(curves.values())
    heading = f"{capital(site_words(name))}, ug/L ({'logarithmic' if log else 'linear'} axis)"
    made = _panel(comparison, results, heading, curves, inks([name], SITES)[name])
    return replace(made, log=log)


def _panel(
    comparison: Comparison,
    results: Mapping[str, Result],
    what: str,
    curves: Mapping[str, Crowd],
    ink: Ink,
) -> TimePanel:
    steps = ramp(ink, len(curves), ordered=is_ordered(comparison))
    banded, among = len(curves) <= _BANDS, ""
    if not all(result.who.alone for result in results.values()):
        among = ": median" + (", shaded from 5 to 95 %" if banded else "") + " of the people"
    return TimePanel(
        what,
        curves,
        {case: case for case in curves},
        {case: steps[rank] for case, rank in zip(curves, ranks(comparison), strict=True)},
        per_cent=False,
        log=False,
        people="band" if banded else "",
        among=among,
    )


def _labels(
    sheet: Sheet, made: OverlayPicture, panel: TimePanel, room: float, height: float
) -> list[Label]:
    """Return one label for each curve that can be told from the last, fewer if they crowd."""
    groups: list[list[str]] = []
    for name in panel.curves:
        alike = groups and _alike(made, panel, groups[-1][0], name)
        groups = [*groups[:-1], [*groups[-1], name]] if alike else [*groups, [name]]
    labels: list[Label] = []
    for group in groups:
        words = together(group, made.comparison.unit)
        lines = balanced(words, room * _NAME_SHARE, sheet.sizes.base, bold=True)
        end = panel.share(float(panel.curves[group[-1]].middle[-1]))
        alike = ("alike",) if len(group) > 1 else ()
        labels.append(Label(end, tuple(lines), alike, panel.inks[group[-1]]))
    labels = _in_order(panel, groups, labels)
    for every in range(1, len(labels)):
        kept = [*labels[:-1:every], labels[-1]]
        if fit_well(sheet, kept, height):
            return kept
    return [labels[0], labels[-1]] if len(labels) > 1 else labels


def _in_order(
    panel: TimePanel, groups: Sequence[Sequence[str]], labels: list[Label]
) -> list[Label]:
    """Return labels of curves that end in one place in the order the curves run in."""
    ends = [label.at for label in labels]
    if max(ends) - min(ends) > _ONE_PLACE:
        return labels
    heights = [float(panel.curves[group[-1]].middle.mean()) for group in groups]
    order = np.argsort(np.argsort(heights))
    at = float(np.mean(ends))
    return [
        replace(each, at=at + rank * _NOTHING) for each, rank in zip(labels, order, strict=True)
    ]


def _alike(made: OverlayPicture, panel: TimePanel, one: str, other: str) -> bool:
    """Return whether two curves lie on each other all along."""
    if not np.array_equal(made.results[one].times_h, made.results[other].times_h):
        return False
    a, b = (panel.curves[name].middle for name in (one, other))
    low, high = panel.limits
    if panel.log:
        ratio = np.log(np.maximum(a, low) / np.maximum(b, low)) / np.log(high / low)
        return float(np.abs(ratio).max()) < _SEEN
    return float(np.abs(a - b).max()) < _SEEN * (high - low)


def _reach(
    sheet: Sheet, ax: Axes, panel: TimePanel, times: Mapping[str, Array], last: float
) -> None:
    """Lead from the end of a curve that ends early to the edge of its panel."""
    for name, curve in panel.curves.items():
        if times[name][-1] < last:
            end = float(curve.middle[-1])
            colour = sheet.theme.colour(panel.inks[name])
            wide = sheet.sizes.line * 0.35
            ax.plot([times[name][-1], last], [end, end], color=colour, linewidth=wide, zorder=2)


def _common(names: list[list[str]]) -> tuple[str, ...]:
    return tuple(name for name in names[0] if all(name in each for each in names))
