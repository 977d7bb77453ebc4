"""A map of dose windows: the daily dose against one other thing, and where every goal holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.patients import People
from titrate.pd import Endpoint
from titrate.search.dose_map import DoseAxis
from titrate.search.goals import Goals
from titrate.search.terms import Term, enough_words
from titrate.search.varied_names import varied_words
from titrate.search.window import DoseWindow
from titrate.search.words import edges_words, percent, set_by
from titrate.simulation import Provenance
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class ValueAxis:
    """The values of the thing that a map of windows varies.

    Parameters
    ----------
    name : str
        ``"creatinine_clearance_mL_min"``, ``"every_h"``, a parameter.
    amounts : Array, shape (values,)
        Increasing.
    unit : str
    """

    name: str
    amounts: Array
    unit: str

    @property
    def words(self) -> str:
        """The thing in words."""
        return varied_words(self.name).replace("_", " ")

    def shown(self, value: float) -> str:
        """Return a value with its unit."""
        return f"{value:.3g} {self.unit}".strip()


@dataclass(frozen=True, eq=False)
class WindowMap:
    """The dose window at each value of one thing.

    Parameters
    ----------
    x : DoseAxis
        The daily amounts that were scanned.
    y : ValueAxis
        What was varied.
    windows : tuple of DoseWindow
        One for each value, each with its own exact edges.
    """

    x: DoseAxis
    y: ValueAxis
    windows: tuple[DoseWindow, ...]

    @property
    def low(self) -> Array:
        """Lower edge at each value, NaN where the window is empty."""
        return _edges([window.low for window in self.windows])

    @property
    def high(self) -> Array:
        """Upper edge at each value."""
        return _edges([window.high for window in self.windows])

    @property
    def best(self) -> Array:
        """Best dose on the step at each value; NaN where no step lies inside."""
        return _edges([window.best for window in self.windows])

    @property
    def share_inside(self) -> Array:
        """Share of the people who meet every goal, (doses, values); 0 or 1 of one person."""
        return np.stack([window.share_inside for window in self.windows], axis=1)

    @property
    def edges(self) -> Mapping[str, Array]:
        """By endpoint (doses, values): how far inside its goal's limit; 0 along its edge.

        Of a population what the share asked for reaches.
        """
        margins = np.stack([window.margins for window in self.windows], axis=2)
        return dict(zip([goal.endpoint for goal in self.goals.goals], margins, strict=True))

    @property
    def goals(self) -> Goals:
        """What was wanted, the same at every value."""
        return self.windows[0].goals

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Of the goals, in their order."""
        return self.windows[0].endpoints

    @property
    def start(self) -> str:
        """What body each search began in; of several, the first and the last."""
        starts = list(dict.fromkeys(window.start for window in self.windows))
        return starts[0] if len(starts) == 1 else f"{starts[0]} to {starts[-1]}"

    @property
    def who(self) -> People:
        """Who was asked about, at the first value."""
        return self.windows[0].who

    @property
    def share(self) -> float:
        """Of a population, how many have to meet every goal."""
        return self.windows[0].question.share

    @property
    def provenance(self) -> Provenance:
        """Where it comes from, at the first value."""
        return self.windows[0].provenance

    @property
    def off_by(self) -> float:
        """Nothing is interpolated."""
        return 0.0

    def why(self) -> str:
        """Return how the window moves from the lowest to the highest value, in sentences."""
        least, most = self.y.amounts[0], self.y.amounts[-1]
        head = f"{self.x.words} ({self.start}), {self.y.words} {self.y.shown(least)} to "
        parts = [f"{head}{self.y.shown(most)}."]
        for place in (0, -1):
            window, at = self.windows[place], self.y.shown(float(self.y.amounts[place]))
            if window.low is None or window.high is None:
                parts.append(f"At {at} no dose meets every goal.")
            else:
                ends = edges_words(window.low, window.high)
                sides = (
                    _set_by(window, "low", "opens when", "opens at"),
                    _set_by(window, "high", "closes for", "closes at"),
                )
                parts.append(f"At {at}, {ends[0]} to {ends[1]} {self.x.unit}: {', '.join(sides)}.")
        empty = [
            self.y.shown(float(value))
            for value, window in zip(self.y.amounts, self.windows, strict=True)
            if window.is_empty
        ]
        if 0 < len(empty) < len(self.windows):
            parts.append(f"No dose meets every goal at {', '.join(empty)}.")
        for_all = self._for_every_value()
        if for_all is not None:
            ends = edges_words(*for_all)
            parts.append(f"Doses inside at every value: {ends[0]} to {ends[1]} {self.x.unit}.")
        elif not empty:
            parts.append("No dose is inside at every value.")
        if not self.who.alone:
            parts.append(
                f"Asked of {len(self.who):,} people: inside is where at least "
                f"{percent(self.share)} of them meet every goal."
            )
        return " ".join(parts)

    def _for_every_value(self) -> tuple[float, float] | None:
        """Return the doses that lie in the window at every value, None if there are none."""
        if any(window.is_empty for window in self.windows):
            return None
        low, high = float(self.low.max()), float(self.high.min())
        return (low, high) if low <= high else None

    def to_frame(self) -> pd.DataFrame:
        """Return one row per value: the value, low, high, best, unit, opens, closes."""
        import pandas as pd

        rows = [
            {
                self.y.name: float(value),
                "low": window.low,
                "high": window.high,
                "best": window.best,
                "unit": window.unit,
                "opens": window.limited_by.get("low", ""),
                "closes": window.limited_by.get("high", ""),
            }
            for value, window in zip(self.y.amounts, self.windows, strict=True)
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        ends = f"{self.y.amounts[0]:g} to {self.y.shown(float(self.y.amounts[-1]))}"
        with_one = sum(not window.is_empty for window in self.windows)
        return (
            f"<window map, {self.y.name} {ends}, {self.start}: a window at {with_one} of "
            f"{len(self.windows)} values>"
        )

    def _repr_html_(self) -> str:
        rows = [
            (
                self.y.shown(float(value)),
                *_in_words(window),
                window.unit,
                set_by(window.limited_by.get("low", ""), "low"),
                set_by(window.limited_by.get("high", ""), "high"),
            )
            for value, window in zip(self.y.amounts, self.windows, strict=True)
        ]
        return markup.card(
            f"Dose windows by {self.y.words}",
            markup.table((self.y.words, "low", "high", "unit", "opens", "closes"), rows),
            markup.paragraph(self.why()),
            markup.next_step("tt.plot(found)", "found.to_frame()"),
            small=(f"Goals: {self.goals}.", self.provenance.footer),
        )


def _set_by(window: DoseWindow, side: str, goal: str, end: str) -> str:
    limit = set_by(window.limited_by[side], side)
    if window.limited_by[side] == "range":
        return f"{end} the {limit}"
    pairs = zip(window.goals.goals, window.endpoints, strict=True)
    term = next(Term(g, e) for g, e in pairs if g.endpoint == limit)
    enough = f" {enough_words(term.goal, term.endpoint.unit)}" if side == "low" else ""
    return f"{goal} {term.name}{enough}"


def _edges(doses: list[float | None]) -> Array:
    return np.array([np.nan if dose is None else dose for dose in doses])


def _in_words(window: DoseWindow) -> tuple[str, str]:
    if window.low is None or window.high is None:
        return "none", ""
    return edges_words(window.low, window.high)
