"""The two ways to look inside a piece say the same, also where rates lie close together."""

import numpy as np
import pytest

import titrate as tt
from titrate.pk import extrema
from titrate.pk.extrema import mesh_over, pieces_of

DRUG = tt.load_drug("baclofen")
PEOPLE = tt.Population.sample(6, seed=2, drug=DRUG, weight_kg=(70, 12))
COURSE = tt.oral(dose_mg=10, every_h=8, days=2)


def pieces(site):
    problem = tt.simulate(DRUG, PEOPLE, COURSE).solution.problem
    return pieces_of(problem, site, mesh_over(problem, 24.0, 48.0))


@pytest.mark.parametrize("site", ["plasma", "csf_cisternal", "cord_legs", "brain"])
def test_series_and_exponentials_see_the_same(site):
    found = pieces(site)
    widths = np.diff(found.mesh.times_h)
    person, piece = np.nonzero(np.broadcast_to(found.inside, (len(PEOPLE), len(widths))))
    state = found.states[:, person, piece].T
    reach = widths.max() * np.abs(np.diagonal(found.matrix, axis1=1, axis2=2)).max()
    assert reach < extrema._NEAR
    at = widths[piece] * np.random.default_rng(3).uniform(0, 1, len(piece))
    by_series = extrema._by_series(found, person, state, reach)(at)
    by_exponentials = extrema._by_exponentials(found, person, state)(at)
    for seen, expected in zip(by_series, by_exponentials, strict=True):
        np.testing.assert_allclose(seen, expected, atol=1e-13 * np.abs(expected).max())


def test_a_curve_begins_and_ends_as_the_mesh_says():
    found = pieces("plasma")
    piece = np.flatnonzero(found.inside)
    look = extrema._looking(found, np.full(len(piece), 2), piece)
    for at, place in (
        (np.zeros(len(piece)), piece),
        (np.diff(found.mesh.times_h)[piece], piece + 1),
    ):
        value, slope, _ = look(at)
        np.testing.assert_allclose(value, found.value[2, place], rtol=1e-12)
        np.testing.assert_allclose(slope, found.slope[2, place], atol=1e-10)


@pytest.mark.parametrize("site", ["plasma", "brain"])
def test_measures_are_the_same_however_pieces_are_looked_at(site, monkeypatch):
    result = tt.simulate(DRUG, PEOPLE, COURSE)
    by_series = result.measures(site)
    monkeypatch.setattr(extrema, "_NEAR", 0.0)
    by_exponentials = result.measures(site)
    for name in ("c_max", "c_min", "t_max_h"):
        np.testing.assert_allclose(
            getattr(by_series, name), getattr(by_exponentials, name), rtol=1e-12
        )


def test_a_rate_too_fast_for_a_series_is_looked_at_by_exponentials():
    body = tt.one_compartment_oral(clearance_L_per_h=5, volume_L=40, absorption_per_h=2_000)
    solution = tt.solve(body, tt.oral(dose_mg=10, every_h=24, days=1), np.linspace(0, 24, 25))
    found = tt.measures(solution, solution.model.site_names[0])
    ka, ke = 2_000.0, 5 / 40
    t_max = np.log(ka / ke) / (ka - ke)
    assert found.t_max_h == pytest.approx(t_max, rel=1e-6)
