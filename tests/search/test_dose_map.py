"""Two courses together: who meets every goal at each pair of their amounts."""

import re

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidModel, InvalidValue, UnusualDose
from titrate.search.asked import goals_for
from titrate.search.goals import Goal
from titrate.search.habits import habits_between
from titrate.search.mixing import mixture
from titrate.search.surfaces import Chebyshev, bent_back, straightened, surfaces
from titrate.search.words import edge_words
from titrate.simulation import subject_of

DRUG = tt.load_drug("baclofen")
MS = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
TABLETS, PUMP = tt.oral(dose_mg=10, every_h=8, days=3), tt.pump(rate_ug_per_day=50, days=3)
RANGES = {"daily_mg": (0, 80), "daily_ug": (0, 120)}


def people(count: int) -> tt.Population:
    random = np.random.default_rng(5)
    names = ("apparent_clearance", "csf_loss_rate", "relief_legs_ec50", "weakness_slope")
    names = tuple(name for name in names if name in DRUG.parameters)
    draws = random.normal(0, 0.3, (count, len(names)))
    return tt.Population(
        tuple(
            tt.Patient(origin="ms", eta=dict(zip(names, row.tolist(), strict=True)))
            for row in draws
        )
    )


def test_each_pair_is_what_a_window_of_both_together_says() -> None:
    made = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=(9, 7), **RANGES)
    assert made.off_by == 0
    for j, rate in enumerate(made.y.amounts.tolist()):
        pump = tt.pump(rate_ug_per_day=rate, days=3)
        window = tt.find_window(
            DRUG,
            MS,
            None,
            family=lambda mg, pump=pump: tt.oral(dose_mg=mg / 3, every_h=8, days=3) + pump,
            daily_mg=(2, 80),
        )
        for i, mg in enumerate(made.x.amounts.tolist()):
            if mg >= 2:
                inside = any(low <= mg <= high for low, high in window.intervals)
                assert bool(made.share_inside[i, j]) == inside, (mg, rate)
    assert 0 < made.share_inside.mean() < 1


def test_the_edges_of_each_door_alone_are_those_of_its_window() -> None:
    made = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=41, **RANGES)
    for axis, alone, regimen, span in (
        (made.x, made.share_inside[:, 0], TABLETS, {"daily_mg": (2, 80)}),
        (made.y, made.share_inside[0], PUMP, {"daily_ug": (5, 120)}),
    ):
        window = tt.find_window(DRUG, MS, regimen, **span)
        inside = (axis.amounts >= window.low) & (axis.amounts <= window.high)
        assert alone.astype(bool).tolist() == inside.tolist()


@pytest.mark.parametrize("initial", [None, "adapted", "continued"])
def test_many_people_are_interpolated_to_within_what_is_said(monkeypatch, initial) -> None:
    who = people(60)
    if initial == "continued":
        initial = tt.simulate(DRUG, who, tt.pump(rate_ug_per_day=200, days=30)).final
    made = tt.dose_map(DRUG, who, TABLETS, PUMP, initial=initial, **RANGES)
    monkeypatch.setattr("titrate.search.map_shares._FEW", 10**9)
    exact = tt.dose_map(DRUG, who, TABLETS, PUMP, initial=initial, **RANGES)
    assert exact.off_by == 0
    error = np.abs(made.share_inside - exact.share_inside)
    assert made.off_by <= 0.25 / np.sqrt(60)
    # Three people of sixty at the worst pair, and a thousandth on average.
    assert error.max() <= 3 / 60 + 1e-12
    assert error.mean() < 1e-3
    for name in made.meets:
        np.testing.assert_allclose(made.meets[name], exact.meets[name], atol=3 / 60 + 1e-12)


def test_people_a_chunk_at_a_time_are_the_same_people(monkeypatch) -> None:
    who = people(7)
    whole = tt.dose_map(DRUG, who, TABLETS, PUMP, levels=5, **RANGES)
    monkeypatch.setattr("titrate.search.map_shares._PEOPLE_AT_A_TIME", 3)
    parts = tt.dose_map(DRUG, who, TABLETS, PUMP, levels=5, **RANGES)
    np.testing.assert_allclose(parts.share_inside, whole.share_inside, atol=1e-12)


def test_all_goals_together_are_met_by_fewer_than_each_alone() -> None:
    made = tt.dose_map(DRUG, people(20), TABLETS, PUMP, levels=9, **RANGES)
    for share in made.meets.values():
        assert np.all(made.share_inside <= share + 1e-12)
    # Relief rises with either dose; harm does, too.
    relief, drowsy = made.meets["relief_legs"], made.meets["drowsiness"]
    for axis in (0, 1):
        assert np.all(np.diff(relief, axis=axis) >= 0)
        assert np.all(np.diff(drowsy, axis=axis) <= 0)


