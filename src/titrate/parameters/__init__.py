"""Numbers with provenance: what a parameter is, how sure it is, and the files that hold them."""

from titrate.parameters.bibliography import bibliography
from titrate.parameters.bibtex import bibtex
from titrate.parameters.catalogue import drug_file_names, find_drug_file
from titrate.parameters.contradictions_file import (
    Claim,
    Contradiction,
    read_contradictions_file,
)
from titrate.parameters.door import Door
from titrate.parameters.drug_file import About, DrugFile, PatientDefaults
from titrate.parameters.drug_reader import read_drug_file
from titrate.parameters.goals_file import GoalsFile, read_goals_file
from titrate.parameters.model_form import ModelForm
from titrate.parameters.parameter import Parameter
from titrate.parameters.parameter_set import ParameterSet
from titrate.parameters.provenance import Source, Status
from titrate.parameters.toml_section import Section, read_toml
from titrate.parameters.uncertainty import Uncertainty
from titrate.parameters.variability import Variability

__all__ = [
    "About",
    "Claim",
    "Contradiction",
    "Door",
    "DrugFile",
    "GoalsFile",
    "ModelForm",
    "Parameter",
    "ParameterSet",
    "PatientDefaults",
    "Section",
    "Source",
    "Status",
    "Uncertainty",
    "Variability",
    "bibliography",
    "bibtex",
    "drug_file_names",
    "find_drug_file",
    "read_contradictions_file",
    "read_drug_file",
    "read_goals_file",
    "read_toml",
]
