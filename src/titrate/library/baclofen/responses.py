"""What baclofen does: relief, harm, and how cord and brain adapt.

Legs, arms and spasms are relieved at their own cord levels; drowsiness, sedation, dizziness and
stopping are read at the brain. Placebo and contracture stay outside relief: contracture is tone
that no drug removes, and what a trial's table shows has an endpoint of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from titrate.library.baclofen.curves import Ashworth, Observed, Scored, Spasms, Weakness
from titrate.model import Values
from titrate.pd import Adaptation, Endpoint, Hill
from titrate.scales import find_scale
from titrate.timecourse import Array

_SCALE = find_scale("ashworth 1-5")
_ASHWORTH = (_SCALE.low, _SCALE.high)
_SCORE = (0.0, 100.0)


# Parameters of what is read at the arms and at the brain, to dimensions.
ARMS_DIMENSIONS = {"relief_arms_ec50_ratio": "dimensionless"}
BRAIN_DIMENSIONS = {
    "brain_adaptation_maximum": "dimensionless",
    "brain_adaptation_half_way": "concentration",
    "brain_adaptation_slope": "dimensionless",
    "brain_adaptation_half_time": "time",
    "drowsiness_ec50": "concentration",
    "drowsiness_slope": "dimensionless",
    "drowsiness_background": "dimensionless",
    "drowsiness_reporting": "dimensionless",
    "sedation_ec50": "concentration",
    "sedation_slope": "dimensionless",
    "dizziness_ec50": "concentration",
    "dizziness_slope": "dimensionless",
    "discontinuation_ec50": "concentration",
    "discontinuation_slope": "dimensionless",
}
_FIRST = ("relief_legs", "relief_arms", "relief_spasms", "ashworth_legs", "ashworth_arms")


def in_order(endpoints: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """Return endpoints with legs and arms side by side, the rest as it comes."""
    found = tuple(endpoints)
    by_name = {endpoint.name: endpoint for endpoint in found}
    return (*(by_name[name] for name in _FIRST), *(e for e in found if e.name not in _FIRST))


def at_the_legs(values: Values) -> tuple[Endpoint, ...]:
    """Return what is read at the cord of the legs, and in blood, in one or many people.

    Parameters
    ----------
    values : mapping of name to Array (people,)
        From a drug's ``individual``.
    """
    cord = _cord(values, "cord", "cord_legs")
    slope, largest = values["relief_slope"], values["relief_maximum"]
    ec50 = _ec50(values)
    legs = Hill(ec50, slope, largest)
    spasms = Hill(ec50 * values["relief_spasms_ec50_ratio"], slope, largest)
    weakness = Weakness(
        cord=Hill(ec50 * values["weakness_cord_ec50_ratio"], values["weakness_cord_slope"]),
        blood=Hill(values["weakness_blood_ec50"], maximum=values["weakness_blood_maximum"]),
    )
    spastic = Spasms(values["spasms_per_day"])
    return (
        Endpoint(
            "relief_legs",
            "",
            "higher",
            "cord_legs",
            legs,
            cord,
            "relief of tone in the legs",
            caution=_no_tone(values),
        ),
        Endpoint(
            "relief_spasms",
            "",
            "higher",
            "cord_legs",
            spasms,
            cord,
            "relief of spasms",
            caution=_no_spasms(values),
        ),
        Endpoint(
            "ashworth_legs",
            "points",
            "lower",
            "relief_legs",
            _ashworth(values),
            meaning="tone in the legs (Ashworth 1-5)",
            possible=_ASHWORTH,
            caution=_no_tone(values),
        ),
        Endpoint(
            "spasms_per_day",
            "1/day",
            "lower",
            "relief_spasms",
            spastic,
            meaning="spasms a day",
            caution=_no_spasms(values),
        ),
        Endpoint("weakness", "", "lower", ("cord_legs", "blood"), weakness, cord, "weakness"),
    )


def at_the_arms(values: Values) -> tuple[Endpoint, ...]:
    """Return what is read at the cord of the arms."""
    ec50 = _ec50(values) * values["relief_arms_ec50_ratio"]
    return (
        Endpoint(
            "relief_arms",
            "",
            "higher",
            "cord_arms",
            Hill(ec50, values["relief_slope"], values["relief_maximum"]),
            _cord(values, "cord_arms", "cord_arms"),
            "relief of tone in the arms",
            caution=_no_tone(values),
        ),
        Endpoint(
            "ashworth_arms",
            "points",
            "lower",
            "relief_arms",
            _ashworth(values),
            meaning="tone in the arms (Ashworth 1-5)",
            possible=_ASHWORTH,
            caution=_no_tone(values),
        ),
    )


def _ec50(values: Values) -> Array:
    return values["relief_legs_ec50"] * values["ec50_factor"]


def _ashworth(values: Values) -> Ashworth:
    return Ashworth(values["baseline_ashworth"], values["contracture_share"])


def _no_tone(values: Values) -> str:
    normal = values["baseline_ashworth"] <= _ASHWORTH[0]
    if np.all(normal):
        return "Tone is normal before treatment, so there is none to relieve."
    if np.all(normal | (values["contracture_share"] >= 1)):
        return "All tone is contracture, which no drug removes, so there is none to relieve."
    return ""


def _no_spasms(values: Values) -> str:
    none = np.all(values["spasms_per_day"] <= 0)
    return "There are no spasms before treatment, so there are none to relieve." if none else ""


def at_the_brain(values: Values) -> tuple[Endpoint, ...]:
    """Return what is read at the brain."""
    half_time = values["brain_adaptation_half_time"]
    brain = Adaptation(
        name="brain",
        site="brain",
        maximum=values["brain_adaptation_maximum"],
        half_way=values["brain_adaptation_half_way"],
        slope=values["brain_adaptation_slope"],
        half_time_up_h=half_time,
        half_time_down_h=half_time,
    )
    drowsy = Hill(values["drowsiness_ec50"], values["drowsiness_slope"])
    observed = Observed(values["drowsiness_background"], values["drowsiness_reporting"])
    sedation = Scored(Hill(values["sedation_ec50"], values["sedation_slope"]))
    dizzy = Hill(values["dizziness_ec50"], values["dizziness_slope"])
    stopping = Hill(values["discontinuation_ec50"], values["discontinuation_slope"])
    return (
        Endpoint("drowsiness", "", "lower", "brain", drowsy, brain, "drowsiness"),
        Endpoint(
            "drowsiness_observed",
            "",
            "lower",
            "drowsiness",
            observed,
            meaning="drowsiness as reported",
        ),
        Endpoint(
            "sedation",
            "0-100",
            "lower",
            "brain",
            sedation,
            brain,
            "sedation score",
            _SCORE,
        ),
        Endpoint("dizziness", "", "lower", "brain", dizzy, brain, "dizziness"),
        Endpoint(
            "discontinuation",
            "",
            "lower",
            "brain",
            stopping,
            None,
            "stopping for adverse effects within 12 weeks",
        ),
    )


def _cord(values: Values, name: str, site: str) -> Adaptation:
    """Return the adaptation of one level of the cord."""
    return Adaptation(
        name=name,
        site=site,
        maximum=values["cord_adaptation_maximum"] * values["cord_adaptation_factor"],
        half_way=values["cord_adaptation_half_way"],
        slope=values["cord_adaptation_slope"],
        half_time_up_h=values["cord_adaptation_half_time_up"],
        half_time_down_h=values["cord_adaptation_half_time_down"],
        drift_per_h=values["cord_drift_rate"],
    )
