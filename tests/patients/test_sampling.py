"""People drawn for a drug: what may be asked, and what happens when it cannot be meant."""

import numpy as np
import pandas as pd
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName

DRUG = tt.load_drug("baclofen")
VARYING = (
    "Varying parameters: absorption_rate, apparent_central_volume, apparent_clearance, "
    "csf_loss_rate, relief_legs_ec50, soak_rate."
)
CORRELATIONS = 'Give correlations={("apparent_clearance", "apparent_central_volume"): 0.5}.'
OMEGA = (
    "Give variances and covariances of logarithms, by name both ways: a DataFrame, or "
    'omega={"a": {"a": 0.09, "b": 0.03}, "b": {"a": 0.03, "b": 0.04}}.'
)


def sample(n: object = 5, **others: object) -> tt.Population:
    return tt.Population.sample(n, **{"seed": 1, "drug": DRUG, **others})


def pair(value: object, one: str = "soak_rate", other: str = "csf_loss_rate") -> dict:
    return {(one, other): value}


def omega_of(variances: tuple[float, float], *both: float) -> pd.DataFrame:
    names = ["soak_rate", "csf_loss_rate"]
    matrix = [[variances[0], both[0]], [both[-1], variances[1]]]
    return pd.DataFrame(matrix, index=names, columns=names)


def test_people_are_named_from_1_on() -> None:
    assert sample(3).names == ("1", "2", "3")
    assert sample(2, prefix="a", after=3).names == ("a4", "a5")


def test_one_number_or_word_is_the_same_for_all() -> None:
    people = sample(weight_kg=60, origin="ms", contracture_share=0)
    assert {p.weight_kg for p in people} == {60.0}
    assert {p.origin for p in people} == {"ms"}
    assert {p.contracture_share for p in people} == {0.0}


def test_what_is_not_said_is_left_to_the_drug() -> None:
    people = DRUG.people(sample(weight_kg=60))
    assert "age_y" in people.by_default
    assert "weight_kg" not in people.by_default
    assert set(people.number("age_y")) == {45.0}


def test_an_sd_of_0_is_the_mean_in_everybody() -> None:
    assert {p.weight_kg for p in sample(weight_kg=(60, 0))} == {60.0}


def test_a_pair_is_a_lognormal() -> None:
    pairs, named = sample(weight_kg=(70, 9)), sample(weight_kg=tt.Lognormal(70, 9))
    assert pairs.patients == named.patients


def test_shares_do_not_depend_on_the_order_they_are_written_in() -> None:
    one, other = ({"ms": 0.4, "spinal": 0.6}, {"spinal": 0.6, "ms": 0.4, "cerebral": 0})
    assert sample(50, origin=one).patients == sample(50, origin=other).patients


def test_nobody_is_outside_the_domain_and_nobody_stands_at_its_edge() -> None:
    low, high = DRUG.patient.domain["weight_kg"]
    people = sample(20_000, weight_kg=tt.Normal(50, 20))
    weights = people.columns.covariates["weight_kg"]
    assert np.all((weights > low) & (weights < high))
    assert people.notes == (
        "weight_kg is drawn from Normal(mean=50, sd=20); 15.9 % of it outside 30 to 250 is left "
        "out.",
    )


def test_a_truncated_draw_is_the_quantile_of_what_is_left() -> None:
    whole = np.sort(np.random.default_rng(1).normal(50, 20, 400_000))
    left = whole[whole > 30]
    found = np.quantile(
        sample(50_000, weight_kg=tt.Normal(50, 20)).columns.covariates["weight_kg"],
        [0.05, 0.5, 0.95],
    )
    # A quantile of 50,000 people is off by about 0.2 kg at the ends.
    np.testing.assert_allclose(found, np.quantile(left, [0.05, 0.5, 0.95]), atol=0.8)


def test_results_say_what_was_left_out() -> None:
    result = tt.simulate(
        DRUG,
        sample(2, weight_kg=tt.Normal(50, 20)),
        tt.oral(dose_mg=10, every_h=8, days=1),
        outputs=["plasma"],
    )
    assert any("is left out" in note for note in result.provenance.notes)


def test_two_doses_are_given_to_the_same_people() -> None:
    people = sample(4, weight_kg=(75, 14))
    one, double = (
        tt.simulate(DRUG, people, tt.oral(dose_mg=mg, every_h=8, days=1), outputs=["plasma"])
        for mg in (10, 20)
    )
    np.testing.assert_allclose(
        double.concentration["plasma"], 2 * one.concentration["plasma"], rtol=1e-12
    )


