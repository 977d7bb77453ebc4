"""A result that is analysed tells of its own doses, and of what was excreted."""

import numpy as np
import pytest

import titrate as tt
from tests.pk.bodies import check_refused
from titrate.errors import InvalidValue, UnknownName

# Renal and other clearance, volume, absorption, share: L/h, L, 1/h.
RENAL, OTHER, VOLUME, KA, SHARE = 1.5, 0.5, 20.0, 1.5, 0.8
K = (RENAL + OTHER) / VOLUME


def body(values) -> tt.CompartmentModel:
    return tt.CompartmentModel(
        ("gut", "plasma", "urine", "metabolised", "csf", "unabsorbed"),
        (
            tt.Flow("gut", "plasma", KA),
            tt.Flow("plasma", "urine", values["renal"] / VOLUME),
            tt.Flow("plasma", "metabolised", OTHER / VOLUME),
            tt.Flow("csf", "plasma", 0.3),
        ),
        (
            tt.Entry("oral", "gut", SHARE, 0.0),
            tt.Entry("iv", "plasma"),
            tt.Entry("intrathecal", "csf", at="lumbar"),
        ),
        (tt.Site("plasma", {"plasma": 1 / VOLUME}), tt.Site("csf", {"csf": 10.0})),
    )


def by_kidneys(parameters, people):
    clearance = people.number("creatinine_clearance_mL_min") / 100
    return {"renal": parameters.value("renal") * clearance}


DRUG = tt.DrugModel(
    name="water",
    parameters=tt.ParameterSet.of(renal=(RENAL, "L/h")),
    individual=by_kidneys,
    kinetics=body,
    doors={
        "oral": tt.Door("mg", 1),
        "iv": tt.Door("mg", 1),
        "intrathecal": tt.Door("ug", 1),
    },
)
ANN = tt.Patient(creatinine_clearance_mL_min=100, weight_kg=50)
DENSE = np.arange(0, 240.01, 0.05)


def simulated(regimen: tt.Regimen, times=DENSE, who=ANN):
    return tt.simulate(DRUG, who, regimen, times)


@pytest.mark.parametrize(
    ("regimen", "site", "route", "over_h", "dose_ug"),
    [
        (tt.oral(dose_mg=10), "plasma", "extravascular", 0, 10_000),
        (tt.oral(dose_mg=10, release_over_h=6), "plasma", "extravascular", 0, 10_000),
        (tt.oral(dose_mg_per_kg=0.2), "plasma", "extravascular", 0, 10_000),
        (tt.iv(dose_mg=5), "plasma", "bolus", 0, 5_000),
        (tt.iv(dose_mg=5, over_h=2), "plasma", "infusion", 2, 5_000),
        (tt.bolus(dose_ug=50), "csf", "bolus", 0, 50),
        (tt.bolus(dose_ug=50), "plasma", "extravascular", 0, 50),
        (tt.pump(rate_ug_per_day=100, days=2), "csf", "infusion", 48, 200),
        (tt.iv(dose_mg=5) + tt.iv(dose_mg=3), "plasma", "bolus", 0, 8_000),
    ],
)
def test_the_regimen_tells_the_dose_and_how_it_got_there(regimen, site, route, over_h, dose_ug):
    found = tt.nca(simulated(regimen), site)
    assert (found.route, found.over_h) == (route, over_h)
    assert found.dose_ug == pytest.approx(dose_ug, rel=1e-14)


def test_what_is_said_goes_before_what_the_regimen_tells():
    found = tt.nca(simulated(tt.iv(dose_mg=5)), "plasma", route="extravascular", dose_mg=4)
    assert (found.route, found.dose_ug) == ("extravascular", 4_000)


def test_of_two_doors_one_is_analysed_where_it_is_said():
    found = tt.nca(TWO_DOORS, "plasma", route="extravascular", dose_mg=10)
    assert found.dose_ug == 10_000


def test_a_dose_and_its_interval_are_found_by_number():
    result = simulated(tt.oral(dose_mg=10, at_h=(8, 20), days=3), np.arange(0, 96.01, 0.25))
    third = tt.nca(result, "plasma", dose_number=3)
    assert (third.from_h, third.every_h, third.to_h) == (32, 12, 44)
    by_hand = tt.nca(result, "plasma", dose_mg=10, from_h=32, every_h=12)
    assert third.auc_tau == by_hand.auc_tau
    last = tt.nca(result, "plasma", dose_number=-1)
    assert (last.from_h, last.every_h, last.to_h) == (68, None, 96)
    settled = tt.nca(result, "plasma", dose_number=-1, steady_state=True)
    assert (settled.from_h, settled.every_h, settled.to_h) == (68, 12, 80)
    assert tt.nca(result, "plasma", dose_number=6, every_h=10).every_h == 10


def test_exact_values_come_out_of_a_result_that_tells_its_own_doses():
    found = tt.nca(simulated(tt.iv(dose_mg=10)), "plasma", urine="urine")
    # Along an exponential the rule of the areas is exact.
    assert found.cl_f == pytest.approx(RENAL + OTHER, rel=1e-9)
    assert found.vss == pytest.approx(VOLUME, rel=1e-9)
    assert found.cl_renal == pytest.approx(RENAL, rel=1e-9)
    gone = 1 - np.exp(-K * 240)
    assert found.excreted_ug == pytest.approx(10_000 * gone * RENAL / (RENAL + OTHER), rel=1e-9)
    assert found.excreted_share == pytest.approx(gone * RENAL / (RENAL + OTHER), rel=1e-9)


