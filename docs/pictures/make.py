"""Draw the pictures that README and docs show: ``python docs/pictures/make.py``."""

from pathlib import Path

import titrate as tt
from titrate.plotting import save

HERE = Path(__file__).parent


def main() -> None:
    """Save the README's first example, the same patient by two doors, and both together."""
    drug = tt.load_drug("baclofen")
    patient = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
    window = tt.find_window(drug, patient, tt.oral(dose_mg=10, every_h=8, days=14))
    save(tt.plot(window), HERE / "window.png")
    pump = tt.pump(rate_ug_per_day=100, days=14)
    naive, adapted = (tt.find_window(drug, patient, pump, initial=s) for s in (None, "adapted"))
    doors = tt.plot({"By mouth": window, "By pump": adapted}, behind={"By pump": naive})
    save(doors, HERE / "doors.png", dpi=120)
    tablets = tt.oral(dose_mg=10, every_h=8, days=14)
    both = tt.dose_map(drug, patient, tablets, pump, daily_ug=(0, 120))
    save(tt.plot(both), HERE / "map.png", dpi=120)
    clearances = range(10, 121, 10)
    kidneys = tt.window_map(drug, patient, tablets, creatinine_clearance_mL_min=clearances)
    save(tt.plot(kidneys), HERE / "kidneys.png", dpi=120)


if __name__ == "__main__":
    main()
