"""The verb `window_map`: the dose window over one other thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from titrate.dosing import Regimen
from titrate.errors import InvalidValue, require_several, shown
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.search.dose_map import DoseAxis
from titrate.search.goals import Goals
from titrate.search.intervals import Interval
from titrate.search.varying import DOSES, vary
from titrate.search.window import DoseWindow
from titrate.search.window_map import ValueAxis, WindowMap
from titrate.simulation import Initial
from titrate.timecourse import frozen

_FEWEST = 2


def window_map(
    drug: DrugModel,
    who: Patient | Population,
    regimen: Regimen,
    *,
    daily_mg: Interval | None = None,
    daily_ug: Interval | None = None,
    goals: Goals | None = None,
    initial: Initial = None,
    share: float = 0.5,
    unusual_dose: bool = False,
    **one_thing: Sequence[float],
) -> WindowMap:
    """Find the dose window at each value of one thing.

    Parameters
    ----------
    drug : DrugModel
    who : Patient or Population
        The same at every value, but for what is varied.
    regimen : Regimen
        The pattern; its daily amount is the other axis.
    daily_mg, daily_ug, goals, initial, share, unusual_dose
        As for `find_window`.
    **one_thing : sequence of float
        One keyword with increasing values: the interval of tablets (``every_h=[4, 6, 8, 12, 24]``,
        the daily amount stays), how long a course lasts (``days=[3, 7, 14]``), a covariate (``creatinine_clearance_mL_min=[10, 30, 60, 100]``) or
        a parameter of the drug, in its own unit.

    Returns
    -------
    WindowMap
        Each window as `find_window` gives it, edges exact. To draw with `titrate.plot`.

    Raises
    ------
    InvalidValue
        If no keyword or more than one is given, a dose is varied, or the values are not two or
        more increasing numbers.
    UnknownName
        If there is nothing of that name to vary.
    InvalidGoal, UnusualDose
        As for `find_window`.

    Examples
    --------
    >>> import titrate as tt
    >>> drug, patient = tt.load_drug("baclofen"), tt.Patient(origin="ms")
    >>> tablets = tt.oral(dose_mg=10, every_h=8, days=3)
    >>> tt.window_map(drug, patient, tablets, creatinine_clearance_mL_min=[30, 60, 103])
    <window map, creatinine_clearance_mL_min 30 to 103 mL/min, after 3 days: a window at 3 of 3 values>
    """  # noqa: E501
    if not one_thing:
        raise InvalidValue(
            "window_map was given nothing to vary.",
            "Change one thing at a time: window_map(drug, who, regimen, every_h=[6, 8, 12]).",
        )
    for name, values in one_thing.items():
        if name in DOSES:
            raise InvalidValue(
                f"{name} is varied, and the daily dose is the other axis already.",
                "Vary something else: every_h, a covariate or a parameter.",
            )
        _require_increasing(name, values)
    settings: dict[str, Any] = {
        "daily_mg": daily_mg,
        "daily_ug": daily_ug,
        "goals": goals,
        "initial": initial,
        "share": share,
        "unusual_dose": unusual_dose,
    }
    found = vary(drug, who, regimen, of="window", settings=settings, **one_thing)
    windows = tuple(window for window in found.values() if isinstance(window, DoseWindow))
    first = windows[0]
    values = np.array(list(found.values_by_name.values()), dtype=np.float64)
    y = ValueAxis(found.varied, frozen(values), found.unit)
    alike = len({window.pattern for window in windows}) == 1
    pattern = first.pattern if alike else f"{regimen}, {y.words} varied"
    return WindowMap(DoseAxis(first.levels, first.unit, first.route, pattern), y, windows)


def _require_increasing(name: str, values: object) -> None:
    several = require_several(name, values, f"{name}=[30, 60, 103]")  # pyright: ignore[reportArgumentType]
    numbers = all(
        isinstance(value, int | float | np.number) and not isinstance(value, bool)
        for value in several
    )
    if not numbers or len(several) < _FEWEST or np.any(np.diff(np.array(several, float)) <= 0):
        raise InvalidValue(
            f"{name} is {shown(values)}.", "Give two or more numbers, in increasing order."
        )
