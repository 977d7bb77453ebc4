"""A model that contradicts itself is refused where it is written, in words."""

import numpy as np
import pytest

from tests.pk.bodies import ORAL, check_refused
from titrate.dosing import iv
from titrate.errors import InvalidModel
from titrate.pk import CompartmentModel, Delay, Entry, Flow, Site, solve

PLASMA = Site("plasma", {"plasma": 0.1})
OUT = Flow("plasma", "urine", 0.3)


def written(**parts) -> CompartmentModel:
    return CompartmentModel(**({"compartments": ("gut", "plasma", "urine"), "flows": ()} | parts))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            {"flows": (Flow("gut", "plasm", 1),)},
            "The flow from 'gut' goes to 'plasm', which is not in the model. "
            "Did you mean 'plasma'? There are: gut, plasma, urine.",
        ),
        (
            {"flows": (Flow("gutt", "plasma", 1),)},
            "A flow leaves 'gutt', which is not in the model. Did you mean 'gut'?",
        ),
        (
            {"flows": (Flow("gut", "gut", 1),)},
            "A flow runs from 'gut' into itself. Remove it.",
        ),
        (
            {"compartments": ("gut", "gut")},
            "Two things are called 'gut'. Rename one compartment or delay.",
        ),
        ({"compartments": ()}, "The model has no compartments. Name at least one."),
        (
            {"sites": (PLASMA,), "delays": (Delay("gut", "plasma", 1),)},
            "Two things are called 'gut'. Rename one compartment or delay.",
        ),
        ({"sites": (PLASMA, PLASMA)}, "Two things are called 'plasma'. Rename one site."),
        (
            {"entries": (Entry("oral", "gut"), Entry("oral", "gut"))},
            "Two things are called 'oral at None to gut'. Rename one way in.",
        ),
        (
            {"entries": (Entry("oral", "stomach"),)},
            "The entry 'oral' leads to 'stomach', which is not in the model. There are: gut,",
        ),
        (
            {"sites": (Site("cord", {"csf": 1.0}),)},
            "The site 'cord' looks at 'csf', which is not in the model. There are: gut, plasma,",
        ),
        (
            {"delays": (Delay("soak", "plasma", 1),)},
            "The delay 'soak' follows the site 'plasma', which is not in the model. There are: no",
        ),
        (
            {"entries": (Entry("oral", "gut", 0.7),)},
            "The entries of oral take less than the whole dose and the rest has no place. "
            "Add a compartment called 'unabsorbed'.",
        ),
        (
            {"entries": (Entry("oral", "gut", lambda dose: dose * 0 + 1),)},
            "The entries of oral take less than the whole dose and the rest has no place.",
        ),
        (
            {"entries": (Entry("oral", "gut", 0.7), Entry("oral", "plasma", 0.7))},
            "The entries of oral take 1.4 of a dose. Shares of one door may not add up to more",
        ),
        (
            {"entries": (Entry("intrathecal", "gut"), Entry("intrathecal", "plasma", at="lumbar"))},
            "The entries of intrathecal at lumbar take 2 of a dose. Shares of one door may not",
        ),
        (
            {
                "sites": (Site("seen", {"soak": 1.0}),),
                "delays": (Delay("soak", "seen", 1),),
            },
            "The delay 'soak' follows itself, through 'seen'. Let it follow a site that does not",
        ),
        (
            {
                "sites": (Site("one", {"first": 1.0}), Site("two", {"second": 1.0})),
                "delays": (Delay("first", "two", 1), Delay("second", "one", 1)),
            },
            "The delay 'first' follows itself, through 'two'. Let it follow a site that does not",
        ),
        (
            {"flows": (Flow("gut", "plasma", np.ones(2)), Flow("plasma", "urine", np.ones(3)))},
            "Rates are written for different numbers of people (gut -> plasma: 2, plasma -> urine"
            ": 3). Give every array one value per person.",
        ),
        (
            {
                "entries": (Entry("oral", "gut", np.full(2, 0.3)),),
                "sites": (Site("plasma", {"plasma": np.full(3, 0.1)}),),
            },
            "Rates are written for different numbers of people (share of oral: 2, plasma of",
        ),
        (
            {
                "entries": (
                    Entry("oral", "gut", np.full(2, 0.3)),
                    Entry("oral", "plasma", np.full(3, 0.3)),
                )
            },
            "Rates are written for different numbers of people (share of oral: 2, share of oral",
        ),
    ],
)
def test_a_model_that_cannot_be_meant_is_refused_in_words(parts, words: str) -> None:
    with check_refused(InvalidModel, words):
        written(**parts)


def test_every_column_of_the_mass_block_sums_to_zero() -> None:
    columns = ORAL.rate_matrix()[0].sum(axis=0)
    np.testing.assert_allclose(columns, 0, atol=1e-16)


def test_ledgers_are_what_nothing_leaves() -> None:
    assert ORAL.ledgers == ("eliminated", "unabsorbed")


def test_two_flows_between_the_same_compartments_add_up() -> None:
    twice = written(
        flows=(OUT, Flow("plasma", "urine", 0.2)), entries=(Entry("iv", "plasma"),), sites=(PLASMA,)
    )
    curve = solve(twice, iv(dose_mg=1), [2.0]).concentration["plasma"]
    assert curve[0] == pytest.approx(100 * np.exp(-1.0), rel=1e-13)


def test_some_of_the_people_keep_their_own_rates() -> None:
    model = written(flows=(Flow("plasma", "urine", np.array([0.1, 0.2, 0.3])),))
    some = model.take(slice(1, 3))
    assert some.people == 2
    assert some.flows[0].rate_per_h.tolist() == [0.2, 0.3]


def test_a_model_asks_for_no_more_than_one_entry_when_shares_of_two_places_are_whole() -> None:
    # Half of each dose goes everywhere, half to the place: together the whole of it.
    model = written(
        entries=(
            Entry("intrathecal", "gut", 0.5),
            Entry("intrathecal", "plasma", 0.5, at="lumbar"),
        )
    )
    assert len(model.entries) == 2
