"""Steady states in closed form, and where there is none."""

import numpy as np
import pytest

from tests.pk.bodies import BAG, ORAL, check_refused, saturable
from titrate.dosing import iv, oral, pump
from titrate.errors import NoSteadyState
from titrate.pk import (
    CompartmentModel,
    Delay,
    Entry,
    Flow,
    Site,
    Steps,
    measures,
    solve,
    steady_state,
)

K, TAU = 0.3, 8.0
SWALLOWED = CompartmentModel(BAG.compartments, BAG.flows, (Entry("oral", "plasma"),), BAG.sites)
COURSE = oral(dose_mg=1, every_h=TAU, days=1)


def test_a_trough_is_a_geometric_series() -> None:
    expected = 1000 * np.exp(-K * TAU) / (1 - np.exp(-K * TAU))
    assert float(steady_state(SWALLOWED, COURSE)["plasma"][0]) == pytest.approx(expected, rel=1e-14)


def test_ledgers_count_from_the_steady_state_on() -> None:
    assert float(steady_state(SWALLOWED, COURSE)["urine"][0]) == 0


def test_a_constant_rate_settles_at_rate_over_clearance() -> None:
    slow = oral(dose_mg=1, every_h=TAU, days=1, release_over_h=TAU)
    expected = 1000 / TAU / K
    assert float(steady_state(SWALLOWED, slow)["plasma"][0]) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("lag_h", [0.0, 0.25, 8.0, 20.0])
def test_a_lag_shifts_the_settled_curve_and_leaves_doses_on_their_way(lag_h: float) -> None:
    late = CompartmentModel(
        BAG.compartments, BAG.flows, (Entry("oral", "plasma", lag_h=lag_h),), BAG.sites
    )
    steady = steady_state(late, COURSE)
    since_last = TAU - lag_h % TAU if lag_h % TAU else TAU
    expected = 1000 * np.exp(-K * since_last) / (1 - np.exp(-K * TAU))
    assert float(steady["plasma"][0]) == pytest.approx(expected, rel=1e-13)
    assert len(steady.pending) == int(lag_h // TAU)


@pytest.mark.parametrize("release_h", [3.0, 8.0, 20.0])
def test_the_average_at_steady_state_is_dose_rate_over_clearance(release_h: float) -> None:
    slow = oral(dose_mg=1, every_h=TAU, days=1, release_over_h=release_h)
    steady = steady_state(ORAL, slow)
    found = measures(solve(ORAL, slow, [0, TAU], initial=steady), "plasma", to_h=TAU)
    assert found.c_avg == pytest.approx(1000 / TAU / 3.0, rel=1e-12)


def test_what_never_gets_drug_may_never_lose_it_only_in_ledgers() -> None:
    many = CompartmentModel(
        ("plasma", "urine", "sweat"),
        (
            Flow("plasma", "urine", np.array([0.3, 0.0])),
            Flow("plasma", "sweat", np.array([0.0, 0.2])),
        ),
        (Entry("oral", "plasma"),),
        (Site("plasma", {"plasma": 1.0}),),
    )
    # Each person has a way out, though no flow runs in both.
    rates = np.array([0.3, 0.2])
    expected = 1000 / np.expm1(rates * TAU)
    np.testing.assert_allclose(steady_state(many, COURSE)["plasma"], expected, rtol=1e-13)


def test_delays_of_delays_settle_and_none_is_negative() -> None:
    # The drug enters after the first box, so what follows that box stays at nothing.
    model = CompartmentModel(
        ("gut", "plasma", "urine"),
        (Flow("gut", "plasma", 0.05), Flow("plasma", "urine", 0.05)),
        (Entry("intrathecal", "plasma"),),
        (
            Site("gut", {"gut": 1.0}),
            Site("plasma", {"plasma": 1.0}),
            Site("both", {"empty": 2.0, "first": 2.0}),
        ),
        (
            Delay("last", "both", 0.05),
            Delay("first", "plasma", 0.05),
            Delay("empty", "gut", 0.05),
        ),
    )
    steady = steady_state(model, pump(rate_ug_per_day=12, days=2))
    assert float(steady["empty"][0]) == 0
    assert float(steady["plasma"][0]) == pytest.approx(10, rel=1e-13)
    assert float(steady["first"][0]) == pytest.approx(10, rel=1e-13)
    assert float(steady["last"][0]) == pytest.approx(20, rel=1e-13)


def leaving(rate) -> CompartmentModel:
    return CompartmentModel(
        BAG.compartments,
        (Flow("plasma", "urine", rate),),
        (Entry("oral", "plasma"),),
        BAG.sites,
    )


@pytest.mark.parametrize("rate", [0.0, np.array([0.3, 0.0]), np.array([0.0, 0.3])])
def test_drug_that_never_leaves_even_one_person_has_no_steady_state(rate) -> None:
    with check_refused(
        NoSteadyState,
        "What reaches 'plasma' never leaves it. Give it a way out, with a rate above 0.",
    ):
        steady_state(leaving(rate), COURSE)


def test_a_closed_circle_has_no_steady_state() -> None:
    model = CompartmentModel(
        ("plasma", "tissue"),
        (Flow("plasma", "tissue", 1.0), Flow("tissue", "plasma", 1.0)),
        (Entry("oral", "plasma"),),
    )
    with check_refused(NoSteadyState, "What reaches 'plasma' never leaves it."):
        steady_state(model, COURSE)


@pytest.mark.parametrize(
    ("site", "rate"), [(Site("seen", {"plasma": 1.0}), 0.0), (Site("seen", {"urine": 1.0}), 1.0)]
)
def test_a_delay_that_never_forgets_or_follows_a_ledger_has_none(site: Site, rate: float) -> None:
    model = CompartmentModel(
        BAG.compartments,
        BAG.flows,
        (Entry("oral", "plasma"),),
        (site,),
        (Delay("soak", "seen", rate),),
    )
    with check_refused(NoSteadyState, "What reaches 'soak' never leaves it."):
        steady_state(model, COURSE)


@pytest.mark.parametrize(
    ("model", "why"),
    [
        (saturable(), "it is not linear"),
        (leaving(Steps((0, 4), (0.1, 0.3))), "its rates change with time"),
    ],
)
def test_only_linear_models_that_stay_have_one_in_closed_form(model, why: str) -> None:
    with check_refused(
        NoSteadyState,
        f"The model has no steady state in closed form: {why}. Simulate until nothing changes any",
    ):
        steady_state(model, COURSE)


@pytest.mark.parametrize("regimen", [iv(dose_mg=1), COURSE.without([2]), iv(dose_mg=1) + COURSE])
def test_a_regimen_that_repeats_nothing_has_none(regimen) -> None:
    with check_refused(
        NoSteadyState,
        f"The regimen repeats no pattern from its start: {regimen}. Begin it with a repeated "
        "course or a pump.",
    ):
        steady_state(BAG, regimen)


def test_a_pump_of_whatever_length_repeats_each_day() -> None:
    spine = CompartmentModel(
        BAG.compartments, BAG.flows, (Entry("intrathecal", "plasma"),), BAG.sites
    )
    steady = steady_state(spine, pump(rate_ug_per_day=240, days=3))
    assert float(steady["plasma"][0]) == pytest.approx(10 / K, rel=1e-13)
