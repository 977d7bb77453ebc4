"""People who differ from occasion to occasion: their rates change, and nothing else may."""

import re

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidModel, NoSteadyState, UnknownName

DRUG = tt.load_drug("baclofen")
PEOPLE = tt.Population.sample(6, seed=1, drug=DRUG, weight_kg=(75, 14), origin="ms")
DAILY = tt.Occasions({"absorption_rate": 60, "apparent_clearance": 20})
CHANGING = PEOPLE.with_occasions(DAILY, seed=2)
TABLETS = tt.oral(dose_mg=10, every_h=8, days=4)
TIMES = [1, 5, 23, 24, 25, 30, 49, 71, 95]


def plasma(people: tt.Population, *, method: str = "exact", regimen: tt.Regimen = TABLETS):
    result = tt.simulate(DRUG, people, regimen, TIMES, outputs=["plasma"], method=method)
    return result.concentration["plasma"]


def with_own(people: tt.Population, occasion: int) -> tt.Population:
    """Return people who are for good as they are on one occasion."""
    frame = people.to_frame()
    for name, eta in people.columns.occasions.deviations(occasion).items():
        frame[f"eta_{name}"] += eta
    return tt.Population.from_frame(frame)


def test_the_first_occasion_is_the_body_with_its_deviations() -> None:
    first = np.array(TIMES) < 24
    alone = plasma(with_own(CHANGING, 0))
    np.testing.assert_allclose(plasma(CHANGING)[:, first], alone[:, first], rtol=1e-12)


def test_the_second_occasion_goes_on_from_where_the_first_ended() -> None:
    day = tt.oral(dose_mg=10, every_h=8, days=1)
    first = tt.simulate(DRUG, with_own(CHANGING, 0), day, [24.0], outputs=["plasma"])
    second = tt.simulate(
        DRUG, with_own(CHANGING, 1), day, [1.0, 6.0], outputs=["plasma"], initial=first.final
    )
    both = plasma(CHANGING)[:, [TIMES.index(25), TIMES.index(30)]]
    np.testing.assert_allclose(both, second.concentration["plasma"], rtol=1e-12)


def test_exact_and_numerical_solutions_agree() -> None:
    exact, numerical = plasma(CHANGING[:2]), plasma(CHANGING[:2], method="ode")
    np.testing.assert_allclose(numerical, exact, atol=1e-6 * np.max(exact))


def test_people_keep_their_occasions_in_any_company() -> None:
    whole = plasma(CHANGING)
    np.testing.assert_allclose(plasma(CHANGING[[4, 1]]), whole[[4, 1]], rtol=1e-12)
    parts = CHANGING[3:] + CHANGING[:3]
    np.testing.assert_allclose(plasma(parts), whole[[3, 4, 5, 0, 1, 2]], rtol=1e-12)


def test_two_doses_meet_the_same_occasions() -> None:
    double = plasma(CHANGING, regimen=TABLETS.scaled(2))
    np.testing.assert_allclose(double, 2 * plasma(CHANGING), rtol=1e-12)


def test_a_run_continued_goes_on_with_later_occasions() -> None:
    two = tt.oral(dose_mg=10, every_h=8, days=2)
    first = tt.simulate(DRUG, CHANGING, two, [48.0], outputs=["plasma"])
    again = tt.simulate(DRUG, CHANGING, two, [1.0, 47.0], outputs=["plasma"], initial=first.final)
    both = plasma(CHANGING)[:, [TIMES.index(49), TIMES.index(95)]]
    np.testing.assert_allclose(again.concentration["plasma"], both, rtol=1e-12)


def test_occasions_without_spread_to_speak_of_change_nothing_to_speak_of() -> None:
    still = PEOPLE.with_occasions(tt.Occasions({"absorption_rate": 1e-7}), seed=1)
    np.testing.assert_allclose(plasma(still), plasma(PEOPLE), rtol=1e-7)


def test_occasions_begin_where_they_were_said_to() -> None:
    late = tt.Occasions({"apparent_clearance": 40}, starts_h=(0, 30))
    changing = plasma(PEOPLE.with_occasions(late, seed=3))
    first = np.array(TIMES) <= 30
    as_first = plasma(with_own(PEOPLE.with_occasions(late, seed=3), 0))
    np.testing.assert_allclose(changing[:, first], as_first[:, first], rtol=1e-12)
    assert np.all(changing[:, -1] != as_first[:, -1])


