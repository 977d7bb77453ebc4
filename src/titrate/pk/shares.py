"""What the entries of a door take of a dose in all, and where the rest of it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from titrate.errors import InvalidModel
from titrate.pk.parts import UNABSORBED, Entry
from titrate.pk.rates import Steps, changes_of, value_at
from titrate.timecourse import Array


def require_whole_doses(entries: tuple[Entry, ...], compartments: tuple[str, ...]) -> None:
    """Raise `InvalidModel` if a door takes more than a dose, or leaves a rest without a place."""
    for (route, at), total in route_shares(entries).items():
        place = route if at is None else f"{route} at {at}"
        if total is not None and np.any(total > 1 + 1e-12):
            raise InvalidModel(
                f"The entries of {place} take {float(np.max(total)):g} of a dose.",
                "Shares of one door may not add up to more than 1.",
            )
        whole = total is not None and np.all(total >= 1 - 1e-12)
        if not whole and UNABSORBED not in compartments:
            raise InvalidModel(
                f"The entries of {place} take less than the whole dose and the rest has no place.",
                f"Add a compartment called {UNABSORBED!r}.",
            )


def route_shares(
    entries: tuple[Entry, ...],
) -> Mapping[tuple[str, str | None], np.ndarray | None]:
    """Return the summed share of each door, at all times; None where one depends on the dose.

    An entry without a place serves every place of its route.
    """
    doors = dict.fromkeys((entry.route, entry.at) for entry in entries)
    placed = {route for route, at in doors if at is not None}
    totals: dict[tuple[str, str | None], np.ndarray | None] = {}
    for route, at in doors:
        if at is None and route in placed:
            continue
        shares = [e.share for e in entries if e.route == route and e.at in (None, at)]
        numbers = [share for share in shares if not callable(share)]
        known = len(numbers) == len(shares)
        totals[route, at] = _added(numbers) if known else None
    return totals


def _added(shares: Sequence[float | Array | Steps]) -> np.ndarray:
    """Return the sum of shares at each time at which one of them changes, one after another."""
    sums = [
        sum((np.asarray(value_at(share, time_h)) for share in shares), np.zeros(()))
        for time_h in (0.0, *changes_of(shares))
    ]
    return sums[0] if len(sums) == 1 else np.concatenate([np.atleast_1d(each) for each in sums])
