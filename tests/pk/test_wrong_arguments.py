"""Arguments of the wrong kind are refused in words where a model is written and solved."""

from collections.abc import Callable

import numpy as np
import pytest

from titrate.dosing import oral
from titrate.errors import InvalidTimes, InvalidValue, TitrateError, UnknownName
from titrate.pk import (
    CompartmentModel,
    Delay,
    Entry,
    Flow,
    Site,
    Steps,
    csf_chain,
    half_lives_h,
    measures,
    one_compartment_oral,
    solve,
    state_of,
    steady_state,
    time_above_h,
    with_transit,
)

from .bodies import check_refused

FLOW, ENTRY = Flow("gut", "plasma", 1.0), Entry("oral", "gut")
PLASMA = Site("plasma", {"plasma": 0.1})
ORAL = one_compartment_oral(clearance_L_per_h=4.0, volume_L=20.0, absorption_per_h=1.0)
TABLET = oral(dose_mg=1)


def model(**changed: object) -> CompartmentModel:
    parts = {"compartments": ("gut", "plasma"), "flows": (FLOW,), "entries": (ENTRY,)}
    return CompartmentModel(**(parts | {"sites": (PLASMA,)} | changed))


def own(right_hand_side: object) -> CompartmentModel:
    return model(right_hand_side=right_hand_side)


Case = tuple[Callable[[], object], str]

PARTS: list[Case] = [
    (
        lambda: model(flows=FLOW),
        "flows is Flow(source='gut', target='plasma', rate_per_h=1.0), which is one Flow and not a "
        'tuple. Mind the comma: flows=(Flow("plasma", "urine", 0.3),).',
    ),
    (
        lambda: model(compartments="ab"),
        "compartments is 'ab', which is one text and not several names. Give "
        'compartments=("gut", "plasma").',
    ),
    (
        lambda: model(compartments=None),
        'compartments is None. Give several: compartments=("gut", "plasma").',
    ),
    (
        lambda: model(compartments=("gut", 3)),
        'compartments[1] is 3. Give compartments=("gut", "plasma").',
    ),
    (
        lambda: model(flows=(FLOW, PLASMA)),
        "flows holds Site(name='plasma', weights={'plasma': 0.1}). Give it among the sites.",
    ),
    (lambda: model(sites=FLOW), "sites holds Flow(source='gut', target="),
    (
        lambda: model(delays=(ENTRY,)),
        "delays holds Entry(route='oral', compartment='gut', share=1.0, lag_h=0.0, at=None). Give "
        "it among the entries.",
    ),
    (
        lambda: model(entries=(Delay("d", "plasma", 1.0),)),
        "entries holds Delay(name='d', of='plasma', rate_per_h=1.0). Give it among the delays.",
    ),
    (
        lambda: model(flows=({"gut": "plasma"},)),
        "flows[0] is {'gut': 'plasma'}. Give flows=(Flow(",
    ),
    (lambda: Site("a", ["a"]), "What the site 'a' looks at is ['a']. Give compartments and weight"),
    (lambda: Site(3, {"a": 1.0}), "The name of a site is 3. Give text."),
    (
        lambda: Site("a", {3: 1.0}),
        "What the site 'a' looks at has the name 3. Names are text: compartments and weights",
    ),
    (lambda: Flow(1, "b", 1.0), "The source of a flow is 1. Give the name of a compartment."),
    (lambda: Flow("a", None, 1.0), "The target of a flow is None. Give the name of a compartment."),
    (
        lambda: Flow("a", "b", [1, [2, 3]]),
        "the rate of the flow a -> b is [1, [2, 3]], which is not a number. Give a number.",
    ),
    (lambda: Delay(None, "a", 1.0), "The name of a delay is None. Give text."),
    (lambda: Delay("d", PLASMA, 1.0), "What the delay 'd' follows is Site(name='plasma'"),
    (lambda: Entry("iv", 3), "The target of the iv entry is 3. Give the name of a compartment."),
    (
        lambda: Entry("oral", "gut", at="lumbar"),
        "The oral entry is at 'lumbar'. Only an intrathecal entry has a place; leave at out.",
    ),
    (
        lambda: Steps(5, 5),
        "at_h is 5. Give several: Steps(at_h=(0, 34), values=(0.0, 0.15)).",
    ),
    (lambda: Steps((0, [1]), (0, 1)), "at_h is [1], which is not one number. Give one number."),
    (
        lambda: own(3),
        "right_hand_side is 3, which is no function. Give a function of time and amounts that",
    ),
]


