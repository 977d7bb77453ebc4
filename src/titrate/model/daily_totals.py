"""What a regimen gives a day: the parts that are given at one time added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from titrate.dosing import Regimen
from titrate.dosing.daily import DailySpan, daily_spans
from titrate.timecourse import Array

# Digits after the point to which two instants, in h, are one, and two amounts, in ug.
_SAME = 6


def daily_totals(regimen: Regimen, weights_kg: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Yield (route, ug a day) for every stretch of a regimen in which the same parts are given.

    Courses count by their average day, single doses on the day they fall on. A day of single
    doses alone may be the rest of one, so of these days only the fullest counts, and only if no
    stretch gives more. Pumps and doses of one route are not added up.

    Parameters
    ----------
    regimen : Regimen
    weights_kg : sequence of float
        Weights to count doses per kg for.
    """
    spans = daily_spans(regimen.tree)
    for route, kind in dict.fromkeys((span.part.route, span.part.kind) for span in spans):
        mine = [span for span in spans if (span.part.route, span.part.kind) == (route, kind)]
        for weight in weights_kg:
            yield from ((route, amount) for amount in _totals(mine, weight))


def _totals(spans: Sequence[DailySpan], weight_kg: float) -> list[float]:
    ends = np.array([(span.begin_h, span.end_h) for span in spans]).round(_SAME)
    points, place = np.unique(ends, return_inverse=True)
    place = place.reshape(ends.shape)
    amount = np.array(
        [s.part.amount_per_day_ug * (weight_kg if s.part.per_kg else 1.0) for s in spans]
    )
    course = np.array([0.0 if span.once else 1.0 for span in spans])

    def running(of: Array) -> Array:
        changes = np.zeros(len(points))
        np.add.at(changes, place[:, 0], of)
        np.add.at(changes, place[:, 1], -of)
        return np.cumsum(changes).round(_SAME)

    totals, courses = running(amount), running(course) > 0
    found = np.unique(totals[courses]).tolist()
    days = totals[~courses]
    fullest = float(days.max(initial=0.0))
    return found if found and fullest <= found[-1] else [*found, fullest]
