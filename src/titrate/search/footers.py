"""What windows rest on, in one line for the foot of a picture or a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from titrate.search.sensitivity import Sensitivity
from titrate.simulation import Provenance


class Resting(Protocol):
    """What has a provenance, and may know which number it is most sensitive to."""

    @property
    def provenance(self) -> Provenance:
        """Where its numbers come from."""
        ...

    @property
    def is_followed(self) -> bool:
        """Whether its sensitivity is known in little time."""
        ...

    def sensitivity(self) -> Sensitivity:
        """Return by how many per cent each edge moves for one per cent of each number."""
        ...


def footers(windows: Mapping[str, Resting]) -> list[str]:
    """Return the footers of windows by name, once where they rest on the same numbers.

    Each names the assumed number that moves its edges most, where that is known in little time:
    for one person and one pattern of doses that is scaled. A derived or a published number may
    move them more.
    """
    alike: dict[str, Provenance] = {}
    most: dict[str, dict[str, str]] = {}
    for name, window in windows.items():
        plain = window.provenance.footer
        alike.setdefault(plain, window.provenance)
        of_these = most.setdefault(plain, {})
        number = window.sensitivity().most("assumed") if window.is_followed else None
        if number is not None:
            of_these[name] = number.name
    return [replace(p, rests_on=_rests_on(most[plain])).footer for plain, p in alike.items()]


def _rests_on(by_window: Mapping[str, str]) -> str:
    """Return which of the assumed numbers moves each window most, in words."""
    numbers = list(dict.fromkeys(by_window.values()))
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"of the assumed numbers {numbers[0]} moves the window most"
    each = [f"{number} ({name})" for name, number in by_window.items()]
    named = f"{', '.join(each[:-1])} and {each[-1]}"
    return f"of the assumed numbers {named} move the windows most"
