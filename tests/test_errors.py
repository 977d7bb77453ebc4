"""The closed vocabulary of errors, the checks that raise them, the words they share."""

import pickle

import numpy as np
import pytest

from titrate import errors
from titrate.errors import InvalidValue, TitrateError, UnknownName

BUILT_IN = {
    "InvalidFile": ValueError,
    "InvalidGoal": ValueError,
    "InvalidModel": ValueError,
    "InvalidTimes": ValueError,
    "InvalidValue": ValueError,
    "NegativeConcentration": ValueError,
    "NoSteadyState": ValueError,
    "NotLinear": ValueError,
    "SolverFailure": ArithmeticError,
    "UnknownName": KeyError,
    "UnreadablePrescription": ValueError,
    "UnusualDose": ValueError,
    "WrongUnit": ValueError,
}
kinds = pytest.mark.parametrize("name", sorted(BUILT_IN))


def test_the_vocabulary_is_closed() -> None:
    found = {
        name
        for name in errors.__all__
        if isinstance(getattr(errors, name), type) and name != "TitrateError"
    }
    assert found == set(BUILT_IN)
    assert {kind.__name__ for kind in TitrateError.__subclasses__()} == set(BUILT_IN)


@kinds
def test_every_error_is_ours_and_the_built_in_that_fits(name: str) -> None:
    kind = getattr(errors, name)
    assert kind.__bases__ == (TitrateError, BUILT_IN[name])


@kinds
def test_no_error_has_children(name: str) -> None:
    assert getattr(errors, name).__subclasses__() == []


def test_codes_are_unique_words_for_programs() -> None:
    codes = [getattr(errors, name).code for name in [*BUILT_IN, "TitrateError"]]
    assert len(set(codes)) == len(codes)
    assert all(code.replace("-", "").isalpha() and code.islower() for code in codes)


@kinds
def test_a_message_is_the_problem_and_what_to_do(name: str) -> None:
    raised = getattr(errors, name)("It is wrong.", "Do it right.")
    assert str(raised) == "It is wrong. Do it right."
    assert (raised.problem, raised.hint) == ("It is wrong.", "Do it right.")
    assert str(getattr(errors, name)("It is wrong.")) == "It is wrong."


@kinds
def test_errors_survive_the_way_to_another_process(name: str) -> None:
    there = pickle.loads(pickle.dumps(getattr(errors, name)("It is wrong.", "Do it right.")))
    assert type(there).__name__ == name
    assert str(there) == "It is wrong. Do it right."


checks = pytest.mark.parametrize(
    ("check", "good", "bad", "hint"),
    [
        (errors.require_finite, [0, -3.5, np.array([1, 2.0])], [], ""),
        (errors.require_not_negative, [0, 2.5], [-1e-12], "It cannot be negative."),
        (errors.require_positive, [1e-300, 5], [0, -1.0], "It must be above 0."),
        (
            lambda what, v: errors.require_at_least(what, v, 2),
            [2, 3.0],
            [1.99],
            "It must be at least 2.",
        ),
        (
            lambda what, v: errors.require_between(what, v, 0.5, 2),
            [0.5, 2, 1],
            [0.49, 2.01],
            "It must lie between 0.5 and 2.",
        ),
    ],
    ids=["finite", "not_negative", "positive", "at_least", "between"],
)


@checks
def test_a_good_number_comes_back_as_it_was_given(check, good, bad, hint) -> None:
    for value in good:
        assert check("dose_mg", value) is value


@checks
def test_a_bad_number_is_named_shown_and_explained(check, good, bad, hint) -> None:
    for value in bad:
        with pytest.raises(InvalidValue) as raised:
            check("dose_mg", value)
        assert str(raised.value) == f"dose_mg is {value!r}. {hint}"


@checks
def test_one_bad_number_of_an_array_is_enough(check, good, bad, hint) -> None:
    for value in bad:
        with pytest.raises(InvalidValue, match=r"dose_mg is \["):
            check("dose_mg", np.array([1.0, value]))


@checks
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_every_check_refuses_what_is_not_finite(check, good, bad, hint, value: float) -> None:
    with pytest.raises(InvalidValue) as raised:
        check("dose_mg", value)
    assert str(raised.value) == f"dose_mg is {value!r}. Give a finite number."


@checks
@pytest.mark.parametrize("value", ["1", None, True, [None], np.array([True]), 1j])
def test_every_check_refuses_what_is_no_number(check, good, bad, hint, value: object) -> None:
    with pytest.raises(InvalidValue, match=r"which is not a number\. Give a number\."):
        check("dose_mg", value)


def test_the_nearest_name_is_suggested() -> None:
    assert errors.suggestion("intratecal", ["oral", "intrathecal"]) == "Did you mean 'intrathecal'?"
    assert errors.suggestion("zzz", ["oral", "intrathecal"]) == ""


