"""Courses of adaptation over panels, to be looked at anywhere.

What a panel does to ``a`` while it only rises, or only falls, is linear in ``a`` and in the drive
at the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from titrate.indices import evenly
from titrate.pd.panels import NODES, Panels, drive_weights, polynomial, quartic_coefficients
from titrate.pd.places import Places
from titrate.timecourse import Array

ByName = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Courses:
    """How far adaptations are over panels, to be looked at anywhere.

    Parameters
    ----------
    names : tuple of str
        Of the adaptations.
    panels : Panels
    edges : Array, shape (panels + 1, adaptations, ..., people)
        ``a`` at the edges.
    kept : Array, shape (adaptations, ..., people)
        How much of a change at the start is left at the end.
    targets : Array, shape (distinct panels, 5, adaptations, ..., people)
        Where each would settle, at the nodes.
    means : Array, shape (distinct panels, adaptations, ..., people)
        The mean of the targets over each panel.
    """

    names: tuple[str, ...]
    panels: Panels
    edges: Array
    kept: Array
    targets: Array
    means: Array
    _rising: np.ndarray
    _rates: tuple[Array, Array]
    _turning: np.ndarray
    _turned: Array

    @property
    def start(self) -> dict[str, Array]:
        """``a`` at the start, name to (..., people)."""
        return dict(zip(self.names, self.edges[0], strict=True))

    @property
    def end(self) -> dict[str, Array]:
        """``a`` at the end, name to (..., people)."""
        return dict(zip(self.names, self.edges[-1], strict=True))

    def at(self, places: Places, into: ByName | None = None) -> ByName:
        """Return ``a`` at places in the panels, name to (..., people, places).

        Written into what is given for each name, where something is.
        """
        rows = np.empty((len(places.panel), *self.edges.shape[1:]))
        for group in places.groups:
            level = self._one_way(group.length_h, group.shares, group.panels)
            rows[group.columns] = level.reshape(-1, *level.shape[2:])
        self._mend(rows, places.panel, places.share)
        return places_last(self.names, rows, into)

    def _one_way(self, length_h: float, shares: Array, panels: np.ndarray | slice) -> Array:
        """Return ``a`` at shares of panels of one length, as if nothing turned.

        The shape is (panels, shares, adaptations, ..., people).
        """
        edges = self.edges[:-1][panels][:, None]
        which, each = self.panels.distinct_among(panels)
        drive = self.targets[evenly(which)]
        rising = self._rising[panels][:, None]
        ways = self._rates[:1] if rising.all() else self._rates
        levels: list[Array] = []
        for rate in ways:
            branch = Branch.over(length_h * rate, shares)
            level = weighted(branch.weights, drive)[each]
            level += branch.keep * edges
            levels.append(level)
        if len(levels) > 1:
            np.copyto(levels[-1], levels[0], where=rising)
        return levels[-1]

    def _mend(self, rows: Array, panel: np.ndarray, share: Array) -> None:
        """Put the quartics of panels that turn in the place of what goes one way only."""
        turns = np.any(self._turning.reshape(len(self._turning), -1), axis=1)
        places = np.flatnonzero(turns[panel])
        if not len(places):
            return
        which = np.full(self._rising.shape, -1)
        which[self._turning] = np.arange(self._turned.shape[1])
        element = which[panel[places]]
        at, *rest = np.nonzero(element >= 0)
        through = quartic_coefficients(self._turned)[:, element[at, *rest]]
        rows[(places[at], *rest)] = polynomial(through, share[places[at]])


@dataclass(frozen=True, eq=False)
class Branch:
    """What happens up to some shares of a panel while ``a`` rises, or while it falls.

    ``keep`` is what is left of ``a`` by then, (shares, adaptations, ..., people), and ``weights``
    are what the drive at the nodes adds, (shares, 5, adaptations, ..., people).
    """

    keep: Array
    weights: Array

    @staticmethod
    def over(step: Array, shares: Array) -> Branch:
        """Return the branch for rates times a length, (adaptations, ..., people)."""
        upto = shares.reshape(-1, *([1] * step.ndim))
        return Branch(np.exp(-step * upto), drive_weights(step, upto).swapaxes(0, 1))


def places_last(names: Sequence[str], rows: Array, into: ByName | None) -> ByName:
    """Return each name's part of (places, names, ..., people), as (..., people, places).

    Written into what is given for each name, where something is.
    """
    parts = {name: np.moveaxis(rows[:, i], 0, -1) for i, name in enumerate(names)}
    if into is None:
        return {name: np.ascontiguousarray(part) for name, part in parts.items()}
    for name, part in parts.items():
        np.copyto(into[name], part)
    return {name: into[name] for name in names}


def weighted(weights: Array, drive: Array) -> Array:
    """Return weighted sums over the nodes, (panels, shares, adaptations, ..., people).

    Parameters
    ----------
    weights : Array, shape (shares, 5, adaptations, ..., people or 1)
    drive : Array, shape (panels, 5, adaptations, ..., people)
    """
    if weights.shape[-1] > 1:
        total = weights[:, 0] * drive[:, None, 0]
        for node in range(1, len(NODES)):
            total += weights[:, node] * drive[:, None, node]
        return total
    # Alike in all people: one product of matrices for each adaptation.
    flat = drive.reshape(*drive.shape[:3], -1)
    found = np.empty((len(drive), len(weights), *flat.shape[2:]))
    for one in range(flat.shape[2]):
        np.matmul(weights[:, :, one].reshape(-1, len(NODES)), flat[:, :, one], out=found[:, :, one])
    return found.reshape(len(drive), len(weights), *drive.shape[2:])
