"""How well a number is known: something else than how much people differ in it."""

from dataclasses import dataclass

from titrate.errors import (
    InvalidValue,
    require_between,
    require_choice,
    require_one,
    require_pair,
    require_positive,
    require_text,
)
from titrate.parameters.provenance import Status

_STATUSES = (Status.PUBLISHED.value, Status.DERIVED.value, Status.ASSUMED.value)
_USUAL_PERCENT = 90.0
_MOST_PERCENT = 99.9
_MOST_CORRELATED = 0.999


@dataclass(frozen=True)
class Uncertainty:
    """What is believed of a parameter's value, around it.

    Without ``cv_percent`` the parameter's ``range`` holds ``interval_percent`` of the belief, as
    much below as above, and the value is the median.

    Parameters
    ----------
    interval_percent : float, default 90
        How much of the belief lies within the range.
    cv_percent : float, optional
        Standard error as a share of the value, in percent: a lognormal belief instead.
    goes_with : (str, float), optional
        Another parameter and the correlation with it, on the scale of the draws: what two numbers
        say together is better known than each of them.
    status : str
        ``"published"``, ``"derived"`` or ``"assumed"``: the number and how sure it is may come
        from different places.
    note : str
        Where it comes from.
    """

    interval_percent: float = _USUAL_PERCENT
    cv_percent: float | None = None
    goes_with: tuple[str, float] | None = None
    status: str = Status.ASSUMED.value
    note: str = ""

    def __post_init__(self) -> None:
        one = require_positive(
            "interval_percent", require_one("interval_percent", self.interval_percent)
        )
        require_between("interval_percent", one, 0, _MOST_PERCENT)
        if self.cv_percent is not None:
            require_positive("cv_percent", require_one("cv_percent", self.cv_percent))
        require_choice("status", self.status, _STATUSES, plural="statuses")
        require_text("note", self.note)
        if self.goes_with is not None:
            hint = 'Give a parameter and a correlation: goes_with=("kappa_cord", 0.85).'
            name, correlation = require_pair("goes_with", self.goes_with, hint)
            require_text("The name in goes_with", name)
            r = require_one("The correlation in goes_with", correlation)
            require_between("The correlation in goes_with", r, -_MOST_CORRELATED, _MOST_CORRELATED)
            if not r:
                raise InvalidValue("The correlation in goes_with is 0.", "Leave goes_with out.")
            object.__setattr__(self, "goes_with", (name, float(r)))
