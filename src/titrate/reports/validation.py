"""What was checked: the observations, what was simulated, which lie inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from titrate import markup
from titrate.errors import require_flag, require_kind
from titrate.markup import TEACHING_LINE
from titrate.validation import (
    COLUMNS,
    VERDICTS,
    Checked,
    Refused,
    Row,
    columns,
    interval,
    kind_words,
    line,
    simulated_words,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Validation:
    """Published observations held against the simulator.

    Parameters
    ----------
    rows : tuple of Checked or Refused
        In the order of the files.
    quick : bool
        Whether half as many people were drawn.
    """

    rows: tuple[Row, ...]
    quick: bool = False

    def __post_init__(self) -> None:
        for row in require_kind("rows", self.rows, tuple, "Take what validate returns."):
            require_kind("A row of a validation", row, Checked | Refused, "Take validate's.")
        require_flag("quick", self.quick)

    @property
    def checked(self) -> tuple[Checked, ...]:
        """Observations that ran."""
        return tuple(row for row in self.rows if isinstance(row, Checked))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Observations that did not, each with its reason."""
        return tuple(row for row in self.rows if isinstance(row, Refused))

    @property
    def passed(self) -> bool:
        """Whether all ran, and each is inside or a known miss that has not moved."""
        return not self.refused and all(row.passed for row in self.checked)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each verdict that occurs."""
        found = Counter(row.verdict for row in self.checked)
        found["refused"] = len(self.refused)
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}

    @property
    def summary(self) -> str:
        """The counts in words: how many of what, and how many of them are predicted."""
        fitted = sum(row.observation.fitted for row in self.checked)
        inside = [row for row in self.checked if row.verdict == "inside"]
        predicted = sum(not row.observation.fitted for row in inside)
        total = markup.tally(len(self.rows), "observation")
        return (
            f"{total}: {markup.counted(self.counts)}. "
            f"{fitted} had numbers of the drug set with them in view, "
            f"{len(self.checked) - fitted} are predicted, {predicted} of these inside."
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per observation.

        Returns
        -------
        pandas.DataFrame
            id, door, claim, published, low, high, unit, simulated, error, people, verdict, kind
            (fitted or predicted), fixes, status, read, sources, reason, note, miss_reason,
            refusal, steps, file.
        """
        import pandas as pd

        return pd.DataFrame([columns(row) for row in self.rows], columns=list(COLUMNS))

    def save(self, folder: str | Path) -> Path:
        """Write ``validation.html``, ``.csv`` and ``.json`` into a folder.

        All three are written, or none: what stood there before stays if anything fails.

        Parameters
        ----------
        folder : str or Path
            Made if it is missing.

        Returns
        -------
        Path
            Of ``validation.html``, which needs no other file.
        """
        from titrate.reports.saving import as_json, write_all
        from titrate.reports.validation_page import validation_page

        require_kind("folder", folder, str | Path, 'Give the name of a folder: "report".')
        table = self.to_frame()
        about = {"quick": self.quick, "passed": self.passed, "counts": dict(self.counts)}
        contents = {
            "validation.html": validation_page(self.rows, self.counts, self.summary, self.quick),
            "validation.csv": table.to_csv(index=False, lineterminator="\n"),
            "validation.json": as_json(about, table.to_dict(orient="records")),
        }
        write_all(Path(folder), contents)
        return Path(folder) / "validation.html"

    def __str__(self) -> str:
        return "\n".join([*(line(row) for row in self.rows), "", self.summary])

    def __repr__(self) -> str:
        return f"<validation: {self.summary}>"

    def _repr_html_(self) -> str:
        heads = ("claim", "accepted", "simulated", "verdict", "")
        rows = [
            (
                row.observation.claim,
                interval(row.observation.accepted, row.observation.unit),
                simulated_words(row),
                row.verdict,
                kind_words(row.observation),
            )
            for row in self.checked
        ]
        return markup.card(
            "Published observations and what is simulated",
            markup.paragraph(self.summary),
            markup.folded("Every observation", markup.table(heads, rows)),
            markup.folded(
                "Refused", markup.table(("id", "why"), [(r.id, r.reason) for r in self.refused])
            ),
            markup.next_step('checked.save("report")', "checked.to_frame()"),
            small=[TEACHING_LINE],
        )
