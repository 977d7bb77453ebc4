"""The response half of a simulation: concentrations in, adaptation and responses out.

Arrays are ``(..., people, times)``: a leading axis may hold dose levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.errors import InvalidValue, shown
from titrate.pd import (
    Adaptation,
    AnyAdaptation,
    Courses,
    Drift,
    Endpoint,
    OwnCourse,
    Panels,
    Places,
    Tolerance,
    adapt,
    drift_over,
    follow,
    settled,
)
from titrate.timecourse import Array

ByName = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Habit:
    """How far people have got used to the drug: adaptation, drift, and tolerance of its own."""

    panels: Panels
    courses: Courses | None
    drift: Drift | None
    own: tuple[OwnCourse, ...] = ()

    @property
    def start(self) -> dict[str, Array]:
        """At the start of the run, name to (..., people)."""
        found = {course.name: course.edges[0] for course in self.own}
        return found | {k: v for part in self._parts for k, v in part.start.items()}

    @property
    def end(self) -> dict[str, Array]:
        """At the end of the run, name to (..., people)."""
        found = {course.name: course.edges[-1] for course in self.own}
        return found | {k: v for part in self._parts for k, v in part.end.items()}

    def at(self, places: Places, into: ByName | None = None) -> dict[str, Array]:
        """Return courses at places in the panels, name to (..., people, places).

        Written into what is given for each name, where something is.
        """
        found = {course.name: course.at(places) for course in self.own}
        if into is not None:
            for name, level in found.items():
                into[name][...] = level
        for part in self._parts:
            found |= part.at(places, into)
        return found

    @property
    def _parts(self) -> tuple[Courses | Drift, ...]:
        return tuple(part for part in (self.courses, self.drift) if part is not None)


def habit_over(
    adaptations: Sequence[AnyAdaptation],
    panels: Panels,
    concentration: ByName,
    start: ByName | None,
) -> Habit:
    """Return how far people have got used to the drug over the panels.

    Parameters
    ----------
    adaptations : sequence of Adaptation or Tolerance
        At least one.
    panels : Panels
    concentration : mapping of site to Array (..., people, nodes)
    start : mapping of name to Array (..., people), or None
        Where each adaptation and drift begins; 0 in a body that has never been given the drug.
    """
    own = [
        follow(
            each,
            panels,
            concentration[each.site],
            np.zeros(1) if start is None else start[each.name],
        )
        for each in adaptations
        if isinstance(each, Tolerance)
    ]
    gradual = [each for each in adaptations if isinstance(each, Adaptation)]
    if not gradual:
        return Habit(panels, None, None, tuple(own))
    targets = _targets(gradual, concentration)
    first = np.zeros(targets.shape[:-1])
    if start is not None:
        for i, adaptation in enumerate(gradual):
            first[i] = start[adaptation.name]
    courses = adapt(gradual, panels, targets, first)
    drifting = [adaptation for adaptation in gradual if adaptation.drifts]
    drift = drift_over(drifting, courses, start or {}) if drifting else None
    return Habit(panels, courses, drift, tuple(own))


def settled_habit(
    adaptations: Sequence[AnyAdaptation], panels: Panels, concentration: ByName
) -> Habit:
    """Return one period of a pattern that has been repeated for ever.

    Adaptation is where it settles; drift, which never does, begins at 0. ``panels`` and
    ``concentration`` are over the period, in steady state.
    """
    gradual = [each for each in adaptations if isinstance(each, Adaptation)]
    levels = settled(gradual, panels, _targets(gradual, concentration))
    start = {a.name: level for a, level in zip(gradual, levels, strict=True)}
    return habit_over(gradual, panels, concentration, start)


def _targets(adaptations: Sequence[Adaptation], concentration: ByName) -> Array:
    """Return where each would settle, (adaptations, ..., people, nodes).

    In memory the nodes come first: that is how adaptation is stepped.
    """
    *people, nodes = next(iter(concentration.values())).shape
    targets = np.moveaxis(np.empty((nodes, len(adaptations), *people)), 0, -1)
    for adaptation, target in zip(adaptations, targets, strict=True):
        target[...] = adaptation.target(concentration[adaptation.site])
    return targets


def responses(
    endpoints: Iterable[Endpoint], concentration: ByName, adaptation: ByName
) -> dict[str, Array]:
    """Return each endpoint, name to (..., people, times).

    Parameters
    ----------
    endpoints : iterable of Endpoint
        Each after the endpoints that it reads.
    concentration : mapping of site to Array (..., people, times)
    adaptation : mapping of name to Array (..., people, times)
        How far each adaptation is, and each drift.

    Raises
    ------
    InvalidValue
        If a curve returns something that is not finite or of another shape, naming the endpoint.
    """
    found: dict[str, Array] = {}
    factors: dict[str, Array] = {}
    for endpoint in endpoints:
        if isinstance(endpoint.site, str):
            source = found if endpoint.site in found else concentration
            read = source[endpoint.site]
            shape = read.shape
        else:
            read = np.stack([concentration[site] for site in endpoint.site])
            shape = read.shape[1:]
        mine = endpoint.adaptation
        if mine is not None and mine.name not in factors:
            factors[mine.name] = mine.ec50_factor(adaptation)
        raw = endpoint.curve(read, 1.0 if mine is None else factors[mine.name])
        response = _checked(endpoint, raw, shape)
        if not np.all(np.isfinite(response)):
            raise InvalidValue(
                f"The curve of the endpoint {endpoint.name!r} returned a value that is not finite.",
                "Check its parameters.",
            )
        found[endpoint.name] = response
    return found


def _checked(endpoint: Endpoint, response: object, shape: tuple[int, ...]) -> Array:
    """Return what a curve returned if it is an array of numbers in the shape it was given."""
    try:
        found = np.asarray(response)
    except ValueError:  # a list of lists of different lengths
        found = np.asarray(None)
    if found.dtype.kind in "iuf" and found.shape == shape:
        return found
    returned = f"shape {found.shape}" if found.dtype.kind in "iuf" else shown(response)
    raise InvalidValue(
        f"The curve of the endpoint {endpoint.name!r} returned {returned}.",
        f"Return one number for each concentration, in the same shape: {shape}.",
    )
