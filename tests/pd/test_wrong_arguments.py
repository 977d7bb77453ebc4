"""What endpoints, adaptations and curves say of arguments of the wrong kind."""

import numpy as np
import pandas as pd
import pytest

from titrate.errors import InvalidValue, TitrateError, UnknownName
from titrate.pd import Adaptation, Endpoint, Hill

CURVE = Hill(66.0)


def endpoint(**changed: object) -> Endpoint:
    parts = {"name": "relief", "unit": "", "better": "higher", "site": "cord", "curve": CURVE}
    return Endpoint(**(parts | changed))


def adaptation(**changed: object) -> Adaptation:
    numbers = {"maximum": 1.0, "half_way": 50.0, "slope": 1.0}
    times = {"half_time_up_h": 100.0, "half_time_down_h": 50.0}
    return Adaptation(**({"name": "habit", "site": "cord"} | numbers | times | changed))


REFUSED = [
    (lambda: endpoint(name=3), InvalidValue, "The name of an endpoint is 3. Give text."),
    (lambda: endpoint(unit=None), InvalidValue, "The unit of an endpoint is None. Give text."),
    (lambda: endpoint(better=1), UnknownName, "No direction called 1. Directions: higher, lower."),
    (lambda: endpoint(site=3), InvalidValue, 'site is 3. Give several: site="cord" or site=("c'),
    (lambda: endpoint(site=()), InvalidValue, "site is empty. Name the site that the endpoint"),
    (
        lambda: endpoint(curve=66.0),
        InvalidValue,
        "curve is 66.0, which is no function. Give a response curve, such as Hill(66.0).",
    ),
    (
        lambda: endpoint(adaptation="habit"),
        InvalidValue,
        "adaptation is 'habit'. Give an Adaptation.",
    ),
    (lambda: endpoint(possible=5), InvalidValue, "possible is 5. Give (low, high)."),
    (
        lambda: endpoint(unit="points", possible=(5, 1)),
        InvalidValue,
        "possible is (5, 1). Give (low, high), low first.",
    ),
    (lambda: adaptation(name=None), InvalidValue, "The name of an adaptation is None. Give text."),
    (lambda: adaptation(site=3), InvalidValue, "The site of an adaptation is 3. Give text."),
    (lambda: Hill([]), InvalidValue, "ec50 is empty. Give a number."),
    (lambda: Hill(np.ones((2, 2))), InvalidValue, "ec50 has shape (2, 2). Give a number or one ea"),
    (
        lambda: CURVE("much"),
        InvalidValue,
        "The concentration is 'much'. Give numbers, in ug/L.",
    ),
    (
        lambda: CURVE.inverse(0.5, ec50_factor="2"),
        InvalidValue,
        "ec50_factor is '2', which is not a number. Give a number.",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "words"), REFUSED)
def test_what_was_given_is_named_with_what_to_give(ask, kind, words: str) -> None:
    with pytest.raises(TitrateError) as raised:
        ask()
    assert type(raised.value) is kind
    assert str(raised.value).startswith(words)


@pytest.mark.parametrize("one_each", [[50.0, 66.0], pd.Series([50.0, 66.0])])
def test_a_list_or_a_column_is_one_value_per_person(one_each) -> None:
    concentration = np.array([[10.0, 20.0, 40.0], [10.0, 20.0, 40.0]])
    as_array = Hill(np.array([50.0, 66.0]))
    np.testing.assert_array_equal(Hill(one_each)(concentration), as_array(concentration))
    habits = [adaptation(maximum=each) for each in (one_each, np.array([50.0, 66.0]))]
    np.testing.assert_array_equal(*[habit.target(concentration) for habit in habits])
