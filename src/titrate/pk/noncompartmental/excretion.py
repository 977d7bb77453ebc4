"""What was excreted while a curve was followed: read from the ledger that collects it."""

from __future__ import annotations

import numpy as np

from titrate.errors import InvalidValue, require_choice
from titrate.pk.noncompartmental.interval import over
from titrate.pk.noncompartmental.reading import Curve
from titrate.pk.noncompartmental.samples import Samples
from titrate.timecourse import Array


def excretion(
    curve: Curve,
    urine: str | None,
    from_h: float,
    samples: Samples,
    auc_last: Array,
    dose_ug: Array,
) -> dict[str, Array]:
    """Return the amount excreted, its share of the dose, and renal clearance, each (people,).

    From the dose to each person's last measurable value, as ``auc_last`` is; NaN if not asked.

    Raises
    ------
    InvalidValue
        If there are no amounts to read, or drug leaves that compartment again.
    UnknownName
        If the model has no such compartment.
    """
    if urine is None:
        unknown = np.full(len(auc_last), np.nan)
        return {"excreted_ug": unknown, "excreted_share": unknown, "cl_renal": unknown}
    if curve.solution is None:
        raise InvalidValue(
            f"urine is {urine!r}, and concentrations alone hold no amounts.",
            "Give a result or a solution: nca(result, site, urine=...).",
        )
    model = curve.solution.model
    require_choice("compartment", urine, model.compartments)
    if urine not in model.ledgers:
        raise InvalidValue(
            f"urine is {urine!r}, and drug leaves that compartment again.",
            f"Give one that only collects: {', '.join(model.ledgers)}.",
        )
    problem = curve.solution.problem
    system = problem.system()
    row = np.zeros((1, 1, system.size))
    row[..., model.compartments.index(urine)] = 1
    ends_h = from_h + samples.last_h
    times_h, place = np.unique(np.append(ends_h, from_h), return_inverse=True)
    held = problem.solved(system, times_h, (row,))[0][0]
    amount = held[np.arange(len(ends_h)), place[:-1]] - held[:, place[-1]]
    return {
        "excreted_ug": amount,
        "excreted_share": amount / dose_ug,
        "cl_renal": over(amount, auc_last),
    }
