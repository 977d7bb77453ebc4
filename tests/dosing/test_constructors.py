"""The everyday sentences: what they give, and what they refuse."""

import inspect
import math

import pytest

from titrate.dosing import bolus, iv, oral, pump, pump_schedule, taper
from titrate.errors import InvalidValue, TitrateError, UnknownName, WrongUnit


def test_every_8_h_for_14_days_starts_at_0_and_lasts_336_h() -> None:
    regimen = oral(dose_mg=10, every_h=8, days=14)
    assert regimen.doses.time_h.tolist() == [8 * n for n in range(42)]
    assert set(regimen.doses.amount_ug) == {10_000}
    assert regimen.end_h == 336


def test_the_last_interval_may_be_cut_short_by_the_end() -> None:
    regimen = oral(dose_mg=10, every_h=7, days=1)
    assert regimen.doses.time_h.tolist() == [0, 7, 14, 21]
    assert regimen.end_h == 24


def test_an_interval_that_is_no_binary_fraction_gives_no_dose_too_many() -> None:
    assert len(oral(dose_mg=1, every_h=0.1, days=1).doses) == 240
    assert len(oral(dose_mg=1, every_h=24 / 7, days=3).doses) == 21


def test_a_number_of_doses_ends_one_interval_after_the_last() -> None:
    regimen = oral(dose_mg=10, every_h=8, doses=5)
    assert regimen.doses.time_h.tolist() == [0, 8, 16, 24, 32]
    assert regimen.end_h == 40


def test_clock_hours_are_those_of_each_day() -> None:
    regimen = oral(dose_mg=10, at_h=(7, 12, 17, 22), days=2)
    assert regimen.doses.time_h.tolist() == [7, 12, 17, 22, 31, 36, 41, 46]
    assert regimen.end_h == 48


def test_a_number_of_doses_at_clock_hours_ends_with_the_last_doses_day() -> None:
    regimen = oral(dose_mg=10, at_h=(7, 22), doses=3)
    assert regimen.doses.time_h.tolist() == [7, 22, 31]
    assert regimen.end_h == 48


def test_with_no_timing_it_is_one_dose() -> None:
    regimen = oral(dose_mg=20)
    assert regimen.doses.time_h.tolist() == [0]
    assert regimen.end_h == 24


def test_extended_release_is_a_dose_that_lasts() -> None:
    assert oral(dose_mg=20, release_over_h=12).doses.duration_h.tolist() == [12]


@pytest.mark.parametrize(
    ("time_h", "over_h", "end_h"),
    [(0, None, 24), (23.5, None, 24), (24, None, 48), (0, 24, 24), (12, 12, 24), (12, 13, 48)],
)
def test_a_single_dose_lasts_to_the_end_of_its_day(time_h, over_h, end_h) -> None:
    assert bolus(dose_ug=50, time_h=time_h, over_h=over_h).end_h == end_h
    assert iv(dose_mg=5, time_h=time_h, over_h=over_h).end_h == end_h


def test_a_bolus_goes_into_the_named_segment() -> None:
    doses = bolus(dose_ug=50, at="thoracic", time_h=3, over_h=0.5).doses
    assert (doses.route, doses.at) == (("intrathecal",), ("thoracic",))
    assert (doses.time_h[0], doses.amount_ug[0], doses.duration_h[0]) == (3, 50, 0.5)


def test_a_pump_at_one_rate_is_one_stretch() -> None:
    doses = pump(rate_ug_per_day=300, days=30).doses
    assert doses.amount_ug.tolist() == [9000]
    assert doses.duration_h.tolist() == [720]


def test_a_pump_schedule_is_a_stretch_for_each_rate_of_each_day() -> None:
    doses = pump_schedule(rates_ug_per_day=((0, 240), (22, 480)), days=2).doses
    assert doses.time_h.tolist() == [0, 22, 24, 46]
    assert doses.duration_h.tolist() == [22, 2, 22, 2]
    assert doses.amount_ug.tolist() == pytest.approx([220, 40, 220, 40])


def test_a_pump_schedule_stops_within_a_day_where_the_days_are_not_whole() -> None:
    doses = pump_schedule(rates_ug_per_day=((0, 240), (12, 480)), days=1.25).doses
    assert doses.time_h.tolist() == [0, 12, 24]
    assert doses.duration_h.tolist() == [12, 12, 6]


def test_a_taper_goes_down_and_ends_before_a_dose_of_nothing() -> None:
    regimen = taper(from_mg=30, step_mg=10, every_days=7)
    assert str(regimen) == (
        "oral 30 mg every 8 h for 7 days, then oral 20 mg every 8 h for 7 days, "
        "then oral 10 mg every 8 h for 7 days"
    )


def test_a_taper_keeps_its_last_dose_where_that_is_not_zero() -> None:
    assert str(taper(from_mg=1, step_mg=0.1, every_days=1, to_mg=0.7, every_h=24)) == (
        "oral 1 mg every 24 h for 1 day, then oral 0.9 mg every 24 h for 1 day, "
        "then oral 0.8 mg every 24 h for 1 day, then oral 0.7 mg every 24 h for 1 day"
    )


