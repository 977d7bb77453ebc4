"""Where panels of shares end: on one scale, or on their own where everything is small."""

from __future__ import annotations

from dataclasses import replace

from titrate.plotting.frame import PERCENT_STEPS
from titrate.plotting.time_panels import TimePanel

_LITTLE = 5  # a panel that needs no more than this part of a scale has its own


def scaled(panels: list[TimePanel]) -> list[TimePanel]:
    """Return panels of shares on one scale, but of their own where little of it would be used.

    Where they differ each says where its scale ends.
    """
    ends = {i: _end_of(panel) for i, panel in enumerate(panels) if panel.per_cent}
    common = max(ends.values(), default=0)
    tops = {i: end if end * _LITTLE <= common else common for i, end in ends.items()}
    differ = len(set(tops.values())) > 1
    made = list(panels)
    for i, top in tops.items():
        said = f" (scale to {top} %)" if differ else ""
        made[i] = replace(panels[i], top=top, what=f"{panels[i].what}{said}")
    return made


def _end_of(panel: TimePanel) -> int:
    """Return where a scale of shares ends that everything drawn in a panel finds room on."""
    return next((e for e in PERCENT_STEPS if e >= max(panel.peaks)), max(PERCENT_STEPS))
