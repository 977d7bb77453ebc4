"""A map of two doses given together: at each pair, the share of people who meet every goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.patients import People
from titrate.pd import Endpoint
from titrate.search.goals import Goals
from titrate.search.intervals import Interval
from titrate.search.terms import goal_notes
from titrate.search.words import door_in_words, edges_words, percent, step_words
from titrate.simulation import Provenance
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class DoseAxis:
    """The daily amounts of one course.

    Parameters
    ----------
    amounts : Array, shape (levels,)
        Increasing, in ``unit``.
    unit : str
        ``"mg/day"`` or ``"ug/day"``.
    route : str
    pattern : str
        The regimen in words.
    """

    amounts: Array
    unit: str
    route: str
    pattern: str

    @property
    def words(self) -> str:
        """The door as a sentence begins with it."""
        return door_in_words(self.route, self.unit)


@dataclass(frozen=True, eq=False)
class DoseMap:
    """Who meets every goal at each pair of daily amounts.

    Parameters
    ----------
    x, y : DoseAxis
        The two courses.
    share_inside : Array, shape (x levels, y levels)
        Share of the people who meet every goal; 0 or 1 of one person.
    meets : mapping of endpoint to Array (x levels, y levels)
        Share of the people who meet that goal.
    edges : mapping of endpoint to Array (x levels, y levels)
        0 along the edge of that goal: how far inside its limit one person is; of a population, by
        how much those who meet it are more than half.
    off_by : float
        The largest error of a share in the pairs that were worked out besides; 0 where all were.
    alone : mapping of route to intervals
        Of one person: where every goal holds by that door alone, exactly; empty of a population.
    met_untreated : tuple of str
        Endpoints whose goals everybody meets without the drug, which only helps.
    goals : Goals
    endpoints : tuple of Endpoint
        Of the goals, in their order.
    start : str
        "after 14 days" (of a body never treated before), "adapted", or "after 14 days more".
    who : People
    provenance : Provenance
    """

    x: DoseAxis
    y: DoseAxis
    share_inside: Array
    meets: Mapping[str, Array]
    edges: Mapping[str, Array]
    off_by: float
    alone: Mapping[str, tuple[Interval, ...]]
    met_untreated: tuple[str, ...]
    goals: Goals
    endpoints: tuple[Endpoint, ...]
    start: str
    who: People
    provenance: Provenance

    @property
    def best(self) -> tuple[float, float] | None:
        """The pair at which most people meet every goal; None where nobody ever does.

        Of several, the one farthest from the pairs that serve fewer, in steps of the map; it may
        lie on the map's edge, beyond which nobody has looked.
        """
        most = float(self.share_inside.max())
        if most <= 0:
            return None
        i, j = _deepest(self.share_inside >= most - _AS_MANY)
        return float(self.x.amounts[i]), float(self.y.amounts[j])

    @property
    def best_share(self) -> float:
        """Share of the people who meet every goal at `best`."""
        return float(self.share_inside.max())

    def why(self) -> str:
        """Return where most people meet every goal, and how many would by one door alone."""
        notes = goal_notes(self.goals, self.endpoints, self.met_untreated)
        return " ".join([self._of_pairs(), *notes])

    def _of_pairs(self) -> str:
        people = len(self.who)
        best = self.best
        if best is None:
            whom = "the patient" if self.who.alone else f"any of {people:,} people"
            return (
                f"Together ({self.start}), no pair of doses up to {self._pair(-1, -1)} meets every "
                f"goal for {whom}."
            )
        pair = f"{step_words(best[0])} {self.x.unit} with {step_words(best[1])} {self.y.unit}"
        if self.who.alone:
            area = percent(float(self.share_inside.mean()))
            everywhere = float(self.share_inside.min()) >= 1
            where = "" if everywhere else f"; {pair} is the pair farthest from those that do not"
            head = (
                f"Together ({self.start}), {area} of the pairs of doses up to "
                f"{self._pair(-1, -1)} meet every goal{where}."
            )
        else:
            head = (
                f"Together ({self.start}), most of {people:,} people meet every goal at {pair}: "
                f"{percent(self.best_share)}."
            )
        return " ".join([head, *self._alone(), *self._at(best)])

    def _alone(self) -> list[str]:
        """Return what each door does without the other, where the map shows it."""
        said: list[str] = []
        for axis, beside, alone in (
            (self.x, self.y, self.share_inside[:, 0]),
            (self.y, self.x, self.share_inside[0]),
        ):
            if beside.amounts[0] > 0:
                continue
            most = int(np.argmax(alone))
            at = f"{step_words(float(axis.amounts[most]))} {axis.unit}"
            if self.who.alone:
                spans = [" to ".join(edges_words(*each)) for each in self.alone[axis.route]]
                what = f"{' and '.join(spans)} {axis.unit} do" if spans else "no dose does"
                said.append(f"{axis.words} alone, {what}.")
            elif alone[most] > 0:
                said.append(f"{axis.words} alone, {percent(float(alone[most]))} do, at {at}.")
            else:
                said.append(f"{axis.words} alone, nobody does.")
        return said

    def _at(self, best: tuple[float, float]) -> list[str]:
        """Return which goal is missed most often at the best pair."""
        if self.who.alone or self.best_share >= 1:
            return []
        i, j = (
            np.argmin(np.abs(self.x.amounts - best[0])),
            np.argmin(np.abs(self.y.amounts - best[1])),
        )
        missed = {name: 1 - float(share[i, j]) for name, share in self.meets.items()}
        worst = max(missed, key=lambda name: missed[name])
        goal = next(goal for goal in self.goals.goals if goal.endpoint == worst)
        return [f"There {percent(missed[worst])} miss {goal}."]

    def _pair(self, i: int, j: int) -> str:
        x, y = step_words(float(self.x.amounts[i])), step_words(float(self.y.amounts[j]))
        return f"{x} {self.x.unit} with {y} {self.y.unit}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per pair of doses: both amounts, and shares of the people."""
        import pandas as pd

        across, along = np.meshgrid(self.x.amounts, self.y.amounts, indexing="ij")
        columns = {
            _column(self.x): across.reshape(-1),
            _column(self.y): along.reshape(-1),
            "share_inside": self.share_inside.reshape(-1),
        }
        columns |= {f"meets_{name}": share.reshape(-1) for name, share in self.meets.items()}
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        people = "one patient" if self.who.alone else f"{len(self.who):,} people"
        best = self.best
        most = "" if best is None else f"; most inside {percent(self.best_share)}"
        size = f"{len(self.x.amounts)} x {len(self.y.amounts)}"
        return f"<dose map of {people}, {size} pairs, {self.start}{most}>"

    def _repr_html_(self) -> str:
        rows = [
            (axis.words, axis.pattern, f"{axis.amounts[0]:g} to {axis.amounts[-1]:g} {axis.unit}")
            for axis in (self.x, self.y)
        ]
        heads = ("", "pattern", "daily amounts")
        counts = markup.counted(self.provenance.counts)
        return markup.card(
            "Two doses together",
            markup.paragraph(self.why()),
            markup.table(heads, rows),
            markup.next_step("tt.plot(found)", "found.to_frame()"),
            small=(f"Goals: {self.goals}.", f"Parameters: {counts}.", markup.TEACHING_LINE),
        )


# Shares closer than this are the same share.
_AS_MANY = 1e-9


def _deepest(inside: np.ndarray) -> tuple[int, int]:
    """Return the place farthest from whatever is not inside, in steps of the map.

    The map's own edges do not count: beyond them nobody has looked.
    """
    depth, wave = np.zeros(inside.shape, dtype=np.int64), inside
    while wave.any() and not wave.all():
        depth += wave
        wide = np.pad(wave, 1, mode="edge")
        wave = wave & wide[:-2, 1:-1] & wide[2:, 1:-1] & wide[1:-1, :-2] & wide[1:-1, 2:]
    i, j = np.unravel_index(int(np.argmax(np.where(inside, depth, -1))), inside.shape)
    return int(i), int(j)


def _column(axis: DoseAxis) -> str:
    return f"{axis.route}_{axis.unit.replace('/', '_per_')}"
