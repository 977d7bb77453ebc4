"""What `find_window` was asked: enough to ask the same again of somebody a little different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from titrate.dosing import Regimen
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.pk import Ode
from titrate.search.goals import Goals
from titrate.search.held import untreated
from titrate.search.intervals import Interval
from titrate.search.levels import AtLevels, one_by_one
from titrate.search.mixing import Mixture, mixture
from titrate.search.over_doses import over_doses
from titrate.search.varied_dose import Family, VariedDose, varied_dose
from titrate.simulation import Initial, Subject, subject_of

# For fewer people than this every level takes little time.
_MANY = 10


@dataclass(frozen=True, eq=False)
class Question:
    """A drug, somebody, a pattern of doses, and what is wanted.

    Parameters
    ----------
    drug : DrugModel
    who : Patient or Population
    regimen, family, daily_mg, daily_ug, initial, method
        As `find_window` takes them.
    goals : Goals
        Checked against the drug's endpoints.
    share : float
        Of a population, how many have to meet every goal.
    """

    drug: DrugModel
    who: Patient | Population
    regimen: Regimen | None
    family: Family | None
    daily_mg: Interval | None
    daily_ug: Interval | None
    goals: Goals
    initial: Initial
    method: str | Ode = "exact"
    share: float = 0.5

    @property
    def subject(self) -> Subject:
        """The drug in these people, worked out anew."""
        return subject_of(self.drug, self.who)

    @cached_property
    def untreated(self) -> Mapping[str, float]:
        """Each goal's endpoint without the drug, of a population the median; none if undefined."""
        return untreated(self.subject, self.goals)

    def task(self, subject: Subject) -> VariedDose:
        """Return what is varied, in the people asked about."""
        return varied_dose(subject, self.regimen, self.family, self.daily_mg, self.daily_ug)

    def is_proportional(self, subject: Subject) -> bool:
        """Return whether every level is a multiple of one exact solution."""
        uptake_varies = any(callable(entry.share) for entry in subject.model.entries)
        return self.family is None and not uptake_varies and self.method == "exact"

    def at(self, subject: Subject, task: VariedDose) -> AtLevels:
        """Return the statistics of the goals as a function of the dose level.

        ``subject`` may be others than those of the question: ``task`` is the dose as varied in
        the people asked about.
        """
        if not self.is_proportional(subject):
            return one_by_one(subject, task.at, self.goals, self.initial, self.method)
        mixed = self._mixed(subject, task)
        return lambda levels: mixed(levels[None])

    def at_many(self, subject: Subject, task: VariedDose) -> tuple[AtLevels, AtLevels]:
        """Return what is near to `at` in the range that is searched, and `at` itself.

        For many people the first takes the time of a few levels and then next to none, and is off
        by some 1e-8. It is the second for few, and where doses do not add up.
        """
        if len(subject.people) < _MANY or not self.is_proportional(subject):
            each = self.at(subject, task)
            return each, each
        mixed = self._mixed(subject, task)
        return over_doses(mixed, task.searched), lambda levels: mixed(levels[None])

    def _mixed(self, subject: Subject, task: VariedDose) -> Mixture:
        return mixture(subject, (task.at(1.0),), self.goals, self.initial)
