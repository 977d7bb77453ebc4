"""What a body of baclofen is put together from: a way in, plasma, spinal fluid, kidneys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from titrate.model import Values
from titrate.pd import Endpoint
from titrate.pk import CompartmentModel
from titrate.timecourse import Array

Dimensions = Mapping[str, str]


@dataclass(frozen=True)
class Absorption:
    """How a swallowed dose reaches plasma.

    Parameters
    ----------
    dimensions : mapping of parameter to dimension
        What it needs.
    with_door : callable
        ``(body, values) -> body`` with an oral entry.
    """

    dimensions: Dimensions
    with_door: Callable[[CompartmentModel, Values], CompartmentModel]


@dataclass(frozen=True)
class Scales:
    """What turns apparent typical values into a person's true ones.

    Parameters
    ----------
    share : float
        Bioavailability, the typical one.
    for_flow, for_volume : Array (people,)
        Of body size.
    """

    share: float
    for_flow: Array
    for_volume: Array


@dataclass(frozen=True)
class Plasma:
    """The compartments of plasma and tissue.

    Parameters
    ----------
    dimensions : mapping of parameter to dimension
    volumes : callable
        ``(values, scales) -> values``: true volumes, and the flow to tissue where there is any.
    compartments : callable
        ``values -> body``, with plasma, what leaves it, and an entry by vein.
    """

    dimensions: Dimensions
    volumes: Callable[[Values, Scales], dict[str, Array]]
    compartments: Callable[[Values], CompartmentModel]


@dataclass(frozen=True)
class Fluid:
    """Spinal fluid, the delays to cord and brain, and what is read there.

    Parameters
    ----------
    dimensions : mapping of parameter to dimension
    joined : callable
        ``(body, values) -> body`` with spinal fluid joined to its plasma.
    endpoints : callable
        ``values -> tuple of Endpoint``.
    fitted_together : tuple of str
        Parameters of the fluid that come from one fit.
    lacks : mapping of name to reason
        Segments, sites and endpoints that other models have.
    """

    dimensions: Dimensions
    joined: Callable[[CompartmentModel, Values], CompartmentModel]
    endpoints: Callable[[Values], tuple[Endpoint, ...]]
    fitted_together: tuple[str, ...] = ()
    lacks: Mapping[str, str] = field(default_factory=dict[str, str])
