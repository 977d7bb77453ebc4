"""One number with its unit, its meaning and where it comes from."""

import textwrap
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from titrate import units
from titrate.errors import (
    InvalidValue,
    require_all,
    require_between,
    require_choice,
    require_finite,
    require_kind,
    require_one,
    require_pair,
    require_text,
)
from titrate.parameters.provenance import Source, Status
from titrate.parameters.uncertainty import Uncertainty
from titrate.parameters.variability import NO_SPREAD, Variability

# Beyond a billion of anything, in any unit of the table, somebody's finger slipped.
ABSURD = 1e9
# What is divided by somewhere, so that 0 means nothing: the smallest value let through.
_LEAST_DIVISOR = 1e-9
_DIVISORS = ("time", "volume", "concentration", "body weight", "volume per weight")
_STATUSES = tuple(status.value for status in Status)
_SIGNED = ("dimensionless", "score")
_WIDTH, _INDENT = 100, "    "


@dataclass(frozen=True)
class Parameter:
    """A number of the model: ``Parameter("clearance", 1.1, "L/h", "clearance from plasma")``.

    Parameters
    ----------
    name : str
        Without a unit; the entry carries it.
    value : float
        In ``unit``. For a parameter that varies between people, the median.
    unit : str
        One of `titrate.units.UNITS`.
    meaning : str
        What it is, in words.
    status : Status
        Published, derived, assumed or changed; the word itself is accepted too.
    sources : tuple of Source
        What it was taken from. A published number has at least one.
    variability : Variability
        Its spread between people.
    range : (float, float), optional
        Plausible interval, in ``unit``. A value outside it is unusual, not forbidden.
    possible : (float, float), optional
        Where the number stops making sense, in ``unit``, ends included. Without it a time,
        volume, concentration or weight is above 0, other quantities with a unit are not
        negative, and nothing exceeds a billion.
    note : str
        Arithmetic, reasons, caveats.
    derived_from : tuple of str
        Names of the parameters and keys of the sources it was computed from.
    fitted_on : tuple of str
        Observations it was fitted on.
    fit : str
        Key of the source whose fit it belongs to, or was chosen to go with, where it means
        something only together with other numbers of that fit.
    uncertainty : Uncertainty, optional
        How well the value is known; without it ``range`` is read as nine tenths of the belief.

    Raises
    ------
    WrongUnit
        If the unit is unknown.
    InvalidValue
        If the value is not a finite number, is impossible, lies outside its own range when it is
        written down, or is called published without a source.
    """

    name: str
    value: float
    unit: str
    meaning: str = ""
    status: Status = Status.ASSUMED
    sources: tuple[Source, ...] = ()
    variability: Variability = NO_SPREAD
    range: tuple[float, float] | None = None
    possible: tuple[float, float] | None = None
    note: str = ""
    derived_from: tuple[str, ...] = ()
    fitted_on: tuple[str, ...] = ()
    fit: str = ""
    uncertainty: Uncertainty | None = None

    def __post_init__(self) -> None:
        for name in ("name", "meaning", "note", "fit"):
            require_text(f"The {name} of a parameter", getattr(self, name))
        units.dimension_of(self.unit)
        require_choice("status", self.status, _STATUSES, plural="statuses")
        for name in ("sources", "derived_from", "fitted_on"):
            kind = Source if name == "sources" else str
            object.__setattr__(
                self, name, require_all(name, getattr(self, name), kind, f"a tuple of {name}")
            )
        require_kind("variability", self.variability, Variability, "Give a Variability.")
        if self.uncertainty is not None:
            require_kind("uncertainty", self.uncertainty, Uncertainty, "Give an Uncertainty.")
        object.__setattr__(self, "status", Status(self.status))
        _require_order(f"The range of {self.name}", self.range)
        _require_order(f"What is possible for {self.name}", self.possible)
        low, high = self.limits
        what = self.name if self.unit == "1" else f"{self.name} in {self.unit}"
        require_between(what, self._single(self.value), low, high)
        object.__setattr__(self, "value", float(self.value))
        if self.status is not Status.CHANGED:
            self._require_inside_range()
        if self.status is Status.PUBLISHED and not self.sources:
            raise InvalidValue(
                f"{self.name} is called published and has no source.",
                'Give its source, or call it "assumed".',
            )

    @cached_property
    def internal(self) -> float:
        """The value in internal units: h, ug, L, ug/L, L/h, 1/h."""
        return self.value * units.factor_of(self.unit)

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and highest possible value, in ``unit``."""
        if self.possible is not None:
            return self.possible
        dimension = units.dimension_of(self.unit)
        if dimension in _SIGNED:
            return -ABSURD, ABSURD
        return (_LEAST_DIVISOR if dimension in _DIVISORS else 0.0), ABSURD

    def with_value(self, value: float) -> "Parameter":
        """Return this parameter with another ``value``, in the same unit, and status changed.

        The sources no longer vouch for it, so they go; the note keeps the former value.

        Raises
        ------
        InvalidValue
            If ``value`` is not a single finite number or is impossible.
        """
        note = self.note
        if self.status is not Status.CHANGED:
            keys = [source.key for source in self.sources]
            former = ", ".join([self.status.value, *keys])
            note = f"changed from {units.written(self.value, self.unit)} ({former}). {note}".strip()
        return replace(
            self,
            value=value,
            status=Status.CHANGED,
            sources=(),
            derived_from=(),
            fitted_on=(),
            fit="",
            uncertainty=None,
            note=note,
        )

    def told(self) -> str:
        """Return what it is, how sure, what it was computed from and its note, as text to print."""
        beneath = f" from {', '.join(self.derived_from)}" if self.derived_from else ""
        of = f": {self.meaning}" if self.meaning else ""
        head = f"{self.name} {units.written(self.value, self.unit)}, {self.status}{beneath}{of}."
        first = textwrap.fill(head, _WIDTH)
        if not self.note:
            return first
        note = textwrap.fill(self.note, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
        return f"{first}\n{note}"

    def __repr__(self) -> str:
        return f"<{self.name} {units.written(self.value, self.unit)}, {self.status}>"

    def _single(self, value: float) -> float:
        require_finite(self.name, value)
        if np.ndim(value):
            raise InvalidValue(
                f"{self.name} is given as several numbers.",
                "A parameter is one number; values that differ per person belong to the people.",
            )
        return value

    def _require_inside_range(self) -> None:
        if self.range is None:
            return
        low, high = self.range
        if not low <= self.value <= high:
            raise InvalidValue(
                f"{self.name} is {units.written(self.value, self.unit)}, outside its own range"
                f" {low:g} to {high:g}.",
                "Correct one of them.",
            )


def _require_order(what: str, pair: tuple[float, float] | None) -> None:
    if pair is None:
        return
    low, high = (require_finite(what, require_one(what, x)) for x in require_pair(what, pair))
    if low > high:
        raise InvalidValue(f"{what} runs from {low:g} to {high:g}.", "Give the lower end first.")
