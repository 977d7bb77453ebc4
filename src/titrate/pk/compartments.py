"""A compartment model written down as a value: boxes, arrows, ways in, places to look.

The same description gives the ODE, the exact solution, the drawing and the mass balance,
so none of them can drift from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from titrate.errors import InvalidModel, require_callable, require_names, suggestion
from titrate.pk.diagram import drawn
from titrate.pk.parts import Delay, Entry, Flow, RightHandSide, Site, parts_of
from titrate.pk.rates import changes_of, later, people_in, taken, value_at
from titrate.pk.shares import require_whole_doses
from titrate.timecourse import Array

Whole = TypeVar("Whole", Flow, Entry, Site, Delay, "CompartmentModel")


@dataclass(frozen=True, eq=False)
class CompartmentModel:
    """Boxes, arrows, ways in, places to look.

    Parameters
    ----------
    compartments : tuple of str
        Amounts of drug, in ug. Those without a flow out are ledgers: they only count.
    flows : tuple of Flow
    entries : tuple of Entry
    sites : tuple of Site
    delays : tuple of Delay
    right_hand_side : callable, optional
        Anything else that moves drug: called with the time in h and the amounts in ug by name,
        returns ug/h to add to the compartments it names. Makes the model non-linear.

    Raises
    ------
    InvalidModel
        For a flow, entry, site or delay that names nothing, two things of one name, a share
        below 1 with no ``unabsorbed`` compartment, delays that follow each other in a circle, or
        rates written for different numbers of people.

    Examples
    --------
    >>> model = CompartmentModel(
    ...     compartments=("gut", "plasma", "urine"),
    ...     flows=(Flow("gut", "plasma", 1.0), Flow("plasma", "urine", 0.3)),
    ...     entries=(Entry("oral", "gut"),),
    ...     sites=(Site("plasma", {"plasma": 1 / 30}),),
    ... )
    >>> print(model.diagram())
    oral -> gut
    gut -> plasma      1 /h
    plasma -> urine    0.3 /h
    plasma = plasma / 30 L
    """

    compartments: tuple[str, ...]
    flows: tuple[Flow, ...]
    entries: tuple[Entry, ...] = ()
    sites: tuple[Site, ...] = ()
    delays: tuple[Delay, ...] = ()
    right_hand_side: RightHandSide | None = None

    def __post_init__(self) -> None:
        names = require_names("compartments", self.compartments, 'compartments=("gut", "plasma")')
        object.__setattr__(self, "compartments", names)
        for slot in ("flows", "entries", "sites", "delays"):
            object.__setattr__(self, slot, parts_of(slot, getattr(self, slot)))
        if self.right_hand_side is not None:
            hint = "Give a function of time and amounts that returns ug/h by compartment."
            require_callable("right_hand_side", self.right_hand_side, hint)
        _check_names(self)
        _check_references(self)
        self.people  # noqa: B018  raises where rates disagree on the number of people
        require_whole_doses(self.entries, self.compartments)
        _check_delays(self)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Names of all that changes: compartments (ug), then delays (ug/L)."""
        return self.compartments + tuple(delay.name for delay in self.delays)

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """Names of the sites, in the order written."""
        return tuple(site.name for site in self.sites)

    @property
    def is_linear(self) -> bool:
        """Whether everything is proportional to amounts, so that the exact solution applies."""
        return self.right_hand_side is None and all(flow.is_linear for flow in self.flows)

    @cached_property
    def ledgers(self) -> tuple[str, ...]:
        """Compartments that nothing leaves: they count what has gone."""
        sources = {flow.source for flow in self.flows}
        return tuple(name for name in self.compartments if name not in sources)

    @cached_property
    def people(self) -> int:
        """Number of people the rates are written for; 1 where they hold for everybody."""
        counted = [(label, people_in(value)) for label, value in _numbers(self)]
        counts = {count for _, count in counted if count > 1}
        if len(counts) > 1:
            listed = ", ".join(f"{label}: {count}" for label, count in counted if count > 1)
            raise InvalidModel(
                f"Rates are written for different numbers of people ({listed}).",
                "Give every array one value per person.",
            )
        return max(counts, default=1)

    def told_by(self, sites: Iterable[str]) -> set[str]:
        """Return the names of the states that sites tell of, now or later."""
        weights = {site.name: set(site.weights) for site in self.sites}
        told = set[str]().union(*(weights[site] for site in sites))
        reached = -1
        while reached < len(told):
            reached = len(told)
            told |= {flow.source for flow in self.flows if flow.target in told}
            told |= set[str]().union(*(weights[d.of] for d in self.delays if d.name in told))
        return told

    def take(self, who: slice | np.ndarray) -> CompartmentModel:
        """Return the model of some of its people."""
        return _unchecked(
            self,
            flows=tuple(_unchecked(f, rate_per_h=taken(f.rate_per_h, who)) for f in self.flows),
            entries=tuple(_unchecked(e, share=taken(e.share, who)) for e in self.entries),
            sites=tuple(
                _unchecked(s, weights={k: taken(w, who) for k, w in s.weights.items()})
                for s in self.sites
            ),
            delays=tuple(_unchecked(d, rate_per_h=taken(d.rate_per_h, who)) for d in self.delays),
        )

    def later(self, by_h: float) -> CompartmentModel:
        """Return the model with its clock counted from ``by_h`` on."""
        other = self.right_hand_side
        if by_h == 0 or not self.has_clock:
            return self
        return replace(
            self,
            flows=tuple(replace(f, rate_per_h=later(f.rate_per_h, by_h)) for f in self.flows),
            entries=tuple(replace(e, share=later(e.share, by_h)) for e in self.entries),
            sites=tuple(
                replace(s, weights={k: later(w, by_h) for k, w in s.weights.items()})
                for s in self.sites
            ),
            delays=tuple(replace(d, rate_per_h=later(d.rate_per_h, by_h)) for d in self.delays),
            right_hand_side=None if other is None else lambda t, amounts: other(t + by_h, amounts),
        )

    def rate_matrix(self, time_h: float = 0.0) -> Array:
        """Return the matrix A of ``dx/dt = A x`` in force at ``time_h``, linear flows only.

        Returns
        -------
        Array, shape (people, states, states)
            Rates in 1/h; rows and columns in the order of ``states``. Over the compartments every
            column sums to zero. One person where the rates hold for everybody.
        """
        index = {name: i for i, name in enumerate(self.states)}
        matrix = np.zeros((self.people, len(index), len(index)))
        for flow in self.flows:
            if flow.is_linear:
                rate = value_at(flow.rate_per_h, time_h)  # pyright: ignore[reportArgumentType]
                source, target = index[flow.source], index[flow.target]
                matrix[:, target, source] += rate
                matrix[:, source, source] -= rate
        sites = self.site_matrix(time_h)
        row_of = {name: i for i, name in enumerate(self.site_names)}
        for delay in self.delays:
            rate = np.asarray(value_at(delay.rate_per_h, time_h))  # pyright: ignore[reportArgumentType]
            own = index[delay.name]
            matrix[:, own, :] += rate[..., None] * sites[:, row_of[delay.of], :]
            matrix[:, own, own] -= rate
        return matrix

    def site_matrix(self, time_h: float = 0.0) -> Array:
        """Return what turns states into sites at ``time_h``: (people, sites, states).

        In 1/L for compartments, a plain number for delays.
        """
        index = {name: i for i, name in enumerate(self.states)}
        matrix = np.zeros((self.people, len(self.sites), len(index)))
        for row, site in enumerate(self.sites):
            for state, weight in site.weights.items():
                matrix[:, row, index[state]] = value_at(weight, time_h)
        return matrix

    @property
    def rate_changes_h(self) -> tuple[float, ...]:
        """Times after 0 at which a rate, or the weight of a site, changes, in h, in order."""
        rates = [flow.rate_per_h for flow in self.flows] + [d.rate_per_h for d in self.delays]
        return changes_of((*rates, *(w for site in self.sites for w in site.weights.values())))

    @property
    def weight_changes_h(self) -> tuple[float, ...]:
        """Times after 0 at which the weight of a site changes, in h, in order."""
        return changes_of(w for site in self.sites for w in site.weights.values())

    @property
    def share_changes_h(self) -> tuple[float, ...]:
        """Times after 0 at which the share of an entry changes, in h, in order."""
        return changes_of(entry.share for entry in self.entries)

    @property
    def has_clock(self) -> bool:
        """Whether anything depends on the time, so that a run cannot begin at any."""
        changes = bool(self.rate_changes_h or self.share_changes_h)
        return changes or self.right_hand_side is not None

    def diagram(self) -> str:
        """Return the model as text: ways in, flows, delays, sites, one line each."""
        text = drawn(self.compartments, self.entries, self.flows, self.delays, self.sites)
        return (
            text if self.right_hand_side is None else f"{text}\n(and a right-hand side of its own)"
        )


