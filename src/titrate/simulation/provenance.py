"""Where a result comes from, in a few words that travel with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from titrate.markup import TEACHING_LINE, counted
from titrate.parameters import Door, ParameterSet


@dataclass(frozen=True)
class Provenance:
    """What a result rests on.

    Parameters
    ----------
    drug, preset : str
    counts : mapping of status to number
        How many parameters are published, derived, assumed, changed.
    changed : tuple of str
        Parameters that somebody changed in memory.
    by_default : tuple of str
        What was left to the drug's default patient.
    notes : tuple of str
        Doses that are not usual, or outside the domain of the model.
    rests_on : str
        What the result depends on most, in words; empty where nobody looked.
    parameters : ParameterSet
        The numbers that were used, each with its sources.
    doors : mapping of route to Door
        The drug's doors: what is usual by each, and where the model is meant to hold.
    """

    drug: str
    preset: str
    counts: Mapping[str, int]
    changed: tuple[str, ...] = ()
    by_default: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rests_on: str = ""
    parameters: ParameterSet = field(default=ParameterSet(()), repr=False)
    doors: Mapping[str, Door] = field(default_factory=dict[str, Door], repr=False)

    @property
    def footer(self) -> str:
        """One line for the foot of a picture or a table."""
        name = f"{self.drug} ({self.preset})" if self.preset else self.drug
        noun = "number" if [*self.counts.values()][-1:] == [1] else "numbers"
        changed = f"; changed: {', '.join(self.changed)}" if self.changed else ""
        most = f"; {self.rests_on}" if self.rests_on else ""
        return f"{name}: {counted(self.counts)} {noun}{changed}{most}. {TEACHING_LINE}"

    def __str__(self) -> str:
        lines = [self.footer]
        if self.by_default:
            lines.append(f"By default of the drug's patient: {', '.join(self.by_default)}.")
        return "\n".join([*lines, *self.notes])
