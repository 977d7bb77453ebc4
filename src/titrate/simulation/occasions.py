"""From deviations on an occasion to a body that changes when an occasion begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from titrate.errors import InvalidModel, InvalidValue
from titrate.model import DrugModel, Values
from titrate.patients import People
from titrate.pk import CompartmentModel, in_turn
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


def require_changes_in_the_body(
    drug: DrugModel, people: People, values: Values, usual: CompartmentModel
) -> None:
    """Raise `InvalidModel` if an occasion changes a response curve, or nothing in the body."""
    if people.occasions is None:
        return
    own = _values(drug, people, 0)
    moved = {name for name in values if not np.array_equal(own[name], values[name])}
    spreads = ", ".join(people.occasions.occasions.cv_percent)
    watched = _Watched(values)
    drug.endpoints(watched)
    read = sorted(watched.read & moved)
    if read:
        raise InvalidModel(
            f"The endpoints read {read[0]!r}, which differs from occasion to occasion "
            f"({spreads}), and each person has one response curve.",
            _KINETIC,
        )
    both = in_turn(usual, (usual, drug.kinetics(own)), (0.0, 1.0))
    changes = both.rate_changes_h, both.share_changes_h
    stays = (usual.rate_changes_h, usual.share_changes_h) == changes
    if stays and usual.right_hand_side is None:
        raise InvalidModel(
            f"Nothing in the body changes with {spreads} from occasion to occasion.", _KINETIC
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
