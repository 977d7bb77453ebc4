"""Statistics of a response over the last hours, against dense looks."""

import numpy as np
import pytest

import titrate as tt
from titrate.pd import NODES, Panels
from titrate.search import Goals
from titrate.search.mixing import mixture
from titrate.search.statistics import statistic_of
from titrate.simulation import subject_of

DRUG = tt.load_drug("baclofen")
NAMES = ("relief_legs", "drowsiness", "weakness")
REGIMENS = {
    "oral": (tt.oral(dose_mg=10, every_h=8, days=7), 30.0, 60.0),
    "clock": (tt.oral(dose_mg=10, at_h=(7, 12, 17, 22), days=7), 40.0, 60.0),
    "release": (tt.oral(dose_mg=20, every_h=12, days=7, release_over_h=8), 40.0, 60.0),
    "pump": (tt.pump(rate_ug_per_day=100, days=7), 100.0, 120.0),
    "schedule": (
        tt.pump_schedule(rates_ug_per_day=((0, 80), (22, 200)), days=7),
        90.0,
        120.0,
    ),
}


def dense(regimen, over_h: float, initial) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return responses over the last hours, every twenty seconds."""
    end = regimen.end_h
    times = np.linspace(end - over_h, end, round(over_h * 180) + 1)
    result = tt.simulate(DRUG, tt.Patient(), regimen, times, initial=initial)
    # The last output time is a look before whatever would begin then.
    return times, {name: result.response[name] for name in NAMES}


@pytest.mark.parametrize("initial", [None, "adapted"])
@pytest.mark.parametrize("kind", REGIMENS)
@pytest.mark.parametrize("over_h", [24.0, 8.0, 30.0])
def test_statistics_are_those_of_a_dense_look(kind: str, initial, over_h: float) -> None:
    regimen, per_day, level = REGIMENS[kind]
    times, curves = dense(regimen.scaled(level / per_day), over_h, initial)
    for statistic in ("mean", "worst", "best", "end"):
        goals = Goals(
            at_least={"relief_legs": (statistic, 0.3)},
            at_most=dict.fromkeys(NAMES[1:], (statistic, 0.3)),
            over_h=over_h,
        )
        at = mixture(subject_of(DRUG, tt.Patient()), [regimen.scaled(1 / per_day)], goals, initial)
        found = dict(zip(NAMES, at(np.array([[level]]))[:, 0, 0], strict=True))
        for name, curve in curves.items():
            better = max if name == "relief_legs" else min
            worse = min if name == "relief_legs" else max
            expected = {
                "mean": np.trapezoid(curve, times) / over_h,
                "worst": worse(curve),
                "best": better(curve),
                "end": curve[-1],
            }[statistic]
            # Panels: 1e-6 for a mean, and for a peak seen as the top of a quartic 2e-4.
            exact = statistic in ("mean", "end")
            assert found[name] == pytest.approx(expected, abs=2e-6 if exact else 2e-4), (
                f"{statistic} of {name}"
            )


def test_worst_and_best_depend_on_which_way_is_better() -> None:
    panels = Panels(np.array([0.0, 2.0]))
    response = 0.1 + 1.6 * (NODES * (1 - NODES))[None]
    found = {
        (name, better): pytest.approx(statistic_of(name, better, panels, response)[0], rel=1e-14)
        for name in ("best", "worst", "end")
        for better in ("higher", "lower")
    }
    assert found["best", "higher"] == found["worst", "lower"] == 0.5
    assert found["worst", "higher"] == found["best", "lower"] == 0.1
    assert found["end", "higher"] == found["end", "lower"] == 0.1


@pytest.mark.parametrize("peak", [0.3, 0.9, 1.0, 1.4])
def test_the_top_of_a_parabola_between_nodes_is_its_peak(peak: float) -> None:
    panels = Panels(np.array([0.0, 2.0]))
    response = 0.7 - 0.1 * (panels.nodes_h - peak) ** 2
    assert statistic_of("best", "higher", panels, response[None]) == pytest.approx(0.7, rel=1e-12)
    assert statistic_of("best", "lower", panels, -response[None]) == pytest.approx(-0.7, rel=1e-12)


def test_a_curve_that_only_rises_peaks_at_its_end() -> None:
    panels = Panels(np.array([0.0, 1.0, 2.0]))
    assert statistic_of("best", "higher", panels, np.sqrt(panels.nodes_h)[None]) == pytest.approx(
        2**0.5, rel=1e-12
    )


def test_statistics_keep_leading_axes() -> None:
    panels = Panels(np.array([0.0, 1.0, 2.0]))
    response = np.random.default_rng(1).uniform(0, 1, (5, 3, 10))
    for name in ("mean", "worst", "best", "end"):
        many = statistic_of(name, "higher", panels, response)
        assert many.shape == (5, 3)
        one = statistic_of(name, "higher", panels, response[2, 1][None])
        assert many[2, 1] == pytest.approx(one[0], rel=1e-14)
