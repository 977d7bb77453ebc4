"""Non-compartmental analysis, by the rules of the field."""

from titrate.pk.noncompartmental.analysis import nca
from titrate.pk.noncompartmental.found import Nca

__all__ = ["Nca", "nca"]
