"""The simulated value of an observation, under the drug as it is or as one would have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from titrate.errors import InvalidValue
from titrate.model import DrugModel, dialysis
from titrate.patients import Patient, Population
from titrate.scales import convert_score
from titrate.timecourse import Array
from titrate.units import UNITS, convert
from titrate.validation.holding import dose_that_holds
from titrate.validation.loading import loaded
from titrate.validation.measures import AS_LOOKED_AT, MEASURES
from titrate.validation.measuring import Who, measured
from titrate.validation.observation import Arm, Observation, PeopleAsked
from titrate.validation.own_endpoints import extended
from titrate.validation.people import monte_carlo_error, over_people
from titrate.validation.scores import scale_of
from titrate.validation.trial_reading import Steps, read_score, read_share

_HALF = 2
_PERCENT = 100.0


@dataclass(frozen=True)
class Simulated:
    """What the simulator says of an observation.

    Parameters
    ----------
    value : float
        In the observation's unit; infinite where what is waited for never happens.
    error : float or None
        Standard error of the value from drawing people; None where nobody is drawn.
    people : int
        How many were simulated.
    steps : tuple of (str, float)
        How a trial's reading came about, of the first arm; empty without one.
    """

    value: float
    error: float | None
    people: int
    steps: tuple[tuple[str, float], ...] = ()


def simulated(
    observation: Observation, drug: DrugModel | None = None, *, quick: bool = False
) -> Simulated:
    """Return the simulated value of an observation.

    Parameters
    ----------
    observation : Observation
    drug : DrugModel, optional
        Another form of the drug, such as ``tt.load_drug("baclofen").with_values(phi=2)``: it
        stands in for the usual preset. Arms that name a preset of their own keep it.
    quick : bool
        Draw half as many people.

    Raises
    ------
    TitrateError
        If the observation asks for something that cannot be simulated.
    """
    values: list[Array] = []
    steps: Steps = []
    for arm in observation.arms:
        model = drug_of(observation, arm, drug)
        who = who_of(arm, model, quick=quick)
        found, taken = _read(observation, model, _in_unit(observation, arm, model, who))
        values.append(found)
        steps = steps or taken
    people = _compared(observation.compare, values)
    asked = observation.over_people
    if asked is None:
        return Simulated(float(people[0]), None, 1, tuple(steps))
    seed = _seed_of(observation)
    error = monte_carlo_error(asked, people, seed)
    return Simulated(over_people(asked, people), error, len(people), tuple(steps))


def drug_of(observation: Observation, arm: Arm, drug: DrugModel | None = None) -> DrugModel:
    """Return the drug that an arm is given, with what the observation's file adds to it."""
    given = arm.given
    base = loaded(observation.drug, given.preset)
    if drug is not None and given.preset in (None, drug.preset):
        base = drug
    model = extended(base, observation.parameters, observation.endpoints)
    if given.values:
        model = model.with_values(**given.values)
    return dialysis(model, **given.dialysis) if given.dialysis else model  # pyright: ignore[reportArgumentType]


def who_of(arm: Arm, drug: DrugModel, *, quick: bool = False) -> Who:
    """Return the patient or the people of an arm."""
    asked = arm.given.who
    if isinstance(asked, Patient):
        return asked
    return Population.sample(
        max(2, asked.n // _HALF) if quick else asked.n,
        seed=asked.seed,
        drug=drug,
        cv_percent=asked.cv_percent,
        **asked.covariates,  # pyright: ignore[reportArgumentType]  the reader has tried them
    )


def _seed_of(observation: Observation) -> int:
    who = observation.arms[0].given.who
    assert isinstance(who, PeopleAsked)  # the reader asks for people where a statistic is
    return who.seed


def _in_unit(observation: Observation, arm: Arm, drug: DrugModel, who: Who) -> Array:
    """Return the measure of an arm in the observation's unit or on its scale, (people,)."""
    looked = arm.looked
    own = MEASURES[looked.measure].unit
    if looked.measure == "dose_that_holds":
        holds = looked.holds
        level = drug.parameters.value(holds) if isinstance(holds, str) else float(holds or 0)
        return convert(
            dose_that_holds(arm, drug, who, level), "ug/h", observation.measured_unit or own
        )
    value = measured(arm, drug, who)
    own = internal_unit(arm, drug) if own == AS_LOOKED_AT else own
    scored = scale_of(looked) if not observation.reading else ""
    if scored and observation.scale != scored:
        return np.array([convert_score(v, scored, observation.scale) for v in value.tolist()])
    wanted = observation.measured_unit
    finite = np.isfinite(value)
    if wanted and own not in (wanted, ""):
        return np.where(finite, convert(np.where(finite, value, 0.0), own, wanted), np.inf)
    return value


def internal_unit(arm: Arm, drug: DrugModel) -> str:
    """Return the unit in which what an arm looks at comes; empty for a share or a score."""
    looked = arm.looked
    match looked.subject:
        case "site":
            return "ug/L"
        case "value" if looked.name in drug.parameters:
            unit = drug.parameters[looked.name].unit
            internal = UNITS[unit].internal
            return "" if internal == "1" else internal
        case _:
            return ""


def _read(observation: Observation, drug: DrugModel, value: Array) -> tuple[Array, Steps]:
    reading = observation.reading
    if reading is None:
        return value, []
    terms = reading.terms

    def term(name: str) -> float:
        return drug.parameters.value(terms[name])

    if reading.kind == "score":
        return read_score(value, term, reading.arm, observation.scale)
    return read_share(value, term, reading.arm)


_COMPARED: Mapping[str, Callable[..., Array]] = {
    "": lambda value: value,
    "difference": lambda first, second: first - second,
    "ratio": lambda first, second: first / second,
    "percent_change": lambda first, second: _PERCENT * (first - second) / second,
    "ratio_of_differences": lambda a, b, c, d: (a - b) / (c - d),
}


def _compared(how: str, values: list[Array]) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _COMPARED[how](*values)
    if np.any(np.isnan(found) | np.isneginf(found)):
        raise InvalidValue(
            "The arms cannot be compared: the result is no number.",
            "Look for an arm that is 0 or that never reaches its threshold.",
        )
    return found
