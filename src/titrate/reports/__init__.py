"""Pages made from what the files hold."""

from titrate.reports.contradictions_page import contradictions_page
from titrate.reports.drug_page import drug_page
from titrate.reports.folder import drug_pages, own_page, write_pages

__all__ = ["contradictions_page", "drug_page", "drug_pages", "own_page", "write_pages"]