def test_delays_change_with_occasions_too() -> None:
    soaking = PEOPLE.with_occasions(tt.Occasions({"soak_rate": 50}), seed=1)
    pump = tt.pump(rate_ug_per_day=100, days=3)
    one, other = (
        tt.simulate(DRUG, people, pump, [20, 60], outputs=["cord_legs", "csf_lumbar"])
        for people in (PEOPLE, soaking)
    )
    assert np.all(one.concentration["cord_legs"] != other.concentration["cord_legs"])
    np.testing.assert_allclose(
        one.concentration["csf_lumbar"], other.concentration["csf_lumbar"], rtol=1e-12
    )


def test_results_say_that_people_differ_from_occasion_to_occasion() -> None:
    result = tt.simulate(DRUG, CHANGING, TABLETS, [1.0], outputs=["plasma"])
    assert result.provenance.notes == (
        "From occasion to occasion, every 24 h, absorption_rate by 60 %, apparent_clearance by "
        "20 % (CV).",
    )


def test_measures_look_between_the_hours_of_every_occasion() -> None:
    times = np.arange(0, 96.01, 0.02)
    result = tt.simulate(DRUG, CHANGING, TABLETS, times, outputs=["plasma"])
    found = result.measures("plasma", from_h=0, to_h=96)
    seen = result.concentration["plasma"].max(axis=1)
    assert np.all(found.c_max >= seen * (1 - 1e-12))
    np.testing.assert_allclose(found.c_max, seen, rtol=1e-3)
    area = np.trapezoid(result.concentration["plasma"], times, axis=1)
    np.testing.assert_allclose(found.c_avg, area / 96, rtol=1e-3)


def test_a_window_is_of_people_on_their_occasions() -> None:
    goals = tt.Goals(at_least={"relief_legs": 0.1}, over_h=24)
    one = CHANGING[2:3]
    window, usual = (
        tt.find_window(DRUG, who, TABLETS, goals=goals, daily_mg=(5, 200), share=1)
        for who in (one, PEOPLE[2:3])
    )
    assert abs(window.low - usual.low) > 0.1
    at_low = TABLETS.scaled(window.low / 30)
    times = np.arange(72, 96.01, 0.05)
    relief = tt.simulate(DRUG, one, at_low, times, outputs=["relief_legs"]).response["relief_legs"]
    assert np.trapezoid(relief[0], times) / 24 == pytest.approx(0.1, rel=1e-3)


RATES = "Only rates change in time: let clearances and rates differ, and volumes and shares stay."
KINETIC = "Let parameters of the kinetics differ, as absorption and clearance do."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "apparent_central_volume",
            f"The weights of the site 'plasma' differ from occasion to occasion. {RATES}",
        ),
        (
            "absorption_lag",
            "The share or the lag of the entry oral -> gut differs from occasion to occasion. "
            f"{RATES}",
        ),
        (
            "relief_legs_ec50",
            "The endpoints read 'relief_legs_ec50', which differs from occasion to occasion "
            f"(relief_legs_ec50), and each person has one response curve. {KINETIC}",
        ),
        (
            "limb_score_placebo",
            f"No rate changes with limb_score_placebo from occasion to occasion. {KINETIC}",
        ),
    ],
)
def test_what_cannot_change_in_time_is_refused(name: str, message: str) -> None:
    who = PEOPLE.with_occasions(tt.Occasions({name: 10}), seed=1)
    with pytest.raises(InvalidModel) as raised:
        tt.simulate(DRUG, who, TABLETS)
    assert str(raised.value) == message


def test_a_parameter_that_does_not_exist_is_asked_back() -> None:
    who = PEOPLE.with_occasions(tt.Occasions({"absorbtion_rate": 10}), seed=1)
    with pytest.raises(UnknownName, match="Did you mean 'absorption_rate'"):
        DRUG.people(who)


@pytest.mark.parametrize("verb", [tt.simulate, tt.find_window])
def test_nobody_settles_who_differs_from_occasion_to_occasion(verb) -> None:
    message = (
        "People who differ from occasion to occasion settle on no pattern. Begin with "
        "people.with_occasions(None, seed=None), or simulate the time before."
    )
    with pytest.raises(NoSteadyState, match=re.escape(message)):
        verb(DRUG, CHANGING, TABLETS, initial="adapted")
