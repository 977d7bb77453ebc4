"""Dose windows as pictures: one alone, or several side by side that share the y axis."""

from __future__ import annotations

from collections.abc import Mapping

from titrate.plotting.footer import draw_foot, foot_of
from titrate.plotting.labels import column_in
from titrate.plotting.lettering import wrapped
from titrate.plotting.names import door_words
from titrate.plotting.rail import rail_height_in
from titrate.plotting.rail_ends import rooms_in
from titrate.plotting.sheet import Box, Sheet
from titrate.plotting.window_panel import (
    below_in,
    draw_window_panel,
    left_margin_in,
    window_panel,
)
from titrate.plotting.window_words import goals_words, setting_words, soft_words
from titrate.search import DoseWindow, footers

_LEAST_SHARE = 0.4  # of a window's room that its panel takes, at least
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def draw_windows(
    sheet: Sheet,
    windows: Mapping[str, DoseWindow],
    behind: Mapping[str, DoseWindow],
    title: str | None,
) -> None:
    """Draw windows side by side on a sheet, one to each of its axes."""
    sizes, box, ax = sheet.sizes, sheet.box, sheet.axes[0]
    every = tuple(windows.values())
    alone = len(every) == 1
    edge = 1.5 * sizes.gap_in
    share = (box.width - 2 * edge) / len(every)
    head = title if title is not None or alone else together_words(windows)
    names = {n: "" if alone and n == door_words(w.route, w.unit) else n for n, w in windows.items()}
    ends = [rooms_in(sheet, window, share * _LEAST_SHARE) for window in every]
    left = [max(left_margin_in(sheet, named=i == 0), e[0]) for i, e in enumerate(ends)]
    lines = wrapped(head or "", box.width - 2 * edge - left[0], sizes.title, bold=True)
    made = [
        window_panel(sheet, w, share - max(left), name=names[n], behind=behind.get(n))
        for n, w in windows.items()
    ]
    notes = [note for window in every for note in window.provenance.notes]
    setting = " ".join([*setting_words(every), *soft_words(every)])
    sentences = [*goals_words(every), setting, *footers(windows)]
    foot = foot_of(sheet, box.left + edge + left[0], notes, sentences)
    top = box.top - 1.5 * sizes.gap_in
    if lines:
        top = sheet.write(
            ax,
            box.left + edge + left[0],
            top,
            lines,
            size=sizes.title,
            colour=sheet.theme.text,
            bold=True,
            role="title",
        )
        top -= 0.8 * sizes.gap_in
    bottom = box.bottom + foot.height_in
    rail_in = rail_height_in(sheet, every)
    around = rail_in + below_in(sheet)
    head_in = max(panel.head_in(sheet) for panel in made)
    made = [panel.settled(sheet, top - bottom - head_in - around) for panel in made]
    columns = [max(column_in(sheet, p.labels), e[1]) for p, e in zip(made, ends, strict=True)]
    panel_width = (box.width - 2 * edge - sum(left) - sum(columns)) / len(every)
    head_in = max(panel.head_in(sheet) for panel in made)
    x = box.left + edge
    for i, (panel, axes) in enumerate(zip(made, sheet.axes, strict=True)):
        width = left[i] + panel_width + columns[i]
        draw_window_panel(
            sheet,
            axes,
            panel,
            Box(x, bottom, width, top - bottom),
            head_in + rail_in,
            (left[i], columns[i]),
            named=i == 0,
        )
        x += width
    draw_foot(sheet, ax, foot)


def together_words(windows: Mapping[str, DoseWindow]) -> str:
    """Return the title of windows side by side: what is the same, and what differs."""
    every = tuple(windows.values())
    people = {repr(window.who) for window in every}
    routes = {window.route for window in every}
    many = _NUMBERS.get(len(every), str(len(every)))
    if len(people) > 1:
        return f"{many.capitalize()} dose windows"
    who = "The same patient" if every[0].who.alone else "The same people"
    return f"{who}, {many} {'doors' if len(routes) == len(every) else 'windows'}"
