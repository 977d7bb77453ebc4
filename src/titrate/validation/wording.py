"""A checked observation in words and in columns."""

from __future__ import annotations

import math

from titrate.validation.checking import REFUSED, Checked, Row
from titrate.validation.observation import DOORS, Observation
from titrate.validation.reading_files import Refused

COLUMNS = (
    *("id", "door", "claim", "published", "low", "high", "unit", "simulated", "error", "people"),
    *("verdict", "kind", "fixes", "status", "read", "sources", "reason", "note", "miss_reason"),
    *("refusal", "steps", "file"),
)
_FIGURES = 4


def number(value: float) -> str:
    """Return a number in four figures; "never" where it is infinite."""
    return "never" if math.isinf(value) else f"{value:.{_FIGURES}g}"


def interval(ends: tuple[float, ...], unit: str) -> str:
    """Return one number or two with their unit: "1.2 to 1.9 h"."""
    words = " to ".join(number(end) for end in ends)
    return f"{words} {unit}".strip()


def simulated_words(row: Checked) -> str:
    """Return the simulated value with its unit, and its error where people were drawn."""
    found = row.simulated
    value = number(found.value)
    if found.error is not None:
        value += f" ± {found.error:.2g}"
    return f"{value} {row.observation.unit}".strip()


def kind_words(observation: Observation) -> str:
    """Return whether the drug's numbers were set with a fact in view."""
    return "fitted" if observation.fitted else "predicted"


def line(row: Row) -> str:
    """Return an observation in one line: claim, published, accepted, simulated, verdict."""
    if isinstance(row, Refused):
        claim = f"{row.claim}: " if row.claim else ""
        return f"{REFUSED}: {row.id}: {claim}{row.reason}"
    seen = row.observation
    published = f"published {interval(seen.published, seen.unit)}, " if seen.published else ""
    accepted = f"accepted {interval(seen.accepted, seen.unit)}"
    return (
        f"{row.verdict}: {seen.id}: {seen.claim}: {published}{accepted}, "
        f"simulated {simulated_words(row)} ({kind_words(seen)})"
    )


def columns(row: Row) -> dict[str, object]:
    """Return an observation as one row of a table; `COLUMNS` are its keys."""
    if isinstance(row, Refused):
        known: dict[str, object] = {
            "id": row.id,
            "claim": row.claim,
            "verdict": REFUSED,
            "refusal": row.reason,
            "file": row.file.name,
        }
        return {name: known.get(name) for name in COLUMNS}
    seen, found = row.observation, row.simulated
    low, high = seen.accepted
    return dict(
        zip(
            COLUMNS,
            (
                seen.id,
                DOORS[seen.door],
                seen.claim,
                interval(seen.published, "") or None,
                low,
                high,
                seen.scale or seen.unit,
                found.value,
                found.error,
                found.people,
                row.verdict,
                kind_words(seen),
                ", ".join(seen.fixes),
                seen.status.value,
                ", ".join(dict.fromkeys(source.read for source in seen.sources)),
                "; ".join(source.citation for source in seen.sources),
                seen.reason,
                seen.note,
                seen.known_miss.reason if seen.known_miss else None,
                None,
                "; ".join(f"{name} {number(value)}" for name, value in found.steps),
                seen.file.name,
            ),
            strict=True,
        )
    )
