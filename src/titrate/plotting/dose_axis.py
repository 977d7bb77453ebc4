"""The dose axis of a panel: where each dose lies, and which doses are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from titrate.plotting.frame import dose_ticks
from titrate.plotting.names import tick_words
from titrate.plotting.sheet import Box
from titrate.timecourse import Array

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
        return self.panel.left + float(self.along(np.array(dose))) * self.panel.width

    def along(self, doses: Array) -> Array:
        """Return where doses lie between the ends of the axis, 0 to 1."""
        low, high = self.low, self.high
        return (
            np.log(doses / low) / np.log(high / low) if self.log else (doses - low) / (high - low)
        )

    def doses(self, count: int) -> Array:
        """Return the doses in the middle of so many equal parts of the axis."""
        along = (np.arange(count) + 0.5) / count
        low, high = self.low, self.high
        return low * (high / low) ** along if self.log else low + (high - low) * along

    def scale(self, ax: Axes) -> None:
        """Give an axes this axis' scale and ends."""
        ax.set_xscale("log" if self.log else "linear")
        ax.set_xlim(self.low, self.high)

    def write(self, ax: Axes, size: float) -> None:
        """Write as many round doses below an axes as letters of this size leave room for."""
        ticks = dose_ticks(self.low, self.high, log=self.log, width=self.panel.width, size=size)
        ax.set_xticks(ticks, [tick_words(tick) for tick in ticks])
        ax.minorticks_off()
