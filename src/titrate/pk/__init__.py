"""Where a dose goes: compartments, their exact and numerical solutions, measures of curves."""

from titrate.pk.compartments import CompartmentModel
from titrate.pk.given import require_method
from titrate.pk.in_turn import in_turn
from titrate.pk.inputs import SAME_INSTANT_H, Inputs, arrivals
from titrate.pk.measures import (
    Measures,
    accumulation,
    fraction_in,
    half_life_h,
    half_lives_h,
    measures,
)
from titrate.pk.noncompartmental import Nca, nca
from titrate.pk.ode import Ode
from titrate.pk.parts import Delay, Entry, Flow, Site
from titrate.pk.problem import PEOPLE_AT_A_TIME, Problem, cut_alike
from titrate.pk.rates import Saturable, Steps
from titrate.pk.solution import Solution, named_solution, problem_of, solution_of, solve
from titrate.pk.state import State, state_of
from titrate.pk.steady import repeated_pattern, steady_state
from titrate.pk.structures import (
    csf_chain,
    one_compartment_iv,
    one_compartment_oral,
    two_compartment_iv,
    two_compartment_oral,
    with_transit,
)
from titrate.pk.table_simulation import simulate_event_table
from titrate.pk.time_above import time_above_h
from titrate.pk.timeline import Timeline, timeline

__all__ = [
    "PEOPLE_AT_A_TIME",
    "SAME_INSTANT_H",
    "CompartmentModel",
    "Delay",
    "Entry",
    "Flow",
    "Inputs",
    "Measures",
    "Nca",
    "Ode",
    "Problem",
    "Saturable",
    "Site",
    "Solution",
    "State",
    "Steps",
    "Timeline",
    "accumulation",
    "arrivals",
    "csf_chain",
    "cut_alike",
    "fraction_in",
    "half_life_h",
    "half_lives_h",
    "in_turn",
    "measures",
    "named_solution",
    "nca",
    "one_compartment_iv",
    "one_compartment_oral",
    "problem_of",
    "repeated_pattern",
    "require_method",
    "simulate_event_table",
    "solution_of",
    "solve",
    "state_of",
    "steady_state",
    "time_above_h",
    "timeline",
    "two_compartment_iv",
    "two_compartment_oral",
    "with_transit",
]
