"""How numbers go together between people: correlations, checked, and what draws need of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from titrate.errors import InvalidValue, require_between, require_one, shown
from titrate.patients.patient import COVARIATES
from titrate.timecourse import Array

Pair = tuple[str, str]

_EXAMPLE = 'correlations={("apparent_clearance", "apparent_central_volume"): 0.5}'
_LARGEST_CORRELATION = 1.0
# Round-off in a matrix that somebody typed or worked out, as a share of its variances.
ROUND_OFF = 1e-9


def separated(
    correlations: Mapping[Pair, float] | None,
) -> tuple[dict[Pair, float], dict[Pair, float] | None]:
    """Return how covariates go together, and how deviations do; None where nothing is said of them.

    Raises
    ------
    InvalidValue
        If it is no mapping of pairs to numbers from -1 to 1, holds a pair twice, or a covariate
        with a parameter.
    """
    if correlations is None:
        return {}, None
    if not isinstance(correlations, Mapping):
        raise InvalidValue(f"correlations is {shown(correlations)}.", f"Give {_EXAMPLE}.")
    covariates: dict[Pair, float] = {}
    parameters: dict[Pair, float] = {}
    for pair, value in correlations.items():
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise InvalidValue(f"correlations has the name {shown(pair)}.", f"Give {_EXAMPLE}.")
        known = [name in COVARIATES for name in pair]
        if any(known) and not all(known):
            one, other = pair if known[0] else pair[::-1]
            raise InvalidValue(
                f"correlations holds {one!r}, a covariate, with {other!r}.",
                "How parameters follow covariates is written in the drug; correlate covariates "
                f"({', '.join(COVARIATES)}) with each other, and parameters with each other.",
            )
        own, kind = (covariates, "covariate") if all(known) else (parameters, "parameter")
        one, other = pair
        if one == other or (other, one) in own:
            raise InvalidValue(
                f"correlations holds {one!r} with {other!r}"
                f"{f', which is one {kind}' if one == other else ' twice'}.",
                f"Give each pair of {kind}s once.",
            )
        what = f"correlations[{one!r}, {other!r}]"
        require_between(what, require_one(what, value), -_LARGEST_CORRELATION, _LARGEST_CORRELATION)
        own[one, other] = float(value)
    return covariates, parameters if parameters or not covariates else None


def factors_of_pairs(names: Sequence[str], correlations: Mapping[Pair, float] | None) -> Array:
    """Return the factors of standard normal numbers of which pairs are correlated."""
    matrix = np.eye(len(names))
    for (one, other), value in (correlations or {}).items():
        i, j = names.index(one), names.index(other)
        matrix[i, j] = matrix[j, i] = value
    return factors_of("correlations", names, matrix)


def factors_of(what: str, names: Sequence[str], matrix: Array) -> Array:
    """Return the lower triangle whose product with its transpose is ``matrix``: Cholesky's.

    Row by row, so that what goes with none of the others leaves their digits alone.

    Raises
    ------
    InvalidValue
        If the matrix is not positive definite.
    """
    factors = np.zeros_like(matrix)
    for i, name in enumerate(names):
        for j in range(i):
            known = float(np.sum(factors[i, :j] * factors[j, :j]))
            factors[i, j] = (matrix[i, j] - known) / factors[j, j]
        left = matrix[i, i] - float(np.sum(factors[i, :i] ** 2))
        if left <= ROUND_OFF * abs(matrix[i, i]):
            lowest = float(np.linalg.eigvalsh(matrix)[0])
            lowest = 0.0 if abs(lowest) < ROUND_OFF * float(np.max(np.abs(matrix))) else lowest
            raise InvalidValue(
                f"{what} is not positive definite, from {name!r} on; its lowest eigenvalue is "
                f"{lowest:.3g}.",
                "No people can differ so; give variances above 0 and covariances nearer to 0.",
            )
        factors[i, i] = np.sqrt(left)
    return factors


def combined(factors: Array, own: Sequence[Array]) -> list[Array]:
    """Return correlated numbers, each (people,), from independent ones.

    Term by term, so that what goes with nothing else changes no digit.
    """
    found: list[Array] = []
    for row in factors:
        terms = [row[j] * own[j] for j in np.flatnonzero(row).tolist()]
        found.append(np.sum(terms, axis=0) if len(terms) > 1 else terms[0])
    return found
