"""Who is given the drug: people, their covariates, the shapes in which covariates act."""

from titrate.patients.distributions import Lognormal, Normal, Uniform
from titrate.patients.draws import Seed, checked_seed, key_for, normal, words_at
from titrate.patients.occasions import Occasions
from titrate.patients.patient import COVARIATES, ORIGINS, Patient
from titrate.patients.people import People, allometric, chosen, people_of
from titrate.patients.population import Population

__all__ = [
    "COVARIATES",
    "ORIGINS",
    "Lognormal",
    "Normal",
    "Occasions",
    "Patient",
    "People",
    "Population",
    "Seed",
    "Uniform",
    "allometric",
    "checked_seed",
    "chosen",
    "key_for",
    "normal",
    "people_of",
    "words_at",
]
