"""Late drift: what is needed goes on growing for years, as long as the site is driven.

Adaptation settles within a year; doses by pump go on rising for ten. A second state gathers the
drive, ``d/dt b = rate D(C)``, and multiplies EC50s by ``exp(b)``. It follows from all that was
given, not from what is given now: relief still rises with the dose. Tablets hardly drive it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.indices import evenly
from titrate.pd.adaptation import Adaptation
from titrate.pd.courses import ByName, Courses, places_last, weighted
from titrate.pd.panels import Panels, integral_weights
from titrate.pd.places import Places
from titrate.timecourse import Array


@dataclass(frozen=True, eq=False)
class Drift:
    """How far drift has gone over panels, to be looked at anywhere.

    Parameters
    ----------
    names : tuple of str
        `Adaptation.drift_name` of those that drift.
    panels : Panels
    edges : Array, shape (panels + 1, drifts, ..., people)
        ``b`` at the edges.
    """

    names: tuple[str, ...]
    panels: Panels
    edges: Array
    _targets: Array  # at the nodes, (distinct panels, 5, drifts, ..., people)
    _rates: Array  # of growth per target, (drifts, ..., people or 1)

    @property
    def start(self) -> dict[str, Array]:
        """``b`` at the start, name to (..., people)."""
        return dict(zip(self.names, self.edges[0], strict=True))

    @property
    def end(self) -> dict[str, Array]:
        """``b`` at the end, name to (..., people)."""
        return dict(zip(self.names, self.edges[-1], strict=True))

    def at(self, places: Places, into: ByName | None = None) -> ByName:
        """Return ``b`` at places in the panels, name to (..., people, places).

        Written into what is given for each name, where something is.
        """
        rows = np.empty((len(places.panel), *self.edges.shape[1:]))
        for group in places.groups:
            weights = integral_weights(group.shares).T * group.length_h
            alone = weights.reshape(*weights.shape, *([1] * self._rates.ndim))
            each = np.broadcast_to(alone, (*weights.shape, *self._rates.shape[:-1], 1))
            which, distinct = self.panels.distinct_among(group.panels)
            level = weighted(each, self._targets[evenly(which)])[distinct]
            level *= self._rates
            level += self.edges[:-1][group.panels][:, None]
            rows[group.columns] = level.reshape(-1, *level.shape[2:])
        return places_last(self.names, rows, into)


def drift_over(
    adaptations: Sequence[Adaptation], courses: Courses, start: Mapping[str, Array]
) -> Drift:
    """Return how far drift goes over the panels of some courses.

    Parameters
    ----------
    adaptations : sequence of Adaptation
        Those that drift. Who does not adapt does not drift.
    courses : Courses
        Of these adaptations, and maybe others.
    start : mapping of `Adaptation.drift_name` to Array (..., people)
        0 where a name is missing.
    """
    which = evenly(np.array([courses.names.index(adaptation.name) for adaptation in adaptations]))
    targets = courses.targets[:, :, which]
    shape = targets.shape[2:]
    rates = np.stack([np.broadcast_to(a.drift_per_target, shape[-1:]) for a in adaptations])
    rates = rates.reshape(len(rates), *([1] * (len(shape) - 2)), shape[-1])
    panels = courses.panels
    edges = np.empty((len(panels.lengths_h) + 1, *shape))
    for i, adaptation in enumerate(adaptations):
        edges[0, i] = start.get(adaptation.drift_name, 0.0)
    long = panels.lengths_h.reshape(-1, *([1] * len(shape)))
    gained = courses.means[:, which] * rates
    np.cumsum(gained[panels.of] * long, axis=0, out=edges[1:])
    edges[1:] += edges[0]
    names = tuple(adaptation.drift_name for adaptation in adaptations)
    return Drift(names, panels, edges, targets, rates)