@pytest.mark.parametrize(("make", "words"), PARTS)
def test_a_part_of_a_model_of_the_wrong_kind_is_refused(make, words: str) -> None:
    with check_refused(InvalidValue, words):
        make()


def test_an_unknown_segment_is_answered_with_the_segments() -> None:
    with check_refused(
        UnknownName,
        "No segment called 'lumber'. Did you mean 'lumbar'? Segments: cervical, cisternal, "
        "cranial, lumbar, thoracic.",
    ):
        Entry("intrathecal", "csf", at="lumber")


RIGHT_HAND_SIDES: list[tuple[Callable[..., object], type[TitrateError], str]] = [
    (
        lambda t, a: None,
        InvalidValue,
        "The right-hand side returned None at 0 h. Return ug/h by compartment: "
        '{"plasma": -3.0}, or {} where nothing moves.',
    ),
    (
        lambda t, a: "plasma",
        InvalidValue,
        "The right-hand side returned 'plasma' at 0 h. Return ug/h by compartment",
    ),
    (
        lambda t, a: {"plasma": "fast"},
        InvalidValue,
        "What the right-hand side returned for 'plasma' at 0 h is 'fast', which is not a number.",
    ),
    (
        lambda t, a: {"plasma": [1.0, 2.0]},
        InvalidValue,
        "What the right-hand side returned for 'plasma' at 0 h is [1.0, 2.0]. Return ug/h by",
    ),
    (
        lambda t, a: {"plasm": 1.0},
        UnknownName,
        "No compartment called 'plasm'. Did you mean 'plasma'? Compartments: gut, plasma.",
    ),
    (
        lambda t, a: {"plasma": -a["plasm"]},
        UnknownName,
        "No compartment called 'plasm'. Did you mean 'plasma'? Compartments: gut, plasma.",
    ),
]


@pytest.mark.parametrize(("moves", "kind", "words"), RIGHT_HAND_SIDES)
def test_what_a_right_hand_side_returns_is_named(moves, kind, words: str) -> None:
    with check_refused(kind, words):
        solve(own(moves), TABLET, [0, 1], method="ode")


def test_a_right_hand_side_that_forgets_to_return_later_is_caught_then() -> None:
    with check_refused(InvalidValue, "The right-hand side returned None at "):
        solve(own(lambda t, a: {} if t < 3 else None), TABLET, [0, 12], method="ode")


def test_an_error_of_a_right_hand_sides_own_is_left_as_it_is() -> None:
    def broken(time_h, amounts):
        raise KeyError("my own table")

    with pytest.raises(KeyError, match="my own table") as caught:
        solve(own(broken), TABLET, [0, 1], method="ode")
    assert not isinstance(caught.value, TitrateError)


def test_a_rate_function_that_returns_no_number_is_named() -> None:
    curved = model(flows=(Flow("gut", "plasma", lambda amount: None),))
    with check_refused(InvalidValue, "The rate of the flow gut -> plasma at 0 h is None, which is"):
        solve(curved, TABLET, [0, 1], method="ode")


def test_a_share_function_that_returns_no_share_is_named() -> None:
    saturating = model(
        compartments=("gut", "plasma", "unabsorbed"),
        entries=(Entry("oral", "gut", share=lambda dose: "half"),),
    )
    with check_refused(
        InvalidValue,
        "The share of the entry oral -> gut is 'half'. Its function takes doses in ug and returns",
    ):
        solve(saturating, TABLET, [0, 1])


