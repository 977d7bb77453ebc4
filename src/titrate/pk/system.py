"""The linear system of a model, widened so that one exponential serves everything.

A constant rate into a compartment is a state of its own that does not change; an integral of a
site over time (for exact areas under curves) is a state that only gathers.

    states  =  compartments | delays | integrals | inputs
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from titrate.pk.compartments import CompartmentModel
from titrate.pk.exponential import exponential, exponentials, restore
from titrate.pk.timeline import length_key
from titrate.timecourse import Array

# Squaring up from an eighth of a length costs less than a new exponential.
_MOST_HALVINGS = 3
# Joining so many lengths costs less than a new exponential.
_MOST_PARTS = 4
# A length grows from others only if they make it up to the last digits.
_SAME_LENGTH_H = 2e-13


@dataclass(frozen=True, eq=False)
class LinearSystem:
    """A model with its inputs and integrals as states.

    Parameters
    ----------
    model : CompartmentModel
    infused : tuple of int
        Compartments (by index) that some arrival fills at a constant rate.
    integrated : tuple of str
        Sites whose integral over time is wanted.
    """

    model: CompartmentModel
    infused: tuple[int, ...] = ()
    integrated: tuple[str, ...] = ()

    @property
    def own(self) -> int:
        """Number of the model's own states."""
        return len(self.model.states)

    @property
    def size(self) -> int:
        """Number of all states."""
        return self.own + len(self.integrated) + len(self.infused)

    @cached_property
    def kept(self) -> Array:
        """1 for compartments, whose sum is kept; 0 for every other state."""
        kept = np.zeros(self.size)
        kept[: len(self.model.compartments)] = 1
        return kept

    @property
    def starts_h(self) -> tuple[float, ...]:
        """When each stretch of constant rates begins, in h."""
        return (0.0, *self.model.rate_changes_h)

    @cached_property
    def sites(self) -> tuple[Array, ...]:
        """What turns states into sites and then integrals, (people, sites + integrals, states).

        One where it is always the same, else one for each stretch.
        """
        starts_h = self.starts_h if self.model.weight_changes_h else (0.0,)
        return tuple(self._sites_at(start_h) for start_h in starts_h)

    def input_of(self, compartments: np.ndarray) -> np.ndarray:
        """Return which constant rate goes into each compartment; 0 where none does."""
        found = np.zeros(self.own, dtype=np.int64)
        found[list(self.infused)] = np.arange(len(self.infused))
        return found[compartments]

    def showing(self, names: Sequence[str]) -> tuple[Array, ...]:
        """Return what turns states into sites or states by name, (people, names, states).

        One where it is always the same, else one for each stretch.
        """
        known = [*self.model.site_names, *self.model.states]
        chosen = [known.index(name) for name in names]
        states = np.eye(self.own, self.size)[None]
        return tuple(
            np.concatenate([rows, states.repeat(len(rows), axis=0)], axis=1)[:, chosen]
            for rows in self.sites
        )

    def told_by(self, sites: Sequence[str]) -> np.ndarray:
        """Return which states sites tell of, now or later: a boolean array, (states,)."""
        model, names = self.model, self.model.told_by(sites)
        told = [name in names for name in model.states]
        told += [False for _ in self.integrated]
        told += [model.compartments[infused] in names for infused in self.infused]
        return np.array(told)

    def matrix(self, time_h: float) -> Array:
        """Return the matrix in force at ``time_h``, (people, states, states)."""
        model = self.model
        wide = np.zeros((model.people, self.size, self.size))
        wide[:, : self.own, : self.own] = model.rate_matrix(time_h)
        looks = model.site_matrix(time_h)
        for i, name in enumerate(self.integrated):
            wide[:, self.own + i, : self.own] = looks[:, model.site_names.index(name)]
        first = self.own + len(self.integrated)
        for i, compartment in enumerate(self.infused):
            wide[:, compartment, first + i] = 1
        return wide

    def _sites_at(self, time_h: float) -> Array:
        model = self.model
        count = len(model.sites)
        wide = np.zeros((model.people, count + len(self.integrated), self.size))
        wide[:, :count, : self.own] = model.site_matrix(time_h)
        for i in range(len(self.integrated)):
            wide[:, count + i, self.own + i] = 1
        return wide


