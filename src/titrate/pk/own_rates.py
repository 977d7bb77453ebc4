"""What can be wrong with a user's own functions of rates, found once something has failed.

Integration calls them thousands of times, so it does not check what they return.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from titrate.errors import InvalidValue, require_choice, require_finite, shown, unknown_name
from titrate.pk.compartments import CompartmentModel
from titrate.timecourse import Array


class _Amounts(dict[str, float]):
    """Amounts by name; one that is missing raises with the names there are."""

    def __missing__(self, name: str) -> float:
        raise unknown_name("compartment", name, self)


def require_sound_rates(model: CompartmentModel, time_h: float, state: Array) -> None:
    """Raise if a function of a model returns what is no rate in this state.

    Raises
    ------
    InvalidValue
        If a rate is not one number, or the right-hand side returns no mapping of numbers.
    UnknownName
        If the right-hand side asks for a compartment, or returns one, that the model has not.
    """
    amounts = _Amounts(zip(model.compartments, state.tolist(), strict=False))
    for flow in model.flows:
        if not flow.is_linear and callable(flow.rate_per_h):
            rate = flow.rate_per_h(np.array([amounts[flow.source]]))
            _require_number(
                f"The rate of the flow {flow.source} -> {flow.target} at {time_h:g} h",
                rate,
                "Its function takes amounts in ug and returns as many rates in 1/h.",
            )
    if model.right_hand_side is None:
        return
    moved = model.right_hand_side(time_h, amounts)
    hint = 'Return ug/h by compartment: {"plasma": -3.0}, or {} where nothing moves.'
    if not isinstance(moved, Mapping):
        raise InvalidValue(f"The right-hand side returned {shown(moved)} at {time_h:g} h.", hint)
    for name, per_h in moved.items():
        require_choice("compartment", name, model.compartments)
        what = f"What the right-hand side returned for {name!r} at {time_h:g} h"
        _require_number(what, per_h, hint)


def _require_number(what: str, value: Any, hint: str) -> None:
    require_finite(what, value)
    if np.size(value) != 1:
        raise InvalidValue(f"{what} is {shown(value)}.", hint)
