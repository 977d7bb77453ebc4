"""What `find_window` was asked: enough to ask the same again of somebody a little different."""

from __future__ import annotations

from dataclasses import dataclass

from titrate.dosing import Regimen
from titrate.model import DrugModel
from titrate.patients import Patient, Population
from titrate.pk import Ode
from titrate.search.goals import Goals
from titrate.search.intervals import Interval
from titrate.search.levels import AtLevels, one_by_one
from titrate.search.mixing import mixture
from titrate.search.varied_dose import Family, VariedDose, varied_dose
from titrate.simulation import Initial, Subject, subject_of


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
        if self.is_proportional(subject):
            at_amounts = mixture(subject, (task.at(1.0),), self.goals, self.initial)
            return lambda levels: at_amounts(levels[None])
        return one_by_one(subject, task.at, self.goals, self.initial, self.method)
