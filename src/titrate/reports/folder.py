"""The pages of a drug as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from titrate.errors import require_mapping
from titrate.library import contradictions, drug_file_at, drug_from, preset_file, preset_names
from titrate.markup import TEACHING_LINE, counted, tally
from titrate.parameters import DrugFile
from titrate.reports.contradictions_page import contradictions_page
from titrate.reports.drug_page import CONTRADICTIONS_PAGE, drug_page
from titrate.reports.markdown import joined, linked, table


def drug_pages(name: str) -> dict[str, str]:
    """Return all pages of a drug that ships with titrate, name of the file to text.

    A page for each preset, one of the contradictions between its sources, and README.md, which
    leads to them.

    Raises
    ------
    UnknownName
        If there is no such drug.
    """
    presets = preset_names(name)
    usual, apart = preset_file(name), contradictions(name)
    files = {preset: preset_file(name, preset) for preset in presets}
    pages = {
        f"{preset}.md": drug_page(
            drug_from(file),
            file,
            beside=None if preset == usual.preset else usual,
            contradictions=apart,
        )
        for preset, file in files.items()
    }
    if apart:
        pages[CONTRADICTIONS_PAGE] = contradictions_page(name, apart)
    return {"README.md": _index(name, files, len(apart)), **pages}


def own_page(path: str | Path) -> dict[str, str]:
    """Return the page of a drug's file of one's own, name of the page to text.

    Raises
    ------
    InvalidFile
        If the file cannot stand.
    """
    file = drug_file_at(path)
    return {f"{file.preset}.md": drug_page(drug_from(file), file)}


def write_pages(pages: Mapping[str, str], folder: str | Path) -> list[Path]:
    """Write pages into a folder, which is made if it is missing; return their paths.

    Parameters
    ----------
    pages : mapping of file name to text
    folder : str or Path
    """
    require_mapping("pages", pages, '{"adult.md": "..."}')
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, text in pages.items():
        # Beside it first, so that no reader finds half a page.
        path, draft = folder / name, folder / f".{name}.part"
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
        written.append(path)
    return written


def _index(name: str, files: Mapping[str, DrugFile], apart: int) -> str:
    rows = [
        (
            linked(preset, f"{preset}.md"),
            file.about.population,
            "; ".join(file.about.not_for),
            counted(file.parameters.counts()),
        )
        for preset, file in files.items()
    ]
    side = linked("which side the default takes, and why", CONTRADICTIONS_PAGE)
    disagree = f"Sources disagree on {tally(apart, 'question')}: {side}."
    return (
        joined(
            f"# {name}: every number, by preset",
            f"{TEACHING_LINE} `titrate pages --out docs/drugs` writes these pages from `params/`.",
            table(("preset", "describes", "not for", "rests on"), rows),
            disagree if apart else "",
        )
        + "\n"
    )
