"""Where a window's edges go when each uncertain number goes to the ends of its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.parameters import Parameter
from titrate.search.intervals import Interval
from titrate.search.words import edge_words
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

# An edge this near to an end of the doses searched, as a share of it, is that end.
_AT_END = 1e-9


@dataclass(frozen=True, eq=False)
class Envelope:
    """Between what a curve that sets no edge runs when one number goes over its range.

    Parameters
    ----------
    endpoint : str
    parameter : Parameter
    low, high : Array (levels,)
        Of the goal's statistic, at the window's levels.
    """

    endpoint: str
    parameter: Parameter
    low: Array
    high: Array


@dataclass(frozen=True, eq=False)
class OverRanges:
    """A window's edges with one number at a time at either end of its plausible range.

    Only assumed and derived numbers are varied. An edge is where the goals of the side that sets
    it are just met, whether or not the other side's are: where relief becomes enough, or harm
    too much. Beyond the doses searched it is the end of these.

    Parameters
    ----------
    parameters : tuple of Parameter
        Those that move an edge by more than a per cent, the furthest-reaching first.
    low, high : Array (parameters, 2)
        The edge with the number at the lower and at the upper end of its range; NaN of an edge
        that no goal sets.
    low_span, high_span : (float, float) or None
        From where to where that edge goes; None of one that no goal sets.
    searched : (float, float)
        The doses beyond which no edge is followed.
    envelopes : tuple of Envelope
        Of curves that set no edge: what a number moves that nobody knows within a factor of ten.
    """

    parameters: tuple[Parameter, ...]
    low: Array
    high: Array
    low_span: tuple[float, float] | None
    high_span: tuple[float, float] | None
    searched: Interval
    envelopes: tuple[Envelope, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return one row per parameter and end of its range: the value, and both edges.

        ``low_ended`` and ``high_ended`` mark an edge that is the end of the doses searched and
        lies beyond it; ``no_window`` marks a change that leaves no dose searched between the edges:
        they have crossed, or relief is never enough, or harm always too much.
        """
        import pandas as pd

        ended = {side: self._ended(at) for side, at in (("low", self.low), ("high", self.high))}
        no_window = (self.low > self.high) | (ended["low"] == 1) | (ended["high"] == 0)
        rows = [
            {
                "parameter": parameter.name,
                "status": parameter.status.value,
                "value": (parameter.range or ())[end],
                "unit": parameter.unit,
                "low": float(self.low[i, end]),
                "high": float(self.high[i, end]),
                "low_ended": bool(ended["low"][i, end] >= 0),
                "high_ended": bool(ended["high"][i, end] >= 0),
                "no_window": bool(no_window[i, end]),
            }
            for i, parameter in enumerate(self.parameters)
            for end in (0, 1)
        ]
        ends = ["low_ended", "high_ended", "no_window"]
        columns = ["parameter", "status", "value", "unit", "low", "high", *ends]
        return pd.DataFrame(rows, columns=pd.Index(columns))

    def _ended(self, at: Array) -> np.ndarray:
        """Return which end of the doses searched an edge is: 0 the first, 1 the last, -1 none."""
        first, last = (np.isclose(at, end, rtol=_AT_END, atol=0) for end in self.searched)
        return np.where(last, 1, np.where(first, 0, -1))

    def __repr__(self) -> str:
        spans = {"low": self.low_span, "high": self.high_span}
        said = [
            f"{side} {' to '.join(edge_words(edge, side) for edge in span)}"
            for side, span in spans.items()
            if span is not None
        ]
        count = markup.tally(len(self.parameters), "number")
        ranges = "its range" if len(self.parameters) == 1 else "their ranges"
        return f"<edges with {count} over {ranges}, one at a time: {', '.join(said) or 'none'}>"

    def _repr_html_(self) -> str:
        frame = self.to_frame()
        return markup.card(
            "A dose window's edges, one number at a time over its range",
            markup.table([str(head) for head in frame.columns], frame.to_numpy().tolist()),
            markup.next_step("window.over_ranges().to_frame()", "tt.plot(window)"),
            small=[markup.TEACHING_LINE],
        )
