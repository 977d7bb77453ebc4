"""Steady states in closed form: a pattern that has been repeated for ever, solved, not repeated."""

from __future__ import annotations

import numpy as np

from titrate.dosing import Regimen, Repeating, require_regimen
from titrate.errors import NoSteadyState
from titrate.pk.compartments import CompartmentModel
from titrate.pk.exponential import exponential
from titrate.pk.given import checked_weights, require_model
from titrate.pk.inputs import Inputs, arrivals
from titrate.pk.problem import Problem
from titrate.pk.state import State, untreated
from titrate.timecourse import Array, frozen

# Doses of one pattern that may arrive at the same time.
_MOST_OVERLAPS = 10_000


def steady_state(
    model: CompartmentModel, regimen: Regimen, *, weight_kg: Array | None = None
) -> State:
    """Return the state of a body that has long been given a regimen, just before its first dose.

    Parameters
    ----------
    model : CompartmentModel
        Linear, with rates that do not change.
    regimen : Regimen
        Repeats from its start; of several phases the first counts.
    weight_kg : Array (people,), optional
        Needed where doses are written per kg.

    Returns
    -------
    State
        With what is still on its way from the doses before. Ledgers count from this instant, so
        they hold nothing.

    Raises
    ------
    NoSteadyState
        If the regimen repeats nothing, the model is not linear or changes with time, or some
        drug never leaves the body.
    """
    require_model(model)
    weights = checked_weights(weight_kg)
    pattern = repeated_pattern(require_regimen(regimen))
    _require_closed_form(model)
    return settled(model, arrivals(model, pattern.doses, weights), pattern.period_h)


def settled(model: CompartmentModel, one_period: Inputs, period_h: float) -> State:
    """Return the state of a body just before what has arrived every ``period_h`` arrives again.

    Parameters
    ----------
    model : CompartmentModel
    one_period : Inputs
        What one period brings; lags and constant rates may reach into later ones.
    period_h : float

    Returns
    -------
    State
        With what is still on its way from the periods before.

    Raises
    ------
    NoSteadyState
        If the model is not linear or changes with time, or some drug never leaves the body.
    """
    _require_closed_form(model)
    wrapped, pending = _wrapped(one_period, period_h)
    problem = Problem(model, wrapped, untreated(model), period_h)
    gained = problem.ends()
    return State(model.states, frozen(_repeated(model, period_h, gained)), pending)


def settled_at_rate(model: CompartmentModel, rate_ug_per_h: Array) -> State:
    """Return the state of a body into which drug has run at constant rates for ever.

    Parameters
    ----------
    model : CompartmentModel
    rate_ug_per_h : Array, shape (people or 1, compartments)

    Raises
    ------
    NoSteadyState
        If the model is not linear or changes with time, or some drug never leaves the body.
    """
    _require_closed_form(model)
    matrix = model.rate_matrix()
    mass = _mass(model)
    _require_leaving(model, mass)
    people = max(len(matrix), len(rate_ug_per_h))
    result = np.zeros((people, len(model.states)))
    leaving = -matrix[:, mass][:, :, mass]
    if mass:
        result[:, mass] = np.linalg.solve(leaving, rate_ug_per_h[:, mass, None])[..., 0]
    sites = model.site_matrix()
    # A delay at rest is the site it follows; in as many rounds as there are, each has followed.
    for _ in model.delays:
        seen = np.matmul(sites, result[..., None])[..., 0]
        for delay in model.delays:
            followed = model.site_names.index(delay.of)
            result[:, model.states.index(delay.name)] = seen[:, followed]
    return State(model.states, frozen(result), Inputs.none())


def _require_closed_form(model: CompartmentModel) -> None:
    if not model.is_linear or model.has_clock:
        why = "its rates change with time" if model.is_linear else "it is not linear"
        raise NoSteadyState(
            f"The model has no steady state in closed form: {why}.",
            "Simulate until nothing changes any more.",
        )


def _mass(model: CompartmentModel) -> list[int]:
    """Return the compartments that can be left, by index."""
    return [i for i, name in enumerate(model.compartments) if name not in model.ledgers]


def repeated_pattern(regimen: Regimen) -> Repeating:
    """Return the pattern a regimen repeats from its start, or raise `NoSteadyState`."""
    pattern = regimen.repeating
    if pattern is None:
        raise NoSteadyState(
            f"The regimen repeats no pattern from its start: {regimen}.",
            "Begin it with a repeated course or a pump.",
        )
    return pattern


