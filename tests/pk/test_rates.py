"""Rates that change at cuts, or with the amount."""

import numpy as np
import pytest

import titrate as tt
from tests.pk.bodies import BAG, check_refused
from titrate.dosing import iv, oral
from titrate.errors import InvalidModel, InvalidValue
from titrate.pk import CompartmentModel, Entry, Flow, Ode, Saturable, Site, Steps, solve


def dialysed(rate: float | Steps) -> CompartmentModel:
    return CompartmentModel(
        compartments=("gut", "plasma", "urine", "dialysate"),
        flows=(
            Flow("gut", "plasma", 1.0),
            Flow("plasma", "urine", 0.02),
            Flow("plasma", "dialysate", rate),
        ),
        entries=(Entry("oral", "gut", lag_h=0.25),),
        sites=(Site("plasma", {"plasma": 1 / 30}),),
    )


SESSION = Steps(at_h=(0, 34, 38), values=(0.0, 0.15, 0.0))
COURSE = oral(dose_mg=10, every_h=8, days=2)


def test_dialysis_equals_three_runs_each_continuing_the_one_before() -> None:
    times = np.arange(0, 48.5, 0.5)
    whole = solve(dialysed(SESSION), COURSE, times)
    # Doses at 0, 8, 16, 24, 32 | none | 40, each run on a clock of its own.
    first = oral(dose_mg=10, every_h=8, doses=4).then(oral(dose_mg=10, every_h=2, doses=1))
    assert first.end_h == 34
    before = solve(dialysed(0.0), first, times[times <= 34])
    nothing = oral(dose_mg=0, every_h=4, doses=1)
    during = solve(dialysed(0.15), nothing, np.arange(0, 4.5, 0.5), initial=before.final)
    last = oral(dose_mg=0, every_h=2, doses=1).then(oral(dose_mg=10, every_h=8, doses=1))
    after = solve(dialysed(0.0), last, np.arange(0, 10.5, 0.5), initial=during.final)
    pieces = np.concatenate(
        [
            before.concentration["plasma"][:-1],
            during.concentration["plasma"][:-1],
            after.concentration["plasma"],
        ]
    )
    np.testing.assert_allclose(whole.concentration["plasma"], pieces, rtol=1e-12)
    assert whole.final["dialysate"] == pytest.approx(after.final["dialysate"], rel=1e-12)


def test_dialysis_takes_away_what_the_integral_of_its_rate_says() -> None:
    model = CompartmentModel(
        ("plasma", "dialysate"),
        (Flow("plasma", "dialysate", SESSION),),
        (Entry("iv", "plasma"),),
        (Site("plasma", {"plasma": 1.0}),),
    )
    curve = solve(model, iv(dose_mg=1), [0, 33, 36, 38, 48]).concentration["plasma"]
    expected = 1000 * np.exp(-0.15 * np.array([0, 0, 2, 4, 4]))
    np.testing.assert_allclose(curve, expected, rtol=1e-13)


def test_steps_are_exact_and_integrated_alike() -> None:
    times = np.linspace(0, 60, 121)
    exact = solve(dialysed(SESSION), COURSE, times).concentration["plasma"]
    how = Ode(rtol=1e-10, atol=1e-9)
    other = solve(dialysed(SESSION), COURSE, times, method=how).concentration["plasma"]
    assert np.max(np.abs(exact - other)) <= 1e-8 * exact.max()


def test_a_rate_may_step_differently_in_each_person() -> None:
    step = Steps((0, 5), (0.1, np.array([0.2, 0.4])))
    model = CompartmentModel(
        BAG.compartments, (Flow("plasma", "urine", step),), BAG.entries, BAG.sites
    )
    curve = solve(model, iv(dose_mg=1), [10.0]).concentration["plasma"]
    np.testing.assert_allclose(curve[:, 0], 1000 * np.exp([-1.5, -2.5]), rtol=1e-13)


def test_two_changes_within_a_millionth_of_an_hour_are_one() -> None:
    step = Steps((0, 5, 5 + 5e-7), (0.1, 9.0, 0.4))
    model = CompartmentModel(
        BAG.compartments, (Flow("plasma", "urine", step),), BAG.entries, BAG.sites
    )
    curve = solve(model, iv(dose_mg=1), [10.0]).concentration["plasma"]
    assert curve[0] == pytest.approx(1000 * np.exp(-0.5 - 2.0), rel=1e-12)


def test_the_rate_matrix_is_the_one_in_force() -> None:
    model = dialysed(SESSION)
    out = model.compartments.index("dialysate"), model.compartments.index("plasma")
    assert [model.rate_matrix(t)[0][out] for t in (0, 33.9, 34, 37.9, 38)] == [0, 0, 0.15, 0.15, 0]


