"""Which drugs ship with titrate, and for which populations."""

from pathlib import Path

from titrate import resources
from titrate.errors import require_choice

# Folders of params/ that hold other things than a drug.
_NOT_DRUGS = ("calibration", "contradictions", "observations", "protocols")
_USUAL_PRESET = "adult"


def drug_file_names(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Return the drugs of a params folder, each with its presets, in alphabetical order."""
    folder = folder or resources.params_folder()
    found = {
        drug.name: tuple(sorted(file.stem for file in drug.glob("*.toml")))
        for drug in sorted(folder.iterdir())
        if drug.is_dir() and drug.name not in _NOT_DRUGS
    }
    return {name: presets for name, presets in found.items() if presets}


def find_drug_file(name: str, preset: str | None = None, *, folder: Path | None = None) -> Path:
    """Return the file of a drug; without a preset the adults', or the only one there is.

    Raises
    ------
    UnknownName
        If there is no such drug or preset; the message lists those there are.
    """
    folder = folder or resources.params_folder()
    drugs = drug_file_names(folder)
    presets = drugs[require_choice("drug", name, drugs)]
    if preset is None:
        preset = presets[0] if len(presets) == 1 else _USUAL_PRESET
    require_choice(f"preset of {name}", preset, presets, plural=f"presets of {name}")
    return folder / name / f"{preset}.toml"
