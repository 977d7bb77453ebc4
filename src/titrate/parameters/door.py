"""A route by which the drug enters, with the doses that are usual and those that are known."""

from dataclasses import dataclass

from titrate import units
from titrate.errors import (
    InvalidValue,
    WrongUnit,
    require_all,
    require_not_negative,
    require_one,
    require_pair,
    require_positive,
    require_text,
)
from titrate.parameters.provenance import Source

Pair = tuple[float, float]


@dataclass(frozen=True)
class Door:
    """What one route takes; every number is in ``unit``, None where nothing limits it.

    Parameters
    ----------
    unit : str
        A unit of amount: ``"mg"`` by mouth, ``"ug"`` by pump.
    step : float
        The smallest difference between two doses that can be given.
    usual_per_day, usual_per_dose : (float, float), optional
        What labels say; outside it a result carries a note.
    domain_per_day, domain_per_dose : (float, float), optional
        Where the model is meant to hold; outside it a dose is refused.
    pattern : str
        Prescription text of the regimen that stands for the door where another door asks.
    sources : tuple of Source
        What the limits were taken from.
    note : str
        Which of them are choices.

    Raises
    ------
    WrongUnit
        If ``unit`` is unknown or no unit of amount.
    InvalidValue
        If a limit is negative, a pair is upside down, or what is usual leaves the domain.
    """

    unit: str
    step: float
    usual_per_day: Pair | None = None
    usual_per_dose: Pair | None = None
    domain_per_day: Pair | None = None
    domain_per_dose: Pair | None = None
    pattern: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("pattern", "note"):
            require_text(f"The {name} of a door", getattr(self, name))
        sources = require_all("sources", self.sources, Source, "a tuple of sources")
        object.__setattr__(self, "sources", sources)
        dimension = units.dimension_of(self.unit)
        if dimension != "amount":
            raise WrongUnit(
                f"A door's unit is {self.unit}, which measures {dimension}.",
                "Give a unit of amount, such as mg or ug.",
            )
        require_positive("step", require_one("step", self.step))
        for name in ("usual_per_day", "usual_per_dose", "domain_per_day", "domain_per_dose"):
            _require_interval(name, getattr(self, name))
        _require_within("per_day", self.usual_per_day, self.domain_per_day)
        _require_within("per_dose", self.usual_per_dose, self.domain_per_dose)


def _require_interval(name: str, pair: Pair | None) -> None:
    if pair is None:
        return
    low, high = (require_not_negative(name, require_one(name, x)) for x in require_pair(name, pair))
    if low > high:
        raise InvalidValue(f"{name} runs from {low:g} to {high:g}.", "Give the lower end first.")


def _require_within(name: str, usual: Pair | None, domain: Pair | None) -> None:
    if usual is None or domain is None:
        return
    if usual[0] < domain[0] or usual[1] > domain[1]:
        raise InvalidValue(
            f"usual_{name} {list(usual)} leaves domain_{name} {list(domain)}.",
            "What is usual must lie inside the domain.",
        )
