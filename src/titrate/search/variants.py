"""One person over and over, each time with some numbers of the drug changed, solved as people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from titrate.errors import TitrateError
from titrate.model import Values
from titrate.patients import People
from titrate.simulation import Subject
from titrate.timecourse import Array

# New values of some parameters, each in its own unit.
Change = Mapping[str, float]
# From a subject to an array whose last axis is its people.
Look = Callable[[Subject], Array]


def changed_values(subject: Subject, change: Change) -> Values:
    """Return a person's values where some parameters differ.

    Raises
    ------
    TitrateError
        If a parameter cannot have that value.
    """
    drug = subject.drug.with_values(**change)
    return drug.individual(drug.parameters, subject.people)


def looked_at(subject: Subject, variants: Sequence[Values], look: Look) -> Array:
    """Return what is seen of variants of one person, (..., variants), NaN of the impossible.

    They are solved together, behind the person unchanged, whose numbers are those that a drug's
    functions read once for everybody. Where that fails they are halved, until those stand alone
    that no model can be made of, or that the functions take only one by one.

    Parameters
    ----------
    subject : Subject
        One person.
    variants : sequence of mapping of name to Array (1,)
        One of them is solved alone.
    look : callable
        From a subject whose people are variants to (..., people).
    """
    found = _seen(subject, variants, look)
    shape = next((each.shape[:-1] for each in found if each is not None), ())
    return np.concatenate([np.full((*shape, 1), np.nan) if f is None else f for f in found], -1)


def _seen(subject: Subject, variants: Sequence[Values], look: Look) -> list[Array | None]:
    if len(variants) == 1:
        try:
            return [look(_together(subject, variants))]
        except TitrateError:
            return [None]
    try:
        return [look(_together(subject, [subject.values, *variants]))[..., 1:]]
    except (TitrateError, TypeError, ValueError, IndexError):
        middle = len(variants) // 2
        first, rest = variants[:middle], variants[middle:]
        return [*_seen(subject, first, look), *_seen(subject, rest, look)]


def _together(subject: Subject, variants: Sequence[Values]) -> Subject:
    """Return variants of one person as people."""
    values = {
        name: np.concatenate([np.atleast_1d(each[name]) for each in variants])
        for name in variants[0]
    }
    drug, one, count = subject.drug, subject.people, len(variants)
    people = People(
        tuple(str(number + 1) for number in range(count)),
        {name: np.repeat(column, count) for name, column in one.covariates.items()},  # pyright: ignore[reportArgumentType]
        {name: np.repeat(deviation, count) for name, deviation in one.eta.items()},
        one.by_default,
        False,
    )
    return Subject(drug, people, values, drug.kinetics(values), drug.endpoints(values))
