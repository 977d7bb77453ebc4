"""Drugs as they are loaded, each read once: a calibration asks for them thousands of times."""

from __future__ import annotations

from functools import cache

from titrate.library import load_drug
from titrate.model import DrugModel


@cache
def loaded(name: str, preset: str | None = None) -> DrugModel:
    """Return a drug that ships with titrate, see `titrate.load_drug`."""
    return load_drug(name, preset)
