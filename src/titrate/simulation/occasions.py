"""From deviations on an occasion to a body, and curves, that change when an occasion begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from titrate.errors import InvalidModel, InvalidValue
from titrate.model import DrugModel, Values
from titrate.patients import People
from titrate.pd import Endpoint
from titrate.pk import SAME_INSTANT_H, CompartmentModel, in_turn
from titrate.timecourse import Array

_KINETIC = "Let parameters of the kinetics differ, as absorption and clearance do."


def model_in_turn(
    drug: DrugModel, people: People, usual: CompartmentModel, end_h: float
) -> CompartmentModel:
    """Return the body of people on their occasions up to a time; as it usually is without any.

    Parameters
    ----------
    drug : DrugModel
    people : People
    usual : CompartmentModel
    end_h : float
        On the clock that occasions begin by.

    Raises
    ------
    InvalidModel
        If occasions change anything but rates, volumes and shares.
    InvalidValue
        If somebody's value on an occasion is impossible, as a share above 1 is.
    """
    if people.occasions is None:
        return usual
    starts_h = people.occasions.occasions.starts_until(end_h)
    models = (drug.kinetics(_values(drug, people, number)) for number in range(len(starts_h)))
    return in_turn(usual, models, starts_h)


def curves_in_turn(
    drug: DrugModel, people: People, usual: Sequence[Endpoint], times_h: Array
) -> Iterator[tuple[slice, tuple[Endpoint, ...]]]:
    """Yield the endpoints of people on each occasion, with the times that fall into it.

    Parameters
    ----------
    drug : DrugModel
    people : People
    usual : sequence of Endpoint
        Whose names are wanted, in their order.
    times_h : Array, shape (times,)
        Increasing, on the clock that occasions begin by.
    """
    if people.occasions is None:
        yield slice(None), tuple(usual)
        return
    starts_h = people.occasions.occasions.starts_until(float(times_h[-1]) + 2 * SAME_INSTANT_H)
    begins = np.searchsorted(times_h, np.array(starts_h) - SAME_INSTANT_H).tolist()
    for number, (first, last) in enumerate(pairwise([*begins, len(times_h)])):
        if first < last:
            own = {e.name: e for e in drug.endpoints(_values(drug, people, number))}
            yield slice(first, last), tuple(own[e.name] for e in usual)


def require_changes_in_time(
    drug: DrugModel,
    people: People,
    values: Values,
    usual: tuple[CompartmentModel, tuple[Endpoint, ...]],
    *,
    curves: bool,
) -> bool:
    """Return whether occasions change a response curve.

    Parameters
    ----------
    drug : DrugModel
    people : People
    values : mapping of name to Array (people,)
        As they usually are, and the body and the endpoints made of them:
    usual : (CompartmentModel, tuple of Endpoint)
    curves : bool
        Whether response curves may change.

    Raises
    ------
    InvalidModel
        If occasions change nothing, how people adapt, or response curves that may not.
    """
    if people.occasions is None:
        return False
    own = _values(drug, people, 0)
    moved = {name for name in values if not np.array_equal(own[name], values[name])}
    spreads = ", ".join(people.occasions.occasions.cv_percent)
    watched = _Watched(values)
    drug.endpoints(watched)
    read = sorted(watched.read & moved)
    if read and not curves:
        raise InvalidModel(
            f"The endpoints read {read[0]!r}, which differs from occasion to occasion "
            f"({spreads}), and a search turns one response curve of each person around.",
            f"{_KINETIC} simulate takes response curves that change.",
        )
    body, endpoints = usual
    _require_one_adaptation(endpoints, drug.endpoints(own) if read else endpoints, spreads)
    both = in_turn(body, (body, drug.kinetics(own)), (0.0, 1.0))
    changes = both.rate_changes_h, both.share_changes_h
    stays = (body.rate_changes_h, body.share_changes_h) == changes
    if stays and body.right_hand_side is None and not read:
        raise InvalidModel(f"Nothing changes with {spreads} from occasion to occasion.", _KINETIC)
    return bool(read)


def _require_one_adaptation(
    usual: Sequence[Endpoint], own: Sequence[Endpoint], spreads: str
) -> None:
    for mine, theirs in zip(usual, own, strict=True):
        one, other = mine.adaptation, theirs.adaptation
        if one is not None and not one.is_like(other):
            raise InvalidModel(
                f"The adaptation {one.name!r} differs from occasion to occasion ({spreads}), and "
                "each person gets used to the drug in one way.",
                "Let EC50s and slopes differ, or parameters of the kinetics.",
            )


def _values(drug: DrugModel, people: People, occasion: int) -> Values:
    try:
        return drug.individual(drug.parameters, people.on_occasion(occasion))
    except InvalidValue as wrong:
        raise InvalidValue(
            f"On occasion {occasion + 1}: {wrong.problem}",
            f"{wrong.hint} Give a smaller spread between occasions.",
        ) from None


class _Watched(Mapping[str, Array]):
    """Values that know which of them were read."""

    def __init__(self, values: Values) -> None:
        self.values_by_name = values
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Array:
        self.read.add(name)
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)
