"""Random regimens that a person could be given: times in whole minutes, tame numbers."""

from hypothesis import strategies as st

from titrate.dosing import SEGMENTS, Regimen, bolus, iv, oral, pump, pump_schedule, taper

amounts = st.one_of(
    st.integers(0, 2000).map(float),
    st.floats(0, 5000, allow_nan=False, allow_subnormal=False),
)
factors = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.floats(0, 10))
minutes = st.integers(1, 48 * 60).map(lambda minute: minute / 60)
starts = st.integers(0, 72 * 60).map(lambda minute: minute / 60)
days = st.one_of(st.integers(1, 10), st.sampled_from([0.5, 1.25, 2.1]))
segments = st.sampled_from(SEGMENTS)
clock_hours = st.lists(st.integers(0, 24 * 60 - 1), min_size=1, max_size=4, unique=True).map(
    lambda times: tuple(minute / 60 for minute in sorted(times))
)


@st.composite
def oral_courses(draw: st.DrawFn) -> Regimen:
    dose = {draw(st.sampled_from(["dose_mg", "dose_mg_per_kg"])): draw(amounts)}
    release = draw(st.none() | minutes)
    how = draw(st.sampled_from(["once", "every_h", "at_h"]))
    if how == "once":
        return oral(**dose, release_over_h=release)
    often = {"every_h": draw(minutes)} if how == "every_h" else {"at_h": draw(clock_hours)}
    if draw(st.booleans()):
        return oral(**dose, **often, doses=draw(st.integers(1, 30)), release_over_h=release)
    length = draw(days if how == "every_h" else st.integers(1, 10))
    return oral(**dose, **often, days=length, release_over_h=release)


ivs = st.builds(iv, dose_mg=amounts, time_h=starts, over_h=st.none() | minutes)
boluses = st.builds(bolus, dose_ug=amounts, at=segments, time_h=starts, over_h=st.none() | minutes)
pumps = st.builds(pump, rate_ug_per_day=amounts, days=days, at=segments)


@st.composite
def pump_schedules(draw: st.DrawFn) -> Regimen:
    hours = sorted({0.0, *draw(clock_hours)})
    rates = tuple((hour, draw(amounts)) for hour in hours)
    return pump_schedule(rates_ug_per_day=rates, days=draw(days), at=draw(segments))


tapers = st.builds(
    lambda step, down, to: taper(from_mg=to + step * down, step_mg=step, every_days=3, to_mg=to),
    st.integers(1, 10),
    st.integers(1, 5),
    st.integers(0, 5),
)

leaves = st.one_of(oral_courses(), ivs, boluses, pumps, pump_schedules())


@st.composite
def _with_missed_doses(draw: st.DrawFn, whole: st.SearchStrategy[Regimen]) -> Regimen:
    regimen = draw(whole)
    count = len(regimen.doses)
    if count == 0:
        return regimen
    return regimen.without(draw(st.sets(st.integers(1, count), max_size=4)))


def _joined(parts: st.SearchStrategy[Regimen]) -> st.SearchStrategy[Regimen]:
    return st.one_of(
        st.builds(lambda a, b: a.then(b), parts, parts),
        st.builds(lambda a, b: a + b, parts, parts),
        st.builds(lambda a, factor: a.scaled(factor), parts, factors),
        _with_missed_doses(parts),
    )


regimens = st.recursive(st.one_of(leaves, tapers), _joined, max_leaves=6)