def test_placebo_and_a_stopped_pump_are_doses_of_zero() -> None:
    assert oral(dose_mg=0).doses.amount_ug.tolist() == [0]
    assert pump(rate_ug_per_day=0, days=1).doses.amount_ug.tolist() == [0]


CONTRADICTIONS = [
    (oral, "oral() was given no dose. Give dose_mg or dose_mg_per_kg."),
    (
        lambda: oral(dose_mg=1, dose_mg_per_kg=1),
        "oral() was given both dose_mg and dose_mg_per_kg. Give one of them.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=8, at_h=(7,), days=1),
        "oral() was given both every_h and at_h. Give one of them.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=8, days=1, doses=2),
        "oral() was given both days and doses. Give one of them.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=8),
        "oral() was told how often, and not how long. Give days or doses.",
    ),
    (
        lambda: pump(rate_ug_per_day=100),
        "days is missing: pump() was told how fast, not how long. Give days=14.",
    ),
    (
        lambda: oral(dose_mg=1, days=3),
        "oral() was told how long, and not how often. Give every_h or at_h too.",
    ),
    (
        lambda: oral(dose_mg=1, at_h=(7,), days=1.5),
        "days is 1.5, and at_h repeats from midnight to midnight. "
        "Give whole days, or a number of doses.",
    ),
    (
        lambda: oral(dose_mg=1, at_h=(), days=1),
        "at_h is empty. Give clock hours: at_h=(7, 12, 22).",
    ),
    (
        lambda: oral(dose_mg=1, at_h=7, days=1),
        "at_h is 7. Give clock hours: at_h=(7, 12, 22).",
    ),
    (
        lambda: oral(dose_mg=1, at_h=(7, 24), days=1),
        "at_h has the clock hour 24. Clock hours run from 0 up to, not with, 24.",
    ),
    (
        lambda: oral(dose_mg=1, at_h=(7, 7), days=1),
        "at_h is (7, 7). Write each hour once, earliest first.",
    ),
    (
        lambda: oral(dose_mg=1, at_h=(7.0001,), days=1),
        "at_h has the clock hour 7.0001, which is not a whole number of seconds. "
        "Give 7.0 or another clock time in hours, minutes and seconds.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=8, doses=2.5),
        "doses is 2.5. Give a whole number from 1 to 1,000,000.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=8, doses=True),
        "doses is True. Give a whole number from 1 to 1,000,000.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=8, doses=10**400),
        f"doses is {10**400}. Give a whole number from 1 to 1,000,000.",
    ),
    (
        lambda: oral(dose_mg=1, every_h=1e-9, days=100),
        "This regimen has more than 1,000,000 doses. "
        "So many cannot be simulated: look at the interval and the length.",
    ),
    (
        lambda: pump(rate_ug_per_day=1, days=80_000),
        "days is 80000 days. At most 200 years can be simulated; check the number.",
    ),
    (
        lambda: pump(rate_ug_per_day=1, days=70_000).then(pump(rate_ug_per_day=1, days=70_000)),
        "The end of this regimen is 3.36e+06 h. "
        "At most 200 years can be simulated; check the number.",
    ),
    (lambda: oral(dose_mg=2e6), "dose_mg is 2e+06. The most that is accepted is 1e+06."),
    (lambda: oral(dose_mg=[5]), "dose_mg is [5], which is not one number. Give one number."),
    (lambda: iv(dose_mg=5, over_h=0), "over_h is 0. It must be above 0."),
    (lambda: iv(dose_mg=5, time_h=-1), "time_h is -1. It cannot be negative."),
    (
        lambda: bolus(dose_ug=50, route="iv"),
        "bolus() gives ug into the spinal fluid, and route is 'iv'. Use iv(dose_mg=...).",
    ),
    (
        lambda: pump_schedule(rates_ug_per_day=(), days=1),
        "rates_ug_per_day is (). "
        "Give clock hours and rates: rates_ug_per_day=((0, 300), (22, 450)).",
    ),
    (
        lambda: pump_schedule(rates_ug_per_day=300, days=1),
        "rates_ug_per_day is 300. "
        "Give clock hours and rates: rates_ug_per_day=((0, 300), (22, 450)).",
    ),
    (
        lambda: pump_schedule(rates_ug_per_day=((8, 300),), days=1),
        "rates_ug_per_day starts at the clock hour 8. "
        "Start at 0 with the rate that runs from midnight.",
    ),
    (
        lambda: pump_schedule(rates_ug_per_day=((0, 300), (8, -1)), days=1),
        "A rate of rates_ug_per_day is -1. It cannot be negative.",
    ),
    (
        lambda: taper(from_mg=30, step_mg=7, every_days=7),
        "Steps of 7 mg from 30 mg give 30, 23, 16, 9, 2 mg and then pass 0 mg. "
        "Choose step_mg so that the steps land on to_mg=0.",
    ),
    (
        lambda: taper(from_mg=30, step_mg=4, every_days=7),
        "Steps of 4 mg from 30 mg give 30, 26, ..., 10, 6, 2 mg and then pass 0 mg. "
        "Choose step_mg so that the steps land on to_mg=0.",
    ),
    (
        lambda: taper(from_mg=10, step_mg=5, every_days=7, to_mg=20),
        "from_mg is 10 and to_mg is 20. A taper goes down.",
    ),
    (lambda: taper(from_mg=10, step_mg=0, every_days=7), "step_mg is 0. It must be above 0."),
    (lambda: taper(from_mg=10, step_mg=5, every_days=-1), "every_days is -1. It must be above 0."),
]


