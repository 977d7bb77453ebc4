"""Panels: weights that integrate, quartics between the nodes."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from titrate.pd import NODES, Panels, Places, polynomial, quartic_coefficients
from titrate.pd.panels import drive_weights

edges = (
    st.lists(st.floats(0.01, 48), min_size=1, max_size=12)
    .map(lambda widths: np.concatenate([[0.0], np.cumsum(widths)]))
    .map(Panels)
)


def coefficients(count: int):
    return st.lists(st.floats(-5, 5), min_size=count, max_size=count)


@given(edges, coefficients(8))
def test_weights_integrate_polynomials_of_degree_seven_exactly(
    panels: Panels, c: list[float]
) -> None:
    end = panels.edges_h[-1]
    x = panels.nodes_h / end
    found = np.polyval(c, x) @ panels.weights_h / end
    assert found == pytest.approx(np.polyval(np.polyint(c), 1.0), abs=1e-12)


def test_weights_do_not_integrate_degree_eight() -> None:
    panels = Panels(np.array([0.0, 1.0]))
    assert panels.nodes_h**8 @ panels.weights_h != pytest.approx(1 / 9, rel=1e-4)


@given(edges)
def test_weights_add_up_to_the_span(panels: Panels) -> None:
    assert panels.weights_h.sum() == pytest.approx(panels.edges_h[-1], rel=1e-12)


@given(coefficients(5), st.floats(0, 1))
def test_quartics_through_the_nodes_are_exact_for_quartics(c: list[float], share: float) -> None:
    through = quartic_coefficients(np.polyval(c, NODES))
    found = polynomial(through, np.array(share))
    assert float(found) == pytest.approx(np.polyval(c, share), abs=1e-12)


@given(edges, st.floats(0, 1))
def test_a_place_is_the_panel_and_the_share_of_it(panels: Panels, share: float) -> None:
    time = share * panels.edges_h[-1]
    place = Places.at(panels, np.array([time]))
    panel, where = int(place.panel[0]), float(place.share[0])
    assert 0 <= where <= 1
    start, length = panels.edges_h[panel], panels.lengths_h[panel]
    assert start + where * length == pytest.approx(time, abs=1e-9)


def test_nodes_include_both_ends_and_only_the_end_looks_before() -> None:
    panels = Panels(np.array([0.0, 1.0, 3.0]))
    assert panels.nodes_h.reshape(2, 5)[:, [0, 2, 4]].tolist() == [[0, 0.5, 1], [1, 2, 3]]
    assert panels.before.tolist() == [False, False, False, False, True] * 2


@pytest.mark.parametrize("step", [1e-9, 1e-3, 0.3, 1.999, 2.001, 9.0, 300.0])
@pytest.mark.parametrize("share", [1e-6, 0.17, 0.5, 1.0])
def test_drive_weights_are_integrals_of_each_nodes_quartic(step: float, share: float) -> None:
    found = drive_weights(np.array(step), np.array(share))
    # A fast decay forgets all but the last stretch.
    begin = max(0.0, share - 40 / step)
    at, weights = np.polynomial.legendre.leggauss(64)
    u = begin + (at + 1) / 2 * (share - begin)
    left = step * np.exp(-step * (share - u)) * weights / 2 * (share - begin)
    for node in range(len(NODES)):
        shape = quartic_coefficients(np.eye(len(NODES))[node])
        assert float(found[node]) == pytest.approx(polynomial(shape, u) @ left, abs=2e-13)


def test_copies_of_panels_are_looked_at_once_and_weigh_as_much() -> None:
    cuts = np.array([0.0, 8.0, 16.0, 24.0])
    panels = Panels(np.array([0.0, 2, 8, 10, 16, 18, 24, 26, 30]))
    shared = panels.sharing((cuts, np.array([0, 1, 1, 1])))
    # The last interval is cut short: its first panel is a copy, its second is not.
    assert shared.distinct.tolist() == [0, 1, 2, 3, 7]
    assert np.arange(5)[shared.of].tolist() == [0, 1, 2, 3, 2, 3, 2, 4]
    assert len(shared.nodes_h) == len(shared.before) == len(shared.weights_h) == 25
    assert shared.weights_h.sum() == pytest.approx(30)
    assert shared.weights_h[10:15].sum() == pytest.approx(6)
    assert panels.sharing((cuts, np.arange(4))).first is None
    # Alike in one run and not in another that is looked at together with it: not alike.
    both = panels.sharing((cuts, np.array([0, 1, 1, 1])), (cuts, np.array([0, 1, 2, 2])))
    assert both.distinct.tolist() == [0, 1, 2, 3, 4, 5, 7]
