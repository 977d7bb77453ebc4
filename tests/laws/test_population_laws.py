"""Laws of populations: whose draws depend on what, and what many people are like together."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import ndtri

import titrate as tt

DRUG = tt.load_drug("baclofen")
WIDE = {
    "weight_kg": (75, 14),
    "age_y": tt.Normal(50, 12),
    "creatinine_clearance_mL_min": tt.Uniform(40, 120),
    "origin": {"ms": 0.5, "spinal": 0.3, "cerebral": 0.2},
}
TOGETHER = {
    ("apparent_clearance", "apparent_central_volume"): 0.6,
    ("apparent_clearance", "soak_rate"): -0.3,
}
# Of 100,000 people a mean or an sd is off by 1 in 300 of an sd, a share by 1 in 600: five of each.
MANY, NEAR_SD, NEAR_SHARE = 100_000, 5 / 300, 5 / 600

LAW = settings(max_examples=25, deadline=None, derandomize=True)
SEEDS = st.integers(0, 2**32)
COUNTS = st.integers(1, 40)


def drawn(n: int, seed: int = 1, **others: object) -> tt.Population:
    return tt.Population.sample(n, seed=seed, drug=DRUG, **{**WIDE, **others})


def assert_same_people(one: tt.Population, other: tt.Population) -> None:
    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame(), check_exact=True)
    ours, theirs = one.columns, other.columns
    np.testing.assert_array_equal(ours.known_streams, theirs.known_streams)


@LAW
@given(seed=SEEDS, few=COUNTS, more=COUNTS)
def test_a_person_is_the_same_however_many_are_drawn(seed: int, few: int, more: int) -> None:
    whole = drawn(few + more, seed, correlations=TOGETHER)
    assert_same_people(whole[:few], drawn(few, seed, correlations=TOGETHER))


@LAW
@given(seed=SEEDS, sizes=st.lists(COUNTS, min_size=1, max_size=4))
def test_people_drawn_in_chunks_are_the_people_drawn_at_once(seed: int, sizes: list[int]) -> None:
    begins = np.cumsum([0, *sizes[:-1]]).tolist()
    parts = [drawn(n, seed, after=a) for n, a in zip(sizes, begins, strict=True)]
    assert_same_people(tt.Population.concat(parts), drawn(sum(sizes), seed))


@LAW
@given(seed=SEEDS, left_out=st.sets(st.sampled_from(sorted(WIDE))))
def test_what_else_is_drawn_changes_nothing(seed: int, left_out: set[str]) -> None:
    whole = drawn(7, seed).to_frame()
    fewer = drawn(7, seed, **dict.fromkeys(left_out)).to_frame()
    pd.testing.assert_frame_equal(fewer, whole.drop(columns=list(left_out)), check_exact=True)


@LAW
@given(seed=SEEDS, name=st.sampled_from(["soak_rate", "csf_loss_rate", "relief_legs_ec50"]))
def test_a_parameter_that_goes_with_no_other_can_be_left_out(seed: int, name: str) -> None:
    pair = {("apparent_clearance", "absorption_rate"): 0.7}
    whole = drawn(7, seed, correlations=pair).to_frame()
    fewer = drawn(7, seed, correlations=pair, cv_percent={name: 0}).to_frame()
    pd.testing.assert_frame_equal(fewer, whole.drop(columns=f"eta_{name}"), check_exact=True)


@LAW
@given(seed=SEEDS, order=st.permutations(range(9)), kept=st.integers(1, 9))
def test_taking_people_along_leaves_them_as_they_are(seed: int, order, kept: int) -> None:
    whole = drawn(9, seed)
    some = whole[list(order[:kept])]
    assert some.names == tuple(whole.names[i] for i in order[:kept])
    assert some.patients == tuple(whole[i] for i in order[:kept])
    mask = np.isin(np.arange(9), order[:kept])
    assert_same_people(whole[mask], whole[sorted(order[:kept])])
    assert_same_people(whole.where(mask), whole[mask])


@LAW
@given(seed=SEEDS, cut=st.integers(1, 8))
def test_parts_put_together_again_are_the_whole(seed: int, cut: int) -> None:
    whole = drawn(9, seed).with_occasions(tt.Occasions({"absorption_rate": 30}), seed=seed)
    again = whole[:cut] + whole[cut:]
    assert_same_people(again, whole)
    np.testing.assert_array_equal(again.columns.occasions.streams, whole.columns.occasions.streams)


@LAW
@given(seed=SEEDS)
def test_a_frame_reads_back_as_the_same_people(seed: int) -> None:
    whole = drawn(5, seed)
    again = tt.Population.from_frame(whole.to_frame())
    assert again.patients == whole.patients
    assert again.names == whole.names


def test_other_seeds_are_other_people() -> None:
    one, other = drawn(50, 1).to_frame(), drawn(50, 2).to_frame()
    assert not set(one["weight_kg"]) & set(other["weight_kg"])


def test_many_people_have_the_mean_and_the_sd_that_were_asked() -> None:
    people = tt.Population.sample(
        MANY, seed=1, drug=DRUG, weight_kg=(75, 14), age_y=tt.Normal(60, 8)
    )
    frame = people.to_frame()
    # Neither loses as much as a thousandth to the drug's domain.
    assert people.notes == ()
    assert frame["weight_kg"].mean() == pytest.approx(75, abs=14 * NEAR_SD)
    assert frame["weight_kg"].std() == pytest.approx(14, rel=2 * NEAR_SD)
    assert np.log(frame["weight_kg"]).skew() == pytest.approx(0, abs=3 * NEAR_SD)
    assert frame["age_y"].mean() == pytest.approx(60, abs=8 * NEAR_SD)
    assert frame["age_y"].std() == pytest.approx(8, rel=2 * NEAR_SD)


def test_many_people_have_the_spreads_of_the_drug() -> None:
    eta = tt.Population.sample(MANY, seed=2, drug=DRUG).columns.eta
    varying = {n for n in DRUG.parameters if DRUG.parameters[n].variability.cv_percent}
    assert set(eta) == varying
    for name, values in eta.items():
        sd = DRUG.parameters[name].variability.sd_log
        assert np.std(values) == pytest.approx(sd, rel=NEAR_SD), name
        assert np.mean(values) == pytest.approx(0, abs=sd * NEAR_SD), name
        ratio = np.std(np.exp(values)) / np.mean(np.exp(values))
        assert 100 * ratio == pytest.approx(DRUG.parameters[name].variability.cv_percent, rel=0.05)


def test_many_people_go_together_as_correlations_say() -> None:
    people = tt.Population.sample(MANY, seed=3, drug=DRUG, correlations=TOGETHER)
    found = people.to_frame().filter(like="eta_").corr()
    for one in found:
        for other in found:
            pair = (one.removeprefix("eta_"), other.removeprefix("eta_"))
            asked = TOGETHER.get(pair, TOGETHER.get(pair[::-1], 1.0 if one == other else 0.0))
            assert found.loc[one, other] == pytest.approx(asked, abs=NEAR_SD), pair


ALONG = {
    ("weight_kg", "creatinine_clearance_mL_min"): 0.4,
    ("creatinine_clearance_mL_min", "age_y"): -0.6,
}


@LAW
@given(seed=SEEDS, few=COUNTS, more=COUNTS, asked=st.floats(-0.99, 0.99))
def test_covariates_go_together_and_nothing_else_moves(
    seed: int, few: int, more: int, asked: float
) -> None:
    pair = {("creatinine_clearance_mL_min", "age_y"): asked}
    turned = {("age_y", "creatinine_clearance_mL_min"): asked}
    whole, apart = drawn(few + more, seed, correlations=pair), drawn(few + more, seed)
    moved = "creatinine_clearance_mL_min"  # it goes with an earlier one
    one, other = (people.to_frame().drop(columns=moved) for people in (whole, apart))
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert list(whole.to_frame()) == list(apart.to_frame())
    assert_same_people(whole[:few], drawn(few, seed, correlations=turned))
    assert_same_people(whole[few:], drawn(more, seed, correlations=pair, after=few))


def test_covariates_that_go_together_keep_their_own_distributions() -> None:
    frame = drawn(MANY, correlations=ALONG).to_frame()
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        for name in ("weight_kg", "age_y", "creatinine_clearance_mL_min"):
            apart = np.quantile(drawn(MANY, seed=9).columns.covariates[name], share)
            below = np.mean(frame[name] < apart)
            assert below == pytest.approx(share, abs=2 * NEAR_SHARE), (name, share)
    kidneys = frame["creatinine_clearance_mL_min"]
    assert np.mean(kidneys < 60) == pytest.approx(0.25, abs=NEAR_SHARE)


def test_many_covariates_go_together_as_correlations_say() -> None:
    frame = drawn(MANY, correlations=ALONG).to_frame()
    names = ["weight_kg", "age_y", "creatinine_clearance_mL_min"]
    places = frame[names].rank() / (MANY + 1)
    found = places.apply(ndtri).corr()
    for one, other in combinations(names, 2):
        asked = ALONG.get((one, other), ALONG.get((other, one), 0.0))
        assert found.loc[one, other] == pytest.approx(asked, abs=NEAR_SD), (one, other)


def test_many_people_have_the_covariance_of_omega() -> None:
    names = ["soak_rate", "apparent_clearance", "relief_legs_ec50"]
    root = np.array([[0.3, 0, 0], [0.2, 0.25, 0], [-0.1, 0.15, 0.4]])
    omega = pd.DataFrame(root @ root.T, names, names)
    people = tt.Population.sample(MANY, seed=4, drug=DRUG, omega=omega)
    assert set(people.columns.eta) == set(names)
    found = np.cov([people.columns.eta[name] for name in names])
    np.testing.assert_allclose(found, omega, atol=NEAR_SD * 0.4**2)


def test_deviations_are_independent_of_covariates() -> None:
    frame = drawn(MANY).to_frame().drop(columns=["patient", "origin"])
    found = frame.corr().to_numpy() - np.eye(frame.shape[1])
    assert np.max(np.abs(found)) < NEAR_SD


def test_many_people_have_the_shares_that_were_asked() -> None:
    origins = drawn(MANY).columns.covariates["origin"]
    for name, share in WIDE["origin"].items():
        assert np.mean(origins == name) == pytest.approx(share, abs=NEAR_SHARE)


def test_rows_of_a_table_stay_whole_and_come_equally_often() -> None:
    table = pd.DataFrame({"weight_kg": [50, 70, 90, 90], "age_y": [30, 45, 60, 20]})
    found = tt.Population.sample(MANY, seed=5, drug=DRUG, covariates=table).to_frame()
    counted = found.groupby(["weight_kg", "age_y"]).size()
    assert list(counted.index) == [(50, 30), (70, 45), (90, 20), (90, 60)]
    np.testing.assert_allclose(counted / MANY, 1 / 4, atol=NEAR_SHARE)


def test_the_spread_on_occasions_is_the_one_asked_and_each_is_its_own() -> None:
    own = (
        drawn(MANY).with_occasions(tt.Occasions({"absorption_rate": 30}), seed=6).columns.occasions
    )
    days = np.array([own.deviations(day)["absorption_rate"] for day in range(6)])
    np.testing.assert_allclose(np.std(days, axis=1), np.sqrt(np.log(1.09)), rtol=NEAR_SD)
    off = np.corrcoef(days) - np.eye(6)
    assert np.max(np.abs(off)) < NEAR_SD
