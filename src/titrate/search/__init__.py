"""Goals, and the doses that meet them."""

from titrate.search.finding import find_window
from titrate.search.goals import Goal, Goals
from titrate.search.window import DoseWindow

__all__ = ["DoseWindow", "Goal", "Goals", "find_window"]
