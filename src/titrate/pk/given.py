"""Whether what a verb was given is a model, a method, a weight."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from titrate.errors import require_choice, require_kind, require_positive
from titrate.pk.compartments import CompartmentModel
from titrate.pk.ode import Ode
from titrate.timecourse import Array

METHODS = ("exact", "ode")
_MODEL = "Give a CompartmentModel, such as one_compartment_oral(...); a drug goes to simulate."


def require_model(model: CompartmentModel) -> CompartmentModel:
    """Return ``model`` if it is one, else raise `InvalidValue`."""
    return require_kind("model", model, CompartmentModel, _MODEL)


def require_method(method: str | Ode) -> str | Ode:
    """Return ``method`` if it is one of `METHODS` or an `Ode`, else raise `UnknownName`."""
    return method if isinstance(method, Ode) else require_choice("method", method, METHODS)


def checked_weights(weight_kg: npt.ArrayLike | None) -> Array | None:
    """Return body weights as an array (people,), or raise `InvalidValue`."""
    if weight_kg is None:
        return None
    given: Any = weight_kg
    return np.atleast_1d(np.asarray(require_positive("weight_kg", given), dtype=np.float64))
