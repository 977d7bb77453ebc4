"""What was fitted again: each parameter, what was found, what is stored, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from titrate import markup, units
from titrate.errors import require_kind
from titrate.markup import TEACHING_LINE
from titrate.reports.calibration_words import between, line
from titrate.validation import Fitting, Found, number

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    *("fit", "name", "unit", "stored", "fitted", "off_percent", "low", "high"),
    *("range_low", "range_high", "prior_low", "prior_high", "narrower", "identified"),
    *("goes_with", "together", "fixed_by", "reproduced", "known_percent", "known_reason"),
    "note",
)


@dataclass(frozen=True, eq=False, repr=False)
class Calibrated:
    """Fits that were run again.

    Parameters
    ----------
    fittings : tuple of Fitting
    found : tuple of Found
        Every parameter of every fit.
    """

    fittings: tuple[Fitting, ...]
    found: tuple[Found, ...]

    def __post_init__(self) -> None:
        take = "Take what calibrate returns."
        for name, kind in (("fittings", Fitting), ("found", Found)):
            for one in require_kind(name, getattr(self, name), tuple, take):
                require_kind(f"One of {name}", one, kind, take)

    @property
    def passed(self) -> bool:
        """Whether every stored value is found again, or differs as it is known to."""
        return all(one.as_stated for one in self.found)

    @property
    def values(self) -> dict[str, float]:
        """The fitted values, each in its unit: ``drug.with_values(**calibrated.values)``."""
        return {one.name: one.fitted for one in self.found}

    @property
    def summary(self) -> str:
        """How many numbers were fitted on how many observations, and how many came out again."""
        again = sum(one.reproduced for one in self.found)
        known = sum(one.differs_as_known for one in self.found)
        expected = sum(one.as_stated for one in self.found)
        seen = sum(len(fitting.fit.observations) for fitting in self.fittings)
        return (
            f"{markup.tally(len(self.found), 'number')} fitted on "
            f"{markup.tally(seen, 'observation')}: "
            f"{again} stored values are found again, {known} differ as known, "
            f"{len(self.found) - expected} otherwise."
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per parameter.

        Returns
        -------
        pandas.DataFrame
            fit, name, unit, stored, fitted, off_percent, low and high (nine tenths of what prior
            and observations leave), range_low and range_high (stated in params), prior_low,
            prior_high, narrower, identified, goes_with,
            together, fixed_by, reproduced, known_percent and known_reason (of a known difference),
            note.
        """
        import pandas as pd

        return pd.DataFrame([_row(one) for one in self.found], columns=list(_COLUMNS))

    def misfits(self) -> pd.DataFrame:
        """Return one row per observation: fit, id, claim, and how far off it is, in errors."""
        import pandas as pd

        rows = [
            (fitting.fit.name, observation.id, observation.claim, float(off))
            for fitting in self.fittings
            for observation, off in zip(fitting.fit.observations, fitting.residuals, strict=False)
        ]
        return pd.DataFrame(rows, columns=["fit", "id", "claim", "errors"])

    def save(self, folder: str | Path) -> Path:
        """Write ``calibration.md``, ``.csv`` and ``.json`` into a folder: all of them or none.

        Parameters
        ----------
        folder : str or Path
            Made if it is missing.

        Returns
        -------
        Path
            Of ``calibration.md``.
        """
        from titrate.reports.calibration_page import calibration_page
        from titrate.reports.saving import as_json, write_all

        require_kind("folder", folder, str | Path, 'Give the name of a folder: "report".')
        table = self.to_frame()
        contents = {
            "calibration.md": calibration_page(self.fittings, self.found, self.summary),
            "calibration.csv": table.to_csv(index=False, lineterminator="\n"),
            "calibration.json": as_json(
                {"passed": self.passed}, table.to_dict(orient="records"), called="parameters"
            ),
        }
        write_all(Path(folder), contents)
        return Path(folder) / "calibration.md"

    def __str__(self) -> str:
        return "\n".join([*(line(one) for one in self.found), "", self.summary])

    def __repr__(self) -> str:
        return f"<calibration: {self.summary}>"

    def _repr_html_(self) -> str:
        heads = ("", "stored", "fitted", "fits as well", "identified", "fixed by")
        rows = [
            (
                one.name,
                units.written(float(number(one.stored)), one.unit),
                number(one.fitted),
                between(one.interval),
                one.identified,
                ", ".join(one.fixed_by),
            )
            for one in self.found
        ]
        return markup.card(
            "Numbers fitted again",
            markup.paragraph(self.summary),
            markup.table(heads, rows),
            markup.next_step("calibrated.to_frame()", 'calibrated.save("report")'),
            small=[TEACHING_LINE],
        )


def _row(one: Found) -> tuple[object, ...]:
    known = one.known_difference
    return (
        *(one.fit, one.name, one.unit, one.stored, one.fitted, one.off_percent),
        *one.interval,
        *one.range,
        *one.prior,
        *(one.narrower, one.identified),
        ", ".join(f"{name} {r:+.2f}" for name, r in one.goes_with),
        ", ".join(one.together),
        ", ".join(one.fixed_by),
        one.reproduced,
        None if known is None else known.percent,
        "" if known is None else known.reason,
        one.note,
    )
