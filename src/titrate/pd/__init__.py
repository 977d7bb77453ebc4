"""What a concentration does: response curves, adaptation, endpoints."""

from titrate.pd.adaptation import Adaptation, Courses, adapt, settled
from titrate.pd.curves import Hill, checked_concentration, combined_loss
from titrate.pd.drift import Drift, drift_over
from titrate.pd.endpoints import Endpoint, with_read
from titrate.pd.panels import NODES, Panels, polynomial, quartic_coefficients
from titrate.pd.places import Places

__all__ = [
    "NODES",
    "Adaptation",
    "Courses",
    "Drift",
    "Endpoint",
    "Hill",
    "Panels",
    "Places",
    "adapt",
    "checked_concentration",
    "combined_loss",
    "drift_over",
    "polynomial",
    "quartic_coefficients",
    "settled",
    "with_read",
]
