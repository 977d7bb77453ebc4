"""A small drug of one's own, written in a notebook, goes through every verb."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

import titrate as tt
from titrate.errors import InvalidModel, InvalidValue, UnknownName
from titrate.model import individual_value
from titrate.parameters import Parameter, Variability

NUMBERS = tt.ParameterSet.of(
    clearance=(4, "L/h"), volume=(30, "L"), absorption=(1.2, "1/h"), ec50=(0.8, "mg/L")
)


def typical(parameters, people):
    return {name: parameters.value(name) for name in parameters}


def kinetics(values):
    return tt.one_compartment_oral(
        clearance_L_per_h=values["clearance"],
        volume_L=values["volume"],
        absorption_per_h=values["absorption"],
    )


def endpoints(values):
    relief = tt.Hill(values["ec50"], slope=2.0)
    return (tt.Endpoint("relief", unit="", better="higher", site="plasma", curve=relief),)


def own_drug(**changed):
    parts = {
        "name": "mine",
        "parameters": NUMBERS,
        "individual": typical,
        "kinetics": kinetics,
        "endpoints": endpoints,
        "doors": {"oral": tt.Door(unit="mg", step=5)},
    }
    return tt.DrugModel(**{**parts, **changed})


COURSE = tt.oral(dose_mg=50, every_h=12, days=10)


def test_its_settled_mean_is_the_dose_rate_over_the_clearance() -> None:
    result = tt.simulate(own_drug(), tt.Patient(), COURSE, initial="adapted")
    assert result.measures("plasma").c_avg == pytest.approx(100_000 / 24 / 4, rel=1e-12)


def test_its_response_is_the_curve_of_its_concentration() -> None:
    result = tt.simulate(own_drug(), tt.Patient(), COURSE)
    c = result.concentration["plasma"]
    # 0.8 mg/L are 800 ug/L inside.
    np.testing.assert_allclose(result.response["relief"], c**2 / (c**2 + 800**2), rtol=1e-12)


def test_its_window_begins_where_the_mean_response_meets_the_goal() -> None:
    wish = tt.Goals(at_least={"relief": 0.5})
    window = tt.find_window(own_drug(), tt.Patient(), COURSE, daily_mg=(10, 400), goals=wish)
    assert window.low is not None
    fine = np.linspace(216, 240, 24 * 60 + 1)
    at_edge = tt.simulate(own_drug(), tt.Patient(), COURSE.scaled(window.low / 100), fine)
    mean = np.trapezoid(at_edge.response["relief"], fine) / 24
    # 1e-5: the trapezoid's own error with steps of a minute.
    assert mean == pytest.approx(0.5, abs=1e-5)
    assert window.limited_by == {"low": "relief", "high": "range"}


def test_values_that_are_one_for_all_serve_a_population() -> None:
    three = tt.Population((tt.Patient(),) * 3)
    one = tt.simulate(own_drug(), tt.Patient(), COURSE, [5.0, 30.0])
    many = tt.simulate(own_drug(), three, COURSE, [5.0, 30.0])
    assert many.response["relief"].shape == (3, 2)
    np.testing.assert_array_equal(many.response["relief"], [one.response["relief"]] * 3)
    wish = tt.Goals(at_least={"relief": 0.5})
    windows = [
        tt.find_window(own_drug(), who, COURSE, daily_mg=(10, 400), goals=wish)
        for who in (tt.Patient(), three)
    ]
    assert windows[0].low == pytest.approx(windows[1].low, rel=1e-9)


def test_its_tolerance_halves_what_a_lasting_dose_does() -> None:
    def with_tolerance(values):
        habit = tt.Adaptation("habit", "plasma", 2.0, 1e-6, 1.0, 100.0, 50.0)
        relief = tt.Hill(values["ec50"], slope=2.0)
        return (tt.Endpoint("relief", "", "higher", "plasma", relief, habit),)

    drug = own_drug(endpoints=with_tolerance)
    result = tt.simulate(drug, tt.Patient(), COURSE, initial="adapted")
    # The habit is driven to its maximum by any drug at all: EC50 three times what it was.
    np.testing.assert_allclose(result.adaptation["habit"], 2.0, rtol=1e-6)
    c = result.concentration["plasma"]
    np.testing.assert_allclose(result.response["relief"], c**2 / (c**2 + 2400**2), rtol=1e-6)


def test_quick_tolerance_over_long_stretches_follows_the_drug() -> None:
    """Half-times of minutes with panels of a day: the level is where the drug calls it."""

    def with_tolerance(values):
        habit = tt.Adaptation("habit", "plasma", 2.0, 800.0, 1.0, 0.2, 0.1)
        return (tt.Endpoint("r", "", "higher", "plasma", tt.Hill(800.0), habit),)

    drug = own_drug(endpoints=with_tolerance, doors={"iv": tt.Door(unit="mg", step=1)})
    drip = tt.iv(dose_mg=3000, over_h=30 * 24)
    result = tt.simulate(drug, tt.Patient(), drip, np.arange(100, 720, 7.0))
    c = result.concentration["plasma"]
    np.testing.assert_allclose(result.adaptation["habit"], 2 * c / (c + 800), rtol=1e-6)


def test_a_person_deviates_in_what_varies_between_people() -> None:
    varying = Parameter("clearance", 4, "L/h", variability=Variability("lognormal", cv_percent=30))
    numbers = tt.ParameterSet.of(
        varying, volume=(30, "L"), absorption=(1.2, "1/h"), ec50=(0.8, "mg/L")
    )

    def individual(parameters, people):
        return {name: individual_value(parameters, name, people) for name in parameters}

    drug = own_drug(parameters=numbers, individual=individual)
    slow = tt.Patient(eta={"clearance": -np.log(2)})
    twice = tt.simulate(drug, slow, COURSE, initial="adapted").measures("plasma").c_avg
    once = tt.simulate(drug, tt.Patient(), COURSE, initial="adapted").measures("plasma").c_avg
    assert twice == pytest.approx(2 * once, rel=1e-10)
    with pytest.raises(UnknownName) as raised:
        tt.simulate(drug, tt.Patient(eta={"volume": 0.1}), COURSE)
    assert str(raised.value) == (
        "No parameter that varies between people called 'volume'. Varying parameters: clearance."
    )


@given(st.floats(1, 500))
def test_a_changed_parameter_is_a_new_drug_in_the_unit_of_its_entry(clearance: float) -> None:
    drug = own_drug()
    changed = drug.with_values(clearance=clearance)
    assert changed.parameters.value("clearance") == clearance
    assert drug.parameters.value("clearance") == 4
    result = tt.simulate(changed, tt.Patient(), tt.oral(dose_mg=5), [1.0])
    assert result.provenance.changed == ("clearance",)
    assert "changed: clearance" in result.provenance.footer


def test_an_unknown_parameter_is_asked_back() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'clearance'"):
        own_drug().with_values(clearence=3)


def test_a_dose_by_a_route_without_a_door_is_refused() -> None:
    with pytest.raises(UnknownName, match="No route called 'iv'") as raised:
        tt.simulate(own_drug(), tt.Patient(), tt.iv(dose_mg=3))
    assert str(raised.value).endswith("Routes: oral.")


def test_a_drug_without_endpoints_is_kinetics_alone() -> None:
    drug = tt.DrugModel("mine", NUMBERS, typical, kinetics, doors={"oral": tt.Door("mg", 5)})
    result = tt.simulate(drug, tt.Patient(), COURSE)
    assert dict(result.response) == {}
    assert list(result.to_frame().columns) == ["patient", "time_h", "plasma_ug_per_L"]
    assert list(result.summary()["name"]) == ["plasma"]


def relief_at(site: str, **more: object):
    return tt.Endpoint("relief", "", "higher", site, tt.Hill(8.0), **more)


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        (lambda v: (relief_at("plasme"),), UnknownName, "No site called 'plasme'. Did you mean"),
        (
            lambda v: (
                relief_at("plasma", adaptation=tt.Adaptation("h", "cord", 1.0, 1.0, 1.0, 1.0, 1.0)),
            ),
            UnknownName,
            "No site called 'cord'. Sites: plasma.",
        ),
        (
            lambda v: (relief_at("plasma"), relief_at("plasma")),
            InvalidModel,
            "Two endpoints are called 'relief'. Names are unique.",
        ),
        (lambda v: relief_at("plasma"), InvalidModel, "Return a tuple: (Endpoint(...),)."),
        (
            lambda v: (tt.Endpoint("r", "", "higher", "plasma", lambda c, f: c * np.nan),),
            InvalidValue,
            "The curve of the endpoint 'r' returned a value that is not finite.",
        ),
        (
            lambda v: (tt.Endpoint("r", "", "higher", "plasma", lambda c, f: c.mean()),),
            InvalidValue,
            "The curve of the endpoint 'r' returned shape ().",
        ),
    ],
)
def test_endpoints_that_cannot_be_read_are_refused(wrong, kind, message: str) -> None:
    with pytest.raises(kind) as raised:
        tt.simulate(own_drug(endpoints=wrong), tt.Patient(), COURSE)
    assert message in str(raised.value)


def test_a_covariate_that_nobody_gave_is_asked_for() -> None:
    def by_weight(parameters, people):
        size = people.number("weight_kg") / 70
        return {name: parameters.value(name) * size for name in parameters}

    drug = own_drug(individual=by_weight)
    with pytest.raises(InvalidValue) as raised:
        tt.simulate(drug, tt.Patient(), COURSE)
    assert str(raised.value) == (
        "weight_kg is not given, and the drug has no default for it. "
        "Say it: Patient(weight_kg=...)."
    )
    assert tt.simulate(drug, tt.Patient(weight_kg=80), COURSE).times_h[-1] == 240.0


def test_individual_values_that_are_no_dictionary_are_refused() -> None:
    drug = own_drug(individual=lambda parameters, people: None)
    with pytest.raises(InvalidValue, match="What the drug's individual returned is None"):
        tt.simulate(drug, tt.Patient(), COURSE)
