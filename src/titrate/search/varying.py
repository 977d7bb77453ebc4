"""The student's verb: one thing changed, everything else held."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from typing import Any

from titrate import units
from titrate.dosing import Regimen, at_interval, at_segment, for_days, require_regimen
from titrate.errors import (
    InvalidValue,
    require_choice,
    require_finite,
    require_mapping,
    require_not_negative,
    require_one,
    require_several,
    shown,
    unknown_name,
)
from titrate.model import DrugModel
from titrate.patients import COVARIATES, Patient, Population
from titrate.search.comparison import Comparison
from titrate.search.finding import find_window
from titrate.simulation import ORDER, require_case, simulate

# What of a regimen can be varied by name, with its unit.
DOSES = {"dose_mg": "mg", "dose_ug": "ug", "rate_ug_per_day": "ug/day"}
_COVARIATE_UNITS = {"weight_kg": "kg", "age_y": "y", "creatinine_clearance_mL_min": "mL/min"}
_VERBS: Mapping[str, Callable[..., Any]] = {"result": simulate, "window": find_window}
_CASE = ("drug", "who", "regimen")
# What else of a regimen can be, with its unit.
_OF_REGIMENS: Mapping[str, tuple[str, Callable[[Regimen, Any], Regimen]]] = {
    "every_h": ("h", at_interval),
    "days": ("d", for_days),
    "at": ("", at_segment),
}
_START, _STARTS = "initial", {None: "never treated", "adapted": "adapted"}

# What `simulate` and `find_window` are given, and by keyword.
Case = tuple[DrugModel, Patient | Population, Regimen, Mapping[str, Any]]


def vary(
    drug: DrugModel,
    who: Patient | Population,
    regimen: Regimen,
    *,
    of: str = "result",
    settings: dict[str, Any] | None = None,
    **one_thing: Sequence[Any],
) -> Comparison:
    """Change one thing, hold everything else, and put what comes of it side by side.

    Parameters
    ----------
    drug : DrugModel
    who : Patient or Population
    regimen : Regimen
    of : {"result", "window"}
        Whether to simulate each case or to find its dose window.
    settings : mapping, optional
        More arguments for `simulate` or `find_window`, the same for every case: ``goals``,
        ``initial``, ``outputs``.
    **one_thing : sequence
        One keyword with the values to try: a parameter of the drug (``apparent_clearance=[4, 8,
        12]``, in its own unit), a covariate (``weight_kg=[50, 70, 90]``, ``origin=["ms",
        "spinal"]``), the dose (``dose_mg``, ``dose_ug``, ``rate_ug_per_day``), the interval of
        tablets at the same daily amount (``every_h=[6, 8, 12]``), how long a course lasts
        (``days=[3, 14]``), where the catheter's tip lies (``at=["lumbar", "cervical"]``) or the
        body that it begins in (``initial=[None, "adapted"]``).

    Returns
    -------
    Comparison

    Raises
    ------
    UnknownName
        If the keyword, or one of the settings, is none of these.
    InvalidValue
        If no keyword, or more than one, is given; if there are no values; or if what is varied is
        no part of the regimen, or of several parts of it.

    Examples
    --------
    >>> import titrate as tt
    >>> drug, patient = tt.load_drug("baclofen"), tt.Patient(origin="ms")
    >>> tablets = tt.oral(dose_mg=20, every_h=8, days=7)
    >>> list(tt.vary(drug, patient, tablets, weight_kg=[50, 90]))
    ['50 kg', '90 kg']
    """
    require_choice("kind of comparison", of, _VERBS, plural="Kinds")
    require_case(drug, who)
    require_regimen(regimen, ORDER)
    if settings is not None:
        require_settings(settings, of)
    if len(one_thing) != 1:
        named = ", ".join(one_thing) or "nothing"
        raise InvalidValue(
            f"vary was given {named} to change.",
            "Change one thing at a time: vary(drug, patient, regimen, apparent_clearance=[8, 12]). "
            "What all cases share goes into settings={...}.",
        )
    name, values = next(iter(one_thing.items()))
    if of == "window" and name in DOSES:
        raise InvalidValue(
            f"{name} is varied, and a window is searched over all of a pattern's doses.",
            "Vary something else, such as every_h=[6, 8, 12]; find_window gives the doses.",
        )
    if name in (settings or {}):
        raise InvalidValue(
            f"{name} is varied, and settings has it too.", "Leave it out of settings."
        )
    unit, change = _change(drug, who, regimen, name)
    values = require_several(name, values, f"{name}=[{shown(values)}, ...]")
    if not values:
        raise InvalidValue(f"{name} is empty.", f"Give a list of values: {name}=[...].")
    tried = [_STARTS[_require_start(value)] if name == _START else value for value in values]
    cases = [change(value) for value in values]
    for value in tried:
        _require_label(name, value)
    labels = [_label(value, unit) for value in tried]
    if len(set(labels)) < len(labels):
        raise InvalidValue(f"{name} holds a value twice.", "Give each value once.")
    verb = _VERBS[of]
    return Comparison(
        {
            label: verb(*case, **(settings or {}), **more)
            for label, (*case, more) in zip(labels, cases, strict=True)
        },
        name,
        unit,
        dict(zip(labels, tried, strict=True)),
    )


def require_settings(settings: Mapping[str, Any], of: str) -> None:
    """Raise unless these are more arguments, by name, for what makes a "result" or a "window".

    Raises
    ------
    InvalidValue
        If they are no mapping.
    UnknownName
        If an argument is not called so.
    """
    named = require_mapping("settings", settings, 'settings={"outputs": ["plasma"]}')
    known = [name for name in signature(_VERBS[of]).parameters if name not in _CASE]
    for name in named:
        if name not in known:
            raise unknown_name("setting", name, known)


def _change(
    drug: DrugModel, who: Patient | Population, regimen: Regimen, name: str
) -> tuple[str, Callable[[Any], Case]]:
    """Return the unit of what is varied, and what makes a case of a value."""
    if name in DOSES:
        return DOSES[name], lambda value: (drug, who, _with_dose(regimen, name, value), {})
    if name in _OF_REGIMENS:
        unit, changed = _OF_REGIMENS[name]
        return unit, lambda value: (drug, who, changed(regimen, value), {})
    if name == _START:
        return "", lambda value: (drug, who, regimen, {name: value})
    if name in drug.parameters:
        unit = drug.parameters[name].unit
        written = "" if unit == "1" else unit
        return written, lambda value: (drug.with_values(**{name: value}), who, regimen, {})
    if name in COVARIATES:
        unit = _COVARIATE_UNITS.get(name, "")
        return unit, lambda value: (drug, _with(who, name, value), regimen, {})
    known = [*DOSES, *_OF_REGIMENS, _START, *COVARIATES, *drug.parameters]
    raise unknown_name("thing to vary", name, known, plural="Things to vary")


def _require_start(value: object) -> str | None:
    if not (value is None or (isinstance(value, str) and value in _STARTS)):
        raise InvalidValue(
            f"A value of {_START} is {shown(value)}.",
            'Give initial=[None, "adapted"]; compare() takes results that begin elsewhere.',
        )
    return value  # pyright: ignore[reportReturnType]  one of the keys


def _with(who: Patient | Population, name: str, value: object) -> Patient | Population:
    return who.with_values(**{name: value})


def _with_dose(regimen: Regimen, name: str, value: float) -> Regimen:
    parts = regimen.daily_parts
    infused = name == "rate_ug_per_day"
    into_fluid = DOSES[name].startswith("ug")
    fits = len(parts) == 1 and (
        (parts[0].kind == "infusion") == infused and (parts[0].route == "intrathecal") == into_fluid
    )
    if not fits:
        raise InvalidValue(
            f"{name} does not say what to change in {str(regimen)!r}.",
            "Vary the dose of a regimen of one part: dose_mg for tablets, dose_ug for a bolus, "
            "rate_ug_per_day for a pump.",
        )
    part = parts[0]
    amount = part.amount_per_day_ug if part.amount_ug is None else part.amount_ug
    if part.per_kg or amount == 0:
        raise InvalidValue(
            f"The dose in {str(regimen)!r} cannot be scaled to {value!r}.",
            "Give a regimen with a dose above 0 that is not per kg.",
        )
    wanted = units.convert(
        float(require_not_negative(name, value)), DOSES[name].removesuffix("/day"), "ug"
    )
    return regimen.scaled(wanted / amount)


def _require_label(name: str, value: Any) -> None:
    """Raise unless a value is a word or one number, which a case can be named after."""
    if not isinstance(value, str):
        require_finite(f"A value of {name}", require_one(f"A value of {name}", value))


def _label(value: object, unit: str) -> str:
    written = value if isinstance(value, str) else f"{value:g}"
    return f"{written} {unit}".strip()
