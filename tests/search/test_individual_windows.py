"""Each person's own window, what chance does to a group's, and what titration gains."""

import re

import numpy as np
import pytest
from scipy.stats import binomtest

import titrate as tt
from titrate.errors import InvalidValue
from titrate.search.chance import edge_by_chance, share_inside, wilson

DRUG = tt.load_drug("baclofen")
PEOPLE = tt.Population.sample(
    12, seed=3, drug=DRUG, weight_kg=(72, 14), origin={"ms": 0.6, "spinal": 0.4}
)
TABLETS, PUMP = tt.oral(dose_mg=10, every_h=8, days=3), tt.pump(rate_ug_per_day=100, days=3)
CASES = {
    "by mouth": (TABLETS, {}),
    "by pump": (PUMP, {}),
    "by pump, adapted": (PUMP, {"initial": "adapted"}),
    "tone in points": (
        TABLETS,
        {"goals": tt.Goals(at_most={"ashworth_legs": 2.4, "weakness": ("worst", 0.2)})},
    ),
}


def of_group(case="by mouth", who=PEOPLE, **more):
    regimen, options = CASES[case]
    return tt.find_window(DRUG, who, regimen, **options | more)


@pytest.mark.parametrize("case", CASES)
def test_each_persons_window_is_the_one_found_for_them_alone(case):
    each = of_group(case).individual()
    for i in range(len(PEOPLE)):
        alone = of_group(case, PEOPLE[i : i + 1])
        low, high, best = (np.nan if v is None else v for v in (alone.low, alone.high, alone.best))
        np.testing.assert_allclose(
            (each.low[i], each.high[i], each.best[i]), (low, high, best), rtol=1e-8
        )
        assert each.opens[i] == alone.limited_by.get("low", "")
        assert each.closes[i] == alone.limited_by.get("high", "")


def test_some_have_a_window_and_some_have_none():
    # Or the law above would hold for nothing.
    assert 0 < of_group().individual().share_with_window < 1


