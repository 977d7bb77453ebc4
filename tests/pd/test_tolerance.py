"""Tolerance by an equation of one's own, held against what is known in other ways."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import titrate as tt
from titrate.errors import InvalidValue, NoSteadyState, SolverFailure
from titrate.pd import Panels, follow
from titrate.simulation import panels_over

RATE, EC50 = 0.05, 150.0
# What the quartics through the nodes of the concentration leave.
MESH = 5e-7
COURSE = tt.oral(dose_mg=10, every_h=8, days=5)


def weakened(concentration, level):
    """A tolerance that weakens its own drive."""
    return RATE * (concentration / (EC50 * (1 + level) + concentration) - level)


def linear(concentration, level):
    """The same without the feedback."""
    return RATE * (concentration / (EC50 + concentration) - level)


def drug_with(adaptation, clearance=(1.1,)):
    def individual(parameters, people):
        return {"clearance": np.resize(np.array(clearance), len(people))}

    def kinetics(values):
        return tt.one_compartment_oral(
            clearance_L_per_h=values["clearance"], volume_L=20, absorption_per_h=1.5
        )

    def endpoints(values):
        relief, harm = tt.Hill(400.0, 2.0), tt.Hill(1500.0, 3.0)
        return (
            tt.Endpoint("relief", "", "higher", "plasma", relief, adaptation),
            tt.Endpoint("harm", "", "lower", "plasma", harm),
        )

    return tt.DrugModel(
        name="example",
        parameters=tt.ParameterSet.of(),
        individual=individual,
        kinetics=kinetics,
        endpoints=endpoints,
        doors={"oral": tt.Door(unit="mg", step=1, usual_per_day=(1, 60))},
    )


def own(equation=weakened, fastest=RATE):
    return tt.Tolerance("habit", "plasma", equation, fastest_per_h=fastest)


def people(count):
    return tt.Population(tuple(tt.Patient() for _ in range(count)))


def test_without_feedback_it_is_an_adaptation_with_one_half_time():
    half_time_h = np.log(2) / RATE
    plain = tt.Adaptation("habit", "plasma", 1.0, EC50, 1.0, half_time_h, half_time_h)
    by_equation = tt.simulate(drug_with(own(linear)), tt.Patient(), COURSE)
    known = tt.simulate(drug_with(plain), tt.Patient(), COURSE)
    np.testing.assert_allclose(
        by_equation.adaptation["habit"], known.adaptation["habit"], atol=MESH
    )
    np.testing.assert_allclose(by_equation.response["relief"], known.response["relief"], atol=MESH)


def test_with_feedback_it_is_what_an_integrator_makes_of_concentration_and_tolerance_together():
    times = np.arange(0, 120.5, 0.5)
    # Plasma passes the EC50 within a quarter of an hour of a dose, so the mesh has to be fine.
    result = tt.simulate(drug_with(own(fastest=8.0)), tt.Patient(), COURSE, times)
    state, found = np.array([0.0, 0.0, 0.0]), [0.0]

    def change(_, y):
        plasma = y[1] / 20
        return [-1.5 * y[0], 1.5 * y[0] - 1.1 * plasma, weakened(plasma, y[2])]

    for _ in range(15):
        state[0] += 10_000
        at = np.linspace(0, 8, 17)
        run = solve_ivp(change, (0, 8), state, "DOP853", at, rtol=1e-12, atol=1e-12)
        found += run.y[2, 1:].tolist()
        state = run.y[:, -1].copy()
    np.testing.assert_allclose(result.adaptation["habit"], found, atol=MESH)


def test_a_lasting_concentration_leads_to_where_the_equation_rests():
    panels = panels_over(np.zeros(1), 0.0, 400.0, 1 / RATE)
    held = np.full((1, len(panels.nodes_h)), 300.0)
    end = follow(own(), panels, held, np.zeros(1)).edges[-1, 0]
    # a (EC50 (1 + a) + C) = C
    root = (-(EC50 + 300) + np.sqrt((EC50 + 300) ** 2 + 4 * EC50 * 300)) / (2 * EC50)
    assert end == pytest.approx(root, rel=1e-7)


def test_panels_half_as_wide_change_nothing():
    rough = panels_over(np.zeros(1), 0.0, 200.0, 1 / RATE)
    edges = np.unique(np.concatenate([rough.edges_h, (rough.edges_h[1:] + rough.edges_h[:-1]) / 2]))
    ends = [
        follow(own(), p, 200 * np.exp(-p.nodes_h / 50)[None], np.zeros(1)).edges[-1, 0]
        for p in (rough, Panels(edges))
    ]
    assert ends[0] == pytest.approx(ends[1], rel=1e-9)


def test_a_fast_equation_is_solved_by_newtons_rounds():
    def fast(concentration, level):
        return 40 * (concentration / (EC50 * (1 + level) + concentration) - level)

    # Wider panels than were asked for: the rounds of fixed points do not settle there.
    panels = Panels(np.linspace(0, 2, 9))
    held = np.full((1, len(panels.nodes_h)), 300.0)
    end = follow(own(fast, 40.0), panels, held, np.zeros(1)).edges[-1, 0]
    assert fast(300.0, end) == pytest.approx(0.0, abs=1e-3)


def test_an_equation_without_a_solution_is_refused_with_what_to_try():
    def explosive(concentration, level):
        return 50 * (1 + level**2) + 0 * concentration

    with pytest.raises(SolverFailure, match=r"'habit' is not solved over .* give a larger one"):
        tt.simulate(drug_with(own(explosive)), tt.Patient(), COURSE)


def test_panels_are_no_wider_than_the_time_the_state_takes():
    panels = panels_over(np.array([0.0, 8.0]), 0.0, 100.0, 5.0)
    assert panels.lengths_h.max() <= 5.0 + 1e-12
    assert {0.0, 8.0, 100.0} <= set(panels.edges_h.tolist())


def test_two_pieces_are_one_run():
    drug, half = drug_with(own()), tt.oral(dose_mg=10, every_h=8, days=2)
    whole = tt.simulate(drug, tt.Patient(), half.then(half), np.arange(48, 97))
    first = tt.simulate(drug, tt.Patient(), half)
    second = tt.simulate(drug, tt.Patient(), half, np.arange(49), initial=first.final)
    for name in ("habit",):
        np.testing.assert_allclose(second.adaptation[name], whole.adaptation[name], atol=1e-12)
    np.testing.assert_allclose(second.response["relief"], whole.response["relief"], atol=1e-12)


def test_people_have_their_own_tolerance():
    clearances = (0.8, 1.1, 2.0)
    together = tt.simulate(drug_with(own(), clearances), people(3), COURSE)
    for i, clearance in enumerate(clearances):
        alone = tt.simulate(drug_with(own(), (clearance,)), tt.Patient(), COURSE, together.times_h)
        np.testing.assert_allclose(
            together.adaptation["habit"][i], alone.adaptation["habit"], rtol=1e-9
        )


def test_it_raises_the_dose_that_is_needed():
    goals = tt.Goals(at_least={"relief": 0.5}, at_most={"harm": 0.2})
    with_it = tt.find_window(drug_with(own()), tt.Patient(), COURSE, goals=goals)
    without = tt.find_window(drug_with(None), tt.Patient(), COURSE, goals=goals)
    assert with_it.low > without.low
    assert with_it.high == pytest.approx(without.high, rel=1e-9)


def test_nobody_is_settled_on_an_equation_of_ones_own():
    with pytest.raises(NoSteadyState, match=r"Where the tolerance 'habit' settles is not known"):
        tt.simulate(drug_with(own()), tt.Patient(), COURSE, initial="adapted")


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        (lambda c, a: "fast", "The equation of the tolerance 'habit' returned 'fast'"),
        (lambda c, a: c * np.nan, "returned a value that is not finite"),
        (lambda c, a: np.zeros(3), "Return one finite number for each concentration"),
    ],
)
def test_an_equation_that_returns_no_rates_is_named(equation, message):
    with pytest.raises(InvalidValue, match=message):
        tt.simulate(drug_with(own(equation)), tt.Patient(), COURSE)


def test_its_parts_are_checked_where_it_is_written():
    with pytest.raises(InvalidValue, match="fastest_per_h"):
        own(fastest=0.0)
    with pytest.raises(InvalidValue, match="Give a function of concentration and tolerance"):
        own("fast")


def test_a_tolerance_is_like_one_of_the_same_equation_and_numbers() -> None:
    def change(c, state):
        return 0.1 * (c - state)

    def one(**other) -> tt.Tolerance:
        parts = {"name": "t", "site": "plasma", "change_per_h": change, "fastest_per_h": 0.1}
        return tt.Tolerance(**{**parts, **other})

    assert one().is_like(one())
    assert not one().is_like(one(fastest_per_h=0.2))
    assert not one().is_like(one(change_per_h=lambda c, state: 2 * change(c, state)))
    assert not one().is_like(None)