def _numbers(model: CompartmentModel) -> Iterable[tuple[str, object]]:
    for flow in model.flows:
        yield f"{flow.source} -> {flow.target}", flow.rate_per_h
    for entry in model.entries:
        yield f"share of {entry.route}", entry.share
    for site in model.sites:
        for state, weight in site.weights.items():
            yield f"{site.name} of {state}", weight
    for delay in model.delays:
        yield delay.name, delay.rate_per_h


def _check_names(model: CompartmentModel) -> None:
    groups = {
        "compartment or delay": model.states,
        "site": model.site_names,
        "way in": tuple(f"{e.route} at {e.at} to {e.compartment}" for e in model.entries),
    }
    for kind, names in groups.items():
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise InvalidModel(f"Two things are called {twice[0]!r}.", f"Rename one {kind}.")
    if not model.compartments:
        raise InvalidModel("The model has no compartments.", "Name at least one.")


def _check_references(model: CompartmentModel) -> None:
    def known(what: str, name: str, names: Iterable[str]) -> None:
        if name not in set(names):
            listed = ", ".join(sorted(names)) or "none"
            hint = f"{suggestion(name, names)} There are: {listed}.".strip()
            raise InvalidModel(f"{what} {name!r}, which is not in the model.", hint)

    for flow in model.flows:
        known("A flow leaves", flow.source, model.compartments)
        known(f"The flow from {flow.source!r} goes to", flow.target, model.compartments)
        if flow.source == flow.target:
            raise InvalidModel(f"A flow runs from {flow.source!r} into itself.", "Remove it.")
    for entry in model.entries:
        known(f"The entry {entry.route!r} leads to", entry.compartment, model.compartments)
    for site in model.sites:
        for state in site.weights:
            known(f"The site {site.name!r} looks at", state, model.states)
    for delay in model.delays:
        known(f"The delay {delay.name!r} follows the site", delay.of, model.site_names)


def _check_delays(model: CompartmentModel) -> None:
    looks_at = {site.name: set(site.weights) for site in model.sites}
    follows = {delay.name: delay.of for delay in model.delays}
    for start, through in follows.items():
        seen: set[str] = set()
        frontier = {start}
        while frontier:
            ahead = {s for name in frontier for s in looks_at[follows[name]] if s in follows}
            if start in ahead:
                raise InvalidModel(
                    f"The delay {start!r} follows itself, through {through!r}.",
                    "Let it follow a site that does not contain it.",
                )
            frontier = ahead - seen
            seen |= ahead


def _unchecked(whole: Whole, **changes: object) -> Whole:
    """Return a value with fields that need no check: parts of what was checked, for some people."""
    part = object.__new__(type(whole))
    for each in fields(whole):
        object.__setattr__(part, each.name, changes.get(each.name, getattr(whole, each.name)))
    return part
