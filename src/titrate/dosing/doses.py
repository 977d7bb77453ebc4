"""What a regimen comes down to: one row per administration, in time order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titrate.errors import InvalidValue, require_choice, require_positive

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUTES = ("intrathecal", "iv", "oral")
SEGMENTS = ("lumbar", "thoracic", "cervical", "cisternal", "cranial")


def segment(at: object) -> str:
    """Return ``at`` if it is a segment of spinal fluid, else raise `UnknownName`."""
    return require_choice("segment", at, SEGMENTS)  # pyright: ignore[reportArgumentType]


@dataclass(frozen=True, eq=False)
class Doses:
    """Administrations in time order; those at one instant stay in the order written.

    Parameters
    ----------
    time_h : array (d,)
        Start of each, h.
    amount_ug : array (d,)
        Amount of each, ug; ug per kg of body weight where ``per_kg``.
    duration_h : array (d,)
        0 is a bolus; else the amount is given at a constant rate over this long, h.
    route : tuple of str
        ``"intrathecal"``, ``"iv"`` or ``"oral"``.
    at : tuple of str or None
        The segment of spinal fluid for intrathecal doses, None elsewhere.
    per_kg : array of bool (d,)
        Whether the amount is per kg of body weight.
    """

    time_h: Array
    amount_ug: Array
    duration_h: Array
    route: tuple[str, ...]
    at: tuple[str | None, ...]
    per_kg: Flags

    def __post_init__(self) -> None:
        columns = ("time_h", float), ("amount_ug", float), ("duration_h", float), ("per_kg", bool)
        for name, kind in columns:
            column = np.array(getattr(self, name), dtype=kind)
            column.setflags(write=False)
            object.__setattr__(self, name, column)
        lengths = {len(self.time_h), len(self.amount_ug), len(self.duration_h)}
        lengths |= {len(self.route), len(self.at), len(self.per_kg)}
        if len(lengths) != 1:
            raise InvalidValue(
                f"The columns of these doses have {sorted(lengths)} rows.",
                "Give every dose a time, an amount, a duration, a route, a place and per_kg.",
            )

    def __len__(self) -> int:
        return len(self.time_h)

    def amounts_for(self, weight_kg: ArrayLike | None) -> Array:
        """Return the amounts that people of these weights are given.

        Parameters
        ----------
        weight_kg : array (people,) or float, optional
            Body weights, kg. None where no person is known.

        Returns
        -------
        array (people, d)
            Amounts, ug; one row if ``weight_kg`` is None or a number.

        Raises
        ------
        InvalidValue
            If a dose is per kg and no weight is given, or a weight is not above 0.
        """
        if weight_kg is None:
            if self.per_kg.any():
                raise InvalidValue(
                    "A dose is written per kg of body weight, and no weight is given.",
                    "Give weight_kg.",
                )
            return self.amount_ug[np.newaxis, :]
        given: Any = weight_kg
        weight = np.atleast_1d(np.asarray(require_positive("weight_kg", given), dtype=float))
        if weight.ndim != 1:
            raise InvalidValue(
                f"weight_kg has {weight.ndim} axes.", "Give one weight per person, on one axis."
            )
        if not self.per_kg.any():
            return np.broadcast_to(self.amount_ug, (len(weight), len(self)))
        return self.amount_ug * np.where(self.per_kg, weight[:, np.newaxis], 1.0)


def uniform(
    time_h: Array,
    amount_ug: ArrayLike,
    duration_h: ArrayLike,
    route: str,
    at: str | None = None,
    *,
    per_kg: bool = False,
) -> Doses:
    """Return doses at ``time_h`` that share route, place and basis."""
    count = len(time_h)
    return Doses(
        time_h=time_h,
        amount_ug=np.broadcast_to(amount_ug, count),
        duration_h=np.broadcast_to(duration_h, count),
        route=(route,) * count,
        at=(at,) * count,
        per_kg=np.full(count, per_kg),
    )


def merged(several: Sequence[Doses]) -> Doses:
    """Return all doses of ``several`` in time order; ties keep the order of ``several``."""
    order = np.argsort(np.concatenate([doses.time_h for doses in several]), kind="stable")
    routes = [route for doses in several for route in doses.route]
    places = [place for doses in several for place in doses.at]
    return Doses(
        time_h=np.concatenate([doses.time_h for doses in several])[order],
        amount_ug=np.concatenate([doses.amount_ug for doses in several])[order],
        duration_h=np.concatenate([doses.duration_h for doses in several])[order],
        route=tuple(routes[row] for row in order),
        at=tuple(places[row] for row in order),
        per_kg=np.concatenate([doses.per_kg for doses in several])[order],
    )


def later(doses: Doses, by_h: float) -> Doses:
    """Return the same doses, each starting ``by_h`` later."""
    return Doses(
        doses.time_h + by_h,
        doses.amount_ug,
        doses.duration_h,
        doses.route,
        doses.at,
        doses.per_kg,
    )


def kept(doses: Doses, rows: Sequence[int] | NDArray[np.int64]) -> Doses:
    """Return only the doses in ``rows``, counted from 0."""
    chosen = np.asarray(rows, dtype=int)
    return Doses(
        doses.time_h[chosen],
        doses.amount_ug[chosen],
        doses.duration_h[chosen],
        tuple(doses.route[row] for row in chosen),
        tuple(doses.at[row] for row in chosen),
        doses.per_kg[chosen],
    )
