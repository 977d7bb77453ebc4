"""Panels: weights that integrate, parabolas between the nodes."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from titrate.pd import Panels

edges = (
    st.lists(st.floats(0.01, 48), min_size=1, max_size=12)
    .map(lambda widths: np.concatenate([[0.0], np.cumsum(widths)]))
    .map(Panels)
)
coefficients = st.lists(st.floats(-5, 5), min_size=4, max_size=4)


@given(edges, coefficients)
def test_weights_integrate_cubics_exactly(panels: Panels, c: list[float]) -> None:
    end = panels.edges_h[-1]
    x = panels.nodes_h / end
    found = np.polyval(c, x) @ panels.weights_h / end
    assert found == pytest.approx(np.polyval(np.polyint(c), 1.0), abs=1e-12)


def test_weights_do_not_integrate_quartics() -> None:
    panels = Panels(np.array([0.0, 1.0]))
    assert panels.nodes_h**4 @ panels.weights_h != pytest.approx(1 / 5, rel=1e-3)


@given(edges)
def test_weights_add_up_to_the_span(panels: Panels) -> None:
    assert panels.weights_h.sum() == pytest.approx(panels.edges_h[-1], rel=1e-12)


@given(edges, st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.lists(st.floats(0, 1)))
def test_parabolas_between_nodes_are_exact_for_parabolas(
    panels: Panels, c: list[float], shares: list[float]
) -> None:
    times = np.array(sorted(shares)) * panels.edges_h[-1]
    end = panels.edges_h[-1]
    course = np.polyval(c, panels.nodes_h / end)[None]
    found = panels.between_nodes(course, times)[0]
    np.testing.assert_allclose(found, np.polyval(c, times / end), atol=1e-10)


def test_the_first_and_the_last_node_are_met() -> None:
    panels = Panels(np.array([0.0, 1.0, 3.0]))
    course = np.arange(6.0)[None]
    np.testing.assert_allclose(panels.between_nodes(course, np.array([0.0, 3.0])), [[0.0, 5.0]])


def test_nodes_are_start_middle_and_end_and_only_the_end_looks_before() -> None:
    panels = Panels(np.array([0.0, 1.0, 3.0]))
    assert panels.nodes_h.tolist() == [0, 0.5, 1, 1, 2, 3]
    assert panels.before.tolist() == [False, False, True] * 2
