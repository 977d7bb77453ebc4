"""Curves over time: named values, one row per person, one column per instant.

A curve of one patient reads as ``(times,)``, of a population as ``(people, times)``. Inside,
every curve is ``(people, times)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from titrate.errors import InvalidTimes, InvalidValue, require_choice, shown

if TYPE_CHECKING:
    import pandas as pd

Array = npt.NDArray[np.float64]

DIMENSIONLESS = ""
# Longer runs are slips of the pen, and would fill the memory before they failed.
_LONGEST_H = 200 * 365.25 * 24


def frozen(values: npt.ArrayLike) -> Array:
    """Return ``values`` as a read-only float array; a copy only where one is needed."""
    array = np.asarray(values, dtype=np.float64)
    if array.flags.writeable:
        array = array.view()
        array.flags.writeable = False
    return array


def checked_times(times_h: npt.ArrayLike) -> Array:
    """Return output times as a read-only array, in h.

    Raises
    ------
    InvalidTimes
        If there are none, or one is not finite, before 0 or not after the one before it.
    """
    try:
        given = np.asarray(times_h)
    except (TypeError, ValueError):  # a list of lists of different lengths
        given = np.asarray(None)
    if given.dtype.kind not in "iuf":
        raise InvalidTimes(f"times_h is {shown(times_h)}.", "Give numbers, in hours.")
    times = np.atleast_1d(given.astype(np.float64))
    if times.size == 0:
        raise InvalidTimes("times_h is empty.", "Give at least one time, in h: [0, 8, 24].")
    if times.ndim != 1:
        raise InvalidTimes(f"times_h has shape {times.shape}.", "Give the times in one row.")
    if not np.all(np.isfinite(times)):
        raise InvalidTimes("times_h holds a value that is not finite.", "Give finite hours.")
    if times[0] < 0:
        raise InvalidTimes(
            f"times_h begins at {times[0]:g} h.",
            "Time 0 is midnight of day 1; begin at 0 or later.",
        )
    if times[-1] > _LONGEST_H:
        raise InvalidTimes(
            f"times_h ends at {times[-1]:g} h.", "Nobody is followed for more than 200 years."
        )
    late = np.flatnonzero(np.diff(times) <= 0)
    if late.size:
        first = int(late[0])
        raise InvalidTimes(
            f"times_h is not increasing: {times[first + 1]:g} h follows {times[first]:g} h.",
            "Sort the times and write each once.",
        )
    return frozen(times)


@dataclass(frozen=True, eq=False)
class TimeCourse(Mapping[str, Array]):
    """Named curves on one time axis.

    Parameters
    ----------
    times_h : Array, shape (times,)
    curves : mapping of name to Array, shape (people, times)
    units : mapping of name to unit
        An empty unit is a share or a count.
    patients : tuple of str
        One name per person.
    kind : str
        What the curves are: ``"concentration"``, ``"amount"`` or ``"response"``.
    alone : bool
        Whether this is one patient, whose curves read as ``(times,)``.
    """

    times_h: Array
    curves: Mapping[str, Array]
    units: Mapping[str, str]
    patients: tuple[str, ...] = ("1",)
    kind: str = "concentration"
    alone: bool = True

    def __post_init__(self) -> None:
        expected = (len(self.patients), len(self.times_h))
        for name, curve in self.curves.items():
            if curve.shape != expected:
                raise InvalidValue(
                    f"The curve {name!r} has shape {curve.shape}.",
                    f"Give (people, times) = {expected}.",
                )

    def __getitem__(self, name: str) -> Array:
        require_choice("curve", name, self.curves)
        curve = self.curves[name]
        return curve[0] if self.alone else curve

    def __iter__(self) -> Iterator[str]:
        return iter(self.curves)

    def __len__(self) -> int:
        return len(self.curves)

    def __repr__(self) -> str:
        many = "1 person" if len(self.patients) == 1 else f"{len(self.patients):,} people"
        who = "one patient" if self.alone else many
        span = f"{self.times_h[0]:g} to {self.times_h[-1]:g} h"
        return f"<{self.kind} of {who}, {span}: {', '.join(self.curves)}>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per person and time: patient, time_h, then a column per curve."""
        import pandas as pd

        columns: dict[str, object] = {
            "patient": np.repeat(np.asarray(self.patients, dtype=object), len(self.times_h)),
            "time_h": np.tile(self.times_h, len(self.patients)),
        }
        for name, curve in self.curves.items():
            unit = self.units.get(name, DIMENSIONLESS)
            columns[_with_unit(name, unit)] = curve.reshape(-1)
        return pd.DataFrame(columns)

    def to_long(self) -> pd.DataFrame:
        """Return one row per person, curve and time: patient, time_h, kind, name, value, unit."""
        import pandas as pd

        rows = len(self.patients) * len(self.times_h)
        patient = np.repeat(np.asarray(self.patients, dtype=object), len(self.times_h))
        parts = [
            pd.DataFrame(
                {
                    "patient": patient,
                    "time_h": np.tile(self.times_h, len(self.patients)),
                    "kind": np.full(rows, self.kind, dtype=object),
                    "name": np.full(rows, name, dtype=object),
                    "value": curve.reshape(-1),
                    "unit": np.full(rows, self.units.get(name, DIMENSIONLESS), dtype=object),
                }
            )
            for name, curve in self.curves.items()
        ]
        return pd.concat(parts, ignore_index=True)


def _with_unit(name: str, unit: str) -> str:
    """Return a column's name with its unit, unless the name says it: ``spasms_per_day``."""
    said = unit.replace("/", "_per_").replace("-", "_to_").replace("%", "percent")
    return name if not unit or name.endswith(said.removeprefix("1")) else f"{name}_{said}"
