"""What prescription text means, and what it says when it cannot be read."""

import pytest

from titrate.dosing import bolus, iv, oral, prescription, pump, pump_schedule
from titrate.errors import InvalidValue, UnknownName, UnreadablePrescription, WrongUnit


@pytest.mark.parametrize(
    ("text", "regimen"),
    [
        ("oral 10 mg every 8 h for 14 days", oral(dose_mg=10, every_h=8, days=14)),
        ("oral 10 mg every 8 hours for 5 doses", oral(dose_mg=10, every_h=8, doses=5)),
        ("oral 10 mg at 07:00 22:30 for 3 days", oral(dose_mg=10, at_h=(7, 22.5), days=3)),
        ("oral 10 mg at 07:06 for 3 days", oral(dose_mg=10, at_h=[7.1], days=3)),
        (
            "oral 10 mg at 7:00, 22:00:30 for 1 dose",
            oral(dose_mg=10, at_h=(7, 22 + 30 / 3600), doses=1),
        ),
        ("oral 20 mg once", oral(dose_mg=20)),
        ("oral 0.5 mg/kg every 6 h for 3 days", oral(dose_mg_per_kg=0.5, every_h=6, days=3)),
        (
            "oral 20 mg released over 12 h every 12 h for 26 days",
            oral(dose_mg=20, release_over_h=12, every_h=12, days=26),
        ),
        ("ORAL 10mg 3 Times A Day for 2 weeks", oral(dose_mg=10, every_h=8, days=14)),
        ("oral 10 mg 4 times daily for 1 week", oral(dose_mg=10, every_h=6, days=7)),
        ("oral 10 milligrams twice daily for 2 days", oral(dose_mg=10, every_h=12, days=2)),
        ("oral 10 mg daily for 2 days", oral(dose_mg=10, every_h=24, days=2)),
        ("oral 10 mg once a day for 2 days", oral(dose_mg=10, every_h=24, days=2)),
        ("oral 10 mg every day for 2 days", oral(dose_mg=10, every_h=24, days=2)),
        ("iv bolus 5 mg once", iv(dose_mg=5)),
        ("iv 5 mg over 2 h once at 3 h", iv(dose_mg=5, over_h=2, time_h=3)),
        ("intrathecal bolus 50 ug once", bolus(dose_ug=50)),
        ("intrathecal bolus 50 mcg at Thoracic once", bolus(dose_ug=50, at="thoracic")),
        ("intrathecal bolus 50 \u00b5g once", bolus(dose_ug=50)),
        ("intrathecal bolus 50 \u03bcg over 0.5 h once", bolus(dose_ug=50, over_h=0.5)),
        ("pump 300 micrograms/day for 30 days", pump(rate_ug_per_day=300, days=30)),
        (
            "pump 300 ug/day from 00:00, 450 ug/day from 22:00 at cervical for 30 days",
            pump_schedule(rates_ug_per_day=((0, 300), (22, 450)), days=30, at="cervical"),
        ),
        ("((oral 20 mg once))", oral(dose_mg=20)),
        (
            "oral 10 mg every 8 h for 1 day without doses 1, 3",
            oral(dose_mg=10, every_h=8, days=1).without([3, 1]),
        ),
    ],
)
def test_the_text_means_what_the_constructors_say(text, regimen) -> None:
    assert prescription(text) == regimen


def test_a_single_dose_by_mouth_can_come_later() -> None:
    assert prescription("oral 20 mg once at 26 h").doses.time_h.tolist() == [26]


def test_then_binds_what_stands_in_parentheses_as_one_part() -> None:
    a, b, c = oral(dose_mg=1), oral(dose_mg=2), oral(dose_mg=3)
    assert prescription("(oral 1 mg once together with oral 2 mg once), then oral 3 mg once") == (
        (a + b).then(c)
    )
    assert prescription("(oral 1 mg once together with (oral 2 mg once, then oral 3 mg once))") == (
        a + b.then(c)
    )


MISREAD = {
    "oral 10 mg evry 8 h for 3 days": "Cannot read 'evry' at character 12 of 'oral 10 mg evry 8 h "
    "for 3 days'. Did you mean 'every'? Here could stand: 'at', 'daily', 'every', 'once', "
    "'released over', 'twice daily', a number.",
    "intratecal bolus 50 ug once": "Cannot read 'intratecal' at character 1 of 'intratecal bolus "
    "50 ug once'. Did you mean 'intrathecal'? Here could stand: '(', 'intrathecal', 'iv', 'oral', "
    "'pump'.",
    "oral 10 mg every 8 h": "The prescription 'oral 10 mg every 8 h' stops too early. Here could "
    "stand: 'for'.",
    "oral 10 every 8 h for 3 days": "Cannot read 'every' at character 9 of 'oral 10 every 8 h for "
    "3 days'. Here could stand: a unit.",
    "oral .5 mg once": "Cannot read '.5' at character 6 of 'oral .5 mg once'. Write a 0 before the "
    "point: a bare point is easily overlooked. Here could stand: a number.",
    "oral 5. mg once": "Cannot read '5.' at character 6 of 'oral 5. mg once'. Write no point "
    "without a digit after it. Here could stand: a number.",
    "oral -5 mg once": "Cannot read '-5' at character 6 of 'oral -5 mg once'. A number cannot be "
    "negative, nor be a range. Here could stand: a number.",
    "oral 1,000 mg once": "Cannot read ',' at character 7 of 'oral 1,000 mg once'. Write thousands "
    "without a comma. Here could stand: a unit.",
    "oral 10 mg at 7 for 3 days": "Cannot read '7' at character 15 of 'oral 10 mg at 7 for 3 days'."
    " Here could stand: a clock time such as 07:00.",
    "oral 10 mg at 24:00 for 3 days": "In 'oral 10 mg at 24:00 for 3 days': '24:00' is not a clock "
    "time. Clock times run from 00:00 to 23:59.",
    "oral 10 mg 2.5 times a day for 3 days": "In 'oral 10 mg 2.5 times a day for 3 days': '2.5' is "
    "not a whole number from 1 to 1,000,000. Write one.",
    "oral 10 mg 0 times a day for 3 days": "In 'oral 10 mg 0 times a day for 3 days': '0' is not a "
    "whole number from 1 to 1,000,000. Write one.",
    "pump 300 ug/day for 5 doses": "In 'pump 300 ug/day for 5 doses': A pump runs for days, not "
    "for a number of doses. Write 'for 30 days'.",
    "oral 10 mg prn": "'prn' at character 12 of 'oral 10 mg prn' does not say exactly what is given"
    " when. Write what is given: each dose 'once at 3 h', or a course 'every 8 h for 3 days'.",
    "": "The prescription is empty. Write one, such as 'oral 10 mg every 8 h for 14 days'.",
    "(" * 60 + "oral 5 mg once" + ")" * 60: "The prescription has more than 50 parentheses in one "
    "another. Write it flatter.",
}


