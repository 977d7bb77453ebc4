"""Sets of parameter values drawn from what is believed of each number.

A belief about a number is no spread between people: it says how well the number is known, and
everybody in one set has the same. As elsewhere, draws depend on the seed, on the number's name
and on the count of the set, and on nothing else (docs/decisions/0007-draws.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from titrate.errors import InvalidValue
from titrate.parameters import Parameter, ParameterSet, Status, Uncertainty
from titrate.patients import key_for, normal, words_at
from titrate.timecourse import Array

_PURPOSE = "uncertainty"
_PERCENT = 100


@dataclass(frozen=True, eq=False)
class Drawn:
    """Values of uncertain numbers.

    Parameters
    ----------
    values : mapping of parameter name to Array (sets,)
        Each in its own unit.
    by_range : tuple of str
        Of these the numbers of which only a range is known.
    held : tuple of str
        Numbers that have no range and were not drawn.
    changed : tuple of str
        Numbers that somebody set in this session and were not drawn.
    """

    values: Mapping[str, Array]
    by_range: tuple[str, ...]
    held: tuple[str, ...]
    changed: tuple[str, ...]


def drawn_sets(parameters: ParameterSet, count: int, seed: np.random.SeedSequence) -> Drawn:
    """Return ``count`` sets of values of the numbers that are not known exactly.

    Raises
    ------
    InvalidValue
        If numbers go with each other in a circle, or one goes with a number that there is not.
    """
    known = {name: parameters[name] for name in parameters}
    changed = tuple(n for n, p in known.items() if p.status is Status.CHANGED)
    held = tuple(
        n for n, p in known.items() if n not in changed and p.range is None and not _has_error(p)
    )
    uncertain = {n: p for n, p in known.items() if n not in changed and n not in held and _spans(p)}
    latent: dict[str, Array] = {}
    for name in uncertain:
        _add_latent(name, known, count, seed, latent, ())
    return Drawn(
        {name: _values(parameter, latent[name]) for name, parameter in uncertain.items()},
        tuple(n for n, p in uncertain.items() if p.uncertainty is None),
        held,
        changed,
    )


def _has_error(parameter: Parameter) -> bool:
    return parameter.uncertainty is not None and parameter.uncertainty.cv_percent is not None


def _spans(parameter: Parameter) -> bool:
    """Return whether anything but one value is believed; a definition has a range of one."""
    return _has_error(parameter) or (
        parameter.range is not None and parameter.range[0] < parameter.range[1]
    )


def _add_latent(
    name: str,
    known: Mapping[str, Parameter],
    count: int,
    seed: np.random.SeedSequence,
    latent: dict[str, Array],
    below: tuple[str, ...],
) -> None:
    """Draw a standard normal number for each set, together with the number it goes with."""
    if name in latent:
        return
    if name in below:
        raise InvalidValue(
            f"Uncertain numbers go with each other in a circle: {' -> '.join((*below, name))}.",
            "Let one of them go with none.",
        )
    own = normal(words_at(key_for(seed, _PURPOSE, name), np.arange(count, dtype=np.uint64))[0])
    uncertainty = known[name].uncertainty
    if uncertainty is not None and uncertainty.goes_with is not None:
        other, r = uncertainty.goes_with
        if other not in known:
            raise InvalidValue(
                f"{name} goes with {other!r}, which the drug has not.", "Leave goes_with out."
            )
        _add_latent(other, known, count, seed, latent, (*below, name))
        own = r * latent[other] + math.sqrt(1 - r * r) * own
    latent[name] = own


def _values(parameter: Parameter, latent: Array) -> Array:
    """Return the value that belongs to each standard normal number, within what is possible.

    On the logarithm where the range is above 0, else on the number itself; below the median and
    above it each with a spread of its own, so that the range holds its share. A value at an end of
    its range is drawn to the other side only.
    """
    from scipy.special import ndtr, ndtri

    uncertainty = parameter.uncertainty or Uncertainty()
    value = parameter.value
    if uncertainty.cv_percent is not None:
        below = above = math.sqrt(math.log1p((uncertainty.cv_percent / _PERCENT) ** 2))
        logarithmic = value > 0
        if not logarithmic:
            below = above = abs(value) * uncertainty.cv_percent / _PERCENT
    else:
        low, high = parameter.range or (value, value)
        logarithmic = low > 0
        reach = float(ndtri((1 + uncertainty.interval_percent / _PERCENT) / 2))
        scale = math.log if logarithmic else float
        below, above = ((scale(value) - scale(low)) / reach, (scale(high) - scale(value)) / reach)
    middle = math.log(value) if logarithmic else value
    least, most = parameter.limits
    if logarithmic:
        least, most = (math.log(each) if each > 0 else -math.inf for each in (least, most))
    # Cut off, not moved: the draw is the quantile of what remains of the belief.
    first = _place(least - middle, below, above)
    last = _place(most - middle, below, above)
    bottom, top = float(ndtr(first)), float(ndtr(last))
    place = ndtri(bottom + ndtr(latent) * (top - bottom))
    found = middle + np.where(place < 0, below, above) * place
    found = np.clip(found, least, most)  # against round-off: nothing else lies outside
    return np.exp(found) if logarithmic else found


def _place(distance: float, below: float, above: float) -> float:
    """Return a limit in standard normal numbers, from its distance to the median."""
    spread = below if distance < 0 else above
    if spread == 0:
        return 0.0
    return distance / spread
