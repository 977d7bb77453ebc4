"""People who differ from occasion to occasion: rates, volumes and shares change."""

import re

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidModel, InvalidValue, NoSteadyState, UnknownName

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


@pytest.mark.parametrize(
    "occasions", [DAILY, tt.Occasions({"bioavailability": 8, "apparent_central_volume": 40})]
)
def test_a_window_is_of_people_on_their_occasions(occasions: tt.Occasions) -> None:
    goals = tt.Goals(at_least={"relief_legs": 0.1}, over_h=24)
    one = PEOPLE.with_occasions(occasions, seed=2)[2:3]
    window, usual = (
        tt.find_window(DRUG, who, TABLETS, goals=goals, daily_mg=(5, 200), share=1)
        for who in (one, PEOPLE[2:3])
    )
    assert abs(window.low - usual.low) > 0.1
    at_low = TABLETS.scaled(window.low / 30)
    times = np.arange(72, 96.01, 0.05)
    relief = tt.simulate(DRUG, one, at_low, times, outputs=["relief_legs"]).response["relief_legs"]
    assert np.trapezoid(relief[0], times) / 24 == pytest.approx(0.1, rel=1e-3)


@pytest.mark.parametrize(
    "spreads",
    [
        {"bioavailability": 8},
        {"apparent_central_volume": 40},
        {"csf_plasma_ratio": 30, "phi": 30},
        {"bioavailability": 8, "apparent_central_volume": 40, "apparent_clearance": 20},
    ],
)
def test_a_regimen_is_that_of_its_occasions_one_after_another(spreads) -> None:
    changing = PEOPLE.with_occasions(tt.Occasions(spreads), seed=4)
    daily = tt.oral(dose_mg=10, at_h=(7, 16, 23.9), days=1)  # the last is absorbed tomorrow
    hours = np.array([7.5, 16, 20, 23.95])
    sites = ["plasma", "cord_legs", "brain"]
    final, one_by_one = None, {site: [] for site in sites}
    for day in range(3):
        own = DRUG.individual(DRUG.parameters, DRUG.people(changing).on_occasion(day))
        part = tt.solve(DRUG.kinetics(own), daily, hours, initial=final)
        final = part.final
        for site in sites:
            one_by_one[site].append(part.concentration[site])
    times = np.concatenate([hours + 24 * day for day in range(3)])
    for method, tolerance in (("exact", 1e-12), ("ode", 1e-5)):
        who = changing if method == "exact" else changing[:2]
        whole = tt.simulate(
            DRUG, who, daily.then(daily).then(daily), times, outputs=sites, method=method
        )
        for site in sites:
            wanted = np.concatenate(one_by_one[site], axis=1)[: len(who)]
            found = whole.concentration[site]
            np.testing.assert_allclose(found, wanted, rtol=0, atol=tolerance * wanted.max())


def test_more_absorbed_on_a_day_is_more_in_the_blood_and_no_faster_clearance() -> None:
    changing = PEOPLE.with_occasions(tt.Occasions({"bioavailability": 8}, starts_h=(0,)), seed=4)
    once = tt.oral(dose_mg=10)
    areas = [
        tt.simulate(DRUG, who, once, [0, 200], outputs=["plasma"]).measures("plasma", from_h=0).auc
        for who in (PEOPLE, changing)
    ]
    own = np.exp(changing.columns.occasions.deviations(0)["bioavailability"])
    np.testing.assert_allclose(areas[1] / areas[0], own, rtol=1e-12)


RELIEF = {"outputs": ["relief_legs", "ashworth_legs", "weakness"]}


