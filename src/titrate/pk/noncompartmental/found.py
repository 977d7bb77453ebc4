"""What a non-compartmental analysis found: numbers, and reasons for those it could not find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from titrate import markup
from titrate.errors import require_choice
from titrate.pk.noncompartmental.samples import Samples
from titrate.timecourse import Array

if TYPE_CHECKING:
    import pandas as pd

Value = float | Array

# Every measure with its unit, in the order in which tables show them.
UNITS: Mapping[str, str] = {
    "c_max": "ug/L",
    "t_max_h": "h",
    "c_last": "ug/L",
    "t_last_h": "h",
    "c_at_dose": "ug/L",
    "auc_last": "ug h/L",
    "aumc_last": "ug h2/L",
    "lambda_z": "1/h",
    "half_life_h": "h",
    "terminal_points": "",
    "terminal_from_h": "h",
    "terminal_to_h": "h",
    "adjusted_r2": "",
    "c_last_fitted": "ug/L",
    "auc_inf": "ug h/L",
    "auc_inf_fitted": "ug h/L",
    "extrapolated_share": "",
    "extrapolated_share_fitted": "",
    "back_extrapolated_share": "",
    "aumc_inf": "ug h2/L",
    "mrt_h": "h",
    "cl_f": "L/h",
    "vz_f": "L",
    "vss": "L",
    "c_max_per_mg": "ug/L",
    "auc_last_per_mg": "ug h/L",
    "auc_inf_per_mg": "ug h/L",
    "auc_tau": "ug h/L",
    "auc_tau_per_mg": "ug h/L",
    "c_avg": "ug/L",
    "c_min": "ug/L",
    "fluctuation": "",
    "swing": "",
    "accumulation": "",
    "excreted_ug": "ug",
    "excreted_share": "",
    "cl_renal": "L/h",
}
_HEADLINE = ("c_max", "t_max_h", "auc_last", "auc_inf", "half_life_h", "cl_f", "auc_tau")
_SHOWN_NOTES = 2


@dataclass(frozen=True, eq=False)
class Nca:
    """A non-compartmental analysis; every measure a number for one person, ``(people,)`` for many.

    What cannot be known is NaN, and `notes` say why. What was not asked for is NaN too: measures
    of an interval without ``every_h``, ``vss`` by mouth, clearance without a dose, excretion
    without ``urine``. Times are counted from the dose. ``found["Ann"]`` is the analysis of one
    person.

    Parameters
    ----------
    site : str
        Empty for concentrations that were given.
    patients : tuple of str
    alone : bool
    route, method : str
    from_h, to_h : float
        The span analysed, in h: the dose is given at ``from_h``.
    over_h : float
        How long the infusion lasts; else 0.
    every_h : float or None
        The dosing interval.
    steady_state : bool
    lloq : float
        Lowest concentration that can be measured, ug/L.
    urine : str or None
        The compartment that collects what is excreted.
    samples : Samples
        The values that counted.
    dose_ug : float or Array
    c_max, t_max_h : float or Array
        Highest measured concentration, ug/L, and the first time it is reached.
    c_last, t_last_h : float or Array
        Last measurable concentration, ug/L, and its time.
    c_at_dose : float or Array
        The concentration at the dose: measured, or put in (C0 after a bolus), ug/L.
    auc_last, aumc_last : float or Array
        Area under the curve, ug h/L, and under time times concentration, ug h2/L, up to the last
        measurable concentration.
    lambda_z, half_life_h : float or Array
        Rate of the terminal fall, 1/h, and ``ln 2`` over it.
    terminal_points, terminal_from_h, terminal_to_h, adjusted_r2 : float or Array
        How many values that rate rests on, from the first to the last of them, and how well a
        line fits their logarithms.
    c_last_fitted : float or Array
        That line at the last measurable time, ug/L; elsewhere called predicted.
    auc_inf, auc_inf_fitted : float or Array
        ``auc_last`` and what follows it, ``c_last`` or ``c_last_fitted`` over ``lambda_z``.
    extrapolated_share, extrapolated_share_fitted : float or Array
        The share of that area which follows the last measurable concentration, 0 to 1.
    back_extrapolated_share : float or Array
        After a bolus whose C0 was not measured: the share before the first value, 0 to 1.
    aumc_inf : float or Array
        ug h2/L.
    mrt_h : float or Array
        Mean residence time; by mouth it contains the mean absorption time.
    cl_f, vz_f : float or Array
        Clearance, L/h, and terminal volume, L; by mouth both over the bioavailability F.
    vss : float or Array
        Volume at steady state, L, of a bolus or an infusion.
    c_max_per_mg, auc_last_per_mg, auc_inf_per_mg, auc_tau_per_mg : float or Array
        For one milligram of dose.
    auc_tau, c_avg, c_min : float or Array
        Area over the interval, that area over its length, and the lowest value in it.
    fluctuation, swing : float or Array
        ``(peak - c_min) / c_avg``, and over ``c_min``, with the interval's peak.
    accumulation : float or Array
        ``1 / (1 - exp(-lambda_z every_h))``: how much more there is at steady state than after
        the first dose, where the whole curve falls at ``lambda_z``.
    excreted_ug, excreted_share : float or Array
        What was excreted up to the last measurable value, ug, and its share of the dose, 0 to 1.
    cl_renal : float or Array
        That amount over ``auc_last``: renal clearance, L/h.
    reasons : mapping of text to boolean array, shape (people,)
        What there is to say, and of whom.
    """

    site: str
    patients: tuple[str, ...]
    alone: bool
    route: str
    method: str
    from_h: float
    to_h: float
    over_h: float
    every_h: float | None
    steady_state: bool
    lloq: float
    urine: str | None
    samples: Samples
    dose_ug: Value
    c_max: Value
    t_max_h: Value
    c_last: Value
    t_last_h: Value
    c_at_dose: Value
    auc_last: Value
    aumc_last: Value
    lambda_z: Value
    half_life_h: Value
    terminal_points: Value
    terminal_from_h: Value
    terminal_to_h: Value
    adjusted_r2: Value
    c_last_fitted: Value
    auc_inf: Value
    auc_inf_fitted: Value
    extrapolated_share: Value
    extrapolated_share_fitted: Value
    back_extrapolated_share: Value
    aumc_inf: Value
    mrt_h: Value
    cl_f: Value
    vz_f: Value
    vss: Value
    c_max_per_mg: Value
    auc_last_per_mg: Value
    auc_inf_per_mg: Value
    auc_tau: Value
    auc_tau_per_mg: Value
    c_avg: Value
    c_min: Value
    fluctuation: Value
    swing: Value
    accumulation: Value
    excreted_ug: Value
    excreted_share: Value
    cl_renal: Value
    reasons: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be known, was left out or put in: a sentence each."""
        said: list[str] = []
        for reason, whose in self.reasons.items():
            count = int(whose.sum())
            if self.alone or count == len(whose):
                said.append(f"{reason[0].upper()}{reason[1:]}.")
            else:
                of = f"{count:,} of {markup.tally(len(whose), 'person', 'people')}"
                said.append(f"{of}: {reason}.")
        return tuple(said)

    def __getitem__(self, patient: str) -> Nca:
        """Return the analysis of one person, by name."""
        require_choice("patient", patient, self.patients)
        place = self.patients.index(patient)
        count = len(self.patients)
        own = {
            name: float(np.broadcast_to(getattr(self, name), count)[place])
            for name in ("dose_ug", *UNITS)
        }
        return replace(
            self,
            patients=(patient,),
            alone=True,
            samples=self.samples.take(slice(place, place + 1)),
            reasons={why: np.ones(1, bool) for why, whose in self.reasons.items() if whose[place]},
            **own,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per person: patient, dose_ug, every measure with its unit, notes."""
        import pandas as pd

        people = len(self.patients)
        columns: dict[str, object] = {
            "patient": np.asarray(self.patients, dtype=object),
            "dose_ug": np.broadcast_to(self.dose_ug, people),
        }
        for name, unit in UNITS.items():
            said = unit.replace("/", "_per_").replace(" ", "_").removeprefix("1_")
            whole = name if not said or name.endswith(f"_{said}") else f"{name}_{said}"
            columns[whole] = np.broadcast_to(getattr(self, name), people)
        columns["notes"] = [
            "; ".join(reason for reason, whose in self.reasons.items() if whose[person])
            for person in range(people)
        ]
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        known = {name: _median(getattr(self, name)) for name in _HEADLINE}
        listed = ", ".join(f"{n}={v:.4g}" for n, v in known.items() if not np.isnan(v))
        medians = "" if self.alone else ", medians"
        lines = [f"Nca({self._what}{medians}: {listed or 'nothing measured'})"]
        lines += self.notes[:_SHOWN_NOTES]
        more = len(self.notes) - _SHOWN_NOTES
        lines += [f"{markup.tally(more, 'more note')} in .notes"] if more > 0 else []
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        known = {name: _median(getattr(self, name)) for name in UNITS}
        rows = [(n, v, UNITS[n]) for n, v in known.items() if not np.isnan(v)]
        column = "value" if self.alone else "median"
        many = "" if self.alone else markup.tally(len(self.patients), "person", "people")
        return markup.card(
            f"Non-compartmental analysis, {self._what}",
            markup.paragraph(many),
            markup.table(("measure", column, "unit"), rows),
            markup.next_step("found.to_frame()", "found.notes", "tt.plot(found)"),
            small=[*self.notes, markup.TEACHING_LINE],
        )

    @property
    def _what(self) -> str:
        span = f"{self.from_h:g} to {self.to_h:g} h"
        every = "" if self.every_h is None else f" every {self.every_h:g} h"
        steady = " at steady state" if self.steady_state else ""
        over = f" over {self.over_h:g} h" if self.over_h else ""
        named = f"{self.site}, " if self.site else ""
        return f"{named}{span}, {self.route}{over}{every}{steady}"


def _median(value: Value) -> float:
    known = np.atleast_1d(value)
    known = known[~np.isnan(known)]
    return float(np.median(known)) if known.size else float("nan")
