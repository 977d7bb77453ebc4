"""One virtual person: what about them changes what a dose does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_between,
    require_choice,
    require_finite,
    require_mapping,
    require_not_negative,
    require_positive,
    shown,
    unknown_name,
)
from titrate.patients.deviations import Deviations

ORIGINS = ("cerebral", "ms", "spinal")
_ETA = 'parameters and the logarithms of their ratios: eta={"apparent_clearance": 0.2}'


@dataclass(frozen=True, init=False)
class Patient:
    """One virtual person, the same at every dose.

    What is left out is the default of the drug, written in ``[patient]`` of its parameter file;
    a result shows it and counts it as given.

    Parameters
    ----------
    weight_kg, age_y : float, optional
    creatinine_clearance_mL_min : float, optional
        Kidney function.
    origin : {"spinal", "cerebral", "ms"}, optional
        Where the spasticity comes from; cerebral is stroke, brain injury or cerebral palsy.
    baseline_ashworth : float, optional
        Tone before treatment on the Ashworth scale from 1 (normal) to 5.
    spasms_per_day : float, optional
        Before treatment.
    contracture_share : float, optional
        Share of the tone that no drug removes, 0 to 1.
    eta : mapping of parameter name to float, optional
        How far this person is from the typical one: the logarithm of the ratio to the typical
        value. Parameters that are not named are typical.

    Raises
    ------
    UnknownName
        For a covariate or an origin that does not exist.
    InvalidValue
        For a number that is not finite, or negative, or out of its range.
    """

    weight_kg: float | None
    age_y: float | None
    creatinine_clearance_mL_min: float | None
    origin: str | None
    baseline_ashworth: float | None
    spasms_per_day: float | None
    contracture_share: float | None
    eta: Mapping[str, float]

    def __init__(
        self,
        *,
        weight_kg: float | None = None,
        age_y: float | None = None,
        creatinine_clearance_mL_min: float | None = None,
        origin: str | None = None,
        baseline_ashworth: float | None = None,
        spasms_per_day: float | None = None,
        contracture_share: float | None = None,
        eta: Mapping[str, float] | None = None,
        **unknown: object,
    ) -> None:
        for name in unknown:
            raise unknown_name("patient covariate", name, COVARIATES, plural="Covariates")
        if origin is not None:
            require_choice("origin", origin, ORIGINS)
        numbers = {
            "weight_kg": weight_kg,
            "age_y": age_y,
            "creatinine_clearance_mL_min": creatinine_clearance_mL_min,
            "baseline_ashworth": baseline_ashworth,
            "spasms_per_day": spasms_per_day,
            "contracture_share": contracture_share,
        }
        for name, value in numbers.items():
            checked = None if value is None else _number(name, value, _CHECKS[name])
            object.__setattr__(self, name, checked)
        object.__setattr__(self, "origin", origin)
        if eta is not None:
            require_mapping("eta", eta, _ETA)
        checked_eta = {
            name: _number(f"eta[{name!r}]", value, require_finite)
            for name, value in (eta or {}).items()
        }
        object.__setattr__(self, "eta", Deviations(checked_eta))

    def with_values(self, **covariates: object) -> Patient:
        """Return the same person with some covariates changed."""
        given = {name: getattr(self, name) for name in (*COVARIATES, "eta")}
        return Patient(**{**given, **covariates})  # pyright: ignore[reportArgumentType]

    def __repr__(self) -> str:
        given = {name: getattr(self, name) for name in COVARIATES}
        shown = [
            f"{k}={v!r}" if isinstance(v, str) else f"{k}={v:g}"
            for k, v in given.items()
            if v is not None
        ]
        if self.eta:
            shown.append(f"eta={dict(self.eta)!r}")
        return f"Patient({', '.join(shown)})"


def _number(what: str, value: object, check: Callable[[str, float], float]) -> float:
    if np.ndim(np.asarray(value, dtype=object)) != 0:
        raise InvalidValue(
            f"{what} is {shown(value)}.", "A patient has one value; people are a Population."
        )
    return float(check(what, value))  # pyright: ignore[reportArgumentType]


def _share(what: str, value: float) -> float:
    return require_between(what, value, 0.0, 1.0)


def patient_of(covariates: Mapping[str, object], eta: Mapping[str, float]) -> Patient:
    """Return a patient of whom everything has been checked already."""
    patient = object.__new__(Patient)
    for name in COVARIATES:
        object.__setattr__(patient, name, covariates.get(name))
    object.__setattr__(patient, "eta", Deviations(eta))
    return patient


def limits_of(covariate: str) -> tuple[float, bool, float]:
    """Return the least of a covariate, whether it has to be above that, and the most."""
    check = _CHECKS[covariate]
    return 0.0, check is require_positive, 1.0 if check is _share else np.inf


COVARIATES = tuple(field.name for field in fields(Patient) if field.name != "eta")
_CHECKS = {
    "weight_kg": require_positive,
    "age_y": require_not_negative,
    "creatinine_clearance_mL_min": require_not_negative,
    "baseline_ashworth": require_positive,
    "spasms_per_day": require_not_negative,
    "contracture_share": _share,
}
