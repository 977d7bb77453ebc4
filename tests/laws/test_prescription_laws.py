"""Laws of regimens: what holds for everything the constructors and the algebra can make."""

import pickle

import numpy as np
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from tests.dosing.strategies import factors, leaves, regimens
from titrate.dosing import Doses, Regimen, oral, prescription, pump
from titrate.errors import TitrateError

law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows(doses: Doses, later_h: float = 0.0) -> list[tuple[object, ...]]:
    return [
        (time + later_h, amount, duration, route, at, bool(per_kg))
        for time, amount, duration, route, at, per_kg in zip(
            doses.time_h,
            doses.amount_ug,
            doses.duration_h,
            doses.route,
            doses.at,
            doses.per_kg,
            strict=True,
        )
    ]


@law
@given(regimens)
def test_every_regimen_is_read_back_from_its_own_text(regimen: Regimen) -> None:
    assert prescription(str(regimen)) == regimen


@law
@given(regimens)
def test_text_read_back_gives_the_very_same_doses(regimen: Regimen) -> None:
    again = prescription(str(regimen))
    assert rows(again.doses) == rows(regimen.doses)
    assert again.end_h == regimen.end_h


@law
@given(regimens)
def test_every_dose_is_finite_in_time_order_and_not_negative(regimen: Regimen) -> None:
    doses = regimen.doses
    for column in (doses.time_h, doses.amount_ug, doses.duration_h):
        assert np.isfinite(column).all()
        assert (column >= 0).all()
    assert (np.diff(doses.time_h) >= 0).all()


@law
@given(regimens)
def test_no_dose_starts_at_the_end_or_later(regimen: Regimen) -> None:
    assert (regimen.doses.time_h < regimen.end_h).all()


@law
@given(regimens, regimens)
def test_then_starts_the_second_regimen_at_the_end_of_the_first(a: Regimen, b: Regimen) -> None:
    joined = a.then(b).doses
    count = len(a.doses)
    assert rows(joined)[:count] == rows(a.doses)
    np.testing.assert_allclose(joined.time_h[count:], b.doses.time_h + a.end_h, rtol=1e-12)
    np.testing.assert_array_equal(joined.amount_ug[count:], b.doses.amount_ug)


@law
@given(regimens, regimens)
def test_then_adds_the_lengths(a: Regimen, b: Regimen) -> None:
    np.testing.assert_allclose(a.then(b).end_h, a.end_h + b.end_h, rtol=1e-12)


@law
@given(regimens, regimens, regimens)
def test_then_may_be_grouped_in_any_way(a: Regimen, b: Regimen, c: Regimen) -> None:
    assert a.then(b).then(c) == a.then(b.then(c))


@law
@given(regimens, regimens, regimens)
def test_plus_may_be_grouped_in_any_way(a: Regimen, b: Regimen, c: Regimen) -> None:
    assert (a + b) + c == a + (b + c)


@law
@given(regimens, regimens)
def test_a_sum_has_all_doses_of_both(a: Regimen, b: Regimen) -> None:
    assert sorted(map(str, rows((a + b).doses))) == sorted(map(str, rows(a.doses) + rows(b.doses)))


@law
@given(regimens, regimens)
def test_a_sum_keeps_the_order_written_where_doses_coincide(a: Regimen, b: Regimen) -> None:
    expected = sorted(rows(a.doses) + rows(b.doses), key=lambda row: row[0])
    assert rows((a + b).doses) == expected


@law
@given(regimens, regimens)
def test_a_sum_ends_with_the_later_of_the_two(a: Regimen, b: Regimen) -> None:
    assert (a + b).end_h == max(a.end_h, b.end_h)


@law
@given(regimens, factors)
def test_scaling_multiplies_amounts_and_leaves_times(regimen: Regimen, factor: float) -> None:
    scaled = regimen.scaled(factor)
    np.testing.assert_array_equal(scaled.doses.time_h, regimen.doses.time_h)
    np.testing.assert_array_equal(scaled.doses.duration_h, regimen.doses.duration_h)
    # atol: a product below the smallest normal float loses digits.
    np.testing.assert_allclose(
        scaled.doses.amount_ug, regimen.doses.amount_ug * factor, rtol=1e-13, atol=1e-290
    )
    assert scaled.end_h == regimen.end_h


@law
@given(regimens, factors, factors)
def test_scaling_twice_is_scaling_by_the_product(regimen: Regimen, f: float, g: float) -> None:
    # More than a kilogram is refused; rates are written per day, so a day's amount counts.
    most = np.max(regimen.doses.amount_ug, initial=0.0) * max(f, 1) * max(g, 1)
    assume(most < 1e9 / 24)
    np.testing.assert_allclose(
        regimen.scaled(f).scaled(g).doses.amount_ug,
        regimen.scaled(f * g).doses.amount_ug,
        rtol=1e-13,
        atol=1e-290,
    )


