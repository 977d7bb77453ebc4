"""Published facts as data, and the simulator held against them. Numbers only, no pictures."""

from titrate.validation.checking import (
    INSIDE,
    KNOWN_MISS,
    MISS,
    PASSING,
    REFUSED,
    VERDICTS,
    Checked,
    Row,
    check,
    check_files,
    file_names,
    observations_folder,
)
from titrate.validation.measures import COMPARISONS, CURVES, MEASURES, STATISTICS
from titrate.validation.measuring import curve_of, span_of
from titrate.validation.observation import DOORS, Arm, Observation, Reading
from titrate.validation.reading_files import Refused, file_called, read_observations
from titrate.validation.simulated import Simulated, drug_of, simulated, who_of
from titrate.validation.wording import (
    COLUMNS,
    columns,
    interval,
    kind_words,
    line,
    number,
    simulated_words,
)

__all__ = [
    "COLUMNS",
    "COMPARISONS",
    "CURVES",
    "DOORS",
    "INSIDE",
    "KNOWN_MISS",
    "MEASURES",
    "MISS",
    "PASSING",
    "REFUSED",
    "STATISTICS",
    "VERDICTS",
    "Arm",
    "Checked",
    "Observation",
    "Reading",
    "Refused",
    "Row",
    "Simulated",
    "check",
    "check_files",
    "columns",
    "curve_of",
    "drug_of",
    "file_called",
    "file_names",
    "interval",
    "kind_words",
    "line",
    "number",
    "observations_folder",
    "read_observations",
    "simulated",
    "simulated_words",
    "span_of",
    "who_of",
]
