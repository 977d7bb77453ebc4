"""What a simulation gives: concentrations, responses, where the body stands at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.dosing import Regimen
from titrate.model import DrugModel
from titrate.patients import People
from titrate.pd import Adaptation, Endpoint
from titrate.pk import Measures, Solution, measures
from titrate.simulation.provenance import Provenance
from titrate.simulation.starting import Final
from titrate.timecourse import Array, TimeCourse

if TYPE_CHECKING:
    import pandas as pd

_DAY_H = 24.0


@dataclass(frozen=True, eq=False)
class Result:
    """A drug given to people, over time.

    Parameters
    ----------
    drug : DrugModel
    who : People
    regimen : Regimen
    concentration : TimeCourse
        ug/L, by site.
    response : TimeCourse
        By endpoint.
    adaptation : TimeCourse
        How far each adaptation is: EC50s are multiplied by 1 plus this.
    endpoints : tuple of Endpoint
    adapted : mapping of name to Array (people,)
        How far each adaptation is at the end of the run.
    provenance : Provenance
    solution : Solution
        The kinetic half, for measures.
    """

    drug: DrugModel
    who: People
    regimen: Regimen
    concentration: TimeCourse
    response: TimeCourse
    adaptation: TimeCourse
    endpoints: tuple[Endpoint, ...]
    adapted: Mapping[str, Array]
    provenance: Provenance
    solution: Solution

    @property
    def times_h(self) -> Array:
        """Output times in h."""
        return self.concentration.times_h

    @cached_property
    def final(self) -> Final:
        """Where everybody stands at the end; give it to the run that continues as ``initial``."""
        return Final(self.solution.final, self.adapted)

    @property
    def amounts(self) -> TimeCourse:
        """Amounts in compartments, ug; solved when first asked for."""
        return self.solution.amounts

    def measures(
        self, site: str, *, from_h: float | None = None, to_h: float | None = None
    ) -> Measures:
        """Return peak, trough, mean and area of a site; see `titrate.measures`.

        Parameters
        ----------
        site : str
        from_h, to_h : float, optional
            The span in h; by default the last 24 h of the run, or all of a shorter one.
        """
        end = float(self.times_h[-1]) if to_h is None else to_h
        start = max(0.0, end - _DAY_H) if from_h is None else from_h
        return measures(self.solution, site, from_h=start, to_h=end)

    def withdrawal(self) -> TimeCourse:
        """Return the withdrawal index: adaptation that the drug no longer covers, at least 0.

        Needs the sites that drive the adaptations among the outputs.
        """
        found = {
            e.adaptation.name: e.adaptation.bared(
                self.adaptation.curves[e.adaptation.name],
                self.concentration.curves[e.adaptation.site],
            )
            for e in self.endpoints
            if isinstance(e.adaptation, Adaptation)
            and e.adaptation.site in self.concentration.curves
        }
        times, patients = self.times_h, self.concentration.patients
        return TimeCourse(times, found, {}, patients, "withdrawal", self.who.alone)

    def summary(self) -> pd.DataFrame:
        """Return peak, trough and mean of every curve over the last 24 h of the run.

        Concentrations are exact; responses are over the output times, weighted by the time
        between them. Of a population the rows are medians over its people.

        Returns
        -------
        pandas.DataFrame
            One row per curve: kind, name, unit, peak, trough, mean.
        """
        import pandas as pd

        return pd.DataFrame([*self._site_rows(), *self._response_rows()])

    def _site_rows(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for site in self.concentration:
            m = self.measures(site)
            values = (float(np.median(v)) for v in (m.c_max, m.c_min, m.c_avg))
            rows.append(_row("concentration", site, "ug/L", *values))
        return rows

    def _response_rows(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        within = self.times_h >= self.times_h[-1] - _DAY_H
        times = self.times_h[within]
        for name, curve in self.response.curves.items():
            last = curve[:, within]
            span = times[-1] - times[0]
            mean = np.trapezoid(last, times, axis=1) / span if span else last[:, 0]
            values = (float(np.median(v)) for v in (last.max(axis=1), last.min(axis=1), mean))
            rows.append(_row("response", name, self.response.units.get(name, ""), *values))
        return rows

    def to_frame(self) -> pd.DataFrame:
        """Return one row per person and time: patient, time_h, then every curve."""
        import pandas as pd

        parts = [self.concentration.to_frame()]
        if len(self.response):
            parts.append(self.response.to_frame().drop(columns=["patient", "time_h"]))
        return pd.concat(parts, axis=1)

    def to_long(self) -> pd.DataFrame:
        """Return one row per person, curve and time: patient, time_h, kind, name, value, unit."""
        import pandas as pd

        parts = [course.to_long() for course in (self.concentration, self.response) if len(course)]
        return pd.concat(parts, ignore_index=True)

    def __repr__(self) -> str:
        who = repr(self.who) if self.who.alone else markup.tally(len(self.who), "person", "people")
        lines = [f"{self.drug.name}, {self.regimen}", who]
        lines += [str(note) for note in self.provenance.notes]
        return "\n".join([*lines, self.provenance.footer])

    def _repr_html_(self) -> str:
        one = self.who.alone
        people = "" if one else ", median over people"
        # The exact peaks of many people take seconds: those are for summary() to find.
        sites = _html_table(self._site_rows()) if one and self.times_h[-1] > 0 else ""
        responses = _html_table(self._response_rows())
        return markup.card(
            f"{self.drug.name}, {self.regimen}",
            markup.paragraph(
                repr(self.who) if one else markup.tally(len(self.who), "person", "people")
            ),
            markup.paragraph(f"Responses over the last 24 h{people}:") if responses else "",
            responses,
            markup.folded("Concentrations over the last 24 h", sites),
            markup.next_step("tt.plot(result)", "result.summary()", "result.to_frame()"),
            small=[*self.provenance.notes, self.provenance.footer],
        )


def _row(
    kind: str, name: str, unit: str, peak: float, trough: float, mean: float
) -> dict[str, object]:
    return {"kind": kind, "name": name, "unit": unit, "peak": peak, "trough": trough, "mean": mean}


def _html_table(rows: list[dict[str, object]]) -> str:
    heads = ("name", "unit", "peak", "trough", "mean")
    return markup.table(heads, [[row[head] for head in heads] for row in rows])
