"""A window over what is known of the numbers: draws, edges, the probability that there is none."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest

import titrate as tt
from tests.pages import check_page
from titrate.errors import InvalidValue
from titrate.parameters import Parameter, ParameterSet, Status, Uncertainty
from titrate.search.belief import drawn_sets

DRUG = tt.load_drug("baclofen")
PATIENT = tt.Patient(origin="ms")
TABLETS = tt.oral(dose_mg=10, every_h=8, days=7)
SEED = np.random.SeedSequence(1)
MANY = 4000
# So many draws know a quantile of 5 % to about a tenth of the spread.
CLOSE = 0.1


def drawn(*entries: Parameter, count: int = MANY):
    return drawn_sets(ParameterSet(entries), count, SEED)


def ranged(name="a", value=10.0, low=5.0, high=20.0, **more) -> Parameter:
    return Parameter(name, value, "1", range=(low, high), note="choice", **more)


@pytest.fixture(scope="module")
def window() -> tt.DoseWindow:
    return tt.find_window(DRUG, PATIENT, TABLETS, uncertainty=40, seed=1)


# ------------------------------------------------------------------------------------- draws


@pytest.mark.parametrize(("value", "low", "high"), [(10, 5, 20), (10, 8, 30), (0.07, 0, 0.12)])
def test_nine_tenths_lie_in_the_range_and_half_below_the_value(value, low, high) -> None:
    values = drawn(ranged(value=value, low=low, high=high, possible=(-100, 100))).values["a"]
    spread = high - low
    found = np.quantile(values, [0.05, 0.5, 0.95])
    np.testing.assert_allclose(found, [low, value, high], atol=CLOSE * spread)


def test_an_interval_may_hold_another_share() -> None:
    wide, narrow = (
        drawn(ranged(uncertainty=Uncertainty(percent))).values["a"] for percent in (50, 99)
    )
    assert np.mean((wide > 5) & (wide < 20)) == pytest.approx(0.5, abs=0.03)
    assert np.mean((narrow > 5) & (narrow < 20)) == pytest.approx(0.99, abs=0.01)


def test_a_standard_error_is_a_lognormal_belief() -> None:
    values = drawn(ranged(uncertainty=Uncertainty(cv_percent=20))).values["a"]
    assert np.median(values) == pytest.approx(10, rel=0.02)
    assert np.std(np.log(values)) == pytest.approx(np.sqrt(np.log1p(0.04)), rel=0.05)


def test_nothing_impossible_is_drawn_and_nothing_piles_up_at_a_limit() -> None:
    values = drawn(ranged(value=0.9, low=0.5, high=0.98, possible=(0, 1))).values["a"]
    assert values.max() < 1
    assert len(np.unique(values)) == MANY


def test_a_value_at_an_end_of_its_range_is_drawn_to_the_other_side_only() -> None:
    values = drawn(ranged(value=1, low=0.9, high=1, possible=(0, 2))).values["a"]
    assert values.max() <= 1
    assert np.mean(values >= 0.9) == pytest.approx(0.9, abs=0.02)


def test_numbers_that_go_together_are_drawn_together() -> None:
    together = Uncertainty(goes_with=("a", 0.85))
    values = drawn(ranged("b", uncertainty=together), ranged("a")).values
    assert np.corrcoef(np.log(values["a"]), np.log(values["b"]))[0, 1] == pytest.approx(
        0.85, abs=0.02
    )
    np.testing.assert_array_equal(values["a"], drawn(ranged("a")).values["a"])


def test_another_uncertain_number_leaves_the_draws_of_the_first_alone() -> None:
    alone, both = drawn(ranged("a")), drawn(ranged("c"), ranged("a"))
    np.testing.assert_array_equal(alone.values["a"], both.values["a"])
    assert not np.array_equal(both.values["a"], both.values["c"])


def test_more_sets_begin_with_the_same_ones() -> None:
    np.testing.assert_array_equal(
        drawn(ranged(), count=30).values["a"], drawn(ranged(), count=50).values["a"][:30]
    )


def test_what_has_no_range_or_was_set_is_held_and_said_and_a_definition_is_held() -> None:
    entries = ParameterSet(
        (ranged(), Parameter("b", 1, "1"), ranged("c", 1.0, 1.0, 1.0), ranged("d"))
    ).with_values(d=7)
    found = drawn_sets(entries, 30, SEED)
    assert (tuple(found.values), found.held, found.changed) == (("a",), ("b",), ("d",))


def test_numbers_that_go_round_in_a_circle_or_with_nothing_are_refused() -> None:
    one = ranged("a", uncertainty=Uncertainty(goes_with=("b", 0.5)))
    other = ranged("b", uncertainty=Uncertainty(goes_with=("a", 0.5)))
    with pytest.raises(InvalidValue, match="in a circle: a -> b -> a"):
        drawn(one, other)
    with pytest.raises(InvalidValue, match="a goes with 'b', which the drug has not"):
        drawn(one)


@pytest.mark.parametrize("preset", tt.preset_names("baclofen"))
def test_every_set_of_every_preset_is_possible(preset: str) -> None:
    parameters = tt.load_drug("baclofen", preset).parameters
    found = drawn_sets(parameters, 100, SEED)
    for number in range(100):
        parameters.with_values(**{n: float(v[number]) for n, v in found.values.items()})
    assert found.held == ()


# ------------------------------------------------------------------------------------- windows


def test_each_set_has_the_window_that_the_drug_with_its_numbers_has(window) -> None:
    sets = drawn_sets(DRUG.parameters, 40, SEED)
    for number in range(12):
        numbers = {name: float(values[number]) for name, values in sets.values.items()}
        alone = tt.find_window(DRUG.with_values(**numbers), PATIENT, TABLETS)
        found = window.uncertainty.low[number], window.uncertainty.high[number]
        if alone.is_empty:
            assert np.isnan(found).all()
        else:
            # Lags are read once for all sets; edges are found to a thousandth.
            np.testing.assert_allclose(found, (alone.low, alone.high), rtol=1e-3)


def test_the_window_itself_is_the_one_without_uncertainty(window) -> None:
    plain = tt.find_window(DRUG, PATIENT, TABLETS)
    assert (plain.low, plain.high, plain.best) == (window.low, window.high, window.best)
    assert plain.uncertainty is None
    assert "sets of numbers" not in plain.why()


def test_the_same_seed_gives_the_same_edges_and_another_seed_others(window) -> None:
    same, other = (
        tt.find_window(DRUG, PATIENT, TABLETS, uncertainty=40, seed=seed).uncertainty.low
        for seed in (1, 2)
    )
    np.testing.assert_array_equal(same, window.uncertainty.low)
    assert not np.array_equal(other, window.uncertainty.low)


def test_the_probability_of_no_window_counts_the_sets_without_one(window) -> None:
    found = window.uncertainty
    p = np.isnan(found.low).mean()
    assert found.no_window == pytest.approx(p)
    assert found.no_window_error == pytest.approx(np.sqrt(p * (1 - p) / 40))
    assert 0 < p < 1


def test_edges_have_intervals_of_those_sets_that_have_a_window(window) -> None:
    found = window.uncertainty
    known = found.low[~np.isnan(found.low)]
    assert found.low_span == pytest.approx(tuple(np.quantile(known, [0.05, 0.95])))
    assert found.low_span[0] < window.low < found.low_span[1]


def test_a_number_set_by_hand_is_held_and_all_else_narrower() -> None:
    sure = DRUG.with_values(**{name: DRUG.parameters[name].value for name in DRUG.parameters})
    window = tt.find_window(sure, PATIENT, TABLETS, uncertainty=20, seed=1)
    assert window.uncertainty.low_span == pytest.approx((window.low, window.low), rel=1e-5)
    assert window.uncertainty.no_window == 0
    assert "some dose meets every goal in all of them" in window.why()
    assert "and 63 more." in repr(window.uncertainty)


def with_absorbed_share(value: float, low: float, high: float) -> tt.DrugModel:
    """Return baclofen of which more than all may be absorbed, which no body does."""
    entries = [DRUG.parameters[name] for name in DRUG.parameters]
    odd = Parameter(
        "bioavailability", value, "1", range=(low, high), possible=(0.01, 9), note="choice: absurd"
    )
    absurd = ParameterSet(tuple(odd if p.name == odd.name else p for p in entries))
    return replace(DRUG, parameters=absurd)


def test_sets_of_which_no_body_can_be_made_are_left_out_and_said() -> None:
    drug = with_absorbed_share(0.9, 0.5, 1.5)
    found = tt.find_window(drug, PATIENT, TABLETS, uncertainty=20, seed=1).uncertainty
    assert 0 < found.impossible < 20
    assert f"Of {found.impossible} sets no body can be made; left out." in found.notes
    assert 0 <= found.no_window <= 1


def test_a_drug_of_which_no_set_makes_a_body_is_refused() -> None:
    drug = with_absorbed_share(1.0, 1.0, 9.0)
    with pytest.raises(InvalidValue, match="No body can be made of any set of numbers drawn"):
        tt.find_window(drug, PATIENT, TABLETS, uncertainty=20, seed=1)


def test_a_window_between_two_doses_of_the_scan_is_not_overlooked() -> None:
    goals = tt.Goals(at_least={"relief_legs": 0.3}, at_most={"weakness": 0.1515})
    window = tt.find_window(DRUG, PATIENT, TABLETS, goals=goals, uncertainty=20, seed=3)
    sets = drawn_sets(DRUG.parameters, 20, np.random.SeedSequence(3))
    for number in range(20):
        numbers = {name: float(values[number]) for name, values in sets.values.items()}
        alone = tt.find_window(DRUG.with_values(**numbers), PATIENT, TABLETS, goals=goals)
        # Where a window is narrower than a lag can move it, both answers are right.
        if alone.is_empty or alone.width > 0.05:
            assert alone.is_empty == bool(np.isnan(window.uncertainty.low[number]))


def test_an_edge_at_the_end_of_the_search_is_said() -> None:
    window = tt.find_window(DRUG, PATIENT, TABLETS, uncertainty=40, seed=1)
    assert window.uncertainty.high_span[1] == 80
    assert "80 (the end of the search)" in window.why()


def test_a_hopeless_window_says_so() -> None:
    goals = tt.Goals(at_least={"relief_legs": 0.95}, at_most={"weakness": 0.01})
    window = tt.find_window(DRUG, PATIENT, TABLETS, goals=goals, uncertainty=20, seed=1)
    assert (window.uncertainty.no_window, window.uncertainty.low_span) == (1, None)
    assert "Over 20 sets of numbers drawn from what is known of them no dose ever" in window.why()
    assert "none with probability 1" in repr(window)


def test_tables_cards_and_sentences_hold_what_was_drawn(window) -> None:
    frame = window.to_frame()
    np.testing.assert_array_equal(frame["inside_probability"], window.uncertainty.inside)
    sets = window.uncertainty.to_frame()
    assert len(sets) == 40
    assert "from 5 to 95 %" in window.why()
    for html in (window._repr_html_(), window.uncertainty._repr_html_()):
        words = "".join(ElementTree.fromstring(html).itertext())
        assert "only a plausible range is known" in words
        assert "sets of numbers drawn" in words


def test_the_band_is_as_deep_as_the_probability(window) -> None:
    ax = tt.plot(window)
    [band] = [image for image in ax.images if image.get_gid() == "band"]
    assert band.get_array()[..., 3].max() == pytest.approx(
        window.uncertainty.inside.max(), abs=0.02
    )
    assert "share of 40 drawn sets of numbers" in " ".join(
        text.get_text().replace("\n", " ") for text in ax.figure.findobj(plt.Text)
    )
    assert "as deep as the share of 40 drawn sets of numbers" in tt.alt_text(window)
    plt.close(ax.figure)


PEOPLE = tt.Population((PATIENT, tt.Patient()))
REFUSED = [
    ({"uncertainty": 40}, "The seed is missing."),
    ({"seed": 1}, "A seed is given, and nothing is drawn. Give uncertainty=200 too"),
    (
        {"uncertainty": 19, "seed": 1},
        "uncertainty is 19. Give how many sets of numbers to draw, at",
    ),
    ({"uncertainty": 40.0, "seed": 1}, "uncertainty is 40.0."),
    ({"uncertainty": True, "seed": 1}, "uncertainty is True."),
    ({"uncertainty": 40, "seed": -1}, "seed is -1."),
    (
        {"uncertainty": 40, "seed": 1, "who": PEOPLE},
        "What is known of the numbers is of one person's window, and this window is of a",
    ),
    (
        {"uncertainty": 40, "seed": 1, "method": "ode"},
        "What is known of the numbers is followed for one pattern that is scaled, solved exactly.",
    ),
]


@pytest.mark.parametrize(("wrong", "message"), REFUSED)
def test_what_cannot_be_asked_is_refused(wrong: dict, message: str) -> None:
    right = {"drug": DRUG, "who": PATIENT, "regimen": TABLETS}
    with pytest.raises(InvalidValue, match=re.escape(message)):
        tt.find_window(**(right | wrong))


def test_published_intervals_are_called_so() -> None:
    for preset in ("aud_simon", "aud_marsot"):
        parameters = tt.load_drug("baclofen", preset).parameters
        known = parameters["apparent_clearance"].uncertainty
        assert (known.interval_percent, known.status) == (95, Status.PUBLISHED)


def test_every_block_of_the_page_runs_and_prints_what_is_written() -> None:
    check_page("search/uncertainty.md")
