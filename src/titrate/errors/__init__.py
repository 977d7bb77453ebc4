"""What can go wrong, and how to say it: what was wrong, what was found, what to do."""

from titrate.errors.checks import (
    require_at_least,
    require_between,
    require_finite,
    require_not_negative,
    require_positive,
)
from titrate.errors.kinds import (
    InvalidFile,
    InvalidGoal,
    InvalidModel,
    InvalidTimes,
    InvalidValue,
    NegativeConcentration,
    NoSteadyState,
    NotLinear,
    SolverFailure,
    TitrateError,
    UnknownName,
    UnreadablePrescription,
    UnusualDose,
    WrongUnit,
)
from titrate.errors.wording import suggestion, unknown_name

__all__ = [
    "InvalidFile",
    "InvalidGoal",
    "InvalidModel",
    "InvalidTimes",
    "InvalidValue",
    "NegativeConcentration",
    "NoSteadyState",
    "NotLinear",
    "SolverFailure",
    "TitrateError",
    "UnknownName",
    "UnreadablePrescription",
    "UnusualDose",
    "WrongUnit",
    "require_at_least",
    "require_between",
    "require_finite",
    "require_not_negative",
    "require_positive",
    "suggestion",
    "unknown_name",
]
