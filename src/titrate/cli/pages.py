"""``titrate pages``: every number of a drug on pages that can be read."""

from __future__ import annotations

from pathlib import Path

from titrate.cli import options as o
from titrate.cli.asking import require_fitting
from titrate.cli.writing import say, say_what_it_is_for

_FOLDER = Path("drug-pages")


def pages(drug: o.DrugName = None, file: o.OwnFile = None, out: o.PagesFolder = _FOLDER) -> None:
    """Write a page for each preset, and one of contradictions, in Markdown.

    Value, unit, meaning, status, range and source of every number, doors, the default patient,
    and what the numbers must not be used for.
    """
    from titrate.library import drug_file_at, drug_names
    from titrate.reports import drug_pages, own_page, write_pages

    require_fitting("DRUG", drug, file is None, "the drugs that ship; --file names its own")
    if file is not None:
        made = {drug_file_at(file).name: own_page(file)}
    else:
        made = {name: drug_pages(name) for name in ([drug] if drug else drug_names())}
    for name, each in made.items():
        for path in write_pages(each, out / name):
            say(f"saved {path}")
    say_what_it_is_for()
