"""What baclofen's parameters become in a person: covariates act here and nowhere else."""

from __future__ import annotations

from titrate.model import Values, individual_value
from titrate.parameters import ParameterSet
from titrate.patients import People, allometric, chosen
from titrate.units import to_internal

DIMENSIONS = {
    "apparent_clearance": "flow",
    "apparent_central_volume": "volume",
    "apparent_intercompartmental_clearance": "flow",
    "apparent_peripheral_volume": "volume",
    "absorption_rate": "rate",
    "absorption_lag": "time",
    "bioavailability": "dimensionless",
    "reference_creatinine_clearance": "flow",
    "renal_share": "dimensionless",
    "reference_weight": "body weight",
    "clearance_weight_exponent": "dimensionless",
    "volume_weight_exponent": "dimensionless",
    "csf_lumbar_volume": "volume",
    "csf_thoracic_volume": "volume",
    "csf_cervical_volume": "volume",
    "csf_cisternal_volume": "volume",
    "csf_cranial_volume": "volume",
    "csf_flow_lumbar_thoracic": "flow",
    "csf_flow_thoracic_cervical": "flow",
    "csf_flow_cervical_cisternal": "flow",
    "csf_flow_cisternal_cranial": "flow",
    "csf_loss_rate": "rate",
    "csf_cranial_loss_rate": "rate",
    "csf_plasma_ratio": "dimensionless",
    "blood_rate": "rate",
    "soak_rate": "rate",
    "brain_soak_rate": "rate",
    "kappa_cord": "dimensionless",
    "phi": "dimensionless",
    "relief_legs_ec50": "concentration",
    "relief_slope": "dimensionless",
    "relief_maximum": "dimensionless",
    "ec50_factor_spinal": "dimensionless",
    "ec50_factor_cerebral": "dimensionless",
    "ec50_factor_ms": "dimensionless",
    "cord_adaptation_maximum": "dimensionless",
    "cord_adaptation_factor_spinal": "dimensionless",
    "cord_adaptation_factor_cerebral": "dimensionless",
    "cord_adaptation_factor_ms": "dimensionless",
    "cord_adaptation_half_way": "concentration",
    "cord_adaptation_slope": "dimensionless",
    "cord_adaptation_half_time_up": "time",
    "cord_adaptation_half_time_down": "time",
    "cord_drift_rate_spinal": "rate",
    "cord_drift_rate_cerebral": "rate",
    "cord_drift_rate_ms": "rate",
    "brain_adaptation_maximum": "dimensionless",
    "brain_adaptation_half_way": "concentration",
    "brain_adaptation_slope": "dimensionless",
    "brain_adaptation_half_time": "time",
    "drowsiness_ec50": "concentration",
    "drowsiness_slope": "dimensionless",
    "weakness_cord_ec50_ratio": "dimensionless",
    "weakness_cord_slope": "dimensionless",
    "weakness_blood_maximum": "dimensionless",
    "weakness_blood_ec50": "concentration",
    "relief_arms_ec50_ratio": "dimensionless",
    "relief_spasms_ec50_ratio": "dimensionless",
    "drowsiness_background": "dimensionless",
    "drowsiness_reporting": "dimensionless",
    "sedation_ec50": "concentration",
    "sedation_slope": "dimensionless",
    "dizziness_ec50": "concentration",
    "dizziness_slope": "dimensionless",
    "discontinuation_ec50": "concentration",
    "discontinuation_slope": "dimensionless",
    "limb_score_placebo": "dimensionless",
    "limb_score_at_entry": "dimensionless",
    "limb_score_responsiveness": "dimensionless",
}

_ORIGINS = ("spinal", "cerebral", "ms")


def individual(parameters: ParameterSet, people: People) -> Values:
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
    values["renal_clearance"] = clearance * renal
    values["metabolic_clearance"] = clearance * (1 - values["renal_share"]) * for_flow
    values["central_volume"] = values["apparent_central_volume"] * share * for_volume
    values["peripheral_volume"] = values["apparent_peripheral_volume"] * share * for_volume
    tissue_flow = values["apparent_intercompartmental_clearance"] * share
    values["intercompartmental_clearance"] = tissue_flow * for_flow
    for covariate in ("baseline_ashworth", "spasms_per_day", "contracture_share"):
        values[covariate] = people.number(covariate)
    for quantity in ("ec50_factor", "cord_adaptation_factor", "cord_drift_rate"):
        by_origin = {o: parameters.value(f"{quantity}_{o}") for o in _ORIGINS}
        values[quantity] = chosen(people["origin"], by_origin)
    return values