def test_rows_of_a_table_are_taken_whole_and_the_result_says_so() -> None:
    table = pd.DataFrame({"patient": ["x", "y"], "weight_kg": [50, 90], "origin": ["ms", "spinal"]})
    people = sample(30, covariates=table, age_y=(50, 5))
    assert {(p.weight_kg, p.origin) for p in people} == {(50.0, "ms"), (90.0, "spinal")}
    assert people.names[0] == "1"
    assert people.notes == ("Covariates are whole rows drawn from a table of 2.",)


def test_cvs_replace_those_of_the_drug() -> None:
    people = sample(cv_percent={"apparent_clearance": 0, "soak_rate": 5})
    assert "apparent_clearance" not in people.columns.eta
    usual = DRUG.parameters["soak_rate"].variability.sd_log
    ratio = people.columns.eta["soak_rate"] / sample().columns.eta["soak_rate"]
    np.testing.assert_allclose(ratio, np.sqrt(np.log1p(0.05**2)) / usual)


def test_an_omega_is_a_frame_or_a_mapping() -> None:
    frame = omega_of((0.09, 0.16), 0.05)
    assert sample(omega=frame).patients == sample(omega=frame.to_dict()).patients
    turned = frame.loc[::-1, ::-1]
    assert sample(omega=frame).patients == sample(omega=turned).patients


def test_omega_of_parameters_and_correlations_of_covariates_stand_side_by_side() -> None:
    omega = omega_of((0.09, 0.16), 0.04)
    together = pair(0.4, "weight_kg", "creatinine_clearance_mL_min")
    shapes = {"weight_kg": (75, 14), "creatinine_clearance_mL_min": (95, 20)}
    both = sample(omega=omega, correlations=together, **shapes).to_frame()
    apart = sample(correlations=together, **shapes).to_frame()
    for name in shapes:
        np.testing.assert_array_equal(both[name], apart[name])
    np.testing.assert_array_equal(
        both["eta_soak_rate"], sample(omega=omega).columns.eta["soak_rate"]
    )


