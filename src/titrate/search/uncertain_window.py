"""From a question to the window of the same person in each of many sets of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from titrate.errors import InvalidValue, TitrateError, shown
from titrate.model import Values
from titrate.patients import Seed, checked_seed
from titrate.search.belief import Drawn, drawn_sets
from titrate.search.elasticities import require_alone
from titrate.search.intervals import roots_of
from titrate.search.question import Question
from titrate.search.uncertainty import WindowUncertainty
from titrate.search.variants import changed_values, looked_at
from titrate.simulation import Subject
from titrate.timecourse import Array, frozen

_FEWEST = 20
# How narrow an edge's bracket has to be, as a share of it: beyond what a picture or a table shows.
_CLOSED = 1e-6
# Around a peak below 0 the scan is made finer by so many parts, so many times.
_PARTS, _ROUNDS = 16, 2
# So many sets are also solved alone; where an edge differs by this share, all are.
_TRIED, _ALIKE = 4, 1e-3
_WHAT = "What is known of the numbers"

# Levels, one for all or each person's own, to the least margin of any goal, (levels, people).
Score = Callable[[Array], Array]


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
        at = question.at(who, task)

        def score(doses: Array) -> Array:
            return question.goals.margins(at(doses)).min(axis=0)

        return _windows(score, levels, len(who.people))

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


def _windows(score: Score, levels: Array, people: int) -> Array:
    """Return each person's edges and the scan's scores, (2 + levels, people); NaN of no window.

    Of several intervals the widest that the scan sees.
    """
    scanned = np.broadcast_to(score(levels), (len(levels), people))
    rungs, seen = np.broadcast_to(levels[:, None], scanned.shape), scanned
    edges = _edges(score, rungs, seen)
    for _ in range(_ROUNDS):
        if not np.isnan(edges).any():
            break
        # A window narrower than the scan's steps lies about the level that misses by least.
        rungs = _around_best(rungs, seen)
        seen = score(rungs)
        edges = np.where(np.isnan(edges), _edges(score, rungs, seen), edges)
    return np.concatenate([edges, scanned])


def _around_best(rungs: Array, seen: Array) -> Array:
    """Return finer levels between the neighbours of each person's best one, (parts + 1, people)."""
    best, everybody = seen.argmax(axis=0), np.arange(seen.shape[1])
    low = rungs[np.maximum(best - 1, 0), everybody]
    high = rungs[np.minimum(best + 1, len(rungs) - 1), everybody]
    return low + (high - low) * np.linspace(0, 1, _PARTS + 1)[:, None]


def _edges(score: Score, rungs: Array, seen: Array) -> Array:
    """Return the edges of each person's widest run of levels inside, (2, people); NaN of none."""
    runs = [_widest(rungs[:, i], seen[:, i] >= 0) for i in range(seen.shape[1])]
    empty = np.array([run is None for run in runs])
    # Those without a run have no bracket: both its ends are one level.
    last = len(rungs) - 1
    ends = np.array([(0, 0) if run is None else run for run in runs]).T
    beyond = np.array([np.maximum(ends[0] - 1, 0), np.minimum(ends[1] + 1, last)])
    beyond = np.where(empty, ends, beyond)
    everybody = np.arange(len(runs))
    found = np.empty((2, len(runs)))
    for side in (0, 1):
        inner, outer = ends[side], beyond[side]
        found[side] = roots_of(
            lambda doses: score(doses[None])[0],
            rungs[outer, everybody],
            rungs[inner, everybody],
            seen[outer, everybody],
            seen[inner, everybody],
            _CLOSED,
        )
    return np.where(empty, np.nan, found)


def _widest(levels: Array, inside: np.ndarray) -> tuple[int, int] | None:
    """Return the first and the last level of the widest run inside, None if there is none."""
    turns = np.diff(np.concatenate([[0], inside.astype(int), [0]]))
    starts, stops = np.flatnonzero(turns > 0), np.flatnonzero(turns < 0) - 1
    if not len(starts):
        return None
    widest = int(np.argmax(levels[stops] - levels[starts]))
    return int(starts[widest]), int(stops[widest])
