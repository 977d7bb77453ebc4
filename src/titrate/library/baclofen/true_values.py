"""What baclofen's apparent numbers become in a person."""

from __future__ import annotations

from dataclasses import dataclass

from titrate.model import DrugModel, Values
from titrate.parameters import Parameter, Status
from titrate.patients import Patient

_SHARE, _SPLIT = "bioavailability", "central_share_of_volume"


@dataclass(frozen=True)
class _Derived:
    """A true value: its unit, its meaning, what of the values adds up to it, and from what."""

    name: str
    unit: str
    meaning: str
    parts: tuple[str, ...]
    apparent: tuple[str, ...]
    how: str


_KIDNEYS = "kidneys act in proportion to creatinine clearance"
_SIZE = "body size to a power"
_DERIVED = (
    _Derived(
        "clearance",
        "L/h",
        "clearance from plasma",
        ("renal_clearance", "metabolic_clearance"),
        ("apparent_clearance",),
        f"the sum of the two below; {_KIDNEYS}",
    ),
    _Derived(
        "renal_clearance",
        "L/h",
        "clearance by the kidneys",
        ("renal_clearance",),
        ("apparent_clearance", "renal_share", "reference_creatinine_clearance"),
        f"the share that is renal; {_KIDNEYS}",
    ),
    _Derived(
        "metabolic_clearance",
        "L/h",
        "the rest of the clearance",
        ("metabolic_clearance",),
        ("apparent_clearance", "renal_share", "reference_weight", "clearance_weight_exponent"),
        f"what is not renal, by {_SIZE}",
    ),
    _Derived(
        "central_volume",
        "L",
        "volume of plasma and what mixes with it at once",
        ("central_volume",),
        (
            "apparent_central_volume",
            "apparent_volume",
            "apparent_steady_state_volume",
            "central_share_of_volume",
            "reference_weight",
            "volume_weight_exponent",
        ),
        f"by {_SIZE}",
    ),
    _Derived(
        "peripheral_volume",
        "L",
        "volume of tissue",
        ("peripheral_volume",),
        (
            "apparent_peripheral_volume",
            "apparent_steady_state_volume",
            "central_share_of_volume",
            "reference_weight",
            "volume_weight_exponent",
        ),
        f"by {_SIZE}",
    ),
    _Derived(
        "intercompartmental_clearance",
        "L/h",
        "flow between plasma and tissue",
        ("intercompartmental_clearance",),
        (
            "apparent_intercompartmental_clearance",
            "reference_weight",
            "clearance_weight_exponent",
        ),
        f"by {_SIZE}",
    ),
)


def true_values(drug: DrugModel, who: Patient) -> tuple[Parameter, ...]:
    """Return the numbers that one person's body is solved with, where the file's are apparent.

    Apparent values are over the bioavailability, so each is multiplied by it; kidneys and body
    size act as `titrate.library.baclofen.individual` has them.
    """
    values: Values = drug.individual(drug.parameters, drug.people(who))
    return tuple(
        _worked_out(drug, values, each)
        for each in _DERIVED
        if all(part in values for part in each.parts) and _of(drug, each)
    )


def _of(drug: DrugModel, derived: _Derived) -> tuple[str, ...]:
    return tuple(name for name in derived.apparent if name in drug.parameters)


def _worked_out(drug: DrugModel, values: Values, derived: _Derived) -> Parameter:
    of = _of(drug, derived)
    first = drug.parameters[of[0]].value
    split = f", split by {_SPLIT}" if _SPLIT in of else ""
    return Parameter(
        name=derived.name,
        value=float(sum(values[part][0] for part in derived.parts)),
        unit=derived.unit,
        meaning=derived.meaning,
        status=Status.DERIVED,
        note=f"{of[0]} x {_SHARE}, {first:g} x {drug.parameters[_SHARE].value:g}{split}; "
        f"{derived.how}",
        derived_from=(*of, _SHARE),
    )
