"""Where dose and drug meet: a thousand-fold slip is the error that kills."""

import numpy as np
import pandas as pd
import pytest

import titrate as tt
from titrate.dosing import Regimen
from titrate.errors import InvalidValue, UnknownName, UnusualDose, WrongUnit
from titrate.model import checked_doses
from titrate.parameters import Door

DRUG = tt.load_drug("baclofen")


@pytest.mark.parametrize(
    "regimen",
    [
        tt.oral(dose_mg=10, every_h=8, days=3),
        tt.oral(dose_mg=5, every_h=24, days=3),
        tt.oral(dose_mg=80, every_h=24, days=3),
        tt.pump(rate_ug_per_day=12, days=3),
        tt.pump(rate_ug_per_day=1000, days=3),
        tt.pump_schedule(rates_ug_per_day=((0, 300), (22, 450)), days=3),
        tt.bolus(dose_ug=25),
        tt.bolus(dose_ug=100),
        tt.iv(dose_mg=3),
        tt.iv(dose_mg=15),
    ],
    ids=str,
)
def test_what_is_usual_passes_without_a_word(regimen: Regimen) -> None:
    assert DRUG.check(regimen) == ()


@pytest.mark.parametrize(
    ("regimen", "note"),
    [
        (
            tt.oral(dose_mg=30, every_h=8, days=3),
            "Not a usual dose: 90 mg/day by mouth; usual are 5 to 80 mg a day.",
        ),
        (
            tt.oral(dose_mg=1, every_h=8, days=3),
            "Not a usual dose: 3 mg/day by mouth; usual are 5 to 80 mg a day.",
        ),
        (
            tt.pump(rate_ug_per_day=1500, days=3),
            "Not a usual dose: 1,500 ug/day into the spinal fluid; usual are 12 to 1,000 ug a day.",
        ),
        (
            tt.bolus(dose_ug=150),
            "Not a usual dose: 150 ug into the spinal fluid; usual are 25 to 100 ug a dose.",
        ),
        (tt.iv(dose_mg=20), "Not a usual dose: 20 mg by vein; usual are 3 to 15 mg a dose."),
    ],
    ids=str,
)
def test_what_is_not_usual_passes_with_a_note(regimen: Regimen, note: str) -> None:
    assert note in DRUG.check(regimen)


@pytest.mark.parametrize(
    ("regimen", "words"),
    [
        (
            tt.oral(dose_mg=10_000, every_h=8, days=3),
            ["gives 10,000 mg by mouth, outside 0.5 to 100 mg a dose.", "Did you mean 10 mg?"],
        ),
        (
            tt.oral(dose_mg=0.01, every_h=8, days=3),
            ["gives 0.01 mg by mouth, outside 0.5 to 100 mg a dose.", "Did you mean 10 mg?"],
        ),
        (
            tt.oral(dose_mg=60, every_h=4, days=3),
            ["gives 360 mg/day by mouth, outside 0.5 to 300 mg a day."],
        ),
        (
            tt.pump(rate_ug_per_day=0.3, days=3),
            [
                "gives 0.3 ug/day into the spinal fluid, outside 5 to 2,003 ug a day.",
                "Did you mean 300 ug/day? This is a thousand-fold slip.",
            ],
        ),
        (
            tt.pump(rate_ug_per_day=300_000, days=3),
            ["gives 300,000 ug/day", "Did you mean 300 ug/day? This is a thousand-fold slip."],
        ),
        (
            tt.pump(rate_ug_per_day=2100, days=3),
            ["gives 2,100 ug/day into the spinal fluid, outside 5 to 2,003 ug a day."],
        ),
        (
            tt.bolus(dose_ug=50_000),
            ["gives 50,000 ug", "outside 5 to 200 ug a dose.", "Did you mean 50 ug?"],
        ),
        (tt.bolus(dose_ug=0.05), ["gives 0.05 ug", "Did you mean 50 ug?"]),
        (
            tt.oral(dose_mg=400 / 3, every_h=8, days=1),
            ["'oral 133.333 mg every 8 h for 1 day' gives 133.333 mg by mouth, outside 0.5"],
        ),
        (tt.iv(dose_mg=5000), ["gives 5,000 mg by vein", "Did you mean 5 mg?"]),
        (tt.iv(dose_mg=0.005), ["gives 0.005 mg by vein", "Did you mean 5 mg?"]),
    ],
    ids=str,
)
def test_a_slip_is_refused_with_what_was_probably_meant(regimen: Regimen, words: list[str]) -> None:
    with pytest.raises(UnusualDose) as raised:
        DRUG.check(regimen)
    message = str(raised.value)
    for word in words:
        assert word in message
    assert message.endswith("unusual_dose=True lets it pass, outside the domain.")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (lambda: tt.oral(dose_ug=10_000), "Did you mean dose_mg=10?"),
        (lambda: tt.oral(dose_ug=10), "Did you mean dose_mg=10?"),
        (lambda: tt.pump(rate_mg_per_day=0.3, days=1), "Did you mean rate_ug_per_day=300?"),
        (lambda: tt.bolus(dose_mg=0.05), "Did you mean dose_ug=50?"),
        (lambda: tt.iv(dose_ug=5000), "Did you mean dose_mg=5?"),
    ],
)
def test_the_wrong_unit_for_a_door_is_refused_where_it_is_written(written, message: str) -> None:
    with pytest.raises(WrongUnit) as raised:
        written()
    assert str(raised.value).endswith(message)


