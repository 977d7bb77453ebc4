"""An event table as records: who, when, how much, where to, how often, and what kind of event.

No model is known here, so a place is still the number or the name that was written, and
whatever a model decides (rates and durations that are modelled, lags) is still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from titrate.dosing.checks import UG_PER_MG
from titrate.dosing.doses import Array, Flags
from titrate.dosing.table_columns import Columns

Whole = NDArray[np.int64]

# EVID, as the field numbers its events.
OBSERVATION, DOSE, OTHER, RESET, RESET_AND_DOSE = range(5)
# RATE: the model knows the rate, or the duration.
MODELLED_RATE, MODELLED_DURATION = -1.0, -2.0
# SS: the body is emptied before its steady state is set, or the steady state is added.
STEADY_ALONE, STEADY_ADDED = 1, 2

# Columns with a meaning; every other one is a covariate and is kept.
FIELDS = (
    *("ID", "TIME", "EVID", "AMT", "RATE", "II", "ADDL", "SS", "CMT", "ROUTE"),
    *("AMT_UNIT", "SEGMENT", "DV", "MDV"),
)
UNITS = {"ug": 1.0, "mg": UG_PER_MG, "ug/kg": 1.0, "mg/kg": UG_PER_MG}


@dataclass(frozen=True, eq=False)
class EventTable:
    """Checked records, in the order of the table's rows.

    Parameters
    ----------
    columns : Columns
        The table itself.
    names : tuple
        Each ID once, in the order in which they first appear.
    person : integer array (rows,)
        Index into ``names``.
    time_h, amount, rate, interval_h : Array (rows,)
        TIME, AMT, RATE, II; 0 where a row that is no dose leaves them blank.
    additional, steady, event : integer array (rows,)
        ADDL, SS, EVID.
    place : tuple of int, str or None
        CMT, else ROUTE: a number, a name, or None where neither is written.
    segment, unit : tuple of str or None
        SEGMENT and AMT_UNIT, None where not written.
    """

    columns: Columns
    names: tuple[Any, ...]
    person: Whole
    time_h: Array
    amount: Array
    rate: Array
    interval_h: Array
    additional: Whole
    steady: Whole
    event: Whole
    place: tuple[int | str | None, ...]
    segment: tuple[str | None, ...]
    unit: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.time_h)

    @property
    def is_dose(self) -> Flags:
        """Which rows give a dose."""
        return (self.event == DOSE) | (self.event == RESET_AND_DOSE)

    @property
    def is_steady_infusion(self) -> Flags:
        """Which rows stand for an infusion that has run for ever: AMT 0, a rate, SS."""
        return self.is_dose & (self.amount == 0)

    @property
    def empties(self) -> Flags:
        """Which rows empty the body and cancel what is pending."""
        reset = (self.event == RESET) | (self.event == RESET_AND_DOSE)
        return reset | (self.steady == STEADY_ALONE)

    def row(self, number: int) -> str:
        """Return what a row is called in messages."""
        return self.columns.row(number)


def in_ug(table: EventTable) -> Array:
    """Return what turns AMT and RATE of each row into ug: 1 where no unit is written (rows,).

    Raises
    ------
    InvalidValue
        If some doses have a unit and others none, or one is per kg: a table has no weights.
    """
    per_kg = np.array([(unit or "").endswith("/kg") for unit in table.unit], dtype=bool)
    hint = "Write the amount for this weight, in mg or ug."
    table.columns.refuse(per_kg & table.is_dose, "AMT_UNIT", table.unit, "needs a weight", hint)
    written = np.array([unit is not None for unit in table.unit], dtype=bool)
    doses = table.is_dose
    if np.any(written & doses):
        table.columns.refuse(
            doses & ~written, "AMT_UNIT", table.unit, "leaves a unit open", "Write ug or mg."
        )
    return np.array([1.0 if unit is None else UNITS[unit] for unit in table.unit])