@pytest.mark.parametrize(
    ("at_h", "values", "words"),
    [
        ((1, 2), (0.1, 0.2), "Steps at_h is (1, 2). Begin at 0 and write later times in order."),
        ((0, 5, 3), (1, 1, 1), "Steps at_h is (0, 5, 3). Begin at 0 and write later times in"),
        ((), (), "Steps at_h is (). Begin at 0 and write later times in order."),
        ((0, 5), (1,), "Steps has 2 times and 1 value. Give one value for each time."),
        ((0, -5), (1, 1), "at_h is -5. It cannot be negative."),
        ((0, np.nan), (1, 1), "at_h is nan. Give a finite number."),
        ((0, 5), (1, -1), "values is -1. It cannot be negative."),
        (
            (0, 5),
            (np.ones(2), np.ones(3)),
            "Steps is written for 2 and for 3 people. Give every array one value per person.",
        ),
    ],
)
def test_steps_begin_at_zero_and_rise(at_h, values, words: str) -> None:
    with check_refused(InvalidValue, words):
        Steps(at_h, values)


@pytest.mark.parametrize(
    ("largest", "half", "words"),
    [
        (-1.0, 5.0, "max_rate_ug_per_h is -1.0. It cannot be negative."),
        (1.0, 0.0, "half_amount_ug is 0.0. It must be above 0."),
        (1.0, np.nan, "half_amount_ug is nan. Give a finite number."),
        (np.ones(3), np.ones(2), "Saturable is written for 2 and for 3 people. Give every array"),
    ],
)
def test_a_saturable_rate_has_a_half_way_amount(largest, half, words: str) -> None:
    with check_refused(InvalidValue, words):
        Saturable(largest, half)


def test_a_saturable_flow_is_half_its_maximum_at_the_half_way_amount() -> None:
    rate = Saturable(40.0, 200.0)
    assert rate(np.array([200.0])) * 200 == pytest.approx(20.0)


def test_a_continued_run_goes_on_with_the_clock_of_its_rates() -> None:
    model = CompartmentModel(
        compartments=("plasma", "urine"),
        flows=(
            Flow("plasma", "urine", 0.1),
            Flow("plasma", "urine", Steps((0, 34, 38), (0, 0.5, 0))),
        ),
        entries=(Entry("iv", "plasma"),),
        sites=(Site("plasma", {"plasma": 0.05}),),
    )
    day = iv(dose_mg=5)
    whole = solve(model, day.then(day).then(day), np.arange(73.0))
    first = solve(model, day, np.arange(25.0))
    rest = solve(model, day.then(day), np.arange(49.0), initial=first.final)
    np.testing.assert_allclose(
        rest.concentration["plasma"], whole.concentration["plasma"][24:], rtol=1e-12
    )
    assert rest.final.clock_h == 72


def test_shares_and_weights_of_a_model_change_at_cuts_too() -> None:
    share, weight = tt.Steps((0, 24), (0.5, 0.9)), tt.Steps((0, 30), (1 / 20, 1 / 10))
    model = tt.CompartmentModel(
        ("gut", "plasma", "unabsorbed"),
        (tt.Flow("gut", "plasma", 1.0),),
        (tt.Entry("oral", "gut", share),),
        (tt.Site("plasma", {"plasma": weight}),),
    )
    assert (model.rate_changes_h, model.share_changes_h) == ((30.0,), (24.0,))
    later = model.later(25)
    assert (later.rate_changes_h, later.share_changes_h) == ((5.0,), ())
    assert later.site_matrix(6)[0, 0, 1] == 1 / 10


def test_a_share_above_1_at_any_time_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"the share of the entry oral -> gut is 1\.2"):
        tt.Entry("oral", "gut", tt.Steps((0, 24), (0.5, 1.2)))
    entries = tuple(
        tt.Entry("oral", into, tt.Steps((0, at), (0.4, 0.8)))
        for into, at in (("gut", 24), ("plasma", 48))
    )
    with pytest.raises(InvalidModel, match=r"The entries of oral take 1\.6 of a dose"):
        tt.CompartmentModel(("gut", "plasma", "unabsorbed"), (), entries)


def test_spinal_fluid_takes_in_from_a_plasma_whose_volume_changes() -> None:
    volume_L, chain = (20.0, 40.0), {"volumes_L": {"lumbar": 0.05}, "flows_L_per_h": ()}
    chain |= {"loss_per_h": {"lumbar": 0.3}, "plasma_ratio": 0.12}

    def whole(weight) -> tt.CompartmentModel:
        site = tt.Site("plasma", {"plasma": weight})
        return tt.csf_chain(tt.CompartmentModel(("plasma",), (), (), (site,)), **chain)

    matrix = whole(tt.Steps((0, 24), tuple(1 / v for v in volume_L))).rate_matrix
    for volume, time_h in zip(volume_L, (0, 24), strict=True):
        np.testing.assert_array_equal(matrix(time_h), whole(1 / volume).rate_matrix())
