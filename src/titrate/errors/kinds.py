"""The closed vocabulary of errors.

Every error is a `TitrateError` and also the built-in that fits, so that ``except ValueError``
keeps working. ``code`` is a stable word for programs; ``hint`` is what to do about it.
"""

from typing import ClassVar


class TitrateError(Exception):
    """Something titrate cannot do, said in words.

    Parameters
    ----------
    problem : str
        What was wrong and what was found, as a sentence.
    hint : str
        What to do, as a sentence; may be empty.
    """

    code: ClassVar[str] = "titrate"

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.problem} {self.hint}".strip()


class UnknownName(TitrateError, KeyError):
    """A name that is not among the names there are."""

    code = "unknown-name"


class InvalidValue(TitrateError, ValueError):
    """An argument of the wrong kind, or a number or a combination that cannot be meant."""

    code = "invalid-value"


class WrongUnit(TitrateError, ValueError):
    """A unit that is unknown, or of another dimension than the place it stands in."""

    code = "wrong-unit"


class InvalidTimes(TitrateError, ValueError):
    """Output times that are empty, unsorted, not finite or before 0."""

    code = "invalid-times"


class UnusualDose(TitrateError, ValueError):
    """A dose outside the domain of the drug's door; often a thousand-fold slip."""

    code = "unusual-dose"


class UnreadablePrescription(TitrateError, ValueError):
    """Prescription text that the grammar does not read."""

    code = "unreadable-prescription"


class InvalidModel(TitrateError, ValueError):
    """A compartment model that contradicts itself."""

    code = "invalid-model"


class NegativeConcentration(TitrateError, ValueError):
    """A concentration below zero by more than round-off, or that is not a number."""

    code = "negative-concentration"


class InvalidFile(TitrateError, ValueError):
    """A file of ours or a user's with a key or a value that cannot stand."""

    code = "invalid-file"


class InvalidGoal(TitrateError, ValueError):
    """A goal that names no endpoint, or that nobody can miss or meet by definition."""

    code = "invalid-goal"


class NotLinear(TitrateError, ValueError):
    """The exact solution was asked of a model that is not linear."""

    code = "not-linear"


class NoSteadyState(TitrateError, ValueError):
    """A steady state was asked where none exists."""

    code = "no-steady-state"


class SolverFailure(TitrateError, ArithmeticError):
    """A numerical solution that stopped before its end."""

    code = "solver-failure"