def test_omega_and_correlations_say_the_same_in_two_ways() -> None:
    sd = [DRUG.parameters[n].variability.sd_log for n in ("soak_rate", "csf_loss_rate")]
    omega = omega_of((sd[0] ** 2, sd[1] ** 2), 0.4 * sd[0] * sd[1])
    one, other = sample(omega=omega).columns.eta, sample(correlations=pair(0.4)).columns.eta
    for name, values in one.items():
        np.testing.assert_allclose(values, other[name], rtol=1e-12)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"n": 0}, "n is 0. A population has at least one person."),
        ({"n": -3}, "n is -3. A population has at least one person."),
        ({"n": 2.5}, "n is 2.5. Give a whole number: n=100."),
        ({"after": -1}, "after is -1. It cannot be negative."),
        (
            {"seed": None},
            "The seed is missing. Give a whole number, so that the same draws come back: seed=1.",
        ),
        ({"drug": None}, "The drug is missing. Load it first: drug = tt.load_drug(...)."),
        (
            {"drug": "baclofen"},
            "drug is 'baclofen'. Load it first: drug = tt.load_drug(...).",
        ),
        ({"weight_kg": -70}, "weight_kg is -70.0. It must be above 0."),
        ({"weight_kg": 20}, "weight_kg is 20.0. It must lie between 30 and 250."),
        ({"weight_kg": (70, -5)}, "the sd of weight_kg is -5. It cannot be negative."),
        ({"weight_kg": (0, 5)}, "the mean of weight_kg is 0. It must be above 0."),
        (
            {"weight_kg": (70, 5, 3)},
            "weight_kg is (70, 5, 3). Give a number, a mean and an sd, or a distribution: "
            "weight_kg=(70, 12).",
        ),
        ({"weight_kg": "70"}, "weight_kg is '70', which is not a number. Give a number."),
        (
            {"weight_kg": (300, 20)},
            "weight_kg is Lognormal(mean=300.0, sd=20.0), of which 0 % lies between 30 and 250. "
            "Give a distribution of people for whom the drug's numbers hold.",
        ),
        (
            {"origin": {"ms": 0.5, "spinal": 0.4}},
            'The shares of origin add up to 0.9. Shares add up to 1: origin={"ms": 0.5, '
            '"spinal": 0.5}.',
        ),
        (
            {"origin": {"ms": 1.5, "spinal": -0.5}},
            "the share of origin 'spinal' is -0.5. It cannot be negative.",
        ),
        (
            {"covariates": pd.DataFrame({"weight_kg": [70, np.nan]})},
            "Row 2: weight_kg is nan. Give a finite number.",
        ),
        (
            {"covariates": pd.DataFrame({"weight_kg": []})},
            "The population is empty. Give at least one person.",
        ),
        (
            {"n": 10**10},
            "n is 10,000,000,000. At most 1,000,000 are drawn at a time; after= draws the next "
            "ones.",
        ),
        ({"after": 2**64}, f"after is {2**64}. Give how many people come before: after=1000."),
        (
            {"covariates": pd.DataFrame({"weight_kg": [70, 300]})},
            "covariates['weight_kg'] is [ 70. 300.]. It must lie between 30 and 250.",
        ),
        (
            {"covariates": pd.DataFrame({"weight_kg": [70]}), "weight_kg": 60},
            "weight_kg is given, and is a column of covariates too. Leave one of them out.",
        ),
        (
            {"covariates": pd.DataFrame({"eta_soak_rate": [0.1]})},
            "covariates has the column 'eta_soak_rate'. Deviations are drawn; for people as they "
            "are in a table use Population.from_frame.",
        ),
        (
            {"covariates": [70]},
            "covariates is [70]. Give a pandas DataFrame: a row for each person, a column for "
            "each covariate.",
        ),
        (
            {"cv_percent": {"soak_rate": -10}},
            "cv_percent['soak_rate'] is -10. It cannot be negative.",
        ),
        (
            {"correlations": 0.5},
            f"correlations is 0.5. {CORRELATIONS}",
        ),
        (
            {"correlations": {"soak_rate": 0.5}},
            f"correlations has the name 'soak_rate'. {CORRELATIONS}",
        ),
        (
            {"correlations": pair(1.5)},
            "correlations['soak_rate', 'csf_loss_rate'] is 1.5. It must lie between -1 and 1.",
        ),
        (
            {"correlations": pair(0.5) | pair(0.4, "csf_loss_rate", "soak_rate")},
            "correlations holds 'csf_loss_rate' with 'soak_rate' twice. Give each pair of "
            "parameters once.",
        ),
        (
            {"correlations": pair(1, "soak_rate", "soak_rate")},
            "correlations holds 'soak_rate' with 'soak_rate', which is one parameter. Give each "
            "pair of parameters once.",
        ),
        (
            {"correlations": pair(0.5, "weight_kg", "age_y"), "weight_kg": (75, 14), "age_y": 50},
            "correlations names 'age_y', which is not drawn from a distribution. Give it one: "
            "age_y=(mean, sd). What goes together in a table comes from covariates=; otherwise "
            "leave the pair out.",
        ),
        (
            {"correlations": pair(0.5, "weight_kg", "origin"), "weight_kg": (75, 14)},
            "correlations names 'origin', which is not drawn from a distribution. What goes "
            "together in a table comes from covariates=; otherwise leave the pair out.",
        ),
        (
            {"correlations": pair(0.5, "soak_rate", "weight_kg")},
            "correlations holds 'weight_kg', a covariate, with 'soak_rate'. How parameters follow "
            "covariates is written in the drug; correlate covariates (weight_kg, age_y, "
            "creatinine_clearance_mL_min, origin, baseline_ashworth, spasms_per_day, "
            "contracture_share) with each other, and parameters with each other.",
        ),
        (
            {"correlations": pair(0.5, "weight_kg", "weight_kg")},
            "correlations holds 'weight_kg' with 'weight_kg', which is one covariate. Give each "
            "pair of covariates once.",
        ),
        (
            {
                "correlations": pair(-1.0, "age_y", "weight_kg"),
                "weight_kg": (75, 14),
                "age_y": (50, 12),
            },
            "correlations is not positive definite, from 'age_y' on; its lowest eigenvalue is 0. "
            "No people can differ so; give variances above 0 and covariances nearer to 0.",
        ),
        (
            {"correlations": pair(0.5), "cv_percent": {"soak_rate": 0}},
            "correlations names 'soak_rate', whose spread is 0. Leave the pair out.",
        ),
        (
            {"correlations": pair(1.0)},
            "correlations is not positive definite, from 'soak_rate' on; its lowest eigenvalue is "
            "0. No people can differ so; give variances above 0 and covariances nearer to 0.",
        ),
        (
            {
                "correlations": pair(0.9)
                | pair(0.9, "soak_rate", "absorption_rate")
                | pair(-0.9, "csf_loss_rate", "absorption_rate")
            },
            "correlations is not positive definite, from 'soak_rate' on; its lowest eigenvalue is "
            "-0.8. No people can differ so; give variances above 0 and covariances nearer to 0.",
        ),
        (
            {"omega": omega_of((0.09, 0.16), 0.05, 0.04)},
            "omega is not symmetric: csf_loss_rate with soak_rate is 0.04 one way and 0.05 the "
            "other. A covariance is the same both ways.",
        ),
        (
            {"omega": omega_of((0.09, 0.16), 0.2)},
            "omega is not positive definite, from 'soak_rate' on; its lowest eigenvalue is "
            "-0.078. No people can differ so; give variances above 0 and covariances nearer to 0.",
        ),
        (
            {"omega": omega_of((0.09, -0.16), 0.0)},
            "omega is not positive definite, from 'csf_loss_rate' on; its lowest eigenvalue is "
            "-0.16. No people can differ so; give variances above 0 and covariances nearer to 0.",
        ),
        (
            {"omega": omega_of((0.09, np.nan), 0.0)},
            "omega['csf_loss_rate', 'csf_loss_rate'] is nan. Give a finite number.",
        ),
        ({"omega": {}}, f"omega is {{}}. {OMEGA}"),
        (
            {"omega": np.eye(2)},
            f"omega is ndarray array([[1., 0.], [0., 1.]]). {OMEGA}",
        ),
        (
            {"omega": {"soak_rate": {"csf_loss_rate": 1}}},
            f"omega['soak_rate'] holds csf_loss_rate. {OMEGA}",
        ),
        (
            {"omega": omega_of((0.09, 0.16), 0.0), "correlations": pair(0.1)},
            "omega and correlations are both given. omega says it all; leave the other out.",
        ),
        (
            {"occasions": {"absorption_rate": 30}},
            "occasions is {'absorption_rate': 30}. Give Occasions({\"absorption_rate\": 30}).",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(asked: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        sample(**asked)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"weigth_kg": 70},
            "No covariate or option called 'weigth_kg'. Did you mean 'weight_kg'? Covariates and "
            "options: after, age_y, baseline_ashworth, contracture_share, correlations, ",
        ),
        (
            {"correlation": {}},
            "No covariate or option called 'correlation'. Did you mean 'correlations'?",
        ),
        ({"origin": "spianl"}, "No origin called 'spianl'. Did you mean 'spinal'?"),
        ({"origin": {"spianl": 1}}, "No origin called 'spianl'. Did you mean 'spinal'?"),
        (
            {"cv_percent": {"kappa_cord": 10}},
            f"No parameter that varies between people called 'kappa_cord'. {VARYING}",
        ),
        (
            {"correlations": pair(0.5, "soak_rat")},
            "No parameter that varies between people called 'soak_rat'. Did you mean "
            f"'soak_rate'? {VARYING}",
        ),
        (
            {"omega": {"soak_rat": {"soak_rat": 1}}},
            "No parameter that varies between people called 'soak_rat'. Did you mean "
            f"'soak_rate'? {VARYING}",
        ),
    ],
)
def test_names_that_do_not_exist_are_asked_back(asked: dict[str, object], message: str) -> None:
    with pytest.raises(UnknownName) as raised:
        sample(**asked)
    assert str(raised.value).startswith(message)


