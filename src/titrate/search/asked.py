"""Whether what `find_window` was asked for can be meant: the goals, and the ends of the range."""

from __future__ import annotations

from titrate.errors import UnknownName, UnusualDose, require_kind
from titrate.model import DrugModel
from titrate.pd import Endpoint
from titrate.search.goals import Goals
from titrate.search.varied_dose import VariedDose
from titrate.simulation import Subject


def goals_for(drug: DrugModel, goals: Goals | None, endpoints: tuple[Endpoint, ...]) -> Goals:
    """Return the goals, or the default ones, checked against a drug's endpoints.

    Raises
    ------
    InvalidValue
        If they are no `Goals`.
    UnknownName
        If a goal, or a default goal, names no endpoint, or one that the drug's preset leaves out.
    """
    if goals is not None:
        require_kind("goals", goals, Goals, "Give goals=tt.Goals(at_least=..., at_most=...).")
    for goal in (goals or Goals()).goals:
        drug.require_has("endpoint", goal.endpoint)
    if goals is not None:
        return goals.require_for(endpoints)
    try:
        return Goals().require_for(endpoints)
    except UnknownName as wrong:
        raise UnknownName(f"{wrong.problem} It is a default goal.", _own_goals(endpoints)) from None


def _own_goals(endpoints: tuple[Endpoint, ...]) -> str:
    if not endpoints:
        return "The drug has no endpoints; a window needs one: DrugModel(endpoints=...)."
    first = endpoints[0]
    side = "at_least" if first.better == "higher" else "at_most"
    names = ", ".join(sorted(endpoint.name for endpoint in endpoints))
    return (
        f'Give goals of the drug\'s own: goals=tt.Goals({side}={{"{first.name}": ...}}). '
        f"Endpoints: {names}."
    )


def checked_level(
    subject: Subject, task: VariedDose, level: float, unusual_dose: bool
) -> tuple[str, ...]:
    """Return the notes on one end of a search; refuse a dose outside the domain of its door.

    Raises
    ------
    UnusualDose
        Saying that the regimen is not the one written, but that one scaled.
    """
    regimen = task.at(level)
    try:
        return subject.drug.check(regimen, weight_kg=subject.weight_kg, unusual_dose=unusual_dose)
    except UnusualDose as wrong:
        last = " on its last day" if task.scalable and len(regimen.daily_parts) > 1 else ""
        how = "scaled to" if task.scalable else "at"
        what = f"{task.words[0].upper()}{task.words[1:]}, {how} {level:g} {task.unit}{last}"
        unit = task.unit.removesuffix("/day") if task.number is None else task.number.unit
        raise UnusualDose(
            f"{what}, leaves the domain: {wrong.problem}",
            f"Narrow the range with daily_{unit}=(low, high). {wrong.hint}",
        ) from None
