"""The drugs that ship with titrate."""

from titrate.library.citing import cite
from titrate.library.ensemble import Ensemble
from titrate.library.rivals import ensemble
from titrate.library.shelf import drug_names, load_drug, preset_file, preset_names

__all__ = ["Ensemble", "cite", "drug_names", "ensemble", "load_drug", "preset_file", "preset_names"]
