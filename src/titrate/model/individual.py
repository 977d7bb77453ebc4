"""From a parameter to one value per person."""

from __future__ import annotations

import numpy as np

from titrate import units
from titrate.errors import InvalidValue, require_choice, unknown_name
from titrate.parameters import ParameterSet
from titrate.patients import People
from titrate.timecourse import Array


def individual_value(parameters: ParameterSet, name: str, people: People) -> Array:
    """Return a parameter for each person, (people,), in internal units.

    It is the typical value times the exponential of each person's own deviation.

    Raises
    ------
    InvalidValue
        If a deviation makes a value that is impossible.
    """
    typical = parameters.value(name)
    if name not in people.eta:
        return np.full(len(people), typical)
    with np.errstate(over="ignore"):
        factor = np.exp(people.eta[name])
    low, high = parameters[name].limits
    own = parameters[name].value * factor
    beyond = (own < low) | (own > high) | (factor == 0)
    if np.any(beyond):
        person = int(np.argmax(beyond))
        raise InvalidValue(
            f"eta[{name!r}] is {people.eta[name][person]:g}, which makes {name} "
            f"{units.written(own[person], parameters[name].unit)}.",
            f"It is the logarithm of a ratio; keep {name} between {low:g} and {high:g}.",
        )
    return typical * factor


def require_known_deviations(parameters: ParameterSet, people: People) -> None:
    """Raise `UnknownName` if a person deviates in something that does not vary between people."""
    varying = [name for name in parameters if parameters[name].variability.distribution != "none"]
    for name in people.eta:
        if name not in varying:
            raise unknown_name(
                "parameter that varies between people", name, varying, plural="Varying parameters"
            )
    if people.occasions is not None:
        for name in people.occasions.occasions.cv_percent:
            require_choice("parameter", name, parameters)
