"""Whether what a verb was given is a regimen."""

from titrate.dosing.regimen import Regimen
from titrate.errors import InvalidValue, shown

REGIMEN = "Give a regimen: oral(...), pump(...), prescription('...')."


def require_regimen(regimen: Regimen, hint: str = REGIMEN, *, what: str = "regimen") -> Regimen:
    """Return ``regimen`` if it is one, else raise `InvalidValue`; text is to be read first."""
    if isinstance(regimen, Regimen):
        return regimen
    if isinstance(regimen, str):
        hint = f"Read the text first: tt.prescription({regimen!r}). {hint}"
    raise InvalidValue(f"{what} is {shown(regimen)}.", hint)
