"""The Hill curve: a concentration in, a share out, and back again."""

import warnings

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from titrate.errors import InvalidValue, NegativeConcentration
from titrate.pd import Hill, checked_concentration, combined_loss

shares = st.floats(1e-6, 1 - 1e-6)
slopes = st.one_of(st.floats(0.3, 20), st.integers(1, 6).map(float))
ec50s = st.floats(1e-3, 1e4)


@given(shares, ec50s, slopes, st.floats(0.1, 1.0), st.floats(1.0, 4.0))
def test_the_inverse_of_an_effect_is_its_concentration(
    share: float, ec50: float, slope: float, maximum: float, factor: float
) -> None:
    curve = Hill(ec50, slope, maximum)
    concentration = curve.inverse(share * maximum, factor)
    found = curve(np.array([[concentration]]), factor)[0, 0]
    # 1e-9: odds of 1e-6 lose six of sixteen digits on the way there and back.
    assert found == pytest.approx(share * maximum, rel=1e-9)


def test_half_the_maximum_is_reached_at_the_ec50() -> None:
    assert Hill(66.0, 2.1, 0.8)(np.array([[66.0]])) == pytest.approx(0.4, rel=1e-15)


def test_an_ec50_factor_of_two_asks_for_twice_the_concentration() -> None:
    curve, c = Hill(66.0, 2.1), np.linspace(1, 300, 40)[None]
    np.testing.assert_allclose(curve(2 * c, 2.0), curve(c), rtol=1e-14)


@pytest.mark.parametrize("slope", [0.4, 1.0, 2.0, 2.1, 3.0, 4.0, 50.0])
def test_no_drug_is_no_effect_and_no_warning(slope: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Hill(66.0, slope)(np.zeros((1, 3))).tolist() == [[0.0, 0.0, 0.0]]


@pytest.mark.parametrize("slope", [0.4, 1.0, 2.0, 2.1, 3.0, 4.0])
@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-291, 1e-250, 1e-200])
def test_concentrations_next_to_nothing_have_an_effect_next_to_nothing(
    tiny: float, slope: float
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Hill(66.0, slope)(np.array([[tiny]]))[0, 0]
    # At most what the power says: 66 times below the smallest such ratio, raised to the slope.
    assert 0 <= found <= 1.001 * max((tiny / 66.0) ** slope, 0.0)


@pytest.mark.parametrize("slope", [1.0, 2.0, 2.1, 3.0, 60.0, 400.0])
@pytest.mark.parametrize("ratio", [1e-12, 1e-3, 0.5, 2.0, 1e3, 1e12])
def test_steep_curves_are_steps_without_warnings(slope: float, ratio: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = Hill(100.0, slope)(np.array([[100.0 * ratio]]))[0, 0]
    exponent = slope * np.log10(ratio)
    expected = 0.0 if exponent < -300 else 1.0 if exponent > 300 else 1 / (1 + 10.0**-exponent)
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-300)


@given(ec50s, slopes)
@example(337.0, 2.0)
def test_whole_slopes_and_others_agree_with_the_formula(ec50: float, slope: float) -> None:
    ratio = np.geomspace(1e-3, 1e3, 25)[None]
    formula = ratio**slope / (1 + ratio**slope)
    np.testing.assert_allclose(Hill(ec50, slope)(ratio * ec50), formula, rtol=1e-11)


def test_one_value_per_person_reads_each_persons_own_row() -> None:
    ec50, slope, maximum = np.array([50.0, 66.0]), np.array([1.0, 2.1]), np.array([1.0, 0.5])
    c = np.array([[10.0, 50.0, 200.0], [10.0, 50.0, 200.0]])
    both = Hill(ec50, slope, maximum)(c)
    for person in range(2):
        alone = Hill(ec50[person], slope[person], maximum[person])(c[person : person + 1])
        # A whole slope alone is a product, beside another one an exponential: the last digit.
        np.testing.assert_allclose(both[person], alone[0], rtol=1e-14)


def test_leading_axes_pass_through() -> None:
    curve = Hill(np.array([50.0, 66.0]), np.array([1.0, 2.1]))
    c = np.linspace(0, 300, 24).reshape(3, 2, 4)
    found = curve(c)
    assert found.shape == (3, 2, 4)
    np.testing.assert_array_equal(found[1], curve(c[1]))


def test_inverse_takes_one_share_per_person() -> None:
    curve = Hill(np.array([50.0, 66.0]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(curve.inverse(np.array([0.5, 0.2])), [50.0, 33.0], rtol=1e-14)


@pytest.mark.parametrize("share", [0.8, 0.9, 2.0])
def test_a_share_at_or_above_the_maximum_is_never_reached(share: float) -> None:
    with pytest.raises(InvalidValue, match=rf"A share of {share} is never reached. Stay below 0.8"):
        Hill(66.0, 2.1, 0.8).inverse(share)


def test_a_negative_share_has_no_concentration() -> None:
    with pytest.raises(InvalidValue, match=r"share is -0\.1\. It cannot be negative\."):
        Hill(66.0).inverse(-0.1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.0,), "ec50 is 0.0. It must be above 0."),
        ((-3.0,), "ec50 is -3.0. It must be above 0."),
        ((float("nan"),), "ec50 is nan. Give a finite number."),
        ((66.0, 0.0), "slope is 0.0. It must be above 0."),
        ((66.0, 2.0, 1.5), "maximum is 1.5. It must lie between 0 and 1."),
    ],
)
def test_impossible_curves_are_refused(arguments: tuple[float, ...], message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        Hill(*arguments)
    assert str(raised.value) == message


def test_round_off_below_zero_counts_as_no_drug() -> None:
    assert Hill(66.0, 2.1)(np.array([[-1e-10, 0.0]])).tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize("wrong", [-1e-8, -3.0, float("nan"), -float("inf")])
def test_a_negative_concentration_is_an_error_of_the_model(wrong: float) -> None:
    with pytest.raises(NegativeConcentration, match=r"was handed to a response curve\. Check the"):
        Hill(66.0)(np.array([[1.0, wrong]]))


def test_checking_leaves_good_concentrations_alone() -> None:
    good = np.array([0.0, 1.0, 1e6])
    np.testing.assert_array_equal(checked_concentration(good), good)
    assert checked_concentration(np.zeros(0)).shape == (0,)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_combined_losses_leave_the_product_of_what_each_leaves(losses: list[float]) -> None:
    arrays = [np.array([loss]) for loss in losses]
    left = np.prod([1 - loss for loss in losses])
    assert combined_loss(*arrays)[0] == pytest.approx(1 - left, abs=1e-15)
