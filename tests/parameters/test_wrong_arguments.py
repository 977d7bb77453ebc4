"""What parameters and doors say of arguments of the wrong kind."""

import pytest

from titrate.errors import InvalidValue, TitrateError, UnknownName, WrongUnit
from titrate.parameters import Door, Parameter, ParameterSet

SET = ParameterSet.of(clearance=(1.1, "L/h"))

REFUSED = [
    (lambda: Parameter(3, 1, "L/h"), InvalidValue, "The name of a parameter is 3. Give text."),
    (lambda: Parameter("a", 1, 3), WrongUnit, "No unit is spelt 3; case matters."),
    (lambda: Parameter("a", 1, "L/h", status=["x"]), UnknownName, "No status called ['x']. St"),
    (lambda: Parameter("a", 1, "L/h", range=3), InvalidValue, "The range of a is 3. Give (low, h"),
    (
        lambda: Parameter("a", 1, "L/h", range=(0, [2])),
        InvalidValue,
        "The range of a is [2], which is not one number. Give one number.",
    ),
    (
        lambda: Parameter("a", 1, "L/h", sources="me"),
        InvalidValue,
        "sources is 'me'. Give several: a tuple of sources.",
    ),
    (
        lambda: Parameter("a", 1, "L/h", derived_from="b"),
        InvalidValue,
        "derived_from is 'b', which is one text and not several names. Give a tuple of derived",
    ),
    (
        lambda: Parameter("a", 1, "L/h", variability=30),
        InvalidValue,
        "variability is 30. Give a Variability.",
    ),
    (
        lambda: ParameterSet(Parameter("a", 1, "L/h")),
        InvalidValue,
        "entries is <a 1 L/h, assumed>, which is one Parameter and not a tuple. Mind",
    ),
    (lambda: ParameterSet.of("a"), InvalidValue, "entries[0] is 'a'. Give ParameterSet.of("),
    (lambda: ParameterSet.of(a=3), InvalidValue, "a is given as 3. Give value and unit: a=(1.1,"),
    (lambda: SET[["clearance"]], UnknownName, "No parameter called ['clearance']."),
    (lambda: Door("mg", [5]), InvalidValue, "step is [5], which is not one number. Give one num"),
    (
        lambda: Door("mg", 5, usual_per_day=80),
        InvalidValue,
        "usual_per_day is 80. Give (low, high).",
    ),
    (lambda: Door("mg", 5, pattern=3), InvalidValue, "The pattern of a door is 3. Give text."),
]


@pytest.mark.parametrize(("ask", "kind", "words"), REFUSED)
def test_what_was_given_is_named_with_what_to_give(ask, kind, words: str) -> None:
    with pytest.raises(TitrateError) as raised:
        ask()
    assert type(raised.value) is kind
    assert str(raised.value).startswith(words)


def test_a_dimensionless_number_is_shown_without_a_unit() -> None:
    ratio = ParameterSet.of(ratio=(3, "1"))
    assert repr(ratio["ratio"]) == "<ratio 3, assumed>"
    assert ratio.with_values(ratio=4)["ratio"].note == "changed from 3 (assumed)."
    with pytest.raises(InvalidValue, match=r"^ratio is 1000000000000.0\. It must lie between"):
        ratio.with_values(ratio=1e12)
