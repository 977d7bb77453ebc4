"""One observation as a picture: what was accepted and published, over what is simulated.

Accepted is the green band, published a diamond or a bar with two, simulated a blue curve or dot.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.lettering import FONT
from titrate.plotting.observation_curves import TIMES, Course, Doses, shown
from titrate.plotting.palette import ENDPOINTS, Theme, theme_called
from titrate.validation import Checked, interval, simulated_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE_IN, _STRIP_IN = (4.2, 2.3), (4.2, 1.2)
_LETTERS, _LINE, _THIN, _MARK = 8.0, 1.8, 0.7, 6.0
_DAY_H, _HOURS_UP_TO_H = 24.0, 96.0
_SIMULATED = ENDPOINTS["relief_legs"]
# How far beyond what it shows an axis runs, as a share of it.
_MARGIN = 0.12
_FAINT = 0.2


def picture_of(checked: Checked) -> tuple[str, str]:
    """Return a picture as a data URI of an SVG, and what it shows in words."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    what = shown(checked)
    theme = theme_called("light")
    salt = checked.observation.id  # names inside the file are the same every time
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "path"}):
        figure = Figure(figsize=_SIZE_IN if what else _STRIP_IN, layout="constrained")
        figure.set_facecolor(theme.page)
        ax = figure.add_subplot()
        _frame(ax, theme)
        match what:
            case Course():
                _draw_course(ax, theme, checked, what)
            case Doses():
                _draw_doses(ax, theme, checked, what)
            case _:
                _draw_strip(ax, theme, checked)
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    encoded = base64.b64encode(file.getvalue()).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}", _words(checked, what)


def _words(checked: Checked, what: Course | Doses | None) -> str:
    seen = checked.observation
    match what:
        case Course():
            first = "The simulated course"
        case Doses():
            first = "The simulated response over the dose"
        case _:
            first = "The simulated value"
    published = f", published {interval(seen.published, seen.unit)}" if seen.published else ""
    return (
        f"{first} with what is accepted: {interval(seen.accepted, seen.unit)}{published}; "
        f"simulated {simulated_words(checked)}: {checked.verdict}."
    )


def _frame(ax: Axes, theme: Theme) -> None:
    ax.set_facecolor(theme.page)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set(color=theme.text, linewidth=_THIN)
    ax.tick_params(
        labelsize=_LETTERS, labelfontfamily=FONT, colors=theme.text, width=_THIN, length=3
    )


def _name(ax: Axes, theme: Theme, x: str, y: str = "") -> None:
    ax.set_xlabel(x, fontsize=_LETTERS, family=FONT, color=theme.text)
    ax.set_ylabel(y, fontsize=_LETTERS, family=FONT, color=theme.text)


def _draw_course(ax: Axes, theme: Theme, checked: Checked, course: Course) -> None:
    seen = checked.observation
    looked = seen.arms[0].looked
    per, unit = (1.0, "hours") if np.ptp(course.times_h) <= _HOURS_UP_TO_H else (_DAY_H, "days")
    times = course.times_h / per
    ink = theme.colour(_SIMULATED)
    if course.many:
        ax.fill_between(times, course.low, course.high, color=ink, alpha=_FAINT, linewidth=0)
    ax.plot(times, course.middle, color=ink, linewidth=_LINE)
    start = looked.numbers.get("from_h", course.times_h[0])
    ax.set_xlim(times[0], times[-1])
    if looked.measure in TIMES:
        low, high = ((start + end) / per for end in seen.accepted)
        ax.axvspan(low, high, color=theme.band, zorder=0)
        _verticals(ax, theme, [(start + at) / per for at in seen.published])
        ax.axvline((start + checked.simulated.value) / per, color=ink, linewidth=_THIN, ls=":")
        if "level" in looked.numbers:
            ax.axhline(looked.numbers["level"], color=theme.quiet, linewidth=_THIN, ls="--")
        _from_zero(ax, course.low, course.high)
    else:
        at = looked.numbers.get("at_h")
        half = (times[-1] - times[0]) / 40
        left, right = (at / per - half, at / per + half) if at is not None else (start / per, None)
        right = times[-1] if right is None else right
        ax.fill_between([left, right], *seen.accepted, color=theme.band, zorder=0, linewidth=0)
        middle = (left + right) / 2
        _points(ax, theme, [(middle, value) for value in seen.published])
        ax.plot([left, right], [checked.simulated.value] * 2, color=ink, linewidth=_THIN, ls=":")
        _from_zero(ax, course.low, np.append(course.high, [*seen.accepted, *seen.published]))
    _name(ax, theme, f"{unit} from the first dose", _y_name(checked))


