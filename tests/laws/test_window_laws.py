"""Laws of dose windows: edges are roots, inside is inside, and stricter is never wider."""

import numpy as np
from hypothesis import assume, given, settings, strategies as st

import titrate as tt
from titrate.search import DoseWindow, Goals, find_window
from titrate.search.levels import one_by_one
from titrate.search.mixing import mixture
from titrate.simulation import subject_of


def looks(share: float) -> settings:
    """Return settings that look so many times as hard as the profile says."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))


DRUG = tt.load_drug("baclofen")

people = st.builds(
    tt.Patient,
    weight_kg=st.floats(45, 120),
    creatinine_clearance_mL_min=st.floats(5, 140),
    origin=st.sampled_from(["ms", "spinal", "cerebral"]),
)
statistics = st.sampled_from(["mean", "worst", "best", "end"])
starts = st.sampled_from([None, "adapted"])


@st.composite
def goals_of(draw: st.DrawFn, any_span: bool = False) -> Goals:
    return Goals(
        at_least={"relief_legs": (draw(statistics), draw(st.floats(0.05, 0.8)))},
        at_most={
            "drowsiness": (draw(statistics), draw(st.floats(0.05, 0.6))),
            "weakness": (draw(statistics), draw(st.floats(0.05, 0.5))),
        },
        over_h=draw(st.floats(1, 72)) if any_span else 24,
    )


# (pattern of one unit a day, range)
PATTERNS = {
    "oral": (tt.oral(dose_mg=1 / 3, every_h=8, days=3), (5.0, 80.0)),
    "release": (tt.oral(dose_mg=0.5, every_h=12, days=3, release_over_h=10), (5.0, 80.0)),
    "pump": (tt.pump(rate_ug_per_day=1, days=3), (12.0, 1000.0)),
    "thoracic": (tt.pump(rate_ug_per_day=1, days=3, at="thoracic"), (12.0, 1000.0)),
}
patterns = st.sampled_from(sorted(PATTERNS))


def window_of(pattern: str, who: tt.Patient, goals: Goals, initial: str | None) -> DoseWindow:
    unit, (low, high) = PATTERNS[pattern]
    limits = {"daily_mg" if pattern in ("oral", "release") else "daily_ug": (low, high)}
    return find_window(DRUG, who, unit, goals=goals, initial=initial, **limits)


def margins_at(
    pattern: str, who: tt.Patient, goals: Goals, initial: str | None, levels: list[float]
) -> np.ndarray:
    """Return the least margin at each level, each regimen solved by itself."""
    at = one_by_one(subject_of(DRUG, who), PATTERNS[pattern][0].scaled, goals, initial, "exact")(
        np.array(levels)
    )
    pairs = zip(goals.goals, at[..., 0], strict=True)
    return np.stack([goal.margin(statistic) for goal, statistic in pairs])


@looks(0.8)
@given(people, goals_of(), starts, patterns)
def test_edges_are_roots_of_the_goals_that_set_them(who, goals, initial, pattern) -> None:
    window = window_of(pattern, who, goals, initial)
    assume(not window.is_empty)
    names = [goal.endpoint for goal in goals.goals]
    for side in ("low", "high"):
        by, edge = window.limited_by[side], getattr(window, side)
        margins = margins_at(pattern, who, goals, initial, [edge])[:, 0]
        if by == "range":
            assert edge in PATTERNS[pattern][1]
            assert margins.min() >= -1e-9
        else:
            # 1e-6 of the limit, and no other goal is broken there.
            assert abs(margins[names.index(by)]) < 1e-6
            assert margins.min() > -1e-6


@looks(0.8)
@given(people, goals_of(), starts, patterns, st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_inside_every_goal_holds_and_outside_one_does_not(
    who, goals, initial, pattern, places
) -> None:
    window = window_of(pattern, who, goals, initial)
    low, high = PATTERNS[pattern][1]
    doses = [low + place * (high - low) for place in places]
    least = margins_at(pattern, who, goals, initial, doses).min(axis=0)
    for dose, margin in zip(doses, least, strict=True):
        inside = any(a <= dose <= b for a, b in window.intervals)
        # At an edge itself round-off decides.
        assert inside == (margin >= 0) or abs(margin) < 1e-7, f"{dose}: {margin}, {window}"


@looks(0.5)
@given(people, goals_of(any_span=True), starts, patterns, st.floats(0.05, 1))
def test_scaling_solved_kinetics_is_solving_the_scaled_regimen(
    who, goals, initial, pattern, place
) -> None:
    unit, (low, high) = PATTERNS[pattern]
    subject = subject_of(DRUG, who)
    levels = np.array([low, low + place * (high - low)])
    quick = mixture(subject, [unit], goals, initial)(levels[None])
    each = one_by_one(subject, unit.scaled, goals, initial, "exact")(levels)
    np.testing.assert_allclose(quick, each, atol=1e-8)


@looks(0.4)
@given(people, goals_of(), patterns, st.floats(50, 400))
def test_scaling_on_top_of_what_was_there_is_solving_it_all(who, goals, pattern, before) -> None:
    unit, (low, high) = PATTERNS[pattern]
    final = tt.simulate(DRUG, who, tt.pump(rate_ug_per_day=before, days=20)).final
    subject = subject_of(DRUG, who)
    levels = np.array([low, (low + high) / 2])
    quick = mixture(subject, [unit], goals, final)(levels[None])
    each = one_by_one(subject, unit.scaled, goals, final, "exact")(levels)
    np.testing.assert_allclose(quick, each, atol=1e-8)


@looks(0.6)
@given(people, goals_of(), starts, patterns, st.integers(0, 2), st.floats(0.01, 0.5))
def test_a_stricter_goal_never_widens_the_window(who, goals, initial, pattern, which, by) -> None:
    limits = [
        goal.limit + (1 - goal.limit) * by * (i == which)
        if goal.at_least
        else goal.limit * (1 - by * (i == which))
        for i, goal in enumerate(goals.goals)
    ]
    pairs = [
        (goal, (goal.statistic, limit)) for goal, limit in zip(goals.goals, limits, strict=True)
    ]
    stricter = Goals(
        at_least={goal.endpoint: pair for goal, pair in pairs if goal.at_least},
        at_most={goal.endpoint: pair for goal, pair in pairs if not goal.at_least},
    )
    wide = window_of(pattern, who, goals, initial).intervals
    narrow = window_of(pattern, who, stricter, initial).intervals
    for low, high in narrow:
        assert any(a <= low * (1 + 1e-7) and high <= b * (1 + 1e-7) for a, b in wide), (
            f"{narrow} is not inside {wide}"
        )


@looks(0.6)
@given(people, goals_of(), starts, patterns)
def test_best_is_inside_and_on_the_step(who, goals, initial, pattern) -> None:
    window = window_of(pattern, who, goals, initial)
    if window.best is None:
        steps = np.arange(0, 1001, window.step)
        assert not any(
            ((steps >= a) & (steps <= b) & (steps > 0)).any() for a, b in window.intervals
        )
        return
    assert window.low <= window.best <= window.high
    assert abs(window.best / window.step - round(window.best / window.step)) < 1e-9
    near = [window.best + k * window.step for k in (-1, 0, 1)]
    here = [dose for dose in near if any(a <= dose <= b for a, b in window.intervals)]
    least = margins_at(pattern, who, goals, initial, here).min(axis=0)
    assert least[here.index(window.best)] >= least.max() - 1e-8


@looks(0.4)
@given(people, goals_of(), starts, patterns)
def test_an_empty_window_opens_where_it_says(who, goals, initial, pattern) -> None:
    window = window_of(pattern, who, goals, initial)
    if not window.is_empty:
        assert window.opens_at == {}
        return
    for which, goal in enumerate(goals.goals):
        limit = window.opens_at[goal.endpoint]
        if limit is None or not 1e-4 < limit < 1 - 1e-4:
            continue
        easier = limit * (1 - 1e-4) if goal.at_least else limit * (1 + 1e-4)
        pairs = [
            (g, (g.statistic, easier if i == which else g.limit)) for i, g in enumerate(goals.goals)
        ]
        opened = Goals(
            at_least={g.endpoint: pair for g, pair in pairs if g.at_least},
            at_most={g.endpoint: pair for g, pair in pairs if not g.at_least},
        )
        assert not window_of(pattern, who, opened, initial).is_empty
