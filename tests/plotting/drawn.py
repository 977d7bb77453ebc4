"""What the plotting tests draw, and how they look at it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from matplotlib.text import Text

from titrate.dosing import bolus, iv, oral, pump, pump_schedule, taper
from titrate.library import load_drug
from titrate.patients import Patient, Population
from titrate.search import Comparison, DoseWindow, Goals, compare, find_window, vary
from titrate.simulation import Result, simulate

SIZES = ((13.7, 6.4), (7.0, 4.0))
SEVERE = Goals(at_least={"relief_legs": 0.67}, at_most={"drowsiness": 0.3, "weakness": 0.2})

REGIMENS = {
    "tablets": oral(dose_mg=20, every_h=8, days=3),
    "both doors": oral(dose_mg=20, every_h=8, days=3) + pump(rate_ug_per_day=100, days=3),
    "bolus": bolus(dose_ug=50),
    "two weeks of tablets": oral(dose_mg=20, every_h=8, days=14),
    "two weeks of pump": pump(rate_ug_per_day=100, days=14),
    "slow release, then less": oral(dose_mg=40, every_h=12, days=4, release_over_h=12).then(
        taper(from_mg=20, step_mg=5, every_days=2)
    ),
    "schedule and bolus": pump_schedule(rates_ug_per_day=((0, 300), (22, 450)), days=3)
    + bolus(dose_ug=150, time_h=10),
    "by vein": iv(dose_mg=5),
    "per kg": oral(dose_mg_per_kg=0.2, every_h=8, days=2),
}


@cache
def drug():
    return load_drug("baclofen")


@cache
def result(name: str) -> Result:
    return simulate(drug(), Patient(origin="ms"), REGIMENS[name])


@cache
def many() -> Result:
    people = Population(tuple(Patient(origin="ms", weight_kg=45 + 4 * i) for i in range(12)))
    return simulate(drug(), people, REGIMENS["tablets"])


BY_MOUTH, BY_PUMP = oral(dose_mg=10, every_h=8, days=14), pump(rate_ug_per_day=100, days=14)
MS, SPINAL = Patient(origin="ms"), Patient(origin="spinal")
PEOPLE = Population(tuple(Patient(origin="ms", weight_kg=50 + 10 * i) for i in range(5)))
WIDE = {"daily_mg": (5.0, 100.0)}
WORST = Goals(at_least={"relief_legs": 0.2}, at_most={"drowsiness": ("worst", 0.4)})

CEREBRAL = Patient(origin="cerebral")
SLOWLY = oral(dose_mg=20, every_h=24, days=14, release_over_h=12)
SPASMS = Goals(at_most={"spasms_per_day": 4})
POINTS = Goals(at_least={"relief_legs": 0.3}, at_most={"ashworth_legs": 2.2, "weakness": 0.2})

WINDOWS = {
    "mouth": (MS, BY_MOUTH, WIDE),
    "mouth adapted": (MS, BY_MOUTH, {**WIDE, "initial": "adapted"}),
    "pump": (MS, BY_PUMP, {}),
    "pump adapted": (MS, BY_PUMP, {"initial": "adapted"}),
    "empty": (SPINAL, BY_MOUTH, {"goals": SEVERE}),
    "to the end": (MS, BY_MOUTH, {"daily_mg": (55, 70)}),
    "people": (PEOPLE, BY_MOUTH, {}),
    "worst": (MS, BY_MOUTH, {"goals": WORST}),
    "relief alone": (MS, BY_PUMP, {"goals": Goals(at_least={"relief_legs": 0.3})}),
    "all of a range": (MS, BY_MOUTH, {"daily_mg": (60, 70)}),
    "best at the end": (CEREBRAL, SLOWLY, {"initial": "adapted"}),
    "spasms": (MS, BY_PUMP, {"goals": SPASMS}),
    "points": (MS, BY_PUMP, {"goals": POINTS}),
    "points of people": (PEOPLE, BY_PUMP, {"goals": POINTS}),
    "too many spasms": (SPINAL, BY_MOUTH, {"goals": SPASMS}),
}


@cache
def window(name: str) -> DoseWindow:
    who, regimen, options = WINDOWS[name]
    return find_window(drug(), who, regimen, **options)


DOORS = {"By mouth": "mouth adapted", "By pump": "pump adapted"}


@cache
def in_two_parts() -> DoseWindow:
    """Return a window that harm, not monotone, has cut in two."""
    return replace(window("mouth"), intervals=((20.0, 30.0), window("mouth").intervals[0]))


@cache
def in_many_parts() -> DoseWindow:
    """Return a window in parts that lie too close for numbers between them."""
    own = window("mouth").intervals[0]
    parts = ((20.0, 49.0), own, (own[1] + 3.0, 90.0), (93.0, 100.0))
    return replace(window("mouth"), intervals=parts)


def doors() -> dict[str, DoseWindow]:
    return {title: window(name) for title, name in DOORS.items()}


TABLETS = REGIMENS["tablets"]
VARIED = {
    "clearance": (MS, TABLETS, {"apparent_clearance": [4, 8, 12]}),
    "origin": (MS, TABLETS, {"origin": ["ms", "spinal", "cerebral"]}),
    "weights": (MS, TABLETS, {"weight_kg": [40, 50, 60, 70, 80, 90, 100]}),
    "windows": (MS, BY_MOUTH, {"of": "window", "apparent_clearance": [4, 6, 8, 20]}),
    "dozen windows": (MS, BY_MOUTH, {"of": "window", "apparent_clearance": list(range(4, 16))}),
}


@cache
def varied(name: str) -> Comparison:
    who, regimen, options = VARIED[name]
    return vary(drug(), who, regimen, **options)


@cache
def unlike() -> Comparison:
    """Return windows by mouth and by pump, naive and adapted."""
    return compare({n: window(n) for n in ("mouth", "mouth adapted", "pump", "pump adapted")})


@cache
def by_doors() -> dict[str, Result]:
    """Return results of unlike length."""
    return {"by mouth": result("tablets"), "by pump": result("two weeks of pump")}


def figure_of(drawn):
    return drawn.figure if hasattr(drawn, "figure") else drawn[0].figure


def said(drawn) -> str:
    """Return all words of a picture."""
    return " ".join(text.get_text() for text in words_in(figure_of(drawn)))


def words_in(figure) -> list[Text]:
    """Return every text that a reader sees."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    hidden = {
        tick
        for ax in figure.axes
        for axis, on in ((ax.xaxis, 0), (ax.yaxis, 1))
        for each in axis.get_major_ticks()
        for tick in (each.label1, each.label2)
        if not tick.get_visible() or not _within(each.get_loc(), (ax.get_xlim, ax.get_ylim)[on]())
    }
    found = [t for ax in figure.axes if ax.axison for t in ax.findobj(Text) if t not in hidden]
    found += [t for ax in figure.axes if not ax.axison for t in ax.texts]
    return [
        t for t in found if t.get_visible() and t.get_text() and t.get_window_extent(renderer).width
    ]


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] - 1e-9 <= value <= limits[1] + 1e-9


def boxes(texts: list[Text]) -> np.ndarray:
    return np.array([t.get_window_extent().extents for t in texts])


def overlapping(texts: list[Text]) -> list[tuple[str, str]]:
    """Return pairs of texts whose letters share more than a pixel's breadth."""
    found = []
    extents = boxes(texts)
    # A line box has room for accents and tails above and below its letters.
    tall = extents[:, 3] - extents[:, 1]
    extents = extents + np.stack([0 * tall, 0.12 * tall, 0 * tall, -0.12 * tall], axis=1)
    for i in range(len(texts)):
        for j in range(i + 1, len(texts)):
            a, b = extents[i], extents[j]
            wide = min(a[2], b[2]) - max(a[0], b[0])
            high = min(a[3], b[3]) - max(a[1], b[1])
            if wide > 1 and high > 1:
                found.append((texts[i].get_text(), texts[j].get_text()))
    return found
