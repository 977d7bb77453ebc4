"""Laws of non-compartmental analysis, over curves of any shape and times of any spacing."""

from dataclasses import dataclass, fields

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

import titrate as tt
from titrate.pk import Nca

METHODS = ("linear_up_log_down", "linear", "log")
ROUTES = ("extravascular", "bolus")
# Sums of a few dozen products, each good to a few units of the last place.
TIGHT = 1e-12
MEASURES = [f.name for f in fields(Nca) if f.type == "Value" and f.name != "dose_ug"]

concentrations = st.one_of(st.just(0.0), st.floats(1e-3, 1e5))


@dataclass
class Sampled:
    times_h: np.ndarray
    rows: np.ndarray


@st.composite
def sampled(draw: st.DrawFn, people: int = 1, fewest: int = 1) -> Sampled:
    minutes = draw(st.lists(st.integers(0, 4320), min_size=fewest, max_size=14, unique=True))
    row = st.lists(concentrations, min_size=len(minutes), max_size=len(minutes))
    rows = draw(st.lists(row, min_size=people, max_size=people))
    return Sampled(np.sort(minutes) / 60, np.array(rows))


def analysed(times_h, rows, **settings) -> Nca:
    return tt.nca(times_h=times_h, concentration_ug_per_L=rows, **({"dose_mg": 10} | settings))


def check_same(one: Nca, other: Nca, scale: dict[str, float] | None = None) -> None:
    """Compare every measure; those in ``scale`` of the second are so many times the first's."""
    for name in MEASURES:
        first, second = np.atleast_1d(getattr(one, name)), np.atleast_1d(getattr(other, name))
        expected = first * (scale or {}).get(name, 1.0)
        np.testing.assert_allclose(second, expected, rtol=1e-9, atol=1e-11, err_msg=name)


@given(
    st.floats(0.02, 3.0),
    st.floats(0.1, 1e4),
    st.lists(st.integers(1, 1200), min_size=3, max_size=12, unique=True),
)
def test_a_single_exponential_is_read_exactly_whatever_the_times(k, start, minutes):
    times = np.sort(minutes) / 60
    # A fall of 1e-9 over all times has lost too many digits to tell its rate to 1e-6.
    assume(k * (times[-1] - times[0]) > 0.05)
    found = analysed(times, start * np.exp(-k * times), route="bolus", every_h=8, to_h=30)
    assert found.c_at_dose == pytest.approx(start, rel=1e-7)
    assert found.lambda_z == pytest.approx(k, rel=1e-8)
    assert found.terminal_points == len(times)
    assert found.auc_inf == pytest.approx(start / k, rel=1e-7)
    assert found.aumc_inf == pytest.approx(start / k**2, rel=1e-7)
    assert found.mrt_h == pytest.approx(1 / k, rel=1e-7)
    assert found.cl_f == pytest.approx(10_000 * k / start, rel=1e-7)
    assert found.vss == pytest.approx(10_000 / start, rel=1e-7)
    assert found.auc_tau == pytest.approx(-start * np.expm1(-8 * k) / k, rel=1e-7)
    assert found.accumulation == pytest.approx(-1 / np.expm1(-8 * k), rel=1e-7)


@given(sampled(), st.sampled_from(METHODS), st.sampled_from(ROUTES))
def test_twice_the_concentration_is_twice_the_area_and_the_same_rate(curve, method, route):
    one = analysed(curve.times_h, curve.rows, method=method, route=route, every_h=12, to_h=72)
    two = analysed(curve.times_h, 2 * curve.rows, method=method, route=route, every_h=12, to_h=72)
    double = {n: 2.0 for n in MEASURES if n.startswith(("c_", "auc", "aumc")) and n != "cl_f"}
    check_same(one, two, double | dict.fromkeys(("cl_f", "vz_f", "vss"), 0.5))


@given(sampled(), st.sampled_from(METHODS), st.sampled_from(ROUTES))
def test_a_slower_clock_stretches_areas_and_times_and_no_concentration(curve, method, route):
    one = analysed(curve.times_h, curve.rows, method=method, route=route, every_h=12, to_h=72)
    two = analysed(2 * curve.times_h, curve.rows, method=method, route=route, every_h=24, to_h=144)
    twice = {n: 2.0 for n in MEASURES if n.endswith("_h") or n.startswith("auc")}
    four = dict.fromkeys(("aumc_last", "aumc_inf"), 4.0)
    check_same(one, two, twice | four | {"lambda_z": 0.5, "cl_f": 0.5})


@given(sampled(), st.sampled_from(ROUTES))
def test_twice_the_dose_at_the_same_curve_is_twice_the_clearance(curve, route):
    one = analysed(curve.times_h, curve.rows, route=route)
    two = analysed(curve.times_h, curve.rows, route=route, dose_mg=20)
    half = {n: 0.5 for n in MEASURES if n.endswith("_per_mg")}
    check_same(one, two, half | dict.fromkeys(("cl_f", "vz_f", "vss"), 2.0))


@given(sampled(), st.sampled_from(ROUTES))
def test_linear_up_log_down_lies_between_log_and_linear(curve, route):
    straight, mixed, curved = (
        analysed(curve.times_h, curve.rows, route=route, method=method).auc_last
        for method in ("linear", "linear_up_log_down", "log")
    )
    assert curved * (1 - TIGHT) <= mixed <= straight * (1 + TIGHT)


@given(sampled(people=5), st.permutations(range(5)), st.sampled_from(ROUTES))
def test_the_order_of_people_does_not_matter(curve, order, route):
    settings = {"route": route, "every_h": 8, "to_h": 72, "lloq": 0.5}
    straight = analysed(curve.times_h, curve.rows, **settings)
    mixed = analysed(curve.times_h, curve.rows[order], **settings)
    for name in MEASURES:
        np.testing.assert_array_equal(
            getattr(mixed, name), np.asarray(getattr(straight, name))[order], err_msg=name
        )


