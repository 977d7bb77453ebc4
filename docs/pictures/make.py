"""Draw the pictures that the README shows: ``python docs/pictures/make.py``."""

from pathlib import Path

import titrate as tt
from titrate.plotting import save

HERE = Path(__file__).parent


def main() -> None:
    """Save the picture of the README's first example."""
    drug = tt.load_drug("baclofen")
    patient = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
    window = tt.find_window(drug, patient, tt.oral(dose_mg=10, every_h=8, days=14))
    save(tt.plot(window), HERE / "window.png")


if __name__ == "__main__":
    main()
