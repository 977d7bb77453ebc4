"""Goals: what a person wants, and the errors that say why it cannot be wanted."""

import numpy as np
import pytest

import titrate as tt
from titrate.errors import InvalidGoal, InvalidValue, TitrateError, UnknownName
from titrate.pd import Endpoint, Hill
from titrate.search import Goal, Goals

ENDPOINTS = (
    Endpoint("relief", "", "higher", "cord", Hill(66.0)),
    Endpoint("harm", "", "lower", "cord", Hill(66.0)),
    Endpoint("ashworth", "points 1-5", "lower", "cord", Hill(66.0)),
)


def test_goals_left_out_are_those_of_the_file() -> None:
    assert str(Goals()) == (
        "relief_legs at least 0.3; drowsiness at most 0.3; weakness at most 0.2"
    )
    assert Goals().over_h == 24.0


def test_one_side_alone_replaces_both() -> None:
    assert str(Goals(at_least={"relief_legs": 0.4})) == "relief_legs at least 0.4"
    assert str(Goals(at_most={"weakness": ("worst", 0.2)})) == "weakness (worst) at most 0.2"


@pytest.mark.parametrize("statistic", ["mean", "worst", "best", "end"])
def test_a_limit_may_name_its_statistic(statistic: str) -> None:
    (goal,) = Goals(at_least={"relief_legs": (statistic, 0.4)}).goals
    assert goal == Goal("relief_legs", 0.4, True, statistic)


@pytest.mark.parametrize("number", [0.3, np.float64(0.3), np.float32(0.3)])
def test_a_limit_is_any_number(number: float) -> None:
    for limit in (number, ("mean", number)):
        assert Goals(at_least={"relief_legs": limit}).goals[0].limit == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        ({"at_least": {}}, InvalidGoal, "There are no goals. Give at_least, at_most, or neither."),
        (
            {"at_least": {"relief": 0.3}, "at_most": {"relief": 0.5}},
            InvalidGoal,
            "relief has a goal in at_least and in at_most. Keep one of them.",
        ),
        (
            {"at_least": {"relief": ("wurst", 0.3)}},
            UnknownName,
            "No statistic called 'wurst'. Did you mean 'worst'? Statistics: best, end, mean, "
            "worst.",
        ),
        (
            {"at_least": {"relief": float("nan")}},
            InvalidGoal,
            "the limit of relief is nan. Give a finite number.",
        ),
        (
            {"at_least": {"relief": True}},
            InvalidGoal,
            "the limit of relief is True, which is not a number. Give a number.",
        ),
        *(
            (
                {"at_least": {"relief": wrong}},
                InvalidGoal,
                f"The limit of relief is {wrong!r}. Give a number, or a statistic and a number: "
                '("worst", 0.3).',
            )
            for wrong in ("0.3", [0.1, 0.2], ("worst", 0.3, 4), ("worst", "0.3"), (0.3,))
        ),
        (
            {"at_least": 0.3},
            InvalidGoal,
            'at_least is 0.3. Give endpoints and limits: at_least={"relief_legs": 0.3}.',
        ),
        ({"over_h": 0}, InvalidValue, "over_h is 0. It must be above 0."),
        ({"over_h": -24}, InvalidValue, "over_h is -24. It must be above 0."),
        ({"over_h": float("inf")}, InvalidValue, "over_h is inf. Give a finite number."),
        (
            {"over_h": 0.5},
            InvalidValue,
            'over_h is 0.5. Give an hour or more; "end" is the last instant.',
        ),
    ],
)
def test_goals_that_cannot_be_read_are_refused(
    wrong: dict[str, object], kind: type[TitrateError], message: str
) -> None:
    with pytest.raises(kind) as raised:
        Goals(**wrong)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("goals", "kind", "message"),
    [
        (
            {"at_least": {"releif": 0.3}},
            UnknownName,
            "No endpoint called 'releif'. Did you mean 'relief'? Endpoints: ashworth, harm, "
            "relief.",
        ),
        (
            {"at_most": {"relief": 0.3}},
            InvalidGoal,
            "The goal 'relief at most 0.3' points the wrong way: higher is better. Put relief "
            "into at_least.",
        ),
        (
            {"at_least": {"harm": 0.3}},
            InvalidGoal,
            "The goal 'harm at least 0.3' points the wrong way: lower is better. Put harm into "
            "at_most.",
        ),
        *(
            (
                {side: {name: limit}},
                InvalidGoal,
                f"The goal '{name} {words} {limit:g}' is one that {why}. {name} is a share; give a "
                "limit between 0 and 1, 0.3 for 30 %.",
            )
            for side, name, words, limit, why in (
                ("at_least", "relief", "at least", 1, "nobody can meet"),
                ("at_least", "relief", "at least", 30, "nobody can meet"),
                ("at_least", "relief", "at least", 0, "nobody can miss"),
                ("at_least", "relief", "at least", -0.1, "nobody can miss"),
                ("at_most", "harm", "at most", 1, "nobody can miss"),
                ("at_most", "harm", "at most", 30, "nobody can miss"),
                ("at_most", "harm", "at most", 0, "nobody can meet"),
                ("at_most", "harm", "at most", -0.1, "nobody can meet"),
            )
        ),
    ],
)
def test_goals_that_mean_nothing_for_a_drug_are_refused(
    goals: dict[str, object], kind: type[TitrateError], message: str
) -> None:
    with pytest.raises(kind) as raised:
        Goals(**goals).require_for(ENDPOINTS)
    assert str(raised.value) == message


def test_scores_may_have_limits_above_one() -> None:
    [goal] = Goals(at_most={"ashworth": 2.0}).require_for(ENDPOINTS).goals
    assert goal.limit == 2.0


def test_margins_are_one_at_the_ideal_zero_at_the_limit_and_negative_outside() -> None:
    floor, ceiling = Goal("relief", 0.3, True), Goal("harm", 0.2, False)
    assert [floor.margin(v) for v in (1.0, 0.3, 0.0)] == pytest.approx([1, 0, -3 / 7])
    assert [ceiling.margin(v) for v in (0.0, 0.2, 0.4)] == pytest.approx([1, 0, -1])
    np.testing.assert_allclose(floor.margin(np.array([0.3, 1.0])), [0, 1], atol=1e-15)


@pytest.mark.parametrize("goals", [{"relief_legs": 0.3}, 0.3, "default"])
def test_the_verb_wants_goals_as_goals(goals: object) -> None:
    with pytest.raises(
        InvalidValue, match=r"Give goals=tt\.Goals\(at_least=\.\.\., at_most=\.\.\.\)\."
    ):
        tt.find_window(
            tt.load_drug("baclofen"),
            tt.Patient(),
            tt.oral(dose_mg=10, every_h=8, days=2),
            goals=goals,
        )
