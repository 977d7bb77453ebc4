"""A goal in words, and what there is to know of it for the people it is set for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from titrate.pd import Endpoint
from titrate.search.goals import Goal, Goals

_PERCENT = 100
_AT = {"mean": "", "worst": " at its worst", "best": " at its best", "end": " at the end"}
_COUNT = "1/day"
_UNITS = {_COUNT: "a day", "0-100": "of 100"}


@dataclass(frozen=True)
class Term:
    """A goal and its endpoint, in words."""

    goal: Goal
    endpoint: Endpoint
    among: str = ""

    @property
    def name(self) -> str:
        """What the endpoint means."""
        return self.endpoint.meaning or self.endpoint.name

    @property
    def limit(self) -> str:
        """The limit, and in how many people it has to hold."""
        return f"{self.wanted}{self.among}"

    @property
    def wanted(self) -> str:
        """The limit of one person."""
        return self.held(self.goal.limit)

    def held(self, limit: float) -> str:
        """Return a limit with its unit, and what of the course is held against it."""
        return f"{self.shown(limit)}{_AT[self.goal.statistic]}"

    def shown(self, limit: float) -> str:
        """Return a limit with its unit; of a share the percentage."""
        if self.endpoint.unit == "":
            return f"{limit * _PERCENT:.3g} %"
        return in_unit(limit, self.endpoint.unit)


def in_unit(value: float, unit: str) -> str:
    """Return a value with its unit as it is said, "9 a day"."""
    return f"{value:.3g} {_UNITS.get(unit, unit)}".strip()


def enough_words(goal: Goal, unit: str) -> str:
    """Return what is said of an endpoint that meets its goal: "is low enough", of a count "are"."""
    counted = unit == _COUNT
    if goal.at_least:
        return "are enough" if counted else "is enough"
    return "are few enough" if counted else "is low enough"


def goal_notes(
    goals: Goals, endpoints: Sequence[Endpoint], met_untreated: Collection[str]
) -> list[str]:
    """Return in sentences where there is nothing to relieve, and which goals nobody can miss.

    Parameters
    ----------
    goals : Goals
    endpoints : sequence of Endpoint
        Of the goals, in their order.
    met_untreated : collection of str
        Endpoints whose goals everybody meets without the drug, which only helps.
    """
    said = [endpoint.caution for endpoint in endpoints if endpoint.caution]
    for goal, endpoint in zip(goals.goals, endpoints, strict=True):
        if goal.endpoint in met_untreated:
            term = Term(goal, endpoint)
            name, met = term.name, "reaches" if goal.at_least else "keeps to"
            said.append(
                f"{name[0].upper()}{name[1:]} {met} {term.limit} without the drug too, so nobody "
                "can miss that goal."
            )
    return list(dict.fromkeys(said))
