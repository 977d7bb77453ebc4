"""The mesh that responses ask for: nothing begins or ends inside a panel."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

import titrate as tt
from titrate.dosing import Regimen
from titrate.pk import timeline
from titrate.simulation import panels_over, subject_of

SUBJECT = subject_of(tt.load_drug("baclofen"), tt.Patient())
REGIMENS = (
    tt.oral(dose_mg=10, every_h=8, days=3),
    tt.oral(dose_mg=10, at_h=(7, 12, 17, 22), days=3),
    tt.oral(dose_mg=10, every_h=5, days=3, release_over_h=7),
    tt.pump_schedule(rates_ug_per_day=((0, 100), (22, 300)), days=3),
    tt.iv(dose_mg=5, time_h=70.02),
)


@given(
    st.sampled_from(REGIMENS),
    st.integers(0, 69 * 60).map(lambda minutes: minutes / 60),
    st.integers(1, 72 * 60).map(lambda minutes: minutes / 60),
)
def test_every_cut_is_an_edge_and_panels_cover_the_span(
    regimen: Regimen, from_h: float, length_h: float
) -> None:
    to_h = min(from_h + length_h, regimen.end_h)
    problem = SUBJECT.given(regimen, np.array([regimen.end_h]))
    edges = panels_over(problem.line.cuts_h, from_h, to_h).edges_h
    inputs = problem.inputs.between(0.0, problem.end_h, with_end=True)
    cuts = timeline(inputs, (), problem.end_h).cuts_h
    assert (edges[0], edges[-1]) == (from_h, to_h)
    assert (np.diff(edges) > 0).all()
    for cut in cuts[(cuts > from_h + 1e-6) & (cuts < to_h)]:
        assert np.min(np.abs(edges - cut)) < 1e-12, f"something happens at {cut} h, inside a panel"


@pytest.mark.parametrize("hours_before", [0.01, 0.04, 0.06])
def test_a_span_may_begin_just_before_a_dose(hours_before: float) -> None:
    problem = SUBJECT.given(REGIMENS[0], np.array([72.0]))
    edges = panels_over(problem.line.cuts_h, 8.15 - hours_before, 24.0).edges_h
    assert edges[1] == pytest.approx(8.15)


def test_panels_are_fine_after_a_dose_and_coarse_later() -> None:
    regimen = tt.oral(dose_mg=10, every_h=24 * 40, days=40)
    edges = panels_over(SUBJECT.given(regimen, np.array([960.0])).line.cuts_h, 0.0, 960.0).edges_h
    widths = np.diff(edges[edges > 0.1])
    assert 0.3 < widths[0] <= 0.6
    np.testing.assert_allclose(widths[1:] / widths[:-1], 2.0)
