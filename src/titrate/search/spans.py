"""What the goals look at: the last hours of a run, and all that adaptation has seen before them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from titrate.errors import InvalidValue
from titrate.pd import AnyAdaptation, Endpoint, Panels, Places
from titrate.search.goals import Goals
from titrate.search.statistics import statistic_of
from titrate.simulation import habit_over, panels_over, responses
from titrate.timecourse import Array


@dataclass(frozen=True, eq=False)
class Span:
    """The panels of a run, and the last of them, which the goals look at."""

    panels: Panels
    last: Panels

    @staticmethod
    def of(cuts_h: Array, end_h: float, over_h: float, widest_h: float = np.inf) -> Span:
        """Return the span of a run that lasts until ``end_h`` and is looked at over ``over_h``.

        No panel is wider than ``widest_h``.

        Raises
        ------
        InvalidValue
            If the goals look further back than the run lasts.
        """
        require_span(end_h, over_h)
        last = panels_over(cuts_h, end_h - over_h, end_h, widest_h)
        if over_h == end_h:
            return Span(last, last)
        early = panels_over(cuts_h, 0.0, end_h - over_h, widest_h)
        return Span(Panels(np.concatenate([early.edges_h, last.edges_h[1:]])), last)

    @cached_property
    def _looked_at(self) -> Places:
        return Places.at_nodes(self.panels, slice(-len(self.last.lengths_h), None))

    @cached_property
    def _begin_of_last(self) -> Places:
        first = len(self.panels.lengths_h) - len(self.last.lengths_h)
        return Places(self.panels, np.array([first]), np.zeros(1))

    @cached_property
    def end(self) -> Span:
        """The last hours, as a span of their own."""
        return Span(self.last, self.last)

    def before_last(
        self,
        adaptations: tuple[AnyAdaptation, ...],
        driving: Mapping[str, Array],
        start: Mapping[str, Array] | None,
    ) -> dict[str, Array]:
        """Return how far people have got used to the drug when the last hours begin.

        The arguments are those of `statistics`. By name of the adaptation or of its drift, (...,
        people).
        """
        habit = habit_over(adaptations, self.panels, driving, start)
        return {name: level[..., 0] for name, level in habit.at(self._begin_of_last).items()}

    def statistics(
        self,
        goals: Goals,
        endpoints: tuple[Endpoint, ...],
        adaptations: tuple[AnyAdaptation, ...],
        driving: Mapping[str, Array],
        felt: Mapping[str, Array],
        start: Mapping[str, Array] | None,
    ) -> Array:
        """Return the statistic of each goal, (goals, ..., people).

        Parameters
        ----------
        goals : Goals
        endpoints : tuple of Endpoint
            Those of the goals, each after those that it reads.
        adaptations : tuple of Adaptation
        driving : mapping of site to Array (..., people, nodes)
            What drives the adaptations, at every node.
        felt : mapping of site to Array (..., people, nodes of the last panels)
            What the endpoints read.
        start : mapping of adaptation to Array (..., people), or None
            How far each adaptation is at the beginning of the run.
        """
        level: dict[str, Array] = {}
        if adaptations:
            habit = habit_over(adaptations, self.panels, driving, start)
            level = habit.at(self._looked_at)
        found = responses(endpoints, felt, level)
        better = {endpoint.name: endpoint.better for endpoint in endpoints}
        return np.stack(
            [
                statistic_of(g.statistic, better[g.endpoint], self.last, found[g.endpoint])
                for g in goals.goals
            ]
        )


def require_span(end_h: float, over_h: float) -> None:
    """Raise `InvalidValue` if goals look at more hours than a run has."""
    if over_h > end_h:
        raise InvalidValue(
            f"The goals look at the last {over_h:g} h and the regimen lasts {end_h:g} h.",
            "Give a longer regimen or a shorter over_h.",
        )