def test_a_dose_no_one_can_have_meant_is_let_pass_when_asked_and_says_so() -> None:
    (note, *_) = DRUG.check(tt.pump(rate_ug_per_day=3000, days=3), unusual_dose=True)
    assert note == (
        "Outside the domain of the model: 'pump 3000 ug/day for 3 days' gives 3,000 ug/day into "
        "the spinal fluid, outside 5 to 2,003 ug a day."
    )


@pytest.mark.parametrize("edge", [5, 2003])
def test_the_ends_of_the_domain_belong_to_it(edge: float) -> None:
    assert len(DRUG.check(tt.pump(rate_ug_per_day=edge, days=1))) == 1


@pytest.mark.parametrize(
    "regimen",
    [
        tt.oral(dose_mg=0, every_h=8, days=3),
        tt.pump(rate_ug_per_day=0, days=3),
        tt.bolus(dose_ug=0),
        tt.iv(dose_mg=0),
        tt.oral(dose_mg_per_kg=0, every_h=8, days=1),
    ],
    ids=str,
)
def test_no_drug_is_no_unusual_dose(regimen: Regimen) -> None:
    assert DRUG.check(regimen, weight_kg=np.array([70.0])) == ()


def test_every_part_of_a_regimen_is_checked() -> None:
    regimen = tt.oral(dose_mg=10, every_h=8, days=3).then(tt.pump(rate_ug_per_day=0.1, days=3))
    with pytest.raises(UnusualDose, match="Did you mean 100 ug/day"):
        DRUG.check(regimen)
    weaning = tt.oral(dose_mg=500, every_h=8, days=3) + tt.pump(rate_ug_per_day=100, days=3)
    with pytest.raises(UnusualDose, match="gives 500 mg by mouth"):
        DRUG.check(weaning)


def test_one_note_is_given_once() -> None:
    regimen = tt.oral(dose_mg=30, every_h=8, days=3)
    assert len(DRUG.check(regimen.then(regimen))) == 1


@pytest.mark.parametrize(("weights", "refused"), [((60.0, 90.0), False), ((60.0, 120.0), True)])
def test_doses_per_kg_are_held_against_the_heaviest(
    weights: tuple[float, ...], refused: bool
) -> None:
    regimen = tt.oral(dose_mg_per_kg=1, every_h=8, days=3)
    if refused:
        with pytest.raises(UnusualDose, match="gives 120 mg by mouth"):
            DRUG.check(regimen, weight_kg=np.array(weights))
    else:
        assert any("270 mg/day" in n for n in DRUG.check(regimen, weight_kg=np.array(weights)))


