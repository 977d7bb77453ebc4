"""A window's edges over what is believed of the drug's numbers, all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.search.words import edge_words, percent
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

_SHARES = 0.05, 0.95
_NAMED = 6  # more numbers than these are counted, not named


@dataclass(frozen=True, eq=False)
class WindowUncertainty:
    """A person's window in each of many sets of numbers, drawn from what is believed of them.

    The person is the same in all: this is how well the model is known, not how people differ.

    Parameters
    ----------
    low, high : Array (sets,)
        The edges, of several intervals those of the widest; NaN where no dose meets every goal,
        or where no body can be made of the numbers.
    searched : (float, float)
        The range of doses looked at.
    unit : str
    inside : Array (levels,)
        The share of sets in which a dose lies inside, at the window's levels.
    impossible : int
        How many sets no body can be made of.
    drawn, by_range, held, changed : tuple of str
        Numbers that were drawn; of these those of which only a range is known; numbers that have
        no range, and numbers set in this session, both held.
    """

    low: Array
    high: Array
    searched: tuple[float, float]
    unit: str
    inside: Array
    impossible: int
    drawn: tuple[str, ...]
    by_range: tuple[str, ...]
    held: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def sets(self) -> int:
        """How many sets of numbers were drawn."""
        return len(self.low)

    @property
    def no_window(self) -> float:
        """The probability that no dose meets every goal."""
        possible = self.sets - self.impossible
        return 1 - np.count_nonzero(~np.isnan(self.low)) / possible

    @property
    def no_window_error(self) -> float:
        """The standard error of that probability, from the number of sets."""
        p = self.no_window
        return float(np.sqrt(p * (1 - p) / (self.sets - self.impossible)))

    @property
    def low_span(self) -> tuple[float, float] | None:
        """Between what the lower edge lies, 5 to 95 % of the sets with a window; None if none."""
        return _span(self.low)

    @property
    def high_span(self) -> tuple[float, float] | None:
        """Between what the upper edge lies."""
        return _span(self.high)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of how the numbers were drawn."""
        said = [
            f"{markup.tally(len(self.drawn), 'number')} drawn, each by itself but where its entry "
            "says that it goes with another."
        ]
        if self.by_range:
            said.append(
                f"Of {len(self.by_range)} of them only a plausible range is known: it is read as "
                "nine tenths of the belief, around the value."
            )
        if self.held:
            said.append(f"Held, since no range is given: {_listed(self.held)}.")
        if self.changed:
            said.append(f"Held, since you set them: {_listed(self.changed)}.")
        if self.impossible:
            some = markup.tally(self.impossible, "set")
            said.append(f"Of {some} no body can be made; left out.")
        return tuple(said)

    def why(self) -> str:
        """Return where the edges lie and how likely there is none, in a sentence or two."""
        over = f"Over {markup.tally(self.sets, 'set')} of numbers drawn from what is known of them"
        low, high = self._ends("low", self.low_span), self._ends("high", self.high_span)
        if low is None or high is None:
            return f"{over} no dose ever meets every goal."
        said = (
            f"{over} the lower edge lies between {low} and the upper between {high}, in "
            f"{self.unit}, from 5 to 95 %"
        )
        if self.no_window == 0:
            return f"{said}; some dose meets every goal in all of them."
        some = percent(self.no_window)
        return (
            f"{said}, where there is a window; in {some} of them no dose searched meets every goal."
        )

    def _ends(self, side: str, span: tuple[float, float] | None) -> str | None:
        if span is None:
            return None
        said = " and ".join(edge_words(dose, side) for dose in span)
        return f"{said} (the end of the search)" if span[1] == self.searched[1] else said

    def to_frame(self) -> pd.DataFrame:
        """Return one row per set of numbers: low and high; NaN where there is no window."""
        import pandas as pd

        return pd.DataFrame(
            {"set": np.arange(1, self.sets + 1), "low": self.low, "high": self.high}
        )

    def __repr__(self) -> str:
        return "\n".join([self.why(), *self.notes])

    def _repr_html_(self) -> str:
        rows: list[tuple[object, ...]] = [
            (side, *(edge_words(dose, side) for dose in span), self.unit)
            for side, span in (("low", self.low_span), ("high", self.high_span))
            if span is not None
        ]
        rows.append(("no window", self.no_window, self.no_window_error, "probability, its error"))
        return markup.card(
            "A dose window's edges over what is known of the numbers",
            markup.table(("edge", "5 %", "95 %", "unit"), rows),
            markup.paragraph(self.why()),
            markup.next_step("uncertainty.to_frame()", "tt.plot(window)"),
            small=[*self.notes, markup.TEACHING_LINE],
        )


def _span(edges: Array) -> tuple[float, float] | None:
    known = edges[~np.isnan(edges)]
    if not len(known):
        return None
    low, high = np.quantile(known, _SHARES)
    return float(low), float(high)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return ", ".join(names)
