"""Whether what an observation puts together is of one kind: arms, and a reading with its share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from titrate.errors import InvalidFile
from titrate.model import DrugModel
from titrate.parameters import Section
from titrate.patients import Patient
from titrate.pd import Endpoint
from titrate.simulation import subject_of
from titrate.validation.measures import AS_LOOKED_AT, MEASURES
from titrate.validation.observation import Arm, Reading
from titrate.validation.simulated import internal_unit

_SHARE = "share"


def require_alike(
    section: Section, arms: Sequence[Arm], drug_of: Callable[[Arm], DrugModel]
) -> None:
    """Ask that all arms come in one unit.

    Raises
    ------
    InvalidFile
        Naming the first two that do not.
    """
    kinds = [_kind(arm, drug_of(arm)) for arm in arms]
    for arm, kind in zip(arms[1:], kinds[1:], strict=True):
        if kind != kinds[0]:
            raise section.error(
                f"the arm {arms[0].name!r} is in {kinds[0]} and the arm {arm.name!r} in {kind}.",
                "Compare what comes in one unit.",
            )


def require_readable(
    section: Section,
    arms: Sequence[Arm],
    reading: Reading | None,
    drug_of: Callable[[Arm], DrugModel],
) -> None:
    """Ask that a trial's reading is laid over a share, which its steps are made for.

    Raises
    ------
    InvalidFile
        Naming what is looked at instead.
    """
    if reading is None:
        return
    for arm in arms:
        kind = _kind(arm, drug_of(arm))
        if kind != _SHARE:
            raise _unreadable(section, arm, kind)


def _unreadable(section: Section, arm: Arm, kind: str) -> InvalidFile:
    what = " ".join((*arm.looked.names, arm.looked.measure))
    return section.error(
        f"a reading is of a share, and {what} is in {kind}.",
        'Look at a share: endpoint = "relief_legs" or "drowsiness".',
    )


def _kind(arm: Arm, drug: DrugModel) -> str:
    """Return the unit in which an arm comes; "share" of what has none."""
    looked = arm.looked
    unit = MEASURES[looked.measure].unit
    if unit == AS_LOOKED_AT:
        unit = internal_unit(arm, drug)
        if looked.subject == "endpoint":
            unit = _endpoint(drug, looked.name).unit
    return _SHARE if unit in ("", "1") else unit


def _endpoint(drug: DrugModel, name: str) -> Endpoint:
    known = subject_of(drug, Patient()).endpoints
    return next(endpoint for endpoint in known if endpoint.name == name)
