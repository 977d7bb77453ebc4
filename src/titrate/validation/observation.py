"""A published fact as a value: who was given what, what was looked at, where it has to lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from titrate.dosing import Regimen
from titrate.parameters import ParameterSet, Source, Status
from titrate.patients import Patient
from titrate.validation.own_endpoints import OwnEndpoint

DOORS = {"oral": "by mouth", "intrathecal": "by pump or bolus", "iv": "by vein"}


@dataclass(frozen=True)
class PeopleAsked:
    """People to draw.

    Parameters
    ----------
    n, seed : int
    covariates : mapping
        As `titrate.Population.sample` takes them.
    cv_percent : mapping of parameter to float, or None
        Spreads instead of the drug's own; None for the drug's own.
    """

    n: int
    seed: int
    covariates: Mapping[str, object]
    cv_percent: Mapping[str, float] | None


@dataclass(frozen=True, eq=False)
class Given:
    """Who is given what.

    Parameters
    ----------
    preset : str or None
        Of the drug; None for the usual one.
    who : Patient or PeopleAsked
    regimen : Regimen or None
        None where nothing has to be given: a value is looked at.
    initial : str or None
        None or ``"adapted"``.
    values : mapping of parameter to float
        Changed for this observation, each in the unit of its entry.
    dialysis : mapping
        Sessions, as `titrate.dialysis` takes them; empty for none.
    """

    preset: str | None
    who: Patient | PeopleAsked
    regimen: Regimen | None
    initial: str | None
    values: Mapping[str, float]
    dialysis: Mapping[str, float]


@dataclass(frozen=True)
class Looked:
    """What is looked at.

    Parameters
    ----------
    subject : str
        ``"site"``, ``"endpoint"``, ``"ec50_factor"``, ``"withdrawal"``, ``"value"``,
        ``"compartments"``, or empty where the measure says it all.
    names : tuple of str
        Of the subject.
    measure : str
        One of `titrate.validation.MEASURES`.
    numbers : mapping of key to float
        ``from_h``, ``to_h``, ``at_h``, ``level``, ``share_of_peak``.
    holds : float or str or None
        The response that a dose has to hold, or the parameter that says it.
    """

    subject: str
    names: tuple[str, ...]
    measure: str
    numbers: Mapping[str, float]
    holds: float | str | None = None

    @property
    def name(self) -> str:
        """The one name of the subject."""
        return self.names[0]


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm of an observation: who is given what, and what is looked at."""

    name: str
    given: Given
    looked: Looked


@dataclass(frozen=True)
class OverPeople:
    """How one number comes of many people.

    Parameters
    ----------
    statistic : str
        One of `titrate.validation.STATISTICS`.
    number : float
        The percentile, or the level; 0 where there is none.
    """

    statistic: str
    number: float = 0.0


@dataclass(frozen=True)
class Reading:
    """How a trial reads what happens in the body; see `titrate.validation.trial_reading`.

    Parameters
    ----------
    kind : {"score", "share"}
    arm : {"drug", "placebo", "difference"}
    terms : mapping of term to parameter name
    """

    kind: str
    arm: str
    terms: Mapping[str, str]


@dataclass(frozen=True)
class KnownMiss:
    """Why the simulator is known to miss, and by how much it did.

    Parameters
    ----------
    reason : str
    simulated_then, tolerance : float
        In the observation's unit.
    """

    reason: str
    simulated_then: float
    tolerance: float


@dataclass(frozen=True, eq=False)
class Observation:
    """A published fact, and the interval in which the simulated value has to lie.

    Parameters
    ----------
    id, claim : str
    file : Path
    drug : str
    door : str
        A route.
    sources : tuple of Source
    status : Status
    note : str
    arms : tuple of Arm
        One, or those that ``compare`` compares.
    compare : str
        One of `titrate.validation.COMPARISONS`, or empty.
    over_people : OverPeople or None
        None for one person.
    reading : Reading or None
    scale : str
        Empty where the value is no score.
    unit : str
        Of the value; empty for a share, a ratio or a count.
    measured_unit : str
        Of what is measured, before it is compared.
    published : tuple of float
        None, one, or the two ends of an interval, in the unit.
    accepted : (float, float)
    reason : str
        Why that interval.
    fixes : tuple of str
        Parameters that were set with this fact in view; empty where it is predicted.
    known_miss : KnownMiss or None
    parameters : ParameterSet
        What the file states besides the drug's own.
    endpoints : tuple of OwnEndpoint
    """

    id: str
    claim: str
    file: Path
    drug: str
    door: str
    sources: tuple[Source, ...]
    status: Status
    note: str
    arms: tuple[Arm, ...]
    compare: str
    over_people: OverPeople | None
    reading: Reading | None
    scale: str
    unit: str
    measured_unit: str
    published: tuple[float, ...]
    accepted: tuple[float, float]
    reason: str
    fixes: tuple[str, ...]
    known_miss: KnownMiss | None
    parameters: ParameterSet = field(repr=False)
    endpoints: tuple[OwnEndpoint, ...] = field(default=(), repr=False)

    @property
    def fitted(self) -> bool:
        """Whether a parameter was set with this fact in view."""
        return bool(self.fixes)

    def __repr__(self) -> str:
        return f"<observation {self.id}: {self.claim}>"
