"""Pictures: one verb, one visual language.

`plot` takes and returns matplotlib axes; matplotlib is loaded when something is drawn.
"""

from titrate.plotting.saving import save
from titrate.plotting.verb import alt_text, plot

__all__ = ["alt_text", "plot", "save"]
