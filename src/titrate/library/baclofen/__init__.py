"""Baclofen: one body, two doors.

By mouth it reaches the cord from the blood; by pump it soaks in from the spinal fluid. Both
doors enter the same body, so oral, pump and every comparison come from the same equations.
"""

from titrate.library.baclofen.body import body
from titrate.library.baclofen.individual import DIMENSIONS, individual
from titrate.library.baclofen.responses import endpoints
from titrate.library.baclofen.trials import limb_score_fall
from titrate.model import DrugModel
from titrate.parameters import DrugFile

__all__ = ["DIMENSIONS", "drug_from", "limb_score_fall"]


def drug_from(file: DrugFile) -> DrugModel:
    """Return baclofen with the numbers of a parameter file."""
    return DrugModel(
        name=file.name,
        parameters=file.parameters,
        individual=individual,
        kinetics=body,
        endpoints=endpoints,
        doors=file.doors,
        patient=file.patient,
        preset=file.preset,
    )
