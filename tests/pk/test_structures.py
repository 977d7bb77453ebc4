"""Ready-made models, each against a closed form."""

import numpy as np
import pytest
from scipy.stats import gamma

from tests.pk.bodies import BAG, ORAL, check_refused
from titrate.dosing import bolus, iv, oral, pump
from titrate.errors import InvalidModel, InvalidValue
from titrate.pk import (
    CompartmentModel,
    Entry,
    Flow,
    Site,
    csf_chain,
    one_compartment_iv,
    one_compartment_oral,
    solve,
    steady_state,
    two_compartment_iv,
    two_compartment_oral,
    with_transit,
)

TIMES = np.linspace(0, 24, 97)
TWO = {
    "clearance_L_per_h": 8.0,
    "central_volume_L": 20.0,
    "intercompartmental_clearance_L_per_h": 10.0,
    "peripheral_volume_L": 15.0,
}


def assert_curve(model: CompartmentModel, regimen, site: str, expected) -> None:
    found = solve(model, regimen, TIMES).concentration[site]
    assert np.max(np.abs(found - expected)) <= 1e-12 * np.max(expected)


def roots_of_two() -> tuple[float, float, float]:
    k10, k12, k21 = 8 / 20, 10 / 20, 10 / 15
    total = k10 + k12 + k21
    root = np.sqrt(total**2 - 4 * k10 * k21)
    return (total + root) / 2, (total - root) / 2, k21


def test_one_compartment_by_vein_is_an_exponential() -> None:
    model = one_compartment_iv(clearance_L_per_h=4.0, volume_L=20.0)
    assert_curve(model, iv(dose_mg=1), "plasma", 50 * np.exp(-0.2 * TIMES))


def test_one_compartment_by_mouth_is_batemans_curve() -> None:
    model = one_compartment_oral(
        clearance_L_per_h=4.0,
        volume_L=20.0,
        absorption_per_h=1.1,
        bioavailability=0.6,
        lag_h=0.5,
    )
    since = np.maximum(TIMES - 0.5, 0)
    expected = 0.6 * 50 * 1.1 / 0.9 * (np.exp(-0.2 * since) - np.exp(-1.1 * since))
    assert_curve(model, oral(dose_mg=1), "plasma", expected)


def test_absorption_may_be_as_fast_as_elimination() -> None:
    model = one_compartment_oral(clearance_L_per_h=4.0, volume_L=20.0, absorption_per_h=0.2)
    assert_curve(model, oral(dose_mg=1), "plasma", 50 * 0.2 * TIMES * np.exp(-0.2 * TIMES))


def test_two_compartments_by_vein_are_two_exponentials() -> None:
    alpha, beta, k21 = roots_of_two()
    expected = (
        50
        * ((alpha - k21) * np.exp(-alpha * TIMES) + (k21 - beta) * np.exp(-beta * TIMES))
        / (alpha - beta)
    )
    assert_curve(two_compartment_iv(**TWO), iv(dose_mg=1), "plasma", expected)


def test_two_compartments_by_mouth_are_three_exponentials() -> None:
    alpha, beta, k21 = roots_of_two()
    ka = 1.3
    expected = sum(
        50 * ka * (k21 - one) / ((two - one) * (three - one)) * np.exp(-one * TIMES)
        for one, two, three in ((ka, alpha, beta), (alpha, beta, ka), (beta, ka, alpha))
    )
    assert_curve(
        two_compartment_oral(**TWO, absorption_per_h=ka), oral(dose_mg=1), "plasma", expected
    )


def test_transit_delays_absorption_by_a_gamma_distributed_time() -> None:
    # Plasma that loses nothing holds what has passed: 5 steps of 2.5 /h, and gut as another one.
    kept = CompartmentModel(
        ("gut", "plasma"),
        (Flow("gut", "plasma", 2.5),),
        (Entry("oral", "gut"),),
        (Site("plasma", {"plasma": 1.0}),),
    )
    model = with_transit(kept, mean_time_h=2.0, count=5)
    assert_curve(model, oral(dose_mg=1), "plasma", 1000 * gamma.cdf(TIMES, 6, scale=1 / 2.5))


def test_transit_keeps_share_lag_and_the_other_doors() -> None:
    plain = one_compartment_oral(
        clearance_L_per_h=4.0, volume_L=20.0, absorption_per_h=1.1, bioavailability=0.6, lag_h=0.5
    )
    (door, vein) = with_transit(plain, mean_time_h=1.0, count=2).entries
    assert (door.route, door.compartment, door.share, door.lag_h) == ("oral", "transit_1", 0.6, 0.5)
    assert (vein.route, vein.compartment) == ("iv", "plasma")


def spine(loss: float = 0.3, ratio: float = 0.1, mixing: float = 0.03) -> CompartmentModel:
    return csf_chain(
        one_compartment_oral(clearance_L_per_h=4.0, volume_L=20.0, absorption_per_h=1.0),
        volumes_L={"lumbar": 0.06, "cranial": 0.1},
        flows_L_per_h=(mixing,),
        loss_per_h={"lumbar": loss, "cranial": loss},
        plasma_ratio=ratio,
    )


def test_settled_spinal_fluid_stands_in_ratio_to_constant_plasma() -> None:
    slow = oral(dose_mg=1, every_h=24, days=1, release_over_h=24)
    model = spine()
    curve = solve(model, slow, [0, 24], initial=steady_state(model, slow)).concentration
    assert curve["plasma"][0] == pytest.approx(1000 / 24 / 4, rel=1e-12)
    for site in ("csf_lumbar", "csf_cranial"):
        assert curve[site][0] == pytest.approx(0.1 * curve["plasma"][0], rel=1e-12)


