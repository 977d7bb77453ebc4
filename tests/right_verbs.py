"""Every public verb with a right value for each argument, and the kinds it takes."""

import numpy as np

import titrate as tt

from .arguments import (
    COURSE,
    DRUG,
    FLAG,
    MODEL_GIVEN,
    NAME,
    NUMBER,
    NUMBER_OR_NONE,
    PATIENT,
    REGIMEN,
    TABLE,
    WHO,
    Call,
    given,
    later,
    moved_by,
    read_by,
    result,
    solved,
    window,
)

ANALYSED = {
    "dose_mg": given(10, "none", "number"),
    "dose_ug": given(None, "none"),
    "route": given("extravascular", "none"),
    "over_h": given(None, "none"),
    "dose_number": given(None, "none"),
    "from_h": NUMBER_OR_NONE,
    "to_h": given(48, "none", "number"),
    "every_h": NUMBER_OR_NONE,
    "steady_state": FLAG,
    "method": given("linear"),
    "terminal_h": given(None, "none"),
    "lloq": NUMBER,
    "missing": given("refuse"),
    "urine": given(None, "none"),
}

VERBS: dict[str, Call] = {
    "load_drug": (tt.load_drug, {"name": given("baclofen"), "preset": given(None, "none")}),
    "preset_names": (tt.preset_names, {"name": given("baclofen")}),
    "dialysis": (
        tt.dialysis,
        {
            "drug": given(tt.load_drug("baclofen", "dialysis")),
            "start_h": NUMBER,
            "over_h": given(2, "number"),
            "every_h": given(48, "none", "number"),
            "sessions": given(2, "number"),
        },
    ),
    "drug.check": (
        DRUG.check,
        {"regimen": REGIMEN, "weight_kg": NUMBER_OR_NONE, "unusual_dose": FLAG},
    ),
    "drug.people": (DRUG.people, {"who": WHO}),
    "simulate": (
        tt.simulate,
        {
            "drug": given(DRUG),
            "who": WHO,
            "regimen": REGIMEN,
            "times_h": given([0, 1], "none", "number"),
            "outputs": given(["plasma"], "none"),
            "initial": given(None, "none"),
            "method": given("exact"),
            "unusual_dose": FLAG,
        },
    ),
    "observe": (
        tt.observe,
        {
            "result": later(result),
            "errors": given({"plasma": tt.ResidualError(additive=1)}),
            "seed": given(1, "number"),
        },
    ),
    "solve": (
        tt.solve,
        {
            "model": MODEL_GIVEN,
            "regimen": REGIMEN,
            "times_h": given([0, 1], "number"),
            "initial": given(None, "none"),
            "method": given("exact"),
            "outputs": given(None, "none", "list"),
            "weight_kg": NUMBER_OR_NONE,
        },
    ),
    "simulate_event_table": (
        tt.simulate_event_table,
        {
            "model": MODEL_GIVEN,
            "table": given(TABLE),
            "observe": given("plasma"),
            **dict.fromkeys(
                ("lag", "bioavailability", "rate", "duration"),
                given(None, "none", "number", "mapping"),
            ),
            "covariates": given("locf"),
            "order": given("table"),
            "method": given("exact"),
            "column": NAME,
        },
    ),
    "Regimen.from_event_table": (
        tt.Regimen.from_event_table,
        {"table": given(COURSE.to_event_table()), "routes": given(None, "none", "mapping")},
    ),
    "a right-hand side": (moved_by, {"right_hand_side": given(None, "none")}),
    "what a right-hand side returns": (
        lambda moved: moved_by(lambda time_h, amounts: moved),
        {"moved": given({}, "mapping")},
    ),
    "what a curve returns": (
        lambda response: read_by(lambda c, factor: response),
        {"response": given(np.zeros((1, 2)))},
    ),
    "steady_state": (
        tt.steady_state,
        {"model": MODEL_GIVEN, "regimen": REGIMEN, "weight_kg": NUMBER_OR_NONE},
    ),
    "half_lives_h": (tt.half_lives_h, {"model": MODEL_GIVEN}),
    "find_window": (
        tt.find_window,
        {
            "drug": given(DRUG),
            "who": WHO,
            "regimen": REGIMEN,
            "daily_mg": given((5, 80), "none"),
            "daily_ug": given(None, "none"),
            "goals": given(None, "none"),
            "initial": given(None, "none"),
            "family": given(None, "none"),
            "share": given(0.5),
            "method": given("exact"),
            "unusual_dose": FLAG,
            "uncertainty": given(None, "none"),
            "seed": given(None, "none"),
        },
    ),
    "vary": (
        tt.vary,
        {
            "drug": given(DRUG),
            "who": WHO,
            "regimen": REGIMEN,
            "of": given("result"),
            "settings": given({"outputs": ["plasma"]}, "none", "mapping"),
            "weight_kg": given([50]),
        },
    ),
    "a varied dose": (
        lambda dose: tt.vary(DRUG, PATIENT, COURSE, dose_mg=[dose]),
        {"dose": NUMBER},
    ),
    "a varied origin": (
        lambda origin: tt.vary(DRUG, PATIENT, COURSE, origin=[origin]),
        {"origin": given("ms")},
    ),
    "ensemble": (
        tt.ensemble,
        {
            "name": given("baclofen"),
            "who": given(PATIENT, "patient"),
            "regimen": REGIMEN,
            "presets": given(["adult"], "none"),
            "of": given("result"),
            "people": given(2, "number"),
            "seed": given(1, "number"),
            "settings": given({"outputs": ["plasma"]}, "none", "mapping"),
        },
    ),
    "cite": (tt.cite, {"x": given(DRUG), "style": given("text")}),
    "compare": (tt.compare, {"items": later(lambda: {"a": result()})}),
    "an item": (lambda item: tt.compare({"a": item}), {"item": later(result)}),
    "Comparison": (
        tt.Comparison,
        {
            "items_by_name": later(lambda: {"a": result()}),
            "varied": NAME,
            "unit": NAME,
            "values_by_name": given({}, "mapping"),
        },
    ),
    "measures": (
        tt.measures,
        {
            "solution": later(solved),
            "site": given("plasma"),
            "from_h": NUMBER,
            "to_h": NUMBER_OR_NONE,
        },
    ),
    "result.measures": (
        lambda **arguments: result().measures(**arguments),
        {"site": given("plasma"), "from_h": NUMBER_OR_NONE, "to_h": given(24, "number", "none")},
    ),
    "time_above_h": (
        tt.time_above_h,
        {
            "solution": later(solved),
            "site": given("plasma"),
            "level": NUMBER,
            "from_h": NUMBER,
            "to_h": given(24, "number", "none"),
        },
    ),
    "half_life_h": (
        tt.half_life_h,
        {"solution": later(solved), "site": given("plasma"), "from_h": given(1), "to_h": given(48)},
    ),
    "accumulation": (
        tt.accumulation,
        {"solution": later(solved), "site": given("plasma"), "every_h": NUMBER},
    ),
    "nca": (tt.nca, {"course": later(solved), "site": given("plasma"), **ANALYSED}),
    "nca of concentrations": (
        tt.nca,
        {"times_h": given([0, 24, 48]), "concentration_ug_per_L": given([0, 2, 1]), **ANALYSED},
    ),
    "fraction_in": (
        tt.fraction_in,
        {"solution": later(solved), "compartment": given("eliminated")},
    ),
    "plot": (
        tt.plot,
        {
            "x": later(result),
            "ax": given(None, "none"),
            "theme": given("light"),
            "size_in": given(None, "none"),
            "title": given(None, "none", "text"),
            "sites": given(None, "none", "list"),
            "endpoints": given(None, "none", "list"),
            "behind": given(None, "none"),
        },
    ),
    "dose_map": (
        tt.dose_map,
        {
            "drug": given(DRUG),
            "who": WHO,
            "regimen": REGIMEN,
            "other": given(tt.pump(rate_ug_per_day=50, days=REGIMEN.make().end_h / 24)),
            "daily_mg": given((10, 60), "none"),
            "daily_ug": given((10, 60), "none"),
            "levels": given(3, "number"),
            "goals": given(None, "none"),
            "initial": given(None, "none"),
            "unusual_dose": FLAG,
        },
    ),
    "window_map": (
        tt.window_map,
        {
            "drug": given(DRUG),
            "who": WHO,
            "regimen": REGIMEN,
            "daily_mg": given((10, 60), "none"),
            "daily_ug": given(None, "none"),
            "goals": given(None, "none"),
            "initial": given(None, "none"),
            "share": NUMBER,
            "unusual_dose": FLAG,
            "weight_kg": given([50, 60]),
        },
    ),
    "calibrate": (
        tt.calibrate,
        {"fits": given("weakness", "none"), "file": given("baclofen"), "intervals": FLAG},
    ),
    "validate": (
        tt.validate,
        {"files_or_names": given("baclofen_oral", "none"), "quick": FLAG},
    ),
    "alt_text": (tt.alt_text, {"x": later(window)}),
    "save": (
        tt.save,
        {
            "drawn": given("nothing drawn"),
            "path": given("x.png"),
            "dpi": given(100),
            "close": given(False),
        },
    ),
}
