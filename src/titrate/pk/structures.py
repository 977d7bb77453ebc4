"""Ready-made compartment models, to use as they are or to build upon.

Parameters are plain numbers or one per person, in L, L/h and 1/h; amounts are in ug and
concentrations in ug/L. Absorbed shares below 1 leave the rest in ``unabsorbed``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from titrate.errors import (
    InvalidModel,
    require_between,
    require_mapping,
    require_not_negative,
    require_positive,
    require_several,
    require_text,
)
from titrate.markup import tally
from titrate.pk.compartments import CompartmentModel
from titrate.pk.given import require_model
from titrate.pk.parts import UNABSORBED, Entry, Flow, Share, Site, Weight
from titrate.pk.rates import Steps
from titrate.timecourse import Array

Value = float | Array


def one_compartment_iv(*, clearance_L_per_h: Value, volume_L: Value) -> CompartmentModel:
    """Return one compartment given to directly: ``plasma -> eliminated``."""
    require_not_negative("clearance_L_per_h", clearance_L_per_h)
    require_positive("volume_L", volume_L)
    return CompartmentModel(
        compartments=("plasma", "eliminated"),
        flows=(Flow("plasma", "eliminated", _ratio(clearance_L_per_h, volume_L)),),
        entries=(Entry("iv", "plasma"),),
        sites=(Site("plasma", {"plasma": _ratio(1.0, volume_L)}),),
    )


def one_compartment_oral(
    *,
    clearance_L_per_h: Value,
    volume_L: Value,
    absorption_per_h: Value,
    bioavailability: Share = 1.0,
    lag_h: float = 0.0,
) -> CompartmentModel:
    """Return one compartment with first-order absorption: ``gut -> plasma -> eliminated``.

    Doses by vein enter ``plasma``. An absorption rate equal to the elimination rate is as good
    as any other.

    Parameters
    ----------
    clearance_L_per_h, volume_L, absorption_per_h : float or Array (people,)
    bioavailability : float, Array (people,), Steps or callable
        Share of an oral dose that is absorbed; a function of the dose in ug where it saturates.
    lag_h : float
    """
    return _with_oral_door(
        one_compartment_iv(clearance_L_per_h=clearance_L_per_h, volume_L=volume_L),
        absorption_per_h,
        bioavailability,
        lag_h,
    )


def two_compartment_iv(
    *,
    clearance_L_per_h: Value,
    central_volume_L: Value,
    intercompartmental_clearance_L_per_h: Value,
    peripheral_volume_L: Value,
) -> CompartmentModel:
    """Return two compartments given to directly: ``tissue <-> plasma -> eliminated``."""
    require_not_negative("clearance_L_per_h", clearance_L_per_h)
    require_positive("central_volume_L", central_volume_L)
    require_positive("peripheral_volume_L", peripheral_volume_L)
    between = intercompartmental_clearance_L_per_h
    require_not_negative("intercompartmental_clearance_L_per_h", between)
    return CompartmentModel(
        compartments=("plasma", "tissue", "eliminated"),
        flows=(
            Flow("plasma", "tissue", _ratio(between, central_volume_L)),
            Flow("tissue", "plasma", _ratio(between, peripheral_volume_L)),
            Flow("plasma", "eliminated", _ratio(clearance_L_per_h, central_volume_L)),
        ),
        entries=(Entry("iv", "plasma"),),
        sites=(
            Site("plasma", {"plasma": _ratio(1.0, central_volume_L)}),
            Site("tissue", {"tissue": _ratio(1.0, peripheral_volume_L)}),
        ),
    )


def two_compartment_oral(
    *,
    clearance_L_per_h: Value,
    central_volume_L: Value,
    intercompartmental_clearance_L_per_h: Value,
    peripheral_volume_L: Value,
    absorption_per_h: Value,
    bioavailability: Share = 1.0,
    lag_h: float = 0.0,
) -> CompartmentModel:
    """Return two compartments with first-order absorption from ``gut``.

    The arguments are those of `two_compartment_iv` and `one_compartment_oral`.
    """
    body = two_compartment_iv(
        clearance_L_per_h=clearance_L_per_h,
        central_volume_L=central_volume_L,
        intercompartmental_clearance_L_per_h=intercompartmental_clearance_L_per_h,
        peripheral_volume_L=peripheral_volume_L,
    )
    return _with_oral_door(body, absorption_per_h, bioavailability, lag_h)


def with_transit(model: CompartmentModel, *, mean_time_h: Value, count: int) -> CompartmentModel:
    """Return a model whose oral doses first pass ``count`` equal transit compartments.

    Parameters
    ----------
    model : CompartmentModel
        With an oral entry.
    mean_time_h : float or Array (people,)
        Mean time spent in all transit compartments together, in h.
    count : int
        How many there are, each with the rate ``count / mean_time_h``.

    Raises
    ------
    InvalidModel
        If the model has no oral entry, or ``count`` is not a whole number of at least 1.
    """
    require_model(model)
    require_positive("mean_time_h", mean_time_h)
    oral = [entry for entry in model.entries if entry.route == "oral"]
    if len(oral) != 1 or isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InvalidModel(
            f"A transit chain of length {count!r} before "
            f"{tally(len(oral), 'oral entry', 'oral entries')}.",
            "Give a model with one oral entry, and a whole number of at least 1.",
        )
    chain = tuple(f"transit_{i + 1}" for i in range(count))
    rate = _ratio(float(count), mean_time_h)
    steps = zip(chain, (*chain[1:], oral[0].compartment), strict=True)
    door = Entry("oral", chain[0], oral[0].share, oral[0].lag_h, oral[0].at)
    return CompartmentModel(
        compartments=chain + model.compartments,
        flows=tuple(Flow(a, b, rate) for a, b in steps) + model.flows,
        entries=tuple(door if entry is oral[0] else entry for entry in model.entries),
        sites=model.sites,
        delays=model.delays,
        right_hand_side=model.right_hand_side,
    )


def csf_chain(
    model: CompartmentModel,
    *,
    volumes_L: Mapping[str, Value],
    flows_L_per_h: Sequence[Value],
    loss_per_h: Mapping[str, Value],
    plasma_ratio: Value,
    plasma: str = "plasma",
) -> CompartmentModel:
    """Return a body with a chain of spinal-fluid segments joined to its plasma.

    Each segment mixes with its neighbours and exchanges with plasma: it loses
    ``loss x volume x concentration`` and gains ``loss x volume x plasma_ratio x plasma
    concentration``. An intrathecal dose may enter at any segment.

    Parameters
    ----------
    model : CompartmentModel
        The rest of the body, with a site for the concentration in plasma.
    volumes_L : mapping of segment to float or Array (people,)
        From the lumbar end upwards.
    flows_L_per_h : sequence of float or Array (people,)
        Mixing between each segment and the next one.
    loss_per_h : mapping of segment to float or Array (people,)
    plasma_ratio : float or Array (people,)
        Concentration in spinal fluid over that in plasma, at equilibrium with no other input.
    plasma : str
        Name of both the compartment and the site of plasma.

    Raises
    ------
    InvalidModel
        If flows or losses do not fit the segments, or the model has no such plasma.
    """
    require_model(model)
    require_mapping("volumes_L", volumes_L, 'volumes_L={"lumbar": 0.02, "thoracic": 0.03}')
    require_mapping("loss_per_h", loss_per_h, 'loss_per_h={"lumbar": 0.3, "thoracic": 0.3}')
    flows = require_several("flows_L_per_h", flows_L_per_h, "flows_L_per_h=(0.03,)")
    require_text("plasma", plasma, "Give the name of the plasma compartment.")
    segments = tuple(volumes_L)
    if len(flows) != len(segments) - 1 or set(loss_per_h) != set(segments):
        raise InvalidModel(
            f"A chain of {tally(len(segments), 'segment')} with "
            f"{tally(len(flows), 'flow')} and losses for "
            f"{', '.join(loss_per_h) or 'none'}.",
            "Give one flow between neighbours and one loss per segment.",
        )
    for name, volume in volumes_L.items():
        require_positive(f"the volume of {name}", volume)
        require_not_negative(f"the loss of {name}", loss_per_h[name])
    for flow in flows:
        require_not_negative("a flow of flows_L_per_h", flow)
    require_not_negative("plasma_ratio", plasma_ratio)
    looking = [s.weights[plasma] for s in model.sites if s.name == plasma and plasma in s.weights]
    if not looking:
        raise InvalidModel(
            f"The model has no site {plasma!r} that looks at a compartment {plasma!r}.",
            "Spinal fluid exchanges with it; add one, or name another with plasma=.",
        )
    per_L = looking[0]
    mixing: list[Flow] = []
    for (low, high), flow in zip(pairwise(segments), flows, strict=True):
        mixing.append(Flow(f"csf_{low}", f"csf_{high}", _ratio(flow, volumes_L[low])))
        mixing.append(Flow(f"csf_{high}", f"csf_{low}", _ratio(flow, volumes_L[high])))
    exchange: list[Flow] = []
    for name, volume in volumes_L.items():
        exchange.append(Flow(f"csf_{name}", plasma, loss_per_h[name]))
        inward = np.asarray(loss_per_h[name]) * volume * plasma_ratio
        exchange.append(Flow(plasma, f"csf_{name}", _times(inward, per_L)))
    csf = tuple(f"csf_{name}" for name in segments)
    return CompartmentModel(
        compartments=model.compartments + csf,
        flows=model.flows + tuple(mixing) + tuple(exchange),
        entries=model.entries
        + tuple(Entry("intrathecal", f"csf_{name}", at=name) for name in segments),
        sites=model.sites
        + tuple(Site(f"csf_{n}", {f"csf_{n}": _ratio(1.0, v)}) for n, v in volumes_L.items()),
        delays=model.delays,
        right_hand_side=model.right_hand_side,
    )


def _times(factor: Array, weight: Weight) -> Value | Steps:
    if isinstance(weight, Steps):
        return Steps(weight.at_h, tuple(_plain(factor * value) for value in weight.values))
    return _plain(factor * weight)


def _with_oral_door(
    body: CompartmentModel, absorption_per_h: Value, bioavailability: Share, lag_h: float
) -> CompartmentModel:
    require_not_negative("absorption_per_h", absorption_per_h)
    if not callable(bioavailability) and not isinstance(bioavailability, Steps):
        require_between("bioavailability", bioavailability, 0.0, 1.0)
    return CompartmentModel(
        compartments=("gut", *body.compartments, UNABSORBED),
        flows=(Flow("gut", "plasma", absorption_per_h), *body.flows),
        entries=(Entry("oral", "gut", bioavailability, lag_h), *body.entries),
        sites=body.sites,
        delays=body.delays,
    )


def _ratio(above: Value, below: Value) -> Value:
    if np.ndim(above) and np.ndim(below) and np.shape(above) != np.shape(below):
        raise InvalidModel(
            f"Parameters are written for different numbers of people: {np.size(above)} and "
            f"{np.size(below)}.",
            "Give every array one value per person.",
        )
    return _plain(np.asarray(above, dtype=np.float64) / np.asarray(below, dtype=np.float64))


def _plain(value: Array) -> Value:
    return float(value) if value.ndim == 0 else value
