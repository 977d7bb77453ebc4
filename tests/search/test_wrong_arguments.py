"""What `find_window`, `vary`, `compare` and goals say of arguments that cannot be meant."""

import pytest

import titrate as tt
from titrate.errors import InvalidGoal, InvalidValue, TitrateError, UnknownName, UnusualDose

DRUG, MS = tt.load_drug("baclofen"), tt.Patient(weight_kg=70, origin="ms")
TEXT = "oral 10 mg every 8 h for 2 days"
TABLETS = tt.prescription(TEXT)
RESULT = tt.simulate(DRUG, MS, TABLETS, outputs=["plasma"])
ORDER = "The order is drug, patient, regimen."
READ = f"regimen is {TEXT!r}. Read the text first: tt.prescription({TEXT!r}). {ORDER}"
LOAD = f"drug is 'baclofen'. Load it first: tt.load_drug('baclofen'). {ORDER}"
WHO = f"who is 70. Give a Patient or a Population. {ORDER}"
LIMIT = 'Give a number, or a statistic and a number: ("worst", 0.3).'

REFUSED = [
    (lambda: tt.find_window("baclofen", MS, TABLETS), InvalidValue, LOAD),
    (lambda: tt.find_window(DRUG, 70, TABLETS), InvalidValue, WHO),
    (lambda: tt.find_window(DRUG, MS, TEXT), InvalidValue, READ),
    (
        lambda: tt.find_window(DRUG, MS, TABLETS, goals={"relief_legs": 0.3}),
        InvalidValue,
        "goals is {'relief_legs': 0.3}. Give goals=tt.Goals(at_least=..., at_most=...).",
    ),
    (
        lambda: tt.find_window(DRUG, MS, TABLETS, unusual_dose="yes"),
        InvalidValue,
        "unusual_dose is 'yes'. Give True or False.",
    ),
    (
        lambda: tt.find_window(DRUG, MS, TABLETS, daily_mg=80),
        InvalidValue,
        "The range is 80. Give (low, high).",
    ),
    (
        lambda: tt.find_window(DRUG, MS, TABLETS, daily_mg=(5, [80])),
        InvalidValue,
        "the range is [80], which is not one number. Give one number.",
    ),
    (
        lambda: tt.find_window(DRUG, MS, TABLETS, method="rk"),
        UnknownName,
        "No method called 'rk'. Methods: exact, ode.",
    ),
    (
        lambda: tt.find_window(DRUG, MS, TABLETS, share="half"),
        InvalidValue,
        "share is 'half', which is not a number. Give a number.",
    ),
    (
        lambda: tt.find_window(DRUG, MS, family=3, daily_mg=(5, 80)),
        InvalidValue,
        "family is 3, which is no function. Give a function from a number to a regimen.",
    ),
    (lambda: tt.vary("baclofen", MS, TABLETS, weight_kg=[50]), InvalidValue, LOAD),
    (lambda: tt.vary(DRUG, 70, TABLETS, weight_kg=[50]), InvalidValue, WHO),
    (lambda: tt.vary(DRUG, MS, TEXT, weight_kg=[50]), InvalidValue, READ),
    (
        lambda: tt.vary(DRUG, MS, TABLETS, weight_kg=[50, None]),
        InvalidValue,
        "A value of weight_kg is None, which is not a number. Give a number.",
    ),
    (
        lambda: tt.vary(DRUG, MS, TABLETS, dose_mg=["10"]),
        InvalidValue,
        "dose_mg is '10', which is not a number. Give a number.",
    ),
    (
        lambda: tt.vary(DRUG, MS, TABLETS, settings=["plasma"], weight_kg=[50]),
        InvalidValue,
        'settings is [\'plasma\']. Give settings={"outputs": ["plasma"]}.',
    ),
    (
        lambda: tt.vary(DRUG, MS, TABLETS, of=["window"], weight_kg=[50]),
        UnknownName,
        "No kind of comparison called ['window'].",
    ),
    (
        lambda: tt.compare(3),
        InvalidValue,
        'compare was given 3. Give names and results: compare({"by mouth": one, "by pump": ano',
    ),
    (
        lambda: tt.compare({5: RESULT}),
        InvalidValue,
        'items has the name 5. Names are text: {"by mouth": one, "by pump": another}.',
    ),
    (
        lambda: tt.Goals(at_least=3),
        InvalidGoal,
        'at_least is 3. Give endpoints and limits: at_least={"relief_legs": 0.3}.',
    ),
    (
        lambda: tt.Goals(at_least={3: 0.3}),
        InvalidGoal,
        "at_least has the name 3. Names are text: endpoints and limits: at_least=",
    ),
    (
        lambda: tt.Goals(at_least={"relief_legs": "0.3"}),
        InvalidGoal,
        f"The limit of relief_legs is '0.3'. {LIMIT}",
    ),
    (
        lambda: tt.Goals(at_least={"relief_legs": ("worst",)}),
        InvalidGoal,
        f"The limit of relief_legs is ('worst',). {LIMIT}",
    ),
    (
        lambda: tt.Goals(at_least={"relief_legs": ([], 0.3)}),
        UnknownName,
        "No statistic called []. Statistics: best, end, mean, worst.",
    ),
    (
        lambda: tt.Goals(over_h="24"),
        InvalidValue,
        "over_h is '24', which is not a number. Give a number.",
    ),
    (
        lambda: tt.Goals(over_h=[24]),
        InvalidValue,
        "over_h is [24], which is not one number. Give one number.",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "words"), REFUSED)