def test_the_order_of_the_courses_only_turns_the_map() -> None:
    one = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=(6, 9), **RANGES)
    other = tt.dose_map(DRUG, MS, PUMP, TABLETS, levels=(9, 6), **RANGES)
    assert np.array_equal(one.share_inside, other.share_inside.T)
    assert (one.x.unit, one.y.unit) == ("mg/day", "ug/day")


def test_it_says_where_most_are_served_and_what_each_door_does_alone() -> None:
    alone = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=41, **RANGES)
    said = alone.why()
    # Straight lines between the pairs: the windows of each door alone to half a per cent.
    for door, unit, regimen, span in (
        ("By mouth", "mg/day", TABLETS, {"daily_mg": (2, 80)}),
        ("By pump", "ug/day", PUMP, {"daily_ug": (5, 120)}),
    ):
        window = tt.find_window(DRUG, MS, regimen, **span)
        low, high = re.search(rf"{door} alone, (\S+) to (\S+) {unit} do\.", said).groups()
        assert (float(low), float(high)) == pytest.approx((window.low, window.high), rel=5e-3)
    many = tt.dose_map(DRUG, people(20), TABLETS, PUMP, levels=9, **RANGES)
    assert f"{100 * many.best_share:.3g} %" in many.why()
    i = int(np.argmin(np.abs(many.x.amounts - many.best[0])))
    j = int(np.argmin(np.abs(many.y.amounts - many.best[1])))
    assert many.share_inside[i, j] == many.share_inside.max()
    strict = tt.Goals(at_least={"relief_legs": 0.9}, at_most={"weakness": 0.01})
    none = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=5, goals=strict, **RANGES)
    assert none.best is None
    assert "no pair of doses" in none.why()


def test_a_table_holds_a_row_for_each_pair() -> None:
    made = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=(4, 3), **RANGES)
    frame = made.to_frame()
    assert list(frame.columns) == [
        *("oral_mg_per_day", "intrathecal_ug_per_day", "share_inside"),
        *("meets_relief_legs", "meets_drowsiness", "meets_weakness"),
    ]
    assert len(frame) == 12
    row = frame[(frame.oral_mg_per_day == 80) & (frame.intrathecal_ug_per_day == 60)]
    assert float(row.share_inside.iloc[0]) == made.share_inside[3, 1]
    assert "Two doses together" in made._repr_html_()
    assert repr(made).startswith("<dose map of one patient, 4 x 3 pairs")


def test_what_cannot_be_meant_is_refused() -> None:
    def refused(match: str, error: type = InvalidValue, **other) -> None:
        given = {"regimen": TABLETS, "other": PUMP, "levels": 3} | other
        with pytest.raises(error, match=match):
            tt.dose_map(DRUG, MS, **given)

    refused("Both courses go by oral", other=TABLETS)
    refused("lasts 72 h and the other 96 h", other=tt.pump(rate_ug_per_day=50, days=4))
    refused("runs from 80 to 0", daily_mg=(80, 0))
    refused("levels is 1", levels=1)
    refused("levels is 2.5", levels=2.5)
    refused("levels is True", levels=True)
    refused("leaves the domain", UnusualDose, daily_mg=(0, 1000))
    uptake = tt.one_compartment_oral(
        absorption_per_h=1.0,
        clearance_L_per_h=5.0,
        volume_L=30.0,
        bioavailability=lambda dose_ug: 5e3 / (5e3 + dose_ug),
    )
    saturable = tt.DrugModel(
        name="other",
        parameters=DRUG.parameters,
        individual=lambda parameters, people: {},
        kinetics=lambda values: uptake,
        endpoints=lambda values: (),
        doors=DRUG.doors,
    )
    with pytest.raises(InvalidModel, match="uptake depends on the dose"):
        tt.dose_map(saturable, MS, TABLETS, PUMP)


@pytest.mark.parametrize("count", [5, 10, 20])
def test_points_of_chebyshev_carry_polynomials_exactly(count: int) -> None:
    places = np.linspace(-0.5, 1, 41)
    through = Chebyshev.over((-0.5, 1.0), count, places)
    for power in range(count):
        np.testing.assert_allclose(through.to @ through.points**power, places**power, atol=1e-13)


@pytest.mark.parametrize("possible", [(0.0, 1.0), (0.0, 4.0), (0.0, np.inf)])
def test_what_is_straightened_bends_back(possible: tuple[float, float]) -> None:
    goal = Goal("x", 0.3, True, "mean", possible)
    high = min(possible[1], 10.0)
    seen = np.linspace(1e-6, high - 1e-6, 101)
    np.testing.assert_allclose(bent_back(goal, straightened(goal, seen)), seen, atol=1e-9)


