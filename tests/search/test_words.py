"""Numbers in sentences."""

import pytest
from hypothesis import given, strategies as st

from titrate.search.words import percent


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.00123, "0.123 %"), (0.4444, "44.4 %"), (0.9996, "99.96 %"), (1, "100 %")],
)
def test_a_share_is_said_in_few_figures(share, words):
    assert percent(share) == words


@given(st.floats(0, 1, exclude_max=True))
def test_what_is_not_all_is_never_said_to_be(share):
    assert float(percent(share).removesuffix(" %")) < 100