@given(
    sampled(people=4), st.lists(st.booleans(), min_size=56, max_size=56), st.sampled_from(ROUTES)
)
def test_people_sampled_at_times_of_their_own_are_each_what_they_are_alone(curve, holes, route):
    taken = ~np.reshape(holes, (4, 14))[:, : len(curve.times_h)]
    rows = np.where(taken, curve.rows, np.nan)
    settings = {"route": route, "lloq": 0.5, "every_h": 8, "to_h": 72}
    together = analysed(curve.times_h, rows, missing="omit", **settings)
    for person in range(4):
        if not taken[person].any():
            continue
        its = curve.times_h[taken[person]]
        alone = analysed(its, curve.rows[person, taken[person]], **settings)
        for name in MEASURES:
            one, many = getattr(alone, name), np.atleast_1d(getattr(together, name))[person]
            assert many == pytest.approx(one, rel=1e-9, abs=1e-11, nan_ok=True), name


@given(sampled(), st.integers(1, 100), st.sampled_from(ROUTES))
def test_a_day_later_is_the_same_analysis(curve, days, route):
    shift = 24.0 * days
    one = analysed(curve.times_h, curve.rows, route=route)
    two = analysed(curve.times_h + shift, curve.rows, route=route, from_h=shift)
    check_same(one, two)


@given(sampled(), st.sampled_from(METHODS))
def test_an_interval_that_ends_with_the_last_value_has_the_whole_area(curve, method):
    assume(curve.rows[0, -1] > 0 and curve.times_h[-1] > 0)
    found = analysed(curve.times_h, curve.rows, method=method, every_h=float(curve.times_h[-1]))
    assert found.auc_tau == pytest.approx(found.auc_last, rel=TIGHT)


@given(sampled(fewest=3), st.integers(1, 4319), st.sampled_from(METHODS))
def test_a_value_read_off_between_two_samples_changes_no_area(curve, minute, method):
    """The area to a time between samples, and from there on, add up to the whole."""
    end = minute / 60
    assume(curve.times_h[0] < end < curve.times_h[-1] and end not in curve.times_h)
    rows = np.maximum(curve.rows, 1.0)
    settings = {"method": method, "dose_mg": None}
    to_there = analysed(curve.times_h, rows, every_h=end, to_h=72, **settings)
    # By the rule of the area, the curve at the end of the interval is known.
    after = np.searchsorted(curve.times_h, end)
    t0, t1 = curve.times_h[after - 1 : after + 1]
    c0, c1 = rows[0, after - 1 : after + 1]
    share = (end - t0) / (t1 - t0)
    falls = c1 < c0 if method == "linear_up_log_down" else c1 != c0
    bent = falls and method != "linear"
    there = c0 ** (1 - share) * c1**share if bent else c0 + share * (c1 - c0)
    with_it = analysed(
        np.insert(curve.times_h, after, end), np.insert(rows[0], after, there), **settings
    )
    whole = analysed(curve.times_h, rows, **settings)
    assert with_it.auc_last == pytest.approx(whole.auc_last, rel=1e-9)
    assert to_there.auc_tau <= whole.auc_last * (1 + TIGHT)


def best_line(times, values, peak):
    """Return points and rate of the best line, by the plainest loop there is."""
    fits = []
    for count in range(3, len(times) - peak):
        x, y = times[-count:], np.log(values[-count:])
        slope, level = np.polyfit(x - x[-1], y, 1)
        left = np.sum((y - level - slope * (x - x[-1])) ** 2)
        adjusted = 1 - (left / np.sum((y - y.mean()) ** 2)) * (count - 1) / (count - 2)
        fits.append((count, adjusted, -slope))
    falling = [fit for fit in fits if fit[2] > 0]
    best = max((fit[1] for fit in falling), default=0.0)
    return max((fit for fit in falling if fit[1] >= best - 1e-4), default=None)


@given(sampled(fewest=4), st.floats(0.02, 0.5), st.floats(0.01, 0.3))
def test_the_terminal_line_is_the_one_that_a_plain_loop_finds(curve, k, noise):
    times = curve.times_h
    wobble = np.sin(np.arange(len(times)) * 1.7 + curve.rows[0, 0])
    values = 1000 * np.exp(-k * times + noise * wobble)
    found = analysed(times, values)
    expected = best_line(times, values, int(np.argmax(values)))
    if expected is None:
        assert np.isnan(found.lambda_z)
        return
    count, adjusted, rate = expected
    assert found.adjusted_r2 == pytest.approx(adjusted, abs=1e-9)
    assert (found.terminal_points, found.lambda_z) == (count, pytest.approx(rate, rel=1e-7))


@given(
    sampled(people=3),
    st.sampled_from(METHODS),
    st.sampled_from((*ROUTES, "infusion")),
    st.booleans(),
    st.floats(0, 10.0),
)
def test_every_number_is_finite_or_explained(curve, method, route, steady, lloq):
    over = {"over_h": 0.5} if route == "infusion" else {}
    found = analysed(
        curve.times_h,
        curve.rows,
        method=method,
        route=route,
        every_h=8,
        to_h=72,
        steady_state=steady,
        lloq=lloq,
        **over,
    )
    for name in MEASURES:
        values = np.asarray(getattr(found, name))
        assert not np.isinf(values).any(), name
    told = np.zeros(3, dtype=bool)
    for reason, whose in found.reasons.items():
        told |= whose & ("no lambda_z" in reason or reason == "nothing is measurable")
    np.testing.assert_array_equal(np.isnan(found.lambda_z), told)
    assert np.all(np.asarray(found.auc_last) >= 0)
