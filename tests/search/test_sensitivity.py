"""How sensitive a window is: held against windows found anew with a number changed."""

import pickle

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidValue, UnknownName
from titrate.search import find_window, variants
from titrate.simulation import TEACHING_LINE

DRUG = tt.load_drug("baclofen")
MS = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=14)
PUMP = tt.pump(rate_ug_per_day=100, days=14)
WIDE = {"daily_mg": (5, 120)}
CASES = {
    "by mouth": (TABLETS, WIDE),
    "by pump": (PUMP, {}),
    "by pump, adapted": (PUMP, {"initial": "adapted"}),
}
every_case = pytest.mark.parametrize("case", CASES)


def found(case, drug=DRUG, who=MS, **more):
    regimen, options = CASES[case]
    return find_window(drug, who, regimen, **options, **more)


def by_brute_force(case, name, **more):
    """Return the elasticities of both edges from two windows, 1 % to either side."""
    value = DRUG.parameters[name].value
    low, high = (found(case, DRUG.with_values(**{name: value * f}), **more) for f in (0.99, 1.01))
    step = np.log(1.01 / 0.99)
    return tuple(np.log(getattr(high, s) / getattr(low, s)) / step for s in ("low", "high"))


NUMBERS = (
    *("apparent_clearance", "absorption_lag", "kappa_cord", "csf_loss_rate", "relief_legs_ec50"),
    *("relief_slope", "weakness_blood_maximum", "weakness_cord_slope", "cord_adaptation_slope"),
    *("cord_adaptation_maximum", "sedation_ec50"),
)


@every_case
@pytest.mark.parametrize("name", NUMBERS)
def test_an_elasticity_is_what_windows_with_the_number_changed_say(case, name):
    rows = found(case).sensitivity().to_frame().set_index("parameter")
    expected = by_brute_force(case, name)
    # A step of 1 % to either side errs by its square, times how curved the edge is.
    assert tuple(rows.loc[name, ["low_elasticity", "high_elasticity"]]) == pytest.approx(
        expected, abs=3e-4
    )


@pytest.mark.parametrize("name", ["brain_adaptation_slope", "drowsiness_ec50"])
def test_the_brain_is_heard_where_drowsiness_closes_the_window(name):
    goals = tt.Goals(at_least={"relief_legs": 0.2}, at_most={"drowsiness": 0.2})
    rows = found("by mouth", goals=goals).sensitivity().to_frame().set_index("parameter")
    expected = by_brute_force("by mouth", name, goals=goals)[1]
    assert abs(expected) > 0.01
    assert rows.loc[name, "high_elasticity"] == pytest.approx(expected, abs=3e-4)
    assert rows.loc["weakness_cord_slope", "high_elasticity"] == 0


def test_more_relief_of_everything_cannot_be_so_the_number_is_lessened():
    # relief_maximum is 1, the most that is possible.
    rows = found("by pump").sensitivity().to_frame().set_index("parameter")
    assert rows.loc["relief_maximum", "low_elasticity"] < -0.5


def test_a_number_that_is_0_is_skipped_and_said():
    none = found("by pump", DRUG.with_values(kappa_cord=0)).sensitivity()
    assert none.skipped == {"kappa_cord": "it is 0, and no per cent of 0 is a change"}
    assert "kappa_cord" not in set(none.to_frame().parameter)
    assert "not changed: kappa_cord" in repr(none)


def test_an_edge_that_no_goal_sets_has_no_elasticity():
    rows = find_window(DRUG, MS, TABLETS, daily_mg=(60, 100)).sensitivity().to_frame()
    assert rows.low_elasticity.isna().all()
    assert rows.high_elasticity.notna().all()


def test_an_empty_window_has_no_number_that_matters_most():
    goals = tt.Goals(at_least={"relief_legs": 0.9}, at_most={"weakness": 0.01})
    window = find_window(DRUG, MS, TABLETS, goals=goals)
    assert window.is_empty
    assert window.sensitivity().most() is None
    assert "sensitive" not in window.footer


def test_the_most_influential_number_comes_first():
    sensitivity = found("by mouth").sensitivity()
    rows = sensitivity.to_frame()
    most = rows[["low_elasticity", "high_elasticity"]].abs().max(axis=1)
    assert most.round(4).is_monotonic_decreasing
    assert sensitivity.most().name == rows.parameter[0] == "weakness_blood_maximum"
    assert sensitivity.most("published").name == "apparent_clearance"
    assert sensitivity.most("changed") is None
    with pytest.raises(UnknownName, match="published"):
        sensitivity.most("guessed")


def test_a_window_of_people_says_whose_to_ask_for():
    people = tt.Population((MS, tt.Patient(weight_kg=50)))
    window = find_window(DRUG, people, TABLETS)
    for ask in (window.sensitivity, window.over_ranges):
        with pytest.raises(InvalidValue, match="Find the window of one of its patients"):
            ask()
    assert "sensitive" not in window.footer


