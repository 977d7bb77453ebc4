"""From a parameter to one value per person."""

from __future__ import annotations

import numpy as np

from titrate.errors import unknown_name
from titrate.parameters import ParameterSet
from titrate.patients import People
from titrate.timecourse import Array


def individual_value(parameters: ParameterSet, name: str, people: People) -> Array:
    """Return a parameter for each person, (people,), in internal units.

    It is the typical value times the exponential of each person's own deviation.
    """
    typical = parameters.value(name)
    if name in people.eta:
        return typical * np.exp(people.eta[name])
    return np.full(len(people), typical)


def require_known_deviations(parameters: ParameterSet, people: People) -> None:
    """Raise `UnknownName` if a person deviates in something that does not vary between people."""
    varying = [name for name in parameters if parameters[name].variability.distribution != "none"]
    for name in people.eta:
        if name not in varying:
            raise unknown_name(
                "parameter that varies between people", name, varying, plural="Varying parameters"
            )
