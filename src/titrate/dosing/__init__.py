"""What is given, when, and by which door; no drug and no solver is known here."""

from titrate.dosing.by_mouth import oral, taper
from titrate.dosing.by_needle import bolus, iv
from titrate.dosing.by_pump import pump, pump_schedule
from titrate.dosing.changed import at_interval, at_segment, for_days
from titrate.dosing.daily import DailyPart
from titrate.dosing.doses import ROUTES, SEGMENTS, Doses
from titrate.dosing.event_reading import read_event_table
from titrate.dosing.events import EventTable, in_ug
from titrate.dosing.reading import prescription
from titrate.dosing.regimen import Regimen, require_regimen
from titrate.dosing.repeating import Repeating

__all__ = [
    "ROUTES",
    "SEGMENTS",
    "DailyPart",
    "Doses",
    "EventTable",
    "Regimen",
    "Repeating",
    "at_interval",
    "at_segment",
    "bolus",
    "for_days",
    "in_ug",
    "iv",
    "oral",
    "prescription",
    "pump",
    "pump_schedule",
    "read_event_table",
    "require_regimen",
    "taper",
]
