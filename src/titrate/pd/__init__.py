"""What a concentration does: response curves, adaptation, endpoints."""

from titrate.pd.adaptation import Adaptation, adapted_courses, settled
from titrate.pd.curves import Hill, checked_concentration, combined_loss
from titrate.pd.endpoints import Endpoint
from titrate.pd.panels import Panels

__all__ = [
    "Adaptation",
    "Endpoint",
    "Hill",
    "Panels",
    "adapted_courses",
    "checked_concentration",
    "combined_loss",
    "settled",
]
