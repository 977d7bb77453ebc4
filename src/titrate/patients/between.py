"""How parameters differ between people: spreads, how they go together, and each person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.errors import (
    InvalidValue,
    require_finite,
    require_mapping,
    require_not_negative,
    require_one,
    shown,
    unknown_name,
)
from titrate.parameters import ParameterSet, Variability
from titrate.patients.draws import key_for, normal, words_in_turn
from titrate.patients.together import ROUND_OFF, Pair, combined, factors_of, factors_of_pairs
from titrate.timecourse import Array, frozen
from titrate.units import written

if TYPE_CHECKING:
    import pandas as pd

_OMEGA = (
    "Give variances and covariances of logarithms, by name both ways: a DataFrame, or "
    'omega={"a": {"a": 0.09, "b": 0.03}, "b": {"a": 0.03, "b": 0.04}}.'
)
_CV = 'cv_percent={"apparent_clearance": 25}'


@dataclass(frozen=True, eq=False)
class Spread:
    """How far people deviate from typical, in logarithms, and how that goes together.

    Parameters
    ----------
    names : tuple of str
        In the order of the drug's file.
    factors : Array (names, names)
        Lower triangular: what turns independent standard normal numbers into deviations.
    """

    names: tuple[str, ...]
    factors: Array

    def deviations(self, seed: np.random.SeedSequence, first: int, count: int) -> dict[str, Array]:
        """Return each person's deviations, name to (count,), for people from ``first`` on."""
        own = [
            normal(words_in_turn(key_for(seed, "eta", name), first, count)) for name in self.names
        ]
        return {
            name: frozen(deviation)
            for name, deviation in zip(self.names, combined(self.factors, own), strict=True)
        }


def spread_of(
    parameters: ParameterSet,
    cv_percent: Mapping[str, float] | None,
    correlations: Mapping[Pair, float] | None,
    omega: pd.DataFrame | Mapping[str, Mapping[str, float]] | None,
) -> Spread:
    """Return how people differ: as the drug's file says, where nothing else is said.

    Raises
    ------
    UnknownName
        For a parameter that does not vary between people.
    InvalidValue
        For a negative CV, a correlation beyond 1, a matrix that is not symmetric or not positive
        definite, or an omega beside CVs or correlations.
    """
    varying = tuple(n for n in parameters if parameters[n].variability.distribution != "none")
    if omega is not None:
        for name, other in (("cv_percent", cv_percent), ("correlations", correlations)):
            if other is not None:
                raise InvalidValue(
                    f"omega and {name} are both given.", "omega says it all; leave the other out."
                )
        names, matrix = _from_omega(omega, varying)
        return Spread(names, factors_of("omega", names, matrix))
    sd = {name: parameters[name].variability.sd_log for name in varying}
    for name, cv in _cvs(cv_percent, varying).items():
        sd[name] = Variability("lognormal", cv).sd_log if cv else 0.0
    names = tuple(name for name in varying if sd[name])
    for name in () if correlations is None else (name for pair in correlations for name in pair):
        _require_varying(name, varying)
        if name not in names:
            raise InvalidValue(
                f"correlations names {name!r}, whose spread is 0.", "Leave the pair out."
            )
    factors = factors_of_pairs(names, correlations)
    return Spread(names, factors * np.array([sd[name] for name in names])[:, None])


def require_possible(
    parameters: ParameterSet, deviations: Mapping[str, Array], names: Sequence[str]
) -> None:
    """Raise `InvalidValue` if a person's own value of a parameter is impossible."""
    for parameter, eta in deviations.items():
        entry = parameters[parameter]
        low, high = entry.limits
        with np.errstate(over="ignore"):
            own = entry.value * np.exp(eta)
        beyond = (own < low) | (own > high)
        if np.any(beyond):
            person = int(np.argmax(beyond))
            raise InvalidValue(
                f"The spread of {parameter} gives {int(np.sum(beyond)):,} of {len(eta):,} people "
                f"an impossible value, patient {names[person]} "
                f"{written(own[person], entry.unit)}.",
                f"It lies between {low:g} and {high:g}; give a smaller spread.",
            )


def _cvs(cv_percent: Mapping[str, float] | None, varying: Sequence[str]) -> dict[str, float]:
    if cv_percent is None:
        return {}
    found: dict[str, float] = {}
    for name, value in require_mapping("cv_percent", cv_percent, _CV).items():
        _require_varying(name, varying)
        what = f"cv_percent[{name!r}]"
        found[name] = float(require_not_negative(what, require_one(what, value)))
    return found


def _from_omega(
    omega: pd.DataFrame | Mapping[str, Mapping[str, float]], varying: Sequence[str]
) -> tuple[tuple[str, ...], Array]:
    import pandas as pd

    if isinstance(omega, pd.DataFrame):
        rows: Mapping[str, Mapping[str, float]] = omega.to_dict("index")  # pyright: ignore[reportAssignmentType]
        if len(rows) < len(omega) or omega.columns.has_duplicates:
            raise InvalidValue("omega names a parameter twice.", "Name each once.")
    else:
        rows = omega
    if not isinstance(rows, Mapping) or not rows:
        raise InvalidValue(f"omega is {shown(omega)}.", _OMEGA)
    for name, row in rows.items():
        _require_varying(name, varying)
        if not isinstance(row, Mapping) or set(row) != set(rows):
            held = ", ".join(map(str, row)) if isinstance(row, Mapping) else shown(row)
            raise InvalidValue(f"omega[{name!r}] holds {held or 'nothing'}.", _OMEGA)
    names = tuple(name for name in varying if name in rows)
    matrix = np.empty((len(names), len(names)))
    for i, one in enumerate(names):
        for j, other in enumerate(names):
            what = f"omega[{one!r}, {other!r}]"
            matrix[i, j] = require_finite(what, require_one(what, rows[one][other]))
    size = np.sqrt(np.abs(np.outer(np.diag(matrix), np.diag(matrix))))
    apart = np.abs(matrix - matrix.T) > ROUND_OFF * size
    if np.any(apart):
        i, j = (int(k) for k in np.argwhere(apart)[0])
        raise InvalidValue(
            f"omega is not symmetric: {names[i]} with {names[j]} is {matrix[i, j]:g} one way and "
            f"{matrix[j, i]:g} the other.",
            "A covariance is the same both ways.",
        )
    return names, (matrix + matrix.T) / 2


def _require_varying(name: object, varying: Sequence[str]) -> None:
    if name not in varying:
        raise unknown_name(
            "parameter that varies between people", name, varying, plural="Varying parameters"
        )
