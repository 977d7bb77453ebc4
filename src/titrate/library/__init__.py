"""The drugs that ship with titrate."""

from titrate.library.citing import cite
from titrate.library.contradicting import contradictions
from titrate.library.ensemble import Ensemble
from titrate.library.rivals import ensemble
from titrate.library.shelf import (
    drug_file_at,
    drug_from,
    drug_names,
    load_drug,
    parameter_groups,
    preset_file,
    preset_names,
    true_values,
)

__all__ = [
    "Ensemble",
    "cite",
    "contradictions",
    "drug_file_at",
    "drug_from",
    "drug_names",
    "ensemble",
    "load_drug",
    "parameter_groups",
    "preset_file",
    "preset_names",
    "true_values",
]
