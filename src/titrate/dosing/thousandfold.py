"""Milligrams by mouth, micrograms by pump: the thousand-fold slip, refused where it is written.

No drug is known here, so a unit is refused for its door alone; whether the number suits the
drug is the drug's question.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from titrate.errors import WrongUnit

Given = ParamSpec("Given")
Made = TypeVar("Made")

# From a thousand micrograms on, somebody writing ug for the mouth has converted the unit; below,
# the number is a tablet's and only the unit is wrong. One milligram is the same edge from above.
_EDGE = 1000.0


def intended_mg(in_ug: float) -> float:
    """Return the likely dose in mg of somebody who wrote ``in_ug`` micrograms by mouth."""
    return in_ug / _EDGE if in_ug >= _EDGE else in_ug


def intended_ug(in_mg: float) -> float:
    """Return the likely dose in ug of somebody who wrote ``in_mg`` milligrams for a pump."""
    return in_mg * _EDGE if in_mg < 1 else in_mg


def refusing(
    wrong: str, right: str, door: str, intended: Callable[[float], float]
) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Return a decorator: the keyword ``wrong`` raises `WrongUnit` and proposes ``right``.

    The signature stays that of the function, so that ``help`` shows only what can be given.
    """

    def decorate(function: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(function)
        def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Made:
            if wrong in kwargs:
                value = kwargs[wrong]
                likely = right
                if isinstance(value, int | float) and not isinstance(value, bool):
                    likely = f"{right}={intended(value):g}"
                raise WrongUnit(
                    f"{function.__name__}() was given {wrong}={value!r}; {door}.",
                    f"Did you mean {likely}?",
                )
            return function(*args, **kwargs)

        return guarded

    return decorate
