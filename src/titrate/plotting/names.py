"""Names in words, as pictures and their descriptions say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from titrate.markup import tally
from titrate.patients import People
from titrate.search.words import door_in_words

_SITES = {
    "plasma": "plasma",
    "blood": "blood at the cord",
    "csf_lumbar": "spinal fluid, lumbar",
    "csf_thoracic": "spinal fluid, thoracic",
    "csf_cervical": "spinal fluid, cervical",
    "csf_cisternal": "spinal fluid, cisternal",
    "csf_cranial": "spinal fluid, cranial",
    "csf_at_arms": "spinal fluid at the arms",
    "cord_legs": "cord of the legs",
    "cord_trunk": "cord of the trunk",
    "cord_arms": "cord of the arms",
    "brain": "brain",
}

_ENDPOINTS = {
    "relief_legs": "relief of tone in the legs",
    "relief_arms": "relief of tone in the arms",
    "relief_spasms": "relief of spasms",
    "ashworth_legs": "Ashworth score of the legs",
    "ashworth_arms": "Ashworth score of the arms",
    "spasms_per_day": "spasms per day",
    "drowsiness": "drowsiness",
    "drowsiness_observed": "drowsiness as a trial sees it",
    "sedation": "sedation",
    "weakness": "weakness",
    "dizziness": "dizziness",
    "discontinuation": "stopping the drug",
}

_ORIGINS = {"ms": "MS", "spinal": "spinal origin", "cerebral": "cerebral origin"}
_NUMBERS: Mapping[str, Callable[[float], str]] = {
    "weight_kg": lambda weight: f"{weight:g} kg",
    "age_y": lambda age: tally(round(age, 2), "year"),
    "creatinine_clearance_mL_min": lambda clearance: f"creatinine clearance {clearance:g} mL/min",
}
_STARTS = {"adapted": "adapted", "continued": "continued from an earlier run"}


def site_words(name: str) -> str:
    """Return a site's name in words."""
    return _SITES.get(name, name.replace("_", " "))


def endpoint_words(name: str, meaning: str = "") -> str:
    """Return an endpoint's name in words; its own meaning where it is not one of the known."""
    return _ENDPOINTS.get(name, meaning or name.replace("_", " "))


def in_short(name: str) -> str:
    """Return an endpoint's name in the fewest words that still name it."""
    return endpoint_words(name).removesuffix(" in the legs")


def door_words(route: str, unit: str) -> str:
    """Return a door in words, "By mouth"; its unit tells a bolus from a pump."""
    return door_in_words(route, unit, route.capitalize() or "One family of regimens")


def start_words(start: str) -> str:
    """Return how a window's people begin."""
    return _STARTS.get(start, start)


def with_start(name: str, start: str) -> str:
    """Return a name with how its people begin, once: a name may say so itself."""
    begins = start_words(start)
    said = re.search(rf"\b{re.escape(begins)}\b", name, re.IGNORECASE)
    return name if said else f"{name}, {begins}"


def people_words(who: People, *, without: str = "") -> str:
    """Return who was treated, in a few words; of one person but for what is said elsewhere."""
    if not who.alone:
        return tally(len(who), "person", "people")
    parts: list[str] = []
    columns: Mapping[str, object] = {
        name: column[0] for name, column in who.covariates.items() if name != without
    }
    if "origin" in columns:
        parts.append(_ORIGINS.get(str(columns["origin"]), str(columns["origin"])))
    for name, words in _NUMBERS.items():
        if name in columns:
            parts.append(words(float(str(columns[name]))))
    return f"one patient ({', '.join(parts)})" if parts else "one patient"


def number_words(value: float) -> str:
    """Return a dose as it is read aloud: three figures below ten, whole numbers from there on."""
    if value == 0:
        return "0"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:,.0f}"


def tick_words(value: float) -> str:
    """Return the number of a tick, unrounded: a reader takes it for where the tick lies."""
    return f"{value + 0.0:,.12g}"


def percent_words(share: float) -> str:
    """Return a share as a percentage."""
    return f"{100 * share:.3g} %"
