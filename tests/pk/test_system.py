"""Propagators: made once per length, and never from a length that is not quite theirs."""

import numpy as np

from tests.pk.bodies import BAG, ORAL
from titrate.pk.exponential import exponential
from titrate.pk.system import LinearSystem, Propagators


def test_equal_lengths_share_one_exponential() -> None:
    made = Propagators(LinearSystem(ORAL))
    assert made.over(0, 0.3) is made.over(0, 0.1 + 0.2)


def test_a_length_squared_up_from_its_half_is_the_exponential_of_the_whole() -> None:
    system = LinearSystem(ORAL, infused=(1,), integrated=("plasma",))
    made = Propagators(system)
    made.over(0, 0.25)
    whole = exponential(system.matrix(0.0) * 2.0, system.kept)
    np.testing.assert_allclose(made.over(0, 2.0), whole, rtol=1e-14, atol=1e-16)


def test_a_part_with_dust_in_its_length_is_not_squared_up() -> None:
    # Both lengths have one key, but eight times the dust would be 4e-9 h.
    system = LinearSystem(BAG)
    made = Propagators(system)
    made.over(0, 0.25 + 4e-10)
    whole = exponential(system.matrix(0.0) * 2.0, system.kept)
    np.testing.assert_allclose(made.over(0, 2.0), whole, rtol=1e-14)


def test_a_pump_switched_on_is_a_state_that_stays() -> None:
    system = LinearSystem(ORAL, infused=(1,))
    assert Propagators(system).over(0, 720.0)[0, -1, -1] == 1.0


def test_an_integral_gathers_the_site() -> None:
    # 1 ug in 10 L leaving at 0.3 /h has an area of 1 / (10 x 0.3) ug h/L.
    system = LinearSystem(ORAL, integrated=("plasma",))
    over = Propagators(system).over(0, 200.0)[0]
    plasma = ORAL.compartments.index("plasma")
    assert abs(over[system.own, plasma] - 1 / 3) < 1e-14