SOLVED = solve(ORAL, TABLET, [0, 24])
TEXT = "oral 10 mg every 8 h for 2 days"

VERBS: list[Case] = [
    (lambda: solve("one", TABLET, [0, 1]), "model is 'one'. Give a CompartmentModel, such as one"),
    (lambda: solve(3, TABLET, [0, 1]), "model is 3. Give a CompartmentModel, such as one_compart"),
    (
        lambda: solve(ORAL, 3, [0, 1]),
        "regimen is 3. Give a regimen: oral(...), pump(...), prescription('...').",
    ),
    (
        lambda: solve(ORAL, TEXT, [0, 1]),
        f"regimen is {TEXT!r}. Read the text first: tt.prescription({TEXT!r}).",
    ),
    (
        lambda: solve(ORAL, TABLET, [0, 1], outputs="plasma"),
        "outputs is 'plasma', which is one text and not several names. Give outputs=[\"plasma\"].",
    ),
    (
        lambda: solve(ORAL, TABLET, [0, 1], initial=SOLVED),
        "initial is <solution: <concentration of one patient, 0 to 24 h: plasma>>. Give its state: "
        "initial=solution.final.",
    ),
    (
        lambda: solve(ORAL, TABLET, [0, 1], weight_kg=[70, [80]]),
        "weight_kg is [70, [80]], which is not a number. Give a number.",
    ),
    (lambda: steady_state(ORAL, TEXT), f"regimen is {TEXT!r}. Read the text first"),
    (lambda: steady_state(None, TABLET), "model is None. Give a CompartmentModel"),
    (lambda: half_lives_h(SOLVED), "model is <solution: "),
    (lambda: state_of({}, {}), "model is {}. Give a CompartmentModel"),
    (lambda: state_of(ORAL, 3), 'amounts is 3. Give amounts in ug by name: {"plasma": 1000}.'),
    (lambda: with_transit(3, mean_time_h=1.0, count=2), "model is 3. Give a CompartmentModel"),
    (
        lambda: csf_chain(
            ORAL, volumes_L=0.02, flows_L_per_h=(), loss_per_h={"lumbar": 1.0}, plasma_ratio=0.1
        ),
        'volumes_L is 0.02. Give volumes_L={"lumbar": 0.02, "thoracic": 0.03}.',
    ),
    (
        lambda: one_compartment_oral(clearance_L_per_h="1", volume_L=20.0, absorption_per_h=1.0),
        "clearance_L_per_h is '1', which is not a number. Give a number.",
    ),
    (
        lambda: one_compartment_oral(clearance_L_per_h=1.0, volume_L=20.0, absorption_per_h=None),
        "absorption_per_h is None, which is not a number. Give a number.",
    ),
    (lambda: measures(ORAL, "plasma"), "solution is CompartmentModel("),
    (
        lambda: measures(SOLVED, "plasma", from_h=[0]),
        "from_h is [0], which is not one number. Give one number.",
    ),
    (
        lambda: time_above_h(SOLVED, "plasma", [1, 2]),
        "level is [1, 2], which is not one number. Give one number.",
    ),
]


@pytest.mark.parametrize(("ask", "words"), VERBS)
def test_a_verb_says_what_it_was_given_and_what_to_give(ask, words: str) -> None:
    with check_refused(InvalidValue, words):
        ask()


@pytest.mark.parametrize(
    ("times_h", "words"),
    [
        ([], "times_h is empty. Give at least one time, in h: [0, 8, 24]."),
        (["1", "2"], "times_h is ['1', '2']. Give numbers, in hours."),
        (True, "times_h is True. Give numbers, in hours."),
        (np.array(["1"]), "times_h is ndarray array(['1'], dtype='<U1'). Give numbers, in hours."),
        (None, "times_h is None. Give numbers, in hours."),
    ],
)
def test_output_times_are_numbers(times_h, words: str) -> None:
    with check_refused(InvalidTimes, words):
        solve(ORAL, TABLET, times_h)
