"""``titrate contradictions``: where sources disagree, and which side the default takes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import typer

from titrate.cli import options as o
from titrate.cli.writing import NARROW, say_what_it_is_for

if TYPE_CHECKING:
    from titrate.parameters import Contradiction

_INDENT = "    "


def contradictions(drug: o.DrugArgument = "baclofen", number: o.OneNumber = None) -> None:
    """List where the sources behind a drug contradict each other; * marks the side taken."""
    from titrate.errors import require_choice
    from titrate.library import contradictions as apart_of, preset_file, preset_names
    from titrate.markup import tally

    apart = apart_of(drug)
    if number is not None:
        files = [preset_file(drug, preset) for preset in preset_names(drug)]
        known = dict.fromkeys(name for file in files for name in (*file.parameters, *file.doors))
        require_choice("number or door", number, known, plural="numbers and doors")
    shown = [each for each in apart if number is None or number in each.concerns]
    for each in shown:
        typer.echo(f"{_told(each)}\n")
    typer.echo(f"{tally(len(shown), 'contradiction')}.")
    say_what_it_is_for()


def _told(each: Contradiction) -> str:
    lines = [_filled(each.question), _filled(", ".join(each.concerns), _INDENT)]
    for claim in each.claims:
        read = ", ".join(f"{source.key}, {source.read}" for source in claim.sources)
        mark = "  * " if claim.name in each.taken else "  - "
        said = f"{claim.says} ({read})" if read else claim.says
        lines.append(_filled(said, mark))
    lines.append(_filled(f"Why{'' if each.taken else ' none'}: {each.why}.", _INDENT))
    lines.append(_filled(f"Would change it: {each.would_change}.", _INDENT))
    return "\n".join(lines)


def _filled(text: str, opening: str = "") -> str:
    return textwrap.fill(text, NARROW, initial_indent=opening, subsequent_indent=" " * len(opening))
