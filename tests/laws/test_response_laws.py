"""Laws of responses: what more drug, more habit and another order of people do to them."""

import numpy as np
from hypothesis import given, settings, strategies as st

import titrate as tt
from titrate.errors import TitrateError


def looks(share: float) -> settings:
    """Return settings that look so many times as hard as the profile says."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))


DRUG = tt.load_drug("baclofen")
TIMES = np.arange(0, 73, 3.0)

# Scores that count what is left: the drug brings them down.
LEFT = {"ashworth_legs", "ashworth_arms", "spasms_per_day"}

people = st.builds(
    tt.Patient,
    weight_kg=st.floats(40, 150),
    creatinine_clearance_mL_min=st.floats(0, 150),
    origin=st.sampled_from(["ms", "spinal", "cerebral"]),
    eta=st.fixed_dictionaries({}, optional={"apparent_clearance": st.floats(-0.8, 0.8)}),
)
regimens = st.one_of(
    st.builds(
        lambda mg, h: tt.oral(dose_mg=mg, every_h=h, days=3),
        st.floats(1, 40),
        st.sampled_from([6, 8, 12, 24]),
    ),
    st.builds(
        lambda ug, at: tt.pump(rate_ug_per_day=ug, days=3, at=at),
        st.floats(5, 900),
        st.sampled_from(["lumbar", "thoracic", "cervical"]),
    ),
    st.builds(lambda ug: tt.bolus(dose_ug=ug), st.floats(5, 100)),
    st.builds(
        lambda mg, ug: tt.oral(dose_mg=mg, every_h=8, days=3) + tt.pump(rate_ug_per_day=ug, days=3),
        st.floats(1, 20),
        st.floats(5, 300),
    ),
)


@looks(0.8)
@given(people, regimens, st.floats(1.01, 2))
def test_more_drug_is_more_of_everything_from_the_first_dose_on(who, regimen, factor) -> None:
    """Naive, over days: adaptation does not outrun the drug that drives it."""
    less = tt.simulate(DRUG, who, regimen, TIMES, unusual_dose=True)
    more = tt.simulate(DRUG, who, regimen.scaled(factor), TIMES, unusual_dose=True)
    for name, curve in less.response.items():
        change = more.response[name] - curve
        assert ((-change if name in LEFT else change) >= -1e-12).all(), name


@looks(0.8)
@given(people, regimens)
def test_responses_and_adaptations_keep_their_bounds(who, regimen) -> None:
    result = tt.simulate(DRUG, who, regimen, TIMES, unusual_dose=True)
    most = {"ashworth_legs": 5, "ashworth_arms": 5, "spasms_per_day": 10, "sedation": 100}
    for name, curve in result.response.items():
        assert ((curve >= 0) & (curve <= most.get(name, 1))).all(), name
    for name, level in result.adaptation.items():
        assert ((level >= 0) & (level <= 2.55)).all(), name


@looks(0.6)
@given(people, regimens)
def test_habit_only_ever_weakens_what_the_drug_does(who, regimen) -> None:
    naive = DRUG.with_values(cord_adaptation_maximum=0, brain_adaptation_maximum=0)
    with_habit = tt.simulate(DRUG, who, regimen, TIMES, unusual_dose=True)
    without = tt.simulate(naive, who, regimen, TIMES, unusual_dose=True)
    for name, curve in with_habit.response.items():
        lost = without.response[name] - curve
        assert ((-lost if name in LEFT else lost) >= -1e-12).all(), name
    for name, curve in with_habit.concentration.items():
        np.testing.assert_array_equal(curve, without.concentration[name])


@looks(0.4)
@given(people, regimens)
def test_nothing_given_is_nothing_felt(who, regimen) -> None:
    result = tt.simulate(DRUG, who, regimen.scaled(0), TIMES)
    for name, curve in result.response.items():
        assert np.ptp(curve) == 0, name
    # Tone, spasms and what a trial counts before the drug are there without it.
    there = {name for name, curve in result.response.items() if curve[0] > 0}
    assert there == LEFT | {"drowsiness_observed"}


@looks(0.4)
@given(people, regimens, st.floats(1, 48))
def test_the_same_dose_later_does_the_same_later(who, regimen, later) -> None:
    later = float(round(later))
    pause = tt.pump(rate_ug_per_day=0, days=later / 24)
    now = tt.simulate(DRUG, who, regimen, TIMES, unusual_dose=True)
    then = tt.simulate(DRUG, who, pause.then(regimen), TIMES + later, unusual_dose=True)
    for name, curve in now.response.items():
        np.testing.assert_allclose(then.response[name], curve, rtol=1e-9, atol=1e-9)


@looks(0.5)
@given(
    st.lists(st.one_of(st.floats(), st.floats(-10, 400)), min_size=1, max_size=6),
    st.floats(-1, 3000),
    st.floats(-10, 400),
)
def test_every_input_gives_a_finite_answer_or_a_typed_error(times, rate, weight) -> None:
    try:
        regimen = tt.pump(rate_ug_per_day=rate, days=3)
        result = tt.simulate(DRUG, tt.Patient(weight_kg=weight), regimen, times)
    except TitrateError:
        return
    for curve in (*result.response.values(), *result.concentration.values()):
        assert np.isfinite(curve).all()
        assert (curve >= 0).all()
