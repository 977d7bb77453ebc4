"""Late drift: what is needed goes on growing for years, as long as the site is driven.

Adaptation settles within a year; doses by pump go on rising for ten. A second state gathers the
drive, ``d/dt b = rate D(C)``, and multiplies EC50s by ``exp(b)``. It follows from all that was
given, not from what is given now: relief still rises with the dose. Tablets hardly drive it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.pd.adaptation import Adaptation
from titrate.pd.panels import MEAN, NODES, Panels, integral_weights
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
    _rates: Array  # of growth at the nodes, (panels, 5, drifts, ..., people)

    @property
    def end(self) -> dict[str, Array]:
        """``b`` at the end, name to (..., people)."""
        return dict(zip(self.names, self.edges[-1], strict=True))

    def at_nodes(self, panels: slice = slice(None)) -> dict[str, Array]:
        """Return ``b`` at the nodes of some panels, name to (..., people, nodes)."""
        which = np.arange(len(self.panels.lengths_h))[panels]
        return self._at(np.repeat(which, len(NODES)), np.tile(NODES, len(which)))

    def at(self, times_h: Array) -> dict[str, Array]:
        """Return ``b`` at any times in the span, name to (..., people, times)."""
        return self._at(*self.panels.places(times_h))

    def _at(self, panel: np.ndarray, share: Array) -> dict[str, Array]:
        weights = integral_weights(share) * self.panels.lengths_h[panel]
        wide = [-1, *([1] * (self.edges.ndim - 1))]
        found = self.edges[panel]
        for node, weight in enumerate(weights):
            found += weight.reshape(wide) * self._rates[panel, node]
        return dict(zip(self.names, np.moveaxis(found, 0, -1), strict=True))


def drift_over(
    adaptations: Sequence[Adaptation],
    panels: Panels,
    concentration: Mapping[str, Array],
    start: Mapping[str, Array],
) -> Drift:
    """Return how far drift goes over panels.

    Parameters
    ----------
    adaptations : sequence of Adaptation
        Those that drift.
    panels : Panels
    concentration : mapping of site to Array (..., people, nodes)
    start : mapping of `Adaptation.drift_name` to Array (..., people)
        0 where a name is missing.
    """
    shape = (len(panels.lengths_h), len(NODES))
    rates: list[Array] = []
    starts: list[Array] = []
    for adaptation in adaptations:
        drive = adaptation.drive(concentration[adaptation.site])
        grows = drive * np.asarray(adaptation.drift_per_h)[..., None]
        rates.append(np.moveaxis(grows.reshape(*grows.shape[:-1], *shape), (-2, -1), (0, 1)))
        begin = start.get(adaptation.drift_name, np.zeros(()))
        starts.append(np.broadcast_to(begin, grows.shape[:-1]))
    growth = np.stack(rates, axis=2)
    edges = np.empty((shape[0] + 1, *growth.shape[2:]))
    edges[0] = np.stack(starts)
    long = panels.lengths_h.reshape(-1, *([1] * (growth.ndim - 2)))
    np.cumsum(np.einsum("n,pn...->p...", MEAN, growth) * long, axis=0, out=edges[1:])
    edges[1:] += edges[0]
    names = tuple(adaptation.drift_name for adaptation in adaptations)
    return Drift(names, panels, edges, growth)
