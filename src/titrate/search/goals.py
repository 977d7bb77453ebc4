"""What the person wants: at least so much of this, at most so much of that."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from titrate.errors import (
    InvalidGoal,
    InvalidValue,
    require_choice,
    require_finite,
    require_mapping,
    require_one,
    require_positive,
    shown,
    unknown_name,
)
from titrate.parameters import read_goals_file
from titrate.pd import Endpoint
from titrate.resources import params_folder
from titrate.timecourse import Array

STATISTICS = ("best", "end", "mean", "worst")
Limit = float | tuple[str, float]


@dataclass(frozen=True)
class Goal:
    """One limit on one endpoint.

    Parameters
    ----------
    endpoint : str
    limit : float
    at_least : bool
        Whether the limit is a floor (what one hopes for) or a ceiling (what one fears).
    statistic : {"mean", "worst", "best", "end"}
        What of the response curve over the last hours is held against the limit.
    possible : (float, float)
        Between which values the endpoint can lie.
    """

    endpoint: str
    limit: float
    at_least: bool
    statistic: str = "mean"
    possible: tuple[float, float] = (0.0, 1.0)

    def margin(self, value: Array) -> Array:
        """Return how far values are inside the limit, 1 at the ideal and negative outside.

        Where an endpoint has no highest value, the margin of a floor is relative to the limit.
        """
        lowest, highest = self.possible
        if self.at_least:
            return (value - self.limit) / (
                highest - self.limit if math.isfinite(highest) else self.limit
            )
        return (self.limit - value) / (self.limit - lowest)

    def __str__(self) -> str:
        word = "at least" if self.at_least else "at most"
        of = "" if self.statistic == "mean" else f" ({self.statistic})"
        return f"{self.endpoint}{of} {word} {self.limit:g}"


@dataclass(frozen=True, init=False)
class Goals:
    """What the person wants.

    Parameters
    ----------
    at_least, at_most : mapping of endpoint to limit
        A limit is a number, held against the mean of the response curve over the last ``over_h``
        hours, or a pair such as ``("worst", 0.3)``; the statistics are mean, worst, best and end.
        Without either, the goals in ``params/goals.toml``, which are a choice and not a finding.
    over_h : float, optional
        How many last hours count; 24 by default.

    Raises
    ------
    InvalidGoal
        For an unknown statistic, a limit that is not a number, or an endpoint given twice.

    Examples
    --------
    >>> print(Goals(at_least={"relief_legs": 0.4}, at_most={"weakness": ("worst", 0.2)}))
    relief_legs at least 0.4; weakness (worst) at most 0.2
    """

    goals: tuple[Goal, ...]
    over_h: float

    def __init__(
        self,
        *,
        at_least: Mapping[str, Limit] | None = None,
        at_most: Mapping[str, Limit] | None = None,
        over_h: float | None = None,
    ) -> None:
        default = _default_file()
        if at_least is None and at_most is None:
            at_least, at_most = default[0], default[1]
        floors = _goals("at_least", at_least)
        ceilings = _goals("at_most", at_most)
        twice = {g.endpoint for g in floors} & {g.endpoint for g in ceilings}
        if twice:
            raise InvalidGoal(
                f"{min(twice)} has a goal in at_least and in at_most.", "Keep one of them."
            )
        if not floors + ceilings:
            raise InvalidGoal("There are no goals.", "Give at_least, at_most, or neither.")
        object.__setattr__(self, "goals", tuple(floors + ceilings))
        object.__setattr__(self, "over_h", default[2] if over_h is None else _hours(over_h))

    def __str__(self) -> str:
        return f"{'; '.join(str(goal) for goal in self.goals)}{self.unusual_span}"

    @property
    def unusual_span(self) -> str:
        """How many last hours count, to follow other words; nothing where it is as usual."""
        hours = f"{self.over_h:g} hours" if self.over_h != 1 else "hour"
        return "" if self.over_h == _default_file()[2] else f", over the last {hours}"

    def margins(self, statistics: Array) -> Array:
        """Return how far inside its limit each goal is; statistics are (goals, ...), as is this."""
        return np.stack([g.margin(seen) for g, seen in zip(self.goals, statistics, strict=True)])

    def require_for(self, endpoints: Iterable[Endpoint]) -> Goals:
        """Return the goals checked against a drug's endpoints, knowing what is possible there.

        Raises
        ------
        UnknownName
            If a goal names no endpoint.
        InvalidGoal
            If a goal points the wrong way, or its limit cannot be missed or cannot be met.
        """
        by_name = {endpoint.name: endpoint for endpoint in endpoints}
        for goal in self.goals:
            if goal.endpoint not in by_name:
                raise unknown_name("endpoint", goal.endpoint, by_name)
            endpoint = by_name[goal.endpoint]
            if (endpoint.better == "higher") != goal.at_least:
                right = "at_least" if endpoint.better == "higher" else "at_most"
                raise InvalidGoal(
                    f"The goal '{goal}' points the wrong way: {endpoint.better} is better.",
                    f"Put {goal.endpoint} into {right}.",
                )
            low, high = endpoint.possible
            if not low < goal.limit < high:
                beyond = goal.limit >= high
                why = "nobody can meet" if goal.at_least == beyond else "nobody can miss"
                share = f"{goal.endpoint} is a share; give a limit between 0 and 1, 0.3 for 30 %."
                span = f"between {low:g} and {high:g}" if math.isfinite(high) else f"above {low:g}"
                unit = "" if endpoint.unit == "0-100" else f" ({endpoint.unit})"
                raise InvalidGoal(
                    f"The goal '{goal}' is one that {why}.",
                    share if endpoint.unit == "" else f"Give a limit {span}{unit}.",
                )
        return self._of(
            replace(goal, possible=by_name[goal.endpoint].possible) for goal in self.goals
        )

    def only(self, endpoints: Iterable[str]) -> Goals:
        """Return those of the goals that are about some endpoints."""
        wanted = set(endpoints)
        return self._of(goal for goal in self.goals if goal.endpoint in wanted)

    def _of(self, goals: Iterable[Goal]) -> Goals:
        other = object.__new__(Goals)
        object.__setattr__(other, "goals", tuple(goals))
        object.__setattr__(other, "over_h", self.over_h)
        return other


def _hours(over_h: float) -> float:
    if require_positive("over_h", require_one("over_h", over_h)) < 1:
        raise InvalidValue(
            f"over_h is {over_h:g}.", 'Give an hour or more; "end" is the last instant.'
        )
    return float(over_h)


def _goals(side: str, limits: Mapping[str, Limit] | None) -> list[Goal]:
    if limits is not None:
        try:
            require_mapping(side, limits, f'endpoints and limits: {side}={{"relief_legs": 0.3}}')
        except InvalidValue as wrong:
            raise InvalidGoal(wrong.problem, wrong.hint) from None
    return [_goal(name, limit, side == "at_least") for name, limit in (limits or {}).items()]


def _goal(endpoint: str, limit: Any, at_least: bool) -> Goal:
    paired = isinstance(limit, tuple) and len(limit) == 2
    pair: tuple[Any, Any] = limit if paired else ("mean", limit)
    statistic, number = pair
    if isinstance(number, str) or np.ndim(np.asarray(number, dtype=object)) != 0:
        raise InvalidGoal(
            f"The limit of {endpoint} is {shown(limit)}.",
            'Give a number, or a statistic and a number: ("worst", 0.3).',
        )
    require_choice("statistic", statistic, STATISTICS)
    try:
        checked = require_finite(f"the limit of {endpoint}", number)
    except InvalidValue as wrong:
        raise InvalidGoal(wrong.problem, wrong.hint) from None
    return Goal(endpoint, float(checked), at_least, statistic)


@cache
def _default_file() -> tuple[Mapping[str, Limit], Mapping[str, Limit], float]:
    file = read_goals_file(params_folder() / "goals.toml")
    return dict(file.at_least), dict(file.at_most), file.over_h
