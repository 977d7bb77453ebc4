"""Places in panels that somebody looks at, grouped so that what they share is worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from titrate.indices import evenly
from titrate.pd.panels import NODES, Panels
from titrate.timecourse import Array

# Digits after the point to which two panels are of one length (in h), two places in them the same.
SAME_LENGTH, _SAME_SHARE = 9, 12


@dataclass(frozen=True, eq=False)
class Alike:
    """Panels of one length that are looked at in the same places.

    Parameters
    ----------
    length_h : float
    shares : Array, shape (shares,)
        Where in the panel, from 0 to 1.
    panels : integer array, shape (panels,), or slice
    columns : integer array, shape (panels x shares,), or slice
        The place of each among all, panel after panel.
    """

    length_h: float
    shares: Array
    panels: np.ndarray | slice
    columns: np.ndarray | slice


@dataclass(frozen=True, eq=False)
class Places:
    """Places in panels, in order.

    Parameters
    ----------
    panels : Panels
    panel : integer array, shape (places,)
        Which panel each lies in.
    share : Array, shape (places,)
        Where in it, from 0 to 1.
    """

    panels: Panels
    panel: np.ndarray
    share: Array

    @staticmethod
    def at(panels: Panels, times_h: Array) -> Places:
        """Return where times in the span lie."""
        panel = np.searchsorted(panels.edges_h, times_h, side="right") - 1
        panel = np.clip(panel, 0, len(panels.lengths_h) - 1)
        return Places(panels, panel, (times_h - panels.edges_h[panel]) / panels.lengths_h[panel])

    @staticmethod
    def at_nodes(panels: Panels, which: slice = slice(None)) -> Places:
        """Return the nodes of some panels."""
        chosen = np.arange(len(panels.lengths_h))[which]
        return Places(panels, np.repeat(chosen, len(NODES)), np.tile(NODES, len(chosen)))

    @cached_property
    def groups(self) -> tuple[Alike, ...]:
        """The places, grouped by the length of their panel and where in it they lie."""
        panel, share = self.panel.astype(np.int64), self.share.astype(np.float64)
        return _grouped(self.panels.lengths_h.tobytes(), panel.tobytes(), share.tobytes())


@lru_cache(maxsize=64)  # doses and people change from run to run, instants seldom
def _grouped(lengths_h: bytes, panels: bytes, shares: bytes) -> tuple[Alike, ...]:
    """Return places grouped by the length of their panel and where in it they lie."""
    long, share = np.frombuffer(lengths_h), np.frombuffer(shares)
    panel = np.frombuffer(panels, dtype=np.int64)
    begins = np.flatnonzero(np.diff(panel, prepend=-1))
    ends = np.append(begins[1:], len(panel))
    lengths, keys = long.round(SAME_LENGTH), share.round(_SAME_SHARE)
    alike: dict[tuple[float, bytes], list[int]] = {}
    for run, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        key = float(lengths[panel[begin]]), keys[begin:end].tobytes()
        alike.setdefault(key, []).append(run)
    groups: list[Alike] = []
    for runs in alike.values():
        columns = begins[runs][:, None] + np.arange(ends[runs[0]] - begins[runs[0]])
        which = panel[columns[:, 0]]
        length_h, inside = float(long[which[0]]), share[columns[0]]
        groups.append(Alike(length_h, inside, evenly(which), evenly(columns.reshape(-1))))
    return tuple(groups)
