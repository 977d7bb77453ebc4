"""Where a run begins: never treated, long settled on the regimen, or where another run ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from titrate.dosing import Regimen
from titrate.errors import InvalidValue, NoSteadyState, shown
from titrate.pd import AnyAdaptation, Tolerance
from titrate.pk import Problem, State, arrivals, repeated_pattern, steady_state
from titrate.simulation.exposure import Subject, looked_up
from titrate.simulation.panels import panels_over
from titrate.simulation.responding import settled_habit
from titrate.timecourse import Array, frozen


@dataclass(frozen=True, eq=False)
class Final:
    """Where people stand at the end of a run: amounts, what is pending, how far they adapted.

    Parameters
    ----------
    state : State
    adaptation : mapping of name to Array (people,)
    """

    state: State
    adaptation: Mapping[str, Array]

    def __repr__(self) -> str:
        level = ", ".join(f"{k} {float(np.median(v)):.3g}" for k, v in self.adaptation.items())
        return f"<final {self.state!r}; adaptation: {level or 'none'}>"


Initial = Final | Literal["adapted"] | None


def start_of(
    subject: Subject, regimen: Regimen, initial: Initial, adaptations: tuple[AnyAdaptation, ...]
) -> Final | None:
    """Return where a run begins; None in a body that has never been given the drug.

    Raises
    ------
    NoSteadyState
        If ``"adapted"`` is asked of a regimen that repeats no pattern.
    InvalidValue
        If ``initial`` is none of the three.
    """
    require_initial(subject, initial, adaptations)
    if initial is None or isinstance(initial, Final):
        return initial
    state = steady_state(subject.model, regimen, weight_kg=subject.weight_kg)
    return Final(state, _settled(subject, regimen, state, adaptations))


def require_initial(
    subject: Subject, initial: object, adaptations: tuple[AnyAdaptation, ...]
) -> None:
    """Raise unless a run of these people can begin at ``initial``.

    Raises
    ------
    InvalidValue
        If it is none of those, or of other people.
    NoSteadyState
        If they are to be settled and differ from occasion to occasion, or have a tolerance by an
        equation of its own.
    """
    if isinstance(initial, Final):
        people = max(len(v) for v in (initial.state.values, *initial.adaptation.values()))
        if people not in (1, len(subject.people)):
            raise InvalidValue(
                f"The initial result is of {people} people and this run is of "
                f"{len(subject.people)}.",
                "Continue with the same people.",
            )
        missing = [a.name for a in adaptations if a.name not in initial.adaptation]
        if missing:
            raise InvalidValue(
                f"The initial result holds no adaptation called {missing[0]!r}.",
                "Simulate the first run with the endpoints that adapt.",
            )
    elif isinstance(initial, str) and initial == "adapted":
        if subject.people.occasions is not None:
            raise NoSteadyState(
                "People who differ from occasion to occasion settle on no pattern.",
                "Settle them as they usually are, people.with_occasions(None, seed=None), and "
                "begin with that result's final; or simulate the time before.",
            )
        own = [a.name for a in adaptations if isinstance(a, Tolerance)]
        if own:
            raise NoSteadyState(
                f"Where the tolerance {own[0]!r} settles is not known: its equation is its own.",
                "Simulate the time before, and begin with that result.final.",
            )
    elif initial is not None:
        held = isinstance(getattr(initial, "final", None), Final)
        hint = 'Give None (never treated), "adapted", or an earlier result.final.'
        raise InvalidValue(f"initial is {shown(initial)}.", "Give result.final." if held else hint)


def _settled(
    subject: Subject, regimen: Regimen, state: State, adaptations: tuple[AnyAdaptation, ...]
) -> dict[str, Array]:
    if not adaptations:
        return {}
    problem = settled_period(subject, regimen, state)
    panels = panels_over(problem.line.cuts_h, 0.0, problem.end_h)
    sites = tuple(dict.fromkeys(a.site for a in adaptations))
    seen = looked_up(problem, panels.nodes_h, sites, panels.before)
    habit = settled_habit(adaptations, panels, seen)
    return {name: frozen(level) for name, level in habit.start.items()}


def settled_period(subject: Subject, regimen: Regimen, state: State) -> Problem:
    """Return the problem of one period of a regimen's pattern, begun in its steady state.

    Raises
    ------
    NoSteadyState
        If the regimen repeats no pattern.
    """
    pattern = repeated_pattern(regimen)
    arriving = arrivals(subject.model, pattern.doses, subject.weight_kg)
    inputs = state.pending.together(arriving).between(0.0, pattern.period_h)
    return Problem(subject.model, inputs, state, pattern.period_h)
