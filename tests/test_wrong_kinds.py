"""Every public constructor and verb, every argument: a wrong kind gets an error of ours.

Each argument stands with a value that is right and the kinds, of the handful below, that it takes.
Every other kind has to raise a `TitrateError`: never one of Python's or numpy's, and never nothing.
"""

import math

import pytest

import titrate as tt

from .arguments import COURSE, PATIENT
from .right_constructors import CONSTRUCTORS
from .right_verbs import VERBS

WRONG = {
    "none": None,
    "text": "x",
    "number": 3,
    "nan": math.nan,
    "truth": True,
    "list": [],
    "ragged": [1, [2, 3]],
    "mapping": {},
    "thing": object(),
    "patient": PATIENT,
    "regimen": COURSE,
}

EVERY = CONSTRUCTORS | VERBS
ARGUMENTS = [
    pytest.param(name, argument, id=f"{name}-{argument}")
    for name, (_, arguments) in EVERY.items()
    for argument in arguments
]


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_a_wrong_kind_gets_an_error_of_ours(name: str, argument: str) -> None:
    call, arguments = EVERY[name]
    right = {key: each.make() for key, each in arguments.items()}
    for kind, wrong in WRONG.items():
        if kind not in arguments[argument].takes:
            with pytest.raises(tt.TitrateError) as raised:
                call(**(right | {argument: wrong}))
            assert raised.value.problem.endswith("."), f"{kind}: {raised.value}"


def test_every_public_name_is_here() -> None:
    called = {name.partition(".")[0].partition("[")[0].partition(" ")[0] for name in EVERY}
    # Made by a verb, not by hand; or without an argument; or the base of the errors.
    made = {
        "DoseMap",
        "DoseWindow",
        "Ensemble",
        "Result",
        "TitrateError",
        "__version__",
        "drug_names",
    }
    assert set(tt.__all__) - called - made == set()