@pytest.mark.parametrize("text", MISREAD)
def test_what_cannot_be_read_is_named_with_its_place_and_what_could_stand_there(text: str) -> None:
    with pytest.raises(UnreadablePrescription) as caught:
        prescription(text)
    assert str(caught.value) == MISREAD[text]


@pytest.mark.parametrize(
    "text",
    [
        "oral 10 mg once, then oral 5 mg once together with oral 3 mg once",
        "oral 10 mg once together with oral 3 mg once, then oral 5 mg once",
    ],
)
def test_two_ways_of_joining_need_parentheses(text: str) -> None:
    with pytest.raises(UnreadablePrescription, match="what it joins in parentheses"):
        prescription(text)


def test_missed_doses_of_one_phase_need_parentheses() -> None:
    with pytest.raises(UnreadablePrescription, match=r"'\(\.\.\.\) without doses 4 5'"):
        prescription("oral 1 mg once, then oral 10 mg every 8 h for 3 days without dose 1")


WRONG_UNIT = {
    "pump 300 mg/day for 3 days": "A pump's rate is written in ug/day, and here it is 300 mg/day. "
    "Did you mean 300 ug/day?",
    "pump 0.3 mg/day for 3 days": "A pump's rate is written in ug/day, and here it is 0.3 mg/day. "
    "Did you mean 300 ug/day?",
    "intrathecal bolus 50 mg once": "A dose into the spinal fluid is written in ug, and here it is "
    "50 mg. Did you mean 50 ug?",
    "oral 10 ug once": "A dose by mouth is written in mg or mg/kg, and here it is 10 ug. "
    "Did you mean 10 mg?",
    "oral 10000 mcg once": "A dose by mouth is written in mg or mg/kg, and here it is 10000 mcg. "
    "Did you mean 10 mg?",
    "iv bolus 5 ug once": "A dose into a vein is written in mg, and here it is 5 ug. "
    "Did you mean 5 mg?",
    "iv bolus 5 mg/kg once": "A dose into a vein is written in mg, not in mg/kg. Write mg.",
    "pump 300 ug for 3 days": "A pump's rate is written in ug/day, not in ug. Write ug/day.",
    "oral 2 tablets once": "A dose by mouth is written in mg or mg/kg, and 'tablets' is no such "
    "unit. Write mg.",
    "oral 10 MG once": "A dose by mouth is written in mg or mg/kg, and 'MG' is no such unit. "
    "Did you mean 'mg'?",
}


@pytest.mark.parametrize("text", WRONG_UNIT)
def test_a_wrong_unit_is_named_with_the_likely_intention(text: str) -> None:
    with pytest.raises(WrongUnit) as caught:
        prescription(text)
    assert str(caught.value) == f"In {text!r}: {WRONG_UNIT[text]}"


def test_a_misspelt_segment_lists_the_segments() -> None:
    with pytest.raises(UnknownName, match=r"No segment called 'lumber'. Did you mean 'lumbar'?"):
        prescription("intrathecal bolus 50 ug at lumber once")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("oral 10 mg every 0 h for 3 days", "every_h is 0.0"),
        ("oral 1e999 mg once", "dose_mg is inf"),
        ("oral 10 mg at 07:00 for 3.5 days", "days is 3.5"),
        ("oral 10 mg at 22:00 07:00 for 3 days", r"at_h is \(22, 7\)"),
        ("oral 10 mg once without dose 2", "There is no dose 2"),
        ("pump 300 ug/day from 08:00 for 3 days", "rates_ug_per_day starts at the clock hour 8"),
    ],
)
def test_a_number_that_cannot_be_meant_is_shown_with_its_text(text: str, found: str) -> None:
    with pytest.raises(InvalidValue, match=f"^In '.*': {found}"):
        prescription(text)


def test_only_text_is_a_prescription() -> None:
    with pytest.raises(InvalidValue, match=r"prescription\(\) was given 3. Give text."):
        prescription(3)  # type: ignore[arg-type]