def test_doses_per_kg_are_held_against_the_lightest() -> None:
    regimen = tt.oral(dose_mg_per_kg=0.008, every_h=8, days=3)
    with pytest.raises(UnusualDose, match=r"gives 0\.32 mg by mouth"):
        DRUG.check(regimen, weight_kg=np.array([40.0, 100.0]))


def test_doses_per_kg_need_a_weight() -> None:
    with pytest.raises(InvalidValue, match="is written per kg and no weight is known"):
        DRUG.check(tt.oral(dose_mg_per_kg=1, every_h=8, days=3))


def test_a_door_the_drug_has_not_lists_the_doors_it_has() -> None:
    doors = {"oral": DRUG.doors["oral"], "intrathecal": DRUG.doors["intrathecal"]}
    with pytest.raises(UnknownName) as raised:
        checked_doses(doors, tt.iv(dose_mg=5))
    assert str(raised.value) == "No route called 'iv'. Routes: intrathecal, oral."


def test_a_door_without_limits_lets_everything_pass() -> None:
    assert checked_doses({"oral": Door(unit="mg", step=5)}, tt.oral(dose_mg=5000)) == ()


@pytest.mark.parametrize("verb", [tt.simulate, tt.find_window])
def test_every_verb_asks_the_doors(verb) -> None:
    slip = tt.pump(rate_ug_per_day=0.3, days=2)
    extra = {} if verb is tt.simulate else {"daily_ug": (0.1, 0.3)}
    with pytest.raises(UnusualDose, match="a thousand-fold slip"):
        verb(DRUG, tt.Patient(), slip, **extra)
    assert "Outside the domain" in str(
        verb(DRUG, tt.Patient(), slip, unusual_dose=True, **extra).provenance
    )


@pytest.mark.parametrize(
    ("regimen", "words"),
    [
        (tt.pump(rate_ug_per_day=2000, days=2) + tt.pump(rate_ug_per_day=2000, days=2), "4,000 ug"),
        (
            tt.oral(dose_mg=70, every_h=8, days=2) + tt.oral(dose_mg=70, at_h=(4, 12), days=2),
            "above 300 mg a day",
        ),
        (tt.bolus(dose_ug=150) + tt.bolus(dose_ug=150), "gives 300 ug into the spinal fluid"),
        (
            tt.pump_schedule(rates_ug_per_day=((0, 100), (12, 20000), (13, 100)), days=1),
            "gives 20,000 ug/day",
        ),
    ],
    ids=str,
)
def test_what_is_given_together_is_checked_together(regimen, words):
    drug = tt.load_drug("baclofen")
    with pytest.raises(tt.TitrateError) as error:
        drug.check(regimen)
    assert words in str(error.value)
    assert any("Taken together" in note for note in drug.check(regimen, unusual_dose=True))


@pytest.mark.parametrize("eta", [500.0, -800.0, 1000.0])
def test_a_deviation_that_makes_an_impossible_value_is_refused(eta):
    patient = tt.Patient(eta={"apparent_clearance": eta})
    with pytest.raises(tt.TitrateError, match=r"eta\['apparent_clearance'\] is .* logarithm"):
        tt.simulate(tt.load_drug("baclofen"), patient, tt.oral(dose_mg=10))


def from_seven(mg: float, hours: float = 8) -> tt.Regimen:
    """Return tablets whose parts begin at 7 and 15 and 23 o'clock, day after day."""
    table = pd.DataFrame(
        {"TIME": [7.0], "AMT": [mg], "II": [hours], "ADDL": [41], "EVID": [1], "CMT": ["oral"]}
    )
    return tt.Regimen.from_event_table(table.assign(AMT_UNIT="mg"))


