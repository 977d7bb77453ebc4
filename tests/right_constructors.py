"""Every public constructor with a right value for each argument, and the kinds it takes."""

import pandas as pd

import titrate as tt

from .arguments import (
    COURSE,
    DRUG,
    ENTRY,
    FLAG,
    FLOW,
    HILL,
    MODEL,
    MODEL_GIVEN,
    NAME,
    NO_SPREAD,
    NUMBER,
    NUMBER_OR_NONE,
    NUMBERS,
    PATIENT,
    REGIMEN,
    SITE,
    Call,
    given,
)

PEOPLE = tt.Population((PATIENT,))

CONSTRUCTORS: dict[str, Call] = {
    "Adaptation": (
        tt.Adaptation,
        {
            "name": NAME,
            "site": NAME,
            **dict.fromkeys(
                ("maximum", "half_way", "slope", "half_time_up_h", "half_time_down_h"), NUMBER
            ),
        },
    ),
    "CompartmentModel": (
        tt.CompartmentModel,
        {
            "compartments": given(("a", "b")),
            "flows": given((FLOW,), "list"),
            "entries": given((ENTRY,), "list"),
            "sites": given((SITE,), "list"),
            "delays": given((), "list"),
            "right_hand_side": given(None, "none"),
        },
    ),
    "Delay": (tt.Delay, {"name": NAME, "of": NAME, "rate_per_h": NUMBER}),
    "Door": (
        tt.Door,
        {
            "unit": given("mg"),
            "step": NUMBER,
            "usual_per_day": given((5, 80), "none"),
            "usual_per_dose": given((5, 20), "none"),
            "domain_per_day": given((1, 300), "none"),
            "domain_per_dose": given((1, 100), "none"),
            "pattern": NAME,
            "sources": given((), "list"),
            "note": NAME,
        },
    ),
    "DrugModel": (
        tt.DrugModel,
        {
            "name": NAME,
            "parameters": given(NUMBERS),
            "individual": given(lambda parameters, people: {}),
            "kinetics": given(lambda values: MODEL),
            "endpoints": given(lambda values: ()),
            "doors": given({}, "mapping"),
            "patient": given(DRUG.patient),
            "preset": NAME,
            "lacks": given({}, "mapping"),
            "instead": NAME,
            "besides": given((), "list"),
        },
    ),
    "Endpoint": (
        tt.Endpoint,
        {
            "name": NAME,
            "unit": NAME,
            "better": given("higher"),
            "site": NAME,
            "curve": given(HILL),
            "adaptation": given(None, "none"),
            "meaning": NAME,
            "possible": given((0, 1)),
            "caution": NAME,
        },
    ),
    "Entry": (
        tt.Entry,
        {
            "route": given("intrathecal"),
            "compartment": NAME,
            "share": given(1.0),
            "lag_h": NUMBER,
            "at": given("lumbar", "none"),
        },
    ),
    "Flow": (tt.Flow, {"source": NAME, "target": NAME, "rate_per_h": NUMBER}),
    "Goals": (
        tt.Goals,
        {
            "at_least": given({"relief_legs": 0.3}, "none", "mapping"),
            "at_most": given({"weakness": 0.2}, "none", "mapping"),
            "over_h": given(24, "number", "none"),
        },
    ),
    "Uniform": (tt.Uniform, {"low": given(0.5, "number"), "high": given(4, "number")}),
    "a limit": (lambda limit: tt.Goals(at_least={"relief": limit}), {"limit": NUMBER}),
    "Hill": (tt.Hill, {"ec50": NUMBER, "slope": NUMBER, "maximum": given(1.0)}),
    "Hill.inverse": (HILL.inverse, {"share": given(0.5), "ec50_factor": NUMBER}),
    "Ode": (tt.Ode, {"solver": given("LSODA"), "rtol": NUMBER, "atol": NUMBER}),
    "Parameter": (
        tt.Parameter,
        {
            "name": NAME,
            "value": NUMBER,
            "unit": given("L/h"),
            "meaning": NAME,
            "status": given("assumed"),
            "sources": given((), "list"),
            "variability": given(NO_SPREAD),
            "range": given(None, "none"),
            "possible": given(None, "none"),
            "note": NAME,
            "derived_from": given((), "list"),
            "fitted_on": given((), "list"),
            "fit": NAME,
            "uncertainty": given(None, "none"),
        },
    ),
    "ParameterSet": (tt.ParameterSet, {"entries": given(NUMBERS.entries, "list")}),
    "ParameterSet.of": (tt.ParameterSet.of, {"volume": given((20, "L"))}),
    "ParameterSet[...]": (NUMBERS.value, {"name": given("clearance")}),
    "with_values": (DRUG.with_values, {"kappa_cord": NUMBER}),
    "Lognormal": (tt.Lognormal, {"mean": NUMBER, "sd": NUMBER}),
    "Normal": (tt.Normal, {"mean": NUMBER, "sd": NUMBER}),
    "Occasions": (
        tt.Occasions,
        {
            "cv_percent": given({"absorption_rate": 30}),
            "every_h": NUMBER,
            "starts_h": given((0, 24), "none"),
        },
    ),
    "Patient": (
        tt.Patient,
        {
            **dict.fromkeys(
                ("weight_kg", "age_y", "creatinine_clearance_mL_min", "baseline_ashworth"),
                NUMBER_OR_NONE,
            ),
            "spasms_per_day": NUMBER_OR_NONE,
            "contracture_share": given(0.1, "none"),
            "origin": given("ms", "none"),
            "eta": given({}, "none", "mapping"),
        },
    ),
    "a deviation": (lambda eta: tt.Patient(eta={"a": eta}), {"eta": NUMBER}),
    "Population": (
        tt.Population,
        {"patients": given((PATIENT,)), "names": given(("Ann",), "list")},
    ),
    "Population.from_frame": (
        tt.Population.from_frame,
        {"frame": given(pd.DataFrame({"weight_kg": [70]}))},
    ),
    "Population.sample": (
        tt.Population.sample,
        {
            "n": given(3, "number"),
            "seed": given(1, "number"),
            "drug": given(DRUG),
            **dict.fromkeys(("weight_kg", "age_y"), given((70, 5), "none")),
            "baseline_ashworth": given(3, "none", "number"),
            "creatinine_clearance_mL_min": NUMBER_OR_NONE,
            "spasms_per_day": NUMBER_OR_NONE,
            "contracture_share": given(0.1, "none"),
            "origin": given({"ms": 1}, "none"),
            "cv_percent": given({}, "none", "mapping"),
            "correlations": given({}, "none", "mapping"),
            "omega": given(None, "none"),
            "occasions": given(None, "none"),
            "after": given(0, "number"),
            "prefix": NAME,
        },
    ),
    "Population.sample from a table": (
        lambda covariates: tt.Population.sample(3, seed=1, drug=DRUG, covariates=covariates),
        {"covariates": given(pd.DataFrame({"weight_kg": [70]}), "none")},
    ),
    "Population.concat": (
        tt.Population.concat,
        {"populations": given((PEOPLE,))},
    ),
    "Population.where": (PEOPLE.where, {"condition": given([True], "none"), "origin": given("ms")}),
    "Population.with_values": (PEOPLE.with_values, {"weight_kg": NUMBER_OR_NONE}),
    "Population.with_occasions": (
        PEOPLE.with_occasions,
        {
            "occasions": given(tt.Occasions({"absorption_rate": 30}), "none"),
            "seed": given(1, "number"),
        },
    ),
    "Population[...]": (lambda who: PEOPLE[who], {"who": given(0)}),
    "RatingError": (
        tt.RatingError,
        {"sd": NUMBER, "low": NUMBER, "high": given(5, "number"), "step": NUMBER},
    ),
    "ResidualError": (
        tt.ResidualError,
        {"proportional_cv_percent": NUMBER, "additive": NUMBER},
    ),
    "Regimen": (tt.Regimen, {"tree": given(COURSE.tree)}),
    "Regimen.then": (COURSE.then, {"other": REGIMEN}),
    "Regimen.scaled": (COURSE.scaled, {"factor": NUMBER}),
    "Regimen.without": (COURSE.without, {"missed": given([1], "list", "mapping")}),
    "Saturable": (tt.Saturable, {"max_rate_ug_per_h": NUMBER, "half_amount_ug": NUMBER}),
    "Site": (tt.Site, {"name": NAME, "weights": given({"a": 1.0})}),
    "a weight of a site": (lambda weight: tt.Site("a", {"a": weight}), {"weight": NUMBER}),
    "Steps": (tt.Steps, {"at_h": given((0, 1)), "values": given((1.0, 2.0), "ragged")}),
    "Tolerance": (
        tt.Tolerance,
        {
            "name": NAME,
            "site": NAME,
            "change_per_h": given(lambda concentration, tolerance: -tolerance),
            "fastest_per_h": NUMBER,
        },
    ),
    "Calibrated": (tt.Calibrated, {"fittings": given(()), "found": given(())}),
    "Validation": (tt.Validation, {"rows": given(()), "quick": FLAG}),
    "bolus": (
        tt.bolus,
        {
            "dose_ug": NUMBER,
            "route": given("intrathecal"),
            "at": given("lumbar"),
            "time_h": NUMBER,
            "over_h": NUMBER_OR_NONE,
        },
    ),
    "iv": (tt.iv, {"dose_mg": NUMBER, "time_h": NUMBER, "over_h": NUMBER_OR_NONE}),
    "oral": (
        tt.oral,
        {"dose_mg": NUMBER, "every_h": NUMBER, "days": NUMBER, "release_over_h": NUMBER_OR_NONE},
    ),
    "oral by the clock": (
        tt.oral,
        {"dose_mg_per_kg": NUMBER, "at_h": given((7, 12)), "doses": given(2, "number")},
    ),
    "prescription": (tt.prescription, {"text": given("oral 10 mg once")}),
    "pump": (
        tt.pump,
        {"rate_ug_per_day": NUMBER, "days": NUMBER, "at": given("lumbar")},
    ),
    "pump_schedule": (
        tt.pump_schedule,
        {
            "rates_ug_per_day": given(((0, 300), (22, 450))),
            "days": NUMBER,
            "at": given("lumbar"),
        },
    ),
    "taper": (
        tt.taper,
        {
            "from_mg": given(20),
            "step_mg": given(5),
            "every_days": NUMBER,
            "to_mg": given(0),
            "every_h": NUMBER,
        },
    ),
    "one_compartment_iv": (
        tt.one_compartment_iv,
        {"clearance_L_per_h": NUMBER, "volume_L": NUMBER},
    ),
    "one_compartment_oral": (
        tt.one_compartment_oral,
        {
            "clearance_L_per_h": NUMBER,
            "volume_L": NUMBER,
            "absorption_per_h": NUMBER,
            "bioavailability": given(1.0),
            "lag_h": NUMBER,
        },
    ),
    "two_compartment_iv": (
        tt.two_compartment_iv,
        {
            "clearance_L_per_h": NUMBER,
            "central_volume_L": NUMBER,
            "intercompartmental_clearance_L_per_h": NUMBER,
            "peripheral_volume_L": NUMBER,
        },
    ),
    "two_compartment_oral": (
        tt.two_compartment_oral,
        {
            "clearance_L_per_h": NUMBER,
            "central_volume_L": NUMBER,
            "intercompartmental_clearance_L_per_h": NUMBER,
            "peripheral_volume_L": NUMBER,
            "absorption_per_h": NUMBER,
            "bioavailability": given(1.0),
            "lag_h": NUMBER,
        },
    ),
    "with_transit": (
        tt.with_transit,
        {"model": MODEL_GIVEN, "mean_time_h": NUMBER, "count": given(2, "number")},
    ),
    "csf_chain": (
        tt.csf_chain,
        {
            "model": MODEL_GIVEN,
            "volumes_L": given({"lumbar": 0.02, "thoracic": 0.02}),
            "flows_L_per_h": given((0.1,)),
            "loss_per_h": given({"lumbar": 0.1, "thoracic": 0.1}),
            "plasma_ratio": NUMBER,
            "plasma": given("plasma"),
        },
    ),
    "state_of": (
        tt.state_of,
        {"model": MODEL_GIVEN, "amounts": given({"plasma": 1.0}, "mapping")},
    ),
    "an amount": (lambda ug: tt.state_of(MODEL, {"plasma": ug}), {"ug": NUMBER}),
}
