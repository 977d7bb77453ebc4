"""Each person's own dose window, and what individual titration gains over one dose for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.errors import require_choice
from titrate.search.chance import edge_by_chance, share_inside, wilson
from titrate.search.intervals import Interval
from titrate.search.words import edge_words, edges_words, percent, step_words
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

_NAMES = {"low": "lower", "high": "upper"}


@dataclass(frozen=True, eq=False)
class IndividualWindows:
    """Each person's own dose window.

    Parameters
    ----------
    patients : tuple of str
    low, high : Array, shape (people,)
        Edges of each person's window, NaN of those who have none. Of several intervals the widest.
    best : Array, shape (people,)
        Each person's own best dose on the step; NaN of those with no step inside.
    opens, closes : tuple of str
        Which goal sets each edge, or ``"range"``; empty for those who have no window.
    steps : Array, shape (doses,)
        All doses on the step in the range searched.
    searched : (float, float)
    unit : str
    """

    patients: tuple[str, ...]
    low: Array
    high: Array
    best: Array
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    steps: Array
    searched: Interval
    unit: str

    def __len__(self) -> int:
        return len(self.patients)

    @property
    def share_with_window(self) -> float:
        """Share of the people who have a window: no dose searched meets every goal of the rest."""
        return float(np.mean(~np.isnan(self.low)))

    @property
    def share_served_alone(self) -> float:
        """Share who meet every goal when each is given their own best dose on the step."""
        return float(np.mean(~np.isnan(self.best)))

    def share_inside(self, dose: float) -> float:
        """Return the share of the people whose own window holds a dose."""
        return float(share_inside(self.low, self.high, np.array([float(dose)]))[0])

    @property
    def best_for_all(self) -> float | None:
        """The dose on the step that most people have inside; None if nobody has any.

        Of equals the lowest.
        """
        shares = share_inside(self.low, self.high, self.steps)
        if not len(shares) or shares.max() <= 0:
            return None
        return float(self.steps[int(np.argmax(shares))])

    @property
    def gain(self) -> float:
        """Share whom their own best dose serves and the best dose for all does not."""
        best = self.best_for_all
        return self.share_served_alone - (0.0 if best is None else self.share_inside(best))

    def edge_interval(self, share: float, edge: float, side: str) -> Interval:
        """Return between which doses a group's edge lies in 95 % of samples of as many people.

        Parameters
        ----------
        share : float
            How many have to be inside.
        edge : float
        side : {"low", "high"}
        """
        require_choice("side", side, ("low", "high"))
        return edge_by_chance(self.low, self.high, share, edge, side, self.searched)

    def is_sure(self, share: float) -> bool:
        """Return whether 95 % of samples of as many people have some dose with so many inside.

        Parameters
        ----------
        share : float
            How many have to be inside.
        """
        doses = np.concatenate([self.low, self.high])
        least, _ = wilson(share_inside(self.low, self.high, doses), len(self))
        return bool(np.any(least >= share))

    def words(
        self, edges: Mapping[str, Interval] | None = None, wanted: float | None = None
    ) -> str:
        """Return what the best single dose does and what individual titration adds.

        Parameters
        ----------
        edges : mapping of side to (float, float), optional
            Between which doses chance puts the edges of the group's window.
        wanted : float, optional
            The share of people that has to be inside of the group's window.
        """
        by_chance = [
            f"the {_NAMES[side]} edge from {edge_words(low, 'low')} to {edge_words(high, 'high')}"
            for side, (low, high) in (edges or {}).items()
        ]
        sure = wanted is None or self.is_sure(wanted)
        vanishes = "" if sure else ", and leaves some samples without a window"
        said = [f"Chance puts {' and '.join(by_chance)} {self.unit}{vanishes}."] if edges else []
        without = 1 - self.share_with_window
        nobody = (
            f"for {percent(without)} no dose up to {step_words(self.searched[1])} {self.unit} does"
            if without
            else "for everybody some dose does"
        )
        best = self.best_for_all
        if best is None:
            return " ".join([*said, f"No dose on the step serves anybody; {nobody}."])
        at_best = self.share_inside(best)
        ends = " to ".join(f"{100 * float(end):.0f}" for end in wilson(at_best, len(self)))
        return " ".join(
            [
                *said,
                f"The dose on the step that serves most is {best:g} {self.unit}: "
                f"{100 * at_best:.0f} % ({ends} by chance) meet every goal. Each on their own best "
                f"dose on the step {100 * self.share_served_alone:.0f} % do; {nobody}.",
            ]
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per person: patient, low, high, best, unit, opens, closes."""
        import pandas as pd

        columns: Mapping[str, object] = {
            "patient": self.patients,
            "low": self.low,
            "high": self.high,
            "best": self.best,
            "unit": self.unit,
            "opens": self.opens,
            "closes": self.closes,
        }
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        with_one = int(np.count_nonzero(~np.isnan(self.low)))
        middle = ""
        if with_one:
            low, high = (float(np.nanmedian(edge)) for edge in (self.low, self.high))
            middle = f"; median {' to '.join(edges_words(low, high))} {self.unit}"
        return f"<individual windows: {with_one:,} of {len(self):,} people have one{middle}>"

    def _repr_html_(self) -> str:
        edges = (("low", self.low), ("high", self.high), ("best", self.best))
        rows = [
            (name, *(_in_words(name, v) for v in np.nanpercentile(values, (5, 50, 95))), self.unit)
            for name, values in edges
            if not np.isnan(values).all()
        ]
        return markup.card(
            "Individual windows",
            markup.table(("", "5 %", "median", "95 %", "unit"), rows),
            markup.paragraph(self.words()),
            markup.next_step("found.to_frame()"),
            small=(markup.TEACHING_LINE,),
        )


def _in_words(name: str, dose: float) -> str:
    return edge_words(dose, name) if name in _NAMES else f"{dose:.3g}"
