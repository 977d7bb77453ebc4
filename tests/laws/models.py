"""Random bodies and courses: linear compartment models of one to seven boxes, and what they get.

Rates lie between a half-life of three days and one of a minute and a half; some are equal and
some nearly equal on purpose, because formulas with differences of rates break there. Drug can
leave every compartment, if only through the others. Times are whole minutes.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from titrate.dosing import Regimen, bolus, iv, oral, pump, pump_schedule
from titrate.pk import CompartmentModel, Delay, Entry, Flow, Site, Solution
from titrate.timecourse import Array

LEDGERS = ("urine", "metabolised")
# Relative distances at which two rates are almost one.
NEARLY = (0.0, 1e-12, 1e-9, 1e-6)

fresh_rates = st.one_of(st.sampled_from([0.05, 0.2, 1.0, 6.0]), st.floats(0.01, 30.0))
shares = st.one_of(st.just(1.0), st.floats(0.2, 1.0))
lags = st.one_of(st.just(0.0), st.integers(1, 600).map(lambda minute: minute / 60))
volumes = st.floats(0.02, 100.0)


@dataclass
class Rates:
    """Draws rates, now and then one that equals, or nearly equals, one drawn before."""

    draw: st.DrawFn
    drawn: list[float]

    def next(self) -> float:
        if self.drawn and self.draw(st.booleans()):
            near = 1 + self.draw(st.sampled_from(NEARLY))
            rate = self.draw(st.sampled_from(self.drawn)) * near
        else:
            rate = self.draw(fresh_rates)
        self.drawn.append(rate)
        return rate


@st.composite
def models(draw: st.DrawFn, most: int = 7, delayed: bool = True) -> CompartmentModel:
    """A chain with side branches and returns, ledgers, lagged and shared entries, delays."""
    rates = Rates(draw, [])
    boxes = tuple(f"box_{i + 1}" for i in range(draw(st.integers(1, most))))
    flows = {(a, b): rates.next() for a, b in pairwise(boxes)}
    flows[boxes[-1], "urine"] = rates.next()
    pairs = [(a, b) for a in boxes for b in (*boxes, *LEDGERS) if a != b]
    for pair in draw(st.lists(st.sampled_from(pairs), max_size=5, unique=True)):
        flows[pair] = rates.next()
    sites = [Site(box, {box: 1 / draw(volumes)}) for box in boxes]
    delays: list[Delay] = []
    for number in range(draw(st.integers(0, 3)) if delayed else 0):
        # A delay may follow a site that looks at an earlier delay, never at itself.
        of = draw(st.sampled_from(sites))
        delay = Delay(f"delay_{number + 1}", of.name, rates.next())
        delays.append(delay)
        also = draw(st.sampled_from(boxes))
        weights = {delay.name: draw(st.floats(0.05, 3.0)), also: 1 / draw(volumes)}
        sites.append(Site(f"effect_{number + 1}", weights))
    return CompartmentModel(
        compartments=(*boxes, *LEDGERS, "unabsorbed"),
        flows=tuple(Flow(a, b, rate) for (a, b), rate in flows.items()),
        entries=draw(entries(boxes)),
        sites=tuple(sites),
        delays=tuple(delays),
    )


@st.composite
def entries(draw: st.DrawFn, boxes: tuple[str, ...]) -> tuple[Entry, ...]:
    by_mouth = [Entry("oral", boxes[0], draw(shares), draw(lags))]
    if len(boxes) > 1 and draw(st.booleans()):
        # The dose is split: part of it takes another way, with a lag of its own.
        first = draw(st.floats(0.1, 0.9))
        second = (1 - first) * draw(shares)
        by_mouth = [
            Entry("oral", boxes[0], first, draw(lags)),
            Entry("oral", boxes[1], second, draw(lags)),
        ]
    into = st.sampled_from(boxes)
    return (*by_mouth, Entry("iv", draw(into)), Entry("intrathecal", draw(into)))


doses_mg = st.one_of(st.integers(1, 100).map(float), st.floats(0.1, 100.0))
intervals_h = st.integers(4 * 60, 24 * 60).map(lambda minute: minute / 60)
releases_h = st.none() | st.integers(1, 36 * 60).map(lambda minute: minute / 60)
instants_h = st.integers(0, 48 * 60).map(lambda minute: minute / 60)
durations_h = st.none() | st.integers(1, 30 * 60).map(lambda minute: minute / 60)

oral_courses = st.builds(
    lambda dose, every, count, release: oral(
        dose_mg=dose, every_h=every, doses=count, release_over_h=release
    ),
    doses_mg,
    intervals_h,
    st.integers(1, 6),
    releases_h,
)
into_a_vein = st.builds(
    lambda dose, at, over: iv(dose_mg=dose, time_h=at, over_h=over),
    doses_mg,
    instants_h,
    durations_h,
)
into_the_spine = st.builds(
    lambda dose, at, over: bolus(dose_ug=10 * dose, time_h=at, over_h=over),
    doses_mg,
    instants_h,
    durations_h,
)
pumps = st.builds(
    lambda rate, days: pump(rate_ug_per_day=10 * rate, days=days),
    doses_mg,
    st.sampled_from([0.5, 1, 2, 3]),
)
pump_schedules = st.builds(
    lambda day, night, hour, days: pump_schedule(
        rates_ug_per_day=((0, 10 * day), (hour, 10 * night)), days=days
    ),
    doses_mg,
    doses_mg,
    st.integers(1, 23 * 60).map(lambda minute: minute / 60),
    st.integers(1, 2),
)
parts = st.one_of(oral_courses, into_a_vein, into_the_spine, pumps, pump_schedules)
regimens = st.one_of(
    parts,
    st.builds(lambda a, b: a + b, parts, parts),
    st.builds(lambda a, b: a.then(b), parts, parts),
)

# What comes back every day or a whole part of one, for ever.
daily_patterns = st.one_of(
    st.builds(
        lambda dose, every, release: oral(
            dose_mg=dose, every_h=every, days=2, release_over_h=release
        ),
        doses_mg,
        st.sampled_from([4, 6, 8, 12, 24]),
        releases_h,
    ),
    st.builds(lambda rate: pump(rate_ug_per_day=10 * rate, days=2), doses_mg),
)
repeating_regimens = st.one_of(
    daily_patterns, st.builds(lambda a, b: a + b, daily_patterns, daily_patterns)
)


def grid(regimen: Regimen, count: int = 97, beyond_h: float = 24.0) -> Array:
    """Even times from 0 to a day after the regimen's end."""
    return np.linspace(0.0, regimen.end_h + beyond_h, count)