def _wrapped(inputs: Inputs, period_h: float) -> tuple[Inputs, Inputs]:
    """Return what arrives in one period of a long-standing pattern, and what is left over.

    Lags and constant rates reach from one period into the next ones.
    """
    reach = float(np.max(inputs.end_h, initial=0.0))
    periods = int(np.ceil(reach / period_h)) + 1
    if periods > _MOST_OVERLAPS:
        raise NoSteadyState(
            f"What is given every {period_h:g} h goes on arriving for {reach:g} h, so more than "
            f"{_MOST_OVERLAPS:,} doses would arrive at once.",
            "Give fewer: a longer interval, or a shorter lag or duration.",
        )
    back_h: Array = period_h * np.arange(periods, dtype=np.float64)
    pending = _earlier(inputs, back_h[1:]).between(0.0, np.inf)
    return _as_one(_earlier(inputs, back_h).between(0.0, period_h), period_h), pending


def _earlier(inputs: Inputs, by_h: Array) -> Inputs:
    """Return the same arrivals again and again, each time earlier by another length."""
    times = len(by_h)
    return Inputs(
        (inputs.time_h - by_h[:, None]).reshape(-1),
        np.tile(inputs.duration_h, times),
        np.tile(inputs.amount_ug, (1, times)),
        np.tile(inputs.compartment, times),
    )


def _as_one(inputs: Inputs, period_h: float) -> Inputs:
    """Return what arrives in a period; all that runs through it into a compartment as one rate."""
    through, rest = inputs.duration_h == period_h, inputs.duration_h != period_h
    into = np.unique(inputs.compartment[through])
    sums = [inputs.amount_ug[:, through & (inputs.compartment == one)].sum(axis=1) for one in into]
    return Inputs(
        np.append(inputs.time_h[rest], np.zeros(len(into))),
        np.append(inputs.duration_h[rest], np.full(len(into), period_h)),
        np.column_stack([inputs.amount_ug[:, rest], *sums]),
        np.append(inputs.compartment[rest], into),
    )


def _repeated(model: CompartmentModel, period_h: float, gained: Array) -> Array:
    """Return ``(I - P)^-1 gained`` over everything but ledgers, the mass first, then delays.

    The mass is an M-matrix whose diagonal is the largest of its column, so elimination only adds.
    Delays follow in no circle, so substitution reaches the last of them in as many rounds as
    there are delays, and only adds too. Nothing negative can come out of either.
    """
    count = len(model.states)
    kept = np.zeros(count)
    kept[: len(model.compartments)] = 1
    matrix = model.rate_matrix() * period_h
    over = exponential(matrix, kept)
    mass = _mass(model)
    delays = list(range(len(model.compartments), count))
    _require_leaving(model, mass)
    people = max(len(over), len(gained))
    result = np.zeros((people, count))
    result[:, mass] = _solved(over[:, mass][:, :, mass], gained[:, mass])
    onto = over[:, delays][:, :, mass]
    fed = gained[:, delays] + np.matmul(onto, result[:, mass, None])[..., 0]
    own = np.diagonal(matrix, axis1=1, axis2=2)[:, delays]
    onward = over[:, delays][:, :, delays] * (1 - np.eye(len(delays)))
    for _ in delays:
        from_delays = np.matmul(onward, result[:, delays, None])[..., 0]
        result[:, delays] = (fed + from_delays) / -np.expm1(own)
    return result


def _solved(part: Array, right: Array) -> Array:
    size = part.shape[-1]
    if not size:
        return np.zeros_like(right)
    return np.linalg.solve(np.eye(size) - part, right[..., None])[..., 0].astype(np.float64)


def _require_leaving(model: CompartmentModel, mass: list[int]) -> None:
    """Raise unless every compartment can be left for good, along flows that are not zero."""
    ledgers = [model.compartments.index(name) for name in model.ledgers]
    matrix = model.rate_matrix()
    moves = matrix > 0
    leaving = np.zeros(moves.shape[:2], dtype=bool)
    leaving[:, ledgers] = True
    for _ in mass:
        leaving |= np.any(leaving[:, :, None] & moves, axis=1)
    stuck = [model.states[i] for i in mass if not np.all(leaving[:, i])]
    counting = np.zeros_like(leaving)
    counting[:, ledgers] = True
    for _ in model.delays:
        counting |= np.any(counting[:, None, :] & moves, axis=2)
    for delay in model.delays:
        own = model.states.index(delay.name)
        # Written as a rate, and not as what is left of it: exp(0) may come out a little below 1.
        if np.any(matrix[:, own, own] == 0) or np.any(counting[:, own]):
            stuck.append(delay.name)
    if stuck:
        raise NoSteadyState(
            f"What reaches {stuck[0]!r} never leaves it.",
            "Give it a way out, with a rate above 0.",
        )
