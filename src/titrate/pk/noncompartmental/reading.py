"""What is analysed: the curve of a simulation, or concentrations that somebody gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from titrate.dosing import Doses, Regimen
from titrate.errors import (
    InvalidTimes,
    InvalidValue,
    NegativeConcentration,
    require_choice,
    shown,
)
from titrate.patients import People
from titrate.pk.inputs import SAME_INSTANT_H
from titrate.pk.solution import Solution
from titrate.timecourse import Array, TimeCourse, checked_times

_GIVE = (
    'Give a result and a site, nca(result, "plasma"), or both '
    "times_h=[...] and concentration_ug_per_L=[...]."
)
# Smaller amounts below zero are round-off.
_ROUND_OFF_UG_PER_L = 1e-9
# A kilogram to the litre: more is a slip of the pen, or of the unit.
_MOST_UG_PER_L = 1e9


@dataclass(frozen=True, eq=False)
class Curve:
    """Concentrations over time, and whose they are.

    Parameters
    ----------
    name : str
        The site; empty for concentrations that were given.
    times_h : Array, shape (times,)
    values : Array, shape (people, times)
        ug/L; NaN where nothing was measured.
    patients : tuple of str
    alone : bool
        Whether this is one person, whose measures read as numbers.
    solution : Solution, optional
        What can be asked for a value just before a dose.
    doses : Doses, optional
        What was given, where a regimen is known.
    weight_kg : Array (people,), optional
        For doses written per kg.
    """

    name: str
    times_h: Array
    values: Array
    patients: tuple[str, ...]
    alone: bool
    solution: Solution | None = None
    doses: Doses | None = None
    weight_kg: Array | None = None

    def doses_after(self, from_h: float, to_h: float) -> bool:
        """Return whether more doses are known to begin after ``from_h`` and before ``to_h``."""
        if self.doses is None:
            return False
        begin = self.doses.time_h
        return bool(np.any((begin > from_h + SAME_INSTANT_H) & (begin < to_h - SAME_INSTANT_H)))

    def arrives_between(self, from_h: float, to_h: float) -> bool:
        """Return whether a dose is known to be given, or to arrive, from ``from_h`` to ``to_h``."""
        known = [] if self.doses is None else [self.doses.time_h]
        if self.solution is not None:
            known.append(self.solution.problem.inputs.time_h)
        begin = np.concatenate([np.zeros(0), *known])
        return bool(np.any((begin >= from_h - SAME_INSTANT_H) & (begin < to_h - SAME_INSTANT_H)))

    def time_after(self, time_h: float) -> float | None:
        """Return the first time after one, None where there is none."""
        later = self.times_h[self.times_h > time_h + SAME_INSTANT_H]
        return float(later[0]) if len(later) else None

    def since(self, from_h: float, to_h: float) -> tuple[Array, Array]:
        """Return times since ``from_h`` up to ``to_h``, and the values there.

        Where a dose is given at ``to_h`` the last value is that before it, if the curve knows.

        Raises
        ------
        InvalidTimes
            If no time lies there.
        """
        within = (self.times_h >= from_h - SAME_INSTANT_H) & (self.times_h <= to_h + SAME_INSTANT_H)
        if not within.any():
            raise InvalidTimes(
                f"No concentration lies between {from_h:g} and {to_h:g} h.",
                f"There are some from {self.times_h[0]:g} to {self.times_h[-1]:g} h.",
            )
        since_h = np.maximum(self.times_h[within] - from_h, 0.0)
        since_h[np.abs(since_h - (to_h - from_h)) <= SAME_INSTANT_H] = to_h - from_h
        since_h[since_h <= SAME_INSTANT_H] = 0.0
        values = self.values[:, within]
        if since_h[-1] == to_h - from_h > 0 and self._arrives_at(to_h):
            values = np.concatenate([values[:, :-1], self._before(to_h)], axis=1)
        return since_h, values

    def _arrives_at(self, time_h: float) -> bool:
        if self.solution is None:
            return False
        return bool(np.any(np.abs(self.solution.problem.inputs.time_h - time_h) <= SAME_INSTANT_H))

    def _before(self, time_h: float) -> Array:
        """Return the values just before what arrives at a time, (people, 1)."""
        assert self.solution is not None
        look = self.solution.problem.look
        return look(np.array([time_h]), (self.name,), (), np.ones(1, dtype=bool))[0][0]


def curve_of(
    course: Any,
    site: str | None,
    times_h: npt.ArrayLike | None,
    concentration_ug_per_L: npt.ArrayLike | None,
    missing: str,
) -> Curve:
    """Return the curve that `nca` was asked to analyse; see there for what is refused."""
    require_choice("way with missing values", missing, ("refuse", "omit"), plural="ways")
    given = times_h is not None or concentration_ug_per_L is not None
    if given and (course is not None or site is not None):
        raise InvalidValue("Both a course and concentrations are given.", _GIVE)
    curve = _given(times_h, concentration_ug_per_L) if given else _simulated(course, site)
    values = curve.values
    holes = np.isnan(values)
    if missing == "refuse" and holes.any():
        person, time = (int(places[0]) for places in np.nonzero(holes))
        raise InvalidValue(
            f"The concentration of {_whose(curve, person)} at {curve.times_h[time]:g} h is nan.",
            'Leave the time out, or write missing="omit".',
        )
    _require_possible(curve)
    return curve


def _require_possible(curve: Curve) -> None:
    values = curve.values
    wrong = (values < -_ROUND_OFF_UG_PER_L) | (values > _MOST_UG_PER_L)
    if not wrong.any():
        return
    person, time = (int(places[0]) for places in np.nonzero(wrong))
    found = (
        f"The concentration of {_whose(curve, person)} at {curve.times_h[time]:g} h is "
        f"{values[person, time]:g} ug/L."
    )
    if values[person, time] < 0:
        raise NegativeConcentration(found, "Write 0 for what cannot be measured.")
    raise InvalidValue(found, "A litre holds no kilogram of drug; mind the unit, ug/L.")


def _simulated(course: Any, site: str | None) -> Curve:
    solution = course if isinstance(course, Solution) else getattr(course, "solution", None)
    curves = course if isinstance(course, TimeCourse) else getattr(course, "concentration", None)
    if not isinstance(curves, TimeCourse):
        raise InvalidValue(f"course is {shown(course)}.", _GIVE)
    if curves.kind != "concentration":
        raise InvalidValue(
            f"course holds {curves.kind}s and no concentrations.", "Give result.concentration."
        )
    if site is None:
        raise InvalidValue(
            "It is not said which site to analyse.",
            f'Give one: nca(result, "{next(iter(curves))}"). Sites: {", ".join(curves)}.',
        )
    require_choice("site", site, curves)
    regimen = getattr(course, "regimen", None)
    return Curve(
        site,
        curves.times_h,
        curves.curves[site],
        curves.patients,
        curves.alone,
        solution if isinstance(solution, Solution) else None,
        regimen.doses if isinstance(regimen, Regimen) else None,
        _weights(getattr(course, "who", None)),
    )


def _weights(who: object) -> Array | None:
    if isinstance(who, People) and "weight_kg" in who.covariates:
        return who.number("weight_kg")
    return None


def _given(times_h: npt.ArrayLike | None, concentration: npt.ArrayLike | None) -> Curve:
    if times_h is None or concentration is None:
        lacking = "times_h" if times_h is None else "concentration_ug_per_L"
        raise InvalidValue(f"{lacking} is not given.", _GIVE)
    times = checked_times(times_h)
    try:
        values = np.asarray(concentration)
    except (TypeError, ValueError):  # a list of lists of different lengths
        values = np.asarray(None)
    if values.dtype.kind not in "iuf":
        raise InvalidValue(
            f"concentration_ug_per_L is {shown(concentration)}.", "Give numbers, in ug/L."
        )
    if values.ndim not in (1, 2) or values.shape[-1] != len(times) or not values.size:
        raise InvalidValue(
            f"concentration_ug_per_L has shape {values.shape}, times_h has {len(times)} times.",
            "Give one row of as many numbers, or one such row per person.",
        )
    rows = np.atleast_2d(values.astype(np.float64))
    patients = tuple(str(number) for number in range(1, len(rows) + 1))
    return Curve("", times, rows, patients, values.ndim == 1)


def _whose(curve: Curve, person: int) -> str:
    return curve.name or "one person" if curve.alone else f"patient {curve.patients[person]!r}"
