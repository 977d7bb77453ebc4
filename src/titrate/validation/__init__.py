"""Published facts as data, and the simulator held against them. Numbers only, no pictures."""

from titrate.validation.calibration import Calibration, Fit, Fitted, Prior
from titrate.validation.calibration_reader import (
    calibration_folder,
    calibration_names,
    read_calibration,
)
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
from titrate.validation.fitting import Fitting, aim, distance, errors_of, run_fit
from titrate.validation.identified import Found, identified
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
    "Calibration",
    "Checked",
    "Fit",
    "Fitted",
    "Fitting",
    "Found",
    "Observation",
    "Prior",
    "Reading",
    "Refused",
    "Row",
    "Simulated",
    "aim",
    "calibration_folder",
    "calibration_names",
    "check",
    "check_files",
    "columns",
    "curve_of",
    "distance",
    "drug_of",
    "errors_of",
    "file_called",
    "file_names",
    "identified",
    "interval",
    "kind_words",
    "line",
    "number",
    "observations_folder",
    "read_calibration",
    "read_observations",
    "run_fit",
    "simulated",
    "simulated_words",
    "span_of",
    "who_of",
]
