"""Flows, entries, sites and delays: what each refuses on its own."""

import numpy as np
import pytest

from tests.pk.bodies import check_refused
from titrate.errors import InvalidModel, InvalidValue, UnknownName
from titrate.pk import Delay, Entry, Flow, Saturable, Site, Steps


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (-0.1, "the rate of the flow a -> b is -0.1. It cannot be negative."),
        (np.nan, "the rate of the flow a -> b is nan. Give a finite number."),
        (np.inf, "the rate of the flow a -> b is inf. Give a finite number."),
        ("fast", "the rate of the flow a -> b is 'fast', which is not a number. Give a number."),
        (True, "the rate of the flow a -> b is True, which is not a number. Give a number."),
        (np.array([0.1, -1]), "the rate of the flow a -> b is [ 0.1 -1. ]. It cannot be negative."),
        (np.ones((2, 2)), "the rate of the flow a -> b has shape (2, 2). Give a number or one per"),
        (np.ones(0), "the rate of the flow a -> b is empty. Give a number."),
    ],
)
def test_a_rate_is_finite_not_negative_and_one_per_person(rate, words: str) -> None:
    with check_refused(InvalidValue, words):
        Flow("a", "b", rate)


def test_the_rates_of_people_cannot_be_written_to() -> None:
    given = np.array([0.1, 0.2])
    flow = Flow("a", "b", given)
    assert not flow.rate_per_h.flags.writeable


@pytest.mark.parametrize(
    ("rate", "linear"),
    [(0.3, True), (Steps((0, 4), (0.1, 0.3)), True), (Saturable(10.0, 5.0), False), (abs, False)],
)
def test_a_flow_is_linear_where_its_rate_does_not_look_at_the_amount(rate, linear: bool) -> None:
    assert Flow("a", "b", rate).is_linear is linear


def test_an_unknown_route_is_answered_with_the_routes() -> None:
    with check_refused(
        UnknownName,
        "No route called 'orall'. Did you mean 'oral'? Routes: intrathecal, iv, oral.",
    ):
        Entry("orall", "gut")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"lag_h": -1.0}, "the lag of the entry oral -> gut is -1.0. It cannot be negative."),
        (
            {"lag_h": np.array([0.1, 0.2])},
            "the lag of the entry oral -> gut has one value per person. Everyone shares one clock;",
        ),
        (
            {"share": 1.5},
            "the share of the entry oral -> gut is 1.5. It must lie between 0 and 1.",
        ),
        ({"share": -0.5}, "the share of the entry oral -> gut is -0.5. It cannot be negative."),
        ({"share": np.nan}, "the share of the entry oral -> gut is nan. Give a finite number."),
    ],
)
def test_an_entry_has_a_lag_and_a_share_that_can_be_meant(arguments, words: str) -> None:
    with check_refused(InvalidValue, words):
        Entry("oral", "gut", **arguments)


def test_a_site_of_nothing_is_refused() -> None:
    with check_refused(
        InvalidModel,
        "The site 'cord' looks at nothing. Give weights={compartment: 1 / volume_L}.",
    ):
        Site("cord", {})


def test_a_site_has_no_negative_weight() -> None:
    with check_refused(
        InvalidValue, "the weight of 'a' in the site 'cord' is -1.0. It cannot be negative."
    ):
        Site("cord", {"a": -1.0})


def test_a_delay_follows_at_a_fixed_rate() -> None:
    with check_refused(
        InvalidModel,
        "the rate of the delay 'soak' is a function. A delay follows at a fixed rate; give a",
    ):
        Delay("soak", "csf", Saturable(1.0, 1.0))


def test_the_rate_of_a_delay_is_not_negative() -> None:
    with check_refused(InvalidValue, "the rate of the delay 'soak' is -2. It cannot be negative."):
        Delay("soak", "csf", -2)
