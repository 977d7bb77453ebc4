"""Numbers in sentences."""

import pytest
from hypothesis import given, strategies as st

from titrate.search.words import edges_words, percent


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.00123, "0.123 %"), (0.4444, "44.4 %"), (0.9996, "99.96 %"), (1, "100 %")],
)
def test_a_share_is_said_in_few_figures(share, words):
    assert percent(share) == words


@given(st.floats(0, 1, exclude_max=True))
def test_what_is_not_all_is_never_said_to_be(share):
    assert float(percent(share).removesuffix(" %")) < 100


@given(st.floats(1e-3, 1e4), st.floats(1e-9, 10))
def test_edges_are_said_inside_and_in_order(low, apart):
    high = low * (1 + apart)
    first, last = (float(each.replace(",", "")) for each in edges_words(low, high))
    slack = 1e-8 * high  # what counts as the same number in three figures
    assert low - slack <= first <= last <= high + slack


def test_edges_take_three_figures_and_more_only_where_they_would_cross():
    assert edges_words(52.61, 79.58) == ("52.7", "79.5")
    assert edges_words(61.234, 61.236) == ("61.234", "61.236")
    assert edges_words(0, 1234.5) == ("0", "1,230")