def test_a_family_is_followed_level_by_level_when_asked():
    family = lambda mg: tt.oral(dose_mg=mg / 3, every_h=8, days=14)  # noqa: E731
    asked = find_window(DRUG, MS, family=family, **WIDE)
    one, other = asked.sensitivity().to_frame(), found("by mouth").sensitivity().to_frame()
    np.testing.assert_allclose(one.low_elasticity, other.low_elasticity, atol=1e-6)
    assert not asked.is_followed
    with pytest.raises(InvalidValue, match="one pattern that is scaled"):
        asked.over_ranges()


def test_a_course_that_goes_on_from_another_can_be_asked_too():
    before = tt.simulate(DRUG, MS, tt.pump(rate_ug_per_day=60, days=14))
    window = find_window(DRUG, MS, PUMP, initial=before.final)
    rows = window.sensitivity().to_frame().set_index("parameter")
    assert rows.loc["relief_legs_ec50", "low_elasticity"] == pytest.approx(1, abs=0.1)


# --------------------------------------------------------------------------- drugs of one's own


def own_drug(kinetics):
    def individual(parameters, people):
        return {n: np.full(len(people), parameters.value(n)) for n in parameters}

    def endpoints(values):
        relief = tt.Hill(values["ec50"], 2.0)
        return (
            tt.Endpoint("relief", unit="", better="higher", site="plasma", curve=relief),
            tt.Endpoint("harm", unit="", better="lower", site="plasma", curve=tt.Hill(1500.0, 3.0)),
        )

    return tt.DrugModel(
        "own",
        tt.ParameterSet.of(clearance=(1.1, "L/h"), volume=(20, "L"), ec50=(400, "ug/L")),
        individual,
        kinetics,
        endpoints,
        {"oral": tt.Door("mg", 1, usual_per_day=(1, 60))},
    )


def own(values, number):
    return tt.one_compartment_oral(
        clearance_L_per_h=number(values["clearance"]),
        volume_L=number(values["volume"]),
        absorption_per_h=1.5,
    )


READINGS = {
    "the first person's": lambda values: values[0],
    "the last person's": lambda values: values[-1],
    "one person at a time": lambda values: float(values.item()),
}


@pytest.mark.parametrize("reading", READINGS)
def test_numbers_that_a_drug_reads_once_for_everybody_are_found_and_solved_alone(reading):
    wish = tt.Goals(at_least={"relief": 0.5}, at_most={"harm": 0.2})
    regimen = tt.oral(dose_mg=5, every_h=12, days=7)
    by_person = own_drug(lambda values: own(values, lambda each: each))
    at_once = own_drug(lambda values: own(values, READINGS[reading]))
    one, other = (
        find_window(drug, tt.Patient(), regimen, goals=wish).sensitivity().to_frame()
        for drug in (by_person, at_once)
    )
    np.testing.assert_allclose(one.low_elasticity, other.low_elasticity, atol=1e-6)
    np.testing.assert_allclose(one.high_elasticity, other.high_elasticity, atol=1e-6)
    assert set(one.parameter[one.low_elasticity != 0]) == {"clearance", "volume", "ec50"}


# --------------------------------------------------------------------------------- where it shows


def test_the_footer_names_the_assumed_number_that_matters_most():
    window = found("by mouth")
    ranked = window.sensitivity().to_frame().query("status == 'assumed'")["parameter"]
    words = f"; of the assumed numbers {ranked.iloc[0]} moves the window most. "
    assert words in window.footer
    assert window.footer.endswith(TEACHING_LINE)
    assert window.footer in window._repr_html_()


def test_it_is_worked_out_once_and_kept():
    window = found("by pump")
    assert window.sensitivity() is window.sensitivity()
    assert window.over_ranges() is window.over_ranges()


def test_a_window_that_has_been_asked_can_still_be_sent_elsewhere():
    window = found("by pump")
    window.over_ranges()
    again = pickle.loads(pickle.dumps(window))
    assert again.sensitivity().most().name == window.sensitivity().most().name


def test_the_card_counts_what_moves_nothing():
    card = found("by pump").sensitivity()._repr_html_()
    assert "relief_legs_ec50" in card
    assert "other numbers move neither edge." in card


def test_numbers_are_varied_together_also_in_a_run_long_enough_to_repeat_itself(monkeypatch):
    solved = []
    together = variants._together

    def counted(subject, those):
        solved.append(len(those))
        return together(subject, those)

    monkeypatch.setattr(variants, "_together", counted)
    found("by mouth").sensitivity()
    # All at once, and then the few that the clock of everybody may hide, by halving.
    assert max(solved) > 50
    assert len(solved) < 20
