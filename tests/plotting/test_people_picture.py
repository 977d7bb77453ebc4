"""Pictures of many people: bands, lines, and the share inside with what chance does to it."""

import numpy as np
import pytest

import titrate as tt
from titrate.plotting.people import drawn_people
from titrate.plotting.saving import description_of

DRUG = tt.load_drug("baclofen")
PEOPLE = tt.Population.sample(120, seed=3, drug=DRUG, origin={"ms": 1.0})
RESULT = tt.simulate(
    DRUG, PEOPLE, tt.oral(dose_mg=20, every_h=8, days=1), outputs=["plasma", "relief_legs"]
)


def gids(axes):
    return {artist.get_gid() for ax in axes for artist in ax.get_children()} - {None}


@pytest.mark.parametrize(
    ("people", "band", "lines"),
    [(None, True, False), ("band", True, False), ("lines", False, True), ("both", True, True)],
)
def test_people_are_a_band_lines_or_both(people, band, lines):
    found = gids(tt.plot(RESULT, people=people))
    assert ("band plasma" in found) == band
    assert ("people plasma" in found) == lines


def test_a_hundred_lines_at_most_and_the_heading_says_of_how_many():
    axes = tt.plot(RESULT, people="lines")
    (lines,) = (c for c in axes[1].collections if c.get_gid() == "people plasma")
    assert len(lines.get_segments()) == 100
    words = " ".join(text.get_text() for text in axes[1].texts)
    assert "100 of 120 people as lines" in words
    assert len(drawn_people(7, 1)) == 7


def test_curves_that_share_a_panel_share_forty_lines_and_two_sites_are_enough():
    whole = tt.simulate(DRUG, PEOPLE, tt.oral(dose_mg=20, every_h=8, days=1))
    axes = tt.plot(whole, people="both")
    drawn = {c.get_gid(): c for ax in axes for c in ax.collections}
    lines = {n.removeprefix("people "): c for n, c in drawn.items() if (n or "").startswith("peo")}
    assert set(lines) == {"plasma", "cord_legs", "relief_legs", "drowsiness", "weakness"}
    assert {len(lines[n].get_segments()) for n in ("plasma", "cord_legs")} == {20}
    assert {len(lines[n].get_segments()) for n in ("drowsiness", "weakness")} == {13}
    assert "20 of 120 people as lines" in " ".join(t.get_text() for t in axes[1].texts)
    asked = tt.plot(whole, people="lines", sites=["brain"])
    assert "people brain" in gids(asked)


@pytest.mark.parametrize("people", ["band", "lines", "both"])
def test_a_heading_is_wrapped_to_its_picture(people):
    figure = tt.plot(RESULT, people=people, size_in=(4.5, 3.6))[0].figure
    figure.canvas.draw()
    for text in (t for ax in figure.axes for t in ax.texts):
        assert text.get_window_extent().x1 <= figure.bbox.width


def test_every_line_finds_room_on_the_axis():
    axes = tt.plot(RESULT, people="lines")
    shown = RESULT.concentration["plasma"][drawn_people(120, 1)]
    assert axes[1].get_ylim()[1] >= shown.max()


def test_the_words_for_a_picture_say_how_people_are_drawn():
    axes = tt.plot(RESULT, people="both")

    assert "5 to 95 % shaded" in description_of(axes[0])


def test_an_unknown_way_lists_them():
    with pytest.raises(tt.TitrateError, match="band, both, lines"):
        tt.plot(RESULT, people="swarm")


def test_people_go_with_results_only():
    window = tt.find_window(DRUG, tt.Patient(), tt.oral(dose_mg=10, every_h=8, days=2))
    with pytest.raises(tt.TitrateError, match="people"):
        tt.plot(window, people="lines")


def test_a_groups_window_shows_what_chance_does_to_the_share():
    window = tt.find_window(DRUG, PEOPLE[:20], tt.oral(dose_mg=10, every_h=8, days=2), share=0.2)
    ax = tt.plot(window)
    (tint,) = (c for c in ax.collections if c.get_gid() == "share by chance")
    tops = tint.get_paths()[0].vertices[:, 1]
    least, most = window.share_interval
    assert tops.max() == pytest.approx(100 * most.max())
    assert np.all(least <= window.share_inside)
    assert "each on their own dose" in tt.alt_text(window)


def test_an_empty_window_of_people_says_how_many_were_inside():
    goals = tt.Goals(at_least={"relief_legs": 0.5}, at_most={"weakness": 0.15})
    window = tt.find_window(
        DRUG, PEOPLE[:20], tt.oral(dose_mg=10, every_h=8, days=2), goals=goals, share=0.9
    )
    assert window.is_empty
    assert "% of the people inside, wanted 90 %" in tt.alt_text(window)
