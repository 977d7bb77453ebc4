"""By how much models differ, beside how much people differ within each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from titrate.simulation import Result
from titrate.timecourse import Array

_DAY_H = 24.0
_PER_CENT = 100.0


@dataclass(frozen=True)
class Spread:
    """One quantity over models.

    Parameters
    ----------
    name : str
        A site or an endpoint, or an edge of a window.
    unit : str
        Empty for a share.
    by_preset : mapping of preset to float
        In the order asked.
    cv_percent : mapping of preset to float
        How much people differ within each model; empty where no people were drawn.
    meaning : str
        What it is, in words; empty where the name says it.
    unmet : frozenset of str
        Presets whose edge is the end of the doses searched and no goal's.
    """

    name: str
    unit: str
    by_preset: Mapping[str, float]
    cv_percent: Mapping[str, float]
    meaning: str = ""
    unmet: frozenset[str] = frozenset()

    @property
    def lowest(self) -> str:
        """The preset that gives least."""
        return min(self.by_preset, key=lambda preset: self.by_preset[preset])

    @property
    def highest(self) -> str:
        """The preset that gives most."""
        return max(self.by_preset, key=lambda preset: self.by_preset[preset])

    @property
    def low(self) -> float:
        """The least."""
        return self.by_preset[self.lowest]

    @property
    def high(self) -> float:
        """The most."""
        return self.by_preset[self.highest]

    @property
    def factor(self) -> float:
        """The most over the least; NaN where the least is nothing."""
        return self.high / self.low if self.low > 0 else float("nan")


def last_day_means(result: Result) -> dict[str, Array]:
    """Return each curve's mean over the last 24 h of a run, site or endpoint to (people,).

    Concentrations are exact; responses are over the output times, weighted by the time between
    them.
    """
    found = {
        site: np.atleast_1d(result.measures(site).c_avg) for site in result.concentration.curves
    }
    times = result.times_h
    within = times >= times[-1] - _DAY_H
    span = float(np.ptp(times[within]))
    for name, curve in result.response.curves.items():
        last = curve[:, within]
        mean = np.trapezoid(last, times[within], axis=1) / span if span else last[:, 0]
        found[name] = np.asarray(mean)
    return found


def cv_of(values: Array) -> float:
    """Return the coefficient of variation of people's values, in percent; NaN about nothing."""
    mean = float(values.mean())
    return _PER_CENT * float(values.std(ddof=1)) / mean if mean > 0 else float("nan")


def spreads_of(
    means: Mapping[str, Mapping[str, float]],
    people: Mapping[str, Mapping[str, float]],
    units: Mapping[str, str],
    meanings: Mapping[str, str],
) -> tuple[Spread, ...]:
    """Return each quantity that all presets have, with its spread over them.

    Parameters
    ----------
    means : mapping of preset to mapping of quantity to float
    people : mapping of preset to mapping of quantity to CV in percent
    units, meanings : mapping of quantity to text
    """
    every = list(means.values())
    common = [name for name in every[0] if all(name in each for each in every)]
    return tuple(
        Spread(
            name,
            units.get(name, ""),
            {preset: each[name] for preset, each in means.items()},
            {preset: each[name] for preset, each in people.items()},
            meanings.get(name, ""),
        )
        for name in common
    )
