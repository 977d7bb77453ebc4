"""The verb `simulate`: shapes, outputs, starts, and what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import titrate as tt
from titrate.dosing import Regimen
from titrate.errors import InvalidTimes, InvalidValue, NoSteadyState, UnknownName
from titrate.simulation import Result


def looks(share: float) -> settings:
    """Return settings that look so many times as hard as the profile says."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))


DRUG = tt.load_drug("baclofen")
ORAL = tt.oral(dose_mg=20, every_h=8, days=14)
PUMP = tt.pump(rate_ug_per_day=200, days=14)
# Drift never settles, so what is said of settled orbits is said without it.
STEADY = DRUG.with_values(
    cord_drift_rate_spinal=0, cord_drift_rate_cerebral=0, cord_drift_rate_ms=0
)
PEOPLE = (
    tt.Patient(weight_kg=60, origin="ms", creatinine_clearance_mL_min=40),
    tt.Patient(weight_kg=95, eta={"apparent_clearance": 0.3, "absorption_rate": -0.2}),
    tt.Patient(origin="cerebral", eta={"apparent_central_volume": 0.2}),
)
ENDPOINTS = ["relief_legs", "drowsiness", "weakness"]


ALL = ("concentration", "response", "adaptation")


def worst_difference(
    a: Result, b: Result, which: slice | list[int] = slice(None), kinds: tuple[str, ...] = ALL
) -> float:
    """Return the largest difference of any curve over that curve's own maximum."""
    pairs = [
        (getattr(a, kind).curves[name], getattr(b, kind).curves[name][..., which])
        for kind in kinds
        for name in getattr(a, kind)
    ]
    return max(float(np.max(np.abs(x - y)) / np.max(np.abs(y))) for x, y in pairs)


def test_a_patients_curves_are_rows_of_times() -> None:
    result = tt.simulate(DRUG, tt.Patient(), ORAL, [1.0, 2.0, 30.0])
    for course in (result.concentration, result.response, result.adaptation, result.amounts):
        assert {course[name].shape for name in course} == {(3,)}
    assert set(ENDPOINTS) <= set(result.response)


def test_a_populations_curves_are_people_by_times() -> None:
    result = tt.simulate(DRUG, tt.Population(PEOPLE), ORAL, [1.0, 2.0, 30.0, 40.0])
    for course in (result.concentration, result.response, result.adaptation, result.amounts):
        assert {course[name].shape for name in course} == {(3, 4)}


def test_results_cannot_be_written_into() -> None:
    result = tt.simulate(DRUG, tt.Patient(), ORAL, [1.0, 2.0])
    for course in (result.concentration, result.response, result.adaptation):
        with pytest.raises(ValueError, match="read-only"):
            course[next(iter(course))][0] = 3


@pytest.mark.parametrize(
    ("days", "who", "step"),
    [
        (14, tt.Patient(), 0.25),
        (15, tt.Patient(), 1.0),
        (2, tt.Population((tt.Patient(),)), 1.0),
    ],
)
def test_times_that_are_not_given_reach_from_0_to_the_end(days, who, step) -> None:
    times = tt.simulate(DRUG, who, tt.oral(dose_mg=10, every_h=8, days=days)).times_h
    np.testing.assert_allclose(np.diff(times), step)
    assert (times[0], times[-1]) == (0.0, days * 24.0)


def test_times_end_with_the_regimen_wherever_it_ends() -> None:
    regimen = tt.oral(dose_mg=10, every_h=7.3, doses=5)
    times = tt.simulate(DRUG, tt.Patient(), regimen).times_h
    assert times[-1] == regimen.end_h
    assert (np.diff(times) > 0.1).all()


@pytest.mark.parametrize("times", [[], [2.0, 1.0], [1.0, 1.0], [-1.0, 2.0], [np.nan], "soon"])
def test_times_that_cannot_be_meant_are_refused(times: object) -> None:
    with pytest.raises(InvalidTimes, match="times_h"):
        tt.simulate(DRUG, tt.Patient(), ORAL, times)


