"""Simulating an event table: the field's rows in, its observation rows with predictions out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from titrate.dosing import EventTable, read_event_table
from titrate.dosing.events import OBSERVATION
from titrate.errors import (
    InvalidValue,
    require_choice,
    require_several,
    require_text,
)
from titrate.pk.compartments import CompartmentModel
from titrate.pk.given import require_method
from titrate.pk.ode import Ode
from titrate.pk.solution import require_linear
from titrate.pk.table_covariates import RULES
from titrate.pk.table_people import ModelOf, of_ids, people_of_table
from titrate.pk.table_places import places_of
from titrate.pk.table_run import Run
from titrate.pk.table_settings import Dosing, Setting, Settings, dosing_of
from titrate.pk.table_stretches import ORDERS, Pattern, rows_in_force, stretches
from titrate.pk.table_together import run_together
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd


def simulate_event_table(
    model: CompartmentModel | ModelOf,
    table: pd.DataFrame,
    *,
    observe: str | Sequence[str],
    lag: Setting = None,
    bioavailability: Setting = None,
    rate: Setting = None,
    duration: Setting = None,
    covariates: str = "locf",
    order: str = "doses first",
    method: str | Ode = "exact",
    column: str = "PRED",
) -> pd.DataFrame:
    """Return the observation rows of an event table with what the model predicts for them.

    Parameters
    ----------
    model : CompartmentModel or callable
        For everybody; with rates of one per ID in the order in which the IDs first appear; or a
        function that is given the covariate columns, an array of one value per person each, and
        returns the model of these people. It is asked again wherever a covariate changes.
    table : pandas.DataFrame
        ID, TIME (h), EVID (0 to 4), AMT, RATE (above 0; -1 modelled rate; -2 modelled duration),
        II, ADDL, SS (1; 2 added to what is there), CMT (a number from 1, a compartment or a
        route) or ROUTE, SEGMENT, AMT_UNIT, whatever their case. Every other column is kept.
    observe : str or sequence of str
        A site, else a compartment or a delay; several give a column each.
    lag, bioavailability, rate, duration : float, str or mapping, optional
        Lag of a dose (h), the share that arrives, the rate where RATE is -1 (in the unit of AMT,
        per h), the duration where it is -2 (h): a number, the name of a column, or one of these
        for each compartment (by number or name) or route. What the dose's own row says holds for
        all its ADDL.
    covariates : {"locf", "nocb"}
        Whether a row's covariates hold from its time on, or back to the row before. Blanks are
        filled from the same side. What a row gives and shows goes by its own; of rows at one
        time the last decides what flows afterwards, or the first what flowed before.
    order : {"doses first", "table"}
        Rows at one time: doses and resets before observations, or as they stand. Doses without a
        row of their own (ADDL, lagged ones) act before both.
    method : {"exact", "ode"} or Ode
    column : str
        What the column of predictions is called; with several observed, what its names begin
        with: ``PRED_CENT``.

    Returns
    -------
    pandas.DataFrame
        The rows with EVID 0 in their order, with their index and columns. Compartments are in
        the unit of AMT, sites in that unit per L (times what their weights convert); in ug and
        ug/L where AMT_UNIT is written. Ledgers count from the last reset or steady state.

    Raises
    ------
    InvalidValue
        For a cell or an argument that cannot stand, naming row and column.
    InvalidTimes
        If the times of an ID go backwards.
    UnknownName
        For a compartment, a route, a site or a column that there is not.
    NoSteadyState
        If SS is asked of a model that has none in closed form.
    NotLinear
        If the exact solution is asked of a model that is not linear.

    Examples
    --------
    >>> import pandas as pd
    >>> import titrate as tt
    >>> model = tt.one_compartment_oral(
    ...     clearance_L_per_h=1.1, volume_L=20, absorption_per_h=1.5
    ... )
    >>> rows = [(1, 0, 1, 100, 24, 3, 1), (1, 2, 0, 0, 0, 0, 0), (1, 26, 0, 0, 0, 0, 0)]
    >>> table = pd.DataFrame(rows, columns=["ID", "TIME", "EVID", "AMT", "II", "ADDL", "CMT"])
    >>> tt.simulate_event_table(model, table, observe="plasma")["PRED"].round(3).tolist()
    [4.391, 5.633]
    """
    require_choice("rule", covariates, RULES)
    require_choice("order", order, ORDERS)
    require_method(method)
    records = read_event_table(table)
    by_person = _rows_of_people(records)
    people = people_of_table(model, records, covariates, by_person[0])
    if method == "exact":
        require_linear(people.first)
    several, seen = _observed(observe, people.first)
    names = [f"{column}_{name}" for name in seen] if several else [column]
    wanted = _observations(records, require_text("column", column), names)
    places = places_of(people.first, records)
    settings = Settings(lag, bioavailability, rate, duration)
    dosing = dosing_of(people.first, records, places, settings)
    predicted = np.full((len(seen), len(records)), np.nan)
    if method == "exact" and not people.first.has_clock:
        run_together(records, dosing, people, seen, order, covariates, predicted)
    else:
        how = Ode() if method == "ode" else method
        for who in _alike(records, dosing, by_person):
            rows = np.array([by_person[person] for person in who])
            changed = people.changes_of(rows)
            chain = stretches(_pattern(records, rows[0]), order, covariates, changed)
            models = people.models_of(who, rows, rows_in_force(chain))
            run = Run(records, dosing, rows, models, seen, how)
            with of_ids(records.names, who):
                run.through(chain, predicted)
    found = table.loc[wanted].copy()
    for name, values in zip(names, predicted, strict=True):
        found[name] = values[wanted]
    return found


def _rows_of_people(records: EventTable) -> list[np.ndarray]:
    """Return the rows of each ID in the table's order."""
    order = np.argsort(records.person, kind="stable")
    counts = np.bincount(records.person, minlength=len(records.names))
    return np.split(order, np.cumsum(counts)[:-1])


