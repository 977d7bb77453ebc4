"""The verb `simulate`: a drug, people and a regimen in; a result out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from titrate.dosing import Regimen, require_regimen
from titrate.errors import InvalidValue, require_choice, require_names
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.pd import Adaptation
from titrate.pk import Ode, Problem, solution_of
from titrate.simulation.exposure import ORDER, adaptations_of, looked_up, sites_of, subject_of
from titrate.simulation.panels import panels_over
from titrate.simulation.responding import adaptation_courses, responses
from titrate.simulation.result import Result
from titrate.simulation.starting import Final, Initial, start_of
from titrate.timecourse import Array, TimeCourse, checked_times, frozen

# One person is looked at every quarter of an hour for up to this long, and hourly beyond it.
_CLOSELY_UP_TO_H = 14 * 24
_QUARTER_H = 0.25
# Adaptation needs a finer mesh than the output times; so many people at once keep it small.
_PEOPLE_AT_A_TIME = 250


def simulate(
    drug: DrugModel,
    who: Patient | Population,
    regimen: Regimen,
    times_h: npt.ArrayLike | None = None,
    *,
    outputs: Sequence[str] | None = None,
    initial: Initial = None,
    method: str | Ode = "exact",
    unusual_dose: bool = False,
) -> Result:
    """Give a regimen to a patient or a population.

    Parameters
    ----------
    drug : DrugModel
    who : Patient or Population
    regimen : Regimen
    times_h : array_like, shape (times,), optional
        Increasing output times in h. By default from 0 to the regimen's end: every quarter of an
        hour for one person up to 14 days, else hourly.
    outputs : sequence of str, optional
        Sites and endpoints to return; all by default.
    initial : None, "adapted" or a result's final
        Never treated; long settled on the pattern that the regimen begins with; or where an
        earlier run ended.
    method : {"exact", "ode"} or Ode
        How the kinetics are solved.
    unusual_dose : bool
        Let doses outside the domain of the drug's doors pass, with a note.

    Returns
    -------
    Result
        Curves of shape (times,) for a Patient, (people, times) for a Population.

    Raises
    ------
    UnusualDose
        If a dose lies outside the domain of its door.
    UnknownName
        If the drug has no door for a route, or an output is neither site nor endpoint.
    InvalidTimes
        If the output times are empty, unsorted, not finite or before 0.

    Examples
    --------
    >>> import titrate as tt
    >>> drug = tt.load_drug("baclofen")
    >>> patient = tt.Patient(weight_kg=70, origin="ms")
    >>> result = tt.simulate(drug, patient, tt.oral(dose_mg=10, every_h=8, days=3))
    >>> float(result.measures("plasma").c_max.round(0))
    190.0
    """
    subject = subject_of(drug, who)
    require_regimen(regimen, ORDER)
    times = _default_times(regimen, who) if times_h is None else checked_times(times_h)
    notes = drug.check(regimen, weight_kg=subject.weight_kg, unusual_dose=unusual_dose)
    sites, names = _outputs(outputs, subject.model.site_names, [e.name for e in subject.endpoints])
    endpoints = tuple(e for e in subject.endpoints if e.name in names)
    adaptations = adaptations_of(endpoints)
    start = start_of(subject, regimen, initial, adaptations)
    problem = subject.given(regimen, times, None if start is None else start.state, method)
    needed = tuple(dict.fromkeys((*sites, *sites_of(endpoints))))
    people = subject.people
    solution = solution_of(problem, times, needed, people.names, people.alone)
    level, end = _adaptation(problem, adaptations, start, times)
    curves = solution.concentration.curves
    found = responses(endpoints, curves, level)

    def course(kind: str, values: dict[str, Array], units: dict[str, str]) -> TimeCourse:
        held = {name: frozen(value) for name, value in values.items()}
        return TimeCourse(times, held, units, people.names, kind, people.alone)

    return Result(
        drug=drug,
        who=people,
        regimen=regimen,
        concentration=course(
            "concentration", {s: curves[s] for s in sites}, dict.fromkeys(sites, "ug/L")
        ),
        response=course("response", found, {e.name: e.unit for e in endpoints}),
        adaptation=course("adaptation", level, {}),
        endpoints=endpoints,
        final=Final(solution.final, end),
        provenance=subject.provenance(notes),
        solution=solution,
    )


def _adaptation(
    problem: Problem, adaptations: tuple[Adaptation, ...], start: Final | None, times_h: Array
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return how far each adaptation is at the output times, and at the end of the run."""
    if not adaptations:
        return {}, dict(start.adaptation) if start is not None else {}
    panels = panels_over(problem, 0.0, problem.end_h)
    sites = tuple(dict.fromkeys(a.site for a in adaptations))
    people = problem.people
    level = {a.name: np.empty((people, len(times_h))) for a in adaptations}
    end = {a.name: np.empty(people) for a in adaptations}
    for begin in range(0, people, _PEOPLE_AT_A_TIME):
        who = slice(begin, begin + _PEOPLE_AT_A_TIME)
        some, theirs = problem.take(who), [a.take(who) for a in adaptations]
        first = None if start is None else {n: v[who] for n, v in start.adaptation.items()}
        seen = looked_up(some, panels.nodes_h, sites, panels.before)
        for name, course in adaptation_courses(theirs, panels, seen, first).items():
            level[name][who] = panels.between_nodes(course, times_h)
            end[name][who] = course[..., -1]
    untouched = {} if start is None else dict(start.adaptation)
    return level, untouched | {name: frozen(values) for name, values in end.items()}


def _default_times(regimen: Regimen, who: Patient | Population) -> Array:
    end = regimen.end_h
    closely = isinstance(who, Patient) and end <= _CLOSELY_UP_TO_H
    step = _QUARTER_H if closely else 1.0
    times = np.arange(0.0, end, step)
    return frozen(np.append(times[times < end - step / 2], end))


def _outputs(
    outputs: Sequence[str] | None, sites: Sequence[str], endpoints: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if outputs is None:
        return tuple(sites), tuple(endpoints)
    outputs = require_names("outputs", outputs, 'outputs=["plasma"]')
    if not outputs:
        raise InvalidValue("outputs is empty.", 'Give a list of names: ["plasma"].')
    for name in outputs:
        require_choice("output", name, [*sites, *endpoints])
    chosen = dict.fromkeys(outputs)
    return tuple(n for n in chosen if n in sites), tuple(n for n in chosen if n in endpoints)
