"""What a panel hands on to the next: how far off it ends."""

from __future__ import annotations

from titrate.timecourse import Array

# So many courses are stepped number by number.
FEW = 8


def carry(off: Array, keep: Array) -> None:
    """Add, in place, what is left in each panel of how far the one before it is off."""
    if off[0].size > FEW:
        for panel in range(1, len(off)):
            off[panel] += keep[panel] * off[panel - 1]
        return
    each, kept = off.reshape(len(off), -1), keep.reshape(len(off), -1)
    for one in range(each.shape[1]):
        carried = 0.0
        course: list[float] = []
        for own, left in zip(each[:, one].tolist(), kept[:, one].tolist(), strict=True):
            carried = own + left * carried
            course.append(carried)
        each[:, one] = course
