"""The part of a body that some sites tell of.

What happens in the rest is nobody's question: the share of a tablet that is not absorbed, what the
kidneys took. It is left out, and whatever leaves the part for it goes into one ledger, so that
mass is still kept. A smaller matrix costs less, and arrivals in the rest need no cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from titrate.pk.compartments import CompartmentModel
from titrate.pk.inputs import Inputs
from titrate.pk.state import State
from titrate.timecourse import frozen

_GONE = "gone"


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a model.

    Parameters
    ----------
    model : CompartmentModel
        Compartments, the ledger, and delays; every site that the part tells of.
    place : integer array, shape (states of the whole,)
        Where each state stands in the part; -1 where it is left out.
    """

    model: CompartmentModel
    place: np.ndarray

    def inputs(self, whole: Inputs) -> Inputs:
        """Return the arrivals in the part."""
        place = self.place[whole.compartment]
        here = place >= 0
        amounts = whole.amount_ug[:, here]
        return Inputs(whole.time_h[here], whole.duration_h[here], amounts, place[here])

    def state(self, whole: State) -> State:
        """Return where the part stands; its ledger holds nothing yet."""
        here = self.place >= 0
        values = np.zeros((len(whole.values), len(self.model.states)))
        values[:, self.place[here]] = whole.values[:, here]
        pending = self.inputs(whole.pending)
        return State(self.model.states, frozen(values), pending, whole.clock_h)


def part_told(model: CompartmentModel, sites: Iterable[str]) -> Part | None:
    """Return the part of a linear model that sites tell of; None if that is no smaller."""
    told = model.told_by(sites)
    kept = tuple(name for name in model.compartments if name in told)
    delays = tuple(delay for delay in model.delays if delay.name in told)
    if len(kept) + 1 + len(delays) >= len(model.states):
        return None
    gone = _GONE
    while gone in told:
        gone += "_"
    part = replace(
        model,
        compartments=(*kept, gone),
        flows=tuple(
            flow if flow.target in told else replace(flow, target=gone)
            for flow in model.flows
            if flow.source in told
        ),
        entries=(),
        sites=tuple(site for site in model.sites if set(site.weights) <= told),
        delays=delays,
    )
    place = [part.states.index(name) if name in told else -1 for name in model.states]
    return Part(part, np.array(place))
