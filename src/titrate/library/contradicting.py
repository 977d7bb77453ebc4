"""Where the sources behind a drug contradict each other, and which side the default takes."""

from __future__ import annotations

from titrate import resources
from titrate.library.shelf import preset_file, preset_names
from titrate.parameters import Contradiction, read_contradictions_file


def contradictions(name: str) -> tuple[Contradiction, ...]:
    """Return the contradictions between the sources behind a drug; none where no file lists any.

    Parameters
    ----------
    name : str
        One of `drug_names`.

    Raises
    ------
    UnknownName
        If there is no such drug.
    InvalidFile
        If its file has been edited into something that cannot stand.
    """
    files = [preset_file(name, preset) for preset in preset_names(name)]
    path = resources.params_folder() / "contradictions" / f"{name}.toml"
    if not path.is_file():
        return ()
    concerned = [key for file in files for key in (*file.parameters, *file.doors)]
    return read_contradictions_file(
        path,
        drug=name,
        sources={key: source for file in files for key, source in file.sources.items()},
        concerned=tuple(dict.fromkeys(concerned)),
    )