def test_a_settled_pump_divides_between_two_segments_as_flow_and_loss_say() -> None:
    # 10 ug/h into lumbar fluid, nothing coming back from plasma: two balances, two unknowns.
    model = spine(ratio=0.0)
    regimen = pump(rate_ug_per_day=240, days=2)
    steady = steady_state(model, regimen)
    mixing, loss_low, loss_high = 0.03, 0.3 * 0.06, 0.3 * 0.1
    low, high = np.linalg.solve(
        [[mixing + loss_low, -mixing], [-mixing, mixing + loss_high]], [10.0, 0.0]
    )
    assert float(steady["csf_lumbar"][0]) / 0.06 == pytest.approx(low, rel=1e-12)
    assert float(steady["csf_cranial"][0]) / 0.1 == pytest.approx(high, rel=1e-12)
    assert float(steady["plasma"][0]) / 20 == pytest.approx(10 / 4, rel=1e-12)


def test_one_segment_alone_is_an_exponential() -> None:
    model = csf_chain(
        one_compartment_iv(clearance_L_per_h=4.0, volume_L=20.0),
        volumes_L={"lumbar": 0.06},
        flows_L_per_h=(),
        loss_per_h={"lumbar": 0.3},
        plasma_ratio=0.0,
    )
    assert_curve(model, bolus(dose_ug=50), "csf_lumbar", 50 / 0.06 * np.exp(-0.3 * TIMES))


def test_a_catheter_may_lie_at_any_segment() -> None:
    curve = solve(spine(), bolus(dose_ug=50, at="cranial"), [0, 1]).concentration
    assert curve["csf_cranial"][0] == pytest.approx(500)
    assert curve["csf_lumbar"][0] == 0


def test_a_structure_takes_one_value_per_person() -> None:
    clearance = np.array([2.0, 4.0])
    model = one_compartment_iv(clearance_L_per_h=clearance, volume_L=20.0)
    found = solve(model, iv(dose_mg=1), [0, 10]).concentration["plasma"]
    np.testing.assert_allclose(found[:, 1], 50 * np.exp(-clearance / 2), rtol=1e-13)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: one_compartment_iv(clearance_L_per_h=4.0, volume_L=0.0),
            "volume_L is 0.0. It must be above 0.",
        ),
        (
            lambda: one_compartment_iv(clearance_L_per_h=-4.0, volume_L=20.0),
            "clearance_L_per_h is -4.0. It cannot be negative.",
        ),
        (
            lambda: one_compartment_iv(clearance_L_per_h=np.nan, volume_L=20.0),
            "clearance_L_per_h is nan. Give a finite number.",
        ),
        (
            lambda: one_compartment_iv(clearance_L_per_h="x", volume_L=20.0),
            "clearance_L_per_h is 'x', which is not a number. Give a number.",
        ),
        (
            lambda: two_compartment_iv(**(TWO | {"central_volume_L": -1.0})),
            "central_volume_L is -1.0. It must be above 0.",
        ),
        (
            lambda: two_compartment_iv(**(TWO | {"peripheral_volume_L": np.inf})),
            "peripheral_volume_L is inf. Give a finite number.",
        ),
        (
            lambda: with_transit(ORAL, mean_time_h=0.0, count=3),
            "mean_time_h is 0.0. It must be above 0.",
        ),
        (
            lambda: csf_chain(
                BAG,
                volumes_L={"lumbar": 0.0},
                flows_L_per_h=(),
                loss_per_h={"lumbar": 1.0},
                plasma_ratio=0.1,
            ),
            "the volume of lumbar is 0.0. It must be above 0.",
        ),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_refused(make, words: str) -> None:
    with check_refused(InvalidValue, words):
        make()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: one_compartment_iv(clearance_L_per_h=np.ones(2), volume_L=np.ones(3)),
            "Parameters are written for different numbers of people: 2 and 3. Give every array",
        ),
        (
            lambda: with_transit(BAG, mean_time_h=1.0, count=3),
            "A transit chain of length 3 before 0 oral entries. Give a model with one oral",
        ),
        (
            lambda: with_transit(ORAL, mean_time_h=1.0, count=0),
            "A transit chain of length 0 before 1 oral entry.",
        ),
        (
            lambda: with_transit(ORAL, mean_time_h=1.0, count=2.5),
            "A transit chain of length 2.5 before 1 oral entry.",
        ),
        (
            lambda: with_transit(ORAL, mean_time_h=1.0, count=True),
            "A transit chain of length True before 1 oral entry.",
        ),
        (
            lambda: csf_chain(
                ORAL,
                volumes_L={"lumbar": 0.06, "cranial": 0.1},
                flows_L_per_h=(),
                loss_per_h={"lumbar": 1.0},
                plasma_ratio=0.1,
            ),
            "A chain of 2 segments with 0 flows and losses for lumbar. Give one flow between",
        ),
        (
            lambda: csf_chain(
                ORAL,
                volumes_L={"lumbar": 0.06},
                flows_L_per_h=(),
                loss_per_h={"lumbar": 1.0},
                plasma_ratio=0.1,
                plasma="blood",
            ),
            "The model has no site 'blood' that looks at a compartment 'blood'. Spinal fluid exch",
        ),
    ],
)
def test_a_structure_that_does_not_fit_is_refused(make, words: str) -> None:
    with check_refused(InvalidModel, words):
        make()
