"""What the regimen of a simulation tells of the dose that is analysed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.dosing import Doses
from titrate.errors import InvalidValue, shown
from titrate.markup import tally
from titrate.pk.inputs import SAME_INSTANT_H, entries_of
from titrate.pk.noncompartmental.reading import Curve
from titrate.timecourse import Array

_RESULT = "Give a result, nca(result, ...), whose regimen is known; or from_h, dose_mg and every_h."


@dataclass(frozen=True, eq=False)
class Told:
    """A dose as a regimen has it.

    Parameters
    ----------
    dose_ug : Array (people,)
        All that is given at that instant; NaN where nothing is.
    route : str
        One of `dosing_time.ROUTES`.
    over_h : float or None
        How long an infusion lasts.
    """

    dose_ug: Array
    route: str
    over_h: float | None


def instant_of(
    curve: Curve, number: int | None, from_h: float | None, *, steady_state: bool
) -> tuple[float, float | None]:
    """Return when the dose that is analysed is given, and the interval after it, in h.

    Parameters
    ----------
    curve : Curve
    number : int or None
        Which of the regimen's doses, from 1; -1 the last. Without it, what ``from_h`` says.
    from_h : float or None
    steady_state : bool
        Whether the interval before the last dose is also that after it.

    Raises
    ------
    InvalidValue
        If a number is given beside ``from_h``, or there is no dose of that number.
    """
    if number is None:
        return (0.0 if from_h is None else from_h), None
    if from_h is not None:
        raise InvalidValue("Both dose_number and from_h are given.", "Give one of them.")
    if curve.doses is None:
        raise InvalidValue("dose_number is given, and no regimen.", _RESULT)
    times_h = curve.doses.time_h
    whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
    if not whole or number == 0 or abs(number) > len(times_h):
        raise InvalidValue(
            f"dose_number is {shown(number)}, and the regimen has {tally(len(times_h), 'dose')}.",
            "Doses are counted from 1 in time order; -1 is the last.",
        )
    begin_h = float(times_h[number - 1 if number > 0 else number])
    later = times_h[times_h > begin_h + SAME_INSTANT_H]
    if len(later):
        return begin_h, float(later[0]) - begin_h
    earlier = times_h[times_h < begin_h - SAME_INSTANT_H]
    known = steady_state and len(earlier) > 0
    return begin_h, begin_h - float(earlier[-1]) if known else None


def told_by(curve: Curve, from_h: float, *, wanted: bool) -> Told:
    """Return the dose that a regimen gives at an instant; none where there is no regimen.

    Parameters
    ----------
    curve : Curve
    from_h : float
    wanted : bool
        Whether the dose or its way is asked for, and not said by the user.

    Raises
    ------
    InvalidValue
        If doses are given in two ways at that instant, so that they are not one dose.
    """
    people = len(curve.patients)
    nothing = np.full(people, np.nan)
    doses = curve.doses
    if doses is None:
        return Told(nothing, "extravascular", None)
    mine = np.flatnonzero(np.abs(doses.time_h - from_h) <= SAME_INSTANT_H)
    if not len(mine):
        return Told(nothing, "extravascular", None)
    amount = doses.amounts_for(curve.weight_kg)[:, mine].sum(axis=1)
    given = np.broadcast_to(np.where(amount > 0, amount, np.nan), (people,))
    ways = {(doses.route[i], doses.at[i], *_way(curve, i)): i for i in mine.tolist()}
    if len(ways) > 1 and wanted:
        named = " and ".join(_named(doses, place) for place in ways.values())
        raise InvalidValue(
            f"Doses are given in more than one way at {from_h:g} h: {named}.",
            "Say which is meant: route=, over_h=, dose_mg=.",
        )
    *_, route, over_h = next(iter(ways))
    return Told(given, route, over_h)


def _named(doses: Doses, place: int) -> str:
    at = "" if doses.at[place] is None else f" at {doses.at[place]}"
    over_h = float(doses.duration_h[place])
    return f"{doses.route[place]}{at}{f' over {over_h:g} h' if over_h else ''}"


def _way(curve: Curve, place: int) -> tuple[str, float | None]:
    """Return how a dose gets into what was sampled: straight, or through other fluids."""
    doses, solution = curve.doses, curve.solution
    assert doses is not None
    if solution is None:
        return "extravascular", None
    model = solution.model
    looks_at = next(site.weights for site in model.sites if site.name == curve.name)
    door = doses.route[place], doses.at[place]
    if not any(entry.compartment in looks_at for entry in entries_of(model, door)):
        return "extravascular", None
    over_h = float(doses.duration_h[place])
    return ("infusion", over_h) if over_h > SAME_INSTANT_H else ("bolus", None)