def _alike(
    records: EventTable, dosing: Dosing, by_person: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Return the IDs in groups that differ in nothing but amounts, steady rates and covariates."""
    places = {place: float(i) for i, place in enumerate(dict.fromkeys(dosing.place))}
    columns: list[Array] = [
        records.time_h + 0.0,
        records.interval_h,
        dosing.duration_h,
        dosing.lag_h,
        records.event.astype(np.float64),
        records.additional.astype(np.float64),
        records.steady.astype(np.float64),
        records.is_steady_infusion.astype(np.float64),
        np.array([places[place] for place in dosing.place]),
    ]
    key = np.column_stack(columns)
    groups: dict[bytes, list[int]] = defaultdict(list)
    for person, rows in enumerate(by_person):
        groups[key[rows].tobytes()].append(person)
    return [np.array(who) for who in groups.values()]


def _pattern(records: EventTable, rows: np.ndarray) -> Pattern:
    return Pattern(
        tuple(records.time_h[rows].tolist()),
        tuple(records.event[rows].tolist()),
        tuple(records.steady[rows].tolist()),
    )


def _observed(
    observe: str | Sequence[str], model: CompartmentModel
) -> tuple[bool, tuple[str, ...]]:
    """Return whether several things are observed, and their names."""
    several = not isinstance(observe, str)
    names = require_several("observe", observe, '["CENT"]') if several else (observe,)
    known = dict.fromkeys([*model.site_names, *model.states])
    if not names:
        raise InvalidValue("observe is empty.", f"Give one of {', '.join(known)}.")
    for name in names:
        require_choice("site or compartment", name, known, plural="sites and compartments")
        if list(names).count(name) > 1:
            raise InvalidValue(f"observe names {name!r} twice.", "Name it once.")
    return several, tuple(names)


def _observations(records: EventTable, column: str, names: Sequence[str]) -> np.ndarray:
    """Return which rows observe, and make sure that their predictions have a column to go to."""
    if not column.strip():
        raise InvalidValue("column is blank.", 'Say what predictions are called: column="PRED".')
    for name in names:
        if name in records.columns:
            raise InvalidValue(
                f"The table has a column {records.columns.written[name.upper()]!r} already.",
                f"Call the predictions otherwise: column={f'{column}_2'!r}.",
            )
    wanted = records.event == OBSERVATION
    if not np.any(wanted):
        raise InvalidValue(
            "The table observes nothing: no row has EVID 0.", "Add a row for each time to predict."
        )
    return wanted
