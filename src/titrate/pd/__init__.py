"""What a concentration does: response curves, adaptation, endpoints."""

from titrate.pd.adaptation import Adaptation, Courses, adapt, settled
from titrate.pd.curves import Hill, checked_concentration, combined_loss
from titrate.pd.drift import Drift, drift_over
from titrate.pd.endpoints import Endpoint, with_read
from titrate.pd.panels import NODES, Panels, polynomial, quartic_coefficients
from titrate.pd.places import Places
from titrate.pd.tolerance import AnyAdaptation, OwnCourse, Tolerance, follow, widest_h

__all__ = [
    "NODES",
    "Adaptation",
    "AnyAdaptation",
    "Courses",
    "Drift",
    "Endpoint",
    "Hill",
    "OwnCourse",
    "Panels",
    "Places",
    "Tolerance",
    "adapt",
    "checked_concentration",
    "combined_loss",
    "drift_over",
    "follow",
    "polynomial",
    "quartic_coefficients",
    "settled",
    "widest_h",
    "with_read",
]