@pytest.mark.parametrize("initial", [None, "adapted"])
def test_response_curves_are_those_of_the_occasion(initial) -> None:
    changing = PEOPLE.with_occasions(tt.Occasions({"relief_legs_ec50": 40}), seed=5)
    start = None
    if initial:
        start = tt.simulate(DRUG, PEOPLE, TABLETS, [96.0], initial=initial, **RELIEF).final
    days = 4 if initial else 0  # the clock goes on
    found = tt.simulate(DRUG, changing, TABLETS, TIMES, initial=start, **RELIEF)
    for day in range(4):
        when = [i for i, time in enumerate(TIMES) if time // 24 == day]
        own = with_own(changing, day + days)
        alone = tt.simulate(DRUG, own, TABLETS, TIMES, initial=start, **RELIEF)
        for name in RELIEF["outputs"]:
            np.testing.assert_allclose(
                found.response[name][:, when], alone.response[name][:, when], rtol=1e-12
            )
    assert np.all(found.final.adaptation["cord"] > 0)


def test_response_curves_of_some_people_are_those_they_have_in_a_crowd(monkeypatch) -> None:
    changing = PEOPLE.with_occasions(tt.Occasions({"relief_legs_ec50": 40}), seed=5)
    whole = tt.simulate(DRUG, changing, TABLETS, TIMES, outputs=["relief_legs"]).response
    monkeypatch.setattr("titrate.simulation.running._PEOPLE_AT_A_TIME", 4)
    parts = tt.simulate(DRUG, changing, TABLETS, TIMES, outputs=["relief_legs"]).response
    np.testing.assert_allclose(parts["relief_legs"], whole["relief_legs"], rtol=1e-12)


def test_a_search_takes_one_response_curve_of_each_person() -> None:
    changing = PEOPLE.with_occasions(tt.Occasions({"relief_legs_ec50": 40}), seed=5)
    message = (
        "The endpoints read 'relief_legs_ec50', which differs from occasion to occasion "
        "(relief_legs_ec50), and a search turns one response curve of each person around. "
        f"{KINETIC} simulate takes response curves that change."
    )
    with pytest.raises(InvalidModel) as raised:
        tt.find_window(DRUG, changing, TABLETS)
    assert str(raised.value) == message


def test_settled_people_begin_their_occasions_where_the_clock_stands() -> None:
    as_usual = CHANGING.with_occasions(None, seed=None)
    settled = tt.simulate(DRUG, as_usual, TABLETS, [96.0], outputs=["plasma"], initial="adapted")
    begun = tt.simulate(DRUG, CHANGING, TABLETS, TIMES, outputs=["plasma"], initial=settled.final)
    fifth = DRUG.individual(DRUG.parameters, DRUG.people(CHANGING).on_occasion(4))
    first_day = [time for time in TIMES if time < 24]
    own = tt.solve(DRUG.kinetics(fifth), TABLETS, first_day, initial=settled.final.state)
    np.testing.assert_allclose(
        begun.concentration["plasma"][:, : len(first_day)], own.concentration["plasma"], rtol=1e-12
    )


KINETIC = "Let parameters of the kinetics differ, as absorption and clearance do."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "absorption_lag",
            "The lag of the entry oral -> gut differs from occasion to occasion. Everybody shares "
            "one clock for what is on its way; let the lag stay.",
        ),
        (
            "cord_adaptation_half_way",
            "The adaptation 'cord' differs from occasion to occasion (cord_adaptation_half_way), "
            "and each person gets used to the drug in one way. Let EC50s and slopes differ, or "
            "parameters of the kinetics.",
        ),
        (
            "limb_score_placebo",
            f"Nothing changes with limb_score_placebo from occasion to occasion. {KINETIC}",
        ),
    ],
)
def test_what_cannot_change_in_time_is_refused(name: str, message: str) -> None:
    who = PEOPLE.with_occasions(tt.Occasions({name: 10}), seed=1)
    with pytest.raises(InvalidModel) as raised:
        tt.simulate(DRUG, who, TABLETS)
    assert str(raised.value) == message


def test_a_share_above_1_on_an_occasion_is_refused() -> None:
    who = PEOPLE.with_occasions(tt.Occasions({"bioavailability": 50}), seed=2)
    message = (
        r"On occasion \d: eta\['bioavailability'\] is .* which makes bioavailability \d\.\d+\. .* "
        r"Give a smaller spread between occasions\."
    )
    with pytest.raises(InvalidValue, match=message):
        tt.simulate(DRUG, who, TABLETS)


def test_a_parameter_that_does_not_exist_is_asked_back() -> None:
    who = PEOPLE.with_occasions(tt.Occasions({"absorbtion_rate": 10}), seed=1)
    with pytest.raises(UnknownName, match="Did you mean 'absorption_rate'"):
        DRUG.people(who)


@pytest.mark.parametrize("verb", [tt.simulate, tt.find_window])
def test_nobody_settles_who_differs_from_occasion_to_occasion(verb) -> None:
    message = (
        "People who differ from occasion to occasion settle on no pattern. Settle them as they "
        "usually are, people.with_occasions(None, seed=None), and begin with that result's final; "
        "or simulate the time before."
    )
    with pytest.raises(NoSteadyState, match=re.escape(message)):
        verb(DRUG, CHANGING, TABLETS, initial="adapted")
