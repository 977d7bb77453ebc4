"""What baclofen's parameters become in a person: covariates act here and nowhere else."""

from __future__ import annotations

from titrate.library.baclofen.parts import Scales
from titrate.library.baclofen.structures import Structure
from titrate.model import Values, individual_value
from titrate.parameters import ParameterSet
from titrate.patients import People, allometric, chosen
from titrate.units import to_internal

_ORIGINS = ("spinal", "cerebral", "ms")


def individual(structure: Structure, parameters: ParameterSet, people: People) -> Values:
    """Return each person's values, name to array (people,), in internal units.

    The file stores what its sources say: apparent values, over the bioavailability. Here they
    become true ones:

    * bioavailability acts on the absorbed share alone: somebody who absorbs more on a day does not
      clear faster that day, so what is apparent is over the typical share;
    * clearance: the renal share follows creatinine clearance in proportion (Wuis 1989: renal
      clearance equals creatinine clearance), the rest follows body size;
    * volumes and the flow to tissue follow body size (a teaching choice, see the file);
    * origin shifts the cord's EC50, how far the cord adapts and how fast it drifts.
    """
    values = {name: individual_value(parameters, name, people) for name in parameters}
    weight, reference = people.number("weight_kg"), parameters.value("reference_weight")
    for_flow = allometric(weight, reference, parameters.value("clearance_weight_exponent"))
    for_volume = allometric(weight, reference, parameters.value("volume_weight_exponent"))
    share = parameters.value("bioavailability")
    clearance = values["apparent_clearance"] * share
    kidneys = to_internal(people.number("creatinine_clearance_mL_min"), "mL/min")
    renal = values["renal_share"] * kidneys / values["reference_creatinine_clearance"]
    values["renal_clearance"] = clearance * renal * structure.kidneys(for_flow)
    values["metabolic_clearance"] = clearance * (1 - values["renal_share"]) * for_flow
    values |= structure.plasma.volumes(values, Scales(share, for_flow, for_volume))
    for covariate in ("baseline_ashworth", "spasms_per_day", "contracture_share"):
        values[covariate] = people.number(covariate)
    for quantity in ("ec50_factor", "cord_adaptation_factor", "cord_drift_rate"):
        by_origin = {o: parameters.value(f"{quantity}_{o}") for o in _ORIGINS}
        values[quantity] = chosen(people["origin"], by_origin)
    return values
