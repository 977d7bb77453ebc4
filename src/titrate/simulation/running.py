"""The verb `simulate`: a drug, people and a regimen in; a result out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from titrate.dosing import Regimen, require_regimen
from titrate.errors import InvalidValue, require_choice, require_names
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.pd import AnyAdaptation, Endpoint, Panels, Places, widest_h, with_read
from titrate.pk import Ode, Problem, named_solution
from titrate.simulation.exposure import (
    ORDER,
    Subject,
    adaptations_of,
    looked_up,
    sites_of,
    subject_of,
)
from titrate.simulation.occasions import curves_in_turn
from titrate.simulation.panels import panels_over, shared
from titrate.simulation.responding import Habit, habit_over, responses
from titrate.simulation.result import Result
from titrate.simulation.starting import Final, Initial, start_of
from titrate.timecourse import Array, TimeCourse, checked_times, frozen

# One person is looked at every quarter of an hour for up to this long, and hourly beyond it.
_CLOSELY_UP_TO_H = 14 * 24
_QUARTER_H = 0.25
# Responses of more people at a time leave the processor's cache.
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
    subject = subject_of(drug, who, curves_may_change=True)
    require_regimen(regimen, ORDER)
    times = _default_times(regimen, who) if times_h is None else checked_times(times_h)
    notes = drug.check(regimen, weight_kg=subject.weight_kg, unusual_dose=unusual_dose)
    sites, names = _outputs(
        drug, outputs, subject.model.site_names, [e.name for e in subject.endpoints]
    )
    adaptations = adaptations_of(with_read(names, subject.endpoints))
    start = start_of(subject, regimen, initial, adaptations)
    problem = subject.given(regimen, times, None if start is None else start.state, method)
    found = _by_the_hundred(subject, problem, start, times, sites, names)
    solution = named_solution(
        problem,
        times,
        found.sites,
        found.concentration,
        found.end,
        subject.people.names,
        subject.people.alone,
    )
    adapted = ({} if start is None else dict(start.adaptation)) | found.adapted
    return Result(
        drug=drug,
        who=subject.people,
        regimen=regimen,
        concentration=replace(
            solution.concentration, curves={s: solution.concentration.curves[s] for s in sites}
        ),
        response=_course(subject, times, "response", found.response),
        adaptation=_course(subject, times, "adaptation", found.adaptation),
        endpoints=tuple(e for e in subject.endpoints if e.name in names),
        adapted={name: frozen(level) for name, level in adapted.items()},
        provenance=subject.provenance(notes),
        solution=solution,
    )


def _course(subject: Subject, times_h: Array, kind: str, values: Mapping[str, Array]) -> TimeCourse:
    units = {e.name: e.unit for e in subject.endpoints if e.name in values}
    held = {name: frozen(value) for name, value in values.items()}
    people = subject.people
    return TimeCourse(times_h, held, units, people.names, kind, people.alone)


@dataclass(frozen=True, eq=False)
class _Found:
    """What a run is filled into: (people, times) by name, sites stacked."""

    sites: tuple[str, ...]
    concentration: Array
    end: Array | None
    response: dict[str, Array]
    adaptation: dict[str, Array]
    adapted: dict[str, Array]


def _by_the_hundred(
    subject: Subject,
    problem: Problem,
    start: Final | None,
    times_h: Array,
    sites: Sequence[str],
    names: Sequence[str],
) -> _Found:
    """Run some hundred people at a time: what they need then stays in the processor's cache."""
    endpoints = with_read(names, subject.endpoints)
    adaptations = adaptations_of(endpoints)
    needed = tuple(dict.fromkeys((*sites, *sites_of(endpoints))))
    people, states = problem.people, len(problem.model.states)
    shape = (people, len(times_h))
    # One array for many curves: large ones are given to us in large pages.
    habits = [name for a in adaptations for name in a.course_names]
    levels = np.empty((len(habits), *shape))
    found = _Found(
        needed,
        np.empty((len(needed), *shape)),
        np.empty((people, states)) if isinstance(problem.method, Ode) else None,
        dict(zip(names, np.empty((len(names), *shape)), strict=True)),
        dict(zip(habits, levels, strict=True)),
        {name: np.empty(people) for name in habits},
    )
    mesh = panels_over(problem.line.cuts_h, 0.0, problem.end_h, widest_h(adaptations))
    places = Places.at(mesh, times_h)
    for begin in range(0, people, _PEOPLE_AT_A_TIME):
        who = slice(begin, min(begin + _PEOPLE_AT_A_TIME, people))
        everyone = who.stop - who.start == people
        some, theirs = (problem, subject) if everyone else (problem.take(who), subject.take(who))
        seen = found.concentration[:, who]
        end = some.look(times_h, needed, into=seen)[1]
        if found.end is not None:
            found.end[who] = end
        there = dict(zip(needed, seen, strict=True))
        chosen = with_read(names, theirs.endpoints)
        level: dict[str, Array] = {}
        if adaptations:
            first = None if start is None else {n: _of(v, who) for n, v in start.adaptation.items()}
            habit = _adapting(some, adaptations_of(chosen), mesh, first)
            level = habit.at(places, {name: each[who] for name, each in found.adaptation.items()})
            for name, end in habit.end.items():
                found.adapted[name][who] = end
        clock_h = times_h + problem.start.clock_h
        for when, curves in _turns(theirs, chosen, clock_h):
            read = [{n: v[:, when] for n, v in each.items()} for each in (there, level)]
            for name, response in responses(curves, *read).items():
                if name in found.response:
                    found.response[name][who, when] = response
    return found


def _turns(
    subject: Subject, usual: tuple[Endpoint, ...], clock_h: Array
) -> Iterable[tuple[slice, tuple[Endpoint, ...]]]:
    """Return which curves hold at which of the times."""
    if not subject.curves_change:
        return ((slice(None), usual),)
    return curves_in_turn(subject.drug, subject.people, usual, clock_h)


def _of(values: Array, who: slice) -> Array:
    return values[who] if len(values) > 1 else values


def _adapting(
    problem: Problem,
    adaptations: tuple[AnyAdaptation, ...],
    mesh: Panels,
    start: Mapping[str, Array] | None,
) -> Habit:
    sites = tuple(dict.fromkeys(a.site for a in adaptations))
    panels = shared(mesh, [problem], sites)
    seen = looked_up(problem, panels.nodes_h, sites, panels.before)
    return habit_over(adaptations, panels, seen, start)


def _default_times(regimen: Regimen, who: Patient | Population) -> Array:
    end = regimen.end_h
    closely = isinstance(who, Patient) and end <= _CLOSELY_UP_TO_H
    step = _QUARTER_H if closely else 1.0
    times = np.arange(0.0, end, step)
    return frozen(np.append(times[times < end - step / 2], end))


def _outputs(
    drug: DrugModel,
    outputs: Sequence[str] | None,
    sites: Sequence[str],
    endpoints: Sequence[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if outputs is None:
        return tuple(sites), tuple(endpoints)
    outputs = require_names("outputs", outputs, 'outputs=["plasma"]')
    if not outputs:
        raise InvalidValue("outputs is empty.", 'Give a list of names: ["plasma"].')
    for name in outputs:
        drug.require_has("output", name)
        require_choice("output", name, [*sites, *endpoints])
    chosen = dict.fromkeys(outputs)
    return tuple(n for n in chosen if n in sites), tuple(n for n in chosen if n in endpoints)
