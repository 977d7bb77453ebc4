"""A non-compartmental analysis drawn: the values, the terminal line, what it adds to the area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.errors import InvalidValue
from titrate.pk import Nca
from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.frame import fitting, frame, linear_ticks, log_ticks, name_axis
from titrate.plotting.head import draw_head
from titrate.plotting.labels import Label, column_in, draw_labels
from titrate.plotting.lettering import balanced, width_in
from titrate.plotting.names import number_words, percent_words, site_words, tick_words
from titrate.plotting.palette import RESERVE, SITES, Ink
from titrate.plotting.sheet import LEAST_PANEL_IN, Box, Sheet
from titrate.units import convert

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Beyond the last value the picture goes on for so many half-lives, but by this share at most.
_HALF_LIVES, _MOST_BEYOND = 3.0, 0.4
_HEADROOM, _FOOTROOM = 1.6, 1.6
_NAME_SHARE = 0.24
_MOST_TICKS = 9
_DECADES: tuple[tuple[float, ...], ...] = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_APART = 1.2  # lines of words from one number on the axis to the next
_CROWD, _CROWDED = 40, 0.55  # so many values have smaller marks, by this share
_UNKNOWN = "No terminal line could be fitted."


def draw_nca(sheet: Sheet, found: Nca, title: str | None) -> None:
    """Draw an analysis of one person on a sheet: head, panel, label, foot."""
    sizes, box, ax = sheet.sizes, sheet.box, sheet.axes[0]
    ink = SITES.get(found.site, RESERVE[0])
    low, high = _limits(found)
    left = box.left + 1.5 * sizes.gap_in + _left_in(sheet, low, high)
    foot = foot_of(sheet, left, found.notes, [_settled_words(found), markup.TEACHING_LINE])
    room = box.right - 1.5 * sizes.gap_in - left
    top = draw_head(
        sheet,
        left,
        box.top - 1.5 * sizes.gap_in,
        room,
        title=title or nca_title(found),
        setting=_setting(found),
    )
    labels = [_label(sheet, found, ink, low, high, room)] if _known(found) else []
    bottom = box.bottom + foot.height_in + 3.1 * sizes.leading_in()
    panel = Box(
        left,
        bottom,
        max(room - column_in(sheet, labels), LEAST_PANEL_IN),
        max(top - sizes.gap_in - bottom, LEAST_PANEL_IN),
    )
    sheet.place(ax, panel)
    _frame(sheet, ax, panel, _end_h(found), low, high)
    _draw_terminal(sheet, ax, found, low)
    _draw_values(sheet, ax, found, ink)
    draw_labels(sheet, ax, panel, labels)
    draw_foot(sheet, ax, foot)


def require_one_person(found: Nca) -> Nca:
    """Return an analysis of one person, or raise `InvalidValue`, saying how to get one."""
    if len(found.patients) == 1:
        return found if found.alone else found[found.patients[0]]
    raise InvalidValue(
        f"The analysis is of {markup.tally(len(found.patients), 'person', 'people')}, and the "
        "picture shows one.",
        f"Choose by name: tt.plot(found[{found.patients[0]!r}]).",
    )


def nca_title(found: Nca) -> str:
    """Return what an analysis is of."""
    where = f" in {site_words(found.site)}" if found.site else ""
    dose = "" if np.isnan(found.dose_ug) else f" after {_dose_words(float(found.dose_ug))}"
    return f"Concentration{where}{dose}"


def nca_in_words(found: Nca, title: str | None) -> str:
    """Return what a picture of an analysis shows."""
    c_max, t_max = number_words(float(found.c_max)), number_words(float(found.t_max_h))
    parts = [f"{title or nca_title(found)}, on a logarithmic axis. {_setting(found)}."]
    if not np.isnan(found.t_max_h):
        parts.append(f"The highest measured value is {c_max} ug/L at {t_max} h.")
    parts.append(_settled_words(found))
    return " ".join([*parts, *found.notes])


def _known(found: Nca) -> bool:
    return not np.isnan(found.lambda_z)


def _setting(found: Nca) -> str:
    what = {"extravascular": "Extravascular dose", "bolus": "Bolus"}.get(found.route)
    every = "" if found.every_h is None else f", every {found.every_h:g} h"
    steady = ", at steady state" if found.steady_state else ""
    return f"{what or f'Infusion over {found.over_h:g} h'} at {found.from_h:g} h{every}{steady}"


def _settled_words(found: Nca) -> str:
    if not _known(found):
        return _UNKNOWN
    from_h, to_h = (number_words(float(at)) for at in (found.terminal_from_h, found.terminal_to_h))
    half = markup.figures(float(found.half_life_h))
    beyond = percent_words(float(found.extrapolated_share))
    return (
        f"Terminal line through {int(found.terminal_points)} values from {from_h} to {to_h} h: "
        f"half-life {half} h, adjusted R2 {float(found.adjusted_r2):.4f}. Shaded: the area that "
        f"follows the last value, {beyond} of the whole (its size on a logarithmic axis does not "
        "show that)."
    )


def _dose_words(dose_ug: float) -> str:
    dose_mg = convert(dose_ug, "ug", "mg")
    return f"{number_words(dose_mg)} mg" if dose_mg >= 1 else f"{number_words(dose_ug)} ug"


def _end_h(found: Nca) -> float:
    last = float(found.samples.last_h[0])
    if not _known(found):
        return last if last > 0 else 1.0
    return last + min(_HALF_LIVES * float(found.half_life_h), _MOST_BEYOND * last)


def _line_at(found: Nca, time_h: np.ndarray) -> np.ndarray:
    after = time_h - float(found.samples.last_h[0])
    return float(found.c_last_fitted) * np.exp(-float(found.lambda_z) * after)


def _limits(found: Nca) -> tuple[float, float]:
    """Return the ends of the concentration axis."""
    shown = found.samples.value[0]
    shown = shown[shown > 0]
    if _known(found):
        ends = np.array([float(found.terminal_from_h), _end_h(found)])
        shown = np.append(shown, _line_at(found, ends))
    if not len(shown):
        raise InvalidValue("Nothing was measurable, so there is nothing to draw.", "See its notes.")
    return float(shown.min()) / _FOOTROOM, float(shown.max()) * _HEADROOM


def _left_in(sheet: Sheet, low: float, high: float) -> float:
    ticks = log_ticks(low, high, _DECADES[0]) or [low]
    widest = max(width_in(tick_words(tick), sheet.sizes.base) for tick in ticks)
    return widest + 2.2 * sheet.sizes.leading_in() + sheet.sizes.gap_in


def _frame(sheet: Sheet, ax: Axes, panel: Box, end_h: float, low: float, high: float) -> None:
    frame(sheet, ax)
    size = sheet.sizes.base
    ax.set_xlim(0, end_h)
    ax.set_yscale("log")
    ax.set_ylim(low, high)
    ax.minorticks_off()
    across = fitting(
        [linear_ticks(0, end_h, most) for most in range(_MOST_TICKS, 2, -1)],
        lambda time_h: time_h / end_h * panel.width,
        size,
    )
    up = _upward(low, high, panel.height / (_APART * sheet.sizes.leading_in()))
    ax.set_xticks(across, [tick_words(tick) for tick in across])
    ax.set_yticks(up, [tick_words(tick) for tick in up])
    name_axis(sheet, ax, x="hours since the dose", y="ug/L (logarithmic axis)")


def _upward(low: float, high: float, lines: float) -> list[float]:
    """Return where to write concentrations on an axis as tall as so many lines of words."""
    candidates = [log_ticks(low, high, figures) for figures in _DECADES]
    for ticks in candidates:
        if len(ticks) > 1 and np.min(np.diff(np.log(ticks))) * lines > np.log(high / low):
            return ticks
    decades = candidates[-1]
    return decades[:: max(1, -(-len(decades) // max(int(lines), 1)))] or [low]


def _draw_terminal(sheet: Sheet, ax: Axes, found: Nca, low: float) -> None:
    if not _known(found):
        return
    sizes, theme = sheet.sizes, sheet.theme
    last, end = float(found.samples.last_h[0]), _end_h(found)
    beyond = np.linspace(last, end, 2)
    ax.fill_between(
        beyond, low, _line_at(found, beyond), color=theme.grid, linewidth=0, zorder=0.5
    ).set_gid("extrapolated")
    fitted = np.array([float(found.terminal_from_h), last])
    for times, dash, name in ((fitted, "-", "terminal"), (beyond, (0, (4, 2)), "beyond")):
        ax.plot(
            times,
            _line_at(found, times),
            color=theme.text,
            linewidth=sizes.line * 0.6,
            linestyle=dash,
            zorder=3,
            gid=name,
        )


def _draw_values(sheet: Sheet, ax: Axes, found: Nca, ink: Ink) -> None:
    """Draw the values that counted, those of the terminal line filled."""
    sizes, theme, samples = sheet.sizes, sheet.theme, found.samples
    time_h, value = samples.time_h[0], samples.value[0]
    seen = samples.observed[0] & (value > 0)
    counted = np.arange(len(value)) < samples.count[0]
    joined = counted & (value > 0)
    colour = theme.colour(ink)
    ax.plot(time_h[joined], value[joined], color=colour, linewidth=sizes.line * 0.5, gid="values")
    chosen = np.zeros_like(seen)
    if _known(found):
        chosen = (
            seen & (time_h >= float(found.terminal_from_h)) & (time_h <= float(found.terminal_to_h))
        )
    for mask, face, name in ((seen & ~chosen, theme.page, "other"), (chosen, colour, "chosen")):
        ax.plot(
            time_h[mask],
            value[mask],
            linestyle="none",
            marker="o",
            markersize=sizes.marker * (1.0 if seen.sum() < _CROWD else _CROWDED),
            markerfacecolor=face,
            markeredgecolor=colour,
            markeredgewidth=sizes.line * 0.4,
            zorder=4,
            clip_on=False,
            gid=name,
        )


def _label(sheet: Sheet, found: Nca, ink: Ink, low: float, high: float, room: float) -> Label:
    at = float(np.log(_line_at(found, np.array([_end_h(found)]))[0] / low) / np.log(high / low))
    size, small, narrow = sheet.sizes.base, sheet.sizes.small, room * _NAME_SHARE
    lines = balanced(
        f"half-life {markup.figures(float(found.half_life_h))} h", narrow, size, bold=True
    )
    said = (
        f"{int(found.terminal_points)} values",
        f"adjusted R2 {float(found.adjusted_r2):.4f}",
        f"{percent_words(float(found.extrapolated_share))} of the area follows the last value",
    )
    quiet = [line for words in said for line in balanced(words, narrow, small)]
    return Label(at, tuple(lines), tuple(quiet), ink)
