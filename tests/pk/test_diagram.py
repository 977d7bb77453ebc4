"""The model as text."""

import numpy as np

from tests.pk.bodies import saturable
from titrate.pk import CompartmentModel, Delay, Entry, Flow, Saturable, Site, Steps


def test_everything_a_model_holds_is_drawn() -> None:
    model = CompartmentModel(
        compartments=("gut", "plasma", "tissue", "urine", "unabsorbed"),
        flows=(
            Flow("gut", "plasma", 1.0),
            Flow("plasma", "tissue", 0.5),
            Flow("tissue", "plasma", 0.25),
            Flow("plasma", "urine", Steps((0, 34), (0.1, 0.3))),
        ),
        entries=(
            Entry("oral", "gut", 0.74, 0.25),
            Entry("iv", "plasma"),
            Entry("intrathecal", "tissue", at="lumbar"),
        ),
        sites=(
            Site("plasma", {"plasma": 1 / 30}),
            Site("cord", {"soak": 1.0, "blood": 0.07, "tissue": 0.0}),
        ),
        delays=(Delay("blood", "plasma", 3.0), Delay("soak", "plasma", 0.1)),
    )
    assert model.diagram() == (
        "oral -> gut             share 0.74, after 0.25 h\n"
        "iv -> plasma\n"
        "intrathecal at lumbar -> tissue\n"
        "gut -> plasma           1 /h\n"
        "plasma <-> tissue       0.5 /h, back 0.25 /h\n"
        "plasma -> urine         0.1 then 0.3 /h\n"
        "blood follows plasma    3 /h\n"
        "soak follows plasma     0.1 /h\n"
        "plasma = plasma / 30 L\n"
        "cord = soak + 0.07 blood + 0 tissue"
    )


def test_flows_between_the_same_two_compartments_share_a_line_and_each_is_drawn_once() -> None:
    model = CompartmentModel(
        ("plasma", "tissue", "urine"),
        (
            Flow("plasma", "tissue", 0.1),
            Flow("tissue", "plasma", 0.3),
            Flow("plasma", "urine", 1.0),
            Flow("tissue", "plasma", 0.4),
            Flow("plasma", "tissue", 0.2),
            Flow("plasma", "urine", Saturable(40, 200)),
        ),
    )
    assert model.diagram() == (
        "plasma <-> tissue    0.1 /h and 0.2 /h, back 0.3 /h and 0.4 /h\n"
        "plasma -> urine      1 /h and 40 ug/h / (200 ug + amount)"
    )


def test_a_curved_flow_is_drawn_with_its_two_amounts() -> None:
    line = "plasma -> metabolised    40 ug/h / (200 ug + amount)"
    assert line in saturable().diagram().splitlines()


def test_functions_are_named_and_not_evaluated() -> None:
    model = CompartmentModel(
        ("gut", "unabsorbed"),
        (Flow("gut", "unabsorbed", abs),),
        (Entry("oral", "gut", lambda dose: dose * 0),),
        right_hand_side=lambda t, x: {},
    )
    assert model.diagram() == (
        "oral -> gut          a share that depends on the dose\n"
        "gut -> unabsorbed    (a function of the amount) /h\n"
        "(and a right-hand side of its own)"
    )


def test_people_are_drawn_as_a_range() -> None:
    model = CompartmentModel(
        ("a", "b"),
        (Flow("a", "b", np.array([0.1, 0.4])),),
        sites=(Site("a", {"a": np.array([0.0, 0.1])}),),
    )
    assert model.diagram() == "a -> b    0.1 to 0.4 /h\na = a / 10 to inf L"


def test_what_changes_at_cuts_is_drawn_in_turn() -> None:
    model = CompartmentModel(
        compartments=("gut", "plasma", "unabsorbed"),
        flows=(Flow("gut", "plasma", 1.0),),
        entries=(Entry("oral", "gut", Steps((0, 24), (0.5, 0.9))),),
        sites=(
            Site("plasma", {"plasma": Steps((0, 24), (1 / 20, np.array([1 / 30, 1 / 40])))}),
            Site("cord", {"blood": Steps((0, 24), (1.0, 2.0))}),
        ),
        delays=(Delay("blood", "plasma", 3.0),),
    )
    assert model.diagram() == (
        "oral -> gut             share 0.5 then 0.9\n"
        "gut -> plasma           1 /h\n"
        "blood follows plasma    3 /h\n"
        "plasma = plasma / 20 then 30 to 40 L\n"
        "cord = 1 then 2 blood"
    )
