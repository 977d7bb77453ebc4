"""The dose axis of a panel: where each dose lies, and which doses are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.frame import dose_ticks
from titrate.plotting.names import number_words
from titrate.plotting.sheet import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class DoseAxis:
    """The doses along the foot of a panel.

    Parameters
    ----------
    panel : Box
    low, high : float
        The doses at its left and its right edge.
    log : bool
    """

    panel: Box
    low: float
    high: float
    log: bool

    def x_in(self, dose: float) -> float:
        """Return where a dose lies on the sheet, in inches."""
        low, high = self.low, self.high
        along = np.log(dose / low) / np.log(high / low) if self.log else (dose - low) / (high - low)
        return self.panel.left + float(along) * self.panel.width

    def scale(self, ax: Axes) -> None:
        """Give an axes this axis' scale and ends."""
        ax.set_xscale("log" if self.log else "linear")
        ax.set_xlim(self.low, self.high)

    def write(self, ax: Axes, size: float) -> None:
        """Write as many round doses below an axes as letters of this size leave room for."""
        ticks = dose_ticks(self.low, self.high, log=self.log, width=self.panel.width, size=size)
        ax.set_xticks(ticks, [number_words(tick) for tick in ticks])
        ax.minorticks_off()