def test_only_the_outputs_asked_for_come_back() -> None:
    result = tt.simulate(DRUG, tt.Patient(), ORAL, [5.0], outputs=["drowsiness", "plasma"])
    assert list(result.concentration) == ["plasma"]
    assert list(result.response) == ["drowsiness"]
    assert list(result.adaptation) == ["brain"]


@pytest.mark.parametrize("name", [*ENDPOINTS, "plasma", "cord_legs"])
def test_an_output_is_the_same_alone_as_in_company(name: str) -> None:
    times = np.arange(0, 337, 8.0)
    alone = tt.simulate(DRUG, tt.Patient(), PUMP, times, outputs=[name])
    company = tt.simulate(DRUG, tt.Patient(), PUMP, times)
    kind = "response" if name in ENDPOINTS else "concentration"
    # Other sums of the same numbers: the last digits.
    np.testing.assert_allclose(getattr(alone, kind)[name], getattr(company, kind)[name], rtol=1e-12)


@pytest.mark.parametrize(
    ("outputs", "kind", "words"),
    [
        (
            "plasma",
            InvalidValue,
            "outputs is 'plasma', which is one text and not several names. Give "
            'outputs=["plasma"].',
        ),
        ([], InvalidValue, "outputs is empty."),
        (3, InvalidValue, "outputs is 3."),
        (["plasm"], UnknownName, "No output called 'plasm'. Did you mean 'plasma'? Outputs: "),
        (["relief_leg"], UnknownName, "Did you mean 'relief_legs'?"),
    ],
)
def test_outputs_that_do_not_exist_are_refused(outputs, kind, words: str) -> None:
    with pytest.raises(kind) as raised:
        tt.simulate(DRUG, tt.Patient(), ORAL, outputs=outputs)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "swapped",
    [
        (tt.Patient(), DRUG, ORAL),
        (DRUG, ORAL, tt.Patient()),
        (ORAL, tt.Patient(), DRUG),
        (DRUG, tt.Patient(), "10 mg"),
        ("baclofen", tt.Patient(), ORAL),
        (DRUG, PEOPLE, ORAL),
    ],
)
def test_arguments_in_another_order_are_noticed(swapped: tuple[object, ...]) -> None:
    with pytest.raises(InvalidValue) as raised:
        tt.simulate(*swapped)
    assert str(raised.value).endswith("The order is drug, patient, regimen.")


# ------------------------------------------------------------------------------------ beginnings


@pytest.mark.parametrize("initial", ["naive", "Adapted", 0, {}, np.zeros(3)])
def test_a_beginning_that_does_not_exist_is_refused(initial: object) -> None:
    with pytest.raises(InvalidValue, match='"adapted", or an earlier'):
        tt.simulate(DRUG, tt.Patient(), ORAL, initial=initial)


def test_never_treated_begins_with_nothing() -> None:
    result = tt.simulate(DRUG, tt.Patient(), tt.oral(dose_mg=20, every_h=8, days=1), [0.0])
    assert {float(v[0]) for v in result.concentration.values()} == {0.0}
    assert {float(result.response[name][0]) for name in ENDPOINTS} == {0.0}
    assert {float(v[0]) for v in result.adaptation.values()} == {0.0}


@pytest.mark.parametrize(
    "regimen",
    [
        ORAL,
        PUMP,
        tt.oral(dose_mg=30, every_h=12, days=14, release_over_h=14),
        tt.pump_schedule(rates_ug_per_day=((0, 100), (22, 400)), days=14, at="thoracic"),
        tt.pump(rate_ug_per_day=100, days=14) + tt.oral(dose_mg=10, every_h=8, days=14),
    ],
    ids=str,
)
@pytest.mark.parametrize("who", [PEOPLE[0], tt.Population(PEOPLE)], ids=["patient", "people"])
def test_an_adapted_start_stays_on_its_orbit(regimen: Regimen, who) -> None:
    day = np.arange(0, 24, 0.5)
    first = tt.simulate(STEADY, who, regimen, day, initial="adapted")
    last = tt.simulate(STEADY, who, regimen, day + 13 * 24, initial="adapted")
    assert worst_difference(last, first) < 1e-9


