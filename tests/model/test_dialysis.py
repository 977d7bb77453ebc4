"""Haemodialysis: a machine clears plasma during its sessions, and only then."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidModel, InvalidValue, NoSteadyState, UnknownName

DRUG = tt.load_drug("baclofen", "dialysis")
NOBODY_ELSE = tt.Patient(creatinine_clearance_mL_min=0)
TABLETS = tt.oral(dose_mg=5, every_h=24, days=10)
# Between two tablets: the last was swallowed at 216 h.
START, END = 222.0, 226.0


def on(**session: float) -> tt.DrugModel:
    return tt.dialysis(DRUG, **({"start_h": START, "over_h": END - START} | session))


def test_four_hours_take_40_to_70_per_cent_of_what_was_in_plasma() -> None:
    result = tt.simulate(on(), NOBODY_ELSE, TABLETS)
    plasma = dict(zip(result.times_h, result.concentration["plasma"], strict=True))
    assert 0.4 <= 1 - plasma[END] / plasma[START] <= 0.7


def test_the_machine_adds_128_millilitres_a_minute_exactly() -> None:
    """What it takes, over the area under plasma meanwhile, is its clearance."""
    times = np.array([START, END])
    result = tt.simulate(on(), NOBODY_ELSE, TABLETS, np.append(times, 240.0))
    taken = float(np.diff(result.amounts["dialysate"][:2])[0])
    area = result.measures("plasma", from_h=START, to_h=END).auc
    assert taken / area / 0.06 == pytest.approx(128, rel=1e-9)
    assert result.amounts["dialysate"][0] == 0
    assert result.amounts["dialysate"][2] == result.amounts["dialysate"][1]


def test_before_the_session_nothing_differs() -> None:
    with_, without = (tt.simulate(drug, NOBODY_ELSE, TABLETS) for drug in (on(), DRUG))
    before = with_.times_h <= START
    np.testing.assert_allclose(
        with_.concentration["plasma"][before], without.concentration["plasma"][before], rtol=1e-12
    )


def test_exact_and_ode_agree_through_sessions() -> None:
    drug = tt.dialysis(DRUG, start_h=30, over_h=4, every_h=48, sessions=3)
    times = np.arange(0, 150, 2.0)
    both = [tt.simulate(drug, tt.Patient(), TABLETS, times, method=m) for m in ("exact", "ode")]
    exact, ode = (found.concentration["brain"] for found in both)
    assert np.abs(exact - ode).max() <= 1e-5 * exact.max()


def test_sessions_move_the_window_up_and_a_result_says_so() -> None:
    patient = tt.Patient(origin="ms")
    often = tt.dialysis(DRUG, start_h=30, over_h=4, every_h=48, sessions=5)
    with_, without = (tt.find_window(drug, patient, TABLETS) for drug in (often, DRUG))
    assert with_.low > without.low
    said = "Haemodialysis over 4 h from 30 h on, every 48 h, 5 sessions."
    assert said in with_.provenance.notes
    assert said in repr(tt.simulate(often, patient, TABLETS))


def test_a_session_may_begin_with_the_regimen() -> None:
    result = tt.simulate(on(start_h=0), tt.Patient(), TABLETS, [0.0, 4.0, 8.0])
    assert result.amounts["dialysate"][1] == result.amounts["dialysate"][2] > 0


def test_a_population_is_dialysed_person_by_person() -> None:
    people = tt.Population.sample(3, seed=1, drug=DRUG)
    many = tt.simulate(on(), people, TABLETS, [END])
    for person, patient in enumerate(people):
        alone = tt.simulate(on(), patient, TABLETS, [END])
        np.testing.assert_allclose(
            many.concentration["plasma"][person], alone.concentration["plasma"], rtol=1e-12
        )


@pytest.mark.parametrize(
    ("session", "message"),
    [
        ({"sessions": 2}, "2 sessions are asked for, and every_h is missing. Say how far apart"),
        ({"sessions": 2, "every_h": 4}, "Sessions of 4 h begin every 4 h. A session ends before"),
        ({"sessions": 0}, "sessions is 0. Give a whole number of at least 1."),
        ({"sessions": 1.5}, "sessions is 1.5. Give a whole number"),
        ({"over_h": 0}, "over_h is 0"),
        ({"start_h": -1}, "start_h is -1"),
    ],
)
def test_sessions_that_cannot_be_meant_are_refused(session, message) -> None:
    with pytest.raises(InvalidValue) as error:
        on(**session)
    assert str(error.value).startswith(message)


def test_a_preset_without_the_machine_is_refused() -> None:
    with pytest.raises(UnknownName) as error:
        tt.dialysis(tt.load_drug("baclofen"), start_h=1, over_h=4)
    assert str(error.value) == (
        "The preset 'adult' of baclofen has no haemodialysis_clearance. Take a preset for people "
        "on dialysis, or give the drug a Parameter of that name."
    )


def test_dialysis_upon_dialysis_is_refused() -> None:
    with pytest.raises(InvalidModel, match="on dialysis already"):
        tt.dialysis(on(), start_h=1, over_h=4)


def test_a_body_without_plasma_cannot_be_dialysed() -> None:
    drug = tt.DrugModel(
        "mine",
        tt.ParameterSet.of(haemodialysis_clearance=(100, "mL/min")),
        lambda parameters, people: {"haemodialysis_clearance": np.full(len(people), 6.0)},
        lambda values: tt.CompartmentModel(
            ("blood",), (), (tt.Entry("oral", "blood"),), (tt.Site("blood", {"blood": 1.0}),)
        ),
        doors={"oral": tt.Door("mg", 5)},
    )
    with pytest.raises(InvalidModel, match="no site 'plasma' that looks at a compartment"):
        tt.simulate(tt.dialysis(drug, start_h=1, over_h=4), tt.Patient(), TABLETS, [1.0])


def test_a_plasma_whose_volume_changes_cannot_be_dialysed() -> None:
    volume = tt.Steps((0, 24), (1.0, 0.5))
    drug = tt.DrugModel(
        "mine",
        tt.ParameterSet.of(haemodialysis_clearance=(100, "mL/min")),
        lambda parameters, people: {"haemodialysis_clearance": np.full(len(people), 6.0)},
        lambda values: tt.CompartmentModel(
            ("plasma",), (), (tt.Entry("oral", "plasma"),), (tt.Site("plasma", {"plasma": volume}),)
        ),
        doors={"oral": tt.Door("mg", 5)},
    )
    with pytest.raises(InvalidModel, match="The volume of plasma changes with time"):
        tt.simulate(tt.dialysis(drug, start_h=1, over_h=4), tt.Patient(), TABLETS, [1.0])


def test_nobody_is_settled_on_a_body_that_changes() -> None:
    with pytest.raises(NoSteadyState, match="rates change with time"):
        tt.simulate(on(), tt.Patient(), TABLETS, initial="adapted")
