"""From a window's edges to those of the same person with one number at an end of its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from titrate.errors import InvalidValue, TitrateError
from titrate.model import Values
from titrate.parameters import Parameter, Status
from titrate.search.elasticities import Edges, require_alone
from titrate.search.goals import Goals
from titrate.search.intervals import roots_of
from titrate.search.levels import AtLevels
from titrate.search.over_ranges import Envelope, OverRanges
from titrate.search.question import Question
from titrate.search.sensitivity import Sensitivity
from titrate.search.variants import changed_values, looked_at
from titrate.search.varied_dose import VariedDose
from titrate.simulation import Subject
from titrate.timecourse import Array, frozen

_UNCERTAIN = (Status.ASSUMED, Status.DERIVED)
# Numbers that are followed: at most so many, each expected to move an edge by at least so much.
_MOST, _FAR = 10, 0.01
# Between an edge and the end of the doses searched one looks this often for the edge's new place,
# and then until it is known to this share: a hundredth of what a picture shows.
_LOOKS, _CLOSED = 7, 1e-4
# Nobody knows a number whose range spans so many times its lower end.
_UNKNOWN = 10.0
# A curve is followed over such a range where its margin moves by so much somewhere; first one
# looks at every eighth level.
_SEEN = 0.05
_EVERY = 8


def edges_over_ranges(
    question: Question, edges: Edges, sensitivity: Sensitivity, levels: Array
) -> OverRanges:
    """Return the edges with one number at a time at the ends of its range.

    Parameters
    ----------
    question : Question
        About one person and one pattern of doses that is scaled.
    edges : mapping of "low" or "high" to (dose, endpoint)
    sensitivity : Sensitivity
        Says which numbers are worth following.
    levels : Array (levels,)
        Doses at which curves are followed.

    Raises
    ------
    InvalidValue
        If the window is of a population, or of doses that do not scale.
    """
    subject = question.subject
    require_alone(subject, "What each number's range does")
    if not question.is_proportional(subject):
        raise InvalidValue(
            "Edges over ranges are found for one pattern that is scaled, solved exactly.",
            "Ask for window.sensitivity(), or scale a pattern instead of a family.",
        )
    task = question.task(subject)
    search = _Search(question, task, edges)
    parameters, ends = _followed(subject, sensitivity, edges)
    found = _edges_of(subject, search, parameters, ends, sensitivity.read_once)
    known = [i for i in range(len(parameters)) if not np.isnan(found[:, i]).any()]
    parameters = [parameters[i] for i in known]
    by_side = {side: np.full((len(parameters), 2), np.nan) for side in ("low", "high")}
    for place, side in enumerate(edges):
        by_side[side] = found[place][known]
    reach = np.zeros(len(parameters))
    for side, (dose, _) in edges.items():
        reach = np.maximum(reach, np.abs(np.log(by_side[side] / dose)).max(axis=1))
    order = np.argsort(-reach, kind="stable")
    low, high = (frozen(by_side[side][order]) for side in ("low", "high"))
    return OverRanges(
        tuple(parameters[i] for i in order),
        low,
        high,
        _span(edges, "low", low),
        _span(edges, "high", high),
        task.searched,
        _envelopes(question, subject, task, edges, levels),
    )


def _span(edges: Edges, side: str, at: Array) -> tuple[float, float] | None:
    if side not in edges:
        return None
    here = edges[side][0]
    return float(np.min(at, initial=here)), float(np.max(at, initial=here))


def _followed(
    subject: Subject, sensitivity: Sensitivity, edges: Edges
) -> tuple[list[Parameter], list[tuple[Values, Values]]]:
    """Return the numbers that are expected to reach far, and the person at both ends of each."""
    far: list[tuple[float, int]] = []
    for i, parameter in enumerate(sensitivity.parameters):
        if parameter.range is None or parameter.status not in _UNCERTAIN:
            continue
        low, high = parameter.range
        steps = max(high - parameter.value, parameter.value - low) / abs(parameter.value)
        answers = [getattr(sensitivity, side)[i] for side in edges]
        reach = steps * float(np.max(np.abs(answers), initial=0.0))
        if low < high and reach >= _FAR:
            far.append((-reach, i))
    kept: list[Parameter] = []
    ends: list[tuple[Values, Values]] = []
    for _, i in sorted(far)[:_MOST]:
        parameter = sensitivity.parameters[i]
        pair = _at_ends(subject, parameter)
        if pair is not None:
            kept.append(parameter)
            ends.append(pair)
    return kept, ends


def _at_ends(subject: Subject, parameter: Parameter) -> tuple[Values, Values] | None:
    """Return the person at both ends of a number's range, None if that is impossible."""
    low, high = parameter.range or (parameter.value, parameter.value)
    try:
        return (
            changed_values(subject, {parameter.name: low}),
            changed_values(subject, {parameter.name: high}),
        )
    except TitrateError:
        return None