def test_by_mouth_the_excreted_share_contains_the_absorbed_one():
    found = tt.nca(simulated(tt.oral(dose_mg=10)), "plasma", urine="urine")
    assert found.excreted_share == pytest.approx(SHARE * RENAL / (RENAL + OTHER), rel=1e-6)
    assert found.cl_renal == pytest.approx(RENAL, rel=1e-3)  # trapezia of a rise


def test_excretion_is_that_of_the_interval_and_not_of_all_time():
    result = simulated(tt.iv(dose_mg=10).then(tt.iv(dose_mg=10)), [0, 1, 2], ANN)
    assert tt.nca(result, "plasma", from_h=0, to_h=2, urine="urine").excreted_ug > 0
    daily = simulated(tt.oral(dose_mg=10, every_h=8, days=20), np.arange(0, 480.01, 0.05))
    last = tt.nca(daily, "plasma", dose_number=-1, steady_state=True, urine="urine")
    assert last.excreted_ug == pytest.approx(10_000 * SHARE * RENAL / (RENAL + OTHER), rel=1e-9)
    assert last.cl_renal == pytest.approx(RENAL, rel=1e-3)


def test_everybody_has_their_own_dose_excretion_and_last_value():
    people = tt.Population(
        tuple(
            tt.Patient(creatinine_clearance_mL_min=c, weight_kg=w) for c, w in ((50, 50), (120, 90))
        )
    )
    times = np.arange(0, 48.01, 0.25)
    result = simulated(tt.oral(dose_mg_per_kg=0.2), times, people)
    found = tt.nca(result, "plasma", urine="urine", lloq=5.0)
    np.testing.assert_allclose(found.dose_ug, [10_000, 18_000])
    assert found.t_last_h[0] != found.t_last_h[1]
    for place, name in enumerate(found.patients):
        urine = result.amounts["urine"][place]
        assert found.excreted_ug[place] == pytest.approx(
            urine[times == found.t_last_h[place]][0], rel=1e-12
        )
        one = found[name]
        assert one.alone
        assert (one.cl_renal, one.half_life_h) == (found.cl_renal[place], found.half_life_h[place])
        assert one.to_frame().shape == (1, found.to_frame().shape[1])


def test_where_no_dose_begins_nothing_is_made_up():
    found = tt.nca(simulated(tt.oral(dose_mg=10)), "plasma", from_h=5)
    assert np.isnan(found.cl_f)
    assert "No dose begins at 5 h, and none is given: no clearance, and no volumes." in found.notes


ONCE = simulated(tt.oral(dose_mg=10), [0, 1, 2, 4, 8])
BOTH = simulated(tt.oral(dose_mg=10) + tt.iv(dose_mg=1, over_h=2), [0, 1, 2, 4, 8])
TWO_DOORS = simulated(tt.oral(dose_mg=10) + tt.pump(rate_ug_per_day=100, days=1), [0, 1, 2, 4, 8])
BARE = {"times_h": [0, 1, 2, 4], "concentration_ug_per_L": [0, 4, 2, 1]}


@pytest.mark.parametrize(
    ("arguments", "settings", "error", "message"),
    [
        (
            (BOTH, "plasma"),
            {},
            InvalidValue,
            "Doses are given in more than one way at 0 h: oral and iv over 2 h. Say which is "
            "meant: route=, over_h=, dose_mg=.",
        ),
        (
            (TWO_DOORS, "plasma"),
            {"route": "extravascular"},
            InvalidValue,
            "Doses are given in more than one way at 0 h: oral and intrathecal at lumbar over "
            "24 h. Say which is meant: route=, over_h=, dose_mg=.",
        ),
        (
            (ONCE, "plasma"),
            {"dose_number": 2},
            InvalidValue,
            "dose_number is 2, and the regimen has 1 dose. Doses are counted from 1 in time order; "
            "-1 is the last.",
        ),
        (
            (ONCE, "plasma"),
            {"dose_number": 1, "from_h": 0},
            InvalidValue,
            "Both dose_number and from_h are given. Give one of them.",
        ),
        (
            (),
            {**BARE, "dose_number": 1},
            InvalidValue,
            "dose_number is given, and no regimen. Give a result, nca(result, ...), whose regimen "
            "is known; or from_h, dose_mg and every_h.",
        ),
        (
            (),
            {**BARE, "urine": "urine"},
            InvalidValue,
            "urine is 'urine', and concentrations alone hold no amounts. Give a result or a "
            "solution: nca(result, site, urine=...).",
        ),
        (
            (ONCE, "plasma"),
            {"urine": "plasma"},
            InvalidValue,
            "urine is 'plasma', and drug leaves that compartment again. Give one that only "
            "collects: urine, metabolised, unabsorbed.",
        ),
        (
            (ONCE, "plasma"),
            {"urine": "urin"},
            UnknownName,
            "No compartment called 'urin'. Did you mean 'urine'? Compartments: csf, gut, "
            "metabolised, plasma, unabsorbed, urine.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments, settings, error, message):
    with check_refused(error, message):
        tt.nca(*arguments, **settings)
