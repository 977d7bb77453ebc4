"""Late drift: gathered drive, whatever the panels, and carried from run to run."""

import numpy as np
import pytest
from scipy.integrate import quad

import titrate as tt
from titrate.pd import Adaptation, Drift, Panels, Places, adapt, drift_over

CORD = Adaptation("cord", "cord", 2.55, 165.0, 3.0, 1800.0, 72.0, drift_per_h=1e-3)


def level(t):
    return 165 * (1 + 0.8 * np.sin(2 * np.pi * np.asarray(t) / 300))


def drifted(panels: Panels, cord, start: dict | None = None) -> Drift:
    """Return the drift of a cord whose concentration is a function of time."""
    targets = CORD.target(cord(panels.nodes_h)[None])[None]
    return drift_over([CORD], adapt([CORD], panels, targets, np.zeros((1, 1))), start or {})


def at(drift: Drift, times_h) -> np.ndarray:
    return drift.at(Places.at(drift.panels, np.array(times_h)))["cord_drift"][0]


def share(t) -> float:
    return float(CORD.target(np.asarray(level(t)))) / 2.55


def test_drift_is_the_rate_times_the_gathered_drive() -> None:
    panels = Panels(np.arange(0, 901, 6.0))
    drift = drifted(panels, level)
    expected = 1e-3 * quad(share, 0, 900, limit=200)[0]
    assert float(drift.end["cord_drift"][0]) == pytest.approx(expected, rel=1e-9)
    half = 1e-3 * quad(share, 0, 451, limit=200)[0]
    assert float(at(drift, [451.0])[0]) == pytest.approx(half, rel=1e-8)


def test_drift_begins_where_an_earlier_run_ended() -> None:
    panels = Panels(np.array([0.0, 10.0]))
    start = {"cord_drift": np.array([0.2])}
    drift = drifted(panels, lambda t: np.full_like(t, 165.0), start)
    np.testing.assert_allclose(at(drift, [0.0, 5.0, 10.0]), [0.2, 0.2025, 0.205])


def test_the_ec50_grows_by_adaptation_times_drift() -> None:
    held = {"cord": np.array([[1.0]]), "cord_drift": np.array([[np.log(2)]])}
    assert float(CORD.ec50_factor(held)[0, 0]) == pytest.approx(4.0)


def test_without_drift_there_is_no_course_of_it() -> None:
    still = Adaptation("cord", "cord", 2.55, 165.0, 3.0, 1800.0, 72.0)
    assert still.course_names == ("cord",)
    assert not still.drifts


def test_two_runs_drift_as_far_as_one() -> None:
    drug, who = tt.load_drug("baclofen"), tt.Patient()
    whole = tt.simulate(drug, who, tt.pump(rate_ug_per_day=300, days=400), [9600.0])
    first = tt.simulate(drug, who, tt.pump(rate_ug_per_day=300, days=150), [3600.0])
    rest = tt.simulate(
        drug, who, tt.pump(rate_ug_per_day=300, days=250), [6000.0], initial=first.final
    )
    for name, end in whole.final.adaptation.items():
        np.testing.assert_allclose(rest.final.adaptation[name], end, rtol=1e-6)
    assert float(whole.final.adaptation["cord_drift"][0]) > 0.02


def test_who_does_not_adapt_does_not_drift() -> None:
    still = Adaptation("cord", "cord", np.array([0.0, 2.0]), 165.0, 3.0, 9.0, 9.0, drift_per_h=1e-3)
    np.testing.assert_allclose(still.drift_per_target, [0.0, 5e-4])


def test_a_negative_drift_is_refused() -> None:
    with pytest.raises(tt.errors.InvalidValue, match=r"the drift of cord is -1\.0"):
        Adaptation("cord", "cord", 2.55, 165.0, 3.0, 1800.0, 72.0, drift_per_h=-1.0)