def _edges_of(
    subject: Subject,
    search: _Search,
    parameters: Sequence[Parameter],
    ends: Sequence[tuple[Values, Values]],
    read_once: Sequence[str],
) -> Array:
    """Return the edges of every variant, (edges, parameters, ends)."""
    found = np.full((len(search.edges), len(parameters), 2), np.nan)
    alone = [i for i, parameter in enumerate(parameters) if parameter.name in read_once]
    groups = [[i for i in range(len(parameters)) if i not in alone], *([i] for i in alone)]
    for group in groups:
        if group and len(search.edges):
            if group[0] in alone:
                seen = [looked_at(subject, [end], search.edges_in) for end in ends[group[0]]]
                found[:, group[0]] = np.concatenate(seen, axis=-1)
            else:
                variants = [end for i in group for end in ends[i]]
                both = looked_at(subject, variants, search.edges_in)
                found[:, group] = both.reshape(len(search.edges), len(group), 2)
    return found


@dataclass(frozen=True, eq=False)
class _Search:
    """The search for where edges have gone in others than those of the question."""

    question: Question
    task: VariedDose
    edges: Edges

    def edges_in(self, who: Subject) -> Array:
        """Return each person's own edges, (edges, people)."""
        at = self.question.at(who, self.task)
        here = np.array([dose for dose, _ in self.edges.values()])
        doses = np.repeat(here[:, None], len(who.people), axis=1)
        scores = self._scores(at, doses[None])
        # Where its goals are met an edge has gone outwards: a lower one down, a higher one up.
        outwards = np.array([[side == "low"] for side in self.edges])
        ends = np.where((scores[0] >= 0) == outwards, *self.task.searched)
        steps = np.linspace(0, 1, _LOOKS + 1)[:, None, None] ** 2
        ladder = doses + (ends - doses) * steps
        scores = np.concatenate([scores, self._scores(at, ladder[1:])])
        other = (scores >= 0) != (scores[0] >= 0)
        # The first rung on the other side of 0, or the last one where there is none.
        rung = np.where(other.any(axis=0), other.argmax(axis=0), _LOOKS)[None]
        below = np.where(other.any(axis=0), rung - 1, rung)

        def there(values: Array, place: np.ndarray) -> Array:
            return np.take_along_axis(values, place, 0).reshape(-1)

        def score(levels: Array) -> Array:
            return self._scores(at, levels.reshape(1, *doses.shape)).reshape(-1)

        low, high = there(ladder, below), there(ladder, rung)
        at_low, at_high = there(scores, below), there(scores, rung)
        return roots_of(score, low, high, at_low, at_high, _CLOSED).reshape(doses.shape)

    def _scores(self, at: AtLevels, doses: Array) -> Array:
        """Return the least margin of the goals on each edge's side, (looks, edges, people)."""
        goals = self.question.goals
        margins = goals.margins(at(doses.reshape(-1, doses.shape[-1])))
        margins = margins.reshape(len(goals.goals), *doses.shape)
        at_least = {goal.endpoint: goal.at_least for goal in goals.goals}
        sides = [[g.at_least == at_least[e] for g in goals.goals] for _, e in self.edges.values()]
        each = [margins[side, :, i].min(axis=0) for i, side in enumerate(sides)]
        return np.stack(each, axis=1)


def _envelopes(
    question: Question, subject: Subject, task: VariedDose, edges: Edges, levels: Array
) -> tuple[Envelope, ...]:
    """Return the envelopes of curves that set no edge over ranges that nobody knows."""
    setting = {endpoint for _, endpoint in edges.values()}
    free = question.goals.only({g.endpoint for g in question.goals.goals} - setting)
    if not free.goals:
        return ()
    asked = replace(question, goals=free)
    found: list[Envelope] = []
    for name in subject.drug.parameters:
        parameter = subject.drug.parameters[name]
        low, high = parameter.range or (0.0, 0.0)
        if parameter.status not in _UNCERTAIN or not 0 < low * _UNKNOWN <= high:
            continue
        ends = _at_ends(subject, parameter)
        if ends is None:
            continue
        far = _reach(free, _curves(asked, subject, task, ends, levels[::_EVERY])) >= _SEEN
        if far.any():
            curves = _curves(asked, subject, task, ends, levels)
            found += [
                Envelope(goal.endpoint, parameter, frozen(each.min(-1)), frozen(each.max(-1)))
                for goal, each, is_far in zip(free.goals, curves, far.tolist(), strict=True)
                if is_far
            ]
    return tuple(found)


def _curves(
    question: Question, subject: Subject, task: VariedDose, ends: Sequence[Values], levels: Array
) -> Array:
    """Return the statistics of the goals in a person at both ends, (goals, levels, ends)."""
    return looked_at(subject, ends, lambda who: question.at(who, task)(levels))


def _reach(goals: Goals, curves: Array) -> Array:
    """Return how far apart the ends' curves are, in margins; 0 where they are unknown."""
    return np.nan_to_num(np.ptp(goals.margins(curves), axis=-1).max(axis=-1))