class Propagators:
    """Exponentials of one system by stretch and length, made once for one run."""

    def __init__(self, system: LinearSystem) -> None:
        self.system = system
        self._starts_h = system.starts_h
        self._matrices: dict[int, Array] = {}
        self._made: dict[tuple[int, int], Array] = {}
        self._lengths_h: defaultdict[int, dict[int, float]] = defaultdict(dict)

    def over(self, stretch: int, length_h: float) -> Array:
        """Return what takes states over ``length_h`` in a stretch, (people, states, states)."""
        key = (stretch, length_key(length_h))
        if key not in self._made:
            made = self._grown(stretch, length_h)
            if made is None:
                made = exponential(self._matrix(stretch) * length_h, self.system.kept)
            self._keep(stretch, length_h, made)
        return self._made[key]

    def prepare(self, lengths: Iterable[tuple[int, float]]) -> None:
        """Make what will be asked for, (stretch, length), shortest first.

        Longer ones grow from shorter ones; those that do not share the powers of their matrix.
        """
        ordered = sorted(set(lengths), key=lambda pair: pair[1])
        planned = {stretch: dict(self._lengths_h[stretch]) for stretch, _ in ordered}
        fresh: defaultdict[int, list[float]] = defaultdict(list)
        for stretch, length_h in ordered:
            others = planned[stretch]
            if length_key(length_h) not in others and not _grows(length_h, others):
                fresh[stretch].append(length_h)
            others.setdefault(length_key(length_h), length_h)
        for stretch, alone in fresh.items():
            made = exponentials(self._matrix(stretch), np.array(alone), self.system.kept)
            for length_h, over in zip(alone, made, strict=True):
                self._keep(stretch, length_h, over)
        for stretch, length_h in ordered:
            self.over(stretch, length_h)

    def joined(self, one: Array, other: Array) -> Array:
        """Return the propagator over two lengths, one after the other."""
        both = one @ other
        own = one.diagonal(axis1=1, axis2=2) * other.diagonal(axis1=1, axis2=2)
        restore(both, self.system.kept, own)
        return both

    def _keep(self, stretch: int, length_h: float, made: Array) -> None:
        key = length_key(length_h)
        self._made[stretch, key], self._lengths_h[stretch][key] = made, length_h

    def _matrix(self, stretch: int) -> Array:
        if stretch not in self._matrices:
            self._matrices[stretch] = self.system.matrix(self._starts_h[stretch])
        return self._matrices[stretch]

    def _grown(self, stretch: int, length_h: float) -> Array | None:
        """Return the propagator from those over shorter lengths, if such are at hand."""
        at_hand = self._lengths_h[stretch]
        halvings = _halvings_of(length_h, at_hand)
        if halvings is not None:
            made = self._made[stretch, length_key(length_h / 2**halvings)]
            for _ in range(halvings):
                made = self.joined(made, made)
            return made
        parts = _parts_of(length_h, at_hand)
        return reduce(self.joined, (self._made[stretch, key] for key in parts)) if parts else None


def _grows(length_h: float, lengths_h: Mapping[int, float]) -> bool:
    """Return whether a length can be made from others of its stretch, by their keys."""
    return _halvings_of(length_h, lengths_h) is not None or bool(_parts_of(length_h, lengths_h))


def _halvings_of(length_h: float, lengths_h: Mapping[int, float]) -> int | None:
    """Return how often a length is halved to give one of others; None if none is."""
    for halvings in range(1, _MOST_HALVINGS + 1):
        made_h = lengths_h.get(length_key(length_h / 2**halvings), np.nan)
        if abs(made_h * 2**halvings - length_h) <= _SAME_LENGTH_H:
            return halvings
    return None


def _parts_of(length_h: float, lengths_h: Mapping[int, float]) -> list[int]:
    """Return the keys of few lengths that add up to one, the longest first; none if none do."""
    left, parts = length_h, list[int]()
    for key, part_h in sorted(lengths_h.items(), reverse=True):
        if part_h <= left + _SAME_LENGTH_H:
            parts.append(key)
            left -= part_h
        if abs(left) <= _SAME_LENGTH_H:
            return parts
        if len(parts) == _MOST_PARTS:
            break
    return []
