"""Colours for every eye. Matrices: Machado, Oliveira and Fernandes 2009, severity 1."""

from itertools import combinations

import numpy as np
import pytest

from tests.plotting.drawn import drug, result
from titrate.errors import UnknownName
from titrate.plotting.choosing import READABLE_SITES, default_endpoints
from titrate.plotting.colour import hex_of, lab_of, lab_of_linear, linear_of
from titrate.plotting.palette import (
    ENDPOINTS,
    RESERVE,
    SHARE_INSIDE,
    SITES,
    THEMES,
    inks,
    ramp,
    theme_called,
)

EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TOGETHER = {"endpoints": (default_endpoints(), ENDPOINTS), "sites": (READABLE_SITES, SITES)}
FAMILIES = {
    "relief": ("relief_legs", "relief_arms", "relief_spasms"),
    "tone": ("ashworth_legs", "ashworth_arms"),
    "brain": ("drowsiness", "drowsiness_observed", "sedation", "dizziness"),
}
# Of one hue to the eye; a quarter of the circle is another.
ONE_HUE, ANOTHER_HUE = 50.0, 90.0
# A difference of 2 is just seen side by side; 10 is another colour at a glance.
ANOTHER_COLOUR = 10.0
# Neighbours on a grey scale of a dozen steps.
ANOTHER_GREY = 6.0


def seen(colour, eye):
    return lab_of_linear(np.clip(EYES[eye] @ linear_of(colour), 0, 1))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", TOGETHER)
def test_curves_drawn_together_differ_in_colour_for_every_eye(kind, theme, eye):
    names, table = TOGETHER[kind]
    for a, b in combinations(names, 2):
        one, other = (seen(THEMES[theme].colour(table[n]), eye) for n in (a, b))
        apart = float(np.linalg.norm(one - other))
        assert apart >= ANOTHER_COLOUR, f"{a} and {b} are {apart:.1f} apart with {eye}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", TOGETHER)
def test_curves_drawn_together_differ_in_a_grey_copy(kind, theme):
    names, table = TOGETHER[kind]
    for a, b in combinations(names, 2):
        apart = abs(
            lab_of(THEMES[theme].colour(table[a]))[0] - lab_of(THEMES[theme].colour(table[b]))[0]
        )
        assert apart >= ANOTHER_GREY, f"{a} and {b} are {apart:.1f} apart in lightness"


@pytest.mark.parametrize("table", [ENDPOINTS, SITES])
def test_no_two_names_share_a_colour_or_a_marker(table):
    for theme in ("light", "dark"):
        assert len({THEMES[theme].colour(ink) for ink in table.values()}) == len(table)
    assert len({ink.marker for ink in table.values()}) == len(table)


@pytest.mark.parametrize("kind", TOGETHER)
def test_curves_drawn_together_differ_in_dash(kind):
    names, table = TOGETHER[kind]
    assert len({table[name].dash for name in names}) == len(names)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_shares_its_hue_and_differs_in_grey_and_dash_and_marker(family):
    members = [ENDPOINTS[name] for name in FAMILIES[family]]
    for one, other in combinations(members, 2):
        assert around(one.hue, other.hue) <= ONE_HUE
        assert abs(one.lightness - other.lightness) >= ANOTHER_GREY
        assert one.dash != other.dash
        assert one.marker != other.marker


def test_relief_is_never_the_hue_of_harm():
    hopes, harms = (*FAMILIES["relief"], *FAMILIES["tone"]), (*FAMILIES["brain"], "weakness")
    for hope in hopes:
        for harm in harms:
            assert around(ENDPOINTS[hope].hue, ENDPOINTS[harm].hue) >= ANOTHER_HUE - ONE_HUE / 2


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_two_shares_differ_in_colour_for_every_eye_or_in_dash(theme, eye):
    shares = [e.name for e in result("tablets").endpoints if e.unit == ""]
    for a, b in combinations(shares, 2):
        one, other = (seen(THEMES[theme].colour(ENDPOINTS[n]), eye) for n in (a, b))
        apart = float(np.linalg.norm(one - other))
        unlike = ENDPOINTS[a].dash != ENDPOINTS[b].dash
        assert unlike or apart >= ANOTHER_COLOUR, f"{a} and {b} are {apart:.1f} apart with {eye}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("count", range(2, 8))
