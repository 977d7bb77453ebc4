"""What a drug and `simulate` say of arguments of the wrong kind."""

import pytest

import titrate as tt
from titrate.errors import InvalidValue, TitrateError, UnknownName

DRUG, MS = tt.load_drug("baclofen"), tt.Patient(weight_kg=70, origin="ms")
TEXT = "oral 10 mg every 8 h for 1 day"
TABLETS = tt.prescription(TEXT)
RESULT = tt.simulate(DRUG, MS, TABLETS, outputs=["plasma"])
ORDER = "The order is drug, patient, regimen."
READ = f"regimen is {TEXT!r}. Read the text first: tt.prescription({TEXT!r}). "
CLEARANCE = tt.ParameterSet.of(clearance=(4, "L/h"))


def kinetics(values):
    return tt.one_compartment_oral(
        clearance_L_per_h=values["clearance"], volume_L=30, absorption_per_h=1.0
    )


def own_drug(**changed):
    parts = {
        "name": "mine",
        "parameters": CLEARANCE,
        "individual": lambda parameters, people: {"clearance": parameters.value("clearance")},
        "kinetics": kinetics,
        "doors": {"oral": tt.Door("mg", 5)},
    }
    return tt.DrugModel(**(parts | changed))


def reading(curve):
    return own_drug(endpoints=lambda v: (tt.Endpoint("r", "", "higher", "plasma", curve),))


REFUSED = [
    (lambda: tt.load_drug(["x"]), UnknownName, "No drug called ['x']. Drugs: baclofen."),
    (
        lambda: tt.load_drug("baclofen", 3),
        UnknownName,
        "No preset of baclofen called 3. Presets of baclofen: adult,",
    ),
    (
        lambda: tt.simulate(DRUG, 70, TABLETS),
        InvalidValue,
        f"who is 70. Give a Patient or a Population. {ORDER}",
    ),
    (
        lambda: tt.simulate("baclofen", MS, TABLETS),
        InvalidValue,
        f"drug is 'baclofen'. Load it first: tt.load_drug('baclofen'). {ORDER}",
    ),
    (lambda: tt.simulate(DRUG, MS, TEXT), InvalidValue, f"{READ}{ORDER}"),
    (lambda: tt.simulate(DRUG, MS, 3), InvalidValue, f"regimen is 3. {ORDER}"),
    (
        lambda: tt.simulate(DRUG, MS, TABLETS, unusual_dose="yes"),
        InvalidValue,
        "unusual_dose is 'yes'. Give True or False.",
    ),
    (
        lambda: tt.simulate(DRUG, MS, TABLETS, unusual_dose=1),
        InvalidValue,
        "unusual_dose is 1. Give True or False.",
    ),
    (lambda: DRUG.people(70), InvalidValue, "who is 70. Give a Patient or a Population."),
    (
        lambda: DRUG.check(TEXT),
        InvalidValue,
        f"{READ}Give a regimen: oral(...), pump(...), prescription('...').",
    ),
    (
        lambda: DRUG.check(TABLETS, weight_kg="x"),
        InvalidValue,
        "weight_kg is 'x', which is not a number. Give a number.",
    ),
    (
        lambda: DRUG.check(TABLETS, weight_kg=-5),
        InvalidValue,
        "weight_kg is -5. It must be above 0.",
    ),
    (
        lambda: DRUG.with_values(kappa_cord=-1),
        InvalidValue,
        "kappa_cord is -1. It must lie between 0 and 10.",
    ),
    (
        lambda: tt.simulate(DRUG, tt.Patient(eta={"relief_legs_ec50": 50}), TABLETS),
        InvalidValue,
        "eta['relief_legs_ec50'] is 50, which makes relief_legs_ec50 ",
    ),
    (
        lambda: RESULT.concentration["plasm"],
        UnknownName,
        "No curve called 'plasm'. Did you mean 'plasma'? Curves: plasma.",
    ),
    (lambda: RESULT.concentration[["plasma"]], UnknownName, "No curve called ['plasma']."),
    (
        lambda: own_drug(parameters={"clearance": 4}),
        InvalidValue,
        "parameters is {'clearance': 4}. Give a ParameterSet: ParameterSet.of(",
    ),
    (
        lambda: own_drug(kinetics=kinetics({"clearance": 4})),
        InvalidValue,
        "kinetics is CompartmentModel(",
    ),
    (
        lambda: own_drug(doors={"orl": tt.Door("mg", 5)}),
        UnknownName,
        "No route called 'orl'. Did you mean 'oral'? Routes: intrathecal, iv, oral.",
    ),
    (
        lambda: own_drug(doors={"oral": 5}),
        InvalidValue,
        'The door \'oral\' is 5. Give doors={"oral": Door("mg", 5)}.',
    ),
    (
        lambda: tt.simulate(own_drug(kinetics=lambda v: None), MS, TABLETS),
        InvalidValue,
        "What the drug's kinetics returned is None. Return a CompartmentModel, such as",
    ),
    (
        lambda: tt.simulate(reading(lambda c, factor: None), MS, TABLETS, [0, 8]),
        InvalidValue,
        "The curve of the endpoint 'r' returned None. Return one number for each concentration, "
        "in the same shape: (1, 2).",
    ),
    (
        lambda: tt.find_window(
            reading(lambda c, factor: c.mean()),
            MS,
            TABLETS,
            daily_mg=(5, 80),
            goals=tt.Goals(at_least={"r": 0.3}),
        ),
        InvalidValue,
        "The curve of the endpoint 'r' returned shape (). Return one number for each concen",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "words"), REFUSED)
def test_what_was_given_is_named_with_what_to_give(ask, kind, words: str) -> None:
    with pytest.raises(TitrateError) as raised:
        ask()
    assert type(raised.value) is kind
    assert str(raised.value).startswith(words)


def test_a_run_is_continued_from_what_a_result_ends_with() -> None:
    with pytest.raises(InvalidValue, match=r"^initial is Result baclofen, oral .* Give result.f"):
        tt.simulate(DRUG, MS, TABLETS, initial=RESULT)
    with pytest.raises(InvalidValue, match=r"Give its state: initial=result\.final\.state\.$"):
        tt.solve(RESULT.solution.model, TABLETS, [0, 1], initial=RESULT)


def test_measures_of_a_result_are_those_of_its_solution() -> None:
    with pytest.raises(InvalidValue, match=r"Give its kinetic half: result\.solution\.$"):
        tt.measures(RESULT, "plasma")
    assert tt.measures(RESULT.solution, "plasma").c_max > 0


def test_the_example_of_a_deviation_varies_between_people() -> None:
    with pytest.raises(InvalidValue) as raised:
        tt.Patient(eta=3)
    assert str(raised.value) == (
        "eta is 3. Give parameters and the logarithms of their ratios: "
        'eta={"apparent_clearance": 0.2}.'
    )
    assert DRUG.people(tt.Patient(eta={"apparent_clearance": 0.2})).eta
    with pytest.raises(UnknownName, match=r"Varying parameters: .*apparent_clearance"):
        DRUG.people(tt.Patient(eta={"kappa_cord": 0.2}))
