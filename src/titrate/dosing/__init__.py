"""What is given, when, and by which door; no drug and no solver is known here."""

from titrate.dosing.by_mouth import oral, taper
from titrate.dosing.by_needle import bolus, iv
from titrate.dosing.by_pump import pump, pump_schedule
from titrate.dosing.daily import DailyPart
from titrate.dosing.doses import ROUTES, SEGMENTS, Doses
from titrate.dosing.reading import prescription
from titrate.dosing.regimen import Regimen, require_regimen
from titrate.dosing.repeating import Repeating

__all__ = [
    "ROUTES",
    "SEGMENTS",
    "DailyPart",
    "Doses",
    "Regimen",
    "Repeating",
    "bolus",
    "iv",
    "oral",
    "prescription",
    "pump",
    "pump_schedule",
    "require_regimen",
    "taper",
]
