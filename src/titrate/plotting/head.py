"""The head of a picture: its title, and below it who was treated and how."""

from __future__ import annotations

from titrate.plotting.lettering import wrapped
from titrate.plotting.sheet import Sheet


def draw_head(
    sheet: Sheet, left_in: float, top_in: float, room_in: float, *, title: str, setting: str
) -> float:
    """Write title and setting downwards, wrapped to the room; return where they end."""
    sizes, top = sheet.sizes, top_in
    for words, size, bold in ((title, sizes.heading, True), (setting, sizes.base, False)):
        lines = wrapped(words, room_in, size, bold=bold)
        top = sheet.write(
            sheet.axes[0],
            left_in,
            top,
            lines,
            size=size,
            colour=sheet.theme.text,
            bold=bold,
            role="title",
        )
    return top
