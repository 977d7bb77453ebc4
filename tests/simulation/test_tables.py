"""Tables of a result: columns that scripts rely on."""

import numpy as np
import pytest

import titrate as tt

DRUG = tt.load_drug("baclofen")
COURSE = tt.oral(dose_mg=20, every_h=8, days=3)
TWO = tt.Population(
    (tt.Patient(origin="ms"), tt.Patient(creatinine_clearance_mL_min=50)), ("Ann", "Bo")
)
SITES = [
    *("plasma", "csf_lumbar", "csf_thoracic", "csf_cervical", "csf_cisternal", "csf_cranial"),
    *("csf_at_arms", "blood", "cord_legs", "cord_trunk", "cord_arms", "brain"),
]
# In the order of the drug, each with its unit where it has one.
ENDPOINTS = [
    *("relief_legs", "relief_arms", "relief_spasms", "ashworth_legs_points"),
    *("ashworth_arms_points", "spasms_per_day", "weakness", "drowsiness"),
    *("drowsiness_observed", "sedation_0_to_100", "dizziness", "discontinuation"),
]


def test_the_frame_has_a_row_per_person_and_time_and_units_in_its_names() -> None:
    result = tt.simulate(DRUG, TWO, COURSE, [1.0, 2.0, 3.0])
    frame = result.to_frame()
    assert list(frame.columns) == [
        "patient",
        "time_h",
        *(f"{site}_ug_per_L" for site in SITES),
        *ENDPOINTS,
    ]
    assert list(frame["patient"]) == ["Ann"] * 3 + ["Bo"] * 3
    assert list(frame["time_h"]) == [1.0, 2.0, 3.0] * 2
    np.testing.assert_array_equal(
        frame["plasma_ug_per_L"], result.concentration["plasma"].reshape(-1)
    )
    np.testing.assert_array_equal(frame["weakness"], result.response["weakness"].reshape(-1))


def test_the_long_frame_has_a_row_per_person_curve_and_time() -> None:
    result = tt.simulate(DRUG, TWO, COURSE, [1.0, 2.0], outputs=["plasma", "relief_legs"])
    frame = result.to_long()
    assert list(frame.columns) == ["patient", "time_h", "kind", "name", "value", "unit"]
    assert len(frame) == 2 * 2 * 2
    assert frame.groupby(["kind", "name", "unit"], sort=False).size().to_dict() == {
        ("concentration", "plasma", "ug/L"): 4,
        ("response", "relief_legs", ""): 4,
    }
    bo = frame[(frame.patient == "Bo") & (frame.name == "plasma")]
    np.testing.assert_array_equal(bo["value"], result.concentration["plasma"][1])


def test_the_adaptation_has_a_table_too() -> None:
    result = tt.simulate(DRUG, tt.Patient(), COURSE, [1.0])
    columns = list(result.adaptation.to_frame().columns)
    assert columns == [
        *("patient", "time_h", "cord", "cord_drift"),
        *("cord_arms", "cord_arms_drift", "brain"),
    ]


def test_the_summary_is_peak_trough_and_mean_over_the_last_day() -> None:
    result = tt.simulate(DRUG, tt.Patient(), COURSE, outputs=["plasma", "relief_legs"])
    table = result.summary().set_index("name")
    assert list(table.columns) == ["kind", "unit", "peak", "trough", "mean"]
    measured = result.measures("plasma", from_h=48, to_h=72)
    assert table.loc["plasma", "peak"] == measured.c_max
    assert table.loc["plasma", "trough"] == measured.c_min
    assert table.loc["plasma", "mean"] == measured.c_avg
    last = result.response["relief_legs"][result.times_h >= 48]
    assert table.loc["relief_legs", "peak"] == last.max()
    assert table.loc["relief_legs", "mean"] == pytest.approx(
        np.trapezoid(last, dx=0.25) / 24, rel=1e-12
    )


def test_of_a_population_the_summary_shows_medians() -> None:
    many = tt.Population(tuple(tt.Patient(weight_kg=w) for w in (50, 70, 90)))
    numbers = ["peak", "trough", "mean"]
    found = tt.simulate(DRUG, many, COURSE).summary()[numbers]
    each = [
        tt.simulate(DRUG, tt.Population((patient,)), COURSE).summary()[numbers]
        for patient in many.patients
    ]
    np.testing.assert_allclose(found, np.median([e.to_numpy() for e in each], axis=0), rtol=1e-9)


def test_a_summary_of_one_instant_stands() -> None:
    table = tt.simulate(DRUG, tt.Patient(), COURSE, [5.0], outputs=["relief_legs"]).summary()
    assert table["peak"][0] == table["trough"][0] == table["mean"][0]


def test_measures_look_at_the_last_day_unless_told() -> None:
    result = tt.simulate(DRUG, tt.Patient(), COURSE)
    assert (result.measures("plasma").from_h, result.measures("plasma").to_h) == (48.0, 72.0)
    short = tt.simulate(DRUG, tt.Patient(), tt.oral(dose_mg=20, every_h=8, doses=1))
    assert (short.measures("plasma").from_h, short.measures("plasma").to_h) == (0.0, 8.0)
