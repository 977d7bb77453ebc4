"""Matrix exponentials of many small matrices, against 50 digits."""

import mpmath
import numpy as np
import pytest

from titrate.pk.exponential import exponential

KEPT = np.array([1.0, 1, 1, 0, 0])


def widened(fast: float, slow: float) -> np.ndarray:
    """Three compartments in a row, a delay of the second, a constant input to the first."""
    a = np.zeros((5, 5))
    a[0, 0], a[1, 0] = -fast, fast
    a[1, 1], a[2, 1] = -slow, slow
    a[3, 1], a[3, 3] = 0.5 / 30, -0.5
    a[0, 4] = 1
    return a


def at_50_digits(matrix: np.ndarray) -> np.ndarray:
    with mpmath.workdps(50):
        found = mpmath.expm(mpmath.matrix(matrix.tolist()), method="taylor")
        return np.array(found.tolist(), dtype=float)


@pytest.mark.parametrize("hours", [1e-6, 0.01, 0.25, 1.0, 24.0, 720.0])
@pytest.mark.parametrize(
    ("fast", "slow"), [(1.0, 1.0), (1.0, 1 + 1e-12), (6.0, 0.05), (2000.0, 0.3)]
)
def test_an_exponential_is_that_of_50_digits(fast: float, slow: float, hours: float) -> None:
    matrix = widened(fast, slow) * hours
    found, expected = exponential(matrix[None], KEPT)[0], at_50_digits(matrix)
    scale = expected.max(axis=0, keepdims=True)
    gaps = np.abs(found - expected) / scale
    # Each column is restored after each squaring, up to 22 of them: a few round-offs are left.
    assert gaps.max() <= 1e-14


def test_no_entry_is_negative_and_every_column_keeps_its_mass() -> None:
    found = exponential(widened(2000.0, 0.3)[None] * 24, KEPT)[0]
    assert found.min() >= 0
    np.testing.assert_allclose(KEPT @ found[:, :3], 1, rtol=1e-15)
    assert KEPT @ found[:, 4] == pytest.approx(24, rel=1e-15)


def test_a_constant_input_stays_what_it_is_through_every_squaring() -> None:
    found = exponential(widened(2000.0, 0.3)[None] * 24, KEPT)[0]
    assert found[4, 4] == 1.0
    # What it has brought in by then is the length, in whatever compartments it is now.
    assert found[:3, 4].sum() == pytest.approx(24, rel=1e-14)


def test_one_extreme_person_does_not_blur_the_others() -> None:
    calm = widened(1.0, 0.2)[None]
    both = exponential(np.concatenate([calm, widened(2000.0, 0.3)[None] * 24]), KEPT)
    np.testing.assert_array_equal(both[0], exponential(calm, KEPT)[0])


def test_nothing_happens_in_no_time() -> None:
    np.testing.assert_array_equal(exponential(np.zeros((1, 5, 5)), KEPT)[0], np.eye(5))
