"""Endpoints name what they read and which way is better."""

import pytest

from titrate.errors import UnknownName
from titrate.pd import Endpoint, Hill


def test_an_endpoint_reads_one_site_or_several() -> None:
    one = Endpoint("relief", "", "higher", "cord", Hill(66.0))
    two = Endpoint("weakness", "", "lower", ("cord", "blood"), Hill(66.0))
    assert one.sites == ("cord",)
    assert two.sites == ("cord", "blood")


def test_better_is_higher_or_lower() -> None:
    with pytest.raises(UnknownName) as raised:
        Endpoint("relief", "", "hihger", "cord", Hill(66.0))
    assert str(raised.value) == (
        "No direction called 'hihger'. Did you mean 'higher'? Directions: higher, lower."
    )
