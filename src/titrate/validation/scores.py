"""Which responses are scores, and on which scale: a score is compared on its own scale only."""

from __future__ import annotations

from collections.abc import Mapping

from titrate.scales import convert_score, find_scale
from titrate.validation.measures import AS_LOOKED_AT, MEASURES
from titrate.validation.observation import Looked

_SCALES: Mapping[str, str] = {
    "ashworth_legs": "ashworth 1-5",
    "ashworth_arms": "ashworth 1-5",
}


def scale_of(looked: Looked) -> str:
    """Return the scale of what is measured; empty where it is no score."""
    scored = looked.subject == "endpoint" and MEASURES[looked.measure].unit == AS_LOOKED_AT
    return _SCALES.get(looked.name, "") if scored else ""


def require_convertible(source: str, target: str) -> None:
    """Raise unless a mean score of one scale can be written on another.

    Raises
    ------
    InvalidValue
        If the two have no conversion, or one for whole grades only.
    """
    here, there = find_scale(source), find_scale(target)
    convert_score(here.low, here.name, there.name)
    # Grades only would refuse what a mean is: something between them.
    convert_score((here.low + here.grades[1]) / 2, here.name, there.name)