@law
@given(regimens)
def test_scaling_by_one_changes_nothing(regimen: Regimen) -> None:
    assert regimen.scaled(1) == regimen


@law
@given(regimens, regimens, factors)
def test_scaling_a_sum_is_the_sum_of_the_scaled(a: Regimen, b: Regimen, factor: float) -> None:
    assert (a + b).scaled(factor) == a.scaled(factor) + b.scaled(factor)


@law
@given(regimens, st.data())
def test_without_removes_just_the_doses_named(regimen: Regimen, data: st.DataObject) -> None:
    before = rows(regimen.doses)
    assume(before)
    missed = data.draw(st.sets(st.integers(1, len(before)), max_size=5))
    left = [row for number, row in enumerate(before, 1) if number not in missed]
    assert rows(regimen.without(missed).doses) == left
    assert regimen.without(missed).end_h == regimen.end_h


@law
@given(leaves, st.data())
def test_missing_doses_in_two_goes_counts_what_is_left(leaf: Regimen, data: st.DataObject) -> None:
    count = len(leaf.doses)
    assume(count >= 2)
    first = data.draw(st.integers(1, count))
    second = data.draw(st.integers(1, count - 1))
    also = second if second < first else second + 1
    assert leaf.without([first]).without([second]) == leaf.without([first, also])


@law
@given(regimens)
def test_a_repeated_pattern_is_what_the_regimen_starts_with(regimen: Regimen) -> None:
    pattern = regimen.repeating
    assume(pattern is not None)
    assert pattern is not None
    assert (pattern.doses.time_h >= 0).all()
    assert (pattern.doses.time_h < pattern.period_h).all()


@law
@given(leaves)
def test_a_leafs_daily_amount_is_its_patterns_amount_over_its_period(leaf: Regimen) -> None:
    (part,) = leaf.daily_parts
    pattern = leaf.repeating
    given_ = leaf.doses.amount_ug if pattern is None else pattern.doses.amount_ug
    days = 1 if pattern is None else pattern.period_h / 24
    np.testing.assert_allclose(part.amount_per_day_ug, given_.sum() / days, rtol=1e-12)


@law
@given(regimens)
def test_the_text_of_every_daily_part_reads_as_a_prescription_of_that_part(
    regimen: Regimen,
) -> None:
    for part in regimen.daily_parts:
        assert prescription(part.text).daily_parts == (part,)


@law
@given(regimens)
def test_a_regimen_survives_being_sent_to_a_worker(regimen: Regimen) -> None:
    assert len(regimen.doses) >= 0
    again = pickle.loads(pickle.dumps(regimen))
    assert again == regimen
    assert not again.doses.time_h.flags.writeable


@law
@given(regimens)
def test_equal_regimens_have_equal_hashes(regimen: Regimen) -> None:
    assert hash(prescription(str(regimen))) == hash(regimen)


anything = st.one_of(
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.text(max_size=3),
    st.lists(st.floats(), max_size=2),
)


@law
@given(anything, anything, anything)
def test_any_oral_arguments_give_finite_doses_or_a_typed_error(
    dose: object, every: object, days: object
) -> None:
    try:
        regimen = oral(dose_mg=dose, every_h=every, days=days)  # type: ignore[arg-type]
    except TitrateError:
        return
    assert np.isfinite(regimen.doses.amount_ug).all()
    assert np.isfinite(regimen.doses.time_h).all()


@law
@given(anything, anything)
def test_any_pump_arguments_give_finite_doses_or_a_typed_error(rate: object, days: object) -> None:
    try:
        regimen = pump(rate_ug_per_day=rate, days=days)  # type: ignore[arg-type]
    except TitrateError:
        return
    assert np.isfinite(regimen.doses.amount_ug).all()


WORDS = """
oral iv intrathecal bolus pump 10 0.5 0 1e400 -3 nan mg ug mg/kg ug/day every 8 h for 3 days weeks
doses once daily twice times a day at 07:00 25:00 thoracic over released from , then together with
( ) without 4 999999999999 prn
"""


@law
@given(st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join))
def test_any_words_give_a_regimen_or_a_typed_error(text: str) -> None:
    try:
        regimen = prescription(text)
    except TitrateError:
        return
    assert prescription(str(regimen)) == regimen


@law
@given(st.text(max_size=40))
def test_any_text_gives_a_regimen_or_a_typed_error(text: str) -> None:
    try:
        regimen = prescription(text)
    except TitrateError:
        return
    assert prescription(str(regimen)) == regimen
