"""Baclofen: one body, two doors.

By mouth it reaches the cord from the blood; by pump it soaks in from the spinal fluid. Both
doors enter the same body, so oral, pump and every comparison come from the same equations. Rival
models are put together from the same parts.
"""

from functools import partial

from titrate.library.baclofen.groups import GROUPS
from titrate.library.baclofen.individual import individual
from titrate.library.baclofen.structures import MODELS
from titrate.library.baclofen.trials import limb_score_fall
from titrate.library.baclofen.true_values import true_values
from titrate.model import DrugModel
from titrate.parameters import DrugFile

FORMS = {name: structure.form for name, structure in MODELS.items()}

__all__ = ["FORMS", "GROUPS", "drug_from", "limb_score_fall", "true_values"]


def drug_from(file: DrugFile) -> DrugModel:
    """Return baclofen with the numbers of a parameter file, in the model that it names."""
    structure = MODELS[file.about.model]
    return DrugModel(
        name=file.name,
        parameters=file.parameters,
        individual=partial(individual, structure),
        kinetics=structure.body,
        endpoints=structure.fluid.endpoints,
        doors=file.doors,
        patient=file.patient,
        preset=file.preset,
        lacks={**file.lacks, **structure.fluid.lacks},
        instead=file.instead,
    )