def test_what_was_given_is_named_with_what_to_give(ask, kind, words: str) -> None:
    with pytest.raises(TitrateError) as raised:
        ask()
    assert type(raised.value) is kind
    assert str(raised.value).startswith(words)


TAPER = tt.taper(from_mg=20, step_mg=5, every_days=3)

SCALED = [
    (
        {"regimen": TABLETS, "daily_mg": (5, 1000)},
        "Oral 10 mg every 8 h for 2 days, scaled to 1000 mg/day, leaves the domain: 'oral 333.333",
    ),
    (
        {"regimen": TAPER},
        "oral 5 mg every 8 h for 3 days, scaled to 80 mg/day on its last day, leaves the domain:",
    ),
    (
        {
            "family": lambda mg: tt.oral(dose_mg=mg / 3, every_h=8, days=2),
            "daily_mg": (30, 1000),
        },
        "A family of regimens, at 1000 mg/day, leaves the domain: 'oral 333.333",
    ),
]


@pytest.mark.parametrize(("arguments", "words"), SCALED)
def test_a_dose_nobody_wrote_is_said_to_be_a_scaled_one(arguments, words: str) -> None:
    with pytest.raises(UnusualDose) as raised:
        tt.find_window(DRUG, MS, **arguments)
    assert words in raised.value.problem
    assert raised.value.hint.startswith("Narrow the range with daily_mg=(low, high). ")
    assert raised.value.hint.endswith("unusual_dose=True lets it pass, outside the domain.")


def drug_with(*endpoints: tt.Endpoint) -> tt.DrugModel:
    return tt.DrugModel(
        "mine",
        tt.ParameterSet.of(clearance=(4, "L/h")),
        lambda parameters, people: {},
        lambda values: tt.one_compartment_oral(
            clearance_L_per_h=4, volume_L=30, absorption_per_h=1
        ),
        lambda values: endpoints,
        {"oral": tt.Door("mg", 5, usual_per_day=(5, 80))},
    )


def test_a_drug_without_the_default_endpoints_is_asked_for_goals_of_its_own() -> None:
    relief = tt.Endpoint("relief", "", "higher", "plasma", tt.Hill(8.0))
    with pytest.raises(UnknownName) as raised:
        tt.find_window(drug_with(relief), MS, TABLETS)
    assert str(raised.value) == (
        "No endpoint called 'relief_legs'. It is a default goal. Give goals of the drug's own: "
        'goals=tt.Goals(at_least={"relief": ...}). Endpoints: relief.'
    )


def test_a_drug_without_endpoints_is_asked_for_some() -> None:
    with pytest.raises(UnknownName, match=r"a window needs one: DrugModel\(endpoints=\.\.\.\)\.$"):
        tt.find_window(drug_with(), MS, TABLETS)
