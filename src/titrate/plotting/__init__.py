"""Pictures: one verb, one visual language.

`plot` takes and returns matplotlib axes; matplotlib is loaded when something is drawn.
"""

from titrate.plotting.saving import require_place, save
from titrate.plotting.verb import alt_text, plot

__all__ = ["alt_text", "plot", "require_place", "save"]
