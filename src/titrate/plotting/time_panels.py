"""Curves over time: concentrations at sites, responses, each labelled where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.choosing import chosen_endpoints, chosen_sites
from titrate.plotting.frame import frame, linear_ticks, log_ticks, percent_axis
from titrate.plotting.labels import Label, draw_labels
from titrate.plotting.lettering import balanced, wrapped
from titrate.plotting.names import endpoint_words, site_words, tick_words
from titrate.plotting.palette import ENDPOINTS, SITES, Ink, inks
from titrate.plotting.people import Crowd, draw_people, highest_of, spread_words
from titrate.plotting.sheet import Box, Sheet
from titrate.simulation import Result
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Curves whose peaks lie further apart than this share a page only on a logarithmic axis.
_FAR_APART = 30.0
# A logarithmic axis reaches below the lowest end of a curve, but so far below its peak at most.
_BELOW_END, _BELOW_PEAK = 2.0, 100.0
_HEADROOM, _LOG_HEADROOM = 1.05, 1.5
_NAME_SHARE = 0.2
_ABOVE = 0.35  # lines of words between a heading and its panel
_MARGIN = 1.7  # width of a margin around a median, in widths of a curve
_THIN = 0.22  # a person's line, as a share of the median's


@dataclass(frozen=True, eq=False)
class TimePanel:
    """Curves that share a unit.

    Parameters
    ----------
    what : str
        What they are, with the unit and the scale.
    curves : mapping of name to Crowd
        Shares in per cent.
    words : mapping of name to str
    inks : mapping of name to Ink
    per_cent, log : bool
    top : int
        Where an axis of shares ends; a key of `frame.PERCENT_STEPS`.
    floor : float
        Where another linear axis begins: the lowest value of its scale.
    people : {"band", "lines", "both", ""}
        How the people behind a median are drawn; empty: not at all.
    among : str
        What the heading says of people.
    """

    what: str
    curves: Mapping[str, Crowd]
    words: Mapping[str, str]
    inks: Mapping[str, Ink]
    per_cent: bool
    log: bool
    top: int = 100
    floor: float = 0.0
    people: str = "band"
    among: str = ""

    @property
    def heading(self) -> str:
        """What stands above the panel."""
        return f"{self.what}{self.among}"

    def heading_lines(self, sheet: Sheet, room_in: float) -> list[str]:
        """Return the heading wrapped to the room above the panel."""
        return wrapped(self.heading, room_in, sheet.sizes.base, bold=True)

    @property
    def peaks(self) -> list[float]:
        """The highest value of each curve, and of the people drawn behind it."""
        every = self.curves.values()
        if not self.people:
            return [float(curve.middle.max()) for curve in every]
        return [highest_of(curve, self.people, len(self.curves)) for curve in every]

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Ends of the y axis."""
        if self.per_cent:
            return 0.0, float(self.top)
        peaks = [peak for peak in self.peaks if peak > 0]
        top = max(peaks, default=1.0)
        if not self.log:
            span = top - self.floor if top > self.floor else 1.0
            return self.floor, self.floor + span * _HEADROOM
        ends = [float(curve.middle[-1]) for curve in self.curves.values()]
        low = max(min(peaks) / _BELOW_PEAK, min(ends) / _BELOW_END)
        return low, top * _LOG_HEADROOM

    def ticks(self, most: int) -> list[float]:
        """Return where to write values, at most so many."""
        low, high = self.limits
        if not self.log:
            return linear_ticks(low, high, most)
        every = log_ticks(low, high, (1.0,))
        return every[:: max(1, -(-len(every) // most))]

    def labels(self, sheet: Sheet, room_in: float) -> list[Label]:
        """Return one label per curve, at its end."""
        made: list[Label] = []
        for name, curve in self.curves.items():
            lines = balanced(self.words[name], room_in * _NAME_SHARE, sheet.sizes.base, bold=True)
            end = self.share(float(curve.middle[-1]))
            made.append(Label(end, tuple(lines), (), self.inks[name]))
        return made

    def share(self, value: float) -> float:
        """Return how high a value lies, as a share of the panel's height."""
        low, high = self.limits
        if self.log:
            return float(np.log(max(value, low) / low) / np.log(high / low))
        return (value - low) / (high - low)


def concentration_panel(
    result: Result, sites: Sequence[str] | None, people: str = "band"
) -> TimePanel | None:
    """Return the concentrations of chosen sites, None where the result holds none."""
    known = result.concentration.curves
    names = chosen_sites(sites, tuple(known), lined=people != "band" and not result.who.alone)
    if not names:
        return None
    curves = {name: Crowd(known[name]) for name in names}
    log = far_apart(curves.values())
    return TimePanel(
        f"Concentration, ug/L ({'logarithmic' if log else 'linear'} axis)",
        curves,
        {name: site_words(name) for name in names},
        inks(names, SITES),
        per_cent=False,
        log=log,
        people=people,
        among=spread_words(people, len(result.who), len(names)),
    )


def response_panels(
    result: Result, endpoints: Sequence[str] | None, people: str = "band"
) -> list[TimePanel]:
    """Return the responses that were chosen, one panel for each unit; shares come first."""
    known = {e.name: e for e in result.endpoints if e.name in result.response.curves}
    names = chosen_endpoints(endpoints, tuple(known))
    by_unit: dict[str, list[str]] = {}
    for name in names:
        by_unit.setdefault(known[name].unit, []).append(name)
    made: list[TimePanel] = []
    for unit, members in sorted(by_unit.items(), key=lambda item: item[0] != ""):
        per_cent = unit == ""
        scale = 100.0 if per_cent else 1.0
        floor = min(known[name].possible[0] for name in members)
        made.append(
            TimePanel(
                f"Response, {'%' if per_cent else unit}",
                {name: Crowd(result.response.curves[name] * scale) for name in members},
                {name: endpoint_words(name, known[name].meaning) for name in members},
                inks(members, ENDPOINTS),
                per_cent=per_cent,
                log=False,
                floor=floor if np.isfinite(floor) else 0.0,
                people=people,
                among=spread_words(people, len(result.who), len(members)),
            )
        )
    return made


def draw_time_panel(
    sheet: Sheet,
    ax: Axes,
    spot: Box,
    made: TimePanel,
    times_of: Array | Mapping[str, Array],
    labels: Sequence[Label],
    heading: Sequence[str],
) -> None:
    """Draw a panel in its place: the heading above, the curves, a label at the end of each.

    Times, in the axis' own unit, are one array for all curves, or one for each by name.
    """
    sizes = sheet.sizes
    sheet.place(ax, spot)
    _draw_curves(sheet, ax, made, times_of, spot.height)
    sheet.write(
        ax,
        spot.left,
        spot.top + (len(heading) + _ABOVE) * sizes.leading_in(),
        heading,
        size=sizes.base,
        colour=sheet.theme.text,
        bold=True,
        role="heading",
    )
    draw_labels(sheet, ax, spot, labels)


def far_apart(curves: Iterable[Crowd]) -> bool:
    """Return whether curves share a page only on a logarithmic axis."""
    peaks = [float(curve.middle.max()) for curve in curves]
    return max(peaks) / min((p for p in peaks if p > 0), default=1.0) > _FAR_APART


def _draw_curves(
    sheet: Sheet,
    ax: Axes,
    made: TimePanel,
    times_of: Array | Mapping[str, Array],
    height_in: float,
) -> None:
    """Draw curves against times; of a population the median and the people behind it."""
    sizes = sheet.sizes
    most = max(2, int(height_in / (1.5 * sizes.leading_in())))
    ax.set_yscale("log" if made.log else "linear")
    frame(sheet, ax)
    if made.per_cent:
        percent_axis(ax, top=made.top, most=most)
    else:
        ticks = made.ticks(most)
        ax.set_ylim(*made.limits)
        ax.set_yticks(ticks, [tick_words(tick) for tick in ticks])
        ax.minorticks_off()
    for name, curve in made.curves.items():
        colour = sheet.theme.colour(made.inks[name])
        times = times_of[name] if isinstance(times_of, Mapping) else times_of
        mid = curve.middle
        if not curve.alone and made.people:
            thin = sizes.line * _THIN
            draw_people(
                ax,
                times,
                curve,
                made.people,
                curves=len(made.curves),
                colour=colour,
                width=thin,
                name=name,
            )
        if not curve.alone and made.people not in ("", "band"):
            # A margin of the page's colour lifts the median off the lines behind it.
            margin = sizes.line * _MARGIN
            ax.plot(times, mid, color=sheet.theme.page, linewidth=margin, zorder=2.4, alpha=0.8)
        ax.plot(
            times,
            mid,
            color=colour,
            linestyle=made.inks[name].dash,
            linewidth=sizes.line * 0.8,
            dash_capstyle="butt",
            zorder=2.5,
            label=name,
        )
        if made.limits[0] <= mid[-1] <= made.limits[1]:
            ax.plot(
                times[-1:],
                mid[-1:],
                linestyle="none",
                marker=made.inks[name].marker,
                markersize=sizes.marker * 0.85,
                markerfacecolor=colour,
                markeredgecolor=sheet.theme.page,
                markeredgewidth=sizes.base * 0.06,
                clip_on=False,
                zorder=4,
            )