def _from_zero(ax: Axes, low: np.ndarray, high: np.ndarray) -> None:
    bottom, top = min(0.0, float(low.min())), float(high.max())
    ax.set_ylim(bottom, top + _MARGIN * (top - bottom or 1.0))


def _y_name(checked: Checked) -> str:
    seen = checked.observation
    looked = seen.arms[0].looked
    unit = seen.scale or (seen.unit if looked.measure not in TIMES else "")
    if looked.subject == "site" and looked.measure in TIMES:
        unit = "ug/L"
    name = looked.name.replace("_", " ")
    return f"{name}\n{unit}" if unit else name


def _draw_doses(ax: Axes, theme: Theme, checked: Checked, doses: Doses) -> None:
    seen = checked.observation
    ink = theme.colour(_SIMULATED)
    ax.set_xscale("log")
    ax.plot(doses.doses, doses.response, color=ink, linewidth=_LINE)
    ax.axvspan(*seen.accepted, color=theme.band, zorder=0)
    ax.axhline(doses.holds, color=theme.quiet, linewidth=_THIN, ls="--")
    ax.axvline(checked.simulated.value, color=ink, linewidth=_THIN, ls=":")
    _points(ax, theme, [(value, doses.holds) for value in seen.published])
    ax.set_xlim(doses.doses[0], doses.doses[-1])
    ax.set_ylim(0, 1)
    from titrate.plotting.frame import log_ticks

    ticks = log_ticks(float(doses.doses[0]), float(doses.doses[-1]), (1, 3))
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    _name(ax, theme, f"dose, {seen.unit}", seen.arms[0].looked.name.replace("_", " "))


def _draw_strip(ax: Axes, theme: Theme, checked: Checked) -> None:
    seen, found = checked.observation, checked.simulated
    ink = theme.colour(_SIMULATED)
    ax.spines["left"].set_visible(False)
    ax.set_yticks([])
    ax.set_ylim(0, 1)
    ax.axvspan(*seen.accepted, color=theme.band, zorder=0)
    ends = [*seen.accepted, *seen.published]
    if np.isfinite(found.value):
        error = found.error or 0.0
        ax.errorbar(found.value, 0.3, xerr=error or None, fmt="o", color=ink, ms=_MARK, lw=_LINE)
        ends += [found.value - error, found.value + error]
    _points(ax, theme, [(value, 0.7) for value in seen.published])
    if len(seen.published) > 1:
        ax.plot(seen.published, [0.7, 0.7], color=theme.text, linewidth=_THIN)
    low, high = min(ends), max(ends)
    ax.set_xlim(low - _MARGIN * (high - low), high + _MARGIN * (high - low))
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(5))
    _name(ax, theme, seen.scale or seen.unit)


def _points(ax: Axes, theme: Theme, places: list[tuple[float, float]]) -> None:
    for x, y in places:
        ax.plot(x, y, marker="D", ms=_MARK, color=theme.text, mfc=theme.page, mew=_LINE * 0.7)


def _verticals(ax: Axes, theme: Theme, places: list[float]) -> None:
    for x in places:
        ax.axvline(x, color=theme.text, linewidth=_THIN, ls=(0, (4, 2)))
