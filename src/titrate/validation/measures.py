"""The measures there are: what each looks at, what it needs to be told, in what unit it is.

Everything in hours is counted from ``from_h``, which is 0 unless it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CURVES = ("site", "endpoint", "ec50_factor", "withdrawal")
SUBJECTS = (*CURVES, "value", "compartments")
SPAN = ("from_h", "to_h")


@dataclass(frozen=True)
class Measure:
    """One measure.

    Parameters
    ----------
    of : tuple of str
        The subjects it can look at; empty where it names none.
    unit : str
        Its unit; ``"as looked at"`` for that of the subject.
    needs, may : tuple of str
        Keys it must and may be told.
    meaning : str
    """

    of: tuple[str, ...]
    unit: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    meaning: str


AS_LOOKED_AT = "as looked at"
_SITE = ("site",)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "c_max": Measure(_SITE, "ug/L", (), SPAN, "highest value in the span"),
        "c_min": Measure(_SITE, "ug/L", (), SPAN, "lowest value before a dose in the span"),
        "c_avg": Measure(_SITE, "ug/L", (), SPAN, "area over the length of the span"),
        "t_max_h": Measure(_SITE, "h", (), SPAN, "when the highest value is reached"),
        "auc": Measure(_SITE, "ug h/L", (), SPAN, "area under the curve over the span"),
        "fluctuation": Measure(_SITE, "1", (), SPAN, "(c_max - c_min) / c_avg"),
        "half_life_h": Measure(
            _SITE, "h", SPAN, (), "log-linear fit over the span, a value every quarter of an hour"
        ),
        "clearance": Measure(
            _SITE, "L/h", (), SPAN, "dose given in the span over the area in the span"
        ),
        "clearance_per_kg": Measure(
            _SITE, "L/h/kg", (), SPAN, "the same, per kg of body weight"
        ),
        "fraction_in_urine": Measure(
            (), "1", (), ("to_h",), "share of all drug given that is in urine at the end"
        ),
        "dose_given": Measure((), "ug", (), SPAN, "amount given in the span, the last instant out"),
        "at": Measure(CURVES, AS_LOOKED_AT, ("at_h",), (), "value at one time"),
        "mean": Measure(CURVES, AS_LOOKED_AT, SPAN, (), "mean over the span"),
        "peak": Measure(CURVES, AS_LOOKED_AT, (), SPAN, "highest value in the span"),
        "lowest": Measure(CURVES, AS_LOOKED_AT, (), SPAN, "lowest value in the span"),
        "t_peak_h": Measure(CURVES, "h", (), SPAN, "when the highest value is reached"),
        "first_above_h": Measure(
            CURVES, "h", ("threshold",), SPAN, "first time at or above the threshold"
        ),
        "first_below_h": Measure(
            CURVES, "h", ("threshold",), SPAN, "first time below the threshold"
        ),
        "duration_above_h": Measure(
            CURVES, "h", ("threshold",), SPAN, "time spent at or above the threshold"
        ),
        "dose_that_holds": Measure(
            ("endpoint",), "ug/day", ("holds", "at_h"), (),
            "dose a day, given all along, at which the response at one time is what it holds",
        ),
        "value": Measure(("value",), AS_LOOKED_AT, (), (), "a person's own parameter value"),
        "fast_rate": Measure(
            ("compartments",), "1/h", (), (), "fastest rate of decline of these compartments"
        ),
        "slow_rate": Measure(
            ("compartments",), "1/h", (), (), "slowest rate of decline of these compartments"
        ),
    }
)  # fmt: skip

# A threshold is written as a level or as a share of the highest value in the span.
THRESHOLDS = ("level", "share_of_peak")

COMPARISONS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "difference": (2, "the first arm less the second"),
        "ratio": (2, "the first arm over the second"),
        "percent_change": (2, "from the second arm to the first, in percent of the second"),
        "ratio_of_differences": (4, "(first - second) / (third - fourth)"),
    }
)

STATISTICS: Mapping[str, str] = MappingProxyType(
    {
        "mean": "",
        "median": "",
        "sd": "",
        "cv_percent": "",
        "percentile": "percentile",
        "share_above": "above",
        "share_below": "below",
    }
)
