"""What is said of goals that ask nothing of a drug, and of people with nothing to relieve."""

import numpy as np
import pytest

import titrate as tt

DRUG = tt.load_drug("baclofen")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=3)
PUMP = tt.pump(rate_ug_per_day=100, days=3)
POINTS = tt.Goals(at_most={"ashworth_legs": 4, "weakness": 0.2})
SPASMS = tt.Goals(at_least={"relief_spasms": 0.3})
CANNOT_MISS = "keeps to 4 points without the drug too, so nobody can miss that goal."


def patient(**about):
    return tt.Patient(weight_kg=70, origin="ms", **about)


@pytest.mark.parametrize(
    ("about", "goals", "note"),
    [
        ({"baseline_ashworth": 1}, None, "Tone is normal before treatment, so there is none"),
        ({"contracture_share": 1}, None, "All tone is contracture, which no drug removes, so"),
        ({"spasms_per_day": 0}, SPASMS, "There are no spasms before treatment, so there are none"),
        ({"baseline_ashworth": 3}, POINTS, CANNOT_MISS),
    ],
)
def test_every_answer_says_it(about, goals, note):
    who, how = patient(**about), {"goals": goals}
    window = tt.find_window(DRUG, who, TABLETS, **how)
    assert note in window.why()
    assert note in tt.dose_map(DRUG, who, TABLETS, PUMP, levels=5, **how).why()
    assert note in repr(tt.compare({"by mouth": window}))
    assert note in tt.compare({"by mouth": window})._repr_html_()


def test_a_table_names_the_cases_of_which_it_is_so():
    cases = tt.vary(DRUG, patient(), TABLETS, of="window", baseline_ashworth=[1, 3])
    assert repr(cases).splitlines()[-1].startswith("1: Tone is normal before treatment")


@pytest.mark.parametrize(
    ("about", "goals"),
    [
        ({"baseline_ashworth": 4.5}, POINTS),
        ({"contracture_share": 0.9, "spasms_per_day": 0}, None),
        # Met at every dose searched, and yet a goal that somebody could miss.
        ({}, tt.Goals(at_most={"drowsiness": 0.99})),
        ({}, tt.Goals(at_least={"relief_legs": 0.001})),
    ],
)
def test_nothing_is_said_of_goals_that_ask_something(about, goals):
    window = tt.find_window(DRUG, patient(**about), TABLETS, goals=goals)
    assert window.met_untreated == ()
    assert "nobody can miss" not in window.why()
    assert "none to relieve" not in window.why()


def test_of_people_it_is_said_where_it_is_so_of_all():
    milder = [patient(baseline_ashworth=tone) for tone in (2, 3)]
    severe = patient(baseline_ashworth=4.5)
    for who, said in (((*milder,), True), ((*milder, severe), False)):
        people = tt.Population(who)
        window = tt.find_window(DRUG, people, TABLETS, goals=POINTS)
        made = tt.dose_map(DRUG, people, TABLETS, PUMP, levels=5, goals=POINTS)
        assert (CANNOT_MISS in window.why()) is said
        assert (CANNOT_MISS in made.why()) is said


def test_a_curve_that_is_not_defined_without_drug_is_no_hindrance():
    def logarithm(c, factor):
        return np.log(c / factor)

    mine = tt.DrugModel(
        "example",
        tt.ParameterSet.of(clearance=(1.1, "L/h"), volume=(20, "L")),
        lambda parameters, people: {name: parameters.value(name) for name in parameters},
        lambda values: tt.one_compartment_oral(
            clearance_L_per_h=values["clearance"], volume_L=values["volume"], absorption_per_h=1.5
        ),
        lambda values: (tt.Endpoint("strain", "points", "lower", "plasma", logarithm),),
        {"oral": tt.Door("mg", 1, usual_per_day=(1, 60))},
    )
    window = tt.find_window(mine, patient(), TABLETS, goals=tt.Goals(at_most={"strain": 50}))
    assert window.met_untreated == ()
