"""Goals, and the doses that meet them; one thing changed, and things side by side."""

from titrate.search.comparison import Comparison, compare
from titrate.search.finding import find_window
from titrate.search.goals import Goal, Goals
from titrate.search.varying import vary
from titrate.search.window import DoseWindow

__all__ = ["Comparison", "DoseWindow", "Goal", "Goals", "compare", "find_window", "vary"]