def test_a_spread_that_makes_somebody_impossible_is_refused() -> None:
    bounded = tt.ParameterSet.of(
        tt.Parameter(
            "share",
            0.7,
            "1",
            variability=type(DRUG.parameters["phi"].variability)("lognormal", 40),
            possible=(0, 1),
        )
    )
    drug = tt.DrugModel("mine", bounded, lambda p, people: {}, lambda values: None)
    with pytest.raises(InvalidValue) as raised:
        tt.Population.sample(100, seed=1, drug=drug)
    problem = str(raised.value)
    assert problem.startswith("The spread of share gives ")
    assert problem.endswith("It lies between 0 and 1; give a smaller spread.")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: tt.Lognormal(0, 1), "mean is 0. It must be above 0."),
        (lambda: tt.Lognormal(70, 0), "sd is 0. It must be above 0."),
        (lambda: tt.Normal(70, -1), "sd is -1. It must be above 0."),
        (lambda: tt.Uniform(2, 1), "Uniform runs from 2 to 1. Write the lower end first."),
    ],
)
def test_distributions_that_cannot_be_meant_are_refused(make, message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        make()
    assert str(raised.value) == message


@pytest.mark.parametrize("spread", [tt.Lognormal(70, 12), tt.Normal(70, 12), tt.Uniform(40, 90)])
def test_shares_and_quantiles_undo_each_other(spread) -> None:
    shares = np.array([0.01, 0.3, 0.5, 0.9])
    values = spread.quantile(shares)
    np.testing.assert_allclose([spread.share_below(v) for v in values], shares, rtol=1e-12)
