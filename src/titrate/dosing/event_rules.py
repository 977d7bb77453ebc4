"""What the columns of one record may say together, as the field reads them."""

from __future__ import annotations

import numpy as np

from titrate.dosing.checks import LONGEST_H, MOST_DOSES, SAME_INSTANT_H
from titrate.dosing.events import (
    MODELLED_DURATION,
    MODELLED_RATE,
    STEADY_ADDED,
    EventTable,
)

_NO_DOSE = "Only doses (EVID 1 and 4) have it; write 0, or leave it blank."


def require_sound(table: EventTable) -> None:
    """Raise `InvalidValue` for the first row whose columns cannot stand together."""
    _require_nothing_outside_doses(table)
    _require_rates(table)
    _require_repetitions(table)
    _require_amounts(table)


def _require_nothing_outside_doses(table: EventTable) -> None:
    columns = {
        "AMT": table.amount,
        "RATE": table.rate,
        "II": table.interval_h,
        "ADDL": table.additional,
        "SS": table.steady,
    }
    for name, values in columns.items():
        for event in np.unique(table.event[~table.is_dose]):
            wrong = (table.event == event) & (values != 0)
            why = f"stands on a row with EVID {event}"
            table.columns.refuse(wrong, name, values, why, _NO_DOSE)


def _require_rates(table: EventTable) -> None:
    modelled = np.isin(table.rate, (MODELLED_RATE, MODELLED_DURATION))
    table.columns.refuse(
        (table.rate < 0) & ~modelled,
        "RATE",
        table.rate,
        "is no rate",
        "RATE is above 0, 0 (at once), -1 (a modelled rate) or -2 (a modelled duration).",
    )


def _require_repetitions(table: EventTable) -> None:
    refuse = table.columns.refuse
    interval_h, additional, steady = table.interval_h, table.additional, table.steady
    wrong = (interval_h < 0) | (interval_h > LONGEST_H)
    refuse(wrong, "II", interval_h, "is no interval", "II is in hours, 0 or more.")
    wrong = (interval_h > 0) & (interval_h <= SAME_INSTANT_H) & ((additional > 0) | (steady > 0))
    hint = f"Times closer than {SAME_INSTANT_H:g} h are one; II is in hours."
    refuse(wrong, "II", interval_h, "is no interval between two doses", hint)
    wrong = (additional < 0) | (additional > MOST_DOSES)
    hint = f"ADDL is from 0 to {MOST_DOSES:,}."
    refuse(wrong, "ADDL", additional, "is no number of doses", hint)
    wrong = (additional > 0) & (interval_h == 0)
    refuse(wrong, "ADDL", additional, "comes without II", "Give II, the hours between doses.")
    wrong = (steady < 0) | (steady > STEADY_ADDED)
    hint = "SS is 0, 1 (steady state alone) or 2 (added to what is there)."
    refuse(wrong, "SS", steady, "is no steady state", hint)
    wrong = (steady > 0) & (interval_h == 0) & ~table.is_steady_infusion
    refuse(wrong, "SS", steady, "comes without II", "Give II, the hours between doses.")


def _require_amounts(table: EventTable) -> None:
    refuse = table.columns.refuse
    refuse(table.amount < 0, "AMT", table.amount, "is negative", "Nothing can be taken back.")
    endless = table.is_steady_infusion
    has_rate = (table.rate > 0) | (table.rate == MODELLED_RATE)
    wrong = endless & ~(has_rate & (table.steady > 0))
    hint = "Give the dose; AMT 0 with a RATE and SS 1 is a steady infusion, EVID 2 gives nothing."
    refuse(wrong, "AMT", table.amount, "is no dose", hint)
    for name, values in (("II", table.interval_h), ("ADDL", table.additional)):
        why = "stands beside a steady infusion"
        hint = "An infusion that never stopped is not repeated: write 0."
        refuse(endless & (values != 0), name, values, why, hint)
