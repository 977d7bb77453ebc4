"""Pages made from what the files hold, and what was checked against what was observed."""

from titrate.reports.calibration import Calibrated
from titrate.reports.contradictions_page import contradictions_page
from titrate.reports.drug_page import drug_page
from titrate.reports.folder import drug_pages, own_page, write_pages
from titrate.reports.validation import Validation
from titrate.reports.verb import calibrate, validate

__all__ = [
    "Calibrated",
    "Validation",
    "calibrate",
    "contradictions_page",
    "drug_page",
    "drug_pages",
    "own_page",
    "validate",
    "write_pages",
]
