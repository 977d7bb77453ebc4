"""What an observation file adds to a drug: parameters of trials, and responses nobody else reads.

A laboratory's reflex is no goal of a patient, so the drug does not have it; a file that reports
it says how it is read: a site, a delay of its own, a sigmoid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from titrate.errors import InvalidValue
from titrate.model import DrugModel, Values
from titrate.parameters import ParameterSet
from titrate.pd import Endpoint, Hill
from titrate.pk import CompartmentModel, Delay, Site
from titrate.units import dimension_of

_DIMENSIONS = {"delay_rate": "rate", "ec50": "concentration", "slope": "dimensionless"}


@dataclass(frozen=True)
class OwnEndpoint:
    """A response of the file's own: a site, seen through a delay, read by a sigmoid.

    Parameters
    ----------
    name, meaning, site : str
    delay_rate, ec50, slope : str
        Parameter names.
    """

    name: str
    meaning: str
    site: str
    delay_rate: str
    ec50: str
    slope: str

    @property
    def delayed_site(self) -> str:
        """What the site behind the delay is called."""
        return f"{self.name}_site"


def extended(
    drug: DrugModel, parameters: ParameterSet, endpoints: Sequence[OwnEndpoint]
) -> DrugModel:
    """Return a drug with a file's own parameters and responses.

    What the drug has under the same name already stays as the drug has it.
    """
    more = tuple(entry for entry in parameters.entries if entry.name not in drug.parameters)
    known = replace(drug, parameters=ParameterSet((*drug.parameters.entries, *more)))
    if not endpoints:
        return known
    kinetics, read = drug.kinetics, drug.endpoints

    def with_delays(values: Values) -> CompartmentModel:
        model = kinetics(values)
        sites, delays = list(model.sites), list(model.delays)
        for own in endpoints:
            delays.append(Delay(own.name, own.site, known.parameters.value(own.delay_rate)))
            sites.append(Site(own.delayed_site, {own.name: np.ones(1)}))
        return replace(model, sites=tuple(sites), delays=tuple(delays))

    def with_responses(values: Values) -> tuple[Endpoint, ...]:
        return (*read(values), *(_endpoint(own, known.parameters) for own in endpoints))

    return replace(known, kinetics=with_delays, endpoints=with_responses)


def _endpoint(own: OwnEndpoint, parameters: ParameterSet) -> Endpoint:
    curve = Hill(parameters.value(own.ec50), parameters.value(own.slope))
    return Endpoint(own.name, "", "higher", own.delayed_site, curve, meaning=own.meaning)


def require_known(own: OwnEndpoint, parameters: ParameterSet) -> None:
    """Raise `InvalidValue` unless every parameter that an endpoint names is known, and fits."""
    for key, dimension in _DIMENSIONS.items():
        name = getattr(own, key)
        if name not in parameters:
            raise InvalidValue(
                f"{key} of the endpoint {own.name!r} is {name!r}, which is no parameter.",
                "Name one of the drug's, or state it under [parameters] of the file.",
            )
        unit = parameters[name].unit
        found = dimension_of(unit)
        if found != dimension:
            raise InvalidValue(
                f"{key} of the endpoint {own.name!r} is {name!r} in {unit}, a {found}.",
                f"Name a parameter that is a {dimension}.",
            )
