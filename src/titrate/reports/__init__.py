"""Tables and pictures into files: what was checked against what was observed."""

from titrate.reports.validation import Validation
from titrate.reports.verb import validate

__all__ = ["Validation", "validate"]