@pytest.mark.parametrize("who", [PEOPLE[0], tt.Population(PEOPLE)], ids=["patient", "people"])
def test_an_orbit_that_begins_between_two_doses_is_kept_as_far_as_the_panels_reach(who) -> None:
    regimen = tt.oral(dose_mg=20, at_h=(7, 12, 17, 22), days=14)
    day = np.arange(0, 24, 0.5)
    first = tt.simulate(STEADY, who, regimen, day, initial="adapted")
    last = tt.simulate(STEADY, who, regimen, day + 13 * 24, initial="adapted")
    assert worst_difference(last, first, kinds=("concentration",)) < 1e-9
    # Midnight lies inside a panel of the run and on an edge of the pattern's own.
    assert worst_difference(last, first, kinds=("adaptation",)) < 4e-5
    assert worst_difference(last, first, kinds=("response",)) < 1e-5


def test_an_adapted_start_is_where_years_lead() -> None:
    year = tt.pump(rate_ug_per_day=200, days=365)
    final = None
    for _ in range(6):
        final = tt.simulate(DRUG, tt.Patient(), year, [0.0], outputs=ENDPOINTS, initial=final).final
    settled = tt.simulate(DRUG, tt.Patient(), PUMP, [0.0], initial="adapted")
    for name in ("cord", "brain"):
        # Six years are 29 half-times of the cord: what is left is below a millionth.
        np.testing.assert_allclose(final.adaptation[name], settled.adaptation[name][0], rtol=1e-6)


def test_nothing_to_repeat_has_no_adapted_start() -> None:
    with pytest.raises(NoSteadyState, match="repeats no pattern"):
        tt.simulate(DRUG, tt.Patient(), tt.bolus(dose_ug=50), initial="adapted")