def test_the_share_inside_a_dose_is_the_share_whose_own_window_holds_it():
    window = of_group()
    each = window.individual()
    of_each = [each.share_inside(dose) for dose in window.levels]
    np.testing.assert_allclose(of_each, window.share_inside, atol=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_the_groups_edges_are_those_of_somebody_in_it(share):
    window = of_group(share=share)
    each = window.individual()
    assert np.min(np.abs(each.low - window.low)[~np.isnan(each.low)]) < 1e-6
    assert np.min(np.abs(each.high - window.high)[~np.isnan(each.high)]) < 1e-6


@pytest.mark.parametrize("case", CASES)
def test_titration_never_serves_fewer_than_one_dose_for_all(case):
    each = of_group(case).individual()
    best = each.best_for_all
    at_best = 0.0 if best is None else each.share_inside(best)
    assert at_best <= each.share_served_alone <= each.share_with_window
    assert each.gain == pytest.approx(each.share_served_alone - at_best)
    assert all(each.share_inside(dose) <= at_best for dose in each.steps)


def test_the_order_of_people_does_not_matter():
    straight = of_group().individual()
    turned = of_group(who=PEOPLE[::-1]).individual()
    np.testing.assert_allclose(turned.low[::-1], straight.low, rtol=1e-9)
    np.testing.assert_allclose(turned.best[::-1], straight.best)


def test_copies_of_one_person_have_that_persons_window():
    one = tt.Patient(origin="ms")
    copies = tt.find_window(DRUG, tt.Population((one,) * 4), TABLETS)
    alone = tt.find_window(DRUG, one, TABLETS)
    assert copies.low == pytest.approx(alone.low, rel=1e-9)
    assert copies.best == alone.best
    assert copies.individual().gain == 0


def test_more_demanding_goals_never_raise_a_share():
    easy, hard = (
        of_group(goals=tt.Goals(at_least={"relief_legs": r}, at_most={"weakness": 0.2}))
        for r in (0.2, 0.4)
    )
    assert np.all(hard.share_inside <= easy.share_inside)
    assert hard.individual().share_with_window <= easy.individual().share_with_window


@pytest.mark.parametrize(("inside", "count"), [(0, 10), (3, 10), (10, 10), (150, 500)])
def test_chance_is_wilsons_interval(inside, count):
    wanted = binomtest(inside, count).proportion_ci(method="wilson")
    low, high = wilson(inside / count, count)
    assert (float(low), float(high)) == pytest.approx((wanted.low, wanted.high), abs=1e-12)


def test_an_edge_by_chance_holds_the_edge_and_narrows_with_people():
    random = np.random.default_rng(1)
    widths = []
    for count in (50, 5000):
        low = random.normal(40, 10, count)
        high = low + 30
        edge = float(np.sort(low)[count // 4 - 1])
        a, b = edge_by_chance(low, high, 0.25, edge, "low", (5.0, 120.0))
        assert a <= edge <= b
        widths.append(b - a)
    # As the root of the people: a tenth for a hundred times as many.
    assert widths[1] == pytest.approx(widths[0] / 10, rel=0.5)


@pytest.mark.parametrize("side", ["low", "high"])
def test_an_edge_by_chance_stays_where_chance_may_put_it(side):
    # Never more than a third are inside, so a third is nowhere sure.
    random = np.random.default_rng(3)
    low = random.normal(40, 10, 60)
    high, searched = low + 8, (5.0, 120.0)
    doses = np.linspace(*searched, 2000)
    wanted = float(share_inside(low, high, doses).max())
    edges = doses[share_inside(low, high, doses) >= wanted]
    found = edge_by_chance(
        low, high, wanted, float(edges[0 if side == "low" else -1]), side, searched
    )
    for end, outwards in zip(found, (-1e-6, 1e-6), strict=True):
        assert searched[0] < end < searched[1]
        least, most = wilson(share_inside(low, high, np.array([end + outwards])), 60)
        assert not least <= wanted <= most


def test_a_window_that_chance_may_take_away_is_said_to_be_so():
    sure, unsure = (of_group(share=share).why() for share in (1 / 12, 0.3))
    assert "samples without a window" not in sure
    assert "mg/day, and leaves some samples without a window." in unsure


def test_nobody_is_said_to_have_no_dose_beyond_what_was_searched():
    said = of_group(daily_mg=(5, 60)).why()
    assert re.search(r"for [\d.]+ % no dose up to 60 mg/day does\.", said)


def test_an_edge_by_chance_is_right_in_nineteen_of_twenty_samples():
    # The true lower edge at a share of a quarter of N(40, 10) windows that never close.
    random, truth, hits = np.random.default_rng(2), 40 - 10 * 0.6744897501960817, 0
    for _ in range(400):
        low = random.normal(40, 10, 200)
        edge = float(np.sort(low)[49])
        a, b = edge_by_chance(low, np.full(200, 1e3), 0.25, edge, "low", (0.0, 2e3))
        hits += a <= truth <= b
    assert 0.92 < hits / 400 < 0.98


def test_the_share_inside_counts_both_edges_in():
    low, high = np.array([1.0, 2.0, np.nan]), np.array([2.0, 3.0, np.nan])
    np.testing.assert_allclose(
        share_inside(low, high, np.array([0.5, 1.0, 2.0, 3.0, 4.0])) * 3, [0, 1, 2, 1, 0]
    )


def test_words_and_tables_say_it():
    window = of_group(share=0.25)
    said = window.why()
    assert "Chance puts the lower edge from" in said
    assert "The dose on the step that serves most is" in said
    assert "Each on their own best dose on the step" in said
    assert list(window.to_frame().columns[-3:]) == ["share_inside", "share_low", "share_high"]
    frame = window.individual().to_frame()
    assert list(frame.columns) == ["patient", "low", "high", "best", "unit", "opens", "closes"]
    assert len(frame) == len(PEOPLE)
    assert "of 12 people have one" in repr(window.individual())
    assert "Individual windows" in window.individual()._repr_html_()


def test_a_single_patient_has_no_chance_and_one_window():
    window = tt.find_window(DRUG, tt.Patient(origin="ms"), TABLETS)
    assert window.edge_intervals() == {}
    assert "share_inside" not in window.to_frame()
    assert window.individual().low[0] == pytest.approx(window.low, rel=1e-9)


def test_nobody_served_is_said():
    goals = tt.Goals(at_least={"relief_legs": 0.95}, at_most={"weakness": 0.01})
    each = of_group(goals=goals).individual()
    assert each.best_for_all is None
    assert (
        each.words()
        == "No dose on the step serves anybody; for 100 % no dose up to 80 mg/day does."
    )
    assert each.gain == 0


def test_a_family_of_regimens_has_no_individual_windows():
    window = tt.find_window(
        DRUG,
        PEOPLE[:2],
        family=lambda mg: tt.oral(dose_mg=mg / 3, every_h=8, days=3),
        daily_mg=(10, 80),
    )
    assert "Each on their own" not in window.why()
    with pytest.raises(InvalidValue, match=r"Each person's own window is found for one pattern"):
        window.individual()


def test_the_side_of_an_edge_is_low_or_high():
    with pytest.raises(tt.TitrateError, match="Sides: high, low"):
        of_group().individual().edge_interval(0.5, 50.0, "left")
