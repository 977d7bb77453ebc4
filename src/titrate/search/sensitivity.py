"""How sensitive a window is: by how many per cent an edge moves for one per cent of a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.errors import require_choice
from titrate.parameters import Parameter, Status
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

# Elasticities that agree to so many digits are equal: the other edge then decides.
_DIGITS = 4
_STATUSES = tuple(status.value for status in Status)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How each edge of a window answers each number of the drug.

    The elasticity of an edge is its per cent change for one per cent more of the number, all
    else equal: 1 where they are proportional.

    Parameters
    ----------
    parameters : tuple of Parameter
        Those that could be changed, in the order of the drug's file.
    low, high : Array (parameters,)
        Elasticities; NaN of an edge that no goal sets.
    skipped : mapping of parameter name to str
        Why the others could not be changed.
    read_once : tuple of str
        Parameters that the drug's functions read once for all people, such as a lag; each was
        changed in somebody alone.
    """

    parameters: tuple[Parameter, ...]
    low: Array
    high: Array
    skipped: Mapping[str, str] = field(default_factory=dict[str, str])
    read_once: tuple[str, ...] = ()

    def most(self, status: str | None = None) -> Parameter | None:
        """Return the parameter that moves an edge most.

        Parameters
        ----------
        status : {"published", "derived", "assumed", "changed"}, optional
            Only among these.

        Returns
        -------
        Parameter or None
            None where no goal sets an edge, or no number of that status moves one.
        """
        if status is not None:
            require_choice("status", status, _STATUSES, plural="statuses")
        ranked = self._ranked()
        wanted = [i for i in ranked if status in (None, self.parameters[i].status.value)]
        if not wanted or self._reach()[wanted[0], 0] == 0:
            return None
        return self.parameters[wanted[0]]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per parameter, the most influential first."""
        import pandas as pd

        rows = [
            {
                "parameter": self.parameters[i].name,
                "status": self.parameters[i].status.value,
                "value": self.parameters[i].value,
                "unit": self.parameters[i].unit,
                "low_elasticity": float(self.low[i]),
                "high_elasticity": float(self.high[i]),
            }
            for i in self._ranked()
        ]
        return pd.DataFrame(rows)

    def _reach(self) -> Array:
        """Return the larger and the smaller answer of the two edges, (parameters, 2)."""
        both = np.nan_to_num(np.abs(np.stack([self.low, self.high], axis=1)))
        return np.sort(both, axis=1)[:, ::-1].round(_DIGITS)

    def _ranked(self) -> list[int]:
        larger, smaller = self._reach().T
        return np.lexsort((np.arange(len(larger)), -smaller, -larger)).tolist()

    def __repr__(self) -> str:
        named: list[str] = []
        for i in self._ranked()[:3]:
            each = (("low", self.low[i]), ("high", self.high[i]))
            # An edge that no goal sets does not move.
            edges = ", ".join(f"{side} {by:+.2f}" for side, by in each if np.isfinite(by))
            named.append(f"{self.parameters[i].name} ({self.parameters[i].status}): {edges}")
        skipped = f"; not changed: {', '.join(self.skipped)}" if self.skipped else ""
        return f"<% of an edge per % of {'; '.join(named)}{skipped}>"

    def _repr_html_(self) -> str:
        heads = ("parameter", "status", "value", "unit", "% of low per %", "% of high per %")
        reach = self._reach()[:, 0]
        moving = [i for i in self._ranked() if reach[i] > 0]
        rows = [
            (
                self.parameters[i].name,
                self.parameters[i].status.value,
                f"{self.parameters[i].value:g}",
                self.parameters[i].unit,
                float(self.low[i]),
                float(self.high[i]),
            )
            for i in moving
        ]
        count = len(self.parameters) - len(moving)
        still = f"{markup.tally(count, 'other number')} {'moves' if count == 1 else 'move'}"
        return markup.card(
            "How sensitive a dose window is",
            markup.table(heads, rows),
            markup.paragraph(f"{still} neither edge." if count else ""),
            markup.next_step("sensitivity.to_frame()", 'sensitivity.most("assumed")'),
            small=[f"{name}: {why}" for name, why in self.skipped.items()],
        )