def test_a_ramp_runs_evenly_in_grey_whatever_the_theme(theme, count):
    for name in default_endpoints():
        shown = [
            lab_of(THEMES[theme].colour(ink))[0]
            for ink in ramp(ENDPOINTS[name], count, ordered=True)
        ]
        steps = np.abs(np.diff(shown))
        assert len(set(np.sign(np.diff(shown)))) == 1
        assert steps.min() >= ANOTHER_GREY
        assert np.ptp(steps) < 1


def test_cases_without_an_order_differ_in_dash_and_marker_too():
    cases = ramp(ENDPOINTS["weakness"], 5, ordered=False)
    assert len({ink.dash for ink in cases}) == len({ink.marker for ink in cases}) == 5


def around(one, other):
    """Return the angle between two hues."""
    return abs((one - other + 180) % 360 - 180)


def test_spinal_fluid_lightens_on_its_way_up():
    ramp = [
        SITES[f"csf_{s}"].lightness
        for s in ("lumbar", "thoracic", "cervical", "cisternal", "cranial")
    ]
    assert ramp == sorted(ramp)
    assert len({SITES[f"csf_{s}"].hue for s in ("lumbar", "cranial")}) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_words_have_the_contrast_that_readers_need(theme):
    page = THEMES[theme]

    def light(colour):
        return float(np.array([0.2126, 0.7152, 0.0722]) @ linear_of(colour)) + 0.05

    words = [page.lettering(ink) for ink in (*ENDPOINTS.values(), *SITES.values())]
    for colour in [*words, page.text, page.quiet, page.note, page.edge]:
        high, low = sorted((light(colour), light(page.page)), reverse=True)
        assert high / low >= 4.5, f"{colour} on {page.page}: {high / low:.2f}"


def test_every_endpoint_and_site_of_baclofen_has_its_ink():
    shown = result("tablets")
    assert set(shown.concentration) <= set(SITES)
    assert {e.name for e in shown.endpoints} <= set(ENDPOINTS)
    assert drug().name == "baclofen"


def test_names_that_nobody_knows_take_from_the_reserve_in_order():
    found = inks(["plasma", "liver", "spleen"], SITES)
    assert [found[n] for n in ("plasma", "liver", "spleen")] == [SITES["plasma"], *RESERVE[:2]]


def test_print_has_no_colour():
    for ink in ENDPOINTS.values():
        colour = THEMES["print"].colour(ink)
        assert colour[1:3] == colour[3:5] == colour[5:7]


def test_a_theme_that_is_none_lists_those_there_are():
    with pytest.raises(UnknownName, match=r"No theme called 'drak'\. Did you mean 'dark'"):
        theme_called("drak")


def test_lightness_survives_the_way_to_a_screen_and_back():
    for lightness, hue in ((20, 0), (50, 120), (85, 260)):
        assert lab_of(hex_of(lightness, 90, hue))[0] == pytest.approx(lightness, abs=0.5)


def test_a_grey_is_known_from_its_definition():
    assert hex_of(100, 0, 0) == "#ffffff"
    assert hex_of(0, 0, 0) == "#000000"
    assert lab_of("#777777")[0] == pytest.approx(50.0, abs=0.2)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_curve_stands_out_from_the_deepest_part_of_the_band(theme):
    band = lab_of(theme.band_core)[0]
    for name, ink in {**ENDPOINTS, "share inside": SHARE_INSIDE}.items():
        apart = abs(lab_of(theme.colour(ink))[0] - band)
        # L* apart in a grey copy: thin lines are told from paper from about 15.
        assert apart > 15, f"{name} on the {theme.name} page: {apart:.0f}"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_soft_band_can_be_seen_to_fade(theme):
    assert abs(lab_of(theme.band_core)[0] - lab_of(theme.page)[0]) > 12