def test_an_unknown_name_lists_the_names_in_order() -> None:
    raised = errors.unknown_name("route", "intratecal", ["oral", "iv", "intrathecal"])
    assert isinstance(raised, UnknownName)
    assert str(raised) == (
        "No route called 'intratecal'. Did you mean 'intrathecal'? Routes: intrathecal, iv, oral."
    )


def test_headings_need_not_be_made_with_an_s_and_lists_may_be_empty() -> None:
    raised = errors.unknown_name("delay", "x", [], plural="effect delays")
    assert str(raised) == "No delay called 'x'. Effect delays: none."


@checks
@pytest.mark.parametrize("value", [[], [1, [2, 3]]])
def test_every_check_refuses_what_holds_no_numbers(check, good, bad, hint, value: object) -> None:
    with pytest.raises(InvalidValue, match=r"which is not a number|is empty"):
        check("dose_mg", value)


ARGUMENTS = [
    (lambda: errors.require_kind("who", 3, str, "Give text."), "who is 3. Give text."),
    (lambda: errors.require_text("name", None), "name is None. Give text."),
    (
        lambda: errors.require_callable("family", 3, "Give a function."),
        "family is 3, which is no function. Give a function.",
    ),
    (lambda: errors.require_flag("close", "yes"), "close is 'yes'. Give True or False."),
    (lambda: errors.require_flag("close", 1), "close is 1. Give True or False."),
    (
        lambda: errors.require_one("dose_mg", [1, 2]),
        "dose_mg is [1, 2], which is not one number. Give one number.",
    ),
    (lambda: errors.require_several("at_h", 5, "(0, 5)"), "at_h is 5. Give several: (0, 5)."),
    (lambda: errors.require_several("at_h", "0 5", "(0, 5)"), "at_h is '0 5'. Give several"),
    (lambda: errors.require_several("at_h", {0: 5}, "(0, 5)"), "at_h is {0: 5}. Give several"),
    (
        lambda: errors.require_several("at_h", np.array(5), "(0, 5)"),
        "at_h is ndarray array(5). Give several: (0, 5).",
    ),
    (
        lambda: errors.require_names("outputs", "plasma", '["plasma"]'),
        "outputs is 'plasma', which is one text and not several names. Give [\"plasma\"].",
    ),
    (
        lambda: errors.require_names("outputs", ["plasma", 3], '["plasma"]'),
        'outputs[1] is 3. Give ["plasma"].',
    ),
    (
        lambda: errors.require_mapping("goals", [], "{...}"),
        "goals is []. Give {...}.",
    ),
    (
        lambda: errors.require_mapping("goals", {3: 1}, "{...}"),
        "goals has the name 3. Names are text: {...}.",
    ),
    (lambda: errors.require_pair("range", 5), "range is 5. Give (low, high)."),
    (lambda: errors.require_pair("range", "ab"), "range is 'ab'. Give (low, high)."),
    (lambda: errors.require_pair("range", (1, 2, 3)), "range is (1, 2, 3). Give (low, high)."),
]


@pytest.mark.parametrize(("check", "words"), ARGUMENTS)
def test_an_argument_of_the_wrong_kind_is_named_shown_and_explained(check, words: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        check()
    assert str(raised.value).startswith(words)


@pytest.mark.parametrize("name", [3, None, ["x"], {}])
def test_a_choice_is_a_name_that_there_is(name: object) -> None:
    with pytest.raises(UnknownName) as raised:
        errors.require_choice("route", name, ("iv", "oral"))
    assert str(raised.value) == f"No route called {name!r}. Routes: iv, oral."


def test_arguments_of_the_right_kind_come_back() -> None:
    assert errors.require_kind("who", 3, int | str, "") == 3
    assert errors.require_flag("close", np.True_) is True
    assert errors.require_choice("route", "iv", ("iv", "oral")) == "iv"
    assert errors.require_names("outputs", np.array(["a", "b"]), "") == ("a", "b")
    assert errors.require_several("at_h", (n for n in (1, 2)), "") == (1, 2)
    assert errors.require_pair("range", [1, 2]) == (1, 2)
    assert errors.require_mapping("goals", {"a": 1}, "") == {"a": 1}


def test_what_is_found_is_shown_in_one_line_with_its_kind() -> None:
    class Long:
        def __repr__(self) -> str:
            return "line\n" * 100

    assert errors.shown("x") == "'x'"
    assert errors.shown(None) == "None"
    assert errors.shown(np.zeros(1)) == "ndarray array([0.])"
    assert errors.shown(Long()).startswith("Long line line")
    assert errors.shown(Long()).endswith("...")
    assert len(errors.shown(Long())) < 120


def test_of_many_names_the_nearest_are_listed() -> None:
    many = [f"number_{k:02}" for k in range(60)]
    said = str(errors.unknown_name("parameter", "number_7", many))
    assert "Did you mean 'number_" in said
    assert "Parameters, the nearest of 60: " in said
    assert said.count("number_") == 1 + 1 + 8
