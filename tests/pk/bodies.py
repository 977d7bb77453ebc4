"""Small bodies that the tests of kinetics share, and how an error is held to its words."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from titrate.errors import TitrateError
from titrate.pk import CompartmentModel, Entry, Flow, Saturable, Site, one_compartment_oral

# One litre, so that ug and ug/L are one number.
BAG = CompartmentModel(
    compartments=("plasma", "urine"),
    flows=(Flow("plasma", "urine", 0.3),),
    entries=(Entry("iv", "plasma"),),
    sites=(Site("plasma", {"plasma": 1.0}),),
)
ORAL = one_compartment_oral(clearance_L_per_h=3.0, volume_L=10.0, absorption_per_h=1.2)


def saturable(max_rate_ug_per_h: float = 40.0, half_amount_ug: float = 200.0) -> CompartmentModel:
    return CompartmentModel(
        compartments=("plasma", "metabolised"),
        flows=(Flow("plasma", "metabolised", Saturable(max_rate_ug_per_h, half_amount_ug)),),
        entries=(Entry("iv", "plasma"),),
        sites=(Site("plasma", {"plasma": 1.0}),),
    )


@contextmanager
def check_refused(kind: type[TitrateError], words: str) -> Iterator[None]:
    """Expect an error of just this kind whose text is, or begins with, these words."""
    with pytest.raises(TitrateError) as caught:
        yield
    assert type(caught.value) is kind
    assert str(caught.value).startswith(words), str(caught.value)
