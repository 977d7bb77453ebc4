"""From a question to the window of the same person in each of many sets of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from titrate.errors import InvalidValue, TitrateError, shown
from titrate.model import Values
from titrate.patients import Seed, checked_seed
from titrate.search.belief import Drawn, drawn_sets
from titrate.search.elasticities import require_alone
from titrate.search.own_edges import edges_of_each
from titrate.search.question import Question
from titrate.search.uncertainty import WindowUncertainty
from titrate.search.variants import changed_values, looked_at
from titrate.simulation import Subject
from titrate.timecourse import Array, frozen

_FEWEST = 20
# How narrow an edge's bracket has to be, as a share of it: beyond what a picture or a table shows.
_CLOSED = 1e-6
# So many sets are also solved alone; where an edge differs by this share, all are.
_TRIED, _ALIKE = 4, 1e-3
_WHAT = "What is known of the numbers"


def require_uncertainty(subject: Subject, question: Question, count: object, seed: object) -> None:
    """Raise `InvalidValue` unless a window can be found in ``count`` sets of numbers.

    Raises
    ------
    InvalidValue
        If ``count`` is no whole number or too small, the seed is missing or alone, the window is
        of a population, or of doses that do not scale.
    """
    if count is None:
        if seed is not None:
            raise InvalidValue(
                "A seed is given, and nothing is drawn.", "Give uncertainty=200 too, or no seed."
            )
        return
    if isinstance(count, bool) or not isinstance(count, int) or count < _FEWEST:
        raise InvalidValue(
            f"uncertainty is {shown(count)}.",
            f"Give how many sets of numbers to draw, at least {_FEWEST}: uncertainty=200, seed=1.",
        )
    require_alone(subject, _WHAT)
    if not question.is_proportional(subject):
        raise InvalidValue(
            f"{_WHAT} is followed for one pattern that is scaled, solved exactly.",
            "Scale a pattern instead of a family.",
        )


def uncertainty_of(
    question: Question, levels: Array, count: int, seed: Seed | None
) -> WindowUncertainty:
    """Return the windows of a question in sets of numbers drawn from what is known of them.

    Parameters
    ----------
    question : Question
        About one person and one pattern of doses that is scaled.
    levels : Array (levels,)
        The scan of the doses searched.
    count : int
    seed : int, numpy SeedSequence or Generator
    """
    subject = question.subject
    task = question.task(subject)
    drawn = drawn_sets(subject.drug.parameters, count, checked_seed(seed))

    def look(who: Subject) -> Array:
        at, _ = question.at_many(who, task)

        def score(doses: Array) -> Array:
            return question.goals.margins(at(doses)).min(axis=0)

        return edges_of_each(score, levels, len(who.people), _CLOSED)

    variants, places = _variants(subject, drawn, count)
    found = _looked_at(subject, variants, look)
    edges = np.full((len(levels) + 2, count), np.nan)
    edges[:, places] = found
    possible = ~np.isnan(edges[2])
    return WindowUncertainty(
        low=frozen(edges[0]),
        high=frozen(edges[1]),
        searched=task.searched,
        unit=task.unit,
        inside=frozen((edges[2:, possible] >= 0).mean(axis=1)),
        impossible=int(count - np.count_nonzero(possible)),
        drawn=tuple(drawn.values),
        by_range=drawn.by_range,
        held=drawn.held,
        changed=drawn.changed,
    )


def _variants(subject: Subject, drawn: Drawn, count: int) -> tuple[list[Values], list[int]]:
    """Return the person in each set that makes one, and which sets those are."""
    variants: list[Values] = []
    places: list[int] = []
    for number in range(count):
        change: Mapping[str, float] = {n: float(v[number]) for n, v in drawn.values.items()}
        try:
            variants.append(changed_values(subject, change))
        except TitrateError:
            continue
        places.append(number)
    if not variants:
        raise _no_body()
    return variants, places


def _no_body() -> InvalidValue:
    return InvalidValue(
        "No body can be made of any set of numbers drawn.", "Narrow the ranges of the drug."
    )


def _looked_at(
    subject: Subject, variants: Sequence[Values], look: Callable[[Subject], Array]
) -> Array:
    """Return what is seen of every variant, solved together unless that alters an edge.

    A drug's own functions may read one person's number for everybody, as they must where people
    share a clock; then each is solved alone.
    """
    together = looked_at(subject, variants, look)
    if together.ndim == 1:
        raise _no_body()
    nobody = np.full((len(together), 1), np.nan)

    def alone(values: Values) -> Array:
        found = looked_at(subject, [values], look)
        return found if found.ndim > 1 else nobody

    tried = np.concatenate([alone(values) for values in variants[:_TRIED]], axis=-1)
    if np.allclose(together[:2, : tried.shape[-1]], tried[:2], rtol=_ALIKE, equal_nan=True):
        return together
    return np.concatenate([alone(values) for values in variants], axis=-1)
