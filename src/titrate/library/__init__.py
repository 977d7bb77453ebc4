"""The drugs that ship with titrate."""

from titrate.library.shelf import drug_names, load_drug, preset_file, preset_names

__all__ = ["drug_names", "load_drug", "preset_file", "preset_names"]
