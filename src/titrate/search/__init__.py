"""Goals, and the doses that meet them; one thing changed, and things side by side."""

from titrate.search.comparison import Comparable, Comparison, compare
from titrate.search.dose_map import DoseAxis, DoseMap
from titrate.search.finding import find_window
from titrate.search.goals import Goal, Goals
from titrate.search.mapping import dose_map
from titrate.search.over_ranges import Envelope, OverRanges
from titrate.search.sensitivity import Sensitivity
from titrate.search.varying import vary
from titrate.search.window import DoseWindow, footers

__all__ = [
    "Comparable",
    "Comparison",
    "DoseAxis",
    "DoseMap",
    "DoseWindow",
    "Envelope",
    "Goal",
    "Goals",
    "OverRanges",
    "Sensitivity",
    "compare",
    "dose_map",
    "find_window",
    "footers",
    "vary",
]
