"""By needle: one dose into a vein, or into the spinal fluid."""

from titrate.dosing.checks import LARGEST_MG, LARGEST_UG, amount, length_h, start_h
from titrate.dosing.doses import segment
from titrate.dosing.regimen import Regimen
from titrate.dosing.thousandfold import intended_mg, intended_ug, refusing
from titrate.dosing.tree import SingleDose
from titrate.errors import InvalidValue, require_choice

_VEIN = "doses into a vein are written in mg"
_SPINE = "doses into the spinal fluid are written in ug"


@refusing("dose_ug", "dose_mg", _VEIN, intended_mg)
def iv(*, dose_mg: float, time_h: float = 0, over_h: float | None = None) -> Regimen:
    """Return one dose into a vein.

    Parameters
    ----------
    dose_mg : float
        The dose, mg.
    time_h : float
        Start, h.
    over_h : float, optional
        Length of a constant infusion, h; without it, a bolus.

    Raises
    ------
    InvalidValue
        If a number cannot be meant.
    WrongUnit
        If the dose is given in ug.
    """
    dose = amount("dose_mg", dose_mg, largest=LARGEST_MG)
    return Regimen(_single("iv", dose, None, time_h, over_h))


@refusing("dose_mg", "dose_ug", _SPINE, intended_ug)
def bolus(
    *,
    dose_ug: float,
    route: str = "intrathecal",
    at: str = "lumbar",
    time_h: float = 0,
    over_h: float | None = None,
) -> Regimen:
    """Return one dose into the spinal fluid.

    Parameters
    ----------
    dose_ug : float
        The dose, ug.
    route : str
        Only ``"intrathecal"``; the other routes have `iv` and `oral`.
    at : str
        Segment that the catheter's tip lies in.
    time_h : float
        Start, h.
    over_h : float, optional
        Length of a constant infusion, h; without it, a bolus.

    Raises
    ------
    InvalidValue
        If a number cannot be meant, or the route is another.
    UnknownName
        If the route or the segment is unknown.
    WrongUnit
        If the dose is given in mg.
    """
    if isinstance(route, str) and route in ("iv", "oral"):
        raise InvalidValue(
            f"bolus() gives ug into the spinal fluid, and route is {route!r}.",
            f"Use {route}(dose_mg=...).",
        )
    require_choice("route", route, ("intrathecal",), plural="routes of bolus()")
    dose = amount("dose_ug", dose_ug, largest=LARGEST_UG)
    return Regimen(_single("intrathecal", dose, segment(at), time_h, over_h))


def _single(
    route: str, dose: float, at: str | None, time_h: float, over_h: float | None
) -> SingleDose:
    over = None if over_h is None else length_h("over_h", over_h)
    return SingleDose(route, dose, False, at, start_h("time_h", time_h), over)