@pytest.mark.parametrize(
    ("whole", "in_parts"),
    [
        (tt.oral(dose_mg=60, every_h=8, days=14), from_seven(60)),
        (tt.oral(dose_mg=2, every_h=8, days=14), from_seven(2)),
        (
            tt.pump(rate_ug_per_day=1600, days=3),
            tt.pump(rate_ug_per_day=800, days=3) + tt.pump(rate_ug_per_day=800, days=3),
        ),
    ],
    ids=["too much", "usual", "pump"],
)
def test_what_is_usual_a_day_is_judged_of_all_parts_together(whole, in_parts):
    drug = tt.load_drug("baclofen")
    assert drug.check(in_parts) == drug.check(whole)


def once_at(mg: float, *hours: float) -> tt.Regimen:
    """Return tablets one by one, each a part of its own."""
    table = pd.DataFrame({"TIME": hours, "AMT": mg, "EVID": 1, "CMT": "oral", "AMT_UNIT": "mg"})
    return tt.Regimen.from_event_table(table)


def usual(amount: str, where: str, limits: str) -> str:
    return f"Not a usual dose: {amount} {where}; usual are {limits}."


MOUTH = "by mouth", "5 to 80 mg a day"
PEAK = tt.pump_schedule(rates_ug_per_day=((0, 100), (12, 1200), (13, 100)), days=3)


@pytest.mark.parametrize(
    ("regimen", "notes"),
    [
        # Each stretch for itself, by its average day: 24 h of 25 mg every 7 h.
        (
            tt.oral(dose_mg=1, every_h=8, days=3).then(tt.oral(dose_mg=10, every_h=8, days=3)),
            [usual("3 mg/day", *MOUTH)],
        ),
        (
            tt.oral(dose_mg=25, every_h=7, days=3).then(tt.oral(dose_mg=5, every_h=7, days=3)),
            [usual("85.7143 mg/day", *MOUTH)],
        ),
        (
            tt.oral(dose_mg=100, every_h=48, days=8).then(tt.oral(dose_mg=60, every_h=48, days=8)),
            [],
        ),
        (PEAK.then(tt.pump(rate_ug_per_day=100, days=2)), []),
        # What is given at one time, and no longer than that.
        (
            tt.oral(dose_mg=15, every_h=8, days=2) + tt.oral(dose_mg=15, every_h=8, days=3),
            [usual("90 mg/day", *MOUTH)],
        ),
        (tt.pump(rate_ug_per_day=8, days=2) + tt.pump(rate_ug_per_day=8, days=2), []),
        (
            tt.pump(rate_ug_per_day=800, days=2).then(tt.pump(rate_ug_per_day=800, days=2)),
            [],
        ),
        # A day of single doses, of which the first and the last are not whole.
        (once_at(30, 7, 15, 23, 32), [usual("90 mg/day", *MOUTH)]),
        (once_at(2, 23, 31, 39, 47.5, 55), []),
        (once_at(1, 23, 31, 39), [usual("2 mg/day", *MOUTH)]),
        (
            tt.bolus(dose_ug=60) + tt.bolus(dose_ug=60),
            [usual("120 ug", "into the spinal fluid", "25 to 100 ug a dose")],
        ),
        (from_seven(10, 10), []),
    ],
    ids=str,
)
def test_a_day_is_what_is_given_at_one_time(regimen: Regimen, notes: list[str]) -> None:
    assert list(DRUG.check(regimen)) == notes


@pytest.mark.parametrize("every_h", [0.5, 7, 10])
def test_a_pause_is_no_dose_that_is_checked(every_h: float) -> None:
    row = {"TIME": [every_h / 100], "AMT": [10.0], "II": [8.0], "ADDL": [5], "CMT": ["oral"]}
    assert DRUG.check(tt.Regimen.from_event_table(pd.DataFrame(row))) == ()
