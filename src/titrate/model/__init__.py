"""A drug: its numbers, what they become in a person, its body, its endpoints, its doors."""

from titrate.model.dialysis import dialysis
from titrate.model.dose_check import checked_doses
from titrate.model.drug import DrugModel, Values
from titrate.model.individual import individual_value, require_known_deviations

__all__ = [
    "DrugModel",
    "Values",
    "checked_doses",
    "dialysis",
    "individual_value",
    "require_known_deviations",
]