def with_people(model: CompartmentModel, factors: Array) -> CompartmentModel:
    """The same body in many people, who differ in rates, volumes and shares."""
    return replace(
        model,
        flows=tuple(replace(f, rate_per_h=f.rate_per_h * factors) for f in model.flows),
        entries=tuple(replace(e, share=e.share / (1 + factors)) for e in model.entries),
        sites=tuple(
            replace(s, weights={name: w / factors for name, w in s.weights.items()})
            for s in model.sites
        ),
        delays=tuple(replace(d, rate_per_h=d.rate_per_h * factors) for d in model.delays),
    )


def person(model: CompartmentModel, number: int) -> CompartmentModel:
    return model.take(slice(number, number + 1))


def curves_of(solution: Solution) -> dict[str, Array]:
    return {name: np.atleast_2d(solution.concentration[name]) for name in solution.concentration}


# A curve that never rises above this holds no drug to speak of, only the tolerance of a solver.
NOTHING_UG_PER_L = 1e-6


def differing(one: Solution, other: Solution) -> tuple[float, str]:
    """The largest difference of two solutions over the curve's own maximum, and where it is."""
    worst, where = 0.0, "nowhere"
    expected = curves_of(other)
    for name, found in curves_of(one).items():
        wanted = expected[name]
        gaps = np.abs(found - wanted)
        largest = max(float(np.max(wanted)), NOTHING_UG_PER_L)
        at = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
        if gaps[at] / largest >= worst:
            worst = float(gaps[at] / largest)
            where = (
                f"{name} at {one.times_h[at[1]]:.6g} h: {found[at]:.12g} and {wanted[at]:.12g} "
                f"ug/L, of a maximum of {largest:.6g} ug/L"
            )
    return worst, where


def assert_same(one: Solution, other: Solution, within: float) -> None:
    """Hold two solutions together; the message shows the site, the hour and the body."""
    worst, where = differing(one, other)
    assert worst <= within, f"{worst:.2g} apart, {where}\n{one.model.diagram()}"