def test_a_surface_of_sigmoids_needs_few_points() -> None:
    x, y = np.linspace(0, 80, 41), np.linspace(0, 120, 41)

    def share(a, b):
        odds = ((a[:, None] / 40 + b / 60) ** 2)[..., None]
        return odds / (1 + odds)

    across, along = Chebyshev.over((0, 80), 5, x), Chebyshev.over((0, 120), 5, y)
    goal = Goal("relief", 0.3, True, "mean", (0.0, 1.0))
    found = surfaces([goal], across, along, share(across.points, along.points)[None])
    np.testing.assert_allclose(found[0], share(x, y), atol=1e-12)


@pytest.mark.parametrize("initial", [None, "adapted"])
def test_habits_between_doses_are_those_worked_out_there(initial) -> None:
    who, days = people(5), 14
    units = (
        tt.oral(dose_mg=1 / 3, every_h=8, days=days),
        tt.pump(rate_ug_per_day=1, days=days),
    )
    subject = subject_of(DRUG, who)
    at = mixture(subject, units, goals_for(DRUG, None, subject.endpoints), initial)
    mg, ug = np.linspace(0, 80, 9), np.linspace(0, 300, 9)
    x, y = Chebyshev.over((0, 80), 7, mg), Chebyshev.over((0, 300), 7, ug)
    pairs = [
        np.stack(np.meshgrid(*ends, indexing="ij")).reshape(2, -1)
        for ends in ((x.points, y.points), (mg, ug))
    ]
    between = habits_between(at.habits(pairs[0]), at.fullest(), x, y)
    true = at.habits(pairs[1])
    assert set(between) == set(true) == {"cord", "brain", "cord_drift"}
    for name, level in true.items():
        # Of an EC50, which grows by 1 + a (or by the exponential of the drift), 3 in a thousand.
        np.testing.assert_allclose(between[name], level, atol=3e-3, err_msg=name)


def test_what_is_felt_after_known_habits_is_what_the_whole_run_comes_to() -> None:
    subject = subject_of(DRUG, people(3))
    units = (tt.oral(dose_mg=1 / 3, every_h=8, days=5), tt.pump(rate_ug_per_day=1, days=5))
    at = mixture(subject, units, goals_for(DRUG, None, subject.endpoints), None)
    amounts = np.array([[0.0, 30.0, 60.0], [0.0, 40.0, 100.0]])
    np.testing.assert_allclose(at.after(at.habits(amounts), amounts), at(amounts), atol=1e-9)


def test_no_habit_goes_beyond_what_a_complete_drive_makes_of_it() -> None:
    subject = subject_of(DRUG, people(4))
    units = (tt.pump(rate_ug_per_day=1, days=20),)
    at = mixture(subject, units, goals_for(DRUG, None, subject.endpoints), None)
    habits = at.habits(np.array([[50.0, 500.0, 2000.0]]))
    for name, (most, _) in at.fullest().items():
        assert np.all(habits[name] <= most * (1 + 1e-12))
        assert np.all(np.diff(habits[name], axis=0) > 0)


@pytest.mark.parametrize("levels", [7, 21])
def test_what_one_door_does_alone_is_what_a_window_says_however_coarse_the_map(levels) -> None:
    made = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=levels)
    for route, regimen in (("oral", TABLETS), ("intrathecal", PUMP)):
        window = tt.find_window(DRUG, MS, regimen)
        assert len(made.alone[route]) == len(window.intervals) == 1
        assert made.alone[route][0] == pytest.approx(window.intervals[0], rel=1e-4)
        assert f"{edge_words(window.low, 'low')} to" in made.why()


def test_the_pair_named_is_the_farthest_from_those_that_miss_a_goal() -> None:
    made = tt.dose_map(DRUG, MS, TABLETS, PUMP, daily_ug=(0, 120))
    assert made.best is not None
    at = [
        int(np.argmin(np.abs(axis.amounts - dose)))
        for axis, dose in zip((made.x, made.y), made.best, strict=True)
    ]
    miss = np.argwhere(made.share_inside < 1)

    def apart(place: list[int]) -> int:
        """Steps to the nearest pair that misses a goal, along the axes or across them."""
        return int(np.abs(miss - place).sum(axis=1).min())

    inside = np.argwhere(made.share_inside >= 1)
    assert apart(at) == max(apart(list(place)) for place in inside)
    assert "is the pair farthest from those that do not." in made.why()


def test_where_every_pair_meets_every_goal_none_is_named() -> None:
    wish = tt.Goals(at_most={"weakness": 0.99})
    made = tt.dose_map(DRUG, MS, TABLETS, PUMP, levels=5, goals=wish, **RANGES)
    assert "100 % of the pairs of doses up to" in made.why()
    assert "farthest" not in made.why()
