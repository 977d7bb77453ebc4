"""Goals, and the doses that meet them; one thing changed, and things side by side."""

from titrate.search.comparison import Comparable, Comparison, compare
from titrate.search.dose_map import DoseAxis, DoseMap
from titrate.search.finding import find_window
from titrate.search.footers import footers
from titrate.search.goals import Goal, Goals
from titrate.search.individual_windows import IndividualWindows
from titrate.search.mapping import dose_map
from titrate.search.mapping_windows import window_map
from titrate.search.over_ranges import Envelope, OverRanges
from titrate.search.sensitivity import Sensitivity
from titrate.search.varying import vary
from titrate.search.window import DoseWindow
from titrate.search.window_map import ValueAxis, WindowMap

__all__ = [
    "Comparable",
    "Comparison",
    "DoseAxis",
    "DoseMap",
    "DoseWindow",
    "Envelope",
    "Goal",
    "Goals",
    "IndividualWindows",
    "OverRanges",
    "Sensitivity",
    "ValueAxis",
    "WindowMap",
    "compare",
    "dose_map",
    "find_window",
    "footers",
    "vary",
    "window_map",
]
