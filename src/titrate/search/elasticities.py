"""From a window's edges to their elasticities, with every changed number solved as one person.

An edge is the dose at which the margin ``m`` of the goal that sets it is 0. By the implicit
function theorem ``d ln(edge) / d ln(p) = -(dm / d ln p) / (dm / d ln dose)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from titrate.errors import InvalidValue, TitrateError
from titrate.model import Values
from titrate.parameters import Parameter
from titrate.search.question import Question
from titrate.search.sensitivity import Sensitivity
from titrate.search.variants import Look, changed_values, looked_at
from titrate.search.varied_dose import VariedDose
from titrate.simulation import Subject
from titrate.timecourse import Array, frozen

# Side of an edge to its dose and the endpoint whose goal sets it.
Edges = Mapping[str, tuple[float, str]]

# Numbers are changed by this share. A difference to one side errs by about as much; one to both
# sides would err by less than anybody reads, and cost twice the time.
_SHARE = 1e-5
# What round-off leaves of an elasticity comes after so many digits.
_DIGITS = 8
# A margin that moves by less does not move: round-off.
_UNMOVED = 1e-12
# Intervals that are alike to a hundred-millionth are worked out once, and more people find fewer of
# them alike; where somebody moves by more than that, people are mixed up.
_MIXED_UP = 1e-8
# Misheard numbers that move a margin by less are not looked for: for one per cent of all of them at
# once an edge moves by some hundred-thousandths of a per cent.
_UNHEARD = 1e-10
# Small effects add up, to this share of them.
_ADDITIVE = 1e-2
_ZERO = "it is 0, and no per cent of 0 is a change"
_IMPOSSIBLE = "no other value near it is possible"


def sensitivity_of(question: Question, edges: Edges) -> Sensitivity:
    """Return the elasticity of each edge in each number of the drug.

    Parameters
    ----------
    question : Question
        About one person.
    edges : mapping of "low" or "high" to (dose, endpoint)

    Raises
    ------
    InvalidValue
        If the window is of a population.
    """
    subject = question.subject
    require_alone(subject, "Sensitivity")
    parameters = [subject.drug.parameters[name] for name in subject.drug.parameters]
    tried = {parameter.name: _changed(subject, parameter) for parameter in parameters}
    skipped = {name: each for name, each in tried.items() if isinstance(each, str)}
    changed = {name: each for name, each in tried.items() if not isinstance(each, str)}
    found, alone = _elasticities(question, subject, edges, changed) if edges else ({}, ())
    skipped |= {name: _IMPOSSIBLE for name, each in found.items() if np.isnan(each).any()}
    kept = tuple(p for p in parameters if p.name not in skipped)
    by_side = {side: np.full(len(kept), np.nan) for side in ("low", "high")}
    for place, side in enumerate(edges):
        by_side[side] = np.array([found[p.name][place] for p in kept])
    return Sensitivity(kept, frozen(by_side["low"]), frozen(by_side["high"]), skipped, alone)


def require_alone(subject: Subject, what: str) -> None:
    """Raise `InvalidValue` unless there is one person."""
    if not subject.people.alone:
        raise InvalidValue(
            f"{what} is of one person's window, and this window is of a population.",
            "Find the window of one of its patients: find_window(drug, patient, regimen).",
        )


@dataclass(frozen=True, eq=False)
class _Changed:
    """A person one of whose numbers is ``value``, and by how much its logarithm differs."""

    value: float
    step: float
    values: Values


def _changed(subject: Subject, parameter: Parameter) -> _Changed | str:
    """Return the person with a little more of a number, or less where more is not possible."""
    if parameter.value == 0:
        return _ZERO
    for share in (_SHARE, -_SHARE):
        value = parameter.value * (1 + share)
        try:
            values = changed_values(subject, {parameter.name: value})
        except TitrateError:
            continue
        return _Changed(value, float(np.log1p(share)), values)
    return _IMPOSSIBLE


def _elasticities(
    question: Question, subject: Subject, edges: Edges, changed: Mapping[str, _Changed]
) -> tuple[dict[str, Array], tuple[str, ...]]:
    """Return the elasticities of the edges in each number, name to (edges,); and the misheard."""
    task = question.task(subject)
    setting = question.goals.only(endpoint for _, endpoint in edges.values())
    asked = replace(question, goals=setting)

    def look(who: Subject) -> Array:
        return _margins(asked, who, task, edges, np.zeros(1))[0]

    less, here, more = _margins(asked, subject, task, edges, np.array([-_SHARE, 0, _SHARE]))[..., 0]
    by_dose = (more - less) / (np.log1p(_SHARE) - np.log1p(-_SHARE))
    moved, mixed = _moved(subject, changed, here, look)
    still = {n: changed[n].value for n, by in moved.items() if np.all(np.abs(by) < _UNMOVED)}
    moved |= dict.fromkeys(still, np.zeros(len(edges)))
    misheard = {} if mixed else _misheard(subject, still, here, look)
    found = {n: -by / changed[n].step / by_dose for n, by in (moved | misheard).items()}
    rounded = {name: each.round(_DIGITS) + 0.0 for name, each in found.items()}
    return rounded, tuple(changed if mixed else misheard)


def _moved(
    subject: Subject, changed: Mapping[str, _Changed], here: Array, look: Look
) -> tuple[dict[str, Array], bool]:
    """Return how each number moves the margins (edges,), and whether each was solved alone."""
    variants = [subject.values, *(each.values for each in changed.values())]
    margins = looked_at(subject, variants, look)
    # Where somebody unchanged has moved, the drug's own functions mix people up.
    mixed = bool(np.any(np.abs(margins[:, 0] - here) >= _MIXED_UP))
    if mixed:
        alone = [looked_at(subject, [values], look) for values in variants]
        margins = np.concatenate(alone, axis=-1)
    return dict(zip(changed, (margins - margins[:, :1]).T[1:], strict=True)), mixed


def _misheard(
    subject: Subject, still: Mapping[str, float], here: Array, look: Look
) -> dict[str, Array]:
    """Return how numbers without effect move the margins of somebody alone, if they do.

    A drug's own functions may read one person's number for everybody, as they must where people
    share a clock. Somebody in whom many numbers are changed at once shows whether any matters;
    halving shows which.
    """

    def effect(names: Sequence[str]) -> Array:
        values = changed_values(subject, {name: still[name] for name in names})
        return looked_at(subject, [values], look)[:, 0] - here

    def among(names: Sequence[str], moved: Array, least: float = 0.0) -> dict[str, Array]:
        most = float(np.max(np.abs(moved), initial=0))
        if most < max(_UNHEARD, least):
            return {}
        if len(names) == 1:
            return {names[0]: moved}
        first, rest = names[: len(names) // 2], names[len(names) // 2 :]
        by_first = effect(first)
        found = among(first, by_first)
        return found | among(rest, moved - by_first, most * _ADDITIVE)

    names = list(still)
    try:
        return among(names, effect(names)) if names else {}
    except TitrateError:
        return {name: effect([name]) for name in names}  # together they make no person


def _margins(
    question: Question, who: Subject, task: VariedDose, edges: Edges, shares: Array
) -> Array:
    """Return the margins of the goals that set the edges, near them, (shares, edges, people)."""
    names = [goal.endpoint for goal in question.goals.goals]
    doses = np.array([dose for dose, _ in edges.values()])
    levels = ((1 + shares[:, None]) * doses).reshape(-1)
    margins = question.goals.margins(question.at(who, task)(levels))
    margins = margins.reshape(len(names), len(shares), len(edges), -1)
    set_by = [names.index(endpoint) for _, endpoint in edges.values()]
    return np.stack([margins[goal, :, i] for i, goal in enumerate(set_by)], axis=1)
