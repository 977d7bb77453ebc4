"""Measured values after a dose: what counts as measured, and the value at the dose itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from titrate.pk.noncompartmental.dosing_time import Dosing, value_at_dose
from titrate.timecourse import Array

MISSING = "values are missing and left out"
BETWEEN = "a value below quantification between measurable ones is left out"
NOTHING = "nothing is measurable"


@dataclass(frozen=True, eq=False)
class Samples:
    """Values after a dose, each person's packed to the left; the first is that at the dose.

    Parameters
    ----------
    time_h, value : Array, shape (people, places)
        Time since the dose in h, concentration in ug/L. After a person's last value both repeat
        it, so that what lies between has no area.
    count : integer array, shape (people,)
        Values of each, that at the dose included.
    measured : boolean array, shape (people,)
        Whether anything was.
    at_dose : boolean array, shape (people,)
        Whether the value at the dose was measured.
    reasons : mapping of text to boolean array (people,)
        What was left out or put in, and for whom.
    """

    time_h: Array
    value: Array
    count: np.ndarray
    measured: np.ndarray
    at_dose: np.ndarray
    reasons: dict[str, np.ndarray]

    @property
    def last_h(self) -> Array:
        """When the last value was measured, (people,)."""
        return self.time_h[:, -1]

    @property
    def last(self) -> Array:
        """The last value, ug/L, (people,)."""
        return self.value[:, -1]

    @property
    def observed(self) -> np.ndarray:
        """Which places hold a measured value, (people, places)."""
        places = np.arange(self.time_h.shape[1])
        held = (places < self.count[:, None]) & self.measured[:, None]
        held[:, 0] &= self.at_dose
        return held

    def take(self, who: slice) -> Samples:
        """Return the values of some of the people."""
        reasons = {why: whose[who] for why, whose in self.reasons.items()}
        return Samples(
            self.time_h[who],
            self.value[who],
            self.count[who],
            self.measured[who],
            self.at_dose[who],
            reasons,
        )


def samples_of(time_h: Array, value: Array, lloq: float, dosing: Dosing) -> Samples:
    """Return values ready to be analysed.

    A value of 0 or below ``lloq`` is not measurable. Before the first measurable value it counts
    as 0; after a bolus, where nothing rises, it is left out there too. Between measurable values
    and after the last it is left out.

    Parameters
    ----------
    time_h : Array, shape (times,)
        Since the dose.
    value : Array, shape (people, times)
        NaN where nothing was measured.
    lloq : float
    dosing : Dosing
    """
    missing = np.isnan(value)
    if time_h[0] > 0:
        time_h = np.concatenate([[0.0], time_h])
        value = np.concatenate([np.full((len(value), 1), np.nan), value], axis=1)
    below = ~((value > 0) & (value >= lloq)) & ~np.isnan(value)
    seen = ~below & ~np.isnan(value)
    begun = np.logical_or.accumulate(seen, axis=1)
    goes_on = np.logical_or.accumulate(seen[:, ::-1], axis=1)[:, ::-1]
    measured = begun[:, -1]
    kept = seen if dosing.route == "bolus" else seen | (below & ~begun)
    at_dose = kept[:, 0].copy()
    reasons: dict[str, np.ndarray] = {
        MISSING: np.logical_or.reduce(missing, axis=1),
        BETWEEN: np.logical_or.reduce(below & begun & goes_on, axis=1),
        NOTHING: ~measured,
    }
    packed_h, packed, count = _packed(time_h, np.where(seen, value, 0.0), kept)
    first, why = value_at_dose(packed_h, packed, count, dosing)
    packed[:, 0] = np.where(at_dose, packed[:, 0], first)
    packed[:, 1:] = np.where(count[:, None] > 1, packed[:, 1:], packed[:, :1])
    reasons |= {reason: whose & ~at_dose & measured for reason, whose in why.items()}
    return Samples(packed_h, packed, count, measured, at_dose, reasons)


def _packed(time_h: Array, value: Array, kept: np.ndarray) -> tuple[Array, Array, np.ndarray]:
    """Return times and values with those kept at the left, the last repeated, and how many.

    The first place, the dose's own, is always kept.
    """
    kept = kept.copy()
    kept[:, 0] = True
    count = kept.sum(axis=1)
    places = np.argsort(~kept, axis=1, kind="stable")
    places = np.take_along_axis(
        places, np.minimum(np.arange(len(time_h)), count[:, None] - 1), axis=1
    )
    return time_h[places], np.take_along_axis(value, places, axis=1), count
