"""Giving a drug to people: the only room that knows both kinetics and responses."""

from titrate.simulation.exposure import (
    ORDER,
    Subject,
    adaptations_of,
    looked_up,
    require_case,
    sites_of,
    subject_of,
)
from titrate.simulation.observing import RatingError, ResidualError, observe
from titrate.simulation.panels import panels_over, shared
from titrate.simulation.provenance import TEACHING_LINE, Provenance
from titrate.simulation.responding import habit_over, responses, settled_habit
from titrate.simulation.result import Result
from titrate.simulation.running import simulate
from titrate.simulation.starting import (
    Final,
    Initial,
    require_initial,
    settled_period,
    start_of,
)

__all__ = [
    "ORDER",
    "TEACHING_LINE",
    "Final",
    "Initial",
    "Provenance",
    "RatingError",
    "ResidualError",
    "Result",
    "Subject",
    "adaptations_of",
    "habit_over",
    "looked_up",
    "observe",
    "panels_over",
    "require_case",
    "require_initial",
    "responses",
    "settled_habit",
    "settled_period",
    "shared",
    "simulate",
    "sites_of",
    "start_of",
    "subject_of",
]