@pytest.mark.parametrize(("make", "message"), CONTRADICTIONS, ids=[m for _, m in CONTRADICTIONS])
def test_what_cannot_be_meant_is_refused_in_words(make, message: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        make()
    assert str(caught.value) == message


WRONG_NUMBERS = [math.nan, math.inf, -1, True, "10", None, [1, 2]]


@pytest.mark.parametrize("wrong", WRONG_NUMBERS, ids=repr)
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("dose_mg", lambda x: iv(dose_mg=x)),
        ("dose_ug", lambda x: bolus(dose_ug=x)),
        ("time_h", lambda x: iv(dose_mg=5, time_h=x)),
        ("rate_ug_per_day", lambda x: pump(rate_ug_per_day=x, days=1)),
        ("days", lambda x: pump(rate_ug_per_day=1, days=x)),
        ("from_mg", lambda x: taper(from_mg=x, step_mg=1, every_days=1)),
        ("step_mg", lambda x: taper(from_mg=1, step_mg=x, every_days=1)),
        ("every_h", lambda x: taper(from_mg=1, step_mg=1, every_days=1, every_h=x)),
        ("every_days", lambda x: taper(from_mg=1, step_mg=1, every_days=x)),
    ],
)
def test_what_is_no_number_is_refused_by_the_name_its_user_wrote(name, make, wrong) -> None:
    with pytest.raises(TitrateError, match=f"^{name} is "):
        make(wrong)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: bolus(dose_mg=50),
            "bolus() was given dose_mg=50; doses into the spinal fluid are written in ug. "
            "Did you mean dose_ug=50?",
        ),
        (
            lambda: bolus(dose_mg=0.05),
            "bolus() was given dose_mg=0.05; doses into the spinal fluid are written in ug. "
            "Did you mean dose_ug=50?",
        ),
        (
            lambda: pump(rate_mg_per_day=300, days=30),
            "pump() was given rate_mg_per_day=300; rates into the spinal fluid are written in "
            "ug/day. Did you mean rate_ug_per_day=300?",
        ),
        (
            lambda: pump_schedule(rates_mg_per_day=((0, 1),), days=30),
            "pump_schedule() was given rates_mg_per_day=((0, 1),); rates into the spinal fluid "
            "are written in ug/day. Did you mean rates_ug_per_day?",
        ),
        (
            lambda: oral(dose_ug=10_000),
            "oral() was given dose_ug=10000; doses by mouth are written in mg. "
            "Did you mean dose_mg=10?",
        ),
        (
            lambda: oral(dose_ug_per_kg=0.5),
            "oral() was given dose_ug_per_kg=0.5; doses by mouth are written in mg. "
            "Did you mean dose_mg_per_kg=0.5?",
        ),
        (
            lambda: iv(dose_ug=5),
            "iv() was given dose_ug=5; doses into a vein are written in mg. "
            "Did you mean dose_mg=5?",
        ),
        (
            lambda: taper(from_ug=30, step_mg=10, every_days=7),
            "taper() was given from_ug=30; doses by mouth are written in mg. "
            "Did you mean from_mg=30?",
        ),
    ],
)
def test_a_thousand_fold_slip_is_named_with_the_likely_dose(make, message: str) -> None:
    with pytest.raises(WrongUnit) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize("function", [oral, iv, bolus, pump, pump_schedule, taper])
def test_help_shows_keyword_only_arguments_and_nothing_to_be_refused(function) -> None:
    parameters = inspect.signature(function).parameters.values()
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("at", ["lumbr", "", None, 3])
def test_an_unknown_segment_lists_the_segments(at) -> None:
    listed = "Segments: cervical, cisternal, cranial, lumbar, thoracic."
    with pytest.raises(UnknownName, match=listed):
        bolus(dose_ug=50, at=at)
    with pytest.raises(UnknownName, match=listed):
        pump(rate_ug_per_day=50, days=1, at=at)


def test_a_misspelt_route_names_the_right_one() -> None:
    with pytest.raises(
        UnknownName,
        match=r"No route called 'intratecal'. Did you mean 'intrathecal'\? "
        r"Routes of bolus\(\): intrathecal\.",
    ):
        bolus(dose_ug=50, route="intratecal")