@pytest.mark.parametrize("cut_h", [24.0, 48.0, 120.0])
@pytest.mark.parametrize("initial", [None, "adapted"])
@pytest.mark.parametrize("kind", ["oral", "pump", "release"])
def test_a_run_in_two_pieces_equals_the_run_in_one(cut_h, initial, kind) -> None:
    days, first_days = 7, cut_h / 24

    def course(length: float) -> Regimen:
        if kind == "pump":
            return tt.pump(rate_ug_per_day=300, days=length)
        # A tablet that releases beyond the next one: doses cross the cut.
        release = 30.0 if kind == "release" else None
        return tt.oral(dose_mg=20, every_h=8, days=length, release_over_h=release)

    who = tt.Population(PEOPLE)
    whole_times = np.arange(0, days * 24 + 1, 2.0)
    whole = tt.simulate(DRUG, who, course(days), whole_times, initial=initial)
    first = tt.simulate(DRUG, who, course(first_days), initial=initial)
    rest_times = whole_times[whole_times >= cut_h] - cut_h
    rest = tt.simulate(DRUG, who, course(days - first_days), rest_times, initial=first.final)
    # 2e-5 at most where the panels of the adaptation fall otherwise; see the next test for 1e-9.
    assert worst_difference(rest, whole, slice(int(cut_h // 2), None)) < 2e-5
    for name, level in whole.final.adaptation.items():
        np.testing.assert_allclose(rest.final.adaptation[name], level, rtol=2e-5)


@pytest.mark.parametrize("regimen", ["oral", "pump_then_oral", "missed"])
def test_kinetics_in_two_pieces_equal_the_run_in_one_to_round_off(regimen: str) -> None:
    week = tt.oral(dose_mg=20, every_h=8, days=7)
    first, second = {
        "oral": (week, week),
        "pump_then_oral": (tt.pump(rate_ug_per_day=300, days=7), week),
        "missed": (week.without([20, 21]), week),
    }[regimen]
    times = np.arange(0, 169, 1.0)
    whole = tt.simulate(DRUG, PEOPLE[0], first.then(second), times + 168)
    one = tt.simulate(DRUG, PEOPLE[0], first)
    two = tt.simulate(DRUG, PEOPLE[0], second, times, initial=one.final)
    # The cut falls on a dose, so the panels are the same and so is the adaptation, to round-off.
    assert worst_difference(two, whole) < 1e-9


def test_a_final_of_other_people_is_refused() -> None:
    final = tt.simulate(DRUG, tt.Population(PEOPLE), ORAL, [1.0]).final
    with pytest.raises(InvalidValue) as raised:
        tt.simulate(DRUG, tt.Patient(), ORAL, initial=final)
    assert str(raised.value) == (
        "The initial result is of 3 people and this run is of 1. Continue with the same people."
    )


def test_a_final_without_adaptation_is_refused_where_adaptation_matters() -> None:
    final = tt.simulate(DRUG, tt.Patient(), ORAL, outputs=["plasma"]).final
    with pytest.raises(InvalidValue, match="holds no adaptation called 'cord'"):
        tt.simulate(DRUG, tt.Patient(), ORAL, initial=final)
    again = tt.simulate(DRUG, tt.Patient(), ORAL, outputs=["plasma"], initial=final)
    assert again.concentration["plasma"][0] > 0


def test_adaptation_that_is_not_looked_at_is_handed_on() -> None:
    first = tt.simulate(DRUG, tt.Patient(), PUMP)
    second = tt.simulate(DRUG, tt.Patient(), ORAL, outputs=["plasma"], initial=first.final)
    np.testing.assert_array_equal(second.final.adaptation["cord"], first.final.adaptation["cord"])
    third = tt.simulate(DRUG, tt.Patient(), ORAL, outputs=["drowsiness"], initial=first.final)
    np.testing.assert_array_equal(third.final.adaptation["cord"], first.final.adaptation["cord"])
    assert third.final.adaptation["brain"] != first.final.adaptation["brain"]


# --------------------------------------------------------------------------- what must not matter


@looks(0.2)
@given(st.permutations(range(3)), st.sampled_from([None, "adapted"]))
def test_the_order_of_people_does_not_matter(order: list[int], initial) -> None:
    times = [1.0, 25.0, 300.0]
    straight = tt.simulate(DRUG, tt.Population(PEOPLE), ORAL, times, initial=initial)
    mixed = tt.Population(tuple(PEOPLE[i] for i in order))
    shuffled = tt.simulate(DRUG, mixed, ORAL, times, initial=initial)
    for name, curve in straight.response.items():
        np.testing.assert_allclose(shuffled.response[name], curve[list(order)], rtol=1e-12)


@pytest.mark.parametrize("initial", [None, "adapted"])
def test_chunking_does_not_matter(initial) -> None:
    """Six hundred people are solved in two chunks; each is as if alone."""
    rng = np.random.default_rng(5)
    many = tt.Population(
        tuple(
            tt.Patient(weight_kg=float(w), eta={"apparent_clearance": float(e)})
            for w, e in zip(rng.uniform(50, 100, 600), rng.normal(0, 0.3, 600), strict=True)
        )
    )
    short = tt.oral(dose_mg=20, every_h=8, days=2)
    together = tt.simulate(DRUG, many, short, [3.0, 47.0], initial=initial)
    for i in (0, 499, 500, 599):
        alone = tt.simulate(DRUG, many.patients[i], short, [3.0, 47.0], initial=initial)
        for name, curve in together.response.items():
            np.testing.assert_allclose(curve[i], alone.response[name], rtol=1e-11)


@pytest.mark.parametrize("initial", [None, "adapted"])
@pytest.mark.parametrize("regimen", [ORAL, PUMP], ids=["oral", "pump"])
def test_a_population_of_one_is_its_patient(initial, regimen: Regimen) -> None:
    alone = tt.simulate(DRUG, PEOPLE[1], regimen, [1.0, 100.0], initial=initial)
    crowd = tt.simulate(DRUG, tt.Population(PEOPLE[1:2]), regimen, [1.0, 100.0], initial=initial)
    for name, curve in alone.response.items():
        np.testing.assert_array_equal(crowd.response[name], curve[None])


def test_output_times_do_not_change_what_happens() -> None:
    few = tt.simulate(DRUG, tt.Patient(), PUMP, [100.0, 300.0])
    many = tt.simulate(DRUG, tt.Patient(), PUMP, np.arange(0, 337.0))
    assert worst_difference(few, many, [100, 300]) < 1e-12


@pytest.mark.parametrize(
    ("regimen", "initial"),
    [
        (tt.oral(dose_mg=20, every_h=8, days=3), None),
        (tt.oral(dose_mg=20, every_h=8, days=3), "adapted"),
        (tt.pump(rate_ug_per_day=200, days=3), None),
        (tt.pump(rate_ug_per_day=200, days=3), "adapted"),
        (tt.bolus(dose_ug=50).then(tt.pump(rate_ug_per_day=100, days=2)), None),
    ],
    ids=["oral", "oral_adapted", "pump", "pump_adapted", "bolus_then_pump"],
)
def test_the_ode_agrees_in_concentrations_and_responses(regimen: Regimen, initial) -> None:
    exact = tt.simulate(DRUG, PEOPLE[0], regimen, initial=initial)
    how = tt.Ode(rtol=1e-10, atol=1e-10)
    ode = tt.simulate(DRUG, PEOPLE[0], regimen, initial=initial, method=how)
    assert worst_difference(ode, exact) < 1e-8


def test_an_unknown_method_lists_the_methods() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'ode'"):
        tt.simulate(DRUG, tt.Patient(), ORAL, method="odee")


# ------------------------------------------------------------------------------------ after the end


def test_times_after_the_end_are_a_wash_out() -> None:
    result = tt.simulate(DRUG, tt.Patient(), ORAL, [336.0, 384.0, 480.0, 1000.0])
    plasma = result.concentration["plasma"]
    assert (np.diff(plasma) < 0).all()
    assert plasma[-1] < 1e-20


def test_a_year_after_the_last_dose_nothing_is_left_and_nothing_warns() -> None:
    result = tt.simulate(DRUG, tt.Patient(), tt.bolus(dose_ug=50), [24.0 * 30, 24.0 * 365])
    assert (result.response["relief_legs"] < 1e-30).all()


@pytest.mark.parametrize("regimen", [ORAL, PUMP], ids=["oral", "pump"])
def test_on_a_settled_dose_there_is_no_withdrawal_but_for_the_day(regimen: Regimen) -> None:
    result = tt.simulate(DRUG, tt.Patient(), regimen, initial="adapted")
    for name, index in result.withdrawal().items():
        assert (index >= 0).all()
        # At the trough of a tablet a part of the brain's adaptation is bare for an hour or two.
        assert index.max() < 0.45, name


def test_stopping_a_pump_lays_adaptation_bare_within_days_and_then_it_goes() -> None:
    before = tt.simulate(
        DRUG, tt.Patient(), tt.pump(rate_ug_per_day=300, days=1), initial="adapted"
    )
    stopped = tt.simulate(
        DRUG, tt.Patient(), tt.pump(rate_ug_per_day=0, days=21), initial=before.final
    )
    index = stopped.withdrawal()["cord"]
    peak_h = stopped.times_h[int(np.argmax(index))]
    assert index[0] < 0.01
    assert 24 <= peak_h <= 72, f"the index peaks at {peak_h} h; it evolves over one to three days"
    assert index.max() > 1
    assert index[-1] < 0.03  # three weeks are seven half-times


def test_withdrawal_shows_only_what_the_outputs_can_show() -> None:
    result = tt.simulate(DRUG, tt.Patient(), ORAL, outputs=["drowsiness", "brain"])
    assert list(result.withdrawal()) == ["brain"]
    assert dict(tt.simulate(DRUG, tt.Patient(), ORAL, outputs=["drowsiness"]).withdrawal()) == {}


# ----------------------------------------------------------------------------------- provenance


def test_a_result_says_what_it_rests_on() -> None:
    result = tt.simulate(
        DRUG.with_values(phi=2), tt.Patient(weight_kg=60), tt.oral(dose_mg=30, every_h=8, days=1)
    )
    provenance = result.provenance
    assert provenance.changed == ("phi",)
    assert "weight_kg" not in provenance.by_default
    assert "origin" in provenance.by_default
    assert provenance.notes == (
        "Not a usual dose: 90 mg/day by mouth; usual are 5 to 80 mg a day.",
    )
    assert "never for dosing a patient" in repr(result)
    assert "By default of the drug's patient: age_y, " in str(provenance)
    assert sum(provenance.counts.values()) == len(DRUG.parameters)
