"""Who is given the drug: people, their covariates, the shapes in which covariates act."""

from titrate.patients.patient import COVARIATES, ORIGINS, Patient
from titrate.patients.people import People, Population, allometric, chosen, people_of

__all__ = [
    "COVARIATES",
    "ORIGINS",
    "Patient",
    "People",
    "Population",
    "allometric",
    "chosen",
    "people_of",
]
