"""The dose window: the doses at which every goal holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from titrate.patients import People
from titrate.pd import Endpoint
from titrate.search.beyond import Beyond, edges_beyond
from titrate.search.chance import wilson
from titrate.search.elasticities import Edges, sensitivity_of
from titrate.search.finding_each import individual_windows
from titrate.search.footers import footers
from titrate.search.goals import Goals
from titrate.search.individual_windows import IndividualWindows
from titrate.search.intervals import Interval, chosen_interval
from titrate.search.over_ranges import OverRanges
from titrate.search.question import Question
from titrate.search.ranging import edges_over_ranges
from titrate.search.sensitivity import Sensitivity
from titrate.search.uncertainty import WindowUncertainty
from titrate.search.window_shown import unit_in_column, window_card, window_line
from titrate.search.words import offer, percent, reasons
from titrate.simulation import Provenance
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class DoseWindow:
    """The doses at which every goal holds, for one person or for a share of a population.

    Parameters
    ----------
    intervals : tuple of (float, float)
        All of them, in order; none if no dose meets every goal.
    best : float or None
        The dose on the door's step, inside, whose smallest margin is largest; None if none is.
    unit : str
        ``"mg/day"`` or ``"ug/day"``, ``"mg"`` or ``"ug"`` of one dose, ``"units of the family"``.
    step : float
        Difference between two daily amounts that the door's step allows.
    searched : (float, float)
        The range of doses looked at.
    limited_by : mapping
        ``"low"`` and ``"high"`` to the endpoint whose goal sets that edge, or ``"range"``; of a
        population the goal whose misses grow most from the middle of the window to there.
    missed : mapping
        Of a population, ``"low"`` and ``"high"`` to the share of its people who miss that goal
        just outside that edge; empty of one person.
    levels : Array, shape (levels,)
        Doses that were scanned, for pictures and tables.
    statistics : mapping of endpoint to Array (levels,)
        What is held against each limit; of a population the median.
    margins : Array, shape (goals, levels)
        How far inside each limit, negative outside.
    share_inside : Array, shape (levels,)
        Share of the people who meet every goal.
    opens_at : mapping of endpoint to float or None
        The limit of that goal alone at which a window would open, if there is none.
    goals : Goals
    endpoints : tuple of Endpoint
        Of the goals, in their order.
    route : str
        The door whose dose was varied.
    pattern : str
        The regimen in words.
    start : str
        "after 14 days" (of a body never treated before), "adapted", or "after 14 days more".
    who : People
    provenance : Provenance
    question : Question
        What was asked.
    met_untreated : tuple of str
        Endpoints whose goals everybody meets without the drug, which only helps.
    elsewhere : tuple of DoseWindow
        Of an empty window: what the drug's other doors offer the same people.
    uncertainty : WindowUncertainty or None
        Between what the edges lie over what is known of the numbers, where that was asked for.
    """

    intervals: tuple[Interval, ...]
    best: float | None
    unit: str
    step: float
    searched: Interval
    limited_by: Mapping[str, str]
    missed: Mapping[str, float]
    levels: Array
    statistics: Mapping[str, Array]
    margins: Array
    share_inside: Array
    opens_at: Mapping[str, float | None]
    goals: Goals
    endpoints: tuple[Endpoint, ...]
    route: str
    pattern: str
    start: str
    who: People
    provenance: Provenance
    question: Question
    met_untreated: tuple[str, ...] = ()
    elsewhere: tuple[DoseWindow, ...] = ()
    uncertainty: WindowUncertainty | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no dose meets every goal."""
        return not self.intervals

    @property
    def low(self) -> float | None:
        """Lower end of the interval that holds ``best`` (of the widest, if none does)."""
        return self._chosen[0] if self._chosen else None

    @property
    def high(self) -> float | None:
        """Upper end of that interval."""
        return self._chosen[1] if self._chosen else None

    @property
    def width(self) -> float:
        """``high - low``; 0 for an empty window."""
        return self._chosen[1] - self._chosen[0] if self._chosen else 0.0

    @property
    def _chosen(self) -> Interval | None:
        return chosen_interval(self.intervals, self.best)

    def why(self) -> str:
        """Return what opens and what closes the window, or why there is none, in sentences."""
        uncertain = [] if self.uncertainty is None else [self.uncertainty.why()]
        asked_of = [] if self.who.alone else [self._asked_of]
        number = self.question.task(self.question.subject).number
        remark = [] if number is None else [number.remark(*(self._chosen or self.searched))]
        return " ".join([self._of_one(), *remark, *asked_of, *uncertain])

    @property
    def _asked_of(self) -> str:
        asked = f"Asked of {len(self.who):,} people: a dose is inside where at least"
        asked = f"{asked} {percent(self.question.share)} of them meet every goal."
        edges, wanted = self.edge_intervals, self.question.share
        return f"{asked} {self.individual().words(edges(), wanted)}" if self.is_scaled else asked

    def _of_one(self) -> str:
        return reasons(
            chosen=self._chosen,
            others=len(self.intervals) - 1,
            best=self.best,
            unit=self.unit,
            step=self.step,
            searched=self.searched,
            limited_by=self.limited_by,
            beyond=self._beyond,
            goals=self.goals,
            endpoints=self.endpoints,
            opens_at=self.opens_at,
            route=self.route,
            pattern=self.pattern,
            start=f"{self.start}{self.goals.unusual_span}",
            levels=self.levels,
            margins=self.margins,
            elsewhere=[offer(w.route, w.start, w.low, w.high, w.unit) for w in self.elsewhere],
            share=None if self.who.alone else self.question.share,
            met_untreated=self.met_untreated,
            missed=self.missed,
        )

    def sensitivity(self) -> Sensitivity:
        """Return by how many per cent each edge moves for one per cent of each number.

        Worked out when first asked for, and kept.

        Raises
        ------
        InvalidValue
            If the window is of a population.
        """
        return self._sensitivity

    def over_ranges(self) -> OverRanges:
        """Return where edges go as each uncertain number, one at a time, goes over its range.

        Worked out when first asked for, and kept.

        Raises
        ------
        InvalidValue
            If the window is of a population, or its doses are not one pattern that is scaled.
        """
        return self._over_ranges

    def individual(self) -> IndividualWindows:
        """Return each person's own window, best dose, and what individual titration gains.

        Worked out when first asked for, and kept.

        Raises
        ------
        InvalidValue
            If the doses are not one pattern that is scaled.
        """
        return self._individual

    def edge_intervals(self) -> dict[str, Interval]:
        """Return between what each edge that a goal sets lies in 95 % of samples as large."""
        if self.who.alone:
            return {}
        share = self.question.share
        return {
            side: self.individual().edge_interval(share, dose, side)
            for side, (dose, _) in self._set_by_goals.items()
        }

    @property
    def share_interval(self) -> tuple[Array, Array]:
        """The 95 % interval of `share_inside`, two arrays (levels,): people are a sample."""
        return wilson(self.share_inside, len(self.who))

    @cached_property
    def _individual(self) -> IndividualWindows:
        return individual_windows(self.question, self.levels)

    @property
    def is_followed(self) -> bool:
        """Whether its numbers can be varied in little time: one person, one pattern scaled."""
        return self.who.alone and self.is_scaled

    @cached_property
    def is_scaled(self) -> bool:
        """Whether its doses are one pattern that is scaled, solved exactly."""
        return self.question.is_proportional(self.question.subject)

    @cached_property
    def _sensitivity(self) -> Sensitivity:
        return sensitivity_of(self.question, self._set_by_goals)

    @cached_property
    def _over_ranges(self) -> OverRanges:
        edges = self._set_by_goals
        return edges_over_ranges(self.question, edges, self.sensitivity(), self.levels)

    @cached_property
    def _beyond(self) -> Mapping[str, Beyond]:
        return edges_beyond(self.question, self.limited_by) if self.is_followed else {}

    @property
    def _set_by_goals(self) -> Edges:
        return {side: edge for side, edge in self._edges.items() if edge[1] != "range"}

    @property
    def _edges(self) -> Edges:
        sides = zip(("low", "high"), self._chosen or (), strict=False)
        return {side: (dose, self.limited_by[side]) for side, dose in sides}

    @property
    def footer(self) -> str:
        """One line for the foot of a picture or a table: what the window rests on."""
        return footers({"": self})[0]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per scanned dose: dose, each goal's statistic, whether all goals hold.

        Of a population also the share of the people inside, and its 95 % interval; where
        uncertainty was asked for, also the probability that the dose lies inside.
        """
        import pandas as pd

        columns: dict[str, object] = {f"dose_{unit_in_column(self.unit)}": self.levels}
        columns |= dict(self.statistics)
        columns["inside"] = (self.margins >= 0).all(axis=0)
        if not self.who.alone:
            least, most = self.share_interval
            columns |= {"share_inside": self.share_inside, "share_low": least, "share_high": most}
        if self.uncertainty is not None:
            columns["inside_probability"] = self.uncertainty.inside
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        share = percent(self.question.share)
        people = "" if self.who.alone else f", {share} of {len(self.who):,} people"
        none = 0.0 if self.uncertainty is None else self.uncertainty.no_window
        head = f"{self.pattern}, {self.start}{people}"
        return window_line(head, self._edges, self.best, self.unit, none)

    def _repr_html_(self) -> str:
        uncertain = () if self.uncertainty is None else self.uncertainty.notes
        return window_card(
            f"{self.pattern}, {self.start}",
            self._edges,
            self.best,
            self.unit,
            (self.why(), f"Goals: {self.goals}."),
            (*self.provenance.notes, *uncertain, self.footer),
        )
