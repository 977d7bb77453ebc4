"""The drugs that ship with titrate."""

from titrate.library.shelf import drug_names, load_drug

__all__ = ["drug_names", "load_drug"]
