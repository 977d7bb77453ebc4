"""What was given, as a strip: stems for doses, bars for extended release, a band for a pump."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.frame import frame
from titrate.plotting.labels import Label
from titrate.plotting.lettering import width_in
from titrate.plotting.names import number_words
from titrate.plotting.palette import SITES, Ink
from titrate.plotting.sheet import Box, Sheet, letters
from titrate.simulation import Result
from titrate.timecourse import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DAY_H, _UG_PER_MG = 24.0, 1000.0
_TALLEST = 0.72  # of a row's height
_MARKED_STEMS = 80  # more than these are lines only

# A door borrows the ink of the place that it opens into.
_INKS = {
    "by mouth": SITES["plasma"],
    "by vein": SITES["blood"],
    "bolus": SITES["csf_lumbar"],
    "infusion": SITES["csf_lumbar"],
    "by pump": SITES["csf_lumbar"],
}


@dataclass(frozen=True, eq=False)
class DoseRow:
    """All doses through one door.

    Parameters
    ----------
    door : str
        "by mouth", "by vein", "bolus", "infusion" or "by pump".
    at : str
        The segment of spinal fluid; empty elsewhere.
    unit : str
    start_h, duration_h, amount : Array (doses,)
        Amounts in the unit; a pump's are rates.
    """

    door: str
    at: str
    unit: str
    start_h: Array
    duration_h: Array
    amount: Array

    @property
    def ink(self) -> Ink:
        """The ink of its door."""
        return _INKS[self.door]

    @property
    def name(self) -> str:
        """The door in words."""
        return f"{self.door}, {self.at}" if self.at else self.door

    @property
    def amounts(self) -> str:
        """How much, in words."""
        low, high = float(self.amount.min()), float(self.amount.max())
        much = number_words(low) if np.isclose(low, high) else _range_words(low, high)
        words = f"{much} {self.unit}"
        lasts = self.duration_h
        if self.door != "by pump" and lasts[0] > 0 and np.allclose(lasts, lasts[0]):
            words += f" over {number_words(float(lasts[0]))} h"
        if self.door in ("by pump", "infusion") or len(self.amount) == 1:
            return words
        return f"{words}, {len(self.amount)} doses"

    def label(self, at: float) -> Label:
        """Return the label at the right end of its row."""
        return Label(at, (self.name,), (self.amounts,), self.ink, led=False)


def dose_rows(result: Result) -> list[DoseRow]:
    """Return what was given, one row per door, in the order doors were first used."""
    doses = result.regimen.doses
    per_kg = bool(doses.per_kg.any()) and not result.who.alone
    weights = result.who.number("weight_kg") if doses.per_kg.any() else None
    given = doses.amount_ug if per_kg else doses.amounts_for(weights)[0]
    pumped = any(part.kind == "infusion" for part in result.regimen.daily_parts)
    found: dict[tuple[str, str], list[int]] = {}
    for i, (route, at, lasts) in enumerate(
        zip(doses.route, doses.at, doses.duration_h, strict=True)
    ):
        found.setdefault((_door(route, float(lasts), pumped), at or ""), []).append(i)
    rows: list[DoseRow] = []
    for (door, at), which in found.items():
        amount, lasts = np.asarray(given[which]), doses.duration_h[which]
        unit = "ug" if at else "mg"
        if door == "by pump":
            amount, unit = amount / lasts * _DAY_H, "ug/day"
        elif unit == "mg":
            amount = amount / _UG_PER_MG
        unit = f"{unit}/kg" if per_kg and doses.per_kg[which].any() else unit
        rows.append(DoseRow(door, at, unit, doses.time_h[which], lasts, amount))
    return rows


def draw_doses(
    sheet: Sheet, ax: Axes, panel: Box, rows: list[DoseRow], per_unit_h: float, right: float
) -> None:
    """Draw one row per door; ``right`` is where the time axis ends, in its own unit."""
    frame(sheet, ax, grid=False)
    ax.set_ylim(0, len(rows))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    for k, row in enumerate(rows):
        base = len(rows) - 1 - k
        tall = _TALLEST * row.amount / max(float(row.amount.max()), np.finfo(float).tiny)
        start, width = row.start_h / per_unit_h, row.duration_h / per_unit_h
        ax.axhline(base, color=sheet.theme.grid, linewidth=sheet.sizes.base * 0.07, zorder=1)
        if row.door == "by pump":
            _band(sheet, ax, row, start, width, base + tall)
        else:
            slow, seen = width > 0, start <= right
            _bars(sheet, ax, row, start[slow], width[slow], (base, tall[slow]))
            _stems(sheet, ax, row, start[seen & ~slow], base, tall[seen & ~slow])
        _amounts(sheet, ax, panel, row, start, base, right)


def _stems(sheet: Sheet, ax: Axes, row: DoseRow, start: Array, base: int, tall: Array) -> None:
    colour, sizes = sheet.theme.colour(row.ink), sheet.sizes
    given = tall > 0
    ax.vlines(start, base, base + tall, color=colour, linewidth=sizes.line * 0.6, zorder=3)
    if len(start) <= _MARKED_STEMS:
        ax.plot(
            start[given],
            base + tall[given],
            linestyle="none",
            marker=row.ink.marker,
            markersize=sizes.marker * 0.62,
            markerfacecolor=colour,
            markeredgecolor=sheet.theme.page,
            markeredgewidth=sizes.base * 0.04,
            clip_on=False,
            zorder=4,
        )


def _bars(
    sheet: Sheet, ax: Axes, row: DoseRow, start: Array, width: Array, at: tuple[int, Array]
) -> None:
    base, tall = at
    if len(start):
        ax.bar(
            start,
            tall,
            width=width,
            bottom=base,
            align="edge",
            color=sheet.theme.colour(row.ink),
            alpha=0.55,
            edgecolor=sheet.theme.page,
            linewidth=sheet.sizes.base * 0.1,
        )


def _band(sheet: Sheet, ax: Axes, row: DoseRow, start: Array, width: Array, top: Array) -> None:
    colour, base = sheet.theme.colour(row.ink), np.floor(top)
    for x, w, low, high in zip(start, width, base, top, strict=True):
        ax.fill_between([x, x + w], low, high, color=colour, alpha=0.3, linewidth=0)
        ax.plot([x, x + w], [high, high], color=colour, linewidth=sheet.sizes.line * 0.6)


def _amounts(
    sheet: Sheet, ax: Axes, panel: Box, row: DoseRow, start: Array, base: int, right: float
) -> None:
    """Write each amount beside its dose, where amounts differ and there is room for them all."""
    if np.allclose(row.amount, row.amount[0]):
        return
    size, gap = sheet.sizes.small, sheet.sizes.gap_in
    words = [number_words(float(amount)) for amount in row.amount]
    spots = np.append(start / right * panel.width, panel.width)
    room = np.diff(spots) - 1.5 * gap
    if any(width_in(w, size) > r for w, r in zip(words, room, strict=True)):
        return
    style = letters(size, sheet.theme.lettering(row.ink))
    for x, word in zip(start, words, strict=True):
        shift = x + gap / panel.width * right
        ax.text(shift, base + 0.12, word, ha="left", va="bottom", gid="amount", **style)


def _door(route: str, lasts_h: float, pumped: bool) -> str:
    if route == "intrathecal":
        return "bolus" if lasts_h == 0 else "by pump" if pumped else "infusion"
    return {"oral": "by mouth", "iv": "by vein"}[route]


def _range_words(low: float, high: float) -> str:
    return f"{number_words(low)} to {number_words(high)}"
