"""Observations of many people, read in the one who is typical of them.

A fit needs one reading for all it rests on. A group's mean, read as an average over people who
differ, shows more of an effect that is small in a typical person, and less of one that is large;
where some observations are read so and others are not, that difference moves what is fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from titrate.errors import InvalidValue, shown
from titrate.patients import Patient
from titrate.validation.observation import Arm, Observation, PeopleAsked

_MIDDLES = ("mean", "median")


def in_typical_person(observation: Observation) -> Observation:
    """Return an observation with each group replaced by one person in its middle.

    Parameters
    ----------
    observation : Observation
        Of one person it is returned as it is.

    Raises
    ------
    InvalidValue
        If it asks how people differ, which one person cannot tell.
    """
    asked = observation.over_people
    if asked is None:
        return observation
    if asked.statistic not in _MIDDLES:
        raise InvalidValue(
            f"The observation {observation.id!r} asks for the {asked.statistic} over people, which "
            "one typical person cannot tell.",
            'Leave it out, or read observations with people = "drawn".',
        )
    return replace(observation, arms=tuple(map(_typical, observation.arms)), over_people=None)


def _typical(arm: Arm) -> Arm:
    who = arm.given.who
    if isinstance(who, Patient):
        return arm
    return replace(arm, given=replace(arm.given, who=_middle(who)))


def _middle(people: PeopleAsked) -> Patient:
    """Return the person with the drug's typical numbers and the group's mean covariates."""
    covariates: dict[str, object] = {}
    for name, asked in people.covariates.items():
        if isinstance(asked, Mapping):
            raise InvalidValue(
                f"{name} is shared out, {shown(asked)}, and nobody is typical of that.",
                "Write an observation for each.",
            )
        covariates[name] = asked[0] if isinstance(asked, tuple) else asked
    return Patient(**covariates)  # pyright: ignore[reportArgumentType]  the reader has tried them
