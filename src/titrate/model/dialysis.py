"""The verb `dialysis`: a drug in somebody whose blood a machine clears at given times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from titrate.errors import (
    InvalidModel,
    InvalidValue,
    UnknownName,
    require_kind,
    require_not_negative,
    require_one,
    require_positive,
    shown,
)
from titrate.markup import tally
from titrate.model.drug import DrugModel, Values
from titrate.pk import CompartmentModel, Flow, Steps

_CLEARANCE = "haemodialysis_clearance"
_PLASMA, _MACHINE = "plasma", "dialysate"


def dialysis(
    drug: DrugModel,
    *,
    start_h: float,
    over_h: float,
    every_h: float | None = None,
    sessions: int = 1,
) -> DrugModel:
    """Return the drug in people on haemodialysis: a machine clears their plasma at given times.

    During a session ``haemodialysis_clearance`` of the drug's parameters is added to what else
    clears plasma; what it takes is counted in ``dialysate``. Whoever simulates the drug, or looks
    for its dose window, then has the sessions in it.

    Parameters
    ----------
    drug : DrugModel
        With the parameter ``haemodialysis_clearance``, as the preset ``"dialysis"`` has.
    start_h : float
        When the first session begins, in h on the clock of the regimen.
    over_h : float
        How long each lasts, in h.
    every_h : float, optional
        From the start of one to the start of the next, in h; needed for several sessions.
    sessions : int, default 1

    Returns
    -------
    DrugModel

    Raises
    ------
    UnknownName
        If the drug has no such parameter.
    InvalidValue
        If a time is negative or not finite, there is no session, or sessions overlap.
    InvalidModel
        If the drug is on dialysis already.

    Examples
    --------
    >>> import titrate as tt
    >>> drug = tt.load_drug("baclofen", preset="dialysis")
    >>> tt.dialysis(drug, start_h=44, over_h=4, every_h=48, sessions=3).besides
    ('Haemodialysis over 4 h from 44 h on, every 48 h, 3 sessions.',)
    """
    require_kind("drug", drug, DrugModel, 'Load it first: tt.load_drug("baclofen", "dialysis").')
    start = float(require_not_negative("start_h", require_one("start_h", start_h)))
    over = float(require_positive("over_h", require_one("over_h", over_h)))
    if isinstance(sessions, bool) or not isinstance(sessions, int) or sessions < 1:
        raise InvalidValue(f"sessions is {shown(sessions)}.", "Give a whole number of at least 1.")
    if every_h is None and sessions > 1:
        raise InvalidValue(
            f"{sessions} sessions are asked for, and every_h is missing.",
            "Say how far apart they begin: every_h=48.",
        )
    every = over
    if every_h is not None:
        every = float(require_positive("every_h", require_one("every_h", every_h)))
    if sessions > 1 and every <= over:
        raise InvalidValue(
            f"Sessions of {over:g} h begin every {every:g} h.", "A session ends before the next."
        )
    if _CLEARANCE not in drug.parameters:
        raise UnknownName(
            f"The preset {drug.preset!r} of {drug.name} has no {_CLEARANCE}.",
            "Take a preset for people on dialysis, or give the drug a Parameter of that name.",
        )
    if isinstance(drug.kinetics, _OnDialysis):
        raise InvalidModel(
            "The drug is on dialysis already.", "Give dialysis the drug as it was loaded."
        )
    starts = tuple(start + number * every for number in range(sessions))
    repeated = f", every {every:g} h, {tally(sessions, 'session')}" if sessions > 1 else ""
    words = f"Haemodialysis over {over:g} h from {start:g} h on{repeated}."
    kinetics = _OnDialysis(drug.kinetics, starts, over)
    return replace(drug, kinetics=kinetics, besides=(*drug.besides, words))


@dataclass(frozen=True)
class _OnDialysis:
    """A body with one more flow out of plasma, which runs during sessions only."""

    without: Callable[[Values], CompartmentModel]
    starts_h: tuple[float, ...]
    over_h: float

    def __call__(self, values: Values) -> CompartmentModel:
        """Return the body of one or many people."""
        model = self.without(values)
        at_plasma = (s.weights for s in model.sites if s.name == _PLASMA)
        seen = [weights[_PLASMA] for weights in at_plasma if _PLASMA in weights]
        if not seen:
            raise InvalidModel(
                f"The body has no site {_PLASMA!r} that looks at a compartment {_PLASMA!r}.",
                "A machine clears plasma; name both so.",
            )
        per_L = seen[0]
        if isinstance(per_L, Steps):
            raise InvalidModel(
                "The volume of plasma changes with time, and a machine clears it.",
                "Give dialysis a body whose volumes stay.",
            )
        rate = values[_CLEARANCE] * per_L
        changes = {0.0: 0 * rate}
        for start in self.starts_h:
            changes |= {start: rate, start + self.over_h: 0 * rate}
        return replace(
            model,
            compartments=(*model.compartments, _MACHINE),
            flows=(
                *model.flows,
                Flow(_PLASMA, _MACHINE, Steps(tuple(changes), (*changes.values(),))),
            ),
        )
